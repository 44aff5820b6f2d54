"""A time as its first and last day, and how to build it from years, months and days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from geodata.reading.values.days import month_number
from geodata.tables.cells.blanks import is_blank
from geodata.vocabulary import DatePrecision

OLDEST_SHORT = 45  # "45" is 1945
AROUND_DAYS = timedelta(days=3)
# "Anfang März 2024": a third of a month, in languages other than English.
THIRDS = {
    "first": "anfang|(?:au )?d[ée]but|(?:a )?(?:principios|inicios|comienzos)|in[ií]cio|(?:all['’])?inizio"
    "|(?:на )?початку|початок|(?:в )?начале|начало",
    "middle": "mitte|mi|(?:a )?mediados|meados|(?:a )?metà|(?:в )?середин[іеау]",
    "last": "ende|fin|(?:a )?fin(?:ales|es)|final|finais|fim|(?:alla )?fine|(?:в )?конце|конец|наприкінці|кінець",
}
LONG = (DatePrecision.MONTH, DatePrecision.YEAR)  # spans that have thirds: "Mi 24.04.2024" is a Wednesday (Mittwoch)
THIRD = re.compile(
    rf"(?:{'|'.join(f'(?P<{third}>{words})' for third, words in THIRDS.items())})[\s-]+(?:d[eio] |d['’])?(?P<when>.*\d{{4}}.*)",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """First and last day in ISO 8601, and their precision."""

    start: str
    end: str
    precision: DatePrecision


class NoDate(ValueError):
    """A cell that is not a date. The message gives the reason, if it is known."""


def of_parts(year: int, month: int, day: int) -> Span:
    """A day; the whole month if the day is 0, the whole year if the month is 0. Raises NoDate."""
    if year == 0:
        raise NoDate("the year is 0")
    try:
        if month == 0:
            return Span(f"{year:04}-01-01", f"{year:04}-12-31", DatePrecision.YEAR)
        if day == 0:
            last = calendar.monthrange(year, month)[1]
            return Span(f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last}", DatePrecision.MONTH)
        return of_day(date(year, month, day))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise NoDate(f"there is no day {day} of month {month} in {year}") from error


def of_day(day: date) -> Span:
    return Span(day.isoformat(), day.isoformat(), DatePrecision.DAY)


YEARS = re.compile(r"(?P<first>\d{4})\s?[-–/]\s?(?P<last>\d\d)")  # "1914-18", but not a year and its month
DECADE = re.compile(r"(?:the )?((?:1[5-9]|20)[1-9])0['’]?s")  # "1900s" can be the century
MONTHS = 12
# "6/19 April 1903", "30 June/13 July 1908", "6 (19) April 1903": the Julian day, then the Gregorian day.
BOTH_CALENDARS = re.compile(
    r"(?P<old>\d{1,2})(?: (?P<month>[A-Za-z]{3,}))?(?: ?/ ?| ?\()(?P<day>\d{1,2})\)? "
    r"(?P<rest>(?P<own>[A-Za-z]{3,})\.?,? (?P<year>1[5-9]\d\d))"
)
LAST_JULIAN = 1923  # Greece was the last country to change


def years(text: str) -> Span | None:
    """A range of years, the last with two digits that cannot be a month; a decade, "1990s"; None for any other text."""
    if decade := DECADE.fullmatch(text):
        return Span(f"{decade[1]}0-01-01", f"{decade[1]}9-12-31", DatePrecision.DAYS)
    match = YEARS.fullmatch(text)
    if match is None or int(match["last"]) <= MONTHS or match["last"] <= match["first"][2:]:
        return None
    if int(f"{match['first'][:2]}{match['last']}") > date.today().year:
        return None  # a week of the year, or a typing error
    return Span(f"{match['first']}-01-01", f"{match['first'][:2]}{match['last']}-12-31", DatePrecision.DAYS)


def in_both_calendars(text: str, day_in: Callable[[str], Span | None]) -> Span | None:
    """A day after its Julian date, if the two are as many days apart as the calendars were in that year; else None."""
    match = BOTH_CALENDARS.fullmatch(text)
    if match is None or (year := int(match["year"])) > LAST_JULIAN:
        return None
    ours, julian = day_in(f"{match['day']} {match['rest']}"), day_in(f"{match['old']} {match['month'] or match['own']} {year}")
    if ours is None or julian is None:
        return None
    apart = date.fromisoformat(ours.start) - date.fromisoformat(julian.start)
    return ours if apart.days == year // 100 - year // 400 - 2 else None


def of_week(year: int, week: int) -> Span:
    """A week of ISO 8601, Monday to Sunday."""
    try:
        first, last = (date.fromisocalendar(year, week, day) for day in (1, 7))
    except (ValueError, OverflowError) as error:
        raise NoDate(f"{year} has no week {week}") from error
    return Span(first.isoformat(), last.isoformat(), DatePrecision.WEEK)


def of_number(year: int, number: int) -> Span:
    """A day by its number in the year, from 1."""
    try:
        day = date(year, 1, 1) + timedelta(days=number - 1)
    except (ValueError, OverflowError) as error:
        raise NoDate(f"{year} has no day {number}") from error
    if day.year != year:
        raise NoDate(f"{year} has no day {number}")
    return of_day(day)


def of_months(year: int, part: int, months: int) -> Span:
    """A part of a year, counted from 1, of `months` months each: the second quarter, the first half."""
    if not 1 <= part <= 12 // months:
        raise NoDate(f"a year has no part {part} of {months} months")
    first, last = of_parts(year, (part - 1) * months + 1, 0), of_parts(year, part * months, 0)
    return Span(first.start, last.end, DatePrecision.DAYS)


def around(span: Span) -> Span:
    """A day with the few days around it, for a time that is only roughly known; any longer time unchanged."""
    if span.precision is not DatePrecision.DAY:
        return span
    first, last = date.fromisoformat(span.start), date.fromisoformat(span.end)
    return Span((first - AROUND_DAYS).isoformat(), (last + AROUND_DAYS).isoformat(), DatePrecision.WEEK)


def week_from(span: Span) -> Span:
    """The seven days that begin with a day; any longer time unchanged."""
    last = date.fromisoformat(span.start) + timedelta(days=6)
    return Span(span.start, last.isoformat(), DatePrecision.WEEK) if span.precision is DatePrecision.DAY else span


def third_named(found: re.Match[str]) -> str:
    """Which of the three thirds a match of THIRD names."""
    return next(third for third in THIRDS if found[third])


def third_of(span: Span, third: str) -> Span:
    """A third of a month; a year stays whole."""
    if span.precision is DatePrecision.YEAR:
        return span
    first, last = {"first": ("01", "10"), "middle": ("11", "20"), "last": ("21", span.end[-2:])}[third]
    return Span(span.start[:-2] + first, span.end[:-2] + last, DatePrecision.MONTH)


def month_around(span: Span) -> Span:
    """The whole month of a day."""
    year, month, _ = map(int, span.start.split("-"))
    return of_parts(year, month, 0)


def from_parts(year: str, month: str, day: str, short: bool = True) -> str:
    """Join a day from three columns into one cell: "2016-01-00" if the day is unknown; "" without a year. `short`: "62" is
    1962, not a year of the first century."""
    parts = [part.strip().removesuffix(".0") for part in (year, month, ORDINAL.sub("", day))]
    if is_blank(parts[0]) or parts[0] == "0":
        return ""
    if short and SHORT_YEAR.fullmatch(parts[0]) and is_year(parts[0]):
        parts[0] = str(year_of(parts[0].zfill(2)))
    parts[1] = NUMBERED.sub("", parts[1])
    if named := month_of(parts[1]):
        parts[1] = str(named)
    parts[1:] = ["00" if is_unknown(part) else part for part in parts[1:]]
    if all(part.isdigit() for part in parts[1:]):
        return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    if parts[1].isdigit() and 0 < int(parts[1]) <= 12:
        parts[1] = calendar.month_name[int(parts[1])]
    # a range, or words of another language: parsed or rejected as one date
    return " ".join(part for part in reversed(parts) if part != "00")


MONTH_ALONE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?[ .-]+)?(?P<month>[^\W\d_]{3,})\.?(?:[ .-]+\d{1,2}(?:st|nd|rd|th)?)?", re.IGNORECASE
)
# A date, the year of another column, and both as one cell: the year is only added to a date that has none.
WITH_YEAR = (
    ("24 March", "2022", "24 March 2022"), ("March 24", "2022", "March 24 2022"), ("Mar", "2022.0", "Mar 2022"),
    ("24 March 2021", "2022", "24 March 2021"), ("24/03/22", "2022", "24/03/22"), ("44644", "2022", "44644"),
    ("24/02", "2022", "24/02/2022"), ("24.02.", "2022", "24.02.2022"), ("2-24", "2022", "2-24-2022"),
    ("24/32", "2022", "24/32"), ("September 10–11", "2023", "September 10–11, 2023"), ("3-5 May", "2022", "3-5 May, 2022"),
    ("2nd to 4th May", "2022", "2nd to 4th May, 2022"),
    ("21st and 23rd May", "2022", "21st and 23rd May, 2022"),
    ("24 March (night)", "2022", "24 March (night)"), ("June – October", "2022", "June – October, 2022"),
    ("30 Dec - 2 Jan", "2020", "30 Dec - 2 Jan"), ("24-Mar-22", "2022", "24-Mar-22"),
    ("unknown", "2022", "unknown"),
    ("24 March", "", "24 March"),
)  # fmt: skip


def in_year(day: str, year: str) -> str:
    """Replace the year of a day with the year from another column."""
    year = year.strip().removesuffix(".0")
    return ANY_YEAR.sub(year, day, count=1) if ANY_YEAR.fullmatch(year) else with_year(day, year)


ANY = "2000"  # a placeholder year
ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def with_year(day: str, year: str) -> str:
    """Add the year from another column to a day that has none; return any other cell unchanged."""
    day, year = day.strip(), year.strip().removesuffix(".0")
    found = MONTH_ALONE.fullmatch(day)
    if len(year) != 4 or not year.isdigit():
        return day
    if numbers := NUMBERS_ALONE.fullmatch(day):
        return f"{day.rstrip('.')}{numbers['mark'] or numbers['mark2']}{year}"
    if SHORT_DATED.fullmatch(day):
        return day
    if found is not None and month_of(found["month"]):
        return f"{day} {year}"
    words = DAY_WORD.findall(day) if len(day) <= LONGEST_RANGE else []
    months = [month for word in words if (month := month_of(word))]
    is_range = len(day) <= LONGEST_RANGE and bool(months) and all(is_of_range(word) for word in words)
    return f"{day}, {year}" if is_range and months == sorted(months) else day  # over New Year, it can be the year of either end


def is_of_range(word: str) -> bool:
    return bool(month_of(word)) or word.lower() in ("to", "and", "st", "nd", "rd", "th") or (len(word) <= 2 and word.isdigit())


DAY_WORD = re.compile(r"[^\W\d_]+|\d+")
LONGEST_RANGE = 40  # characters
SHORT_DATED = re.compile(r"\d{1,2}[ ./-][^\W\d_]{3,}\.?[ ./-]\d{2}")  # "24-Mar-22" has its year
# "24/02": a day and a month, in either order
NUMBERS_ALONE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])(?P<mark>[./-])(?:0?[1-9]|1[0-2])\.?|(?:0?[1-9]|1[0-2])(?P<mark2>[/-])(?:1[3-9]|2\d|3[01])"
)
SHORT_YEAR = re.compile(r"\d{1,2}")
NUMBERED = re.compile(r"^\d{1,2}[-. ]+(?=[A-Za-z])")  # "03-Mar"
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


def is_unknown(part: str) -> bool:
    return is_blank(part) or (part.lstrip("-").isdigit() and int(part) <= 0)


def sharp(start: str, end: str) -> DatePrecision:
    return DatePrecision.DAY if start == end else DatePrecision.DAYS


def year_of(digits: str) -> int:
    """A year. Two digits mean the latest such year up to next year. Raises NoDate if they can be in the past or the future."""
    if len(digits) == 4:
        return int(digits)
    if not is_year(digits):
        raise NoDate(f"the two-digit year {digits!r} is unclear: it can be in the past or the future")
    century = date.today().year // 100 * 100
    year = century + int(digits)
    return year if year <= date.today().year + 1 else year - 100


def is_year(digits: str) -> bool:
    """Whether two digits are a year from 1945 to next year."""
    return int(digits) <= date.today().year % 100 + 1 or int(digits) >= OLDEST_SHORT


def month_of(word: str) -> int | None:
    word = word.lower().rstrip(".")
    if not any(word in (name.lower(), name[:3].lower(), name[:4].lower()) for name in calendar.month_name[1:]):
        return None
    return month_number(word)


@cache
def foreign_weekday() -> re.Pattern[str]:
    """A pattern for a weekday in another language in front of a date: "vendredi 8 mars 2024", "пт 08.03.2024"."""
    from babel import Locale

    from geodata.tables.cells.countries import LANGUAGES

    days = (Locale(language).days[use] for language in LANGUAGES for use in ("format", "stand-alone"))
    names = {name.rstrip(".") for day in days for width in ("wide", "abbreviated") for name in day.get(width, {}).values()}
    longest_first = sorted((re.escape(name) for name in names if len(name) > 1), key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(longest_first)})\.?,?\s+(?=\d)", re.IGNORECASE)


WEEK = re.compile(
    r"(?P<year>\d{4})-?W(?P<week>\d{1,2})|(?:week|wk|w|kw|semaine|semana)\.?\s?(?P<week2>\d{1,2})[\s,/]+(?P<year2>\d{4})",
    re.IGNORECASE,
)
PART_OF_YEAR = re.compile(
    r"(?P<kind>[QH])(?P<n>\d)[\s/-]*(?P<year>\d{4})|(?P<year2>\d{4})[\s/-]*(?P<kind2>[QH])(?P<n2>\d)", re.IGNORECASE
)
ORDINAL_DAY = re.compile(r"(?P<year>\d{4})-(?P<day>\d{3})")
COMPACT_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])")
UNKNOWN_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?:xx|\?\?)|(?:xx|\?\?)[/.-](?P<month2>\d{1,2})[/.-](?P<year2>\d{4})", re.IGNORECASE
)
CTIME = re.compile(
    r"(?:[A-Za-z]{3} )?(?P<month>[A-Za-z]{3}) (?P<day>\d{1,2}) \d{2}:\d{2}:\d{2} (?:[+-]\d{4} |[A-Z]{3,4} )?(?P<year>\d{4})"
)


def part_of_year(text: str) -> Span | None:
    """A week, quarter or half of a year, a month without its day, a day by its number; None for anything else."""
    if match := WEEK.fullmatch(text):
        return of_week(int(match["year"] or match["year2"]), int(match["week"] or match["week2"]))
    if match := PART_OF_YEAR.fullmatch(text):
        kind, n = (match["kind"] or match["kind2"]).upper(), int(match["n"] or match["n2"])
        return of_months(int(match["year"] or match["year2"]), n, 3 if kind == "Q" else 6)
    if match := COMPACT_MONTH.fullmatch(text) or UNKNOWN_DAY.fullmatch(text):
        parts = {name.rstrip("2"): int(value) for name, value in match.groupdict().items() if value}
        return of_parts(parts["year"], parts["month"], 0)
    if match := ORDINAL_DAY.fullmatch(text):
        return of_number(int(match["year"]), int(match["day"]))
    if (match := CTIME.fullmatch(text)) and (month := month_of(match["month"])):
        return of_parts(int(match["year"]), month, int(match["day"]))
    return None
