"""Find the times that a text names and resolve them against the day it was published.

A weekday is the latest such day on or before publication. A bare month or day lies in the past.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geodata.reading.language import Sentence
from geodata.reading.numbers import UNITS
from geodata.vocabulary import DatePrecision

DAY, DAYS, WEEK = DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.WEEK
MONTH, YEAR, UNKNOWN = DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.UNKNOWN
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
SOON = timedelta(days=3)  # a day named without its year may lie this far after publication: papers date themselves late

_month = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_year = r"(?P<year>(?:19|20)\d\d|'\d\d)"
_weekday = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"
_number = r"(?P<number>\d{1,3}|an?|" + "|".join(list(UNITS)[1:]) + r"|few|several|couple of)"


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both included; None for a time that is named but cannot be told ("recently")."""

    start: date | None
    end: date | None
    precision: DatePrecision
    past: bool = False  # plainly before what the report newly tells
    weak: bool = False  # a time of day without a day
    since: bool = False  # a span that something lasted or was counted over
    before: bool = False  # the time of what stands behind it: "It comes a week after ..."


@dataclass(frozen=True, slots=True, eq=False)
class DateMention:
    """A time in a sentence; `start` and `end` are positions in its field."""

    sentence: Sentence
    start: int
    end: int
    interval: Interval


Resolver = Callable[[re.Match[str], "date | None"], "Interval | None"]
RULES: list[tuple[re.Pattern[str], Resolver]] = []


def rule(pattern: str) -> Callable[[Resolver], Resolver]:
    def register(resolver: Resolver) -> Resolver:
        RULES.append((re.compile(rf"(?<![\w$£€]){pattern}(?![\w])", re.IGNORECASE), resolver))
        return resolver

    return register


def month_number(word: str) -> int:
    word = word.lower().rstrip(".")
    return MONTHS.get(word) or SHORT_MONTHS[word[:3]]


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
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    past = published is not None and (published.year, published.month) != (year, month)
    if published and first <= published < last:
        last = published
    return Interval(first, last, MONTH, past=past)


def whole_year(year: int, published: date | None) -> Interval:
    last = date(year, 12, 31)
    if published and published.year == year:
        last = max(published, date(year, 1, 1))
    return Interval(date(year, 1, 1), last, YEAR, past=published is not None and year < published.year)


@rule(rf"{_year}-(?P<m>[01]\d)-(?P<day>[0-3]\d)")
def iso(match: re.Match[str], published: date | None) -> Interval | None:
    del published
    return one(real_day(int(match["year"]), int(match["m"]), int(match["day"])))


@rule(
    rf"(?:{_day}(?: of)? {_month}|{_month.replace('<month>', '<month2>')} {_day.replace('<day>', '<day2>')}),? ?(?:of )?{_year}"
)
def full_day(match: re.Match[str], published: date | None) -> Interval | None:
    del published
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return one(real_day(year_number(match["year"]), month_number(month), int(day)))


@rule(
    rf"(?:{_day}(?: of)? {_month}|{_month.replace('<month>', '<month2>')} {_day.replace('<day>', '<day2>')})(?!\s?(?:%|percent|people|killed|dead))"
)
def day_of_month(match: re.Match[str], published: date | None) -> Interval | None:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if published is None:
        return Interval(None, None, UNKNOWN)
    found = real_day(published.year, month_number(month), int(day))
    if found and found > published + SOON:
        found = real_day(published.year - 1, month_number(month), int(day))
    return one(found)


@rule(rf"(?:in |of |during |since )?(?:early |mid-|late )?{_month},? (?:of )?(?P<which>{_year}|last year|this year)")
def month_of_year(match: re.Match[str], published: date | None) -> Interval | None:
    if match["year"]:
        year = year_number(match["year"])
    elif published is None:
        return Interval(None, None, UNKNOWN)
    else:
        year = published.year - (match["which"].lower() == "last year")
    return whole_month(year, month_number(match["month"]), published)


@rule(
    rf"(?P<lead>in|last|this past|of|since|during|earlier in|back in|early|late|mid-|until|from|through) (?:early |mid-|late )?{_month}(?! \d)"
)
def bare_month(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    month = month_number(match["month"])
    last = match["lead"].lower() == "last"
    year = published.year - (month > published.month or (last and month == published.month))
    found = whole_month(year, month, published)
    if match["lead"].lower() in ("since", "from"):
        return Interval(found.start, published, MONTH, since=True)
    return found


@rule(
    rf"(?P<last>last |this past |past |previous |the previous |the following |next )?{_weekday}(?P<part> (?:night|evening|morning|afternoon))?s?"
)
def weekday(match: re.Match[str], published: date | None) -> Interval | None:
    if match[0].lower().endswith("days") or (match["last"] or "").lower() in ("next ", "the following ", "the previous "):
        return None
    if published is None:
        return Interval(None, None, UNKNOWN)
    back = (published.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    if back == 0 and match["last"]:
        back = 7
    return one(published - timedelta(days=back))


@rule(
    r"(?P<when>(?:earlier |later )?today|tonight|yesterday(?: (?:morning|afternoon|evening|night))?|last night|this (?:morning|afternoon|evening)|overnight|the day before yesterday)"
)
def near_day(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    when = match["when"].lower()
    if when == "overnight":
        return Interval(published - timedelta(days=1), published, DAYS)
    back = 2 if when.startswith("the day before") else 1 if "yesterday" in when or when == "last night" else 0
    return one(published - timedelta(days=back))


@rule(
    rf"(?:the |these )?(?:past|last|previous|preceding) (?P<n>{_number.replace('?P<number>', '?:')} )?(?P<unit>hours?|days?|weeks?|months?|years?|decades?)"
)
def past_span(match: re.Match[str], published: date | None) -> Interval | None:
    unit, n = match["unit"].lower().rstrip("s"), (match["n"] or "").strip().lower()
    plural = match["unit"].lower().endswith("s")
    if published is None:
        return Interval(None, None, UNKNOWN)
    if unit in ("hour", "day") and (n or not plural):
        hours = count_of(n) * (1 if unit == "hour" else 24)
        return Interval(published - timedelta(days=max(1, round(hours / 24))), published, DAYS)
    if n or plural or match[0].lower().startswith(("the past", "past", "the previous", "the preceding")):
        days = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}[unit] * count_of(n)
        if plural and not n:
            return Interval(None, None, UNKNOWN)
        return Interval(published - timedelta(days=days), published, DAYS, since=True)
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7)
        return Interval(monday, monday + timedelta(days=6), WEEK)
    if unit == "month":
        before = published.replace(day=1) - timedelta(days=1)
        return whole_month(before.year, before.month, published)
    if unit == "year":
        return whole_year(published.year - 1, published)
    return Interval(None, None, UNKNOWN, past=True)


def count_of(word: str) -> int:
    if not word or word in ("a", "an"):
        return 1
    if word.isdigit():
        return int(word)
    return UNITS.get(word) or {"few": 3, "several": 3, "couple of": 2}.get(word, 1)


@rule(r"(?P<early>earlier |later )?this (?P<unit>week|month|year)|(?P<so>so far this year|to date this year)")
def this_span(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    if match["so"]:
        return Interval(date(published.year, 1, 1), published, YEAR, since=True)
    past = bool(match["early"])
    if match["unit"].lower() == "week":
        return Interval(published - timedelta(days=published.weekday()), published, WEEK)
    if match["unit"].lower() == "month":
        return Interval(published.replace(day=1), published, MONTH, past=past)
    return Interval(date(published.year, 1, 1), published, YEAR, past=past)


@rule(r"(?:(?:this|last|the|this past|the past|over the) )?weekend")
def weekend(match: re.Match[str], published: date | None) -> Interval | None:
    del match
    if published is None:
        return Interval(None, None, UNKNOWN)
    back = (published.weekday() - 5) % 7
    saturday = published - timedelta(days=back)
    return Interval(saturday, min(saturday + timedelta(days=1), published), DAYS)


@rule(
    rf"(?:come|comes|came|coming|happened|occurred|took place)(?: just| only| barely| about| nearly| less than| more than| over| almost)? (?:a )?{_number} (?P<unit>day|week|month|year)s? after"
)
def comes_after(match: re.Match[str], published: date | None) -> Interval | None:
    """ "It comes a week after ...": when the event behind it was."""
    if published is None:
        return Interval(None, None, UNKNOWN, past=True, before=True)
    n, unit = match["number"].lower(), match["unit"].lower()
    if n in ("few", "several"):
        return Interval(published - timedelta(days=5), published - timedelta(days=1), DAYS, past=True, before=True)
    if unit in ("day", "week"):
        return one(published - timedelta(days=count_of(n) * (7 if unit == "week" else 1)), past=True, before=True)
    found = ago_of(count_of(n), unit, published)
    return replace(found, past=True, before=True) if found else None


@rule(
    rf"(?:about |around |more than |nearly |almost |some )?{_number} (?P<unit>hour|day|week|month|year|decade)s? (?:ago|earlier|before)"
)
def ago(match: re.Match[str], published: date | None) -> Interval | None:
    earlier = match[0].lower().endswith("earlier")
    if published is None or match[0].lower().endswith("before"):
        return Interval(None, None, UNKNOWN, past=True)
    n, unit = count_of(match["number"].lower()), match["unit"].lower()
    if earlier and unit == "hour":
        return Interval(None, None, UNKNOWN)
    found = ago_of(n, unit, published)
    return replace(found, past=True) if found and earlier else found


def ago_of(n: int, unit: str, published: date) -> Interval | None:
    """The time that lies `n` units before publication."""
    if unit == "hour":
        return one(published if n < 12 else published - timedelta(days=1))
    if unit == "day":
        return one(published - timedelta(days=n))
    if unit == "week":
        day = published - timedelta(days=7 * n)
        monday = day - timedelta(days=day.weekday())
        return Interval(monday, monday + timedelta(days=6), WEEK, past=True)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        return whole_month(months // 12, months % 12 + 1, published)
    years = n * (10 if unit == "decade" else 1)
    return whole_year(published.year - years, published) if published.year - years > 0 else None


@rule(
    rf"(?P<lead>in|of|since|during|from|by|the|until|after|before|late|early|mid-|through) {_year}(?!s|-\d)|\({_year.replace('<year>', '<year2>')}\)|(?P<season>spring|summer|autumn|fall|winter) (?:of )?{_year.replace('<year>', '<year3>')}"
)
def bare_year(match: re.Match[str], published: date | None) -> Interval | None:
    year = year_number(match["year"] or match["year2"] or match["year3"])
    if published and year > published.year:
        return None
    found = whole_year(year, published)
    if match["lead"] and match["lead"].lower() in ("since", "from"):
        return Interval(found.start, published or found.end, YEAR, since=True)
    return found


@rule(
    r"(?:recently|in recent (?:days|weeks|months|years|decades)|recent (?:days|weeks|months|years)|decades ago|years ago|months ago|weeks ago|long ago|(?:the )?(?:19|20)\d0s)"
)
def vague(match: re.Match[str], published: date | None) -> Interval | None:
    del published
    return Interval(None, None, UNKNOWN, past="ago" in match[0] or match[0].endswith("0s"))


@rule(
    r"(?:at|after|before|around|shortly after|just after|just before) (?:dawn|dusk|midnight|noon|sunrise|sunset|daybreak|nightfall)"
)
def time_of_day(match: re.Match[str], published: date | None) -> Interval | None:
    del match
    return Interval(published, published, DAY, weak=True) if published else None


def dateline_end(text: str) -> int:
    """Where the dateline of a text ends ("KABUL, Jan. 12 (AP) -- "); 0 where there is none."""
    match = re.match(r"^\s*(?:[^\n]{2,120}?)(?:\(\w[^)\n]{0,60}\)\s*)?(?:--|—)\s(?:\[[^\]\n]{1,60}\]\s*)*", text)
    head = match[0] if match else ""
    return (
        match.end()
        if match and sum(c.isupper() for c in head) >= 2 and len(head.split()) <= 16 and re.search(r"\d|\(", head)
        else 0
    )


def find_dates(sentence: Sentence, published: date | None, skip_until: int = 0) -> list[DateMention]:
    """The times named in a sentence, in order, without overlap; nothing before `skip_until` (a dateline)."""
    text, base = sentence.span.text, sentence.start
    found: list[DateMention] = []
    taken = [False] * len(text)
    for pattern, resolver in RULES:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]) or base + match.start() < skip_until:
                continue
            named = match.groupdict()
            month = named.get("month") or named.get("month2")
            interval = resolver(match, published) if month is None or month[0].isupper() else None
            if interval is None:
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            found.append(DateMention(sentence, base + match.start(), base + match.end(), interval))
    return without_doubles(sorted(found, key=lambda mention: mention.start))


def without_doubles(found: list[DateMention]) -> list[DateMention]:
    """ "Sunday, 5 October" and "Friday [4 November]" are one time: the full day."""
    kept = []
    for i, mention in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        doubled = after is not None and after.start - mention.end <= 3 and after.interval.precision is DAY
        if not (doubled and mention.interval.precision is DAY):
            kept.append(mention)
    return kept
