"""Find the rows of a snapshot that match a filter, also without one of its parts, to count that part's choices."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import EPOCH, NO_DAY, Mask, Numbers
from geodata.query import Casualties, IncidentQuery, Near
from geodata.vocabulary import Remark, ReviewState
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.filing import Kept

EARTH_KM = 12_742.0  # its diameter
TURN = 360.0  # degrees
WORDS = ("roles", "countries", "provinces", "places", "claimants", "actors", "outlets", "precisions")


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A filter's rows. `parts` has the rows that match each part of the filter, for the parts that are set."""

    snapshot: Snapshot
    query: IncidentQuery
    mask: Mask
    parts: dict[str, Mask]

    @property
    def count(self) -> int:
        return int(self.mask.sum())

    def holds(self, ident: str) -> bool:
        """Whether an incident matches the filter."""
        ids = self.snapshot.ids
        return ident in ids and bool(self.mask[ids.index(ident)])

    def but(self, *names: str) -> Mask:
        """Return the rows that match everything except these parts, over which the choices of a part are counted."""
        if not any(name in self.parts for name in names):
            return self.mask
        return combined(len(self.snapshot), [mask for name, mask in self.parts.items() if name not in names])


def chosen(snapshot: Snapshot, query: IncidentQuery, found: Sequence[int] | None = None) -> Chosen:
    """Apply a filter. `found`: the incident numbers from full-text search for the query's words."""
    parts = {name: rows(snapshot, query) for name, (is_set, rows) in PARTS.items() if is_set(query)}
    if query.text.strip():
        told = np.zeros(len(snapshot), dtype=bool)
        told[snapshot.rows_of(found or [])] = True
        parts["text"] = told
    return Chosen(snapshot, query, combined(len(snapshot), list(parts.values())), parts)


def combined(size: int, masks: Sequence[Mask]) -> Mask:
    every = np.ones(size, dtype=bool)
    for mask in masks:
        every &= mask
    return every


def select(workspace: WorkspaceFile, query: IncidentQuery, snapshot: Snapshot | None = None) -> list[Kept]:
    """Return the incidents that match a filter, with rejected ones only if the filter asks for them."""
    snapshot = snapshot or Snapshot.of(workspace)
    mask = chosen(snapshot, query, workspace.search(query.text) if query.text.strip() else None).mask
    if mask.all():
        return workspace.kept()
    return workspace.kept(snapshot.ids[row] for row in np.flatnonzero(mask))


def of_dates(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    """Return the rows in the filter's days. A row without a date may be in them and matches, unless the filter needs dates."""
    undated = snapshot.starts == NO_DAY
    kept = np.ones(len(snapshot), dtype=bool)
    if query.start:
        kept &= snapshot.ends >= query.start.toordinal() - EPOCH
    if query.end:
        kept &= snapshot.starts <= query.end.toordinal() - EPOCH
    return np.asarray(kept & ~undated if query.dated else kept | undated)


def of_casualties(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    """Return the rows that report casualties of the requested kind, and at least the requested number."""
    killed, injured = snapshot.killed, snapshot.injured
    kind = query.casualties
    tests: dict[Casualties, Callable[[], Mask]] = {
        Casualties.ANY: lambda: np.ones(len(snapshot), dtype=bool),
        Casualties.REPORTED: lambda: killed.some | injured.some,
        Casualties.KILLED: lambda: killed.some,
        Casualties.INJURED: lambda: injured.some,
    }
    some = tests[kind]()
    if not query.least:
        return some
    least = {Casualties.KILLED: killed.least, Casualties.INJURED: injured.least}.get(kind, killed.least + injured.least)
    return some & (least >= query.least)


def of_near(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    return distances(snapshot, query.near) <= query.near.km if query.near else np.ones(len(snapshot), dtype=bool)


def distances(snapshot: Snapshot, near: Near) -> Numbers:
    """Return the distance of every row from a point, in kilometres; NaN for rows without a point."""
    lat, lon = np.radians(snapshot.latitudes), np.radians(snapshot.longitudes)
    at = math.radians(near.latitude)
    h = np.sin((lat - at) / 2) ** 2 + math.cos(at) * np.cos(lat) * np.sin((lon - math.radians(near.longitude)) / 2) ** 2
    return np.asarray(EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))


def of_area(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    shape = shapely.make_valid(shapely.polygons(np.array([(lon, lat) for lat, lon in query.area])))
    shapely.prepare(shape)
    west, _, east, _ = shape.bounds
    found = shapely.intersects_xy(shape, snapshot.longitudes, snapshot.latitudes)
    for turn in (-TURN, TURN):  # a corner beyond the date line has a longitude beyond 180
        if west < turn / 2 < east:
            found |= shapely.intersects_xy(shape, snapshot.longitudes + turn, snapshot.latitudes)
    return np.asarray(found)


def of_remarks(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    found = {Remark.COMBATANTS: ~np.isnan(snapshot.combatants), Remark.UNVERIFIED: snapshot.unverified}
    every = np.zeros(len(snapshot), dtype=bool)
    for remark in query.remarks:
        every |= found[remark]
    return every


def of_sources(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    told = np.zeros(len(snapshot), dtype=bool)
    told[snapshot.source_rows[snapshot.sources.among(query.sources)]] = True
    return told


def of_states(snapshot: Snapshot, query: IncidentQuery) -> Mask:
    return snapshot.states.among(query.states) if query.states else ~snapshot.states.among([ReviewState.REJECTED])


def of_words(name: str) -> tuple[Callable[[IncidentQuery], bool], Callable[[Snapshot, IncidentQuery], Mask]]:
    return (
        lambda query: bool(getattr(query, name)),
        lambda snapshot, query: getattr(snapshot, name).among(getattr(query, name)),
    )


PARTS: dict[str, tuple[Callable[[IncidentQuery], bool], Callable[[Snapshot, IncidentQuery], Mask]]] = {
    "types": (lambda q: bool(q.kinds), lambda s, q: s.types.among(q.kinds)),
    "dates": (lambda q: bool(q.start or q.end or q.dated), of_dates),
    "casualties": (lambda q: q.casualties is not Casualties.ANY or q.least > 0, of_casualties),
    "near": (lambda q: q.near is not None, of_near),
    "area": (lambda q: bool(q.area), of_area),
    "sources": (lambda q: bool(q.sources), of_sources),
    "remarks": (lambda q: bool(q.remarks), of_remarks),
    "states": (lambda _: True, of_states),
    "confidence": (lambda q: q.confidence > 0, lambda s, q: s.confidences >= q.confidence),
    **{name: of_words(name) for name in WORDS},
}
