"""Outlines of countries and provinces, for drawing and for "is it inside?"."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

from geodata.gazetteer.sources import area_features
from geodata.records import Place

Geometry = dict[str, Any]  # a GeoJSON Polygon or MultiPolygon; positions are longitude, latitude


@cache
def _countries() -> dict[str, Geometry]:
    return {f["properties"]["country"]: f["geometry"] for f in area_features("countries")}


@cache
def _provinces() -> dict[str, Geometry]:
    outlines = {}
    for feature in area_features("admin1"):
        properties = feature["properties"]
        reference = f"geonames:{properties['geonameid']}" if properties["geonameid"] else f"iso:{properties['id']}"
        outlines[reference] = feature["geometry"]
    return outlines


@cache
def _by_country() -> dict[str, list[Geometry]]:
    found: dict[str, list[Geometry]] = {}
    for feature in area_features("admin1"):
        found.setdefault(feature["properties"]["country"], []).append(feature["geometry"])
    return found


def country_outline(country: str) -> Geometry | None:
    """The outline of a country by its ISO 3166 alpha-2 code; None for any other word."""
    return _countries().get(country)


def province_outlines(country: str) -> list[Geometry]:
    return _by_country().get(country, [])


def outline(place: Place) -> Geometry | None:
    """The outline of a country or province; None for places without one."""
    if place.feature == "COUNTRY":
        return _countries().get(place.country or "")
    return _provinces().get(place.id) if place.feature == "ADM1" else None


def rings(geometry: Geometry) -> list[list[list[list[float]]]]:
    """The polygons of a geometry, each as its outer ring and its holes."""
    polygons: list[list[list[list[float]]]] = geometry["coordinates"]
    return polygons if geometry["type"] == "MultiPolygon" else [polygons]  # type: ignore[list-item]  # a Polygon is one less deep


def contains(geometry: Geometry, latitude: float, longitude: float) -> bool:
    """Whether a point lies in a geometry, by counting the borders west of it."""
    return any(
        in_ring(polygon[0], latitude, longitude) and not any(in_ring(hole, latitude, longitude) for hole in polygon[1:])
        for polygon in rings(geometry)
    )


def in_ring(ring: list[list[float]], latitude: float, longitude: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
