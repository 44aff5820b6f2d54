"""Coordinates as texts write them: "48.85, 37.6", "48°51′N 37°36′E", "N 48.85 E 37.6"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

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
        # 48.8512, 37.6031: at least two decimals, because "3.5, 4.5" may be anything
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
    """Find the coordinates that a text spells out, in order. Values beyond the poles or the date line do not count."""
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
    """Return the degrees of one side from its parts; south and west are negative."""
    degrees = float(named[f"{side}d"])
    degrees += float(named.get(f"{side}m") or 0) / 60 + float(named.get(f"{side}s") or 0) / 3600
    return round(-degrees if named.get(f"{side}h") in ("S", "W") else degrees, 6)
