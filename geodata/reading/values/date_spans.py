"""Rules for spans of time that are relative to the report: "the past week", "two years ago". Each rule has words that it must
match, the days that they mean in a report from EXAMPLE_DAY, and words that it must not match.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import geodata.reading.values.date_rules  # noqa: F401  (the rules of days come before these)
from geodata.reading.values.date_rule import rule
from geodata.reading.values.days import (
    A_NUMBER,
    A_YEAR,
    DAY,
    DAYS,
    MONTH,
    UNKNOWN,
    WEEK,
    YEAR,
    Interval,
    ago_of,
    back_from,
    count_of,
    one,
    whole_month,
    whole_year,
    year_number,
)  # fmt: skip

THIRDS = {
    "early": (1, 4),
    "beginning": (1, 4),
    "start": (1, 4),
    "mid": (5, 8),
    "middle": (5, 8),
    "late": (9, 12),
    "end": (9, 12),
}


@rule(
    rf"(?:(?:in|by|during|until|(?P<since>since|from)) )?(?:(?P<part>early|late|mid)(?:[ -]| in )|(?:the )?(?P<part2>beginning|start|middle|end) of )"
    rf"(?:{A_YEAR}(?!s|-\d| \w+ season)|(?P<this>this|last) year)",
    yes=[
        ("in early 2018", "2018-01-01..2018-04-30"),
        ("since mid-2014", "2014-05-01..2022-06-27"),
        ("late last year", "2021-09-01..2021-12-31"),
        ("at the end of 2019", "2019-09-01..2019-12-31"),
        ("early this year", "2022-01-01..2022-04-30"),
        ("in mid-2022", "2022-05-01..2022-06-27"),
    ],
    no=["late in life", "the end of the year", "mid-2010s"],
)
def third_of_year(match: re.Match[str], published: date | None) -> Interval | None:
    """Return four months of a year, cut at publication."""
    if published is None and not match["year"]:
        return Interval(None, None, UNKNOWN)
    assert published is not None or match["year"]  # noqa: S101  (one of the two is known)
    year = year_number(match["year"]) if match["year"] else published.year - (match["this"].lower() == "last")  # type: ignore[union-attr]
    a, b = (whole_month(year, month, None) for month in THIRDS[(match["part"] or match["part2"]).lower()])
    assert a.start is not None  # noqa: S101  (whole months have a start and an end)
    assert b.end is not None  # noqa: S101
    if published and a.start > published:
        return None
    if match["since"]:
        return Interval(a.start, published or b.end, DAYS, since=True)
    return Interval(a.start, min(b.end, published) if published else b.end, DAYS)


HOURS = {"twenty-four": 1, "forty-eight": 2, "seventy-two": 3}  # as days


@rule(
    rf"(?:the |these )?(?:past|last|previous|preceding) (?:(?P<h>24|48|72|twenty-four|forty-eight|seventy-two)[ -]?(?:h(?:ou)?rs?|h|hour)\b|(?P<n>{A_NUMBER.replace('?P<number>', '?:')} )?(?P<unit>hours?|days?|weeks?|months?|years?|decades?))",
    yes=[
        ("the previous 24 hours", "2022-06-26..2022-06-27"),
        ("last week", "2022-06-20..2022-06-26"),
        ("last month", "2022-05-01..2022-05-31"),
        ("over the last week", "2022-06-20..2022-06-27"),
        ("the past three days", "2022-06-24..2022-06-27"),
        ("over the past two years", "2020-06-27..2022-06-27"),
        ("the past decade", "2012-06-27..2022-06-27"),
        ("the last 48 hours", "2022-06-25..2022-06-27"),
        ("the past 24hrs", "2022-06-26..2022-06-27"),
        ("the last 48h", "2022-06-25..2022-06-27"),
        ("the past twenty-four hours", "2022-06-26..2022-06-27"),
    ],
    no=["last seen", "weeks of talks"],
)
def past_span(match: re.Match[str], published: date | None) -> Interval | None:
    if published and (hours := match["h"]):
        return Interval(published - timedelta(days=HOURS.get(hours.lower()) or int(hours) // 24), published, DAYS)
    if match["h"]:
        return Interval(None, None, UNKNOWN)
    unit, n = match["unit"].lower().rstrip("s"), (match["n"] or "").strip().lower()
    plural = match["unit"].lower().endswith("s")
    if published is None:
        return Interval(None, None, UNKNOWN)
    if unit in ("hour", "day") and (n or not plural):
        hours = count_of(n) * (1 if unit == "hour" else 24)
        return Interval(published - timedelta(days=max(1, round(hours / 24))), published, DAYS)
    if n or plural or match[0].lower().startswith(("the past", "the last", "past", "the previous", "the preceding")):
        if plural and not n:
            return Interval(None, None, UNKNOWN)
        return Interval(back_from(published, count_of(n), unit), published, DAYS, since=True)
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7)
        return Interval(monday, monday + timedelta(days=6), WEEK)
    if unit == "month":
        before = published.replace(day=1) - timedelta(days=1)
        return whole_month(before.year, before.month, published)
    if unit == "year":
        return whole_year(published.year - 1, published)
    return Interval(None, None, UNKNOWN)


@rule(
    r"(?:(?:earlier |later |early )?this|(?:earlier|early|later) in the) (?P<unit>week|month|year)|(?P<so>so far this year|to date this year|since the (?:start|beginning) of (?:the|this) year)",
    yes=[
        ("earlier this year", "2022-01-01..2022-06-27"),
        ("since the start of the year", "2022-01-01..2022-06-27"),
        ("this month", "2022-06-01..2022-06-27"),
        ("earlier in the month", "2022-06-01..2022-06-27"),
    ],
    no=["this man", "the year", "this weekend", "once in the week"],
)
def this_span(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    if match["so"]:
        return Interval(date(published.year, 1, 1), published, YEAR, since=True)
    if match["unit"].lower() == "week":
        return Interval(published - timedelta(days=published.weekday()), published, WEEK)
    if match["unit"].lower() == "month":
        return Interval(published.replace(day=1), published, MONTH)
    return Interval(date(published.year, 1, 1), published, YEAR)


@rule(
    r"(?:(?P<last>last |the (?:previous|preceding) )|(?:this|the|this past|the past|over the) )?weekend",
    yes=[("at the weekend", "2022-06-25..2022-06-26"), ("last weekend", "2022-06-25..2022-06-26")],
    no=["weekending", "the end of the week"],
)
def weekend(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    back = (published.weekday() - 5) % 7
    if match["last"] and back < 2:  # in a report from a Saturday or Sunday: not the current weekend
        back += 7
    saturday = published - timedelta(days=back)
    return Interval(saturday, min(saturday + timedelta(days=1), published), DAYS)


@rule(
    rf"(?:come|comes|came|coming|happened|occurred|took place)(?: just| only| barely| about| nearly| less than| more than| over| almost)* "
    rf"(?:a )?{A_NUMBER} (?P<unit>hour|day|week|month|year)s? (?:after|since)",
    yes=[
        ("It comes a week after", "2022-06-20..2022-06-26"),
        ("came just over 13 months since", "2021-05-01..2021-05-31"),
        ("came 24 hours after", "2022-06-26"),
    ],
    no=["a week after the attack", "it comes after"],
)
def comes_after(match: re.Match[str], published: date | None) -> Interval | None:
    """Return the time of the earlier event in "It comes a week after ..."."""
    if published is None:
        return Interval(None, None, UNKNOWN, before=True)
    n, unit = match["number"].lower(), match["unit"].lower()
    if n in ("few", "several"):
        return Interval(published - timedelta(days=5), published - timedelta(days=1), DAYS, before=True)
    if unit in ("hour", "day"):
        return one(published - timedelta(days=count_of(n) // (24 if unit == "hour" else 1)), before=True)
    found = ago_of(count_of(n), unit, published)
    return replace(found, before=True) if found else None


@rule(
    rf"(?:about |around |more than |nearly |almost |some )?{A_NUMBER} (?P<unit>hour|day|week|fortnight|month|year|decade)s? (?:ago|earlier|before)",
    yes=[
        ("three days ago", "2022-06-24"),
        ("a fortnight ago", "2022-06-13"),
        ("two years ago", "2020-01-01..2020-12-31"),
        ("a month ago", "2022-05-01..2022-05-31"),
        ("11 hours ago", "2022-06-27"),
        ("12 hours ago", "2022-06-26"),
        ("couple of weeks ago", "2022-06-13..2022-06-19"),
        ("few weeks ago", "2022-06-06..2022-06-12"),
        ("several days ago", "2022-06-24"),
        ("a decade ago", "2012-01-01..2012-12-31"),
    ],
    no=["three days", "long ago"],
)
def ago(match: re.Match[str], published: date | None) -> Interval | None:
    earlier = match[0].lower().endswith("earlier")
    if published is None or match[0].lower().endswith("before"):
        return Interval(None, None, UNKNOWN)
    n, unit = count_of(match["number"].lower()), match["unit"].lower()
    if earlier and unit == "hour":
        return Interval(None, None, UNKNOWN)
    return ago_of(n, unit, published)


@rule(
    rf"(?P<lead>in|of|since|during|from|by|the|until|after|before|late|early|mid-|through) {A_YEAR}(?!s|-\d)|\({A_YEAR.replace('<year>', '<year2>')}\)|(?P<season>spring|summer|autumn|fall|winter) (?:of )?{A_YEAR.replace('<year>', '<year3>')}",
    yes=[
        ("in 2018", "2018-01-01..2018-12-31"),
        ("the spring 2018", "2018-01-01..2018-12-31"),
        ("in 2022", "2022-01-01..2022-06-27"),
        ("in '61", "1961-01-01..1961-12-31"),
        ("since '05", "2005-01-01..2022-06-27"),
    ],
    no=["2018 people", "in the 1990s"],
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
    r"(?:recently|in recent (?:days|weeks|months|years|decades)|recent (?:days|weeks|months|years)|decades ago|years ago|months ago|weeks ago|long ago|(?:the )?(?:19|20)\d0s)",
    yes=[("in recent days", "?"), ("years ago", "?")],
    no=["a recent report", "two years ago"],
)
def vague(match: re.Match[str], published: date | None) -> Interval | None:
    del match, published
    return Interval(None, None, UNKNOWN)


@rule(
    r"(?:at|after|before|around|shortly after|just after|just before) (?:dawn|dusk|midnight|noon|sunrise|sunset|daybreak|nightfall)",
    yes=[("after dawn", "2022-06-27"), ("before midnight", "2022-06-27")],
    no=["the dawn raid", "New Dawn"],
)
def time_of_day(match: re.Match[str], published: date | None) -> Interval | None:
    del match
    return Interval(published, published, DAY, weak=True) if published else None
