"""The workspace of this server with its columns in memory, shared by all sessions and the map's routes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from geodata.columns import snapshot_file
from geodata.columns.masks import Chosen, chosen
from geodata.columns.snapshot import Snapshot, rounded
from geodata.query import IncidentQuery
from geodata.summary.places import Gathered, PlaceIndex, gathered
from geodata.workspace import Workspace, database

MOST_REMEMBERED = 40  # results; each takes a few megabytes with hundreds of thousands of incidents
T = TypeVar("T")


class Atlas:
    """The workspace with cached results, which are reused until the workspace changes. Safe to share between threads."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._snapshot: Snapshot | None = None
        self._reading = threading.Lock()
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def snapshot(self) -> Snapshot:
        """Return the columns of the current state of the workspace."""
        with self._reading:
            before = self._snapshot
            known = before or snapshot_file.kept(self.workspace.path)
            now = Snapshot.of(self.workspace, known)
            if now is not before:
                self._snapshot = now
                if now is not known:
                    threading.Thread(target=snapshot_file.keep, args=(now, self.workspace.path), daemon=True).start()
        return now

    @property
    def is_ready(self) -> bool:
        return self._snapshot is not None

    def remembered(self, what: str, snapshot: Snapshot, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of `make`, cached by `what`, `key` and the state of the workspace."""
        whole = (what, snapshot.stamp, key)
        with self._lock:
            if whole in self._known:
                self._known.move_to_end(whole)
                found: T = self._known[whole]
                return found
        made = make()
        with self._lock:
            self._known[whole] = made
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return made

    def chosen(self, query: IncidentQuery, snapshot: Snapshot | None = None) -> Chosen:
        """Return the rows that match a filter."""
        now = snapshot or self.snapshot()
        return self.remembered("rows", now, query, lambda: self._chosen(now, query))

    def _chosen(self, snapshot: Snapshot, query: IncidentQuery) -> Chosen:
        return chosen(snapshot, query, self.workspace.search(query.text) if query.text.strip() else None)

    def places(self) -> PlaceIndex:
        """Return the distinct places of the workspace."""
        return self._places(self.snapshot())

    def _places(self, snapshot: Snapshot) -> PlaceIndex:
        return self.remembered("places", snapshot, None, lambda: PlaceIndex.of(snapshot))

    def gathered(self, query: IncidentQuery) -> Gathered:
        """Return the incidents that match a filter, by place."""
        now = self.snapshot()
        return self.remembered("gathered", now, query, lambda: gathered(self._places(now), self.chosen(query, now)))


class Rounded(Atlas):
    """The same incidents with their points rounded to a grid of `degrees`, for sharing."""

    def __init__(self, exact: Atlas, degrees: float) -> None:
        super().__init__(exact.workspace)
        self._exact, self._degrees = exact, degrees

    def snapshot(self) -> Snapshot:
        now = self._exact.snapshot()
        return self.remembered("rounded", now, self._degrees, lambda: rounded(now, self._degrees))


@cache
def rounded_atlas(degrees: float) -> Rounded:
    return Rounded(atlas(), degrees)


@cache
def atlas_at(path: Path) -> Atlas:
    return Atlas(Workspace.open(path))


def atlas() -> Atlas:
    """Return the atlas of this server's workspace."""
    return atlas_at(database.default_path())
