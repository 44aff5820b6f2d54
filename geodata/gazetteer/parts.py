"""The part of a country or province that compass words name: "eastern Ukraine", "the southern part of Lebanon"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import fmean
from typing import NamedTuple

from shapely import MultiPolygon, box, make_valid
from shapely.geometry import shape

from geodata.gazetteer.areas import outline
from geodata.gazetteer.lookup import Gazetteer
from geodata.records import Place

COMPASS = re.compile(
    r"\b(?P<where>central|(?:north|south)(?:-?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?)"
    r"(?: (?:parts?|half|regions?|areas?|corner) of(?: the)?)? $",
    re.IGNORECASE,
)
THIRD, QUARTER, HALF = 1 / 3, 0.25, 0.5  # a third of the extent and a quarter of the people, or half for "south-eastern"
PEOPLE, LAND = 0.7, 0.3  # weights of the middle of the people and of that of the land
NEAR_DEGREES = 3.0  # islands this near to the mainland count with it
FEWEST_TOWNS = 3


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


def part(place: Place, direction: tuple[int, int], name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the part of a country or province in a direction, as a place; None without an outline."""
    found = middle(place, direction, gazetteer)
    if found is None:
        return None
    return replace(
        place,
        id=f"{place.id}:{direction[0]},{direction[1]}",
        name=name,
        latitude=round(found[0], 4),
        longitude=round(found[1], 4),
        feature="REGION",
        radius_km=round(place.radius_km / 2, 1),
    )


@lru_cache(maxsize=200)
def middle(place: Place, direction: tuple[int, int], gazetteer: Gazetteer) -> tuple[float, float] | None:
    """Return the latitude and longitude of a part: between the middle of its land and that of its people, since the news of
    southern Israel is seldom from the desert."""
    geometry = outline(place)
    if geometry is None or place.country is None:
        return None
    land = mainland(shape(geometry))
    west, south, east, north = land.bounds
    share = HALF if all(direction) else THIRD
    (left, right), (low, high) = (
        side(a, b, way, share, central=not any(direction))
        for a, b, way in zip((west, south), (east, north), direction, strict=True)
    )
    point = make_valid(land).intersection(box(left, low, right, high)).centroid
    if point.is_empty:
        return None
    lon, lat = point.x, point.y
    known = gazetteer.towns_of(place.country, None if place.feature == "COUNTRY" else place.admin1)
    towns = [t for t in known if west <= t.longitude <= east and south <= t.latitude <= north]
    if any(direction) and len(towns) >= FEWEST_TOWNS:
        for way, degrees in zip(direction, (longitude, latitude), strict=True):
            if way:
                towns = outermost(sorted(towns, key=degrees), way, HALF if all(direction) else QUARTER)
        people = [weight(t) for t in towns]
        lon = LAND * lon + PEOPLE * fmean([t.longitude for t in towns], people)
        lat = LAND * lat + PEOPLE * fmean([t.latitude for t in towns], people)
    return lat, lon


def latitude(town: Place) -> float:
    return town.latitude


def longitude(town: Place) -> float:
    return town.longitude


def weight(town: Place) -> float:
    """Return the weight of a town. The root keeps one large city from being all of the part."""
    return math.sqrt(max(1, town.population))


def outermost(towns: Sequence[Place], way: int, share: float) -> list[Place]:
    """Return the towns with the first (`way` -1) or last (1) share of the weight, in their order."""
    weights = [weight(t) for t in towns]
    total, before = sum(weights), 0.0
    found = []
    for town, own in zip(towns, weights, strict=True):
        place = (before + own / 2) / total
        before += own
        if place <= share if way < 0 else place >= 1 - share:
            found.append(town)
    return found or [towns[0] if way < 0 else towns[-1]]


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
