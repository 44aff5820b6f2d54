"""Points that contradict the country that their row names: swapped coordinates, a missing minus, a wrong country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.sources import packed_json

MARGIN = 1.0  # degrees around a country's parts: ships, borders, coarse outlines


def elsewhere(
    latitudes: Sequence[float | None], longitudes: Sequence[float | None], countries: Sequence[str | None]
) -> list[int]:
    """The rows, from 0, whose point lies outside every box around the parts of their country."""
    lat = np.array([np.nan if v is None else v for v in latitudes], dtype=float)
    lon = np.array([np.nan if v is None else v for v in longitudes], dtype=float)
    codes = np.array([code or "" for code in countries])
    outside = np.zeros(len(codes), dtype=bool)
    for code in set(codes.tolist()) & boxes().keys():
        rows = np.flatnonzero((codes == code) & ~np.isnan(lat) & ~np.isnan(lon))
        west, south, east, north = boxes()[code].T[:, :, None]
        x, y = lon[rows], lat[rows]
        inside = (x >= west - MARGIN) & (x <= east + MARGIN) & (y >= south - MARGIN) & (y <= north + MARGIN)
        outside[rows] = ~inside.any(axis=0)
    return np.flatnonzero(outside).tolist()


@cache
def boxes() -> dict[str, NDArray[np.float64]]:
    """West, south, east and north of each part of a country."""
    found: dict[str, list[list[float]]] = {}
    for feature in packed_json("areas/world.json.gz")["features"]:
        found.setdefault(str(feature["properties"]["country"]), []).extend(feature["properties"]["boxes"])
    return {code: np.array(parts, dtype=float) for code, parts in found.items()}
