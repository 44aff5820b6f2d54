"""Columns of a workspace: they are kept up to date and on disk, and agree with the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geodata.columns import snapshot_file
from geodata.columns.snapshot import Snapshot, rounded
from geodata.columns.vectors import People, Words
from geodata.importing import loading
from geodata.records import Reading
from geodata.vocabulary import GeoPrecision, ReviewState, Role
from geodata.workspace import Workspace


@pytest.fixture
def workspace(example: Reading, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        opened.add(example)
        yield opened


def words(column: Words) -> list[str | None]:
    return [column.at(row) for row in range(len(column.codes))]


def same(one: Snapshot, other: Snapshot) -> None:
    """Assert that both snapshots hold the same values in every row, whatever codes they use."""
    for name in (f.name for f in fields(Snapshot)):
        a: Any = getattr(one, name)
        b: Any = getattr(other, name)
        if name in ("source_rows", "sources"):
            continue
        if isinstance(a, Words):
            assert words(a) == words(b), name
        elif isinstance(a, People):
            for part in ("low", "high", "best"):
                np.testing.assert_array_equal(getattr(a, part), getattr(b, part))
            assert words(a.qualifier) == words(b.qualifier)
            assert a.words == b.words
        elif isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=name)
        else:
            assert a == b, name
    pairs = [sorted(zip(s.source_rows.tolist(), words(s.sources), strict=True)) for s in (one, other)]
    assert pairs[0] == pairs[1]


def test_columns_say_what_the_records_say(workspace: Workspace) -> None:
    snapshot = Snapshot.of(workspace)
    for row, kept in enumerate(workspace.kept()):
        incident = kept.incident
        assert snapshot.ids[row] == incident.id
        assert snapshot.places.at(row) == incident.place
        assert snapshot.day(snapshot.starts[row]) == incident.start
        assert snapshot.roles.at(row) == incident.role
        low = None if np.isnan(snapshot.killed.low[row]) else int(snapshot.killed.low[row])
        assert low == (incident.killed.low if incident.killed else None)
    total = words(snapshot.roles).index(Role.AGGREGATE)
    assert snapshot.is_area.nonzero()[0].tolist() == [total]
    assert snapshot.outlines == {total: "UA"}
    assert snapshot.provinces.at(words(snapshot.places).index("Odesa")) == "UA-51"
    assert snapshot.provinces.at(total) is None  # a country has no province


def test_only_what_changed_is_read_anew(workspace: Workspace, example: Reading, tmp_path: Path) -> None:
    before = Snapshot.of(workspace)
    assert Snapshot.of(workspace, before) is before
    ids = [k.incident.id for k in workspace.kept()]
    workspace.confirm(ids[2], "Ada")
    workspace.reject(ids[4], "Ada", "a test")
    workspace.edit(ids[0], "Ada", "killed", {"low": 20, "high": None, "qualifier": "at_least"})
    workspace.set_setting("x", "y")
    after = Snapshot.of(workspace, before)
    same(after, Snapshot.of(workspace))
    assert after.states.counts(np.ones(len(after), dtype=bool))[ReviewState.CONFIRMED] == 1
    workspace.merge(ids[6], ids[7], "Ada")
    merged = Snapshot.of(workspace, after)
    assert len(merged) == len(before) - 1
    same(merged, Snapshot.of(workspace))
    workspace.undo(ids[6], "Ada")
    other = replace(example.report, title="Another", text="Another report. " * 9)
    workspace.add(replace(example, report=other, incidents=(), toponyms=()))
    table = tmp_path / "more.csv"
    table.write_text("id,date,place,lat,lon,notes,killed\nU1,2022-06-01,Town,48.5,38.0,Shots,2\n", "utf-8")
    loading.load(workspace, table)
    same(Snapshot.of(workspace, merged), Snapshot.of(workspace))
    workspace.delete_report(example.report.id)
    left = Snapshot.of(workspace, merged)
    same(left, Snapshot.of(workspace))
    assert len(left) == 1


def test_a_snapshot_of_another_file_is_never_patched(workspace: Workspace, example: Reading, tmp_path: Path) -> None:
    known = Snapshot.of(workspace)
    with Workspace.open(tmp_path / "other.sqlite") as other:
        other.add(replace(example, incidents=example.incidents[:3]))
        same(Snapshot.of(other, known), Snapshot.of(other))


def test_a_snapshot_survives_the_disk(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_file, "WORTH_KEEPING", 0)
    monkeypatch.setattr(snapshot_file, "cache_folder", lambda: tmp_path)
    snapshot = Snapshot.of(workspace)
    snapshot_file.keep(snapshot, workspace.path)
    again = snapshot_file.kept(workspace.path)
    assert again is not None
    same(again, snapshot)
    assert Snapshot.of(workspace, again) is again
    snapshot_file.file_of(workspace.path).write_bytes(b"PK broken")
    assert snapshot_file.kept(workspace.path) is None
    assert snapshot_file.kept(tmp_path / "none.sqlite") is None


def test_rounded_points_lie_on_a_grid_and_say_how_sharp_they_are(workspace: Workspace) -> None:
    snapshot = Snapshot.of(workspace)
    coarse = rounded(snapshot, 0.5)
    placed = snapshot.placed
    assert np.allclose(coarse.latitudes[placed] % 0.5, 0)
    assert (np.abs(coarse.longitudes - snapshot.longitudes)[placed] <= 0.25).all()
    assert (coarse.radii[placed] >= 39).all()


def test_a_snapshot_of_nothing(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as empty:
        snapshot = Snapshot.of(empty)
        assert len(snapshot) == 0
        assert snapshot.precisions.among([GeoPrecision.SITE]).tolist() == []
        same(Snapshot.of(empty, snapshot), snapshot)
