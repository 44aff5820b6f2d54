"""Coordinates as texts write them: "48.85, 37.6", "48°51′N 37°36′E", "N 48.85 E 37.6"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geodata.vocabulary import COORDINATES

_degrees = r"(?P<{0}d>\d{{1,3}}(?:\.\d+)?)"
_parts = (
    _degrees + r"\s?[°º]\s?(?:(?P<{0}m>\d{{1,2}}(?:\.\d+)?)\s?['’′]\s?)?(?:(?P<{0}s>\d{{1,2}}(?:\.\d+)?)\s?(?:[\"”″]|'')\s?)?"
)
_lat, _lon = "(?P<{0}h>[NS])", "(?P<{0}h>[EW])"
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 48°51′30″N 37°36′E
        rf"(?<![\w.]){_parts.format('a')}{_lat.format('a')},?\s{{0,2}}{_parts.format('b')}{_lon.format('b')}(?!\w)",
        # N 48°51' E 37°36'
        rf"(?<!\w){_lat.format('a')}\s?{_parts.format('a')},?\s{{0,2}}{_lon.format('b')}\s?{_parts.format('b')}(?!\w)",
        # 48.85 N, 37.6 E
        rf"(?<![\w.]){_degrees.format('a')}°?\s?{_lat.format('a')},?\s{{1,2}}{_degrees.format('b')}°?\s?{_lon.format('b')}(?!\w)",
        # N 48.85, E 37.6
        rf"(?<!\w){_lat.format('a')}\s?{_degrees.format('a')}°?,?\s{{1,2}}{_lon.format('b')}\s?{_degrees.format('b')}°?(?!\w|\.\d)",
        # 48.8512, 37.6031: at least two decimals, since "3.5, 4.5" may be anything
        r"(?<![\w.,-])(?P<ad>-?\d{1,2}\.\d{2,8})°?,\s{0,2}(?P<bd>-?\d{1,3}\.\d{2,8})°?(?!\w|[.,]\d)",
    )
)
ASKED = re.compile(r"^\s*(?P<ad>[+-]?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(?P<bd>[+-]?\d{1,3}(?:\.\d+)?)\s*$")


class Position(NamedTuple):
    """Coordinates in a text: `start` and `end` are characters, the rest decimal degrees."""

    start: int
    end: int
    latitude: float
    longitude: float


def find_coordinates(text: str) -> list[Position]:
    """The coordinates that a text spells out, in order. What lies beyond the poles or the date line is none."""
    found: list[Position] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            taken = any(match.start() < p.end and p.start < match.end() for p in found)
            if not taken and (position := position_of(match)):
                found.append(position)
    return sorted(found)


def position_of(match: re.Match[str]) -> Position | None:
    named = match.groupdict()
    latitude, longitude = angle(named, "a"), angle(named, "b")
    minutes = [float(named.get(key) or 0) for key in ("am", "as", "bm", "bs")]
    if abs(latitude) > 90 or abs(longitude) > 180 or max(minutes) >= 60:
        return None
    return Position(match.start(), match.end(), latitude, longitude)


def angle(named: dict[str, Any], side: str) -> float:
    """Degrees from the parts of one side; south and west are negative."""
    degrees = float(named[f"{side}d"])
    degrees += float(named.get(f"{side}m") or 0) / 60 + float(named.get(f"{side}s") or 0) / 3600
    return round(-degrees if named.get(f"{side}h") in ("S", "W") else degrees, 6)


class CoordinatesGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no type information
    """Answers queries that are coordinates; None for names."""

    def __init__(self, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(scheme="https", timeout=timeout, user_agent="incident-atlas")

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The point that `query` writes out; None if it is not a pair of coordinates."""
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
        """The point itself, written out."""
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
