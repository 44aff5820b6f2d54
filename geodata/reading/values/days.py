"""Days and spans of days, and the patterns that the rules for times share."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from geodata.reading.values.numbers import UNITS
from geodata.vocabulary import DatePrecision

DAY, DAYS, WEEK = DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.WEEK
MONTH, YEAR, UNKNOWN = DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.UNKNOWN
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
SOON = timedelta(days=3)  # a day without a year may be this long after publication, since publication dates are inexact

A_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.|(?=\s\d)|(?<=\d\smar)(?!-))|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
A_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
A_YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)"
A_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"
A_NUMBER = r"(?P<number>\d{1,3}|an?|" + "|".join(list(UNITS)[1:]) + r"|few|several|couple of)"


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both included; None for a time that is named but cannot be resolved ("recently")."""

    start: date | None
    end: date | None
    precision: DatePrecision
    weak: bool = False  # a time of day without a day
    since: bool = False  # a span over which something lasted or was counted
    before: bool = False  # the time of the event named after it: "It comes a week after ..."
    ranged: bool = False  # from one named time to another


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time in a text, and its position."""

    start: int
    end: int
    interval: Interval


def month_number(word: str) -> int:
    return SHORT_MONTHS[word[:3].lower()]


def year_number(word: str) -> int:
    return int(word) if not word.startswith("'") else 1900 + int(word[1:]) if int(word[1:]) > 60 else 2000 + int(word[1:])


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def one(day: date | None, **more: bool) -> Interval | None:
    return Interval(day, day, DAY, **more) if day else None


def whole_month(year: int, month: int, published: date | None) -> Interval:
    year = max(year, 1)  # `date` begins with year 1
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    if published and first <= published < last:
        last = published
    return Interval(first, last, MONTH)


PARTS = {
    "early": (1, 10),
    "beginning": (1, 10),
    "start": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
}
PART = re.compile(rf"\b(?P<part>{'|'.join(PARTS)})(?: of|-)? ?{A_MONTH}", re.IGNORECASE)


def part_of_month(month: Interval, words: str) -> Interval:
    """Return the third of a month that its words name ("late March", "at the end of May", "mid-August"), else the month."""
    match = PART.search(words)
    if match is None or month.start is None or month.end is None:
        return month
    first, last = PARTS[match["part"].lower()]
    start = month.start.replace(day=first)
    return replace(month, start=start, end=max(start, min(month.end, month.start + timedelta(days=last - 1))))


def whole_year(year: int, published: date | None) -> Interval:
    last = date(year, 12, 31)
    if published and published.year == year:
        last = published
    return Interval(date(year, 1, 1), last, YEAR)


def count_of(word: str) -> int:
    if not word or word in ("a", "an"):
        return 1
    if word.isdigit():
        return int(word)
    return UNITS.get(word) or {"few": 3, "several": 3, "couple of": 2}.get(word, 1)


def back_from(published: date, n: int, unit: str) -> date:
    """Return the first day of a span of `n` hours, days, weeks, months, years or decades; `date.min` if out of range."""
    years = {"year": n, "decade": 10 * n}.get(unit, 0)
    days = {"hour": max(1, round(n / 24)), "day": n, "week": 7 * n}.get(unit, 0)
    try:
        day: date = published - relativedelta(years=years, months=n if unit == "month" else 0, days=days)
    except (ValueError, OverflowError):
        return date.min
    return day


def ago_of(n: int, unit: str, published: date) -> Interval | None:
    """Return the time `n` units before publication; None if it is before year 1."""
    if unit == "hour":
        return one(published if n < 12 else published - timedelta(days=1))
    if unit in ("day", "fortnight"):
        return one(published - timedelta(days=n * (14 if unit == "fortnight" else 1)))
    if unit == "week":
        day = published - timedelta(days=7 * n)
        monday = day - timedelta(days=day.weekday())
        return Interval(monday, monday + timedelta(days=6), WEEK)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        if months < 12:  # before year 1
            return None
        return whole_month(months // 12, months % 12 + 1, published)
    years = n * (10 if unit == "decade" else 1)
    return whole_year(published.year - years, published) if published.year - years > 0 else None


def day_range(match: re.Match[str], published: date | None, year: int | None) -> Interval | None:
    month = month_number(match["month"] or match["month2"])
    first, last = int(match["a"] or match["c"]), int(match["b"] or match["d"])
    own = int(match["year"]) if match["year"] else year or (published.year if published else None)
    if own is None or first >= last:
        return None
    start, end = real_day(own, month, first), real_day(own, month, last)
    if start and end and not match["year"] and not year and published and start > published + SOON:
        start, end = real_day(own - 1, month, first), real_day(own - 1, month, last)
    return Interval(start, end, DAYS, ranged=True) if start and end else None


def length(interval: Interval) -> int:
    """Return the length in days; an open interval is the longest."""
    return (interval.end - interval.start).days if interval.start and interval.end else 100_000
