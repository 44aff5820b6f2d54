"""Build the record of an incident: read each value from the words that the learned part chose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading.claimants import claimant
from geodata.reading.confidence import calibration, reasons_of, signs_of
from geodata.reading.containers import between
from geodata.reading.coreference import VIOLENCE
from geodata.reading.figures import FIGURES, figures_of, speaker
from geodata.reading.findings import Findings
from geodata.reading.left_out import LEFT_OUT, is_left_out
from geodata.reading.linked import Linked
from geodata.reading.times import is_news, when
from geodata.reading.values.unreal import is_unreal
from geodata.reading.whereabouts import where
from geodata.records import Actor, Evidence, Geocode, Incident, Toponym
from geodata.vocabulary import DatePrecision, Family, FigureKind, GeoPrecision, Role

JUST_NOW = timedelta(days=1)


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
    for one, incident in each(findings, linked, gazetteer):
        if is_reported_already(findings, one, incident, found):
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


def is_reported_already(findings: Findings, linked: Linked, incident: Incident, others: Sequence[Joined]) -> bool:
    """Whether all words of an incident are only what a total leaves out: "excluding the attack in Kremenchuk" refers to the
    attack that the report already gave."""
    places = (other.incident.toponym for other in others)
    left_out = all(is_left_out(findings, e) for e in linked.events)
    return left_out and any(place and incident.toponym and place.name == incident.toponym.name for place in places)


def each(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> Iterator[tuple[Linked, Incident]]:
    """Yield the incidents that are real and have a place, each with its words, none joined to another."""
    for one in linked:
        told = {findings.sentence_at(m.start) for m in one.events}
        if not all(is_unreal(findings.full[a:b]) for a, b in told) and (incident := assemble(findings, one, gazetteer)):
            yield one, incident


def nothing_tells_apart(a: Incident, b: Incident) -> bool:
    """Whether two incidents have the same place and kind, overlapping or unknown times, and no differing figures, and are not
    a total and a single incident."""
    if not of_one_kind(a, b) or a.toponym is None or b.toponym is None:
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


def of_one_kind(a: Incident, b: Incident) -> bool:
    """Whether the kinds of two incidents may be one: two of a family, or any violence without figures, which a report may call
    "shelling" here and "battles" there."""
    vague = {a.type.family, b.type.family} <= VIOLENCE and not a.figures and not b.figures
    return vague or a.type.family is b.type.family


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
        reasons=reasons_of(linked, toponym, role, dated, is_borrowed(findings, linked, toponym)),
    )


def is_borrowed(findings: Findings, linked: Linked, toponym: Toponym) -> bool:
    """Whether the place of an incident is not one that its own words name: "in the district" can only borrow one."""
    start = toponym.evidence.start + (findings.body if toponym.evidence.field == "text" else 0)
    own = linked.of("where")
    if any(m.start <= start < m.end for m in own):
        return False
    near = (p for m in own for p in between(m.start, m.end, findings))
    return toponym.geocode is None or toponym.geocode.place.id not in {p.geocode.place.id for p in near if p.geocode}


def actor_of(findings: Findings, linked: Linked) -> Actor | None:
    """Return who is said to have done it, and who says so in that sentence; None if the text names no one."""
    actors = linked.of("actor")
    if not actors:
        return None
    lead = max(actors, key=lambda m: (findings.full[m.start].isupper(), m.score, -m.start))
    says = speaker(findings, linked, lead)
    name = lead.words(findings.full)
    return Actor(name=name, evidence=findings.quote(lead.start, lead.end), attribution=says if says != name else None)


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
