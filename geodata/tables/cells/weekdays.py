"""A weekday in front of a numeric date, which can show which number is the day: "Mon, 01/06/2014" is in January."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel import Locale

from geodata.tables.cells.countries import LANGUAGES

IN_FRONT = re.compile(r"(?P<name>[^\W\d_]+(?:-feira)?)\.?,?\s+(?=\d)")
MORE = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
# Dates, and whether the day comes first; NO holds dates whose weekday does not decide.
YES = (("Mon, 01/06/2014", False), ("Sunday 01/06/2014", True), ("lundi 06/01/2014", True), ("Thurs. 03/04/2014", True))
NO = ("01/06/2014", "Mon, 06/06/2014", "Tue, 01/06/2014", "May 01/06/2014")


@cache
def weekdays() -> dict[str, frozenset[int]]:
    """The weekdays that a name can mean, as numbers from Monday, 0: "mar" is the same day in French and in Spanish."""
    found: dict[str, set[int]] = {name: {number} for name, number in MORE.items()}
    for language in ("en", *LANGUAGES):
        days = Locale(language).days
        for use, width in (
            ("format", "wide"),
            ("format", "abbreviated"),
            ("stand-alone", "wide"),
            ("stand-alone", "abbreviated"),
        ):
            for number, name in days.get(use, {}).get(width, {}).items():
                found.setdefault(name.rstrip(".").casefold(), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def without_weekday(cell: str) -> tuple[frozenset[int], str]:
    """The weekdays that a cell's first word can mean, and the text after it; for any other word, none and the whole cell."""
    text = cell.strip()
    match = IN_FRONT.match(text) if text[:1].isalpha() else None
    days = weekdays().get(match["name"].casefold(), frozenset()) if match else frozenset()
    return (days, text[match.end() :]) if match and days else (frozenset(), text)


def day_first(days: frozenset[int], a: int, b: int, year: int) -> bool | None:
    """Whether the first of the two numbers of a date is the day, by its weekday; None if both can be, or neither."""
    fits = [is_one(days, year, b, a), is_one(days, year, a, b)]
    return fits[0] if fits[0] != fits[1] else None


def is_one(days: frozenset[int], year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).weekday() in days
    except ValueError:
        return False
