"""Whole imports: in a separate process, cancelled, killed, and removed again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from geodata.errors import ImportRefused
from geodata.importing import converting, datasets, loading
from geodata.importing.imported import repeated_ids
from geodata.importing.looking_up import GazetteerLookUp
from geodata.workspace import Workspace, database

HEADER = "id,date,place,country,latitude,longitude,deaths,notes\n"


def table(folder: Path, rows: int, name: str = "t.csv", deaths: int = 0) -> Path:
    body = "".join(
        f"{n},2022-06-{n % 28 + 1:02},{'Kharkiv' if n % 5 == 0 else f'Town {n}'},Ukraine,"
        f"{'' if n % 5 == 0 else 48.5},{'' if n % 5 == 0 else 37.5},{n % 7 + deaths},Shots were heard in town {n}\n"
        for n in range(rows)
    )
    path = folder / name
    path.write_text(HEADER + body + "x,2022-99-99,Nowhere,,,,,an impossible day\n", "utf-8")
    return path


def test_ids_that_rows_of_one_place_and_day_share() -> None:
    ids = ["a", "a ", "a", "b", "b", "", "", "c", "c"]
    places = ["Kyiv", "Kyiv", "Odesa", "Kyiv", "Odesa", "Kyiv", "Kyiv", "Kyiv", "Kyiv"]
    days = [*["2022-06-27"] * 7, None, None]
    assert repeated_ids(ids, places, days) == {"a": 2}


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "CHUNK", 20)


@pytest.mark.slow
@pytest.mark.usefixtures("small_steps")
def test_a_process_of_its_own_converts_as_this_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, look_up = table(tmp_path, 75), GazetteerLookUp()
    with Workspace.open(tmp_path / "here.sqlite") as here, Workspace.open(tmp_path / "apart.sqlite") as apart:
        one = loading.load(here, path, look_up=look_up)
        monkeypatch.setattr(converting, "LARGE", 0)
        before = psutil.Process().children()
        other = loading.load(apart, path, look_up=look_up)
        assert psutil.Process().children() == before
        assert here.kept() == apart.kept()
    assert (one.rows, one.new, one.looked_up, one.refused) == (76, 75, 15, 1)
    assert (one.rejected, one.new, one.looked_up) == (other.rejected, other.new, other.looked_up)


@pytest.mark.slow
def test_a_file_that_breaks_off_says_so_from_the_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LARGE", 0)
    monkeypatch.setattr(converting, "CHUNK", 10_000)
    path = tmp_path / "t.csv"  # without dates, because a file with dates is scanned whole first
    rows = "".join(f"{n},Kharkiv,50,36,Shots were heard in street {n}\n" for n in range(15_000))
    path.write_text("id,place,latitude,longitude,notes\n" + rows + "x" * 30_000_000 + "\n", "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        with pytest.raises(ImportRefused, match=r"t\.csv"):
            loading.load(workspace, path)
        assert workspace.info()["incidents"] == 10_000


@pytest.mark.slow
def test_a_killed_process_loses_no_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LARGE", 0)
    monkeypatch.setattr(converting, "CHUNK", 200)
    before = {child.pid for child in psutil.Process().children()}

    def kill(_: int) -> None:
        for child in psutil.Process().children():
            if child.pid not in before:
                child.kill()

    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        with pytest.raises(ImportRefused, match="was stopped"):
            loading.load(workspace, table(tmp_path, 20_000), progress=kill)
        assert workspace.info()["incidents"] % 200 == 0 < workspace.info()["incidents"]
        assert workspace.check() == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_steps")
def test_a_cancelled_import_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cancelled(BaseException):
        pass

    def cancel(done: int) -> None:
        if done >= 40:
            raise Cancelled

    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, table(tmp_path, 30))
        before = workspace.kept()
        for limit in (0, converting.LARGE):
            monkeypatch.setattr(converting, "LARGE", limit)
            with pytest.raises(Cancelled):
                loading.load(workspace, table(tmp_path, 90, "other.csv"), progress=cancel)
            with pytest.raises(Cancelled):  # more rows of the table already imported
                loading.load(workspace, table(tmp_path, 90), progress=cancel)
            assert workspace.kept() == before
            assert [one.rows for one in datasets.datasets(workspace)] == [30]
            assert workspace.check() == []
            assert len(workspace.search("heard")) == 30


def test_an_imported_table_is_removed_and_what_others_report_stays(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, table(tmp_path, 10, "a.csv"))
        loading.load(workspace, table(tmp_path, 12, "b.csv", deaths=3))
        a, b = sorted(datasets.datasets(workspace), key=lambda one: one.rows)
        kept = workspace.kept()
        workspace.confirm(kept[0].incident.id, "me")
        workspace.merge(kept[1].incident.id, kept[15].incident.id, "me")
        assert datasets.remove(workspace, a.id) == 10
        left = workspace.kept()
        assert len(left) == 12
        assert {len(workspace.claims_of(one.incident.id)) for one in left} == {1}
        assert [one.id for one in datasets.datasets(workspace)] == [b.id]
        assert workspace.check() == []
        assert loading.load(workspace, table(tmp_path, 10, "a.csv")).new == 9  # the merged incident has the id of the tenth
        assert {one.state.value for one in workspace.kept()} == {"unreviewed"}


def test_a_backup_with_smaller_pages_is_restored_under_an_open_workspace(tmp_path: Path) -> None:
    saved, path = tmp_path / "old.sqlite", tmp_path / "w.sqlite"
    with Workspace.open(tmp_path / "made.sqlite") as workspace:
        loading.load(workspace, table(tmp_path, 10))
    with closing(sqlite3.connect(tmp_path / "made.sqlite")) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute("VACUUM INTO ?", (str(saved),))
    with Workspace.open(path) as workspace:
        assert workspace.kept() == []
        database.restore(saved, path)
        assert len(workspace.kept()) == 10
        assert len(workspace.search("heard")) == 10
        assert workspace.check() == []
    assert [copy.name.partition("-2")[0] for copy in database.saved_copies(path)] == ["w-before-restore"]


def test_a_rows_claimant_says_its_figures(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("date,place,latitude,longitude,killed,claimed by\n2024-03-05,Suva,-18.14,178.44,29,army\n")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "t.csv")
        (kept,) = workspace.kept()
    assert kept.incident.killed is not None
    assert (kept.incident.attribution, kept.incident.killed.attribution) == ("army", "army")


def test_rows_that_do_not_fit_their_headers_count_as_rows(tmp_path: Path) -> None:
    good, wide = "1,2022-06-27,Kyiv,Ukraine,50.4,30.5,2,Shots\n", "2,2022-06-27,Kyiv,Ukraine,50.4,30.5,2,Shots,a,b\n"
    for name, body, new in (("some.csv", good + wide + wide, 1), ("none.csv", wide + wide + wide, 0)):
        path = tmp_path / name
        path.write_text(HEADER + body, "utf-8")
        with Workspace.open(tmp_path / f"{name}.sqlite") as workspace:
            outcome = loading.load(workspace, path)
            assert (outcome.rows, outcome.new, outcome.refused, len(workspace.kept())) == (3, new, 3 - new, new)
