"""Find the times in a text, and resolve the time that given words name, relative to the day of publication."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from geodata.reading.values import date_spans  # noqa: F401  (its rules are among RULES)
from geodata.reading.values.date_rule import RULES, Rule
from geodata.reading.values.date_rules import DAY_RANGE_WORDS
from geodata.reading.values.days import (
    A_MONTH,
    A_NUMBER,
    DAY,
    DAYS,
    MONTH,
    YEAR,
    DateMention,
    Interval,
    ago_of,
    back_from,
    count_of,
    day_range,
    length,
    month_number,
    one,
    part_of_month,
    real_day,
    whole_month,
    whole_year,
)  # fmt: skip
from geodata.reading.values.holidays import holiday
from geodata.reading.values.numbers import UNITS

YEARS_JOINED = re.compile(r"\b(?P<a>(?:19|20)\d\d)\s?(?:to|and|until|through|-|–)\s?(?P<b>(?:19|20)\d\d)\b")
ALONE_YEAR = re.compile(
    r"^\W*(?:the |early |late |mid-?|historic |year )*(?P<year>(?:19|20)\d\d)(?:['’]s)?(?: \w+)?\W*$", re.IGNORECASE
)
ALONE_MONTH = re.compile(
    rf"^\W*(?:around |about |the month of |(?:the |at the )?(?:beginning|start|middle|end) of |early |late |mid-?)*{A_MONTH}\W*$",
    re.IGNORECASE,
)
DECADE = re.compile(r"\b(?P<decade>(?:19|20)\d0)s\b")
SEASON = re.compile(
    r"\b(?P<lead>last|this|earlier this|the past|late|early|in the|in|of)? ?(?P<season>spring|summer|autumn|fall|winter)\b(?:'s|’s)?(?: of)?(?: (?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
LASTING = re.compile(
    rf"\b(?:in|over|within|for)(?: the)?(?: last| past)?(?: just over| just under| nearly| almost| about)? (?P<n>{'|'.join(list(UNITS)[2:13])}|\d{{1,2}}|an?(?! \d))(?: consecutive| straight)? (?P<unit>day|week|month)s?\b"
    r"|\b(?:in|over|for)(?: the| an?)?(?: last| past)? (?P<hours>24|48|72)[- ]hours?\b",
    re.IGNORECASE,
)
TIME_ONLY = re.compile(
    r"\b(?:\d{1,2}[:.]\d\d|\d{1,2} ?(?:a\.?m|p\.?m)|o['’]clock|early (?:hours|morning)|(?:the )?(?:mid-?morning|mid-?afternoon|morning|afternoon|evening|night|dawn|midnight|noon|midday|rush hour|working day|daybreak|lunchtime)|(?:during|throughout|all) (?:the )?day|hours|at the time|minutes)\b",
    re.IGNORECASE,
)
CONNECTS = re.compile(r"^\s*(?:to|until|till|through|and|or|-|–|—|/)\s*(?:the |early |late )*$", re.IGNORECASE)
SINCE = re.compile(
    r"\b(?:since|from|ever since|began|started|starting)\b(?: on| in| at| early| late| mid-?| the beginning of| the start of)*\W*$",
    re.IGNORECASE,
)


PART_OF = r"(?:early |late |mid-|(?:the )?(?:beginning|start|middle|end) of )?"
MONTHS_JOINED = re.compile(
    rf"(?P<first>{PART_OF}{A_MONTH})(?: (?:and|to|through|until) |\s?[-–]\s?)(?P<last>{PART_OF}{A_MONTH.replace('<month>', '<month2>')})(?:,? (?:of )?(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
# Days that are known by their date, whatever the year of the text.
KNOWN_DAYS = (
    (re.compile(r"\b9/11\b"), date(2001, 9, 11)),
    (
        re.compile(r"\b(?:october 7|7 october)(?:th)?(?=,? (?:\w+ ){0,2}?(?:attacks?|massacre|assault|raid)\b)", re.IGNORECASE),
        date(2023, 10, 7),
    ),
    (
        re.compile(
            r"\b(?:january 6|6 january)(?:th)?(?=,? (?:\w+ ){0,2}?(?:attack|insurrection|riot|assault)\b)", re.IGNORECASE
        ),
        date(2021, 1, 6),
    ),
)
RELATIVE = re.compile(
    rf"\b(?:(?P<next>the (?:next|following) (?:day|morning|night|evening))|(?P<eve>(?:the )?(?:day|night|evening) (?:before|earlier|prior)|the previous (?:day|night|evening))"
    rf"|(?P<last>the (?P<what3>month|year) before)|(?P<same>(?:on |at |in )?(?:(?:the |that )same|(?:earlier |later )?that) (?P<what>day|night|evening|morning|week|month|year)|(?:earlier|later) in the (?P<what2>day))"
    rf"|{A_NUMBER} (?P<unit>day|week|month|year)s? (?P<way>later|after(?:wards?)?|before|earlier|prior))",
    re.IGNORECASE,
)


DAY_RANGE = re.compile(DAY_RANGE_WORDS, re.IGNORECASE)


def read_time(
    text: str,
    start: int,
    end: int,
    published: date | None,
    year: int | None = None,
    anchor: date | None = None,
    lasting: bool = True,
) -> Interval | None:
    """Resolve `text[start:end]`, which is known to name a time; None if impossible. `year`: for days and months without one;
    `anchor`: the day named before, for "the next day"; `lasting`: "since Monday" lasts until publication, else only Monday."""
    words = text[start:end]
    lead = text[max(0, start - 20) : start]
    for pattern, day in KNOWN_DAYS:
        if year is None and pattern.search(text, start, min(len(text), end + 30)) and pattern.search(text[start : end + 30]):
            return (
                Interval(day, published, DAYS, since=True)
                if lasting and published and SINCE.search(lead + words[:8])
                else one(day)
            )
    if found := joined_months(words, published, year) or joined_years(words, published) or holiday(words, published, year):
        return found
    if (match := SEASON.search(words)) and match["year"] and (found := season(match, published, year)):
        return found  # "summer of 2020" is not all of 2020
    behind = [d for d in find_dates(text[max(0, start - 20) : end], published) if d.interval.before and d.interval.start]
    if behind:
        return behind[-1].interval
    if match := RELATIVE.search(words):
        found = relative(match, anchor) if anchor else None
        if found and found.start and not (published and found.start > published):
            return found
        if match["same"]:
            return None
    if (match := DAY_RANGE.search(words)) and (found := day_range(match, published, year)):
        return found
    found_dates = [d for d in find_dates(words, published) if d.interval.start]
    if year is not None:
        found_dates = [with_year(d, words, year, published) for d in found_dates]
    if found := joined_days(found_dates, words, published):
        return found
    if found_dates:
        firm = [d for d in found_dates if not d.interval.weak] or found_dates
        best = min(firm, key=lambda d: (length(d.interval), d.start))
        first = best.interval
        if ranges := [d.interval for d in firm if d.interval.ranged]:
            return ranges[0]
        began = SINCE.search(lead + words[: best.start]) or re.match(r"(?:ever )?since\b", words, re.IGNORECASE)
        if lasting and published and first.start and first.start <= published and not first.since and began:
            return Interval(first.start, published, DAYS, since=True)
        return first
    return bare_time(words, lead, published, year, lasting)


def joined_months(words: str, published: date | None, year: int | None) -> Interval | None:
    """Read "between March and May 2022" as from the first day of one month to the last day of the other."""
    match = MONTHS_JOINED.search(words)
    own = (int(match["year"]) if match["year"] else year or (published.year if published else None)) if match else None
    if not match or not own or month_number(match["month"]) == month_number(match["month2"]):
        return None
    a, b = month_number(match["month"]), month_number(match["month2"])
    if published and not match["year"] and year is None and b > published.month:
        own -= 1
    if own < 2:
        return None
    first, last = (
        part_of_month(whole_month(own - (month == "month" and a > b), month_number(match[month]), published), match[words])
        for month, words in (("month", "first"), ("month2", "last"))
    )
    return Interval(first.start, last.end, DAYS, ranged=True)


def joined_years(words: str, published: date | None) -> Interval | None:
    """Read "from 2014 to 2016" as one time."""
    match = YEARS_JOINED.search(words)
    if not match:
        return None
    first, last = whole_year(int(match["a"]), published), whole_year(int(match["b"]), published)
    return Interval(first.start, last.end, YEAR, ranged=True) if first.start and last.end and first.start < last.end else None


def joined_days(found_dates: Sequence[DateMention], words: str, published: date | None) -> Interval | None:
    """Join two dates if the words between them make them one time: "Monday to Wednesday", "Tuesday and Wednesday"."""
    for a, b in itertools.pairwise(found_dates):
        if published and a.interval.start == a.interval.end == published and b.interval.start == published - timedelta(days=6):
            week_ago = published - timedelta(days=7)  # "on Tuesday and Wednesday" in a report from a Tuesday
            a = replace(a, interval=replace(a.interval, start=week_ago, end=week_ago))
        gap = words[a.end : b.start]
        if (
            CONNECTS.match(gap)
            and a.interval.start
            and b.interval.end
            and a.interval.start < b.interval.end
            and (gap.strip().lower() != "and" or "between" in words[: a.start].lower() or next_day(a.interval, b.interval))
        ):
            return Interval(a.interval.start, b.interval.end, DAYS, ranged=True)
    return None


def next_day(a: Interval, b: Interval) -> bool:
    return a.end is not None and b.start == b.end == a.end + timedelta(days=1)


def relative(match: re.Match[str], anchor: date) -> Interval | None:
    """Resolve "the next day", "two weeks later" or "in the same month", counted from the day named before."""
    if match["next"]:
        return one(anchor + timedelta(days=1))
    if match["eve"]:
        return one(anchor - timedelta(days=1))
    if match["last"]:
        unit = match["what3"].lower()
        return ago_of(1, unit, anchor)
    if match["same"]:
        what = (match["what"] or match["what2"]).lower()
        if what == "month":
            return whole_month(anchor.year, anchor.month, None)
        if what == "year":
            return whole_year(anchor.year, None)
        return one(anchor) if what != "week" else None
    n, unit = count_of(match["number"].lower()), match["unit"].lower()
    sign = -1 if match["way"].lower() in ("before", "earlier", "prior") else 1
    if unit in ("day", "week"):
        return one(anchor + sign * timedelta(days=n * (7 if unit == "week" else 1)))
    months = anchor.year * 12 + anchor.month - 1 + sign * n * (12 if unit == "year" else 1)
    if not 1 <= months // 12 <= 9998:
        return None
    return whole_month(months // 12, months % 12 + 1, None) if unit == "month" else whole_year(months // 12, None)


def with_year(found: DateMention, words: str, year: int, published: date | None) -> DateMention:
    """Move a day or month without a year to the year that other words give; return other dates unchanged."""
    phrase = words[found.start : found.end]
    if re.search(r"\d{4}", phrase) or found.interval.start is None or found.interval.start.year == year:
        return found
    if not re.search(A_MONTH, phrase, re.IGNORECASE):
        return found
    if found.interval.precision is DAY:
        moved = real_day(year, found.interval.start.month, found.interval.start.day)
        return replace(found, interval=replace(found.interval, start=moved, end=moved)) if moved else found
    if found.interval.precision is MONTH:
        return replace(found, interval=part_of_month(whole_month(year, found.interval.start.month, published), phrase))
    return found


def bare_time(words: str, lead: str, published: date | None, year: int | None, lasting: bool) -> Interval | None:
    """Read words that are a time only because their context says so: "2015", "November", "04:00"."""
    if match := ALONE_YEAR.match(words):
        found = whole_year(int(match["year"]), published)
        if lasting and published and SINCE.search(lead) and found.start:
            return Interval(found.start, published, YEAR, since=True)
        return found
    if (match := ALONE_MONTH.match(words)) and (published or year):
        month = month_number(match["month"])
        own = year or (published.year - (month > published.month) if published else None)
        return part_of_month(whole_month(own, month, published), words) if own else None
    if match := DECADE.search(words):
        return Interval(date(int(match["decade"]), 1, 1), date(int(match["decade"]) + 9, 12, 31), YEAR)
    if match := SEASON.search(words):
        return season(match, published, year)
    if (match := LASTING.search(words)) and published:
        if match["hours"]:
            return Interval(back_from(published, int(match["hours"]), "hour"), published, DAYS)
        n, unit = count_of(match["n"].lower()), match["unit"].lower()
        last = published - timedelta(days=1) if unit == "day" else published
        return Interval(back_from(published, n, unit), last, DAYS, since=True)
    if published and TIME_ONLY.search(words):
        return Interval(published, published, DAY, weak=True)
    return None


def season(match: re.Match[str], published: date | None, year: int | None) -> Interval | None:
    first, last = SEASONS[match["season"].lower()]
    own = int(match["year"]) if match["year"] else year
    if own is None and published:
        begun = date(published.year, first, 1) <= published
        running = (begun and (published.month <= last or last < first)) or (last < first and published.month <= last)
        own = published.year if begun else published.year - 1
        if (match["lead"] or "").lower() == "last" and running:
            own -= 1
    if own is None:
        return None
    if published and last < first and date(own, first, 1) > published:
        own -= 1  # in June, "winter 2022" is the one that began in 2021
    end_year = own + (last < first)
    end = date(end_year, last, calendar.monthrange(end_year, last)[1])
    if published and date(own, first, 1) <= published < end:
        end = published
    return Interval(date(own, first, 1), end, DAYS)


def dateline_end(text: str) -> int:
    """Return where the dateline of a text ends ("KABUL, Jan. 12 (AP) -- "); 0 if there is none."""
    match = re.match(r"^\s*(?:[^\n]{2,120}?)(?:\(\w[^)\n]{0,60}\)\s*)?(?:--|—)\s(?:\[[^\]\n]{1,60}\]\s*)*", text)
    head = match[0] if match else ""
    return (
        match.end()
        if match and sum(c.isupper() for c in head) >= 2 and len(head.split()) <= 16 and re.search(r"\d|\(", head)
        else 0
    )


def resolved(rule: Rule, match: re.Match[str], published: date | None) -> Interval | None:
    """Apply a rule to its match; None for days that do not exist."""
    try:
        return rule.resolve(match, published)
    except (OverflowError, ValueError):
        return None


def find_dates(text: str, published: date | None) -> list[DateMention]:
    """Return the times named in a text, in order and without overlap."""
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            named = match.groupdict()
            month = named.get("month") or named.get("month2")
            interval = (
                resolved(rule, match, published)
                if month is None or month[0].isupper() or month.lower() not in ("may", "march", "mar")
                else None
            )
            if interval is None:
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            found.append(DateMention(match.start(), match.end(), interval))
    return joined(without_doubles(sorted(found, key=lambda mention: mention.start), text), text)


def joined(found: list[DateMention], text: str) -> list[DateMention]:
    """Join times that are the ends of a range: "from Monday to Wednesday", "between 5 and 7 March"."""
    result: list[DateMention] = []
    for mention in found:
        last = result[-1] if result else None
        if last and (between := spanned(last, mention, text)):
            result[-1] = between
        else:
            result.append(mention)
    return result


def spanned(first: DateMention, last: DateMention, text: str) -> DateMention | None:
    gap, lead = text[first.end : last.start], text[max(0, first.start - 20) : first.start].lower()
    words, year = text[first.start : first.end], re.search(r"\b(?:19|20)\d\d$", text[last.start : last.end])
    if year and CONNECTS.match(gap):  # "March 5 to March 7, 2021"
        later = first.interval.start and last.interval.end and first.interval.start.month > last.interval.end.month
        first = with_year(first, text, int(year[0]) - bool(later), None)
    a, b = before(first.interval, last.interval, words), last.interval
    if not CONNECTS.match(gap) or a.start is None or b.end is None or a.start >= b.end or a.precision is not b.precision:
        return None
    if gap.strip().lower() in ("and", "or") and not re.search(r"\bbetween (?:\w+ )?$", lead):
        return None
    if gap.strip() in ("-", "–", "—", "to") or "between" in lead or "from" in lead or a.precision is DAY:
        return DateMention(first.start, last.end, Interval(a.start, b.end, DAYS, ranged=True))
    return None


def before(a: Interval, b: Interval, words: str) -> Interval:
    """Return the first of two days, moved back a week if it is only a weekday and would come after the last: on a Monday,
    "Monday to Wednesday" begins a week ago."""
    is_weekday = a.precision is DAY and re.search(r"\d", words) is None
    if not is_weekday or a.start is None or b.start is None or not timedelta() < a.start - b.start < timedelta(days=7):
        return a
    start = date.fromordinal(max(1, a.start.toordinal() - 7))
    return replace(a, start=start, end=start)


def without_doubles(found: list[DateMention], text: str) -> list[DateMention]:
    """Drop the weekday from a pair such as "Sunday, 5 October" or "4 November (Friday)", which are one day, and the first of "at
    dawn Wednesday"."""
    days = [m for m in found if m.interval.precision is DAY]
    close = [(a, b) for a, b in itertools.pairwise(days) if b.start - a.end <= 3 and "\n" not in text[a.end : b.start]]
    dated = {m.start: re.search(r"\d", text[m.start : m.end]) is not None for m in days}
    doubles = {
        (b if dated[a.start] else a).start
        for a, b in close
        if dated[a.start] != dated[b.start] or not (dated[a.start] or CONNECTS.match(text[a.end : b.start]))
    }
    return [m for m in found if m.start not in doubles]
