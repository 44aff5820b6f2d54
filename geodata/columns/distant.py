"""Find incidents far from all others in their report. Often, the place was confused with one of the same name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.columns.vectors import Mask, Numbers

FAR_KM = 1_500.0  # from the nearest other place
LEAST_OTHERS = 2  # other places needed to decide
EARTH_KM = 6_371.0
SAME = 3  # decimals of a degree: points that agree to this many are one place


def distant(lat: Numbers, lon: Numbers, sharp: Mask, rows: NDArray[np.int64], reports: NDArray[np.int32]) -> Mask:
    """Mark the rows that are far. `lat`, `lon`: degrees, NaN for no point. `sharp`: rows with a point that is not an area, the
    only ones that can be far. `rows` and `reports`: pairs of a row and the report that names it."""
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
    """Mark which of some distinct points, in degrees, are far from all others."""
    up, along = np.radians(spots).T
    sphere = np.column_stack([np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)])
    away = EARTH_KM * np.arccos(np.clip(sphere @ sphere.T, -1, 1))
    np.fill_diagonal(away, np.inf)
    alone: Mask = away.min(axis=1) > FAR_KM
    return alone
