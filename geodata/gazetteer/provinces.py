"""Find the province that a point lies in, for hundreds of thousands of points at once."""

from __future__ import annotations

import zipfile
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.gazetteer.areas import detail
from geodata.gazetteer.names import fold
from geodata.gazetteer.sources import DATA, corrected_names, packed_json

Codes = NDArray[np.int32]
Column = tuple[Codes, tuple[str, ...]]


@cache
def names() -> dict[str, str]:
    """Return the names of provinces by their ISO 3166-2 codes. If several areas share a code, the largest gives the name."""
    by_size = sorted(packed_json("areas/admin1.json.gz"), key=lambda row: float(row["radius_km"]))
    return {str(row["id"]): str(row["names"][0]) for row in by_size} | corrected_names()


@cache
def known_in(country: str) -> frozenset[str]:
    """Return the folded names of a country's provinces."""
    rows = (row for row in packed_json("areas/admin1.json.gz") if row["country"] == country)
    return frozenset(fold(str(row["names"][0])) for row in rows)


def name_of(code: str, country: str) -> str | None:
    """Return the name of the province with a code such as "NSW"; None for digits, since countries have several such systems."""
    return names().get(f"{country}-{code.upper()}") if code.isalpha() else None


def is_name(word: str, country: str) -> bool:
    """Whether a word is the name of a province, however short, as "Gao" is in Mali."""
    return fold(word) in known_in(country)


@cache
def country_boxes() -> tuple[shapely.STRtree, tuple[str, ...]]:
    """Return boxes around the parts of all countries, and the country code of each box."""
    boxes, codes = [], []
    for feature in packed_json("areas/world.json.gz")["features"]:
        for west, south, east, north in feature["properties"]["boxes"]:
            boxes.append(shapely.box(west, south, east, north))
            codes.append(str(feature["properties"]["country"]))
    return shapely.STRtree(boxes), tuple(codes)


def valid(area: shapely.Geometry) -> shapely.Geometry:
    """Repair an area's outline. Reefs of a few metres are lines in our coarse outlines: this drops them, whereas the default
    method fails on them."""
    return shapely.make_valid(area, method="structure", keep_collapsed=False)


@cache
def shapes(country: str) -> tuple[shapely.STRtree, tuple[str, ...]]:
    """Return the shapes and codes of a country's provinces; those of the country itself if it has none."""
    features = detail(country)
    parts = features[1:] or features[:1]
    geometries = [valid(shapely.geometry.shape(f["geometry"])) for f in parts]
    return shapely.STRtree(geometries), tuple(str(f["properties"].get("id", "")) for f in parts)


@cache
def countries_with_shapes() -> frozenset[str]:
    with zipfile.ZipFile(str(DATA / "areas" / "detail.zip")) as archive:
        return frozenset(name.partition(".")[0] for name in archive.namelist())


def provinces_of(
    latitudes: NDArray[np.float64], longitudes: NDArray[np.float64], wanted: NDArray[np.bool_]
) -> tuple[Column, Column]:
    """Return for each row the index of its province and of its country, -1 for none, with the codes that they refer to.

    Coordinates are in degrees. Rows outside `wanted`, and points in the sea, have neither.
    """
    size = len(latitudes)
    province, country = np.full(size, -1, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return (province, ()), (country, ())
    points, place = np.unique(np.stack([longitudes[rows], latitudes[rows]]), axis=1, return_inverse=True)
    geometries = shapely.points(points.T)
    tree, codes = country_boxes()
    at, box = tree.query(geometries, predicate="intersects")
    province_values: dict[str, int] = {}
    country_values: dict[str, int] = {}
    own_province, own_country = np.full(len(geometries), -1, dtype=np.int32), np.full(len(geometries), -1, dtype=np.int32)
    candidates: dict[str, set[int]] = {}
    for point, n in zip(at.tolist(), box.tolist(), strict=True):
        candidates.setdefault(codes[n], set()).add(point)
    for code in sorted(candidates.keys() & countries_with_shapes()):
        inside, ids = shapes(code)
        mine = np.array(sorted(p for p in candidates[code] if own_country[p] < 0), dtype=np.int64)
        hits, parts = inside.query(geometries[mine], predicate="intersects")
        if not len(hits):
            continue
        own_country[mine[hits]] = country_values.setdefault(code, len(country_values))
        known = [province_values.setdefault(i, len(province_values)) if i else -1 for i in ids]
        own_province[mine[hits]] = np.array(known, dtype=np.int32)[parts]
    province[rows], country[rows] = own_province[place.ravel()], own_country[place.ravel()]
    return (province, tuple(province_values)), (country, tuple(country_values))
