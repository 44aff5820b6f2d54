"""Choose the place of an incident: the most precise one that the text gives for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.parts import compass, part
from geodata.geocoding.resolver import holds
from geodata.reading.capitals import capitals_in
from geodata.reading.containers import container
from geodata.reading.findings import Findings
from geodata.reading.left_out import parted
from geodata.reading.linked import Linked
from geodata.reading.named import SHARPNESS, Named, at_distance, bound, in_its_country, names_in
from geodata.reading.unnamed import fallback, over_there
from geodata.records import Geocode, Toponym
from geodata.vocabulary import GeoPrecision, Role

P = GeoPrecision
SURE, LESS_LIKELY = 0.9, 0.25  # score of a sure place, and how much less a place elsewhere must have to be dropped
PART_WORDS = 30  # characters before a name to search for a compass word


def where(findings: Findings, linked: Linked, role: Role, gazetteer: Gazetteer) -> Toponym | None:
    """Return the place of an incident; None if the text names none."""
    linked = parted(findings, linked)
    mentions = linked.of("where")
    named = [n for m in mentions for n in names_in(findings, m, gazetteer)]
    named = without_towns_of_regions([at_distance(findings, n, mentions) for n in named])
    named += over_there(findings, linked)
    named += capitals_in(findings, mentions, gazetteer)
    if not any(n.sharpness >= 1 for n in named):
        named = fallback(findings, linked, mentions, named)
    if not named:
        return None
    named = bound_in_sentences(findings, named, gazetteer)
    named = demoted([in_its_country(n, named, gazetteer) for n in named], gazetteer)
    named = without_unlikely(named)
    own = without_containers(named, findings) if role is Role.AGGREGATE else named
    best = in_part(as_noun(choose(linked, own, role), findings), named, findings, gazetteer)
    geocode = best.geocode or in_its_part(container(named, findings, gazetteer), named, findings, gazetteer)
    return Toponym(evidence=findings.quote(best.start, best.end), name=best.name, geocode=geocode, adjective=best.adjective)


def without_towns_of_regions(named: Sequence[Named]) -> list[Named]:
    """Drop the towns that only give a distance within a region of the incident: "150 nautical miles off Aden" in the Gulf of
    Aden."""
    regions = [n.geocode.place for n in named if n.geocode and n.geocode.place.feature == "REGION" and not n.away]
    return [n for n in named if not (n.away and n.geocode and any(holds(r, n.geocode.place) for r in regions))]


def bound_in_sentences(findings: Findings, named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """Bind each name by the other names in its sentence; see `bound`."""
    sentences: dict[tuple[int, int], list[Named]] = defaultdict(list)
    for n in named:
        sentences[findings.sentence_at(n.start)].append(n)
    return [bound(n, sentences[findings.sentence_at(n.start)], gazetteer) for n in named]


def demoted(named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """Mark as `outer` each town that shares its name with a division around another town of the incident: the text means the
    division."""
    towns = {(n.name.casefold(), n.geocode.place.id): n.geocode.place for n in named if n.geocode}
    towns = {key: place for key, place in towns.items() if place.feature == "PPL"}

    @cache
    def names_division(name: str) -> bool:
        divisions = [c.place for c in gazetteer.find(name) if c.place.feature in ("ADM1", "ADM2")]
        return any(holds(d, town) for d in divisions for (other, _), town in towns.items() if other != name.casefold())

    def is_outer(n: Named) -> bool:
        return n.geocode is not None and not n.geocode.precision.is_area and names_division(n.name)

    return [replace(n, outer=True) if is_outer(n) else n for n in named]


def without_unlikely(named: Sequence[Named]) -> list[Named]:
    """Drop the places that are much less likely than a sure one and lie elsewhere: a precise place is not better than the right
    one."""
    sure = max(named, key=lambda n: n.score)
    place = sure.geocode.place if sure.geocode else None
    if place is None or sure.score < SURE:
        return list(named)

    def is_elsewhere(n: Named) -> bool:
        other = n.geocode.place if n.geocode and not n.adjective else place
        return other.id != place.id and not holds(place, other) and not holds(other, place)

    return [n for n in named if n.score > sure.score - LESS_LIKELY or not is_elsewhere(n)]


def without_containers(named: Sequence[Named], findings: Findings) -> list[Named]:
    """Drop the names that only locate another one: of "Borno, Nigeria", keep "Borno"."""
    ends = {n.end for n in named}

    def is_container(n: Named) -> bool:
        before = findings.full[max(0, n.start - 2) : n.start]
        return before in (", ", " (") and n.start - 2 in ends

    return [n for n in named if not is_container(n)] or list(named)


def choose(linked: Linked, named: Sequence[Named], role: Role) -> Named:
    """Choose a place that is precise, likely, often named and near the event words; for a total, preferably a country."""
    counts = Counter(n.name.casefold() for n in named)
    events = [e.start for e in linked.events]
    if role is not Role.AGGREGATE:
        for name in containers(named):
            counts[name] = 1  # "Alabama" is named often because it contains "Coffee County"

    def weight(n: Named) -> float:
        sharp = -abs(n.sharpness - SHARPNESS[P.COUNTRY]) if role is Role.AGGREGATE else n.sharpness
        near = 1 / (1 + min(abs(n.start - e) for e in events) / 100)
        return sharp + 2 * n.score + 0.6 * min(3, counts[n.name.casefold()]) + near

    return max(named, key=weight)


def containers(named: Sequence[Named]) -> set[str]:
    """Return the names of the places that contain another one of these."""
    places = {n.geocode.place.id: n.geocode.place for n in named if n.geocode}
    outer = {key for key, place in places.items() if any(holds(place, other) for other in places.values())}
    return {n.name.casefold() for n in named if n.geocode and n.geocode.place.id in outer}


def in_part(n: Named, named: Sequence[Named], findings: Findings, gazetteer: Gazetteer) -> Named:
    """Narrow a country or division to the part that the text names: "Eastern Ukraine" is its east, not its middle."""
    if n.geocode is None or n.geocode.place.feature not in ("COUNTRY", "ADM1"):
        return n
    for one in (n, *(o for o in named if o.geocode and o.geocode.place.id == n.geocode.place.id and not o.adjective)):
        before = findings.full[max(0, one.start - PART_WORDS) : one.start]
        words = compass(before)
        if words is not None and not one.adjective:
            start = one.start - len(before) + words.start
            name = findings.full[start : one.end]
            place = part(n.geocode.place, words.direction, name, gazetteer)
            if place is not None:
                geocode = replace(n.geocode, place=place, precision=P.REGION, radius_km=place.radius_km, alternatives=())
                return replace(one, name=name, start=start, geocode=geocode)
    return n


def in_its_part(outer: Geocode | None, named: Sequence[Named], findings: Findings, gazetteer: Gazetteer) -> Geocode | None:
    """Narrow the country or division that contains an unknown place: "Aitaroun in southern Lebanon" is in its south."""
    for n in named:
        if outer is not None and n.geocode is not None and n.geocode.place.id == outer.place.id:
            return in_part(n, named, findings, gazetteer).geocode
    return outer


def as_noun(n: Named, findings: Findings) -> Named:
    """Replace an adjective by the nearest name of the country, if the text has one: "Ukrainian" by "Ukraine"."""
    if not n.adjective or n.geocode is None:
        return n
    wanted = n.geocode.place.id
    named = [p for p in findings.places if not p.adjective and p.geocode is not None and p.geocode.place.id == wanted]
    nearest = min(named, key=lambda p: abs(p.start - n.start), default=None)
    return (
        replace(n, name=nearest.name, start=nearest.start, end=nearest.end, geocode=nearest.geocode, adjective=False)
        if nearest
        else n
    )
