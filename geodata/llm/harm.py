"""Check whether a figure in a text that is not English counts the dead, the injured or the missing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from geodata.vocabulary import FigureKind

SAME = {FigureKind.ATTACKERS_KILLED: FigureKind.KILLED}  # the same words state both
ENDS = re.compile(r"[.!?。！？؟]\s|\n|$")
# A language, a kind, a sentence, and the words of its figure, which are about that kind (YES) or not (NO).
YES = (
    ("es", "killed", "En Bogotá tres personas murieron y 250 resultaron heridas.", "tres personas"),
    ("es", "injured", "En Bogotá tres personas murieron y 250 resultaron heridas.", "250 resultaron heridas"),
    ("ru", "killed", "В Харькове погибли 5 человек, ещё 12 ранены.", "5 человек"),
    ("ar", "injured", "مقتل 3 وإصابة 12 شخصا", "12 شخصا"),
)
NO = (
    ("es", "killed", "En Bogotá tres personas murieron y 250 resultaron heridas.", "250 resultaron heridas"),
    ("es", "killed", "Unas 4000 casas fueron destruidas en la ciudad.", "4000 casas"),
    ("ru", "killed", "В Харькове погибли 5 человек, ещё 12 ранены.", "ещё 12"),
)


@cache
def words_of(language: str) -> dict[FigureKind, re.Pattern[str]]:
    """Return a language's patterns by kind of harm; empty if its words are not known."""
    known = tomllib.loads(Path(__file__).with_name("harm.toml").read_text("utf-8"))
    return {FigureKind(kind): re.compile(pattern) for kind, pattern in known.get(language.partition("-")[0], {}).items()}


def is_stated(kind: FigureKind, language: str, text: str, places: Sequence[tuple[int, int]]) -> bool | None:
    """Whether the words at some places of a text are about a kind of harm: they name it themselves, or the nearest harm word in
    their sentence does. None if the language's words are not known."""
    patterns = words_of(language)
    if not patterns:
        return None
    return any(SAME.get(kind, kind) in nearest(patterns, text.lower(), a, b) for a, b in places)


def nearest(patterns: dict[FigureKind, re.Pattern[str]], text: str, start: int, end: int) -> set[FigureKind]:
    """Return the kinds of harm that some words name, else the kinds of the nearest harm word in their sentence."""
    own = {kind for kind, pattern in patterns.items() if pattern.search(text, start, end)}
    if own:
        return own
    first = max((m.end() for m in ENDS.finditer(text, 0, start) if m[0]), default=0)
    stop = ENDS.search(text, end)
    last = stop.start() if stop else len(text)
    found = [
        (max(match.start() - end, start - match.end(), 0), kind)
        for kind, pattern in patterns.items()
        for match in pattern.finditer(text, first, last)
    ]
    least = min((distance for distance, _ in found), default=0)
    return {kind for distance, kind in found if distance == least}
