"""Decide which place each name means, from the whole report.

Every candidate of a name gets a score: what kind of place it is, how many people live there, how
well the name fits, and how well it agrees with the other places of the report. Containment that
the text spells out ("Paris, Texas") decides alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from geodata.gazetteer.lookup import ABBREVIATION, ADJECTIVE, PRIMARY, Candidate, kilometres
from geodata.gazetteer.names import fold
from geodata.gazetteer.sources import ALTERNATE
from geodata.records import Geocode, Place
from geodata.vocabulary import COORDINATES, NAMED, GeoPrecision


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts: set by hand, then by coordinate search on halves of TR-News, GeoVirus, GeoWebNews and LGL."""

    country: float = 4.5
    region: float = 7.6
    adm1: float = 3.4
    adm1_people: float = 0.4  # per factor of ten in its population: Maryland is the US state rather than the Liberian county
    adm2: float = 2.2
    adm1_beside_city: float = -2.0
    beside_country: float = -4.0  # "Mexico" is the country rather than short for its capital
    population: float = 0.62
    primary: float = 0.68
    similarity: float = 2.25
    same_country: float = 1.95
    same_admin1: float = 1.2
    nearness: float = 2.37
    division: float = 4.0
    settlement: float = 2.0
    contained: float = 8.0
    home: float = 2.0
    thin: float = 2.55
    renown: float = 0.9  # a great city under another of its names
    outshone: float = -1.0  # a town that shares its name with a province, or a city ten times as large, in the same country
    apart: float = -1.5  # a small town named like a great city elsewhere, if no other name of the report is in its province
    stray: float = -2.0  # a town in a country that no other name of the report lies in, if the others are sure


WEIGHTS = Weights()
PRECISION = {
    "PPL": GeoPrecision.SETTLEMENT,
    "ADM1": GeoPrecision.ADM1,
    "ADM2": GeoPrecision.ADM2,
    "COUNTRY": GeoPrecision.COUNTRY,
    "REGION": GeoPrecision.REGION,
    "SITE": GeoPrecision.SITE,
}
NEAR_RADIUS_KM = 20.0
MILLION = 6.0  # as a power of ten
SMALL = 30_000  # people, like the next three
CITY = 100_000
NOTED_CITY = 200_000  # that a report may name though it is about other countries
KNOWN_CITY = 300_000
GREAT_CITY = 1_000_000
MUCH = 5  # times as many people
LONE = 0.05  # a country has no other names if they are less sure than this in total
SURE_ENOUGH = 1.5  # a town apart from all other names of the report is doubted if they are this sure in total
WHOLE_WORDS = 0.95  # likeness of a name to a longer one that contains it


@dataclass(frozen=True, slots=True)
class Query:
    """A name to resolve, and what its sentence says about it. `container`: the index of the query for the place around it."""

    name: str
    candidates: tuple[Candidate, ...]
    adjective: bool = False
    division: str | None = None
    settlement: bool = False
    near: bool = False
    container: int | None = None


def resolve(queries: Sequence[Query], home: Place | None = None, weights: Weights = WEIGHTS) -> list[Geocode | None]:
    """Return the place of each query, in order; None where the evidence is too thin."""
    forced = {i: pinned for i, q in enumerate(queries) if (pinned := contained(queries, i))}
    own: dict[int, list[tuple[float, Candidate]]] = {}
    for i, query in enumerate(queries):
        kept = forced.get(i) or list(query.candidates)
        own[i] = [(prior(query, c, kept, weights) + weights.contained * (i in forced), c) for c in kept]
    meant = {queries[i].name.casefold(): {c.place.id for c in kept} for i, kept in forced.items()}
    for i, query in enumerate(queries):
        same = meant.get(query.name.casefold())
        if same and i not in forced:
            own[i] = [(s + weights.contained * (c.place.id in same), c) for s, c in own[i]]
    chosen = {i: max(scored, key=lambda pair: pair[0]) for i, scored in own.items() if scored}
    scores = own
    for _ in range(2):
        scores = in_context(queries, own, chosen, home, weights)
        chosen = {i: max(scored, key=lambda pair: pair[0]) for i, scored in scores.items() if scored}
    return [geocode(query, scores[i], i in forced, weights) for i, query in enumerate(queries)]


def contained(queries: Sequence[Query], i: int) -> list[Candidate] | None:
    """Return the candidates that fit the containment in the text; None if the text gives none, or no candidate fits."""
    query = queries[i]
    if query.container is not None:
        outer = queries[query.container].candidates
        inside = [c for c in query.candidates if any(holds(o.place, c.place) for o in outer)]
        return inside or None
    inner = [q for q in queries if q.container == i]
    if inner:
        holding = [o for o in query.candidates if any(holds(o.place, c.place) for q in inner for c in q.candidates)]
        return holding or None
    return None


def holds(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies in `outer`, by codes, or by distance where codes are missing."""
    if outer.id == inner.id or (outer.country is None and outer.feature != "REGION"):
        return False
    if outer.feature == "COUNTRY":
        return inner.feature != "COUNTRY" and inner.country == outer.country
    if outer.feature == "ADM1" and inner.feature in ("PPL", "ADM2"):
        if outer.admin1 and inner.admin1:
            return (outer.country, outer.admin1) == (inner.country, inner.admin1)
        if inner.admin1 and inner.admin1.isalpha() and outer.id == f"iso:{inner.country}-{inner.admin1}":
            return True  # England; a number means different divisions in ISO 3166-2 and GeoNames
        far = kilometres(outer.latitude, outer.longitude, inner.latitude, inner.longitude)
        return outer.country == inner.country and far < 2 * outer.radius_km
    if outer.feature in ("ADM2", "REGION") and inner.feature == "PPL":
        return kilometres(outer.latitude, outer.longitude, inner.latitude, inner.longitude) < 1.5 * outer.radius_km
    return False


def prior(query: Query, candidate: Candidate, rivals: Sequence[Candidate], weights: Weights) -> float:
    """Score a candidate without the other names of the report."""
    place, rank = candidate
    if query.adjective:
        return weights.country if rank == ADJECTIVE else -9.0
    score = weights.population * math.log10(1 + place.population) if place.feature == "PPL" else 0.0
    if place.feature == "COUNTRY":
        score += weights.country
    elif place.feature in ("REGION", "SITE"):
        score += weights.region
    elif place.feature == "ADM1":
        score += weights.adm1
        score += weights.adm1_people * (math.log10(place.population) - MILLION) if place.population else 0.0
        if any(
            r.place.feature == "PPL" and r.place.country == place.country and r.place.population >= CITY and r.rank == PRIMARY
            for r in rivals
        ):
            score += weights.adm1_beside_city
    elif place.feature == "ADM2":
        score += weights.adm2
    if place.feature != "COUNTRY" and any(named_as_country(place, rank, rival) for rival in rivals):
        score += weights.beside_country
    score += weights.renown * (rank == ALTERNATE and (has_renown(query.name, place) or dwarfs(query.name, place, rivals)))
    score += weights.outshone * (not query.settlement and any(outshines(rival, candidate) for rival in rivals))
    score += weights.primary * (rank == PRIMARY)
    if rank != ABBREVIATION:
        score -= weights.similarity * (1 - likeness(fold(query.name), fold(place.name))) * (rank != PRIMARY)
    if query.division:
        score += weights.division * (place.feature in ("ADM1", "ADM2"))
    if query.settlement:
        score += weights.settlement * (place.feature == "PPL")
    return score


def has_renown(name: str, place: Place) -> bool:
    """Whether a place is a great city under another of its names. "New York" can be short for the city, but "Oklahoma" is not
    short for Oklahoma City."""
    least = GREAT_CITY if f"{fold(name)} city" == fold(place.name) else KNOWN_CITY
    return place.feature == "PPL" and place.population >= least


def dwarfs(name: str, place: Place, rivals: Sequence[Candidate]) -> bool:
    """Whether a city whose main name begins with a name is much larger than the places with just that name: "Halle" is Halle
    (Saale) rather than a small town."""
    largest = max((r.place.population for r in rivals if r.rank == PRIMARY), default=0)
    full = fold(place.name)
    begins = full.startswith(f"{fold(name)} ") and full != f"{fold(name)} city"  # see `has_renown`
    return begins and place.feature == "PPL" and place.population >= max(NOTED_CITY, MUCH * largest)


def outshines(rival: Candidate, candidate: Candidate) -> bool:
    """Whether a town shares its name with a province, or with a much larger city, in its country, or has another main name than
    a large city there: "Pittsburgh" is not Pittsburg in California."""
    city, place = rival.place, candidate.place
    if rival.rank != PRIMARY or place.feature != "PPL" or city.country != place.country:
        return False
    if city.feature == "ADM1":
        return place.population < SMALL and not holds(city, place)
    if candidate.rank == ALTERNATE and city.population >= KNOWN_CITY and city.population > place.population:
        return city.feature == "PPL"
    return city.feature == "PPL" and city.population >= max(CITY, 10 * place.population)


def likeness(asked: str, name: str) -> float:
    """Return the likeness of two folded names, 0 to 1; "Hull" counts as nearly all of "Kingston upon Hull"."""
    if f" {asked} " in f" {name} ":
        return WHOLE_WORDS
    return JaroWinkler.similarity(asked, name)


def named_as_country(place: Place, rank: int, rival: Candidate) -> bool:
    """Whether a place shares its name with its own country, or has any country's name as a secondary name."""
    if rival.place.feature != "COUNTRY" or rival.rank != PRIMARY:
        return False
    return rank != PRIMARY or rival.place.country == place.country


def in_context(
    queries: Sequence[Query],
    own: dict[int, list[tuple[float, Candidate]]],
    chosen: dict[int, tuple[float, Candidate]],
    home: Place | None,
    weights: Weights,
) -> dict[int, list[tuple[float, Candidate]]]:
    """Add to the scores what the report's other names contribute. A name counts once, however often it occurs."""
    distinct: dict[str, tuple[float, Place]] = {}
    for i, (score, candidate) in chosen.items():
        sure = min(1.0, max(0.1, score / 8))
        distinct.setdefault(queries[i].name.casefold(), (sure, candidate.place))
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str | None, str], float] = defaultdict(float)
    for sure, place in distinct.values():
        if place.country:
            countries[place.country] += sure
        if place.admin1:
            divisions[place.country, place.admin1] += sure
    if home is not None and home.country:
        countries[home.country] += weights.home
        if home.admin1:
            divisions[home.country, home.admin1] += weights.home
    towns = [(name, sure, p) for name, (sure, p) in distinct.items() if p.feature in ("PPL", "ADM2", "SITE")]
    if home is not None:
        towns.append(("", weights.home, home))
    memo: dict[tuple[str, str], float] = {}
    result = {}
    for i, scored in own.items():
        name = queries[i].name.casefold()
        me = distinct.get(name)
        namesake = any(c.place.feature == "COUNTRY" and c.rank == PRIMARY for _, c in scored)
        cities = [c.place.population for _, c in scored if c.place.feature == "PPL" and c.rank == PRIMARY]
        largest = max(cities, default=0)
        new = []
        for score, candidate in scored:
            place = candidate.place
            if not queries[i].adjective:
                pair = (name, place.id)
                if pair not in memo:
                    memo[pair] = agreement(candidate, name, me, countries, divisions, towns, weights)
                    dwarfed = largest >= max(CITY, MUCH * place.population)
                    small = place.feature == "PPL" and place.population < SMALL and dwarfed
                    if (small or (place.feature == "PPL" and namesake)) and not neighbours(place, name, distinct, home):
                        memo[pair] += weights.beside_country if namesake else weights.apart
                    if candidate.rank == ALTERNATE and not has_renown(name, place) and is_named_in_full(place, name, distinct):
                        memo[pair] += weights.beside_country
                score += memo[pair]
            new.append((score, candidate))
        result[i] = new
    return result


def is_named_in_full(place: Place, name: str, distinct: Mapping[str, tuple[float, Place]]) -> bool:
    """Whether the report has a longer name for a place: if it names Oklahoma City, then "Oklahoma" is the state."""
    return any(p.id == place.id and other.startswith(f"{name} ") for other, (_, p) in distinct.items())


def neighbours(place: Place, name: str, distinct: Mapping[str, tuple[float, Place]], home: Place | None) -> bool:
    """Whether another name of the report, or its home, lies in the place's province: if not, "Lebanon" is the country."""
    others = [p for other, (_, p) in distinct.items() if other != name] + ([home] if home else [])
    return any((p.country, p.admin1) == (place.country, place.admin1) for p in others)


def agreement(
    candidate: Candidate,
    name: str,
    me: tuple[float, Place] | None,
    countries: dict[str, float],
    divisions: dict[tuple[str | None, str], float],
    towns: Sequence[tuple[str, float, Place]],
    weights: Weights,
) -> float:
    """Score how well a candidate fits the report's other places, without the current choice for its own name."""
    place, rank = candidate
    total = sum(countries.values())
    here = countries.get(place.country or "", 0.0)
    others = total - (me[0] if me else 0.0)
    if me and me[1].country == place.country:
        here -= me[0]
        total = others
    score = weights.same_country * saturating(here) * (0.5 + 0.5 * here / max(total, 0.1))
    well_known = place.population >= (NOTED_CITY if rank == PRIMARY else KNOWN_CITY)
    if place.feature == "PPL" and not well_known and here < LONE and others >= SURE_ENOUGH:
        score += weights.stray
    if place.admin1:
        there = divisions.get((place.country, place.admin1), 0.0)
        if me and (me[1].country, me[1].admin1) == (place.country, place.admin1):
            there -= me[0]
        score += weights.same_admin1 * saturating(there)
    if place.feature == "PPL":
        close = 0.0
        for other, sure, town in towns:
            if other != name and abs(town.latitude - place.latitude) < 2.5:
                km = kilometres(place.latitude, place.longitude, town.latitude, town.longitude)
                close += sure * math.exp(-km / 60)
        score += weights.nearness * saturating(close)
    return score


def saturating(x: float) -> float:
    """Map 0 to 0, and large numbers to almost 1."""
    return 1 - math.exp(-max(0.0, x))


def geocode(query: Query, scored: list[tuple[float, Candidate]], forced: bool, weights: Weights) -> Geocode | None:
    if not scored:
        return None
    ranked = sorted(scored, key=lambda pair: -pair[0])
    best, (place, _) = ranked[0]
    if best < weights.thin and not forced:
        return None
    margin = best - ranked[1][0] if len(ranked) > 1 else 3.0
    score = round(1 / (1 + math.exp(-(0.8 * margin + 0.35 * (best - WEIGHTS.thin)))), 3)
    precision = PRECISION[place.feature]
    radius = place.radius_km
    if query.near and precision is GeoPrecision.SETTLEMENT:
        precision, radius = GeoPrecision.NEAR_SETTLEMENT, max(NEAR_RADIUS_KM, radius)
    others = tuple(c.place for _, c in ranked[1:6] if c.place.id != place.id)
    reason = why(query, place, forced, bool(others), margin)
    return Geocode(place=place, precision=precision, radius_km=radius, score=score, reason=reason, alternatives=others)


def why(query: Query, place: Place, forced: bool, rivals: bool, margin: float) -> str:
    if query.adjective:
        return "the country of the adjective"
    if place.id.startswith("point:"):
        return COORDINATES
    if forced:
        return NAMED
    if not rivals:
        return "the only place of this name"
    if place.feature == "COUNTRY":
        return "a country of this name"
    if query.division and place.feature in ("ADM1", "ADM2"):
        return "the text calls it a province or district"
    return "fits the other places of the report" if margin < 2 else "the best known place of this name"
