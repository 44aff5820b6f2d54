"""A geopy geocoder for coordinates: it answers queries that are a point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location

from geodata.geocoding.offline import OfflineGeocoder
from geodata.geocoding.written import ASKED, Position, find_coordinates, position_of
from geodata.vocabulary import COORDINATES


class CoordinatesGeocoder(OfflineGeocoder):
    """Answers queries that are coordinates; None for names."""

    def __init__(self, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout)

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the point that `query` spells out; None if it is not a pair of coordinates."""
        del timeout
        plain = ASKED.match(query)
        whole = position_of(plain) if plain else next(whole_query(query), None)
        if whole is None:
            return None
        found = location(whole.latitude, whole.longitude)
        return found if exactly_one else [found]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the point itself, spelled out."""
        del timeout
        latitude, longitude = (float(part) for part in self._coerce_point_to_string(query).split(","))
        found = location(latitude, longitude)
        return found if exactly_one else [found]


def whole_query(query: str) -> Iterator[Position]:
    yield from (
        p for p in find_coordinates(query) if (p.start, p.end) == (0, len(query)) or query.strip() == query[p.start : p.end]
    )


def location(latitude: float, longitude: float) -> Location:
    name = f"{abs(latitude):.5f} {'N' if latitude >= 0 else 'S'}, {abs(longitude):.5f} {'E' if longitude >= 0 else 'W'}"
    return Location(name, (latitude, longitude), {"precision": "site", "reason": COORDINATES})
