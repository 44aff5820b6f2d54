"""Places that a table names without a point, looked up in the gazetteer of this machine."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.named import in_country
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
        return in_country(place, admin1, country, self._gazetteer)
