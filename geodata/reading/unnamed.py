"""Find where an incident is if its words name no place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.labels import HURT
from geodata.reading.linked import Linked, Mention
from geodata.reading.named import Named

SURE = 0.95  # score of a place that grammar gives


# "The country", "the same district": the last place of that kind in the report. Each example has the kind it refers to.
_kinds = {
    "country|nation|kingdom": ("COUNTRY",),
    "region|province|state|governorate|oblast|territory": ("ADM1", "REGION", "ADM2"),
    "district|county": ("ADM2", "ADM1"),
    "city|town|village": ("PPL",),
}
KINDS = {word: features for words, features in _kinds.items() for word in words.split("|")}
POINTS_BACK = re.compile(rf"\b(?:the|this|that)\s+(?:(?-i:[a-z]+)\s+)?({'|'.join(KINDS)})\b(?![-’']?\w)", re.IGNORECASE)
YES = (
    ("across the country", "COUNTRY"),
    ("the same district", "ADM2"),
    ("in that city", "PPL"),
    ("the northern region", "ADM1"),
)
NO = ("three villages", "the countryside", "a nearby town", "the Venezuelan capital", "the state-run hospital")


def fallback(findings: Findings, linked: Linked, mentions: Iterable[Mention], named: Sequence[Named]) -> list[Named]:
    """Return what replaces a missing name: the places that words such as "the city" refer to, else those in the sentences
    about the incident, else the adjectives in its words, else the place that the report names most."""
    return points_back(findings, mentions) or in_sentences(findings, linked) or list(named) or most_named(findings.places)


def points_back(findings: Findings, mentions: Iterable[Mention]) -> list[Named]:
    """Return the places that words in the mentions, such as "the country", refer to."""
    found = []
    for m in mentions:
        words = POINTS_BACK.search(findings.full[m.start : m.end])
        features = KINDS[words[1].lower()] if words else ()
        last = None
        for p in findings.places:
            if p.start < m.start and p.geocode is not None and not p.adjective and p.geocode.place.feature in features:
                last = p
        if last is not None:
            found.append(Named(last.name, last.start, last.end, last.geocode, m.score))
    return found


# "The attack there": the last place that the text named.
THERE = re.compile(r"(?:\s+(?!from\b)\w+)?\s+there\b(?! (?:is|are|was|were|has|have|had|will|would|may|might|could)\b)")
THERE_YES = (" there", " attack there on Monday", " people there")
THERE_NO = (" and there were fears", " heard from there", " in the town", " there was no comment")


def over_there(findings: Findings, linked: Linked) -> Iterator[Named]:
    """Yield the places that "there" after the words of an incident refers to: the last known one, in the same sentence or the
    one before."""
    for m in (*linked.events, *(m for kind in HURT for m in linked.of(kind))):
        if THERE.match(findings.full, m.end):
            first, _ = findings.sentence_at(findings.sentence_at(m.start)[0] - 1)
            near = [p for p in findings.places if first <= p.start and p.end <= m.start and p.geocode and not p.adjective]
            if near:
                yield Named(near[-1].name, near[-1].start, near[-1].end, near[-1].geocode, SURE)


def in_sentences(findings: Findings, linked: Linked) -> list[Named]:
    told = {findings.sentence_at(e.start) for e in linked.events}
    near = [p for p in findings.places if p.geocode is not None and any(a <= p.start < b for a, b in told)]
    return [Named(p.name, p.start, p.end, p.geocode, 0.0) for p in near if not p.adjective]


def most_named(places: Sequence[FoundPlace]) -> list[Named]:
    known = [p for p in places if p.geocode is not None and not p.adjective]
    if not known:
        return []
    counts = Counter(p.geocode.place.id for p in known if p.geocode)
    best = max(known, key=lambda p: (counts[p.geocode.place.id] if p.geocode else 0, -p.start))
    return [Named(best.name, best.start, best.end, best.geocode, 0.0)]
