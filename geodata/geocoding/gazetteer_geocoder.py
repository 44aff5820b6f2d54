"""The offline gazetteer as a geopy geocoder: no network, no key, no limit."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

import shapely
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location

from geodata.gazetteer.areas import contains, outline
from geodata.gazetteer.lookup import Gazetteer, kilometres
from geodata.gazetteer.provinces import country_boxes
from geodata.gazetteer.sources import ABBREVIATION, overseas, region_ref, table
from geodata.geocoding.offline import OfflineGeocoder
from geodata.geocoding.resolver import PRECISION, WEIGHTS, Query, holds, resolve
from geodata.records import Geocode, Place

REVERSE_WITHIN_KM = 50.0
ASKED = replace(WEIGHTS, thin=-math.inf)  # a query wants the best place for a name; a name in a text may not be a place
NOT_THERE = "no place of that name is known in this country"
NOT_THERE_SCORE = 0.3
ACROSS = 1.0  # a place this many degrees from a country's boxes still counts as in it, because borders are disputed


class GazetteerGeocoder(OfflineGeocoder):
    """Geocode names like "Sloviansk, Ukraine" from the gazetteer on this machine."""

    def __init__(self, gazetteer: Gazetteer | None = None, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout)
        self.gazetteer = gazetteer or Gazetteer.open()

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the place that `query` names, narrowed by what follows its commas; None if no place has the name.

        `exactly_one=False` returns a list that includes the runners-up.
        """
        del timeout
        found = self.resolve(query)
        if found is None:
            return None
        if exactly_one:
            return location(found.place, found)
        return [location(found.place, found), *(location(place, None) for place in found.alternatives)]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point; if none is within 50 km, the province, country or sea around it.

        `exactly_one=False` returns all settlements within 50 km, nearest first, then the areas around, smallest first.
        """
        del timeout
        latitude, longitude = (float(part) for part in self._coerce_point_to_string(query).split(","))
        near = [place for _, place in self.gazetteer.near(latitude, longitude, REVERSE_WITHIN_KM)]
        found = near + [area for area in areas_at(self.gazetteer, latitude, longitude) if not near or not exactly_one]
        if not found:
            return None
        return location(found[0], None) if exactly_one else [location(place, None) for place in found]

    def resolve(self, query: str) -> Geocode | None:
        """Like `geocode`, but return our own record."""
        parts = [part.strip() for part in query.split(",") if part.strip()]
        if not parts:
            return None
        queries = []
        for i, part in enumerate(parts):
            candidates = self.gazetteer.find(part) or self.gazetteer.find_like(part)
            if i == 0:
                candidates = tuple(c for c in candidates if c.rank < ABBREVIATION) or candidates
            queries.append(Query(name=part, candidates=candidates, container=i + 1 if i + 1 < len(parts) else None))
        found = resolve(queries, weights=ASKED)[0]
        return in_its_country(found, queries[-1]) if found is not None and len(queries) > 1 else found


def in_its_country(found: Geocode, last: Query) -> Geocode:
    """Return what was found if it lies in or near the country that a query names last ("Palma, Mozambique"); else the country,
    with what was found elsewhere as alternatives."""
    countries = [c.place for c in last.candidates if c.place.feature == "COUNTRY" and c.rank < ABBREVIATION]
    if not countries or any(is_in(c.place, found.place) for c in last.candidates):
        return found
    return replace(
        found,
        place=countries[0],
        precision=PRECISION["COUNTRY"],
        radius_km=countries[0].radius_km,
        score=NOT_THERE_SCORE,
        reason=NOT_THERE,
        alternatives=(found.place, *found.alternatives),
    )


def is_in(outer: Place, place: Place) -> bool:
    """Whether a place lies in another; for a country, also whether it lies near it or in its overseas territories."""
    if outer.feature != "COUNTRY":
        return outer.id == place.id or holds(outer, place)
    if outer.country == place.country or (outer.country, place.country) in overseas():
        return True
    tree, codes = country_boxes()
    x, y = place.longitude, place.latitude
    near = tree.query(shapely.box(x - ACROSS, y - ACROSS, x + ACROSS, y + ACROSS))
    return outer.country in {codes[n] for n in near.tolist()}


def areas_at(gazetteer: Gazetteer, latitude: float, longitude: float) -> list[Place]:
    """Return the province and country that contain a point, then the seas and regions around it, smallest first."""
    inside = []
    for country in gazetteer.countries():
        shape = outline(country) if within(country, latitude, longitude) else None
        if shape is None or not contains(shape, latitude, longitude):
            continue
        provinces = [p for p in gazetteer.divisions(country.country or "") if within(p, latitude, longitude)]
        inside += [p for p in provinces if (edge := outline(p)) and contains(edge, latitude, longitude)][:1]
        inside.append(country)
        break
    around = [r for r in gazetteer.regions() if within(r, latitude, longitude, 1.0)]
    if not inside:
        around = [r for r in around if r.id in seas()]
    return inside + sorted(around, key=lambda r: r.radius_km)


@cache
def seas() -> frozenset[str]:
    """Return the references of the regions that are water."""
    return frozenset(region_ref(row["name"]) for row in table("regions.csv") if row["kind"] in ("sea", "strait", "bay", "lake"))


def within(place: Place, latitude: float, longitude: float, reach: float = 3.0) -> bool:
    """Whether a point can lie in an area: it is within `reach` times the radius, or within 50 km, of the middle."""
    return kilometres(place.latitude, place.longitude, latitude, longitude) <= max(50.0, reach * place.radius_km)


def location(place: Place, geocode: Geocode | None) -> Location:
    address = ", ".join(part for part in (place.name, place.country) if part)
    raw = {
        "id": place.id,
        "feature": place.feature,
        "country": place.country,
        "population": place.population,
        "radius_km": place.radius_km,
    }
    if geocode is not None:
        raw |= {"precision": geocode.precision.value, "score": geocode.score, "reason": geocode.reason}
    return Location(address, (place.latitude, place.longitude), raw)
