"""Times that last until the report, such as "since Monday", "three days of fighting", or a fire that still burns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from geodata.reading.findings import Findings
from geodata.reading.linked import Linked, Mention
from geodata.reading.values.days import A_NUMBER, DAYS, Interval, back_from, count_of
from geodata.reading.values.who import source_line
from geodata.vocabulary import DatePrecision, IncidentType

CLAUSE = 80  # characters before a time to search for "since"
# "since the protests erupted" before a time, with words that must not match
SINCE_IT_BEGAN = re.compile(
    r"\bsince\b[^.,;:]{1,60}?\b(?:began|begun|started|erupted|broke out|intervened)(?: in (?-i:[A-Z])[\w-]+)?"
    r"(?: (?:on|in|early|late|just|over|about|more|less|than|some|nearly|almost|the))*\s*$",
    re.IGNORECASE,
)
SINCE_IT_BEGAN_YES = ("since the anti-regime protests erupted ", "since it first intervened in Syria just over ")
SINCE_IT_BEGAN_NO = (
    "the protests erupted ",
    "Since then he was ill. The fire began ",
    "since the fire began, 3 died ",
    "the deadliest since the war began, Russian missiles struck ",
    "since the war began hit Kharkiv on ",
)
# "three days" before "of fighting"
FOR_SOME_TIME = re.compile(
    rf"^\W*(?:(?:over|after|in|during|for|more than|nearly|almost|about|some) )*{A_NUMBER} (?P<unit>day|week|month)s?\W*$",
    re.IGNORECASE,
)
FOR_SOME_TIME_YES = ("three days", "more than two weeks", "after a month")
FOR_SOME_TIME_NO = ("three days later", "the third day", "in 2015")
OF_SOMETHING = re.compile(
    r"\s+of\s+(?:[\w-]+\s+){0,2}?(?:fighting|clash(?:es)?|violence|unrest|protests?|riots?|rain(?:s|fall)?|storms?|flood(?:s|ing)?"
    r"|battles?|bombardments?|bombings?|shelling|strikes|airstrikes|attacks)\b",
    re.IGNORECASE,
)
OF_SOMETHING_YES = (" of fighting", " of heavy rain", " of cross-border clashes")
OF_SOMETHING_NO = (" of national mourning", " of relative calm", " of talks", " after the attack", " of age")
# a fire that still burns
BURNS_ON = re.compile(
    r"(?<!100)(?<!100 )(?:%|\bper ?cent) contained\b(?! (?:by|until|on)\b)|\b(?:no|zero) containment\b"
    r"|\bnot (?:yet )?(?:been )?contained\b(?! (?:by|until|on)\b)"
    r"|\buncontained\b",
    re.IGNORECASE,
)
BURNS_ON_YES = ("It was 49% contained.", "with no containment", "7 percent contained", "has not yet been contained")
BURNS_ON_NO = (
    "It was not contained until Saturday.",
    "It was 49% contained by the next day.",
    "The fire was contained by noon.",
    "It was 100% contained.",
    "a container burned",
)


# "As of Sunday": the day up to which something was counted
AS_OF = re.compile(r"\bas (?:of|at)\b[^.;]{0,12}$", re.IGNORECASE)
AS_OF_YES = ("as of Sunday", "dead as of ", "As at noon")
AS_OF_NO = ("as Sunday", "because of ", "as of 8 May; on Su")
# "Over the past day", at the start of a daily report: the time of all its news
PAST_DAY = re.compile(r"\b(?:past|last) (?:day|24[- ]?h(?:(?:ou)?rs)?|twenty-four hours)\b(?! of\b)", re.IGNORECASE)
PAST_DAY_YES = ("over the past day", "in the last 24 hours", "in the past 24h", "over the last 24 hrs")
PAST_DAY_NO = ("over the past days", "the last day of the month", "in the past 48 hours", "the previous day")
OPENING = 300  # characters at the start of a text to search for such words
LEAD = 600  # the same for a bulletin, a report with a source line: the first day there is that of all its news
# how long something lasted: used as its time only if there is no other: "over 50 days in 2014"
HOW_LONG = re.compile(
    rf"^\W*(?:in|over|within|for)(?: (?:just|only|about|(?:less|more) than|nearly))* {A_NUMBER} (?:day|week|month)s?\W*$",
    re.IGNORECASE,
)
HOW_LONG_YES = ("for 12 days", "over 50 days", "in less than a month")
HOW_LONG_NO = ("over the past 12 days", "in the last month", "for 12 days in March", "in May")
# a toll that may still rise: "has killed more than 40,000"
UNTIL_NOW = re.compile(
    r"\b(?:has|have|['’]ve) (?:(?!to\b)\w+ ){0,2}?(?:been )?"
    r"(?:killed|died|claimed|left|taken|injured|wounded|displaced|slaughtered)\b",
    re.IGNORECASE,
)
UNTIL_NOW_YES = ("has killed more than 40,000", "have been killed", "have so far died")
UNTIL_NOW_NO = ("killed 250 people", "had been killed", "has to be killed, he said")
LONG_KINDS = frozenset((IncidentType.FIRE, IncidentType.STORM_FLOOD, IncidentType.EPIDEMIC))


def is_as_of(findings: Findings, mention: Mention) -> bool:
    """Whether a time is only the day up to which something was counted."""
    words = findings.full[max(0, mention.start - 8) : mention.start + 5]
    return AS_OF.search(words) is not None


def day_covered(findings: Findings) -> Interval | None:
    """Return the day that a daily report or a bulletin covers; None for other reports, or if the opening does not give one."""
    bulletin = source_line(findings.full, findings.body) is not None
    opening = takewhile(lambda d: d.start < findings.body + (LEAD if bulletin else OPENING), findings.dates)
    return next(
        (
            d.interval
            for d in opening
            if PAST_DAY.search(findings.full[d.start : d.end]) or (bulletin and is_recent_day(findings, d.interval))
        ),
        None,
    )


def is_recent_day(findings: Findings, interval: Interval) -> bool:
    """Whether a time is a day or night in the week before publication."""
    published, start, end = findings.report.published, interval.start, interval.end
    if published is None or start is None or end is None or interval.since:
        return False
    return end - start <= timedelta(days=1) and timedelta(0) <= published - end <= timedelta(days=7)


def still_counted(findings: Findings, linked: Linked, found: Interval) -> Interval:
    """Extend a total from an earlier day to publication if its words say "has killed"; return other times unchanged."""
    published = findings.report.published
    if published is None or found.precision is not DatePrecision.DAY or found.start is None or found.start >= published:
        return found
    told = {findings.sentence_at(m.start) for m in linked.of("killed") or linked.events}
    if not any(UNTIL_NOW.search(findings.full[a:b]) for a, b in told):
        return found
    return Interval(found.start, published, DAYS, since=True)


def until(linked: Linked, interval: Interval, counted: Sequence[Interval]) -> Interval:
    """Extend a fire, storm, flood or epidemic to the last day of its counts; return the time of other kinds unchanged."""
    if max(linked.types, key=lambda t: linked.types[t], default=None) not in LONG_KINDS:
        return interval
    last = max((i.end for i in counted if i.end), default=None)
    if interval.start is None or interval.end is None or last is None or last <= interval.end:
        return interval
    return replace(interval, end=last, precision=DAYS, since=True)


def since_it_began(findings: Findings, mention: Mention, interval: Interval) -> Interval:
    """Extend a time to publication if the words before it say "since it began"; return other times unchanged."""
    published, first = findings.report.published, interval.start
    if interval.since or published is None or first is None or first > published:
        return interval
    begins = max(findings.sentence_at(mention.start)[0], mention.start - CLAUSE)
    if not SINCE_IT_BEGAN.search(findings.full[begins : mention.start]):
        return interval
    return Interval(first, published, DAYS, since=True)


def for_some_time(findings: Findings, mention: Mention) -> Interval | None:
    """Return the last three days for "three days of fighting"; None for other words."""
    published = findings.report.published
    match = FOR_SOME_TIME.match(findings.full[mention.start : mention.end])
    if not match or published is None or not OF_SOMETHING.match(findings.full, mention.end):
        return None
    return Interval(back_from(published, count_of(match["number"].lower()), match["unit"].lower()), published, DAYS, since=True)


def burning_on(findings: Findings, linked: Linked, mentions: Sequence[Mention], found: Interval) -> Interval:
    """Extend a fire that is not contained to publication; return other times unchanged."""
    published, first = findings.report.published, found.start
    kind = max(linked.types, key=lambda t: linked.types[t], default=None)
    if kind is not IncidentType.FIRE or published is None or first is None or found.end is None or found.end > published:
        return found
    told = {findings.sentence_at(m.start) for m in (*linked.events, *mentions)}
    if not any(BURNS_ON.search(findings.full[a:b]) for a, b in told):
        return found
    return replace(found, end=published, precision=DAYS, since=True) if first < published else found
