"""Find points that contradict the country in their row: swapped coordinates, a missing minus, a wrong country."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.gazetteer.provinces import valid
from geodata.gazetteer.sources import packed_json

MARGIN = 1.0  # degrees around a country's parts, for ships, borders and coarse outlines
BORDER = 0.1  # degrees around its outline; a closer point in a neighbour may come from a coarse border
# Pairs of countries that claim places on the other's side of the border in our outlines.
CONTESTED = frozenset(
    frozenset(pair.split("-"))
    for pair in "EH-MA IL-PS IL-SY IL-LB RS-XK CN-TW IN-PK CN-IN AM-AZ CY-TR CY-GB SD-SS AE-OM HK-CN MO-CN".split()
)
CRIMEA = shapely.box(32.4, 44.3, 36.7, 46.3)  # part of Ukraine, occupied by Russia


def elsewhere(
    latitudes: Sequence[float | None], longitudes: Sequence[float | None], countries: Sequence[str | None]
) -> list[int]:
    """Return the rows, counted from 0, whose point is far from their country or in another one."""
    lat = np.array([np.nan if v is None else v for v in latitudes], dtype=float)
    lon = np.array([np.nan if v is None else v for v in longitudes], dtype=float)
    codes = np.array([code or "" for code in countries])
    outside = np.zeros(len(codes), dtype=bool)
    for code in set(codes.tolist()) & boxes().keys():
        rows = np.flatnonzero((codes == code) & ~np.isnan(lat) & ~np.isnan(lon))
        west, south, east, north = boxes()[code].T[:, :, None]
        spots, of_row = np.unique(lon[rows] + 1j * lat[rows], return_inverse=True)  # a table repeats its towns
        x, y = spots.real, spots.imag
        inside = (x >= west - MARGIN) & (x <= east + MARGIN) & (y >= south - MARGIN) & (y <= north + MARGIN)
        outside[rows] = (~inside.any(axis=0) | in_another(code, x, y))[of_row]
    return np.flatnonzero(outside).tolist()


def in_another(code: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the points that lie in another country and not near their own country's border. A point at sea is in none."""
    found = np.zeros(len(x), dtype=bool)
    if code not in outlines():
        return found
    beyond = np.flatnonzero(~shapely.contains_xy(with_border(code), x, y))
    names, tree = others()
    points, areas = tree.query(shapely.points(x[beyond], y[beyond]), predicate="within")
    foreign = np.array([other != code and frozenset((code, other)) not in CONTESTED for other in names])
    found[beyond[points[foreign[areas]]]] = True
    if code in ("RU", "UA"):
        found &= ~shapely.contains_xy(CRIMEA, x, y)
    return found


@cache
def boxes() -> dict[str, NDArray[np.float64]]:
    """Return the west, south, east and north of each part of a country, in degrees, by country."""
    found: dict[str, list[list[float]]] = {}
    for feature in packed_json("areas/world.json.gz")["features"]:
        found.setdefault(str(feature["properties"]["country"]), []).extend(feature["properties"]["boxes"])
    return {code: np.array(parts, dtype=float) for code, parts in found.items()}


@cache
def outlines() -> dict[str, shapely.Geometry]:
    """Return the area of each country, in degrees."""
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for feature in packed_json("areas/world.json.gz")["features"]:
        parts[str(feature["properties"]["country"])].append(shapely.from_geojson(json.dumps(feature["geometry"])))
    return {code: shapely.union_all([valid(area) for area in areas]) for code, areas in parts.items()}


@cache
def with_border(code: str) -> shapely.Geometry:
    area = outlines()[code].buffer(BORDER)
    shapely.prepare(area)
    return area


@cache
def others() -> tuple[list[str], shapely.STRtree]:
    return list(outlines()), shapely.STRtree(list(outlines().values()))
