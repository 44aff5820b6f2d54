"""Incidents by place, and how one view of a map shows them: as a marker for each place, or as clusters of places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.columns.masks import Chosen
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import Mask, Numbers
from geodata.vocabulary import IncidentType, Role

CELL = 64  # pixels of a cluster's cell
WIDEST = 58  # pixels of a cluster
TILE = 256  # pixels of the world at zoom 0
MOST_SINGLE = 1_000  # incidents in a view that are drawn place by place
FEW_PLACES = 40  # in a view: a fan separates them, however close they are
MOST_IN_CELL = 4  # places: more markers would overlap
FEW_AREAS, MOST_AREAS = 12, 24
LEAST_OUTLINE = 60  # pixels of radius: among many areas, smaller ones have no outline
METRES_PER_PIXEL = 156_543.03  # at the equator, zoom 0
MARGIN = 0.3  # of a view's width and height: load this much around it, so that its markers are there after a small move
STEEPEST = 85.05  # degrees, where the Mercator map ends
DEEPEST_CLUSTERS = 16  # zoom from which every place has its own marker
KINDS = len(IncidentType)
NEW, TOTAL = (list(Role).index(role) for role in (Role.MAIN, Role.AGGREGATE))  # their codes in a column of roles
Rows = NDArray[np.int64]


class Box(NamedTuple):
    """Degrees; `east` can be beyond 180 if the view crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


def mercator(latitudes: Numbers, longitudes: Numbers) -> tuple[Numbers, Numbers]:
    """Convert degrees to Web Mercator from 0 to 1, x from the west, y from the north."""
    lat = np.radians(np.clip(latitudes, -STEEPEST, STEEPEST))
    return longitudes / 360 + 0.5, 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)


def latitude_of(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp((0.5 - y) * 2 * math.pi)) - math.pi / 2)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceIndex:
    """The distinct places of a snapshot; `of_row` has each row's place, -1 for none. A point and an area are two places."""

    of_row: Rows
    latitudes: Numbers
    longitudes: Numbers
    xs: Numbers
    ys: Numbers
    is_area: Mask
    radii: Numbers  # kilometres of uncertainty, the largest of a place's incidents
    order: Rows  # the rows that have a place, sorted by it

    def __len__(self) -> int:
        return len(self.latitudes)

    @classmethod
    def of(cls, snapshot: Snapshot) -> PlaceIndex:
        of_row = np.full(len(snapshot), -1, dtype=np.int64)
        rows = np.flatnonzero(snapshot.placed)
        flat = snapshot.is_area[rows]
        keys = np.empty(len(rows), dtype=[("lat", "f8"), ("lon", "f8"), ("area", "?")])
        keys["lat"], keys["lon"], keys["area"] = snapshot.latitudes[rows], snapshot.longitudes[rows], flat
        order = np.lexsort((flat, keys["lon"], keys["lat"]))
        ordered = keys[order]
        new = np.ones(len(rows), dtype=bool)
        new[1:] = ordered[1:] != ordered[:-1]
        of_row[rows[order]] = np.cumsum(new) - 1
        first = ordered[new]
        xs, ys = mercator(first["lat"], first["lon"])
        radii = np.zeros(len(first))
        np.maximum.at(radii, of_row[rows], snapshot.radii[rows])
        return cls(of_row, first["lat"].copy(), first["lon"].copy(), xs, ys, first["area"].copy(), radii, rows[order])


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """A filter's incidents by place. Sums of people only include new incidents, not totals or earlier events."""

    index: PlaceIndex
    counts: Rows
    single: Rows  # the counts without totals
    killed: Numbers
    injured: Numbers
    kinds: NDArray[np.int32]  # by place and type
    rows: Rows  # the filter's rows with a place, sorted by place
    starts: Rows  # where each place starts in `rows`

    def rows_at(self, place: int) -> Rows:
        return self.rows[self.starts[place] : self.starts[place + 1]]


def gathered(index: PlaceIndex, chosen: Chosen) -> Gathered:
    snapshot = chosen.snapshot
    rows = index.order[chosen.mask[index.order]]
    places = index.of_row[rows]
    size = len(index)
    new = snapshot.roles.codes[rows] == NEW
    counts = np.bincount(places, minlength=size)
    kinds = np.bincount(places * KINDS + snapshot.types.codes[rows], minlength=size * KINDS)
    killed, injured = (np.where(new, people.least_at(rows), 0.0) for people in (snapshot.killed, snapshot.injured))
    return Gathered(
        index=index,
        counts=counts,
        single=np.bincount(places[snapshot.roles.codes[rows] != TOTAL], minlength=size),
        killed=np.bincount(places, weights=killed, minlength=size).astype(float),
        injured=np.bincount(places, weights=injured, minlength=size).astype(float),
        kinds=kinds.reshape(size, KINDS).astype(np.int32),
        rows=rows,
        starts=np.concatenate([[0], np.cumsum(counts)]),
    )


class Cluster(NamedTuple):
    """Several places drawn as one; `box` contains them all."""

    key: str
    latitude: float
    longitude: float
    incidents: int
    places: int
    killed: int
    injured: int
    kind: IncidentType
    box: Box
    rough: int  # incidents only known by province, region or country
    kinds: tuple[int, ...]  # incidents by type, in the order of IncidentType
    pixels: int  # diameter as drawn


class View(NamedTuple):
    """What a map shows: places are positions in the index."""

    clusters: tuple[Cluster, ...]
    spots: tuple[int, ...]
    areas: tuple[int, ...]


def view(found: Gathered, box: Box, zoom: float, most: int = MOST_SINGLE) -> View:
    """Return the places in a box, as clusters if there are too many incidents for single markers or most markers overlap."""
    index = found.index
    box = aligned(box, zoom)
    inside = (found.counts > 0) & within(index, box)
    flat = np.flatnonzero(inside & index.is_area)
    points = np.flatnonzero(inside & ~index.is_area)
    outlines, crowd = sorted_out(found, flat, zoom)
    few = found.counts[points].sum() <= most and not is_crowded(index, points, zoom)
    single = few or zoom >= DEEPEST_CLUSTERS
    clusters, alone = clustered(found, crowd if single else np.concatenate([points, crowd]), zoom)
    spots = [place for place in alone if not index.is_area[place]] + (points.tolist() if single else [])
    areas = [*outlines.tolist(), *(place for place in alone if index.is_area[place])]
    return View(clusters, tuple(spots), tuple(areas))


def cells_across(zoom: float) -> int:
    """Return how many whole cells fit around the world. At a fractional zoom, a partial cell would overlap its neighbour across
    the date line."""
    return max(1, math.floor(TILE * 2**zoom / CELL))


def is_crowded(index: PlaceIndex, points: Rows, zoom: float) -> bool:
    """Whether most places, if they are many, are in cells with more markers than a user can tell apart."""
    if len(points) <= FEW_PLACES:
        return False
    scale = cells_across(zoom)
    columns, lines = (np.floor(values[points] * scale).astype(np.int64) for values in (index.xs, index.ys))
    _, sizes = np.unique(columns * 2**32 + lines, return_counts=True)
    return bool(sizes[sizes > MOST_IN_CELL].sum() > len(points) / 2)


def sorted_out(found: Gathered, areas: Rows, zoom: float) -> tuple[Rows, Rows]:
    """Return the areas to draw as outlines, and those that are too many or too small for that."""
    if len(areas) <= FEW_AREAS:
        return areas, areas[:0]
    index = found.index
    pixels = index.radii[areas] * 2**zoom / (METRES_PER_PIXEL / 1000 * np.cos(np.radians(index.latitudes[areas])))
    ranked = areas[np.lexsort((-found.counts[areas], pixels < LEAST_OUTLINE))]
    drawn = ranked[: min(MOST_AREAS, int((pixels >= LEAST_OUTLINE).sum()))]
    return drawn, np.setdiff1d(areas, drawn)


def aligned(box: Box, zoom: float) -> Box:
    """Return a box with a margin, widened to whole cells, so that a cluster is the same in every view that shows it."""
    wide, high = MARGIN * (box.east - box.west), MARGIN * (box.north - box.south)
    scale = cells_across(zoom)
    latitudes = np.clip(np.array([box.south - high, box.north + high]), -STEEPEST, STEEPEST)
    xs, ys = mercator(latitudes, np.array([box.west - wide, box.east + wide]))
    x0, x1 = math.floor(xs[0] * scale) / scale, math.ceil(xs[1] * scale) / scale
    y0, y1 = math.floor(ys[1] * scale) / scale, math.ceil(ys[0] * scale) / scale
    return Box((x0 - 0.5) * 360, latitude_of(y1), (x1 - 0.5) * 360, latitude_of(y0))


def within(index: PlaceIndex, box: Box) -> Mask:
    if box.east - box.west >= 360:
        across = np.ones(len(index), dtype=bool)
    else:
        across = (index.longitudes - box.west) % 360 <= box.east - box.west
    return across & (index.latitudes >= box.south) & (index.latitudes <= box.north)


def clustered(found: Gathered, points: Rows, zoom: float) -> tuple[tuple[Cluster, ...], tuple[int, ...]]:
    """Return map cells with several positions as clusters, and the places in cells with only one position."""
    if not len(points):
        return (), ()
    index = found.index
    scale = cells_across(zoom)
    xs, ys = index.xs[points], index.ys[points]
    columns, lines = np.floor(xs * scale).astype(np.int64), np.floor(ys * scale).astype(np.int64)
    keys = columns * 2**32 + lines
    order = np.argsort(keys, kind="stable")
    points, keys, xs, ys = points[order], keys[order], xs[order], ys[order]
    columns, lines = columns[order], lines[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])  # the first point of each cell
    counts = found.counts[points]
    incidents = np.add.reduceat(counts, first)
    places = np.diff(np.r_[first, len(points)])
    x = np.add.reduceat(xs * counts, first) / incidents
    y = np.add.reduceat(ys * counts, first) / incidents
    pixels = np.round(np.minimum(WIDEST, 30 + 5 * np.log10(incidents)))
    half = pixels / 2 / (TILE * 2**zoom)
    # keep each cluster within its own cell, so that no two overlap
    x, y = (
        np.clip(middle, cells[first] / scale + half, (cells[first] + 1) / scale - half)
        for middle, cells in ((x, columns), (y, lines))
    )
    rough = np.add.reduceat(counts * index.is_area[points], first)
    killed = np.add.reduceat(found.killed[points], first)
    kinds = np.add.reduceat(found.kinds[points], first)
    injured = np.add.reduceat(found.injured[points], first)
    lats, lons = index.latitudes[points], index.longitudes[points]
    low = [np.minimum.reduceat(values, first) for values in (lons, lats)]
    high = [np.maximum.reduceat(values, first) for values in (lons, lats)]
    boxes = np.stack([*low, *high], axis=1)
    apart = (boxes[:, 0] < boxes[:, 2]) | (boxes[:, 1] < boxes[:, 3])  # no zoom separates places at one point
    several = np.flatnonzero(apart)
    clusters = tuple(
        Cluster(
            key=f"c{zoom:g}:{columns[first[n]]}:{lines[first[n]]}",
            latitude=latitude_of(float(y[n])),
            longitude=(float(x[n]) - 0.5) * 360,
            incidents=int(incidents[n]),
            places=int(places[n]),
            killed=int(killed[n]),
            injured=int(injured[n]),
            kind=list(IncidentType)[int(kinds[n].argmax())],
            box=Box(*(float(v) for v in boxes[n])),
            rough=int(rough[n]),
            kinds=tuple(kinds[n].tolist()),
            pixels=int(pixels[n]),
        )
        for n in several
    )
    return clusters, tuple(points[np.repeat(~apart, places)].tolist())


def extent(found: Gathered) -> Box | None:
    """Return the box around the places of all incidents, or of totals if there are only these; None without any place."""
    index = found.index
    mine = found.single > 0 if (found.single > 0).any() else found.counts > 0
    if not mine.any():
        return None
    lats, lons = index.latitudes[mine], np.unique(index.longitudes[mine])
    # leave out the widest empty arc between two neighbours; usually it crosses the date line
    gaps = np.diff(np.r_[lons, lons[0] + 360])
    west = lons[(int(gaps.argmax()) + 1) % len(lons)]
    return Box(float(west), float(lats.min()), float(west + 360 - gaps.max()), float(lats.max()))
