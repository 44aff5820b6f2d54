"""When, as tables write it: days of every usual form, ranges, months, years, Excel's day numbers, seconds since 1970.

Words ("24-26 March 2022", "mid-May 2021") are read by the rules that read the texts. Whether "03/04/2022" is March or April
is decided once for a file, from all of its dates, and never here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geodata.reading.values.dates import read_time
from geodata.reading.values.days import Interval, month_number
from geodata.tables.cells.blanks import is_blank
from geodata.vocabulary import DatePrecision

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

# What a cell comes to, first and last day; "no" for a cell that is not a date.
YES = (
    ("2022-03-24", "2022-03-24"), ("2022-3-4", "2022-03-04"), ("2022/03/24", "2022-03-24"), ("20220324", "2022-03-24"),
    ("2022-03-24T23:30:00+02:00", "2022-03-24"), ("2019-02-22 18:00:16.000 America/Los_Angeles", "2019-02-22"),
    ("2025-06-27 03:58 AM", "2025-06-27"), ("24-Mar-22", "2022-03-24"), ("31-Dec-2019", "2019-12-31"),
    ("24.03.22", "2022-03-24"), ("24.03.2022 17:59:39 MESZ", "2022-03-24"), ("3/24/22", "2022-03-24"),
    ("Thu, 24 Mar 2022 10:00:00 GMT", "2022-03-24"), ("24th March 2022", "2022-03-24"), ("March 24, 2022", "2022-03-24"),
    ("July 5, 2026", "2026-07-05"), ("1648080000", "2022-03-24"), ("1648080000000", "2022-03-24"), ("44644", "2022-03-24"),
    ("2022-03", "2022-03-01..2022-03-31"), ("2022", "2022-01-01..2022-12-31"), ("March 2022", "2022-03-01..2022-03-31"),
    ("2022-03-24/2022-03-26", "2022-03-24..2022-03-26"), ("2022-03-24 - 2022-03-26", "2022-03-24..2022-03-26"),
    ("24-26 March 2022", "2022-03-24..2022-03-26"), ("5–7 March 2022", "2022-03-05..2022-03-07"),
    ("March 24-26, 2022", "2022-03-24..2022-03-26"), ("March 24, 25 2022", "2022-03-24..2022-03-25"),
    ("28 February to 2 March 2022", "2022-02-28..2022-03-02"), ("9 November 1606", "1606-11-09"), ("'2022-03-24", "2022-03-24"),
    ("2016-01-00", "2016-01-01..2016-01-31"), ("2016-00-00", "2016-01-01..2016-12-31"),
    ("08/01/2008 12:00:00 AM", "2008-01-08"), ("24 mars 2022", "2022-03-24"), ("3 de mayo de 2022", "2022-05-03"),
    ("24/25 March 2022", "2022-03-24..2022-03-25"), ("24.-26.03.2022", "2022-03-24..2022-03-26"),
    ("2022-03-24/26", "2022-03-24..2022-03-26"), ("2022-03-24/04-02", "2022-03-24..2022-04-02"),
    ("2022-03-24 and 2022-03-26", "2022-03-24..2022-03-26"), ("24/03/2022-26/03/2022", "2022-03-24..2022-03-26"),
    ("30 Dec - 2 Jan 2022", "2021-12-30..2022-01-02"), ("March-April 2022", "2022-03-01..2022-04-30"),
    ("20220324T103000Z", "2022-03-24"), ("Mar-22", "2022-03-01..2022-03-31"), ("03/2022", "2022-03-01..2022-03-31"),
    ("12, 13 and 15 March 2024", "2024-03-12..2024-03-15"), ("week of 12 March 2024", "2024-03-12..2024-03-18"),
    ("On or about 12 March 2024", "2024-03-09..2024-03-15"), ("12 March 2024 (approx.)", "2024-03-09..2024-03-15"),
    ("circa 2023-03-12", "2023-03-09..2023-03-15"), ("12 March 2024?", "2024-03-09..2024-03-15"),
    ("24. März 2022", "2022-03-24"), ("24 марта 2022", "2022-03-24"), ("1er août 2022", "2022-08-01"),
)  # fmt: skip
NO = (
    "someday",
    "before 24 March 2022",
    "after 2022-03-24",
    "12:30",
    "0000-00-00",
    "2022-02-30",
    "31/02/2022",
    "0025-03-02",
    "24 people",
    "2022-13-01",
    "24 persons 2022",
    "31 avril 2022",
    "1402/12/22",
    "about 24 people",
)

BACKWARDS = "the end lies before the start"
EARLIEST = 1583  # when our calendar began: an older year is of another calendar, or has lost its century
LATEST = timedelta(days=3_650)  # after today: what lies beyond is a slip of the pen
EXCEL = date(1899, 12, 30)
EXCEL_DAYS = (10_000, 80_000)  # 1927 to 2119
NUMBERS = re.compile(r"(?<![\d./-])(?P<a>\d{1,2})\s*(?P<mark>[./-])\s*(?P<b>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4}|\d{2})(?!\d)")
CLOCK = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?"
ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}Z?")
NUMBERS_ONLY = re.compile(NUMBERS.pattern + CLOCK)
COMPACT = re.compile(r"(?P<year>(?:1[6-9]|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T\d{4,6}(?:\.\d+)?Z?)?")
ISO_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})")
MONTH_YEAR = re.compile(r"(?P<month>[A-Za-z]{3,9})[-\s]*['’-](?P<year>\d{2})")
YEAR = re.compile(r"(?P<year>\d{4})(?:\.0)?")
NAMED = re.compile(
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]*(?:of\s+)?"
    rf"(?P<month>[A-Za-z]{{3,9}})[.,]?[\s/-]*(?P<year>\d{{4}}|['’]?\d{{2}}){CLOCK}",
    re.IGNORECASE,
)
NAMED_FIRST = re.compile(
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+)?(?P<month>[A-Za-z]{3,9})\.?[\s-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    rf",?[\s-]+(?P<year>\d{{4}}){CLOCK}",
    re.IGNORECASE,
)
PAIR_OF_DAYS = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<a>\d{1,2})(?:,| and| &) ?(?P<b>\d{1,2}),? (?P<year>\d{4})")
BETWEEN = re.compile(
    r"\s+(?:-|–|—|/|to|until|through|and|&)\s+|(?:(?<=-\d\d)|(?<=:\d\d)|(?<=Z)|(?<=^\d{4}))/(?=\d{4})|\s*–\s*(?=\d{1,4}[-./])|(?<=\d{4})-(?=\d{1,2}[./]\d{1,2}[./])"
)
SHORT_END = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<rest>(?:\d{2}-)?\d{2})")  # of an ISO interval
PAIR = re.compile(r"(?P<a>\d{1,2})\.?\s*[-–/]\s*(?P<b>\d{1,2})(?P<rest>\.\d{1,2}\.\d{4}|\s+[A-Za-z]{3,9}\.?,?\s+\d{4})")
BOUND = re.compile(r"(?:before|after|since|until|by|prior to)\b", re.IGNORECASE)  # it names a limit, not the day
OTHER_LANGUAGES = re.compile(r"\d{1,2}(?:\.|er|º|ª)?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s+(?:de\s+)?\d{4}", re.IGNORECASE)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
SECONDS, MILLISECONDS = re.compile(r"1?\d{9}(?:\.\d+)?"), re.compile(r"-?\d{12,13}")


# "circa 12 March 2024", "12 March 2024 (approx.)": known to a few days
ABOUT = re.compile(
    r"(?:on or about|on or around|about|around|approx(?:imately|\.)?|circa|ca?\.|~)\s*(?P<day>.*\d.*)"
    r"|(?P<day2>.*\d.*?)\s*(?:\((?:approx(?:imately|\.)?|circa|estimated|est\.)\)|\?)",
    re.IGNORECASE,
)
AROUND_DAYS = timedelta(days=3)
LONGEST = 120  # characters of a date
WEEK_OF = re.compile(r"(?:the )?week (?:of|beginning|starting|commencing)\s+(?P<day>.*\d.*)", re.IGNORECASE)
LISTED = re.compile(
    r"^(?P<a>\d{1,2})(?:\s*,\s*\d{1,2})+\s*(?:,|and|&)\s*(?P<b>\d{1,2})(?=\s+[A-Za-z])"
)  # "12, 13 and 15 March"


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"


class Span(NamedTuple):
    """First and last day as ISO, and how sharp that is."""

    start: str
    end: str
    precision: DatePrecision


class NoDate(ValueError):
    """A cell that is not a date; its text says why, where more can be said."""


def order_of(cells: Iterable[str]) -> Order | None:
    """Whether day or month comes first, if any of a file's dates tells: one with a number above twelve in that place."""
    first = second = 0
    for cell in cells:
        for match in NUMBERS.finditer(cell):
            if match["mark"] == ".":
                continue  # "24.03.2022" is day and month in every country that writes it
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
    if first == second:
        return None
    return Order.DMY if first > second else Order.MDY


def is_open(cell: str) -> bool:
    """Whether a cell is a date that the order decides."""
    match = NUMBERS.match(cell.strip())
    return bool(match) and match["mark"] != "." and int(match["a"]) <= 12 and int(match["b"]) <= 12 and match["a"] != match["b"]  # type: ignore[index]


@lru_cache(200_000)
def span_of(cell: str, order: Order = Order.DMY) -> Span | None:
    """The days that a cell names; None for an empty cell. Raises NoDate for anything else."""
    text = " ".join(cell.strip().lstrip("'").split())
    if is_blank(text):
        return None
    if BOUND.match(text):
        raise NoDate(f"{text[:40]!r} is not a day but a limit")
    if len(text) > LONGEST:
        raise NoDate(f"{text[:40]!r} is too long for a date")
    if about := ABOUT.fullmatch(text):
        return around(plain_span(about["day"] or about["day2"], order))
    if week := WEEK_OF.fullmatch(text):
        return week_from(plain_span(week["day"], order))
    return plain_span(text, order)


def plain_span(text: str, order: Order) -> Span:
    """The days that words name, without doubt. Raises NoDate."""
    text = LISTED.sub(r"\g<a>-\g<b>", text)
    if span := between(text, order):
        return checked(span)
    found = one(text, order) or in_words(text) or in_other_words(text)
    if found is None:
        raise NoDate(f"{text[:40]!r} is not a date")
    return checked(found)


def between(text: str, order: Order) -> Span | None:
    """The time from one day, month or year to another; None where a cell does not name two."""
    if match := SHORT_END.fullmatch(text):
        text = f"{match['first']}/{match['first'][: -len(match['rest'])]}{match['rest']}"
    if match := PAIR.fullmatch(text):
        text = f"{match['a']}{match['rest']} - {match['b']}{match['rest']}"
    parts = BETWEEN.split(text)
    last = one(parts[1], order) or in_words(parts[1]) if len(parts) == 2 else None
    if last is None:
        return None
    first, year = one(parts[0], order) or in_words(parts[0]), int(last.start[:4])
    if first is None:  # "30 Dec - 2 Jan 2022"
        borrowed = (one(f"{parts[0]} {n}", order) or in_words(f"{parts[0]} {n}") for n in (year, year - 1))
        first = next((span for span in borrowed if span and span.start <= last.end), None)
    if first is None:
        return None
    if first.start > last.end:
        raise NoDate(BACKWARDS)
    return Span(first.start, last.end, sharp(first.start, last.end))


def checked(span: Span) -> Span:
    year = int(span.start[:4])
    if year < EARLIEST:
        raise NoDate(f"the year {year} is not a year of the Gregorian calendar that an incident can have")
    if span.start > (date.today() + LATEST).isoformat():
        raise NoDate(f"{span.start} has not come yet")
    return span


def one(text: str, order: Order) -> Span | None:
    """A single day, month or year of a fixed form."""
    text = text.strip()
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return of_parts(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := NUMBERS_ONLY.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        if match["mark"] == "." or order is Order.DMY:
            a, b = b, a
        return of_parts(year_of(match["year"]), a, b)
    if match := NAMED.fullmatch(text) or NAMED_FIRST.fullmatch(text):
        month = month_of(match["month"])
        return of_parts(year_of(match["year"].lstrip("'’")), month, int(match["day"])) if month else None
    if match := ISO_MONTH.fullmatch(text):
        return of_parts(int(match["year"] or match["year2"]), int(match["month"] or match["month2"]), 0)
    if (match := MONTH_YEAR.fullmatch(text)) and (month := month_of(match["month"])):
        return of_parts(year_of(match["year"]), month, 0)
    if match := YEAR.fullmatch(text):
        return of_parts(int(match["year"]), 0, 0)
    if SERIAL.fullmatch(text) and EXCEL_DAYS[0] <= float(text) <= EXCEL_DAYS[1]:
        return of_day(EXCEL + timedelta(days=int(float(text))))
    if MILLISECONDS.fullmatch(text) or SECONDS.fullmatch(text):
        seconds = float(text) / (1000 if MILLISECONDS.fullmatch(text) else 1)
        return of_day(datetime.fromtimestamp(seconds, UTC).date())
    return None


def in_words(text: str) -> Span | None:
    """Other words, by the rules of the texts; only what names its year is a date in a table."""
    if match := PAIR_OF_DAYS.fullmatch(text):
        month, year = month_of(match["month"]), int(match["year"])
        days = [of_parts(year, month, int(match[k])) for k in "ab"] if month else [None]
        return Span(days[0].start, days[-1].end, DatePrecision.DAYS) if all(days) else None  # type: ignore[union-attr]
    if not re.search(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)", text) or not re.search(r"[A-Za-z]{3}", text):
        return None
    found: Interval | None = read_time(text, 0, len(text), None)
    if found is None or found.start is None or found.end is None or found.weak:
        return None
    return Span(found.start.isoformat(), found.end.isoformat(), found.precision)


def in_other_words(text: str) -> Span | None:
    """A day with the name of its month in another language, as dateparser knows them."""
    if not OTHER_LANGUAGES.fullmatch(text):
        return None
    found = other_languages().get_date_data(text).date_obj
    return of_day(found.date()) if found else None


@cache
def other_languages() -> DateDataParser:
    """It tries the language of the last date first: a file keeps to one."""
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
    return DateDataParser(settings=settings, try_previous_locales=True)


def of_parts(year: int, month: int, day: int) -> Span:
    """A day; month or day 0 where they are unknown."""
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


def around(span: Span) -> Span:
    """A time that is known to a few days."""
    if span.precision is not DatePrecision.DAY:
        return span
    first, last = date.fromisoformat(span.start), date.fromisoformat(span.end)
    return Span((first - AROUND_DAYS).isoformat(), (last + AROUND_DAYS).isoformat(), DatePrecision.WEEK)


def week_from(span: Span) -> Span:
    """The seven days from a day."""
    last = date.fromisoformat(span.start) + timedelta(days=6)
    return Span(span.start, last.isoformat(), DatePrecision.WEEK) if span.precision is DatePrecision.DAY else span


def month_around(span: Span) -> Span:
    """The whole month of a day."""
    year, month, _ = map(int, span.start.split("-"))
    return of_parts(year, month, 0)


def from_parts(year: str, month: str, day: str) -> str:
    """A day of three columns as one cell: "2016-01-00" where the day is unknown; "" without a year."""
    parts = [part.strip().removesuffix(".0") for part in (year, month, day)]
    if is_blank(parts[0]) or parts[0] == "0":
        return ""
    if named := month_of(parts[1]):
        parts[1] = str(named)
    return "-".join([parts[0], *(part.zfill(2) if part.isdigit() else "00" for part in parts[1:])])


def sharp(start: str, end: str) -> DatePrecision:
    return DatePrecision.DAY if start == end else DatePrecision.DAYS


def year_of(digits: str) -> int:
    """A year; of two digits, the last such year that is not in the future."""
    if len(digits) == 4:
        return int(digits)
    century = date.today().year // 100 * 100
    year = century + int(digits)
    return year if year <= date.today().year + 1 else year - 100


def month_of(word: str) -> int | None:
    word = word.lower().rstrip(".")
    if not any(word in (name.lower(), name[:3].lower(), name[:4].lower()) for name in calendar.month_name[1:]):
        return None
    return month_number(word)
