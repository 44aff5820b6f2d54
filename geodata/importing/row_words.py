"""What the words of an imported row say: a name, an area, a total of other rows, a kind that is not ours."""

from __future__ import annotations

import re

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.points import point_of

SUMS = r"totals?|sums?|итого|всего|suma|summe|gesamt|insgesamt|totale|totaal|toplam|المجموع"
TOTALS = re.compile(
    rf"^(?:(?:grand|sub|overall|all)[ -]?)?(?:{SUMS})\b|\btotals?:?$|^(?:world|worldwide|all countries)$",
    re.IGNORECASE,
)
NOTES = re.compile(r"^[*†‡]|^\W*(?:sources?|notes?|n\.b\.|disclaimer|last updated|updated|footnotes?)\s*:", re.IGNORECASE)
ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)  # an id that a spreadsheet took for a number: many rows have it
SAYS_OTHER = re.compile(r"\bother\b|^\W*$", re.IGNORECASE)
ALTITUDE = re.compile(r"(?<=\d) -?\d+(?:\.\d+)? -?\d+(?:\.\d+)?$")  # and accuracy, behind a point of a form
TOTAL_OF = re.compile(
    rf"(?:(?:grand|sub|overall)[ -]?)?(?:{SUMS}|world|worldwide|all countries):?(?: (?:for|in|of))?(?: [A-Z][a-z]+)?"
    r"(?: \d{4})?",
    re.IGNORECASE,
)


def said(cell: str) -> str:
    """A name; "" for a word that says nothing."""
    return "" if is_blank(cell) else cell.strip()


def place_name(cell: str) -> str:
    """The name of a place; "" for one that is only a point, as forms write it."""
    name = said(cell)
    return "" if name and not any(c.isalpha() for c in name) and point_of(ALTITUDE.sub("", name)) else name


def named_area(cell: str) -> str:
    """The name of a country or province; "" for a code of digits, which is a number in its own list alone."""
    return "" if cell.strip().isdigit() else said(cell)
