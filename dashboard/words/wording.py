"""How incidents are put into words on the screen: qualifiers stay with their figures, unknown is said so."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date
from enum import StrEnum

from dashboard.words.phrases import label, say
from geodata.reading.confidence import is_sure
from geodata.records import Figure, Geocode, Incident
from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, Qualifier, Role

NOT_REPORTED = say("figure.not_reported")


def joined(words: Iterable[str]) -> str:
    """ "Bucha and Irpin"."""
    return say("list.and").join(words)


def figure_words(figure: Figure | None) -> str:
    """ "at least 10", "dozens", "none" or "not reported"."""
    if figure is None:
        return say("figure.not_reported")
    return figure_said(figure.low, figure.high, figure.best, figure.qualifier, figure.word)


def figure_said(low: int | None, high: int | None, best: int | None, qualifier: Qualifier, word: str | None = None) -> str:
    """A figure as `geodata.records.figure_text` says it; a word of the report stays as it is."""
    if qualifier is Qualifier.NONE:
        return say("figure.none")
    if word:
        return word
    form, numbers = form_of(low, high, best, qualifier)
    return say(f"figure.{form}", **numbers)


def short_figure(low: int | None, high: int | None, best: int | None, qualifier: Qualifier, word: str | None = None) -> str:
    """The same as short as it can be said: "10+", "~20", "3–5"."""
    if qualifier is Qualifier.NONE:
        return say("figure.nobody")
    if word:
        return word
    form, numbers = form_of(low, high, best, qualifier)
    return say(f"short_figure.{form}", **numbers)


def form_of(low: int | None, high: int | None, best: int | None, qualifier: Qualifier) -> tuple[str, dict[str, int | None]]:
    """The form in which a figure is put into words, and the numbers that it names."""
    if low is not None and high is not None and low != high:
        return "range", {"low": low, "high": high}
    number = best if best is not None else low if low is not None else high
    return (qualifier.value if qualifier.words else "exact"), {"number": number}


def people_words(figure: str, kind: FigureKind) -> str:
    """ "at least 10 killed"."""
    return say(f"people.{kind.value}", figure=figure)


def casualty_line(incident: Incident) -> str:
    """ "at least 10 killed, more than 40 injured"; "no casualty figure reported" where the text gives none."""
    nobody = say("figure.nobody")
    parts = [people_words(nobody if f.qualifier is Qualifier.NONE else figure_words(f), f.kind) for f in incident.figures]
    return ", ".join(parts) or say("people.none")


def role_words(role: Role) -> str:
    """ "earlier event"; "" for what a report newly tells."""
    return "" if role is Role.MAIN else say(f"role.{role.value}")


class DateStyle(StrEnum):
    """How days are written."""

    WORDS = "words"  # 27 Jun 2022
    ISO = "iso"  # 2022-06-27
    MONTH_FIRST = "month_first"  # Jun 27, 2022

    @classmethod
    def of(cls, word: str) -> DateStyle:
        return cls(word) if word in set(cls) else cls.WORDS


_style: ContextVar[DateStyle] = ContextVar("style", default=DateStyle.WORDS)


def use_style(style: DateStyle) -> None:
    """Write days in this style from now on, in this run of the page."""
    _style.set(style)


def day(value: date) -> str:
    style = _style.get()
    if style is DateStyle.ISO:
        return value.isoformat()
    if style is DateStyle.MONTH_FIRST:
        return say("written.month_first", day=value.day, month=short_month(value), year=str(value.year))
    return say("written.day_first", day=value.day, month=short_month(value), year=str(value.year))


def short_month(value: date) -> str:
    return say(f"short_month.m{value.month}")


def whole_month(value: date) -> str:
    """ "June 2022"."""
    return say("written.month", month=say(f"long_month.m{value.month}"), year=str(value.year))


def date_words(incident: Incident) -> str:
    """The time as precisely as the text gives it."""
    return span_words(incident.start, incident.end, incident.date_precision)


def span_words(start: date | None, end: date | None, precision: str | None) -> str:
    if start is None or end is None:
        return say("said.no_date")
    if precision == DatePrecision.MONTH:
        return f"{start:%Y-%m}" if _style.get() is DateStyle.ISO else whole_month(start)
    if precision == DatePrecision.YEAR:
        return f"{start:%Y}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month) and _style.get() is DateStyle.WORDS:
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def place_words(incident: Incident) -> str:
    return incident.place or say("word.no_place")


def precision_words(geocode: Geocode | None) -> str:
    """ "town or city, within about 7 km"."""
    if geocode is None:
        return say("said.no_such_place")
    precision = label(geocode.precision)
    if geocode.precision in (GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADM1):
        return say("said.no_sharper", precision=precision)
    return say("said.within", precision=precision, km=f"{geocode.radius_km:.0f}")


def confidence_words(value: float) -> str:
    if not is_sure(value):
        return say("said.unsure")
    if value >= 0.8:
        return say("said.little_doubt")
    return say("said.some_doubt" if value >= 0.6 else "said.doubtful")
