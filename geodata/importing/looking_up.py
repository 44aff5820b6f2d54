"""Places that a table names without a point, looked up in the gazetteer of this machine."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.named import around_all, as_area, in_country, several
from geodata.reading.place_words import COMPASS
from geodata.records import Geocode
from geodata.tables.cells.countries import country_of
from geodata.vocabulary import NOT_IN_DIVISION

SHORTEST = 2  # letters of a name: "Å" is a village, and in a table a letter is a code
# Somewhere in the world a village has each of these names. In a table they say what kind of place it was.
COMMON = COMPASS | frozenset(
    """
    airport apartment bank bar base beach border bridge building bus camp checkpoint church city club countryside field forest
    government highway home hospital hotel house island market military mosque office other park police port prison residential
    restaurant river road rural school sea shop square station store street town university urban village
    """.split()
)


class GazetteerLookUp:
    """Finds a place by its name, with its province and country as the table writes them. Another process gets it without
    what it has found so far."""

    def __init__(self) -> None:
        self._known = cache(self._find)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()

    def __call__(self, place: str, admin1: str, country: str, area: bool = False) -> Geocode | None:
        return self._known(place, admin1, country, area)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open()

    def _find(self, place: str, admin1: str, country: str, area: bool) -> Geocode | None:
        if len(place) < SHORTEST or place.casefold() in COMMON:
            return None
        if area and country and country_of(place) == country:
            return self._whole(country)
        places = [] if area else several(place, country, self._gazetteer)
        if places:
            return around_all(places, self._gazetteer)
        found = in_country(place, admin1, country, self._gazetteer, area)
        return self._whole(country, NOT_IN_DIVISION) if found is None and area and country else found

    def _whole(self, country: str, reason: str = "the country that its row names") -> Geocode | None:
        found = (place for place in self._gazetteer.countries() if place.country == country)
        return next((as_area(place, reason) for place in found), None)
