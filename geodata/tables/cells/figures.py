"""How many people a cell counts, read with the numbers and qualifiers of the texts: "13[1]", "150+", "5–7", "dozens"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from geodata.reading.values.numbers import find_numbers
from geodata.tables.cells.blanks import is_blank
from geodata.vocabulary import Qualifier

# What a cell comes to as low, high, best; None for a cell without a figure, "no" for one that cannot be read.
YES = (
    ("13", (13, 13, 13)), ("13.0", (13, 13, 13)), ("1,200", (1200, 1200, 1200)), ("1 200", (1200, 1200, 1200)),
    ("1.200", (1200, 1200, 1200)), ("13[1]", (13, 13, 13)), ("13 [note 2][3]", (13, 13, 13)), ("150+", (150, None, 150)),
    ("~20", (20, 20, 20)), ("c. 20", (20, 20, 20)), ("≥ 12", (12, None, 12)), (">40", (40, None, 40)),
    ("<5", (None, 5, 5)), ("5–7", (5, 7, None)), ("12-24", (12, 24, None)), ("dozens", (24, None, None)),
    ("1.000", (1000, 1000, 1000)), ("1-2 thousand", (1000, 2000, None)), ("1,23,456", (123456, 123456, 123456)),
    ("at least ten", (10, None, 10)), ("10 (3 children)", (10, 10, 10)), ("two killed", (2, 2, 2)), ("0", (0, 0, 0)),
)  # fmt: skip
NO = ("many", "12,34", "12.5", "-4", "3/4", "0x1F", "12 March", "1e9999")

NOTES = re.compile(r"\s*\[[^\[\]]{1,20}\]|\s*[*†‡]+$|^[*†‡]+\s*")
WHOLE = re.compile(r"\d{1,9}(?:\.0{0,2})?")  # "1.000" is a thousand, as "1.200" is
BROKEN = re.compile(r"\d,\d{1,2}(?!\d|,\d)")
GROUPED = re.compile(r"\d{1,3}(?:[,. '\u2009\u00a0\u202f]\d{3})+")
SIGNS = (
    (re.compile(r"^\s*(?:≥|>=|=>)\s*"), "at least "),
    (re.compile(r"^\s*(?:≤|<=|=<)\s*"), "up to "),
    (re.compile(r"^\s*>\s*"), "more than "),
    (re.compile(r"^\s*<\s*"), "fewer than "),
    (re.compile(r"^\s*(?:~|≈|±|c\.|ca\.?|circa|approx\.)\s*(?=\d)"), "about "),
)
PEOPLE = re.compile(
    r"(?:\s+(?:people|persons?|civilians?|killed|dead|deaths?|injured|wounded|fatalities|casualties|victims|total|men|women|children"
    r"|soldiers|and counting|or more|or so))*\s*(?:\(.*\))?\s*\.?",
    re.IGNORECASE,
)


class Count(NamedTuple):
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None = None


class Unreadable(ValueError):
    """A cell of which no figure can be made."""


@lru_cache(50_000)
def count_of(cell: str) -> Count | None:
    """The figure of a cell; None for one that gives none. Raises Unreadable, never guesses."""
    text = NOTES.sub("", cell.strip())
    if is_blank(text):
        return None
    if WHOLE.fullmatch(text):
        return exactly(int(float(text)))
    if GROUPED.fullmatch(text):
        return exactly(int(re.sub(r"\D", "", text)))
    if BROKEN.search(text):  # "12,34" is neither a fraction of people nor a number in groups of three
        raise Unreadable(cell)
    for sign, words in SIGNS:
        text = sign.sub(words, text, count=1)
    numbers = find_numbers(text)
    if not numbers or numbers[0].start != 0 or not PEOPLE.fullmatch(text, numbers[0].end):
        raise Unreadable(cell)
    n = numbers[0]
    return Count(n.low, n.high, n.best, n.qualifier, n.word)


def exactly(value: int) -> Count:
    return Count(value, value, value, Qualifier.EXACT if value else Qualifier.NONE)
