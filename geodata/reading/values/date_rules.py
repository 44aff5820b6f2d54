"""Rules for days and months. Each has words that it must match, the days that they mean in a report from EXAMPLE_DAY, and
words that it must not match. A weekday is the latest one on or before publication; a bare month or day is in the past.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from geodata.reading.values.date_rule import rule
from geodata.reading.values.days import (
    A_DAY,
    A_MONTH,
    A_NUMBER,
    A_WEEKDAY,
    A_YEAR,
    DAYS,
    MONTH,
    SOON,
    UNKNOWN,
    WEEK,
    WEEKDAYS,
    Interval,
    count_of,
    day_range,
    month_number,
    one,
    part_of_month,
    real_day,
    whole_month,
    year_number,
)  # fmt: skip

DAY_RANGE_WORDS = (
    rf"(?:{A_MONTH} (?P<a>[0-3]?\d)(?:st|nd|rd|th)?(?:, [0-3]?\d\b)*,?\s?(?:to|until|through|and|-|–|—)\s?(?P<b>[0-3]?\d)(?:st|nd|rd|th)?(?! (?:people|killed|dead))"
    rf"|(?:between |from )?(?P<c>[0-3]?\d)(?:st|nd|rd|th)?\s?(?:to|until|through|and|-|–|—)\s?(?P<d>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?{A_MONTH.replace('<month>', '<month2>')})"
    rf"(?:,? (?P<year>(?:19|20)\d\d))?"
)


@rule(
    rf"(?:in |of |during )?(?:the )?(?P<which>first|second|third|fourth|last) week of {A_MONTH}(?:,? {A_YEAR})?",
    yes=[
        ("the first week of March", "2022-03-01..2022-03-07"),
        ("in the second week of May 2021", "2021-05-08..2021-05-14"),
        ("last week of November", "2021-11-24..2021-11-30"),
    ],
    no=["the first week", "one week of March", "the first week of marching"],
)
def week_of_month(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None and not match["year"]:
        return Interval(None, None, UNKNOWN)
    month = month_number(match["month"])
    year = year_number(match["year"]) if match["year"] else published.year - (month > published.month)  # type: ignore[union-attr]
    last = calendar.monthrange(year, month)[1]
    first = last - 6 if match["which"] == "last" else 1 + 7 * "first second third fourth".split().index(match["which"].lower())
    return Interval(date(year, month, first), date(year, month, first + 6), WEEK)


@rule(
    DAY_RANGE_WORDS,
    yes=[
        ("July 7 to 13", "2021-07-07..2021-07-13"),
        ("March 1, 2 and 3", "2022-03-01..2022-03-03"),
        ("between 5 and 7 March", "2022-03-05..2022-03-07"),
        ("24-26 March 2022", "2022-03-24..2022-03-26"),
    ],
    no=["13 to 5 March", "on 5 March"],
)
def days_of_month(match: re.Match[str], published: date | None) -> Interval | None:
    return day_range(match, published, None)


@rule(
    r"(?P<a>[0-3]?\d)(?P<mark>[./])(?P<b>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)\d\d)",
    yes=[("on 15.03.2022", "2022-03-15"), ("on 3/15/2022", "2022-03-15"), ("on 3/4/2022", "?")],
    no=["version 1.2.3", "a score of 3/4"],
)
def figures_only(match: re.Match[str], published: date | None) -> Interval | None:
    """Read "15.03.2024" as day and month; in "3/15/2024", a number over 12 is the day; "3/4/2024" cannot be resolved."""
    del published
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if match["mark"] == "." or a > 12:
        return one(real_day(year, b, a))
    return one(real_day(year, a, b)) if b > 12 else Interval(None, None, UNKNOWN)


@rule(
    rf"{A_WEEKDAY} (?:of )?(?P<which>last|this) week|(?P<which2>last|this) week(?:,| on)? {A_WEEKDAY.replace('<weekday>', '<weekday2>')}",
    yes=[("on Monday last week", "2022-06-20"), ("last week on Friday", "2022-06-24")],
    no=["on Monday", "last week"],
)
def weekday_of_week(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    last = (match["which"] or match["which2"]).lower() == "last"
    monday = published - timedelta(days=published.weekday() + 7 * last)
    return one(monday + timedelta(days=WEEKDAYS[(match["weekday"] or match["weekday2"]).lower()]))


@rule(
    rf"{A_NUMBER} years? ago (?P<this>today|this (?:week|month)|to the day)",
    yes=[("Ten years ago today", "2012-06-27"), ("two years ago this month", "2020-06-01..2020-06-30")],
    no=["ten years ago", "today"],
)
def anniversary(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    year = published.year - count_of(match["number"].lower())
    if year < 1:
        return None
    if "month" in match["this"].lower():
        return whole_month(year, published.month, published)
    day = real_day(year, published.month, published.day) or date(year, 2, 28)
    return one(day) if "week" not in match["this"].lower() else Interval(day - timedelta(days=3), day + timedelta(days=3), DAYS)


@rule(
    r"(?:on|(?:morning|afternoon|evening|night|early hours) of) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?=[\s,.;]*(?:$|[,.;]|and\b|at\b|when\b|of this month\b))",
    yes=[
        ("on the 18th.", "2022-06-18"),
        ("on the 30th, police said", "2022-05-30"),
        ("on the evening of the 9th,", "2022-06-09"),
    ],
    no=["on the 18th floor", "the 18th century"],
)
def day_alone(match: re.Match[str], published: date | None) -> Interval | None:
    """Return the last such day for "on the 18th"."""
    if published is None:
        return Interval(None, None, UNKNOWN)
    day = int(match["day"])
    for back in range(3):
        month = published.year * 12 + published.month - 1 - back
        found = real_day(month // 12, month % 12 + 1, day)
        if found and found <= published:
            return one(found)
    return None


@rule(
    rf"{A_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)",
    yes=[("on 2022-06-03", "2022-06-03")],
    no=["flight 2022-0603", "1922-23"],
)
def iso(match: re.Match[str], published: date | None) -> Interval | None:
    del published
    return one(real_day(int(match["year"]), int(match["m"]), int(match["day"])))


@rule(
    rf"(?:{A_DAY}(?: of)? {A_MONTH}|{A_MONTH.replace('<month>', '<month2>')},? {A_DAY.replace('<day>', '<day2>')}),? ?(?:of )?{A_YEAR}",
    yes=[("on June 3, 2019", "2019-06-03"), ("May, 1, 1970", "1970-05-01"), ("on 3rd of June 2019", "2019-06-03")],
    no=["on 31 February 2019", "June 2019"],
)
def full_day(match: re.Match[str], published: date | None) -> Interval | None:
    del published
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return one(real_day(year_number(match["year"]), month_number(month), int(day)))


@rule(
    rf"(?:{A_DAY}(?: of)? {A_MONTH}|(?P<on>(?<=\b[Oo]n ))?{A_MONTH.replace('<month>', '<month2>')} {A_DAY.replace('<day>', '<day2>')}"
    r"(?(on)|(?!\s?(?:%|percent|people|killed(?!\s+(?:\d|an?\b|the\b|at\b|some\b|two\b|three\b|dozens\b))|dead))))(?P<last>,? last year\b)?",
    yes=[
        ("on 13 December", "2021-12-13"),
        ("on 8 March last year", "2021-03-08"),
        ("on 9 Mar", "2022-03-09"),
        ("on Mar 9", "2022-03-09"),
        ("on Nov. 14", "2021-11-14"),
        ("on june 3", "2022-06-03"),
        ("A bomb on June 20 killed ten", "2022-06-20"),
        ("a fire on 20 June killed two", "2022-06-20"),
        ("shelling by June 20 killed 30 people", "2022-06-20"),
    ],
    no=["May 5 people", "in June", "In June 20 killed", "the 9 Mar-a-Lago guests", "del Mar"],
)
def day_of_month(match: re.Match[str], published: date | None) -> Interval | None:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if published is None:
        return Interval(None, None, UNKNOWN)
    if match["last"]:
        return one(real_day(published.year - 1, month_number(month), int(day)))
    found = real_day(published.year, month_number(month), int(day))
    if found and found > published + SOON:
        found = real_day(published.year - 1, month_number(month), int(day))
    return one(found)


@rule(
    rf"(?:in |of |during |over )?(?:the )?first (?P<n>{A_NUMBER.replace('?P<number>', '?:')} months|half|quarter|three quarters) of (?:the year |{A_YEAR}|(?P<this>this year|last year|the year))",
    yes=[
        ("in the first six months of 2013", "2013-01-01..2013-06-30"),
        ("the first half of this year", "2022-01-01..2022-06-27"),
        ("the first quarter of 2022", "2022-01-01..2022-03-31"),
    ],
    no=["the first six months of the war", "the first half of the match"],
)
def first_months(match: re.Match[str], published: date | None) -> Interval | None:
    """Return the first months of a year, cut at publication."""
    if not match["year"] and published is None:
        return Interval(None, None, UNKNOWN)
    assert published is not None or match["year"]  # noqa: S101  (one of the two is known)
    year = year_number(match["year"]) if match["year"] else published.year - (match["this"] == "last year")  # type: ignore[union-attr]
    months = {"half": 6, "quarter": 3, "three quarters": 9}.get(match["n"].lower()) or count_of(match["n"].split()[0].lower())
    if not 1 <= months <= 12:
        return None
    last = whole_month(year, months, None).end
    assert last is not None  # noqa: S101  (a whole month has an end)
    return Interval(date(year, 1, 1), min(last, published) if published and published.year == year else last, DAYS, ranged=True)


@rule(
    rf"(?:in |of |during |since )?(?:early |mid-|late )?{A_MONTH},? (?:of )?(?P<which>{A_YEAR}|last year|this year)",
    yes=[("in May 2021", "2021-05-01..2021-05-31"), ("in early March last year", "2021-03-01..2021-03-10")],
    no=["in May", "2021"],
)
def month_of_year(match: re.Match[str], published: date | None) -> Interval | None:
    if match["year"]:
        year = year_number(match["year"])
    elif published is None:
        return Interval(None, None, UNKNOWN)
    else:
        year = published.year - (match["which"].lower() == "last year")
    return part_of_month(whole_month(year, month_number(match["month"]), published), match[0])


@rule(
    r"(?:(?:(?:beginning|start|middle|end) (?=of ))?(?P<lead>in|last|this past|of|since|during|earlier in|back in|until|from|through) "
    r"(?:the (?:beginning|start|middle|end) of )?(?:early |mid-|late )?|(?:early|late) |mid-)"
    rf"{A_MONTH}(?! \d)",
    yes=[
        ("in March", "2022-03-01..2022-03-31"),
        ("last October", "2021-10-01..2021-10-31"),
        ("since April", "2022-04-01..2022-06-27"),
        ("in late March", "2022-03-21..2022-03-31"),
        ("mid-May", "2022-05-11..2022-05-20"),
    ],
    no=["the March 5 attack", "he may go"],
)
def bare_month(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    month = month_number(match["month"])
    lead = (match["lead"] or "").lower()
    last = lead == "last"
    year = published.year - (month > published.month or (last and month == published.month))
    found = part_of_month(whole_month(year, month, published), match[0])
    if lead in ("since", "from"):
        return Interval(found.start, published, MONTH, since=True)
    return found


@rule(
    rf"(?P<last>last |this past |past |previous |the previous |the following |next )?{A_WEEKDAY}(?P<part> (?:night|evening|morning|afternoon))?s?",
    yes=[("on Monday", "2022-06-27"), ("on Saturday night", "2022-06-25"), ("last Monday", "2022-06-20")],
    no=["on Mondays", "next Friday"],
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
    r"(?P<when>(?:earlier |later )?today|tonight|yesterday(?: (?:morning|afternoon|evening|night))?|last night|this (?:morning|afternoon|evening)|overnight|the day before yesterday)",
    yes=[("yesterday", "2022-06-26"), ("overnight", "2022-06-26..2022-06-27"), ("the day before yesterday", "2022-06-25")],
    no=["a day", "tomorrow"],
)
def near_day(match: re.Match[str], published: date | None) -> Interval | None:
    if published is None:
        return Interval(None, None, UNKNOWN)
    when = match["when"].lower()
    if when == "overnight":
        return Interval(published - timedelta(days=1), published, DAYS)
    back = 2 if when.startswith("the day before") else 1 if "yesterday" in when or when == "last night" else 0
    return one(published - timedelta(days=back))
