"""Days with a name: "Christmas Eve", "Good Friday", "Labor Day". Independence Day is left out, as it differs by country."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, TH, relativedelta

from geodata.reading.values.days import Interval, one

# Dates as in a report from EXAMPLE_DAY, 27 June 2022.
YES = (
    ("New Year's Eve", "2021-12-31"),
    ("on New Year's Day", "2022-01-01"),
    ("Christmas Eve 2019", "2019-12-24"),
    ("last Christmas", "2021-12-25"),
    ("Boxing Day", "2021-12-26"),
    ("on Halloween", "2021-10-31"),
    ("the Fourth of July", "2021-07-04"),
    ("on July 4th", "2021-07-04"),
    ("Valentine's Day", "2022-02-14"),
    ("Bastille Day", "2021-07-14"),
    ("last year's Easter Sunday", "2021-04-04"),
    ("at Easter", "2022-04-17"),
    ("on Good Friday", "2022-04-15"),
    ("on Easter Monday", "2022-04-18"),
    ("Thanksgiving", "2021-11-25"),
    ("on Labor Day", "2021-09-06"),
    ("on Memorial Day", "2022-05-30"),
)
NO = ("Independence Day", "a memorial", "Friday", "Eve")


def fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def near_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days)


HOLIDAYS: tuple[tuple[re.Pattern[str], Callable[[int], date]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), day)
    for words, day in (
        ("new year['’]?s['’]? eve", fixed(12, 31)),
        ("new year(?:['’]?s['’]?)?(?: day)?", fixed(1, 1)),
        ("christmas eve", fixed(12, 24)),
        ("christmas(?: day)?", fixed(12, 25)),
        ("boxing day", fixed(12, 26)),
        ("halloween", fixed(10, 31)),
        ("july 4th|fourth of july", fixed(7, 4)),
        ("valentine['’]?s day", fixed(2, 14)),
        ("bastille day", fixed(7, 14)),
        ("good friday", near_easter(-2)),
        ("easter monday", near_easter(1)),
        ("easter", near_easter(0)),
        ("thanksgiving", lambda year: date(year, 11, 1) + relativedelta(weekday=TH(4))),
        ("labor day", lambda year: date(year, 9, 1) + relativedelta(weekday=MO(1))),
        ("memorial day", lambda year: date(year, 5, 31) + relativedelta(weekday=MO(-1))),
    )
)


def holiday(words: str, published: date | None, year: int | None) -> Interval | None:
    """Return the holiday that words name; if they give no year, the last one up to publication. None if they name none."""
    day = next((day for pattern, day in HOLIDAYS if pattern.search(words)), None)
    if day is None:
        return None
    explicit = re.search(r"(?:19|20)\d\d", words)
    own = int(explicit[0]) if explicit else year
    if own is None and published:
        is_last = re.search(r"\blast year", words, re.IGNORECASE)
        own = published.year - (is_last is not None or day(published.year) > published)
    return one(day(own)) if own else None
