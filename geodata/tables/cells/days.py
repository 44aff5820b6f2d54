"""Parse dates in tables: days in every usual form, ranges, months, years, Excel's day numbers, seconds since 1970.

Words ("24-26 March 2022", "mid-May 2021") follow the rules for texts. Whether "03/04/2022" is in March or April is decided once
for a file, from all of its dates, and never here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial

from geodata.reading.values.dates import read_time
from geodata.reading.values.days import Interval
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.east_asian import in_digits
from geodata.tables.cells.months import in_english, named_day
from geodata.tables.cells.order import NUMBERS, Order
from geodata.tables.cells.spans import (
    LONG,
    THIRD,
    NoDate,
    Span,
    around,
    foreign_weekday,
    in_both_calendars,
    month_of,
    of_day,
    of_parts,
    part_of_year,
    sharp,
    third_named,
    third_of,
    week_from,
    year_of,
    years,
)
from geodata.vocabulary import DatePrecision

# Cells with their first and last days; NO holds cells that are not dates.
YES = (
    ("2022-03-24", "2022-03-24"), ("2022-3-4", "2022-03-04"), ("2022/03/24", "2022-03-24"), ("20220324", "2022-03-24"),
    ("2022-03-24T23:30:00+02:00", "2022-03-24"), ("2019-02-22 18:00:16.000 America/Los_Angeles", "2019-02-22"),
    ("2025-06-27 03:58 AM", "2025-06-27"), ("24-Mar-22", "2022-03-24"), ("31-Dec-2019", "2019-12-31"),
    ("24.03.22", "2022-03-24"), ("24.03.2022 17:59:39 MESZ", "2022-03-24"), ("3/24/22", "2022-03-24"),
    ("Thu, 24 Mar 2022 10:00:00 GMT", "2022-03-24"), ("24th March 2022", "2022-03-24"), ("March 24, 2022", "2022-03-24"),
    ("July 5, 2026", "2026-07-05"), ("1648080000", "2022-03-24"), ("1648080000000", "2022-03-24"), ("44644", "2022-03-24"),
    ("2022-03", "2022-03-01..2022-03-31"), ("2022", "2022-01-01..2022-12-31"), ("March 2022", "2022-03-01..2022-03-31"),
    ("241430ZFEB22", "2022-02-24"), ("24 0900Z MAR 2022", "2022-03-24"), ("031200D MAR 19", "2019-03-03"),
    ("2019, Jan. 25", "2019-01-25"), ("2014 - Sep 10", "2014-09-10"), ("2003, 29 Mar", "2003-03-29"),
    ("2019, May 3-5", "2019-05-03..2019-05-05"), ("2021, 3 mai", "2021-05-03"), ("1916, May 15", "1916-05-15"),
    ("24.02.2022, 26.02.2022", "2022-02-24..2022-02-26"), ("24.02.2022 26.02.2022", "2022-02-24..2022-02-26"),
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
    ("24. März 2022", "2022-03-24"), ("vendredi 8 mars 2024", "2024-03-08"), ("Freitag 08.03.2024", "2024-03-08"),
    ("пт 08.03.2024", "2024-03-08"), ("1º/10/2017", "2017-10-01"), ("2024.03.08.", "2024-03-08"), ("2024‑03‑08", "2024-03-08"),
    ("08MAR2024:14:30:00", "2024-03-08"), ("24 марта 2022", "2022-03-24"), ("1er août 2022", "2022-08-01"),
    ("24 March–2 April 2022", "2022-03-24..2022-04-02"), ("30 March/2 April 2022", "2022-03-30..2022-04-02"),
    ("24 & 26 March 2022", "2022-03-24..2022-03-26"), ("March/April 2022", "2022-03-01..2022-04-30"),
    ("24, 26 March 2022", "2022-03-24..2022-03-26"), ("24 thru 26 March 2022", "2022-03-24..2022-03-26"),
    ("24 March or 25 March 2022", "2022-03-24..2022-03-25"), ("March 24, 2022/April 2, 2022", "2022-03-24..2022-04-02"),
    ("24 March 2022; 26 March 2022", "2022-03-24..2022-03-26"), ("December-January 2022", "2021-12-01..2022-01-31"),
    ("Dec 2021/Jan 2022", "2021-12-01..2022-01-31"), ("2022 March", "2022-03-01..2022-03-31"), ("2022-Mar-24", "2022-03-24"),
    ("Mar 2022", "2022-03-01..2022-03-31"), ("marzo de 2022", "2022-03-01..2022-03-31"), ("24 марта 2022 г.", "2022-03-24"),
    ("24-ene-2022", "2022-01-24"), ("jueves, 24 de marzo de 2022", "2022-03-24"), ("24-26 mars 2022", "2022-03-24..2022-03-26"),
    ("24.03.-26.03.2022", "2022-03-24..2022-03-26"), ("2020-2021", "2020-01-01..2021-12-31"),
    ("24 juil. 2022 à 14h30", "2022-07-24"), ("04.03.2022 um 10:00", "2022-03-04"), ("1° maggio 2022", "2022-05-01"),
    ("night of 5/6 March 2022", "2022-03-05..2022-03-06"), ("24 de febrero del 2022", "2022-02-24"),
    ("1990s", "1990-01-01..1999-12-31"),
    ("1914-18", "1914-01-01..1918-12-31"), ("1845/52", "1845-01-01..1852-12-31"),
    ("6/19 April 1903", "1903-04-19"), ("30 June/13 July 1908", "1908-07-13"), ("6 (19) April 1903", "1903-04-19"),
    ("1/13 March 1881", "1881-03-13"), ("6/18 April 1903", "1903-04-06..1903-04-18"),
    ("6/19 April 1943", "1943-04-06..1943-04-19"),
    ("20220324.0", "2022-03-24"),
    ("24-25/03/2022", "2022-03-24..2022-03-25"), ("24/03-26/03/2022", "2022-03-24..2022-03-26"), ("44645,5", "2022-03-25"),
    ("2022年3月24日", "2022-03-24"),
    ("2022-03-24T00:00:00Z/2022-03-26T23:59:59Z", "2022-03-24..2022-03-26"),
    ("24 March 2022 [1]", "2022-03-24"), ("Thu, 24/03/2022", "2022-03-24"), ("du 24 au 26 mars 2022", "2022-03-24..2022-03-26"),
    ("del 24 al 26 de marzo de 2022", "2022-03-24..2022-03-26"), ("vom 24. bis 26. März 2022", "2022-03-24..2022-03-26"),
    ("24 et 26 mars 2022", "2022-03-24..2022-03-26"), ("с 24 по 26 марта 2022", "2022-03-24..2022-03-26"),
    ("1º de janeiro de 2022", "2022-01-01"), ("from 24 March to 26 March 2022", "2022-03-24..2022-03-26"),
    ("2022-03-24 (Thu)", "2022-03-24"), ("2022-W12", "2022-03-21..2022-03-27"), ("Week 12, 2022", "2022-03-21..2022-03-27"),
    ("KW 12/2022", "2022-03-21..2022-03-27"), ("Q1 2022", "2022-01-01..2022-03-31"), ("2022 Q4", "2022-10-01..2022-12-31"),
    ("H2 2022", "2022-07-01..2022-12-31"), ("202203", "2022-03-01..2022-03-31"), ("2022-083", "2022-03-24"),
    ("15/ago/2022", "2022-08-15"), ("2022-03-xx", "2022-03-01..2022-03-31"), ("??/03/2022", "2022-03-01..2022-03-31"),
    ("March 2022 (exact date unknown)", "2022-03-01..2022-03-31"), ("2022-03-24..2022-03-26", "2022-03-24..2022-03-26"),
    ("24 March 2022 to 26 March", "2022-03-24..2022-03-26"), ("Thu Mar 24 10:00:00 2022", "2022-03-24"),
    ("Thu Mar 24 10:00:00 +0000 2022", "2022-03-24"), ("Thu, 24/03/2022 - 06:00", "2022-03-24"),
    ("2022-03-24 10h30", "2022-03-24"), ("overnight 24/25 March 2022", "2022-03-24..2022-03-25"),
    ("24 March to 26 March 2022", "2022-03-24..2022-03-26"), ("07-mars-24", "2024-03-07"), ("08-ENE-24", "2024-01-08"),
    ("13/01/2024 0430hrs", "2024-01-13"), ("nuit du 8 au 9 mars 2024", "2024-03-08..2024-03-09"),
    ("Anfang März 2024", "2024-03-01..2024-03-10"), ("mi-février 2024", "2024-02-11..2024-02-20"),
    ("finales de marzo de 2024", "2024-03-21..2024-03-31"), ("начало марта 2024", "2024-03-01..2024-03-10"),
    ("início de março de 2024", "2024-03-01..2024-03-10"), ("metà marzo 2024", "2024-03-11..2024-03-20"),
    ("на початку березня 2024", "2024-03-01..2024-03-10"), ("Ende 2023", "2023-01-01..2023-12-31"),
    ("Mi 24.04.2024", "2024-04-24"), ("Mi, 24.04.2024", "2024-04-24"), ("2022-02-24 12:30.1234", "2022-02-24"),
    ("начало 2024 года", "2024-01-01..2024-12-31"),
    ("circa mi-mars 2024", "2024-03-11..2024-03-20"), ("Ende März 2023?", "2023-03-21..2023-03-31"),
    ("début d'avril 2024", "2024-04-01..2024-04-10"), ("debut avril 2024 (approx.)", "2024-04-01..2024-04-10"),
    ("fim de março de 2024", "2024-03-21..2024-03-31"), ("alla fine di marzo 2024", "2024-03-21..2024-03-31"),
    ("Anfang bis Mitte März 2024", "2024-03-01..2024-03-20"), ("Ende März - Anfang April 2024", "2024-03-21..2024-04-10"),
    ("fin mars - mi-avril 2024", "2024-03-21..2024-04-20"), ("13.IV.2021", "2021-04-13"), ("13 avr 21", "2021-04-13"),
)  # fmt: skip
NO = (
    "someday", "before 24 March 2022", "after 2022-03-24", "12:30", "2022-02-30", "31/02/2022", "0025-03-02",
    "24 people", "2022-13-01", "24 persons 2022", "31 avril 2022", "1402/12/22", "about 24 people", "reported 26 March 2022",
    "last updated 5 May 2023", "not 24 March 2022", "24/03/33", "2022-W54", "Q5 2022", "2022-367", "2022-000", "0000-001",
    "9999-366", "9999-W52", "202213", "24 March 2022 to 20 March", "Ende der Woche 2024", "fin 24 mars 2022",
    "1-3 June, 14-16 June 1906", "3-5 May and 9-10 June 2021", "12-14 March / 20-22 April 2021",
    "Fin, 24 avril 2024", "Ende 1402", "fin mars 2090", "13.IIX.2021",
)  # fmt: skip

BACKWARDS = "the end is before the start"
EARLIEST = 1583  # first full year of the Gregorian calendar: an older year is in another calendar, or has lost its century
LATEST = timedelta(days=3_650)  # after today: a later date is a typing error
EXCEL = date(1899, 12, 30)
EXCEL_DAYS = (10_000, 80_000)  # 1927 to 2119
CLOCK = r"(?:[T ,]\s*(?!\d{1,2}\.\d{1,2}\.\d{4})\d{1,2}[:.]\d{2}(?:[^/]|/(?!\d{4}))*)?"
ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}Z?")
NUMBERS_ONLY = re.compile(NUMBERS.pattern + CLOCK)
COMPACT = re.compile(r"(?P<year>(?:1[6-9]|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T\d{4,6}(?:\.\d+)?Z?|\.0)?")
ISO_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})")
MONTH_YEAR = re.compile(
    r"(?P<month>[A-Za-z]{3,9})(?:[-\s]*['’-](?P<year>\d{2})|[\s.,/-]+(?P<year4>\d{4}))|(?P<first>\d{4})[\s/-]+(?P<month2>[A-Za-z]{3,9})"
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[\s-](?P<month>[A-Za-z]{3,9})[\s-](?P<day>\d{1,2})")
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
    r"\s*\.{2,3}\s*|\s*[-–—/;,&+]\s*|(?<=\.\d{4})\s+(?=\d{1,2}\.\d{1,2}\.\d{4})|\s+(?:to|thru|until|through|and|or|au|et|al|y|e|bis|und|t/m|ile|ve|do|a|по|до|и|й|та)\s+",
    re.IGNORECASE,
)
FROM = re.compile(r"^(?:from|between|du|des|le|del|dal|da|do|de|el|vom|am|с|со|з|від)\s+(?=\d)", re.IGNORECASE)
SHORT_END = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<rest>(?:\d{2}-)?\d{2})")  # a short end of an ISO interval
DAY_ONLY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|,)?", re.IGNORECASE)
DAY_AND_MONTH = re.compile(r"(?P<a>\d{1,2})\s*(?P<mark>[./])\s*(?P<b>\d{1,2})\.?")
BOUND = re.compile(r"(?:before|after|since|until|by|prior to)\b", re.IGNORECASE)  # a limit, not the day
OTHER_LANGUAGES = re.compile(
    r"(?:[^\W\d_]{3,},\s+)?\d{1,2}(?:\.|er|º|ª)?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s+(?:del?\s+)?\d{4}", re.IGNORECASE
)
MONTH_IN_OTHER = re.compile(r"(?P<month>[^\W\d_]{3,}\.?)\s+(?:de(?:l)?\s+)?(?P<year>\d{4})")
YEAR_SIGN = re.compile(r"\s*(?:г|р|года?|року)\.?$", re.IGNORECASE)  # "year" in Russian and Ukrainian
ORDINAL_SIGN = re.compile(r"(?<=\d)[ºª°]")
HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2212), "-")
DOTTED = re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}\.")  # a Hungarian date
CLOCK_OF_SAS = re.compile(r"(?<=[A-Z]{3}\d{4}):(?=\d{2}:\d{2})")  # "08MAR2024:14:30:00"
# Day 0 or month 0, as spreadsheets and databases write a missing day.
ZERO_DAY = re.compile(
    r"(?:0?1/0?0|0?0/0?1)/1900|0{1,2}-Jan-(?:00|1900)|0000-00-00(?:[ T]00:00:00)?|1900-01-00|1899-12-3[01] 00:00:00",
    re.IGNORECASE,
)
# Military dates, with day, hour, minute, zone, month and year: "241430ZFEB22", "24 1430Z FEB 22"
MILITARY = re.compile(r"(?P<day>[0-3]\d) ?(?:[01]\d|2[0-4])[0-5]\d ?[A-Z] ?(?P<month>[A-Z]{3}) ?(?P<year>\d{4}|\d{2})")
DASHED = re.compile(r"(\d{1,2})[-/ ]([^\W\d_]{3,}\.?)[-/ ](\d{4}|\d{2})")
# English words in dates. A cell with any other word is more than a date: "reported 26 March 2022".
DATE_WORDS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|st|nd|rd|th|am|pm|of|the|on|in|at"
    r"|from|between|and|or|to|through|thru|until|till|early|mid|middle|late|beginning|start|end|spring|summer|autumn|fall|winter|weeks?"
    r"|weekend|days?|months?|years?|morning|evening|night|afternoon|noon|midnight|dawn|overnight|local|time|gmt|utc|z|first|second|third"
    r"|fourth|last|half|quarter|about|around|circa|christmas|eve|easter|ramadan|eid|new|hours?|hrs?|[ceamp][sd]t|[cew]e?st|[cew]et|eat|wat|ist|msk|bst|sast|mesz|mez|t",
    re.IGNORECASE,
)
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
SECONDS, MILLISECONDS = re.compile(r"1?\d{9}(?:\.\d+)?"), re.compile(r"-?\d{12,13}")

# "circa 12 March 2024", "12 March 2024 (approx.)": known to within a few days
ABOUT = re.compile(
    r"(?:on or about|on or around|about|around|approx(?:imately|\.)?|circa|ca?\.|~)\s*(?P<day>.*\d.*)"
    r"|(?P<day2>.*\d.*?)\s*(?:\((?:approx(?:imately|\.)?|circa|estimated|est\.)\)|\?)",
    re.IGNORECASE,
)
LONGEST = 120  # characters of a date
# Times after a dash or with an "h", and words that add nothing to the date.
ASIDE = re.compile(
    r"\s+-\s+\d{1,2}:\d{2}(?::\d{2})?$|\s+\d{1,2}h\d{2}$|:?\s+\d{4}\s?(?:hrs?|hours|h|lt|local time)$"
    r"|\s+(?:à|um|at)\s+\d{1,2}[:h]\d{0,2}(?: ?(?:uhr|h))?$"
    r"|\s*\((?:exact )?(?:date|day) (?:unknown|unclear|not known)\)$"
    r"|^(?:dans la )?nuit\s+(?=du\s)|^(?:overnight|(?:on )?(?:the )?night of)\s+(?=\d)|^(?:xx|\?\?)[ -](?=[a-z]{3})",
    re.IGNORECASE,
)
NOTE = re.compile(r"\s*\[[^\[\]]{1,12}\]$|\s+\((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)$", re.IGNORECASE)
WEEKDAY = re.compile(r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)", re.IGNORECASE)
WEEK_OF = re.compile(r"(?:the )?week (?:of|beginning|starting|commencing)\s+(?P<day>.*\d.*)", re.IGNORECASE)
LISTED = re.compile(
    r"^(?P<a>\d{1,2})(?:\s*,\s*\d{1,2})+\s*(?:,|and|&)\s*(?P<b>\d{1,2})(?=\s+[A-Za-z])"
)  # "12, 13 and 15 March"


@lru_cache(200_000)
def span_of(cell: str, order: Order = Order.DMY) -> Span | None:
    """The days that a cell names; None for an empty cell. Raises NoDate for anything else."""
    text = " ".join(cell.translate(HYPHENS).strip().lstrip("'").split())
    text = ASIDE.sub("", WEEKDAY.sub("", NOTE.sub("", CLOCK_OF_SAS.sub(" ", ORDINAL_SIGN.sub("", text)))))
    text = text[:-1] if DOTTED.fullmatch(text) else text
    if ZERO_DAY.fullmatch(text):
        return None
    if military := MILITARY.fullmatch(text):
        text = " ".join(military.groups())
    if is_blank(text):
        return None
    if BOUND.match(text):
        raise NoDate(f"{text[:40]!r} is a limit, not a day")
    if len(text) > LONGEST:
        raise NoDate(f"{text[:40]!r} is too long for a date")
    if about := ABOUT.fullmatch(text):
        return around(plain_span(about["day"] or about["day2"], order))
    if week := WEEK_OF.fullmatch(text):
        return week_from(plain_span(week["day"], order))
    return plain_span(text, order)


def known_span(cell: str) -> Span | None:
    """The days that a cell names; None for an empty cell, and for one that is not a date."""
    try:
        return span_of(cell)
    except NoDate:
        return None


def plain_span(text: str, order: Order) -> Span:
    """The days that a text without words of doubt names. Raises NoDate."""
    text = YEAR_SIGN.sub("", FROM.sub("", LISTED.sub(r"\g<a>-\g<b>", text)))
    day = partial(single, order=order)
    found = in_both_calendars(text, day) or years(text) or one(text, order) or between(text, order) or named(text, order)
    if found is None:
        raise NoDate(f"{text[:40]!r} is not a date")
    return checked(found)


def between(text: str, order: Order) -> Span | None:
    """The time from one day, month or year to another; None if a text does not name two."""
    if match := SHORT_END.fullmatch(text):
        text = f"{match['first']}/{match['first'][: -len(match['rest'])]}{match['rest']}"
    for mark in BETWEEN.finditer(text):
        before, after = text[: mark.start()], text[mark.end() :]
        last = single(after, order)
        first = last and (single(before, order) or borrowed(before, last, order))
        if last is None and (first := single(before, order)):
            last = in_words_or_named(f"{after} {first.start[:4]}", order)  # "24 March 2022 to 26 March"
            first = last if first.precision is DatePrecision.YEAR else first  # "2019, Jan. 25"
        if first is None or last is None:
            continue
        if first.start > last.end:
            raise NoDate(BACKWARDS)
        return Span(first.start, last.end, sharp(first.start, last.end))
    return None


def in_words_or_named(text: str, order: Order) -> Span | None:
    """A day or month in words; None for bare numbers."""
    return single(text, order) if re.match(r"\d{1,2} [A-Za-z]{3}|[A-Za-z]{3}", text) else None


def single(text: str, order: Order) -> Span | None:
    """One day, month or year; None for anything else."""
    try:
        return one(text, order) or named(text, order)
    except NoDate:
        return None


def named(text: str, order: Order) -> Span | None:
    """A day, month, year or third of a month in words."""
    return in_words(text) or in_other_words(text, order) or third_in(text, order)


def third_in(text: str, order: Order) -> Span | None:
    """The third of a month in words of a language other than English; None for any other text."""
    found = THIRD.fullmatch(text)
    if found is None:
        return None
    when = YEAR_SIGN.sub("", found["when"])
    whole = one(when, order) or in_words(when) or in_other_words(when, order)
    if whole is None or whole.precision not in LONG:
        return None
    return third_of(whole, third_named(found))


def borrowed(text: str, last: Span, order: Order) -> Span | None:
    """The first day or month of a range whose year, or month and year, is only in the last: "24" of "24-26 March 2022"."""
    year, month = int(last.start[:4]), int(last.start[5:7])
    if match := DAY_ONLY.fullmatch(text):
        if last.precision is not DatePrecision.DAY:
            return None
        found = of_parts(year, month, int(match["day"]))
        return found if found.start <= last.end else None
    if last.precision not in (DatePrecision.DAY, DatePrecision.MONTH):
        return None
    whole = of_parts(year, month, 0)
    if (third := THIRD.fullmatch(f"{text} {year}")) and third["when"] == str(year):
        if last.precision not in LONG:
            return None  # "Mi" of "Mi, 24.04.2024" is a Wednesday
        found = third_of(whole, third_named(third))  # "Anfang" of "Anfang bis Mitte März", but not "mi" of "mi-mars"
        return found if last != whole and found.start <= last.start else None
    if match := DAY_AND_MONTH.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        first = order is Order.DMY or match["mark"] == "."
        return of_parts(year, b if first else a, a if first else b)
    found_in = (single(f"{text} {n}", order) for n in (year, year - 1))  # "30 Dec - 2 Jan 2022"
    return next((span for span in found_in if span and span.start <= last.end), None)


def checked(span: Span) -> Span:
    year = int(span.start[:4])
    if year < EARLIEST:
        raise NoDate(f"the year {year} is too early for the Gregorian calendar")
    if span.start > (date.today() + LATEST).isoformat():
        raise NoDate(f"{span.start} is in the future")
    return span


def one(text: str, order: Order) -> Span | None:
    """A single day, month or year in a fixed form; None for any other text."""
    text = text.strip()
    if order is Order.YDM and (match := ISO.fullmatch(text)):
        return of_parts(int(match["year"]), int(match["day"]), int(match["month"]))
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text) or ISO.fullmatch(in_digits(text)):
        return of_parts(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := NUMBERS_ONLY.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        if order is Order.YMD and len(match["year"]) == 2:
            return of_parts(year_of(match["a"].zfill(2)), b, int(match["year"]))
        if match["mark"] == "." or order is not Order.MDY:
            a, b = b, a
        return of_parts(year_of(match["year"]), a, b)
    if found := part_of_year(text):
        return found
    if match := NAMED.fullmatch(text) or NAMED_FIRST.fullmatch(text) or YEAR_FIRST.fullmatch(text):
        month = month_of(match["month"])
        return of_parts(year_of(match["year"].lstrip("'’")), month, int(match["day"])) if month else None
    if match := ISO_MONTH.fullmatch(in_digits(text)):
        return of_parts(int(match["year"] or match["year2"]), int(match["month"] or match["month2"]), 0)
    if (match := MONTH_YEAR.fullmatch(text)) and (month := month_of(match["month"] or match["month2"])):
        return of_parts(year_of(match["year"] or match["year4"] or match["first"]), month, 0)
    if match := YEAR.fullmatch(text):
        return of_parts(int(match["year"]), 0, 0)
    if SERIAL.fullmatch(text) and EXCEL_DAYS[0] <= int(text[:5]) <= EXCEL_DAYS[1]:
        return of_day(EXCEL + timedelta(days=int(text[:5])))
    if MILLISECONDS.fullmatch(text) or SECONDS.fullmatch(text):
        seconds = float(text) / (1000 if MILLISECONDS.fullmatch(text) else 1)
        return of_day(datetime.fromtimestamp(seconds, UTC).date())
    return None


def in_words(text: str) -> Span | None:
    """Parse other words by the rules for texts; None without a year, which a date in a table must have."""
    if match := PAIR_OF_DAYS.fullmatch(text):
        month, year = month_of(match["month"]), int(match["year"])
        days = [of_parts(year, month, int(match[k])) for k in "ab"] if month else [None]
        return Span(days[0].start, days[-1].end, DatePrecision.DAYS) if all(days) else None  # type: ignore[union-attr]
    if not re.search(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)", text) or not re.search(r"[A-Za-z]{3}", text):
        return None
    if not all(DATE_WORDS.fullmatch(word) for word in re.findall(r"[^\W\d_]+", text)):
        return None
    found: Interval | None = read_time(text, 0, len(text), None)
    if found is None or found.start is None or found.end is None or found.weak:
        return None
    most = {DatePrecision.DAY: 1, DatePrecision.DAYS: 2}.get(found.precision, 9)
    if len(re.findall(r"(?<![\d:.])\d{1,2}(?![\d:])", text)) > most:
        return None  # it also names another day
    return Span(found.start.isoformat(), found.end.isoformat(), found.precision)


def in_other_words(text: str, order: Order) -> Span | None:
    """A day or month named in another language that dateparser knows."""
    bare = in_english(foreign_weekday().sub("", text, count=1))
    if bare != text and (day_named := one(bare, order)) and day_named.precision is DatePrecision.DAY:
        return day_named
    text = DASHED.sub(lambda m: f"{m[1]} {m[2]} {year_of(m[3])}", bare)
    if match := MONTH_IN_OTHER.fullmatch(text):
        first = named_day(f"1 {match['month']} {match['year']}")
        return of_parts(first.year, first.month, 0) if first else None
    found = named_day(text) if OTHER_LANGUAGES.fullmatch(text) else None
    return of_day(found) if found else None
