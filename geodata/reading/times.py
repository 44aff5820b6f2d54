"""When an incident happened, according to all the words that name a time for it."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geodata.reading.findings import Findings
from geodata.reading.lasting import (
    HOW_LONG,
    burning_on,
    day_covered,
    for_some_time,
    is_as_of,
    since_it_began,
    still_counted,
    until,
)
from geodata.reading.linked import Linked, Mention
from geodata.reading.values.dates import read_time
from geodata.reading.values.days import A_MONTH, DAYS, DateMention, Interval
from geodata.vocabulary import DatePrecision, Role

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NEWS = timedelta(days=14)  # an incident that ended longer before publication is not news
LIKELIER_THAN_PUBLICATION = 0.4  # least probability of a day for it to be that of "around noon", instead of publication
# "The past few weeks" names an unknown number. The networks learned with it as three, so only the value is left out here.
A_FEW = re.compile(r"\b(?:few|several)\b", re.IGNORECASE)
NAMES_DAY = re.compile(r"\d|mon|tue|wed|thu|fri|sat|sun|christmas|new year|easter", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timed:
    mention: Mention
    interval: Interval
    named: bool  # by a date or the name of a day, not by "yesterday" or "overnight"

    @property
    def days(self) -> int:
        start, end = self.interval.start, self.interval.end
        assert start is not None  # noqa: S101  (only resolved times are kept)
        assert end is not None  # noqa: S101
        return (end - start).days


def when(findings: Findings, linked: Linked, role: Role) -> Interval | None:
    """Return the time of an incident; None if the text names none."""
    mentions = linked.of("when")
    timed = list(resolved(findings, mentions, role))
    if not timed:
        if found := since_then(findings, mentions) or in_its_name(findings, linked, role):
            return found
        timed = likely_times(findings, linked, role)
    elif all(t.interval.weak for t in timed):  # "at 11:00" or "around noon", and probably "on Saturday"
        likely = likely_times(findings, linked, role)
        timed = [t for t in likely if not t.interval.weak and t.mention.score >= LIKELIER_THAN_PUBLICATION] or timed
    if not timed:
        return day_covered(findings) if role is Role.MAIN else None
    dated = [t for t in timed if not HOW_LONG.match(findings.full[t.mention.start : t.mention.end])]
    found = chosen(findings, linked, role, dated or timed)
    if role is Role.AGGREGATE and not is_news(findings, found):
        found = still_counted(findings, linked, found)
    return burning_on(findings, linked, mentions, found) if role is Role.MAIN else found


def likely_times(findings: Findings, linked: Linked, role: Role) -> list[Timed]:
    """Return the dates that are only probably the incident's."""
    likely = resolved(findings, dates_in(findings, linked.likely_times), role)
    return [t for t in likely if role is not Role.MAIN or (is_news(findings, t.interval) and not t.interval.since)]


def is_news(findings: Findings, interval: Interval) -> bool:
    """Whether a time is recent enough for the news in a report."""
    published = findings.report.published
    return published is None or interval.end is None or published - interval.end <= NEWS


def resolved(findings: Findings, mentions: Sequence[Mention], role: Role) -> Iterator[Timed]:
    """Yield the times that the mentions name, as far as they can be resolved."""
    published, year = findings.report.published, named_year(findings, mentions)
    for m in (widened(findings, m) for m in mentions):
        if role is Role.MAIN and year_of_war(findings.full, m.start, m.end):
            continue
        lasting, anchor = role is not Role.BACKGROUND, counted_from(findings, m)
        interval = read_time(findings.full, m.start, m.end, published, year, anchor, lasting)
        if lasting:
            interval = since_it_began(findings, m, interval) if interval else for_some_time(findings, m)
        if interval and interval.since and A_FEW.search(findings.full, m.start, m.end):
            continue
        if interval and interval.start and not (interval.weak and role is not Role.MAIN):
            yield Timed(m, interval, bool(NAMES_DAY.search(findings.full[m.start : m.end])))


NAMED_BEFORE = re.compile(
    r"\b(?:that (?:(?P<day>day|night|evening|morning)|month|year)|same (?:month|year)|the (?:month|year) before)\b",
    re.IGNORECASE,
)


def counted_from(findings: Findings, mention: Mention) -> date | None:
    """Return the day that "the next day" or "later that year" counts from; None if there is none."""
    if match := NAMED_BEFORE.search(findings.full, mention.start, mention.end):
        named = (d for d in dates_before(findings, mention.start) if d.end <= mention.start and d.interval.start)
        return next((d.interval.start for d in named if not match["day"] or d.interval.precision is DatePrecision.DAY), None)
    return day_counted_from(findings, mention) or day_before(findings, mention)


def dates_in(findings: Findings, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the dates that the rules find in words that are only probably a time; a mere "on" or "2" gives none."""
    return [replace(m, start=d.start, end=d.end) for m in mentions for d in dates_touched(findings, m)]


def chosen(findings: Findings, linked: Linked, role: Role, timed: Sequence[Timed]) -> Interval:
    """Choose one of several times for an incident."""
    own = [t for t in timed if not is_as_of(findings, t.mention)]
    if role is Role.MAIN and 0 < len(own) < len(timed):
        return until(linked, chosen(findings, linked, role, own), [t.interval for t in timed if t not in own])
    firm = [t for t in timed if not t.interval.weak] or timed
    spans = [t for t in firm if t.interval.since or t.interval.ranged]
    pool = spans if role is Role.AGGREGATE and spans else [t for t in firm if t.interval.ranged] or firm
    votes: dict[tuple[date | None, date | None], float] = {}
    told = {findings.sentence_at(e.start) for e in linked.events}
    for t in pool:
        key = (t.interval.start, t.interval.end)
        votes[key] = votes.get(key, 0.0) + t.mention.score * (2.0 if findings.sentence_at(t.mention.start) in told else 1.0)

    def weight(t: Timed) -> tuple[float, float]:
        """Return the votes for a time and for longer ones that contain it; a named day is preferred to "yesterday"."""
        held = sum(
            v
            for (a, b), v in votes.items()
            if a and b and t.interval.start and t.interval.end and a <= t.interval.start and t.interval.end <= b
        )
        return (held + 0.25 * t.named, -t.days)

    best = max(pool, key=weight)
    return until_now(findings, linked.of("when"), best) if best.interval.precision is DatePrecision.DAY else best.interval


SINCE_THEN = re.compile(r"^\W*(?:ever )?since(?:(?: then| that (?:day|date|time|attack))?\W*$| the\b)", re.IGNORECASE)


def since_then(findings: Findings, mentions: Sequence[Mention]) -> Interval | None:
    """Return the time from the day named before until publication, for "since then"; None for other words."""
    published = findings.report.published
    for mention in mentions:
        if published and SINCE_THEN.match(findings.full[mention.start : mention.end]):
            begun = day_before(findings, mention)
            if begun is not None and begun <= published:
                return Interval(begun, published, DAYS, since=True)
    return None


def until_now(findings: Findings, mentions: Sequence[Mention], best: Timed) -> Interval:
    """Extend a day to publication if the mentions include a "since" without a date; return other times unchanged."""
    published, start = findings.report.published, best.interval.start
    if published and start and any(SINCE_THEN.match(findings.full[m.start : m.end]) for m in mentions):
        return Interval(start, published, DAYS, since=True)
    return best.interval


WAR_OF_A_YEAR = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)\s+(?=[A-Z])[^:,.;\n]{0,60}?"
    r"\b(?:wars?|conflict|campaign|offensives?|insurgency|invasion|crisis|skirmishes|blockade|ceasefire|season|strikes on)\b"
)
IN_A_YEAR = re.compile(
    rf"\b(?:in|since|of|by|from|until|during|before|after|early|late|mid|{A_MONTH}|\d\d?)[ ,-]{{1,2}}$", re.IGNORECASE
)
WAR_OF_A_YEAR_YES = (
    ("2026 Iran war: a ship was hit", 0, 4), ("Two died.\n2025 Saada offensive: one died", 10, 14), ("the 2025 Gaza war", 4, 8)
)  # fmt: skip
WAR_OF_A_YEAR_NO = (
    ("In 2025 Russia, at war, shelled Lviv", 3, 7), ("2025 Kenya floods: two died", 0, 4), ("2025 Lyon fire: war", 0, 4),
    ("the 2025 fires", 4, 8), ("On 3 May 2025 Syria's war began", 3, 13), ("In May 2025 Syria's war began", 7, 11),
)  # fmt: skip


def year_of_war(full: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` are the year in the name of a war, campaign or season. Its incidents did not take the
    whole year."""
    match = WAR_OF_A_YEAR.search(full, start, end + 80)
    return match is not None and match.span("year") == (start, end) and not IN_A_YEAR.search(full, max(0, start - 12), start)


EVENT_NAME = re.compile(r"(?<![\w/-])(?P<time>9/11|(?P<year>(?:19|20)\d\d))\s+(?:[\w-]+\s+){0,2}$")


def in_its_name(findings: Findings, linked: Linked, role: Role) -> Interval | None:
    """Return the time in the name of an event: "the 9/11 attacks", "the 2004 tsunami"; None if it has none."""
    for event in linked.events:
        match = EVENT_NAME.search(findings.full, max(0, event.start - 30), event.start)
        if match and (role is Role.BACKGROUND or not match["year"]):
            found = read_time(findings.full, match.start("time"), match.end("time"), findings.report.published)
            if found is not None and found.start is not None:
                return found
    return None


def widened(findings: Findings, mention: Mention) -> Mention:
    """Widen a mention to each whole range that it overlaps: "7 March" to "between 5 and 7 March"."""
    touched = [d for d in dates_touched(findings, mention) if d.interval.ranged]
    start = min([mention.start, *(d.start for d in touched)])
    return replace(mention, start=start, end=max([mention.end, *(d.end for d in touched)]))


def dates_touched(findings: Findings, mention: Mention) -> Iterator[DateMention]:
    return itertools.takewhile(lambda d: d.end > mention.start, dates_before(findings, mention.end))


def day_before(findings: Findings, mention: Mention) -> date | None:
    """Return the last day named before a time, for "the next day"; the day of publication if there is none."""
    named = (d for d in dates_before(findings, mention.start) if d.interval.precision is DatePrecision.DAY)
    return next((d.interval.start for d in named if d.end <= mention.start), findings.report.published)


COUNTED_FROM = re.compile(r"\b(?:after|before|following)$", re.IGNORECASE)
NEXT_WORDS = 80  # characters after a time to search for the day that it counts from


def day_counted_from(findings: Findings, mention: Mention) -> date | None:
    """Return the next day named after "a day after", as in "a day after the attacks on 7 October"; None for other words."""
    if not COUNTED_FROM.search(findings.full[mention.start : mention.end]):
        return None
    end = min(mention.end + NEXT_WORDS, findings.sentence_at(mention.start)[1])
    later = (d for d in findings.dates if mention.end <= d.start < end)
    return next((d.interval.start for d in later if d.interval.precision is DatePrecision.DAY), None)


def dates_before(findings: Findings, position: int) -> Iterator[DateMention]:
    """Yield the dates that begin before a character position, the nearest first."""
    first = bisect.bisect_left(findings.dates, position, key=lambda d: d.start)
    return (findings.dates[i] for i in range(first - 1, -1, -1))


def named_year(findings: Findings, mentions: Sequence[Mention]) -> int | None:
    """Return the year for days and months without one, if an incident's time words spell out exactly one year; else None."""
    years = {int(y) for m in mentions for y in YEAR.findall(findings.full[m.start : m.end])}
    for m in mentions:
        if re.search(r"\blast year\b", findings.full[m.start : m.end], re.IGNORECASE) and findings.report.published:
            years.add(findings.report.published.year - 1)
    return years.pop() if len(years) == 1 else None
