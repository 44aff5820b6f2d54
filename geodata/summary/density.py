"""The density of incidents, killed or injured across a view."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from geodata.columns.vectors import Numbers
from geodata.summary.places import TILE, Box, Gathered, aligned, within

CELL = 8  # pixels


class Weight(StrEnum):
    """What to count."""

    INCIDENTS = "incidents"
    KILLED = "killed"
    INJURED = "injured"


def weights(found: Gathered, weight: Weight) -> Numbers:
    """Return the weight of each place. For people, it is the least that the figures of new incidents can mean."""
    return {Weight.INCIDENTS: found.counts.astype(float), Weight.KILLED: found.killed, Weight.INJURED: found.injured}[weight]


def density(found: Gathered, box: Box, zoom: float, weight: Weight) -> list[tuple[float, float, float]]:
    """Return cells of the view as (latitude, longitude, sum), from points only: an area has no single position."""
    index = found.index
    by_place = weights(found, weight)
    points = np.flatnonzero(within(index, aligned(box, zoom)) & ~index.is_area & (by_place > 0))
    scale = TILE * 2**zoom / CELL
    cells = np.floor(index.xs[points] * scale).astype(np.int64) * 2**32 + np.floor(index.ys[points] * scale).astype(np.int64)
    _, first, cell = np.unique(cells, return_index=True, return_inverse=True)
    sums = np.bincount(cell, weights=by_place[points], minlength=len(first))
    at = points[first]
    return list(zip(index.latitudes[at].round(4).tolist(), index.longitudes[at].round(4).tolist(), sums.tolist(), strict=True))
