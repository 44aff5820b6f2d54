"""The workspace file: newer, older, damaged, foreign, on a full disk, its writer killed, backed up and restored."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.columns.snapshot import Snapshot
from geodata.errors import WorkspaceDamaged, WorkspaceError, WorkspaceTooNew
from geodata.fields import FORMER, STORED
from geodata.records import Reading
from geodata.workspace import Workspace, database, schema

Read = Callable[..., Reading]
KILLS = int(os.environ.get("KILLS", "40"))
BOMB = "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said. [killed2:Two people were [event2=shooting:shot dead]] in [where2:Basra] on [when2:Sunday]."


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    Workspace.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(WorkspaceTooNew, match="newer"):
        Workspace.open(path)
    assert path.read_bytes() == before


def test_an_older_file_is_migrated_after_a_copy(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
    with closing(sqlite3.connect(path)) as db:
        db.executescript("ALTER TABLE reports DROP COLUMN home; DROP TABLE apart; PRAGMA user_version = 1;")
    with Workspace.open(path) as workspace:
        assert len(workspace.kept()) == 2
        assert workspace.check() == []
        assert workspace.reports()[0].home == ""
    copy = tmp_path / f"w-before-schema-{schema.VERSION}.sqlite"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert db.execute("SELECT COUNT(*) FROM incidents").fetchone()[0] == 2


def test_columns_get_their_present_names(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
        before = workspace.kept()
    with closing(sqlite3.connect(path)) as db:
        for former, name in FORMER.items():
            db.execute(f'ALTER TABLE incidents RENAME COLUMN "{name}" TO "{former}"')
        db.execute("PRAGMA user_version = 3")
    with Workspace.open(path) as workspace:
        assert workspace.kept() == before
        assert workspace.check() == []
        assert Snapshot.of(workspace).day(Snapshot.of(workspace).starts[0]) is not None
    with closing(sqlite3.connect(path)) as db:
        names = {row[1] for row in db.execute("PRAGMA table_info(incidents)")}
    assert {field.name for field in STORED} <= names
    assert not names & FORMER.keys()


@pytest.mark.parametrize("content", [bytes(4000), b"SQLite format 3\x00" + b"\x07" * 4000])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.sqlite"
    path.write_bytes(content)
    with pytest.raises(WorkspaceDamaged, match="restore"):
        Workspace.open(path)


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE theirs (x)")
    with pytest.raises(WorkspaceError, match="not a workspace"):
        Workspace.open(path)


def test_a_place_that_cannot_be_written_names_the_option(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(WorkspaceError, match="--workspace"):
        Workspace.open(blocked / "below" / "w.sqlite")


def test_a_read_only_file_is_a_clear_error(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "w.sqlite"
    Workspace.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    with Workspace.open(path) as workspace:
        reading = read(BOMB)

        def forbid(connection: object) -> None:
            connection.exec_driver_sql("PRAGMA query_only=ON")  # type: ignore[attr-defined]

        from sqlalchemy import event

        event.listen(workspace._engine, "begin", forbid)
        with pytest.raises(WorkspaceError, match="readonly"):
            workspace.add(reading)


@pytest.mark.slow
def test_a_full_disk_keeps_what_was_there(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
        from sqlalchemy import event

        def shrink(connection: object) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

        event.listen(workspace._engine, "begin", shrink)
        with pytest.raises(WorkspaceError, match="disk is full"):
            workspace.add(
                read(
                    "[killed:Ten people died] in a [event=fire:fire] in [where:Oslo] on [when:Sunday]. "
                    + "More was told. " * 2_500
                )
            )
    with Workspace.open(path) as workspace:
        assert len(workspace.kept()) == 2
        assert workspace.check() == []


def test_a_restore_that_fails_leaves_no_copy(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    path, saved = tmp_path / "w.sqlite", tmp_path / "saved.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
    database.backup(path, saved)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(database, "copy_into", full)
    with pytest.raises(WorkspaceError, match="cannot restore"):
        database.restore(saved, path)
    assert sorted(p.name for p in tmp_path.glob("*.sqlite")) == ["saved.sqlite", "w.sqlite"]


def test_backup_and_restore(tmp_path: Path, read: Read) -> None:
    path, saved = tmp_path / "w.sqlite", tmp_path / "saved.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
        workspace.backup(saved)
        workspace.delete_report(workspace.reports()[0].id)
    database.restore(saved, path)
    with Workspace.open(path) as workspace:
        assert len(workspace.kept()) == 2
    assert list(tmp_path.glob("w-before-restore-*.sqlite"))
    with pytest.raises(WorkspaceError):
        database.restore(tmp_path / "nowhere.sqlite", path)


def test_two_writers_at_once_both_succeed(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
        known = [kept.incident.id for kept in workspace.kept()]
    faults: list[BaseException] = []

    def write(who: str, ident: str) -> None:
        try:
            with Workspace.open(path) as own:
                for n in range(15):
                    own.edit(ident, who, "attribution", f"{who} {n}")
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(who, ident)) for who, ident in zip("AB", known, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Workspace.open(path) as workspace:
        assert workspace.info()["reviews"] == 30
        assert workspace.check() == []


@pytest.mark.slow
@pytest.mark.parametrize("work", ["import", "review"])
def test_a_killed_writer_loses_nothing_committed(tmp_path: Path, work: str) -> None:
    """Kill a real writer at random moments. The file stays intact and holds every step that was reported as committed."""
    script = Path(__file__).with_name("killed_writers.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), work, str(KILLS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    kills, at_work = (int(word) for word in done.stdout.split() if word.isdigit())
    assert kills == KILLS
    assert at_work >= 0.9 * KILLS


def test_a_step_broken_off_before_the_log_is_on_is_rolled_back(tmp_path: Path, read: Read) -> None:
    """The writer is killed while the file still uses a rollback journal, as it does just after creation."""
    path, broken = tmp_path / "w.sqlite", tmp_path / "broken.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("PRAGMA cache_size=2")  # pages reach the file before the transaction ends
        db.execute("BEGIN")
        db.execute("CREATE TABLE half_way (words)")
        db.executemany("INSERT INTO half_way VALUES (?)", [("x" * 3000,)] * 50)
        for suffix in ("", "-journal"):
            shutil.copy(f"{path}{suffix}", f"{broken}{suffix}")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.version_with(broken, "ro")
    with Workspace.open(broken) as workspace:
        assert workspace.check() == []
        assert {kept.incident.place for kept in workspace.kept()} == {"Mosul", "Basra"}
    with closing(sqlite3.connect(broken)) as db:
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half_way'").fetchall() == []


def test_restore_keeps_what_it_replaces_and_mends_a_damaged_file(tmp_path: Path, read: Read) -> None:
    path, saved = tmp_path / "w.sqlite", tmp_path / "saved.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(read(BOMB))
        workspace.backup(saved)
    with pytest.raises(WorkspaceError, match="the workspace itself"):
        database.restore(path, path)
    path.write_bytes(b"ruined" * 1000)
    database.restore(saved, path)
    with Workspace.open(path) as workspace:
        assert len(workspace.kept()) == 2
    assert any(p.read_bytes().startswith(b"ruined") for p in tmp_path.glob("w-before-restore-*.sqlite"))


def test_a_command_that_only_reads_begins_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.sqlite"
    assert main(["list", "--workspace", str(missing)]) == 1
    assert "does not exist" in capsys.readouterr().err
    assert not missing.exists()


def test_a_table_is_not_called_a_damaged_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Place\n2022-03-24,Kharkiv\n", "utf-8")
    with pytest.raises(WorkspaceError, match="is not a workspace of Incident Atlas") as caught:
        Workspace.open(tmp_path / "a.csv")
    assert not isinstance(caught.value, WorkspaceDamaged)
