"""The part of a country or province that a compass word names: "eastern Ukraine", "the south of Lebanon"."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import NamedTuple

from geodata.gazetteer.areas import outline, rings
from geodata.records import Place

COMPASS = re.compile(
    r"\b(?P<where>central|(?:north|south)(?:-?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?)"
    r"(?: (?:parts?|half|regions?|areas?|corner) of(?: the)?)? $",
    re.IGNORECASE,
)
THIRD, HALF = 1 / 3, 1 / 2
NEAR_DEGREES = 3.0
Ring = list[list[float]]


class Compass(NamedTuple):
    """East-west and north-south, each -1, 0 or 1 ((0, 0) is "central"), and where the words start."""

    direction: tuple[int, int]
    start: int


def compass(before: str) -> Compass | None:
    """The compass words that end a text: "in southern " and "the eastern part of "; None without any."""
    words = COMPASS.search(before)
    if words is None:
        return None
    where = words["where"].lower()
    direction = (("east" in where) - ("west" in where), ("north" in where) - ("south" in where))
    return Compass(direction, words.start("where"))


def part(place: Place, direction: tuple[int, int], name: str) -> Place | None:
    """The part of a country or province that lies there, as a place at its middle; None for a place without an outline."""
    geometry = outline(place)
    if geometry is None:
        return None
    land = mainland([polygon[0] for polygon in rings(geometry)])
    box = [(min(p[k] for r in land for p in r), max(p[k] for r in land for p in r)) for k in (0, 1)]
    share = HALF if all(direction) else THIRD
    for axis, way in enumerate(direction):
        (low, high), central = box[axis], not any(direction)
        edge = (high - low) * share
        if way > 0 or central:
            land = [clipped(r, axis, low + edge if central else high - edge, above=True) for r in land]
        if way < 0 or central:
            land = [clipped(r, axis, high - edge if central else low + edge, above=False) for r in land]
    parts = [middle(r) for r in land if len(r) > 2]
    whole = sum(abs(area) for _, _, area in parts)
    if not whole:
        return None
    longitude, latitude = (sum(m[k] * abs(m[2]) for m in parts) / whole for k in (0, 1))
    return replace(
        place,
        id=f"{place.id}:{direction[0]},{direction[1]}",
        name=name,
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        feature="REGION",
        radius_km=round(place.radius_km / 2, 1),
    )


def mainland(found: list[Ring]) -> list[Ring]:
    """The largest ring and those near it: the United States without Alaska, but all of the Philippines."""
    kept: list[Box] = []
    near: list[Ring] = []
    for ring in sorted(found, key=lambda r: -abs(middle(r)[2])):
        box = Box(*(f(p[k] for p in ring) for k in (0, 1) for f in (min, max)))
        if not kept or any(box.gap(other) < NEAR_DEGREES for other in kept):
            kept.append(box)
            near.append(ring)
    return near


class Box(NamedTuple):
    west: float
    east: float
    south: float
    north: float

    def gap(self, other: Box) -> float:
        """Degrees between two boxes; 0 where they overlap."""
        return max(self.west - other.east, other.west - self.east, self.south - other.north, other.south - self.north, 0.0)


def clipped(ring: Ring, axis: int, edge: float, above: bool) -> Ring:
    """What of a ring lies on one side of a line of latitude (axis 1) or longitude (axis 0)."""

    def inside(p: list[float]) -> bool:
        return p[axis] >= edge if above else p[axis] <= edge

    kept: Ring = []
    for a, b in itertools.pairwise([*ring, *ring[:1]]):
        if inside(a) != inside(b):
            share = (edge - a[axis]) / (b[axis] - a[axis])
            kept.append([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])])
        if inside(b):
            kept.append(b)
    return kept


def middle(ring: Ring) -> tuple[float, float, float]:
    """Centroid of a ring (longitude, latitude) and its signed area, in square degrees."""
    area = x = y = 0.0
    for a, b in itertools.pairwise([*ring, ring[0]]):
        cross = a[0] * b[1] - b[0] * a[1]
        area += cross / 2
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return (x / (6 * area), y / (6 * area), area) if area else (0.0, 0.0, 0.0)
