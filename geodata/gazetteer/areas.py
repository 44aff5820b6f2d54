"""Outlines of countries and provinces, for drawing and for containment tests."""

from __future__ import annotations

import gzip
import itertools
import json
import zipfile
from functools import cache, lru_cache
from typing import Any

from geodata.gazetteer.sources import DATA, packed_json
from geodata.records import Place

Geometry = dict[str, Any]  # a GeoJSON Polygon or MultiPolygon; positions are longitude, latitude


@lru_cache(maxsize=32)
def detail_bytes(country: str) -> bytes | None:
    """Return a country's outline, then those of its provinces, as gzipped GeoJSON; None if the code is unknown."""
    with zipfile.ZipFile(str(DATA / "areas" / "detail.zip")) as archive:
        name = f"{country}.json.gz"
        return archive.read(name) if name in archive.namelist() else None


@lru_cache(maxsize=32)
def detail(country: str) -> list[dict[str, Any]]:
    """Return the features of `detail_bytes`: the country's, then one for each province with its ISO 3166-2 code."""
    body = detail_bytes(country)
    features: list[dict[str, Any]] = json.loads(gzip.decompress(body))["features"] if body else []
    return features


@cache
def _codes() -> dict[str, str]:
    """Return the ISO 3166-2 codes of provinces by their references in the gazetteer."""
    rows = packed_json("areas/admin1.json.gz")
    return {f"geonames:{p['geonameid']}" if p["geonameid"] else f"iso:{p['id']}": p["id"] for p in rows}


def outline(place: Place) -> Geometry | None:
    """Return the outline of a country or province; None for places without one."""
    if place.country is None or place.feature not in ("COUNTRY", "ADM1"):
        return None
    features = detail(place.country)
    if place.feature == "COUNTRY":
        return features[0]["geometry"] if features else None
    code = _codes().get(place.id)
    return next((f["geometry"] for f in features[1:] if f["properties"]["id"] == code), None)


def area_code(feature: str | None, ident: str | None, country: str | None) -> str | None:
    """Return the code of an area that has an outline: "UA" or "UA-63"; None for any other place."""
    if feature == "COUNTRY":
        return country
    return _codes().get(ident or "") if feature == "ADM1" else None


def rings(geometry: Geometry) -> list[list[list[list[float]]]]:
    """Return the polygons of a geometry, each as its outer ring and its holes."""
    polygons: list[list[list[list[float]]]] = geometry["coordinates"]
    return polygons if geometry["type"] == "MultiPolygon" else [polygons]  # type: ignore[list-item]  # a Polygon is one less deep


def contains(geometry: Geometry, latitude: float, longitude: float) -> bool:
    """Whether a point lies in a geometry, by counting the borders east of it."""
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
