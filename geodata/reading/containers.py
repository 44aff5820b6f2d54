"""Find where a place lies that the gazetteer does not know: near or in what the text names around it."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import PRIMARY, Candidate, Gazetteer
from geodata.gazetteer.sources import ALTERNATE
from geodata.geocoding.offsets import Offset, moved
from geodata.geocoding.resolver import NEAR_RADIUS_KM, Query, holds, resolve
from geodata.reading.distances import fits, km_between
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.named import Named, away_from
from geodata.records import Geocode, Place
from geodata.vocabulary import GeoPrecision

P = GeoPrecision
A_CITY = 100_000  # least population; names of smaller places are the start of too many other names
CLOSE = 600  # characters before an unknown place within which a known one is probably near it
CLOSE_KM = 100.0
AROUND = 5_000  # characters on each side within which the places show the country of an unknown one
LONGEST_ROAD_KM = 600


def container(named: Sequence[Named], findings: Findings, gazetteer: Gazetteer) -> Geocode | None:
    """Return where an unknown place lies: at the distance that the text gives, unless the incident names a known town there;
    else in the most precise known place of the same incident; else in the city that its name begins with; else around the
    nearest place in its sentence, or the last one before it in its country; else in that country. None if the text names no
    known place."""
    known = [n for n in named if n.geocode is not None]
    unknown = [n for n in named if n.geocode is None and not any(n.start <= k.start and k.end <= n.end for k in known)]
    away = next((found for n in unknown if (found := away_from(findings, n.end))), None)
    if away and not any(is_there(n, *away) for n in known):
        return moved(*away)
    road = next((between for n in unknown if (between := between_towns(n.name, gazetteer))), None)
    if road:
        return road
    if known:
        best = max(known, key=lambda n: (n.sharpness, n.score)).geocode
        if best is None:
            return None
        near = town_of(named, best, gazetteer) or city_in(unknown, best, gazetteer) or within(unknown, best, findings)
        return near or best
    own = next((city for n in named if (city := city_of(n.name, gazetteer)) is not None), None)
    return own or from_text(min(n.start for n in named), findings, gazetteer)


def is_there(named: Named, base: Geocode, offset: Offset) -> bool:
    """Whether a known town, other than the one that a distance counts from, lies at that distance."""
    place = named.geocode.place if named.geocode else None
    return place is not None and place.feature == "PPL" and place.id != base.place.id and fits(place, base, offset)


# --- by its name ------------------------------------------------------------------------------------------------------------

# facilities that are named after their town
NAMED_AFTER_A_TOWN = re.compile(
    r"(?P<town>(?-i:[A-Z]).+?)(?: (?:regional|international|municipal|county|central|state|military|refugee))? "
    r"(?:airport|airfield|air ?base|base|barracks|dam|port|harbou?r|prison|jail|refinery|power (?:plant|station)|camp|axis|"
    r"crossing|mine|bus station|railway station|train station|zoo|university|hospital)\b",
    re.IGNORECASE,
)
NAMED_AFTER_YES = ("Telluride Regional Airport", "Hodeidah port", "Miringa axis of Biu", "Dasu dam")
NAMED_AFTER_NO = ("Washington Terrace", "Park Road", "Camp Lemonnier", "the airport road")
# A road between two towns.
ROAD = re.compile(
    r"(?P<a>[A-Z][\w'’. ]*?) ?[-–] ?(?P<b>[A-Z][\w'’. ]*?) (?:(?:national|express|toll|main) )?"
    r"(?:highway|road|expressway|motorway|freeway|route|railway|rail line)\b",
    re.IGNORECASE,
)
ROAD_YES = ("Okigwe-Owerri highway", "Lagos – Ibadan Expressway", "Dhaka-Khulna Highway")
ROAD_NO = ("the coastal road", "Highway 1", "Garissa-based", "Park Road")


def town_of(named: Sequence[Named], outer: Geocode, gazetteer: Gazetteer) -> Geocode | None:
    """Return the surroundings of the town that an unknown name in a known division begins with, if any: an airport's, say."""
    if outer.place.feature not in ("ADM1", "ADM2"):
        return None
    for name in (n.name for n in named if n.geocode is None):
        words = NAMED_AFTER_A_TOWN.match(name)
        if words:
            found = gazetteer.find(words["town"])
            towns = tuple(c for c in found if c.place.feature == "PPL" and c.rank <= PRIMARY and holds(outer.place, c.place))
            if towns:
                geocode = resolve([Query(name=name, candidates=towns)])[0]
                return around(geocode) if geocode else None
    return None


def city_in(unknown: Sequence[Named], outer: Geocode, gazetteer: Gazetteer) -> Geocode | None:
    """Return the surroundings of the city in a known area that an unknown name begins with: "Hama Air Base" in Syria."""
    if not outer.precision.is_area:
        return None
    found = (city_of(n.name, gazetteer, outer.place) for n in unknown)
    return next((around(city) for city in found if city), None)


def city_of(name: str, gazetteer: Gazetteer, outer: Place | None = None) -> Geocode | None:
    """Return the city, in `outer` if given, that a name begins with, as in "Seoul Western District Court"; None if none."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        found = gazetteer.find(" ".join(words[:size]))
        cities = [c.place for c in found if c.rank <= (ALTERNATE if outer else PRIMARY) and c.place.feature == "PPL"]
        large = [p for p in cities if p.population >= A_CITY and (outer is None or holds(outer, p))]
        if large:
            return resolve([Query(name=name, candidates=tuple(Candidate(p, PRIMARY) for p in large))])[0]
    return None


def between_towns(name: str, gazetteer: Gazetteer) -> Geocode | None:
    """Return the area between the two towns that a road is named after: "Okigwe-Owerri highway". None for other names."""
    road = ROAD.match(name)
    ends = [[c for c in gazetteer.find(road[end]) if c.place.feature == "PPL"] for end in ("a", "b")] if road else []
    pairs = [(km_between(a.place, b.place), a, b) for a, b in itertools.product(*ends)] if road else []
    near = [pair for pair in pairs if 0 < pair[0] <= LONGEST_ROAD_KM]
    if not near:
        return None
    km, *towns = min(near, key=lambda pair: pair[0])
    first, last = (resolve([Query(name=c.place.name, candidates=(c,))])[0] for c in towns)
    if first is None or last is None:
        return None
    a, b = first.place, last.place
    middle = replace(
        a,
        id=f"{a.id}-{b.id}",
        name=f"{a.name}–{b.name}",
        latitude=round((a.latitude + b.latitude) / 2, 4),
        longitude=round((a.longitude + b.longitude) / 2, 4),
        population=0,
    )
    return replace(first, place=middle, precision=P.REGION, radius_km=max(NEAR_RADIUS_KM, round(km / 2, 1)), alternatives=())


# --- by the places that the text names around it ------------------------------------------------------------------------------


def within(unknown: Sequence[Named], outer: Geocode, findings: Findings) -> Geocode | None:
    """Return the surroundings of the nearest place that lies in a known area and that the sentence of an unknown one names."""
    if not outer.precision.is_area or not unknown:
        return None
    near = (g for g in in_sentence(unknown[0].start, findings) if holds(outer.place, g.place))
    return next((around(geocode) for geocode in near), None)


def from_text(at: int, findings: Findings, gazetteer: Gazetteer) -> Geocode | None:
    """Return where a place at a position of the text lies, if its incident names no known place."""
    same = in_sentence(at, findings)
    if same:
        return around(same[0])
    country = country_at(at, findings)
    if country is None:
        return None
    around_it = [p for p in between(at - AROUND, at + AROUND, findings) if p.geocode and p.geocode.place.country == country]
    towns = [p.geocode for p in around_it if at - CLOSE <= p.start < at and p.geocode and not is_country(p.geocode.place)]
    if towns:
        return somewhere_near(towns[-1])
    place = gazetteer.country(country)
    named = next((p.geocode for p in around_it if p.geocode and place and p.geocode.place.id == place.id), None)
    return named or (resolve([Query(name=place.name, candidates=(Candidate(place, PRIMARY),))])[0] if place else None)


def in_sentence(at: int, findings: Findings) -> list[Geocode]:
    """Return the known places in the sentence at a position, nearest first, without adjectives."""
    found = [(abs(p.start - at), p) for p in between(*findings.sentence_at(at), findings) if p.geocode and not p.adjective]
    return [p.geocode for _, p in sorted(found, key=lambda pair: pair[0]) if p.geocode]


def between(start: int, end: int, findings: Findings) -> Iterator[FoundPlace]:
    return itertools.takewhile(lambda p: p.start < end, findings.places_from(start))


def country_at(at: int, findings: Findings) -> str | None:
    """Return the country (ISO 3166 code) that most places around a position are in; None if there are none. Each counts by the
    square of its nearness in sentences."""
    number = findings.number_at(at)
    weights: defaultdict[str, float] = defaultdict(float)
    for p in between(at - AROUND, at + AROUND, findings):
        if p.geocode and p.geocode.place.country:
            weights[p.geocode.place.country] += 1 / (1 + abs(findings.number_at(p.start) - number)) ** 2
    return max(weights, key=lambda country: weights[country], default=None)


def is_country(place: Place) -> bool:
    return place.feature == "COUNTRY"


def around(geocode: Geocode) -> Geocode:
    """Lower the precision of a town to "near" it; return an area unchanged."""
    if geocode.precision.is_area:
        return geocode
    return replace(geocode, precision=P.NEAR_SETTLEMENT, radius_km=max(geocode.radius_km, NEAR_RADIUS_KM))


def somewhere_near(geocode: Geocode) -> Geocode:
    """Return the wider surroundings of a town; an area unchanged."""
    if geocode.precision.is_area:
        return geocode
    return replace(geocode, precision=P.REGION, radius_km=max(geocode.radius_km, CLOSE_KM))
