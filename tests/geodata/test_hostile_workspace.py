"""Workspaces made by others or damaged by a disk: what is refused, what is reported, what is never run."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from geodata.columns.selecting import selection
from geodata.columns.snapshot import Snapshot
from geodata.errors import GeodataError, WorkspaceDamaged, WorkspaceError
from geodata.exporting.exports import write
from geodata.importing import loading
from geodata.query import IncidentQuery
from geodata.records import Reading
from geodata.workspace import database
from geodata.workspace.store import Workspace

ROWS = "date,place,lat,lon,killed,notes\n2022-03-24,Kharkiv,49.99,36.23,3,a\n2022-03-25,Odesa,46.48,30.72,1,b\n"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A workspace with two incidents, in a single file."""
    table, path = tmp_path / "t.csv", tmp_path / "w.sqlite"
    table.write_text(ROWS, "utf-8")
    with Workspace.open(path) as workspace:
        loading.load(workspace, table)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    return path


def changed(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x, x FROM c"
OF_OTHERS = {
    "trigger": ["CREATE TRIGGER t AFTER INSERT ON claims BEGIN DELETE FROM reviews; END"],
    "view": ["DROP TABLE settings", f"CREATE VIEW settings(key, value) AS {ENDLESS}"],
    "table": ["CREATE TABLE other (x)"],
    "table search_other": ["CREATE TABLE search_other (x)"],
    "index": ["CREATE INDEX i ON incidents((length(hex(zeroblob(2000)))))"],
    "table claims": ["DROP TABLE claims", "CREATE TABLE claims (id TEXT CHECK (length(hex(zeroblob(2000))) > 0))"],
}


@pytest.mark.parametrize("what", OF_OTHERS)
def test_what_this_program_did_not_make_is_not_opened(kept: Path, tmp_path: Path, what: str) -> None:
    changed(kept, *OF_OTHERS[what])
    with pytest.raises(WorkspaceError, match="does not create"):
        Workspace.open(kept)
    with pytest.raises(WorkspaceError, match="does not create"):
        database.restore(kept, tmp_path / "restored.sqlite")
    assert not (tmp_path / "restored.sqlite").exists()


VALUES = {
    "type": "UPDATE incidents SET type = 'nosuch' WHERE number = 1",
    "state": "UPDATE incidents SET state = 'nosuch' WHERE number = 1",
    "body": "UPDATE incidents SET body = '{not json' WHERE number = 1",
    "types in a body": """UPDATE incidents SET body = '{"id":[1],"type":7}' WHERE number = 1""",
    "deep body": "UPDATE incidents SET body = replace(hex(zeroblob(25000)), '0', '[') WHERE number = 1",
    "date": "UPDATE incidents SET date_start = 'yesterday', date_end = 'x' WHERE number = 1",
    "blob": "UPDATE incidents SET evidence = x'fffe00', place = x'ff' WHERE number = 1",
    "words in numbers": "UPDATE incidents SET lat = 'abc', killed_low = 'x', confidence = 'y' WHERE number = 1",
    "infinity": "UPDATE incidents SET lat = 9e999, lon = -9e999 WHERE number = 1",
    "raw row": "UPDATE claims SET raw = '{{{' WHERE incident = 1",
    "columns": "UPDATE datasets SET columns = '5'",
    "claim": "UPDATE claims SET body = '{}' WHERE incident = 1",
}


@pytest.mark.parametrize("what", VALUES)
def test_values_that_no_program_wrote(kept: Path, tmp_path: Path, what: str) -> None:
    """Every access to such a file ends in an answer or a `GeodataError`, and the check finds the row."""
    changed(kept, VALUES[what])
    table = tmp_path / "more.csv"
    table.write_text(ROWS.replace("Kharkiv", "Sumy"), "utf-8")
    with Workspace.open(kept) as workspace:
        assert workspace.check(), "the check calls it sound"
        looks: list[Callable[[], object]] = [
            workspace.kept,
            lambda: selection(workspace, IncidentQuery()),
            lambda: write(selection(workspace, IncidentQuery()), "csv"),
            lambda: loading.load(workspace, table),
        ]
        for look in looks:
            with suppress(GeodataError):  # any other error fails the test
                look()


OF_READINGS = {
    "type": ("UPDATE incidents SET type = 'nonsense' WHERE number = 1", "nonsense"),
    "day": ("UPDATE incidents SET date_start = '2022-99-99' WHERE number = 1", "month"),
    "id": ("UPDATE incidents SET id = 'another' WHERE number = 1", "its id was changed"),
}


@pytest.mark.parametrize("what", OF_READINGS)
def test_columns_next_to_a_record_are_checked_too(example: Reading, tmp_path: Path, what: str) -> None:
    """An incident from an article has its full record, but the page and the lists read its columns."""
    change, words = OF_READINGS[what]
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        assert workspace.check() == []
    changed(tmp_path / "w.sqlite", change)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        assert any(words in fault for fault in workspace.check())


def test_a_sound_file_is_called_sound(kept: Path) -> None:
    with Workspace.open(kept) as workspace:
        assert workspace.check() == []


@pytest.mark.parametrize("reason", ["disk I/O error", "database or disk is full"])
def test_a_full_disk_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    monkeypatch.setattr(database, "has_no_room", lambda _: True)
    with pytest.raises(WorkspaceError, match="disk is full") as told, database.told(tmp_path / "w.sqlite"):
        raise OperationalError("", {}, sqlite3.OperationalError(reason))
    assert "restore" not in str(told.value)


def test_a_broken_disk_is_no_damage_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "has_no_room", lambda _: False)
    with pytest.raises(WorkspaceError, match="check the disk") as told, database.told(tmp_path / "w.sqlite"):
        raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))
    assert "restore" not in str(told.value)


def test_damage_is_called_damage(kept: Path) -> None:
    body = kept.read_bytes()
    kept.write_bytes(body[: len(body) // 2])

    def look() -> None:
        with Workspace.open(kept) as workspace:
            workspace.kept()
            workspace.search("Kharkiv")

    with pytest.raises(WorkspaceDamaged, match="restore a backup"):
        look()


def test_a_folder_or_a_pipe_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(WorkspaceError, match="is not a file"):
            Workspace.open(tmp_path / name)


@pytest.mark.parametrize(
    "rule", ["c0, x AS (length(c0)) STORED", "c0 CHECK (length(c0))", "c0 DEFAULT (7)", "c0 COLLATE NOCASE"]
)
def test_the_search_index_has_no_rules_of_its_own(kept: Path, rule: str) -> None:
    sql = f"CREATE TABLE 'search_content'(id INTEGER PRIMARY KEY, {rule})"
    assert database.is_strange("table", "search_content", sql)
    with closing(sqlite3.connect(kept)) as db:
        own = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search%' AND sql IS NOT NULL"))
        assert not any(database.is_strange("table", name, made) for name, made in own.items())
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'search_content'", (sql,))
        db.commit()
    with pytest.raises(WorkspaceError, match="does not create"):
        Workspace.open(kept)


CHANGED = {
    "a latitude in words": (
        'UPDATE reports SET reading = replace(reading, \'"latitude": \', \'"latitude": "x", "was": \')',
        "is not a float",
    ),
    "no reading": ("UPDATE reports SET reading = '{\"a\": 1}'", "toponyms"),
    "an empty reading": ("UPDATE reports SET reading = ''", "cannot be read"),
    "bytes": ("UPDATE reports SET text = CAST(text AS BLOB)", "text is not text"),
    "another title": ("UPDATE reports SET title = 'Other'", "was changed by another program"),
    "a figure in words": (
        "UPDATE incidents SET body = json_set(body, '$.attribution', 7) WHERE body IS NOT NULL",
        "7 is not a str",
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_reading_that_no_program_wrote_is_found(example: Reading, tmp_path: Path, what: str) -> None:
    change, fault = CHANGED[what]
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        assert workspace.check() == []
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as db:
        db.execute(change)
        db.commit()
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        assert any(fault in line for line in workspace.check())
        if what != "another title":
            with pytest.raises(WorkspaceDamaged, match="cannot be read"):
                workspace.read_of(example.report.id)


@pytest.mark.parametrize("change", ["type = 'strange'", "role = NULL", "state = 'x'", "lat = 9e999", "lon = 1000.0"])
def test_columns_that_no_program_wrote_are_damage(example: Reading, tmp_path: Path, change: str) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as db, suppress(sqlite3.IntegrityError):
        db.execute(f"UPDATE incidents SET {change} WHERE lat IS NOT NULL")  # noqa: S608
        db.commit()
        with Workspace.open(tmp_path / "w.sqlite") as workspace, pytest.raises(WorkspaceDamaged, match="cannot be read"):
            Snapshot.of(workspace)


def test_a_read_only_workspace_can_be_saved_and_restored_from(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_read_only", lambda path: path == kept)
    before = sorted(kept.parent.iterdir())
    copy = database.backup(kept, tmp_path / "copy.sqlite")
    database.restore(kept, tmp_path / "new.sqlite")
    for path in (copy, tmp_path / "new.sqlite"):
        with Workspace.open(path) as workspace:
            assert [k.incident.place for k in workspace.kept()] == ["Kharkiv", "Odesa"]
    assert {file for file in kept.parent.iterdir() if file.name.startswith(kept.name)} == {
        file for file in before if file.name.startswith(kept.name)
    }


def test_a_read_only_workspace_can_be_read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "is_read_only", lambda _: True)
    before = sorted(kept.parent.iterdir())
    with Workspace.open(kept) as workspace:
        assert [k.incident.place for k in workspace.kept()] == ["Kharkiv", "Odesa"]
        assert write(selection(workspace, IncidentQuery()), "csv")
        with pytest.raises(WorkspaceError, match="cannot be written to"):
            workspace.set_setting("x", "y")
    assert sorted(kept.parent.iterdir()) == before


def test_a_backup_leaves_the_parts_of_others_alone(kept: Path, tmp_path: Path) -> None:
    """Browsers use such names for unfinished downloads."""
    download, killed = tmp_path / "film.part", tmp_path / ".b.sqlite.part"
    for file in (download, killed):
        file.write_bytes(b"x" * 5_000)
        os.utime(file, (0, 0))
    with Workspace.open(kept) as workspace:
        workspace.backup(tmp_path / "b.sqlite")
    assert (download.exists(), killed.exists()) == (True, False)
    with Workspace.open(tmp_path / "b.sqlite") as workspace:
        assert workspace.check() == []


def test_a_backup_replaces_no_file_unasked(kept: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("words", "utf-8")
    with Workspace.open(kept) as workspace:
        with pytest.raises(WorkspaceError, match="already exists"):
            workspace.backup(precious)
        assert precious.read_text("utf-8") == "words"
        workspace.backup(precious, replace=True)
    shutil.copy(precious, tmp_path / "copy.sqlite")
    with Workspace.open(tmp_path / "copy.sqlite") as workspace:
        assert len(workspace.kept()) == 2


def test_a_table_whose_columns_are_kept_as_a_list_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROWS, "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        assert workspace.check() == []
        with workspace.writing() as db:
            db.exec_driver_sql("UPDATE datasets SET mapping = '[]'")
        assert any("does not consist of names" in fault for fault in workspace.check())
