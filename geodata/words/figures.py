"""Figures in words, with their qualifiers."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.vocabulary import FigureKind, Qualifier
from geodata.words.catalogue import say


def figure_text(low: int | None, high: int | None, best: int | None, qualifier: Qualifier, word: str | None = None) -> str:
    """Return a figure in words: "at least 10", "9 to 12", "dozens", "none". A word of the report stays as it is."""
    form, numbers = form_of(low, high, best, qualifier)
    return word if word and form != "none" else say(f"figure.{form}", **numbers)


def short_figure(low: int | None, high: int | None, best: int | None, qualifier: Qualifier, word: str | None = None) -> str:
    """Return a figure as briefly as possible: "10+", "~20", "3–5"."""
    form, numbers = form_of(low, high, best, qualifier)
    return word if word and form != "none" else say(f"short_figure.{form}", **numbers)


def form_of(low: int | None, high: int | None, best: int | None, qualifier: Qualifier) -> tuple[str, dict[str, int | None]]:
    """Return the form for a figure in words, and the numbers that go into it."""
    if qualifier is Qualifier.NONE:
        return "none", {}
    if low is not None and high is not None and low != high:
        return "range", {"low": low, "high": high}
    if qualifier is Qualifier.RANGE and low is not None and high is None and best is not None and best > low:
        return "open_range", {"low": low, "number": best}
    if qualifier is Qualifier.RANGE and (low is None) != (high is None):  # rival claims, one of them without a bound
        return ("up_to", {"number": high}) if low is None else ("at_least", {"number": low})
    number = best if best is not None else low if low is not None else high
    return (qualifier.value if qualifier.words else "exact"), {"number": number}


def people_words(figure: str, kind: FigureKind) -> str:
    """Return words such as "at least 10 killed"."""
    if kind is FigureKind.ATTACKERS_KILLED and figure == "1":
        return say("people.attacker_killed")
    return say(f"people.{kind.value}", figure=figure)


def joined(words: Iterable[str]) -> str:
    """Join words as in "Bucha and Irpin"."""
    return say("list.and").join(words)
