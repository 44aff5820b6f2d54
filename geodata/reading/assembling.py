"""Build the record of an incident: read each value from the words that the learned part chose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading.confidence import calibration, reasons_of, signs_of
from geodata.reading.findings import Findings
from geodata.reading.linked import Linked, Mention
from geodata.reading.times import is_news, when
from geodata.reading.values.attackers import only_attackers
from geodata.reading.values.counts import Count, plus
from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.people import count_people
from geodata.reading.values.person_words import PEOPLE
from geodata.reading.values.unreal import is_unreal
from geodata.reading.values.who import source_line
from geodata.reading.whereabouts import LEFT_OUT, where
from geodata.records import Actor, Evidence, Figure, Geocode, Incident
from geodata.vocabulary import DatePrecision, Family, FigureKind, GeoPrecision, IncidentType, Qualifier, Role

FIGURES = {"killed": FigureKind.KILLED, "injured": FigureKind.INJURED, "missing": FigureKind.MISSING,
           "attackers_killed": FigureKind.ATTACKERS_KILLED}  # fmt: skip


POINTS_BACK = re.compile(r"(?:it|he|she|they)(?: (?:said|says|added|adds))?", re.IGNORECASE)
JUST_NOW = timedelta(days=1)
SURE_OF_ONE = 0.65  # least score at which a phrase without a number counts as one person
OTHERS = re.compile(r"\s+(?:others?|more|further|additional)\b", re.IGNORECASE)
AND = re.compile(r",?\s+and\s+")
RIVALS_NEAR = 600  # characters within which two claims are side by side
CUT = re.compile(r"\band$")  # words that end before "a bomb technician" in "a police officer and a bomb technician"
ONE_MORE = re.compile(rf"\s+an?\s+(?:[\w.'’-]+\s+){{0,4}}?(?:{PEOPLE})\b", re.IGNORECASE)
ALSO = re.compile(r"\balso\b", re.IGNORECASE)
FURTHER = re.compile(
    r"^\W*(?:and |while )?(?:another\b|an? (?:further|additional)\b|[\w-]+ (?:others?|more|further|additional)\b(?! than))|\balso\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A count and the mention that states it."""

    count: Count
    mention: Mention
    further: bool = False  # "two others", "another seven", "were also hurt": in addition to those counted before


@dataclass(slots=True)
class Joined:
    """An incident that is still being built: indistinguishable ones are joined to it."""

    linked: Linked
    incident: Incident
    parts: int = 1
    parts_read: int = 1  # the number of parts when `incident` was last assembled

    def join(self, other: Linked) -> None:
        self.linked, self.parts = self.linked.joined(other), self.parts + 1

    def put_together(self, findings: Findings, gazetteer: Gazetteer) -> None:
        if self.parts > self.parts_read:
            self.incident = assemble(findings, self.linked, gazetteer) or self.incident
            self.parts_read = self.parts


def incidents_of(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> list[Incident]:
    """Return the records of a report's incidents, in the order of their first words. Two that agree in place, kind, time and
    figures are joined into one."""
    found: list[Joined] = []
    for one in linked:
        told = {findings.sentence_at(m.start) for m in one.events}
        incident = None if all(is_unreal(findings.full[a:b]) for a, b in told) else assemble(findings, one, gazetteer)
        if incident is None:
            continue
        same = next((other for other in found if nothing_tells_apart(incident, other.incident)), None)
        if same is None:
            found.append(Joined(one, incident))
            continue
        same.join(one)
        # only when the parts have doubled: a text that repeats itself a thousand times is not assembled a thousand times
        if same.parts >= 2 * same.parts_read:
            same.put_together(findings, gazetteer)
    for joined in found:
        joined.put_together(findings, gazetteer)
    return [joined.incident for joined in found]


def nothing_tells_apart(a: Incident, b: Incident) -> bool:
    """Whether two incidents have the same place and kind, overlapping or unknown times, and no differing figures, and are not
    a total and a single incident."""
    if a.type.family is not b.type.family or a.toponym is None or b.toponym is None:
        return False
    if a.type is not b.type and a.type.family is Family.HAZARD:
        return False
    if a.role is not b.role and Role.AGGREGATE in (a.role, b.role):
        return False
    where = a.toponym.name == b.toponym.name or same_spot(a.geocode, b.geocode)
    apart = a.start and a.end and b.start and b.end and (a.end < b.start or b.end < a.start)
    differ = any(
        (x := a.figure(kind)) and (y := b.figure(kind)) and (x.low, x.high, x.best) != (y.low, y.high, y.best)
        for kind in FIGURES.values()
    )
    return where and not apart and not differ


def same_spot(a: Geocode | None, b: Geocode | None) -> bool:
    """Whether two places are the same town or site. Places near one town, or somewhere in one area, may be different places."""
    if a is None or b is None or a.place.id != b.place.id:
        return False
    near = GeoPrecision.NEAR_SETTLEMENT in (a.precision, b.precision)
    return not near and not a.precision.is_area and not b.precision.is_area


def assemble(findings: Findings, linked: Linked, gazetteer: Gazetteer) -> Incident | None:
    """Return the record of one incident; None if the text gives no place for it."""
    role = role_of(findings, linked)
    kind = max(linked.types, key=lambda t: linked.types[t])
    toponym = where(findings, linked, role, gazetteer)
    if toponym is None:
        return None
    interval = when(findings, linked, role)
    figures, history = figures_of(findings, linked)
    dated = interval is not None
    covers, excludes = set_apart(findings, linked, toponym.name) if role is Role.AGGREGATE else ((), ())
    sentences = telling(findings, linked)
    attribution = claimant(findings, linked, figures, role)
    first = sentences[0]
    key = f"{findings.report.id}|{first.field}|{first.start}|{kind}|{toponym.name}|{interval.start if interval else None}"
    return Incident(
        id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        type=kind,
        role=role,
        toponym=toponym,
        start=interval.start if interval else None,
        end=interval.end if interval else None,
        date_precision=interval.precision if interval else DatePrecision.UNKNOWN,
        evidence=best_sentence(findings, linked, sentences),
        sentences=sentences,
        killed=figures.get(FigureKind.KILLED),
        injured=figures.get(FigureKind.INJURED),
        missing=figures.get(FigureKind.MISSING),
        attackers_killed=figures.get(FigureKind.ATTACKERS_KILLED),
        history=tuple(history),
        attribution=attribution,
        actor=actor_of(findings, linked),
        covers=covers,
        excludes=excludes,
        confidence=round(calibration().probability(signs_of(linked, toponym, role, dated)), 3),
        reasons=reasons_of(linked, toponym, role, dated),
    )


def actor_of(findings: Findings, linked: Linked) -> Actor | None:
    """Return who is said to have done it, and who says so in that sentence; None if the text names no one."""
    actors = linked.of("actor")
    if not actors:
        return None
    lead = max(actors, key=lambda m: (findings.full[m.start].isupper(), m.score, -m.start))
    says = speaker(findings, linked, lead)
    name = words(findings, lead)
    return Actor(name=name, evidence=findings.quote(lead.start, lead.end), attribution=says if says != name else None)


def claimant(findings: Findings, linked: Linked, figures: Mapping[FigureKind, Figure], role: Role) -> str | None:
    """Return who gives the figures, or says that it happened: the likeliest claimant in the sentence of the first figure, else
    in the sentences about the incident or its figures, else in any sentence, else the source line of the report, except for
    earlier events. None if there is no claimant."""
    says = linked.of("says")
    if not says:
        line = source_line(findings.full, findings.body) if role is not Role.BACKGROUND else None
        return findings.full[slice(*line)] if line else None
    figured = [
        findings.sentence_at(e.start + (findings.body if e.field == "text" else 0))
        for f in figures.values()
        for e in [f.evidence]
    ]
    told = {*figured, *(findings.sentence_at(m.start) for m in linked.events)}
    near = [m for m in says if findings.sentence_at(m.start) in figured[:1]] or [
        m for m in says if findings.sentence_at(m.start) in told
    ]
    best = max(near or says, key=lambda m: (m.score, -m.start))
    return words(findings, meant_by(findings, best, says))


def meant_by(findings: Findings, mention: Mention, says: Sequence[Mention]) -> Mention:
    """Return the claimant that "he" or "it said" refers to: the one named last before it. Return other mentions unchanged."""
    if not POINTS_BACK.fullmatch(words(findings, mention)):
        return mention
    before = [m for m in says if m.end <= mention.start and not POINTS_BACK.fullmatch(words(findings, m))]
    return max(before, key=lambda m: m.start, default=mention)


def role_of(findings: Findings, linked: Linked) -> Role:
    """Return how the report uses an incident. The date overrules the networks: an incident that ended over two weeks before
    publication is not new, and one that began within a day of it is not an earlier event."""
    role = max(linked.roles, key=lambda r: linked.roles[r])
    published, interval = findings.report.published, when(findings, linked, role)
    if role is Role.AGGREGATE or published is None or interval is None or interval.start is None or interval.end is None:
        return role
    if not is_news(findings, interval):
        return Role.BACKGROUND
    return Role.MAIN if interval.start >= published - JUST_NOW else role


def words(findings: Findings, mention: Mention) -> str:
    return " ".join(findings.full[mention.start : mention.end].split())


def telling(findings: Findings, linked: Linked) -> tuple[Evidence, ...]:
    """Return the sentences about the incident, in order."""
    found = dict.fromkeys(findings.sentence_at(m.start) for m in sorted(linked.events, key=lambda m: m.start))
    return tuple(findings.quote(a, b) for a, b in found)


def best_sentence(findings: Findings, linked: Linked, sentences: Sequence[Evidence]) -> Evidence:
    """Return the sentence with the most kinds of words of the incident; the title only if the text has none about it."""

    def weight(sentence: Evidence) -> tuple[bool, float, int]:
        shift = findings.body if sentence.field == "text" else 0
        a, b = sentence.start + shift, sentence.end + shift
        kinds = {m.kind for m in linked.mentions if a <= m.start < b and m.kind not in ("old", "actor")}
        return sentence.field == "text", len(kinds) + ("where" in kinds) * 0.5, -sentence.start

    return max(sentences, key=weight)


# --- a total's parts ------------------------------------------------------------------------------------------------------

INCLUDED = re.compile(r"\b(?:including|includes?|included|among them|as well as)\b", re.IGNORECASE)


def set_apart(findings: Findings, linked: Linked, own: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the places that the sentences about a total name as included, and those that they name as left out."""
    covers: dict[str, None] = {}
    excludes: dict[str, None] = {}
    for a, b in dict.fromkeys(
        findings.sentence_at(m.start) for m in (*linked.events, *linked.of("killed"), *linked.of("injured"))
    ):
        for place in findings.places:
            if not a <= place.start < b or place.adjective or place.name == own:
                continue
            before = findings.full[a : place.start]
            left, included = (max((m.end() for m in words.finditer(before)), default=-1) for words in (LEFT_OUT, INCLUDED))
            if max(left, included) >= 0:
                (excludes if left >= included else covers)[place.name] = None
    return tuple(covers), tuple(excludes)


# --- how many ----------------------------------------------------------------------------------------------------------


def figures_of(findings: Findings, linked: Linked) -> tuple[dict[FigureKind, Figure], list[Figure]]:
    """Return the figures of an incident, and the figures that the report replaces or that rivals claim."""
    chosen: dict[FigureKind, Figure] = {}
    history: list[Figure] = []
    for name, kind in FIGURES.items():
        stated = [s for m in joined_by_and(findings, counted_as(findings, linked, name)) if (s := stated_by(findings, m))]
        if stated:
            count, mention = choose(findings, stated)
            count, rivals = with_rivals(findings, linked, stated, count, mention)
            chosen[kind] = figure(findings, linked, kind, count, mention)
            history += [figure(findings, linked, kind, s.count, s.mention) for s in rivals]
    for mention in linked.of("old"):
        found = stated_by(findings, mention)
        if found and found.count.stated and found.count.qualifier is not Qualifier.NONE:
            history.append(figure(findings, linked, kind_of(words(findings, mention)), found.count, mention))
    return chosen, history


def counted_as(findings: Findings, linked: Linked, name: str) -> Iterator[Mention]:
    """Yield the mentions that count one kind of casualty. Attackers who died are not victims, except in a clash."""
    clash = max(linked.types, key=lambda t: linked.types[t], default=None) is IncidentType.ARMED_CLASH
    for mention in linked.mentions:
        attackers = mention.kind == "killed" and not clash and only_attackers(words(findings, mention))
        if name == ("attackers_killed" if attackers else mention.kind):
            yield mention


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
        if s.count.stated and s.count.best is not None and not s.further and s.count.best != count.best
        and abs(s.mention.start - mention.start) <= RIVALS_NEAR and s.mention.score >= 0.8
        and (by := speaker(findings, linked, s.mention)) is not None and own is not None and by != own
    ]  # fmt: skip
    if not rivals or count.best is None:
        return count, []
    lows = [c.low for c in (count, *(r.count for r in rivals))]
    highs = [c.high for c in (count, *(r.count for r in rivals))]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    if low is None and high is None:
        return count, []
    return replace(count, low=low, high=high, qualifier=Qualifier.RANGE, word=None), rivals


def speaker(findings: Findings, linked: Linked, mention: Mention) -> str | None:
    """Return the claimant of what a mention states: the nearest one in its sentence; None if there is none."""
    a, b = findings.sentence_at(mention.start)
    near = [m for m in linked.of("says") if a <= m.start < b]
    return words(findings, min(near, key=lambda m: abs(m.start - mention.start))) if near else None


def stated_by(findings: Findings, mention: Mention) -> Stated | None:
    a, b = findings.sentence_at(mention.start)
    if (cut := CUT.search(findings.full, mention.start, mention.end)) and (rest := ONE_MORE.match(findings.full, cut.end(), b)):
        mention = replace(mention, end=rest.end())
    count = count_people(findings.full[a:b], mention.start - a, min(mention.end, b) - a)
    if count is None or (not count.stated and count.low != 0 and mention.score < SURE_OF_ONE):
        return None
    return Stated(count, mention, bool(FURTHER.search(findings.full[mention.start : mention.end])))


def choose(findings: Findings, stated: Sequence[Stated]) -> tuple[Count, Mention]:
    """Return the count that most words state. A number that is exact in one place and "at least" in another is "at least";
    "two others" are added to the people whom other words count."""
    numbers = [s for s in stated if s.count.stated and s.count.qualifier is not Qualifier.NONE]
    pool = numbers or [s for s in stated if s.count.qualifier is not Qualifier.NONE] or list(stated)
    exact = [s for s in pool if s.count.qualifier is not Qualifier.VAGUE] or pool
    count, mention = most_stated([s for s in exact if not s.further] or exact)
    phrase = findings.full[mention.start : mention.end]
    own = {n.value for n in find_numbers(phrase) if OTHERS.match(phrase, n.end)}  # the six of "a guard and six others"
    more = [
        s for s in exact
        if s.further and key_of(s.count) != key_of(count) and s.count.qualifier is Qualifier.EXACT and s.count.best not in own
    ]  # fmt: skip
    if any(s.further and key_of(s.count) == key_of(count) for s in exact):  # "seven others", and later "two were also hurt"
        more = [] if ALSO.search(phrase) else [s for s in more if s.mention.start > mention.start and is_also(findings, s)]
    if more and count.qualifier is Qualifier.EXACT:
        return plus(count, more[0].count), mention
    return count, mention


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
