"""Cells and files that once took quadratic time or too much memory, and a library that would record its use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ImportRefused, RowError, WorkspaceError
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.named import MOST_NAMED, several
from geodata.llm.batches import Results
from geodata.tables.cells import days, harm, months
from geodata.tables.cells.points import point_of
from geodata.tables.cells.spans import NoDate
from geodata.tables.files import web_page
from geodata.tables.files.spreadsheet import merged_by_row
from geodata.tables.files.workbook import MOST_MERGED, MOST_SPREAD
from geodata.tables.table import open_table
from geodata.workspace import Workspace, database


@pytest.mark.parametrize("text", months.YES)
def test_words_that_name_a_month(text: str) -> None:
    assert months.languages_of(text)


@pytest.mark.parametrize("text", months.NO)
def test_words_that_name_no_month(text: str) -> None:
    assert not months.languages_of(text)


@pytest.mark.parametrize("cell", ["qwaaa 2024", "24 qwaaa 2024", "mi-" * 30 + "qwaaa 2024"])
def test_a_word_that_is_no_month_is_not_looked_up_in_all_languages(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "parser_of", lambda languages: pytest.fail("dateparser was asked"))
    with pytest.raises(NoDate):
        days.span_of(cell)


def test_a_cell_of_many_thirds_is_read_once_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, read = [], days.in_words
    monkeypatch.setattr(days, "in_words", lambda text: (asked.append(text), read(text))[1])
    with pytest.raises(NoDate):
        days.span_of("fin-" * 25 + "qwbbb 2024")
    assert len(asked) < 25 * 8


def test_points_with_their_sides() -> None:
    assert (north := point_of("49.5N,,,36.2E")) is not None
    assert (north.latitude, north.longitude) == (49.5, 36.2)
    assert (east := point_of("36.2E; 49.5N")) is not None
    assert (east.latitude, east.longitude) == (49.5, 36.2)


def test_a_count_longer_than_any_is_not_taken_apart() -> None:
    assert harm.says_kind("3 killed, 5 wounded")
    assert not harm.says_kind("3 killed" + "," * harm.LONGEST)


def test_a_cell_of_more_places_than_a_list_has(gazetteer: Gazetteer) -> None:
    assert len(several("; ".join(["Sumy", "Kharkiv"]), "", gazetteer)) == 2
    assert several("; ".join(["Sumy", "Kharkiv"] * MOST_NAMED), "", gazetteer) == []


def test_merged_areas_end_with_their_sheet() -> None:
    claimed = [((2, 10), (65_535, 10))] * (2 * MOST_MERGED)
    assert merged_by_row(claimed, 1) == {}
    assert sum(map(len, merged_by_row(claimed, 65_535).values())) <= MOST_SPREAD
    assert merged_by_row([((0, 0), (1, 2))], 5) == {1: [(1, 1, 3, 2)], 2: [(1, 1, 3, 2)]}


@pytest.mark.slow
def test_a_web_page_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<table><tr " + " ".join(f'a{n}="<"' for n in range(9_000)) + "><td>a<td>b<tr><td>c<td>d</table>"
    (tmp_path / "a.html").write_text(body)
    assert len(list(open_table(tmp_path / "a.html").chunks(10))) == 1
    monkeypatch.setattr(web_page, "PATIENCE", 0.0)
    with pytest.raises(ImportRefused, match="too much time"):
        open_table(tmp_path / "a.html")


@pytest.mark.slow
def test_a_web_page_that_takes_too_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("<table><tr><td>a<td>b" + "<tr><td>1<td>2" * 300_000 + "</table>", "utf-8")
    monkeypatch.setattr(web_page, "MEMORY", 300_000_000)
    with pytest.raises(ImportRefused, match=r"takes too much (?:time or )?memory to read"):
        open_table(page)


@pytest.mark.parametrize("line", ["[" * 200_000, '{"custom_id": "r#1", "response": ' + "[" * 200_000 + "]" * 200_000 + "}"])
def test_an_answer_that_is_nested_too_deeply(tmp_path: Path, line: str) -> None:
    (tmp_path / "r.jsonl").write_text(line + "\n")
    with pytest.raises(RowError, match="custom_id"):
        Results(tmp_path / "r.jsonl")


@pytest.mark.parametrize("own", database.OWN_FILES)
def test_a_backup_is_not_one_of_the_files_that_sqlite_deletes(tmp_path: Path, own: str) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path):
        with pytest.raises(WorkspaceError, match="belongs to SQLite"):
            database.backup(path, tmp_path / f"w.sqlite{own}", replace=True)
        assert database.backup(path, tmp_path / f"other{own}").exists()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        assert database.backup(path, elsewhere / f"w.sqlite{own}").exists()
        (elsewhere / "link.sqlite").symlink_to(path)
        with pytest.raises(WorkspaceError, match="belongs to SQLite"):
            database.backup(elsewhere / "link.sqlite", tmp_path / f"w.sqlite{own}", replace=True)


def test_the_networks_keep_no_record_of_their_use(tmp_path: Path) -> None:
    """By default, the library that runs the networks records each use and sends the records to its makers."""
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "USERPROFILE": str(tmp_path)}
    code = "from geodata.reading.networks import OnnxNetworks; OnnxNetworks()"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **home}, check=True, timeout=120)
    assert [path for path in tmp_path.rglob("*") if "icrosoft" in path.name or "onnxruntime" in path.name] == []
