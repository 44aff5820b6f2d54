"""A figure belongs to the place next to it, even if the networks link it to an incident elsewhere: "five were injured in
Kharkiv" reports nothing about Odesa."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.resolver import holds
from geodata.reading.assembling import role_of
from geodata.reading.containers import between
from geodata.reading.distances import km_between
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.labels import HURT
from geodata.reading.linked import AND, Linked, Mention
from geodata.reading.whereabouts import where
from geodata.records import Toponym

SIDE = "|".join(f"{side}(?:ern)?" for side in ("north", "south", "east", "west", "central"))
# Words between a figure and its place.
IN = re.compile(
    r"\s+(?:in and around|in|at|near|outside|around)\s+"
    rf"(?:the (?:city|town|village|port city|capital|province|district) of\s+)?(?:(?:{SIDE})\s+)?"
)
IN_YES = (" in ", " in and around ", " near the town of ", " in eastern ")
IN_NO = (" by troops from ", " in US-led ", " and ", " in a hospital in ")
# What follows a name that is the whole place: "Ukraine drone attacks" and "Qatar Red Crescent offices" are not.
WHOLE = re.compile(
    r"\s*(?:$|[.,;:)—–]|\s(?:on|in|after|when|while|during|as|and|but|by|since|last|this|over|before|who|that|where|from|early|"
    r"late|to|amid|between|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\b)"
)
WHOLE_YES = (", the second-largest city", " on Monday", " Friday", "")
WHOLE_NO = (" drone attacks", " Red Crescent offices", "-backed forces", " hospital")
FARTHEST = 60  # characters from a figure to its place
NAMED_BEFORE = 600  # characters before the sentence with "there" to search for the place
APART_KM = 30  # a place this near may be a suburb


def with_own_places(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> list[Linked]:
    """Return the incidents. A figure that a place elsewhere follows directly becomes a separate incident, with that place."""
    found = []
    linked = figures_there(findings, in_order(findings, unshared(findings, linked), gazetteer), gazetteer)
    for one in linked:
        placed = [(m, place) for m in one.mentions if m.kind in HURT and (place := place_after(findings, m))]
        toponym = where(findings, one, role_of(findings, one), gazetteer) if placed else None
        moved = [(m, place) for m, place in placed if toponym and is_elsewhere(place, toponym)]
        rest = one
        for m, place in moved:
            if m not in rest.mentions:
                continue  # it moved with another figure
            figures = [*counted_with(findings, rest, m), m]
            if not any(is_counted(m, other) for other in linked if other is not one):
                found.append(cut_out(findings, one, figures, place))
            rest = without(rest, figures)
        if rest.events:
            found.append(rest)
    return sorted(found, key=lambda one: one.events[0].start)


def unshared(findings: Findings, linked: Sequence[Linked]) -> list[Linked]:
    """Return the incidents. A figure that the networks link to two belongs only to the one with event words in its sentence."""
    by_sentence: defaultdict[tuple[int, int], list[Linked]] = defaultdict(list)
    for one in linked:
        for sentence in {findings.sentence_at(e.start) for e in one.events}:
            by_sentence[sentence].append(one)

    def is_others(one: Linked, m: Mention) -> bool:
        here = by_sentence.get(findings.sentence_at(m.start), ())
        return all(other is not one for other in here) and any(is_counted(m, other) for other in here)

    return [
        replace(one, mentions=tuple(m for m in one.mentions if m.kind not in HURT or not is_others(one, m))) for one in linked
    ]


def in_order(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> list[Linked]:
    """Return the incidents. In "one in Mariupol that killed 600, and another in Kramatorsk that killed 59", the 600 belong to
    Mariupol: they follow its words, and come before those of the incident that the networks link them to."""
    found = list(linked)
    for number, one in enumerate(linked):
        for m in early_figures(findings, one):
            a, _ = findings.sentence_at(m.start)
            before = {i: e.start for i, other in enumerate(found) for e in other.events if a <= e.start < m.start}
            last = max(before, key=lambda i: before[i], default=None)
            if last is not None and is_first_figure(findings, found[last], m, one, gazetteer):
                found[last] = replace(found[last], mentions=(*found[last].mentions, m))
                found[number] = replace(found[number], mentions=tuple(o for o in found[number].mentions if o != m))
    return found


THERE = re.compile(r"\bthere(?=[.,;])", re.IGNORECASE)
THERE_YES = ("how many were hurt there.", "Some stayed there, and")
THERE_NO = ("There were fears.", "heard from there on", "Over there: a man")


def figures_there(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> list[Linked]:
    """Return the incidents. In "troops shelled Sloviansk. It is not known how many were hurt there. We saw one fatality", the
    dead belong to Sloviansk, even if the networks link them to an incident elsewhere."""
    found = list(linked)
    for number, one in enumerate(linked):
        for m in (m for m in one.mentions if m.kind in HURT):
            place = place_there(findings, m)
            here = where(findings, one, role_of(findings, one), gazetteer) if place else None
            if place is None or here is None or not is_elsewhere(place, here):
                continue
            for i, other in enumerate(found):
                near = any(place.start - NAMED_BEFORE <= e.start < m.start for e in other.events)
                if i == number or other.of(m.kind) or not near:
                    continue
                there = where(findings, other, role_of(findings, other), gazetteer)
                if there is not None and there.name == place.name:
                    found[i] = replace(other, mentions=(*other.mentions, m))
                    found[number] = replace(found[number], mentions=tuple(o for o in found[number].mentions if o != m))
                    break
    return found


def place_there(findings: Findings, figure: Mention) -> FoundPlace | None:
    """Return the last place named before a figure, if "there" is at the end of a clause of its sentence or of the one before;
    None for other sentences, or if the place is not known."""
    first, _ = findings.sentence_at(max(0, findings.sentence_at(figure.start)[0] - 1))
    if not THERE.search(findings.full, first, figure.start):
        return None
    named = [p for p in between(max(0, first - NAMED_BEFORE), figure.start, findings) if not p.adjective]
    return named[-1] if named and named[-1].geocode else None


def early_figures(findings: Findings, linked: Linked) -> Iterator[Mention]:
    """Yield the figures that come before the first event words of their sentence, if another figure follows these."""
    for m in linked.mentions:
        a, b = findings.sentence_at(m.start)
        events = [e.start for e in linked.events if a <= e.start < b]
        if m.kind in HURT and events and m.end <= min(events) and any(min(events) < o.start < b for o in linked.of(m.kind)):
            yield m


def is_first_figure(findings: Findings, linked: Linked, figure: Mention, other: Linked, gazetteer: Gazetteer) -> bool:
    """Whether the sentence names an incident's place before a figure, which is elsewhere than the other incident, and the
    incident has no such figure before this sentence."""
    a, _ = findings.sentence_at(figure.start)
    if any(m.start < a or m.start > figure.end for m in linked.of(figure.kind)):
        return False
    here, there = (where(findings, one, role_of(findings, one), gazetteer) for one in (linked, other))
    before = itertools.takewhile(lambda p: p.start < figure.start, findings.places_from(a))
    named = [p for p in before if not p.adjective]
    return bool(here and there and named and named[-1].name == here.name and is_elsewhere(named[-1], there))


def place_after(findings: Findings, mention: Mention) -> FoundPlace | None:
    """Return the known place that directly follows a figure in its sentence; None if there is none."""
    end = min(findings.sentence_at(mention.start)[1], mention.end + FARTHEST)
    for place in itertools.takewhile(lambda p: p.start < end, findings.places_from(mention.end)):
        if place.geocode is not None and not place.adjective:
            follows = IN.fullmatch(findings.full, mention.end, place.start) and WHOLE.match(findings.full, place.end)
            return place if follows else None
    return None


def is_elsewhere(place: FoundPlace, toponym: Toponym) -> bool:
    """Whether a place is apart from that of an incident: under another name, neither within the other, and not near."""
    if place.geocode is None or toponym.geocode is None or place.name == toponym.name:
        return False
    a, b = place.geocode.place, toponym.geocode.place
    return not holds(a, b) and not holds(b, a) and km_between(a, b) > APART_KM + a.radius_km + b.radius_km


def counted_with(findings: Findings, linked: Linked, mention: Mention) -> Iterator[Mention]:
    """Yield the figures of another kind that an "and" joins to this one: "two were killed and" before "five were injured"."""
    for other in linked.mentions:
        joined = other.kind in HURT and other.kind != mention.kind
        if joined and AND.fullmatch(findings.full, other.end, mention.start):
            yield other


def is_counted(figure: Mention, linked: Linked) -> bool:
    """Whether an incident has a figure from some of the same words."""
    return any(m.start < figure.end and figure.start < m.end for m in linked.of(figure.kind))


def without(linked: Linked, figures: Sequence[Mention]) -> Linked:
    """Return an incident without these figures, and without the event words within them."""
    events = tuple(e for e in linked.events if not any(m.start <= e.start and e.end <= m.end for m in figures))
    return replace(linked, events=events, mentions=tuple(m for m in linked.mentions if m not in figures))


def cut_out(findings: Findings, linked: Linked, figures: Sequence[Mention], place: FoundPlace) -> Linked:
    """Return an incident of these figures at a place. Its time, claimant and actor are those of the sentence; its type and role
    are those of the incident that it was part of."""
    sentence = findings.sentence_at(figures[0].start)
    events = tuple(Mention("event", m.start, m.end, m.score) for m in figures)
    told = [m for m in linked.mentions if m.kind in ("when", "says", "actor") and findings.sentence_at(m.start) == sentence]
    return replace(linked, events=events, mentions=(Mention("where", place.start, place.end), *figures, *told))
