"""How many were killed, injured and missing in an incident: what its words state, and which statement counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from geodata.reading.findings import Findings
from geodata.reading.labels import HURT
from geodata.reading.left_out import parted
from geodata.reading.linked import AND, Linked, Mention
from geodata.reading.phrases import of_those_shot, whole_phrase
from geodata.reading.values.attackers import only_attackers, without
from geodata.reading.values.counts import Count, exactly, plus
from geodata.reading.values.cut_short import counted
from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.people import count_people
from geodata.records import Figure
from geodata.vocabulary import FigureKind, IncidentType, Qualifier

FIGURES = {"killed": FigureKind.KILLED, "injured": FigureKind.INJURED, "missing": FigureKind.MISSING,
           "attackers_killed": FigureKind.ATTACKERS_KILLED}  # fmt: skip
SURER = 0.15  # how much likelier it must be that one of the dead was an attacker
ROUNDED_BY = 0.1  # share of a round number by which the exact one may differ
SURE_OF_ONE = 0.65  # least score at which a phrase without a number counts as one person
OTHERS = re.compile(r"\s+(?:others?|more|further|additional)\b", re.IGNORECASE)
# Words between two counts of different people: "six Americans, including a diplomat, and an Afghan doctor".
PLUS = re.compile(
    r"(?:,? including [^.,;:]{3,60},| [–—-] including [^.;:]{3,160} [–—-])?,?"
    r"\s+(?:and|as well as|(?:along|together) with|in addition to|plus)\s+"
)
PLUS_YES = (
    " along with ", ", as well as ", ", including scores of civilians, and ", ", plus ", " in addition to ",
    " - including 46 soldiers, 43 members of Hezbollah and 24 guards - as well as ",
)  # fmt: skip
PLUS_NO = (" and said that ", ", ", " after ", ", including two children, were among ")
RIVALS_NEAR = 600  # characters within which two claims are side by side
ALSO = re.compile(r"\balso\b(?!\s+\d)", re.IGNORECASE)
MORE = re.compile(r"\b(?:others?|more)\b(?! than)", re.IGNORECASE)
FURTHER = re.compile(
    r"^\W*(?:and |while )?(?:(?:kill|injur|wound|hurt)\w+ )?"
    r"(?:another\b|an? (?:further|additional)\b|[\w-]+ (?:others?|more|further|additional)\b(?! than))|\balso\b(?!\s+\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A count and the mention that states it."""

    count: Count
    mention: Mention
    further: bool = False  # "two others", "another seven", "were also hurt": in addition to those counted before


def figures_of(findings: Findings, linked: Linked) -> tuple[dict[FigureKind, Figure], list[Figure]]:
    """Return the figures of an incident, and the figures that the report replaces or that rivals claim."""
    linked = parted(findings, linked)
    chosen: dict[FigureKind, Figure] = {}
    history: list[Figure] = []
    for name, kind in FIGURES.items():
        stated = [s for m in joined_by_and(findings, counted_as(findings, linked, name)) if (s := stated_by(findings, m))]
        stated = [further_of_its_kind(findings, linked, s, stated) for s in stated]
        stated = summed(findings, outer(with_rivals_of_also(findings, linked, stated)))
        stated = [with_attackers(s) for s in stated] if is_clash(linked) else without_attackers(stated)
        if stated:
            count, mention = choose(findings, stated)
            count, rivals = with_rivals(findings, linked, stated, count, mention)
            chosen[kind] = figure(findings, linked, kind, count, mention)
            history += [figure(findings, linked, kind, s.count, s.mention) for s in rivals]
    for mention in linked.of("old"):
        found = stated_by(findings, mention)
        if found and found.count.stated and found.count.qualifier is not Qualifier.NONE:
            history.append(figure(findings, linked, kind_of(mention.words(findings.full)), found.count, mention))
    return chosen, history


def further_of_its_kind(findings: Findings, linked: Linked, one: Stated, stated: Sequence[Stated]) -> Stated:
    """Return a statement. In "killing seven and injuring 17 more", the 17 are not in addition to others who were injured."""
    phrase = findings.full[one.mention.start : one.mention.end]
    if one.mention.kind != "injured" or not MORE.search(phrase) or all(s.further or not s.count.stated for s in stated):
        return one
    a, _ = findings.sentence_at(one.mention.start)
    before = [m for m in linked.mentions if m.kind in HURT and a <= m.start and m.end <= one.mention.start]
    last = max(before, key=lambda m: m.start, default=one.mention)
    return replace(one, further=one.further and last.kind == one.mention.kind)


def with_rivals_of_also(findings: Findings, linked: Linked, stated: Sequence[Stated]) -> list[Stated]:
    """Return the statements. An "also" before another claimant's figure is not in addition to that: "35 people also were
    wounded", besides the dead, and the army gives 14."""

    def is_rival(s: Stated) -> bool:
        by = speaker(findings, linked, s.mention) if s.further and is_also(findings, s) else None
        later = (o for o in stated if o.mention.start > s.mention.start and not o.further)
        return by is not None and any(speaker(findings, linked, o.mention) not in (by, None) for o in later)

    return [replace(s, further=s.further and not is_rival(s)) for s in stated]


def counted_as(findings: Findings, linked: Linked, name: str) -> Iterator[Mention]:
    """Yield the mentions that count one kind of casualty. Attackers who died are not victims, except in a clash."""
    clash = is_clash(linked)
    for mention in of_one_kind(findings, linked.mentions):
        attackers = mention.kind == "killed" and not clash and only_attackers(mention.words(findings.full))
        if name == ("attackers_killed" if attackers else mention.kind):
            yield mention


def is_clash(linked: Linked) -> bool:
    return max(linked.types, key=lambda t: linked.types[t], default=None) is IncidentType.ARMED_CLASH


def of_one_kind(findings: Findings, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, but of words that count one person both as a victim and as an attacker ("killing" and "killing him")
    only the likelier."""

    def likely(m: Mention) -> float:
        return m.score + (SURER if m.kind == "killed" else 0)

    opposite = {"killed": "attackers_killed", "attackers_killed": "killed"}
    single = [m for m in mentions if not any(n.best != 1 for n in find_numbers(m.words(findings.full)))]
    for m in mentions:
        others = (o for o in single if o.kind == opposite.get(m.kind) and o.start <= m.end + 1 and m.start <= o.end + 1)
        if m not in single or all(likely(o) <= likely(m) for o in others):
            yield m


def joined_by_and(findings: Findings, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions, joining those with only an "and" between them: "26 civilians" and "23 soldiers were killed"."""
    last: Mention | None = None
    for mention in sorted(mentions, key=lambda m: m.start):
        if last is not None and AND.fullmatch(findings.full, last.end, mention.start):
            last = replace(last, end=mention.end, score=min(last.score, mention.score))
            continue
        if last is not None:
            yield last
        last = mention
    if last is not None:
        yield last


def outer(stated: Sequence[Stated]) -> list[Stated]:
    """Leave out what lies within another statement: "three of his children" in "his brother and three of his children"."""
    spans = [(s.mention.start, s.mention.end) for s in stated]
    return [
        s for s, (a, b) in zip(stated, spans, strict=True) if not any(c <= a and b <= d and (c, d) != (a, b) for c, d in spans)
    ]


def summed(findings: Findings, stated: Sequence[Stated]) -> list[Stated]:
    """Add up neighbours that count different people of one sentence."""
    found: list[Stated] = []
    for one in stated:
        last = found[-1] if found else None
        if last is not None and PLUS.fullmatch(findings.full, last.mention.end, one.mention.start):
            mention = replace(last.mention, end=one.mention.end, score=min(last.mention.score, one.mention.score))
            found[-1] = replace(last, count=plus(last.count, one.count), mention=mention)
        else:
            found.append(one)
    return found


def without_attackers(stated: Sequence[Stated]) -> list[Stated]:
    """Leave attackers out of a total that another phrase says to include them: "5 killed" and "five, including the bomber". The
    phrases that say so come first, because they explain the number."""
    saying = [s for s in stated if s.count.attackers]
    totals = {s.count.best + s.count.attackers: s.count.attackers for s in saying if s.count.best is not None}
    others = (s for s in stated if not s.count.attackers)
    return [
        *saying,
        *(replace(s, count=without(s.count, totals[s.count.best])) if s.count.best in totals else s for s in others),
    ]


def with_attackers(stated: Stated) -> Stated:
    """Count the attackers among the dead too: in a clash, "six, including three attackers" are six."""
    among = stated.count.attackers
    return replace(stated, count=plus(stated.count, exactly(among))) if among else stated


def kind_of(phrase: str) -> FigureKind:
    """Return what a replaced figure counts; the killed if the words do not say."""
    if re.search(r"\b(?:injur|wound|hurt|hospital|treated|critical)", phrase, re.IGNORECASE):
        return FigureKind.INJURED
    return FigureKind.MISSING if re.search(r"\b(?:missing|unaccounted)", phrase, re.IGNORECASE) else FigureKind.KILLED


def with_rivals(
    findings: Findings, linked: Linked, stated: Sequence[Stated], count: Count, mention: Mention
) -> tuple[Count, list[Stated]]:
    """Widen a count, but not its best, to the range of what different claimants state nearby. Also return the rivals."""
    own = speaker(findings, linked, mention)
    rivals = [
        s for s in stated
        if s.count.stated and s.count.best is not None and not s.further
        and s.count.best != count.best and not is_rounded(s.count, count)
        and abs(s.mention.start - mention.start) <= RIVALS_NEAR and s.mention.score >= 0.8
        and (by := speaker(findings, linked, s.mention)) is not None and own is not None and by != own
    ]  # fmt: skip
    if not rivals or count.best is None or any(is_update(findings, s) for s in stated if s.mention == mention):
        return count, []
    lows = [c.low for c in (count, *(r.count for r in rivals))]
    highs = [c.high for c in (count, *(r.count for r in rivals))]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    if low is None and high is None:
        return count, []
    return replace(count, low=low, high=high, qualifier=Qualifier.RANGE, word=None), rivals


def is_rounded(rough: Count, count: Count) -> bool:
    """Whether the first count only rounds the second: "more than 250" does not contradict 257, nor "nearly 3,000" 2,975."""
    if rough.best is None or count.best is None or rough.best == count.best:
        return False
    above = rough.qualifier is Qualifier.MORE_THAN and rough.best < count.best
    below = rough.qualifier is Qualifier.ALMOST and rough.best > count.best
    near = rough.qualifier is Qualifier.ABOUT or above or below
    return near and rough.best % 10 == 0 and abs(rough.best - count.best) <= ROUNDED_BY * rough.best


def speaker(findings: Findings, linked: Linked, mention: Mention) -> str | None:
    """Return the claimant of what a mention states: the nearest one in its sentence; None if there is none."""
    a, b = findings.sentence_at(mention.start)
    near = [m for m in linked.of("says") if a <= m.start < b]
    return min(near, key=lambda m: abs(m.start - mention.start)).words(findings.full) if near else None


WHERE_FROM = re.compile(r"\W*(?:(?:in|from|of|the|at|near)\b\W*)*")


def is_only_place(findings: Findings, mention: Mention) -> bool:
    """Whether words are the name of a place, which the networks sometimes mark next to a victim: "from New Hampshire"."""
    at = mention.start
    for place in itertools.takewhile(lambda p: p.start < mention.end, findings.places_from(mention.start)):
        if not place.adjective:
            if not WHERE_FROM.fullmatch(findings.full, at, place.start):
                return False
            at = place.end
    return at > mention.start and WHERE_FROM.fullmatch(findings.full, at, max(at, mention.end)) is not None


def stated_by(findings: Findings, mention: Mention) -> Stated | None:
    if is_only_place(findings, mention):
        return None
    a, b = findings.sentence_at(mention.start)
    b = max(b, findings.sentence_at(mention.end - 1)[1])  # the parser ends some sentences too early
    if (whole := counted(findings.full[a:b], mention.start - a, min(mention.end, b) - a)) is None:
        return None
    mention = replace(mention, start=a + whole[0], end=a + whole[1])
    mention = replace(mention, end=whole_phrase(findings.full, mention, b))
    count = count_people(findings.full[a:b], mention.start - a, min(mention.end, b) - a)
    if count is None or (not count.stated and count.low != 0 and mention.score < SURE_OF_ONE):
        return None
    count = of_those_shot(findings.full, mention, count, b)
    return Stated(count, mention, bool(FURTHER.search(findings.full[mention.start : mention.end])))


def choose(findings: Findings, stated: Sequence[Stated]) -> tuple[Count, Mention]:
    """Return the count that most words state. A number that is exact in one place and "at least" in another is "at least";
    "two others" are added to the people whom other words count."""
    numbers = [s for s in stated if s.count.stated and s.count.qualifier is not Qualifier.NONE]
    pool = numbers or [s for s in stated if s.count.qualifier is not Qualifier.NONE] or list(stated)
    exact = [s for s in pool if s.count.qualifier is not Qualifier.VAGUE] or pool
    exact = [s for s in exact if not any(is_rounded(s.count, o.count) for o in exact)] or exact
    if updated := [s for s in exact if is_update(findings, s)]:
        number = key_of(most_stated(updated)[0])
        return most_stated([s for s in exact if key_of(s.count) == number])
    count, mention = most_stated([s for s in exact if not s.further] or exact)
    if total := total_of(exact, count):
        return total.count, total.mention
    named = [s for s in stated if not s.count.stated and not s.further and s.count.qualifier is Qualifier.EXACT]
    if named and named[0].mention.start < mention.start and all(s.further for s in exact):
        return plus(most_stated(named)[0], count), mention  # "Omar's death", and "killed six other people"
    vague = [s for s in pool if s not in exact and s.count.qualifier is Qualifier.VAGUE]
    killed = mention.kind == "killed"  # "others" can be injured besides the dead, not besides "dozens" of injured
    if killed and vague and vague[0].mention.start < mention.start and all(s.further for s in exact):
        return plus(vague[0].count, count), mention  # "several fighters", and "two civilians also"
    more = further(findings, exact, count, mention)
    if more and (count.qualifier is Qualifier.EXACT or (killed and count.qualifier is Qualifier.AT_LEAST)):
        return plus(count, more[0].count), mention
    if one := one_more(stated, count):
        return plus(count, one.count), mention
    return count, mention


NEXT_TO = 200  # characters


def one_more(stated: Sequence[Stated], count: Count) -> Stated | None:
    """Return the statement of one person, without a number, in addition to those of the chosen count: "Another was treated"
    soon after "one officer was hurt"."""
    if not count.stated or count.qualifier is not Qualifier.EXACT:
        return None
    last = max(s.mention.end for s in stated if s.count.stated and key_of(s.count) == key_of(count))
    persons = (s for s in stated if s.further and not s.count.stated and s.count.qualifier is Qualifier.EXACT)
    return next((s for s in persons if 0 <= s.mention.start - last <= NEXT_TO), None)


# Words before the number that replaces an earlier one.
_rises = r"(?:bring|brought|rise|risen|rising|rose|climb|increase|increasing|jump|grow|grew|soar|raise|raising)\w*"
UPDATE = re.compile(
    rf"\b(?:{_rises}\b[^.;]{{0,80}}?\bto|reach\w*)\W+(?:(?:at least|more than|about) )?$",
    re.IGNORECASE,
)
UPDATE_YES = (
    "bringing the death toll to ",
    "has risen from ten to at least ",
    "raised the number of injured to ",
    "death toll reaches ",
)
UPDATE_NO = ("the toll could rise, according to them: ", "rose to speak. In all ", "bringing ", "to ", "could not reach them: ")


def is_update(findings: Findings, stated: Stated) -> bool:
    """Whether a statement replaces an earlier one: "the toll has risen to 82"."""
    a, _ = findings.sentence_at(stated.mention.start)
    phrase = findings.full[stated.mention.start : stated.mention.end]
    numbers = [n.start for n in find_numbers(phrase) if n.best == stated.count.best]
    return any(UPDATE.search(findings.full[a : stated.mention.start + start]) for start in numbers)


MOST_PARTS = 3  # numbers that add up to a total


def total_of(exact: Sequence[Stated], count: Count) -> Stated | None:
    """Return the statement of the number to which this count and one or two others add up: 51, if others say 44 and seven. Even
    if the text says a part more often, it is not the total."""
    part = key_of(count)
    others = {key for s in exact if (key := key_of(s.count)) and key != part}

    def is_total(key: int) -> bool:
        rest = [k for k in others if k < key]
        return any((part or 0) + sum(more) == key for n in range(1, MOST_PARTS) for more in itertools.combinations(rest, n))

    return next((s for s in exact if part and (key := key_of(s.count)) in others and is_total(key or 0)), None)


def further(findings: Findings, exact: Sequence[Stated], count: Count, mention: Mention) -> list[Stated]:
    """Return what counts people in addition to those of the chosen count."""
    phrase = findings.full[mention.start : mention.end]
    own = {n.value for n in find_numbers(phrase) if OTHERS.match(phrase, n.end)}  # the six of "a guard and six others"
    more = [
        s for s in exact
        if s.further and key_of(s.count) != key_of(count) and s.count.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
        and s.count.best not in own
    ]  # fmt: skip
    same = [s for s in exact if s.further and key_of(s.count) == key_of(count)]
    if not same:
        return more
    # "seven others", and later "two were also hurt"
    first = min(s.mention.start for s in same)
    return [] if ALSO.search(phrase) else [s for s in more if s.mention.start > first and is_also(findings, s)]


def is_also(findings: Findings, stated: Stated) -> bool:
    return ALSO.search(findings.full, stated.mention.start, stated.mention.end) is not None


def most_stated(stated: Sequence[Stated]) -> tuple[Count, Mention]:
    votes: dict[int | None, float] = {}
    for s in stated:
        votes[key_of(s.count)] = votes.get(key_of(s.count), 0) + s.mention.score
    top = max(votes, key=lambda value: votes[value])
    same = [s for s in stated if key_of(s.count) == top]
    open_ended = [s for s in same if s.count.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)]
    best = (open_ended or same)[0]
    return best.count, best.mention


def key_of(count: Count) -> int | None:
    return count.best if count.best is not None else count.low if count.low is not None else count.high


def figure(findings: Findings, linked: Linked, kind: FigureKind, count: Count, mention: Mention) -> Figure:
    return Figure(
        kind=kind,
        low=count.low,
        high=count.high,
        best=count.best,
        qualifier=count.qualifier,
        evidence=findings.quote(mention.start, mention.end),
        attribution=speaker(findings, linked, mention),
        word=count.word if count.qualifier is Qualifier.VAGUE else None,
    )
