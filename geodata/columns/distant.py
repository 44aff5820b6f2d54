"""Which incidents lie far from all others of their report: often a namesake that was taken for the place meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.columns.vectors import Mask, Numbers

FAR_KM = 1_500.0  # from the nearest other place
LEAST_OTHERS = 2  # other places, without which nothing can be said
EARTH_KM = 6_371.0
SAME = 3  # decimals of a degree from which two points are one place


def distant(lat: Numbers, lon: Numbers, sharp: Mask, rows: NDArray[np.int64], reports: NDArray[np.int32]) -> Mask:
    """The rows that are far. `lat`, `lon`: degrees, NaN for no point. `sharp`: rows that are a point and no area, which alone
    can be far. `rows` and `reports`: pairs of a row and the report that names it."""
    found = np.zeros(len(lat), dtype=bool)
    placed = ~np.isnan(lat[rows])
    rows, reports = rows[placed], reports[placed]
    order = np.argsort(reports, kind="stable")
    ends = np.flatnonzero(np.diff(reports[order])) + 1
    for own in np.split(rows[order], ends):
        points = np.round(np.column_stack([lat[own], lon[own]]), SAME).astype(np.float64)
        spots, spot_of = np.unique(points, axis=0, return_inverse=True)
        if len(spots) > LEAST_OTHERS:
            found[own] |= is_alone(spots)[spot_of.ravel()]
    return found & sharp


def is_alone(spots: NDArray[np.float64]) -> Mask:
    """Which of some different points, in degrees, lie far from all others."""
    up, along = np.radians(spots).T
    sphere = np.column_stack([np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)])
    away = EARTH_KM * np.arccos(np.clip(sphere @ sphere.T, -1, 1))
    np.fill_diagonal(away, np.inf)
    alone: Mask = away.min(axis=1) > FAR_KM
    return alone
