"""Locate a line or area by a point on it, with its extent as the precision."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import numpy as np
import shapely
from shapely import from_wkt, transform
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

KM_A_DEGREE = 111.2
POINTLIKE_KM = 0.01
WKT = re.compile(
    r"(?:SRID=(?P<srid>\d+);\s?)?(?P<text>(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\b.*|GEOMETRYCOLLECTION\b.*)",
    re.IGNORECASE | re.DOTALL,
)
GEOJSON = re.compile(r"\{.*\"type\"\s*:\s*\"(?:Multi)?(?:Point|LineString|Polygon)\".*\}", re.DOTALL)
LONGEST_GEOJSON = 100_000  # characters
BRACKET = re.compile(r"[()]")
DEEPEST = 10  # nested brackets: a parser in C overflows on thousands
DEGREES = ("4326", None)  # the EPSG code of longitude and latitude, or no code


class Point(NamedTuple):
    """A point in degrees. `radius_km`: half the extent of the line or area that the point is on; None for a point."""

    latitude: float
    longitude: float
    radius_km: float | None = None


def point_on(found: BaseGeometry) -> Point | None:
    """A point on a geometry in degrees, also across the date line; None for a geometry without positions."""
    if found.is_empty:
        return None
    if found.bounds[2] - found.bounds[0] > 180:  # across the date line
        found = transform(found, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))
    point = found if found.geom_type == "Point" else found.representative_point()
    west, south, east, north = found.bounds
    if not (math.isfinite(point.x) and math.isfinite(point.y)):
        return None
    lon = point.x if abs(point.x) <= 180 else (point.x + 180) % 360 - 180
    radius = KM_A_DEGREE * math.hypot((east - west) * math.cos(math.radians(point.y)), north - south) / 2
    return Point(point.y, lon, radius if radius > POINTLIKE_KM else None)


def depth(text: str) -> int:
    """The nesting depth of the brackets in a text."""
    deepest = now = 0
    for mark in BRACKET.findall(text):
        now += 1 if mark == "(" else -1
        deepest = max(deepest, now)
    return deepest


def geojson_of(cell: str) -> Point | None:
    """The place of a GeoJSON geometry in a cell; None for any other cell."""
    text = cell.strip()
    if len(text) > LONGEST_GEOJSON or not GEOJSON.fullmatch(text) or depth(text.replace("[", "(").replace("]", ")")) > DEEPEST:
        return None
    try:
        return point_on(shapely.from_geojson(text))
    except (ShapelyError, ValueError):
        return None


def wkt_of(cell: str) -> Point | None:
    """The place of a geometry written as WKT, in degrees; None for any other cell."""
    match = WKT.fullmatch(cell.strip())
    if match is None or match["srid"] not in DEGREES or depth(match["text"]) > DEEPEST:
        return None
    try:
        return point_on(from_wkt(match["text"]))
    except (ShapelyError, ValueError):
        return None
