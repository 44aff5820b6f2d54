"""Terminals without UTF-8, closed streams, paths that are not files, and workspaces that others change during use."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata import leftovers
from geodata.__main__ import main
from geodata.errors import WorkspaceDamaged, WorkspaceError
from geodata.importing import converting, datasets, loading
from geodata.workspace import Workspace, database

HEAD = "date,place,country,killed\n"
REPORT = "Двое погибли в Мосуле. A bomb in Mosul killed nine people on Sunday, police said.\n"


def table(folder: Path, town: str, rows: int, name: str = "week.csv") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(HEAD + "".join(f"2024-03-{n % 28 + 1:02},{town} {n},Iraq,{n % 7 + 1}\n" for n in range(rows)), "utf-8")
    return path


class Stopped(BaseException):
    pass


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "CHUNK", 20)


def run(words: list[str], *, shell: str = "", **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **variables}
    command = [sys.executable, "-m", "geodata", *words]
    line = " ".join(f"'{word}'" for word in command) + shell
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, env=environment, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "variables"), [("", {"PYTHONIOENCODING": "ascii"}), ("", {"PYTHONUTF8": "0", "LC_ALL": "C"}), (" >&-", {})]
)
def test_a_terminal_that_takes_no_letters_of_other_scripts(tmp_path: Path, shell: str, variables: dict[str, str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    done = run(["read", str(tmp_path / "a.txt"), "--published", "2022-06-27"], shell=shell, **variables)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["geocode", "\udcc4\udc90"], ["import", "bad\udcff.csv"]])
def test_an_argument_that_is_no_text(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "is not text in this terminal's encoding" in capsys.readouterr().err


def test_a_reader_that_closes_its_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def closed(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("geodata.__main__.run_info", closed)
    assert main(["gazetteer", "info"]) == 0
    assert capsys.readouterr().err == ""


def test_a_link_that_leads_to_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert main(["read", str(tmp_path / "loop.txt")]) == 1
    assert main(["read", str(tmp_path)]) == 1
    assert "loop.txt" in capsys.readouterr().err


def test_a_device_is_no_dump(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "add", os.devnull]) == 1
    assert "is not a file" in (said := capsys.readouterr().err)
    assert "damaged" not in said


@pytest.mark.usefixtures("small_steps")
def test_a_cancelled_import_leaves_what_others_brought_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"

    def meanwhile(_: int) -> None:
        with Workspace.open(path) as other:
            assert loading.load(other, table(tmp_path / "b", "Erbil", 30)).new == 30
        raise Stopped

    with Workspace.open(path) as workspace:
        with pytest.raises(Stopped):
            loading.load(workspace, table(tmp_path / "a", "Mosul", 90), progress=meanwhile)
        assert [one.rows for one in datasets.datasets(workspace)] == [30]
        assert workspace.check() == []


@pytest.mark.usefixtures("small_steps")
def test_a_table_that_is_removed_while_it_comes_in_is_no_damage(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:

        def remove(_: int) -> None:
            for one in datasets.datasets(workspace):
                datasets.remove(workspace, one.id)

        with pytest.raises(WorkspaceError, match="was changed in the meantime") as error:
            loading.load(workspace, table(tmp_path, "Mosul", 90), progress=remove)
        assert not isinstance(error.value, WorkspaceDamaged)
        assert workspace.check() == []


def delete(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def put_in_place(new: Path, path: Path) -> None:
    delete(path)
    database.move(new, path)


def put_a_folder_there(path: Path) -> None:
    delete(path)
    path.mkdir()


@pytest.mark.parametrize("gone", [delete, put_a_folder_there, lambda path: shutil.rmtree(path.parent)])
def test_nothing_is_kept_in_a_file_that_is_gone(tmp_path: Path, gone: Callable[[Path], None]) -> None:
    path = tmp_path / "own" / "w.sqlite"
    with Workspace.open(path) as workspace:
        gone(path)
        with pytest.raises(WorkspaceError, match="is gone"):
            loading.load(workspace, table(tmp_path, "Mosul", 3))
        with pytest.raises(WorkspaceError, match="is gone"):
            workspace.info()


@pytest.mark.usefixtures("small_steps")
def test_a_file_that_goes_while_a_table_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace, pytest.raises(WorkspaceError, match="is gone"):
        loading.load(workspace, table(tmp_path, "Mosul", 90), progress=lambda _: delete(path))


def test_a_file_that_is_replaced_in_the_middle_of_a_step(tmp_path: Path) -> None:
    path, second = tmp_path / "w.sqlite", tmp_path / "other.sqlite"
    Workspace.open(second).close()
    with Workspace.open(path) as workspace:
        with pytest.raises(WorkspaceError, match="deleted or replaced, so"), workspace.writing():
            put_in_place(second, path)
        assert workspace.info()["incidents"] == 0


def test_a_file_that_was_put_there_meanwhile_is_the_workspace(tmp_path: Path) -> None:
    path, second = tmp_path / "w.sqlite", tmp_path / "other.sqlite"
    with Workspace.open(second) as other:
        loading.load(other, table(tmp_path, "Erbil", 5))
    with Workspace.open(path) as workspace:
        loading.load(workspace, table(tmp_path, "Mosul", 3))
        put_in_place(second, path)
        assert workspace.info()["incidents"] == 5
        assert loading.load(workspace, table(tmp_path, "Mosul", 3)).new == 3
    with Workspace.open(path) as again:
        assert again.info()["incidents"] == 8
        assert again.check() == []


def test_a_file_that_was_put_there_next_to_the_log_of_another_is_left_alone(tmp_path: Path) -> None:
    path, second = tmp_path / "w.sqlite", tmp_path / "other.sqlite"
    with Workspace.open(second) as other:
        loading.load(other, table(tmp_path, "Erbil", 5))
    before = second.read_bytes()
    with Workspace.open(path) as workspace, Workspace.open(path) as further:
        loading.load(workspace, table(tmp_path, "Mosul", 3))
        assert further.info()["incidents"] == 3
        os.replace(second, path)
        with pytest.raises(WorkspaceError, match=r"was replaced, but w\.sqlite-wal of the old file still exists"):
            workspace.info()
        assert path.read_bytes() == before


def test_what_cannot_be_written_to_is_read_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        loading.load(workspace, table(tmp_path, "Mosul", 3))
        monkeypatch.setattr(database, "is_read_only", lambda _: True)
        with Workspace.open(path) as locked:
            assert locked.info()["incidents"] == 3
    with Workspace.open(path) as locked:
        assert locked.info()["incidents"] == 3


def test_a_log_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = tmp_path / "w.sqlite", tmp_path / "copy.sqlite"
    with Workspace.open(path) as workspace:
        loading.load(workspace, table(tmp_path, "Mosul", 3))
        for end in ("", "-wal"):
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")
    monkeypatch.setattr(database, "is_read_only", lambda _: True)
    with pytest.raises(WorkspaceError, match=r"its latest changes are in copy\.sqlite-wal"):
        Workspace.open(copy)


def test_the_order_of_its_columns_makes_no_other_table(tmp_path: Path) -> None:
    one = loading.open_table(table(tmp_path, "Mosul", 3))
    other = dataclasses.replace(one, columns=dict(reversed(one.columns.items())))
    assert loading.dataset_of(one) == loading.dataset_of(other)


@pytest.mark.slow
def test_the_folders_of_killed_programs_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {
        "dead": f"{leftovers.OURS}-{ended.pid}-abc", "alive": f"{leftovers.OURS}-{os.getpid()}-abc", "young": f"{leftovers.OURS}-{ended.pid}-new",
        "other": f"{leftovers.OURS}-notes", "strange": f"elsewhere-{ended.pid}-abc",
    }  # fmt: skip
    for which, name in names.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "upload.csv").write_text("x")
        if which != "young":
            os.utime(tmp_path / name, (0, 0))
    leftovers.sweep_temporary()
    assert {which for which, name in names.items() if (tmp_path / name).exists()} == set(names) - {"dead"}
    with leftovers.temporary_folder() as folder:
        assert leftovers.OF_PROCESS.fullmatch(Path(folder).name)
    assert not Path(folder).exists()
