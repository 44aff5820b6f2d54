"""Places that a table names without a point, looked up in the gazetteer of this machine."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import ASKED, GazetteerGeocoder
from geodata.geocoding.resolver import Query, holds, resolve
from geodata.records import Geocode


class GazetteerLookUp:
    """Finds a place by its name, with its province and country as the table writes them. Another process gets it without
    what it has found so far."""

    def __init__(self) -> None:
        self._known = cache(self._find)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()

    def __call__(self, place: str, admin1: str, country: str) -> Geocode | None:
        return self._known(place, admin1, country)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open()

    def _find(self, place: str, admin1: str, country: str) -> Geocode | None:
        geocoder = GazetteerGeocoder(self._gazetteer)
        if "," in place and (found := geocoder.resolve(place)) and country in ("", found.place.country):
            return found
        name = place.partition(",")[0].partition("(")[0].strip()
        candidates = [c for c in self._gazetteer.find(name) if country in ("", c.place.country)]
        provinces = [c.place for c in self._gazetteer.find(admin1) if c.place.feature == "ADM1"] if admin1 else []
        inside = [c for c in candidates if any(holds(province, c.place) for province in provinces)]
        return resolve([Query(name=name, candidates=tuple(inside or candidates))], weights=ASKED)[0]
