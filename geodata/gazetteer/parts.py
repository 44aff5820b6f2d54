"""The part of a country or province that compass words name: "eastern Ukraine", "the southern part of Lebanon"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from shapely import MultiPolygon, box, make_valid
from shapely.geometry import shape

from geodata.gazetteer.areas import outline
from geodata.records import Place

COMPASS = re.compile(
    r"\b(?P<where>central|(?:north|south)(?:-?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?)"
    r"(?: (?:parts?|half|regions?|areas?|corner) of(?: the)?)? $",
    re.IGNORECASE,
)
THIRD, HALF = 1 / 3, 1 / 2
NEAR_DEGREES = 3.0  # islands this near to the mainland count with it


class Compass(NamedTuple):
    """East-west and north-south, each -1, 0 or 1 ((0, 0) is "central"), and where the words start."""

    direction: tuple[int, int]
    start: int


def compass(before: str) -> Compass | None:
    """Find the compass words that end a text, as in "in southern " and "the eastern part of "; None if there are none."""
    words = COMPASS.search(before)
    if words is None:
        return None
    where = words["where"].lower()
    direction = (("east" in where) - ("west" in where), ("north" in where) - ("south" in where))
    return Compass(direction, words.start("where"))


def part(place: Place, direction: tuple[int, int], name: str) -> Place | None:
    """Return the part of a country or province in a direction, as a place at its middle; None without an outline."""
    geometry = outline(place)
    if geometry is None:
        return None
    land = mainland(shape(geometry))
    west, south, east, north = land.bounds
    share = HALF if all(direction) else THIRD
    (west, east), (south, north) = (
        side(low, high, way, share, central=not any(direction))
        for low, high, way in zip((west, south), (east, north), direction, strict=True)
    )
    middle = make_valid(land).intersection(box(west, south, east, north)).centroid
    if middle.is_empty:
        return None
    return replace(
        place,
        id=f"{place.id}:{direction[0]},{direction[1]}",
        name=name,
        latitude=round(middle.y, 4),
        longitude=round(middle.x, 4),
        feature="REGION",
        radius_km=round(place.radius_km / 2, 1),
    )


def side(low: float, high: float, way: int, share: float, *, central: bool) -> tuple[float, float]:
    """Return the lower, upper or, for "central", middle share of an extent; all of it if the words do not name this axis."""
    edge = (high - low) * share
    if central:
        return low + edge, high - edge
    return (high - edge if way > 0 else low), (low + edge if way < 0 else high)


def mainland(land: MultiPolygon) -> MultiPolygon:
    """Return the largest polygon and those near it: the United States without Alaska, but all of the Philippines."""
    polygons = sorted(getattr(land, "geoms", [land]), key=lambda p: -p.area)
    near = polygons[:1]
    for polygon in polygons[1:]:
        if any(box(*polygon.bounds).distance(box(*other.bounds)) < NEAR_DEGREES for other in near):
            near.append(polygon)
    return MultiPolygon(near)
