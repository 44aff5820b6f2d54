"""Attacks on files, answers and workspaces that once succeeded."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.columns.selecting import selection
from geodata.errors import BadAnswer, ImportRefused, LinkRefused, NotText, WorkspaceDamaged, WorkspaceError
from geodata.exporting import exports
from geodata.exporting.formats import bare, guarded, is_risky, safe_cell
from geodata.feeds.alarms import Alarms, Wanted
from geodata.gazetteer.lookup import Gazetteer
from geodata.importing import loading
from geodata.llm import answers, harm
from geodata.llm.model import Model
from geodata.llm.reading import read_with
from geodata.query import IncidentQuery
from geodata.records import Incident, Reading, Report
from geodata.sources.articles import files_of
from geodata.sources.documents import Opener
from geodata.tables.table import open_table
from geodata.vocabulary import FigureKind
from geodata.workspace import Workspace, database
from geodata.workspace.database import is_strange
from tests.loading import Load

TABLE = "place,latitude,longitude,killed\nKharkiv,49.99,36.23,3\n"


def test_one_long_name_over_many_values_is_not_copied_into_each(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps([{"K" * 200_000: {f"a{i}": 1 for i in range(1_500)}, "place": "Kyiv"}]), "utf-8"
    )
    assert max(map(len, open_table(tmp_path / "a.json").headers)) <= 500
    (tmp_path / "b.json").write_text(json.dumps([{"a": {f"a{i}": 1 for i in range(3_000)}}]), "utf-8")
    with pytest.raises(ImportRefused, match="more than 2,000 names"):
        open_table(tmp_path / "b.json")


def test_records_with_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.chunks.MOST_CELLS", 50)
    (tmp_path / "a.json").write_text(json.dumps([{f"c{i}": 1} for i in range(20)]), "utf-8")
    with pytest.raises(ImportRefused, match="20 rows with 20 names"):
        open_table(tmp_path / "a.json")


def test_one_cell_that_is_no_value_takes_no_good_rows_with_it(load: Load, tmp_path: Path) -> None:
    days = [19_000] * 1_200
    days[700] = 2**31 - 1
    rows = {
        "place": [f"Kyiv {n}" for n in range(1_200)],
        "date": pa.array(days, pa.date32()),
        "lat": [50.4] * 1_200,
        "lon": [30.5] * 1_200,
    }
    pq.write_table(pa.table(rows), tmp_path / "t.parquet")
    outcome, found = load("a.parquet", (tmp_path / "t.parquet").read_bytes())
    assert (len(found), outcome.refused) == (1_199, 1)
    assert "not a value that can be read" in outcome.rejected[0][1]


def test_a_line_that_is_no_json_takes_no_good_lines_with_it(load: Load) -> None:
    good = '{"place": "Kyiv", "date": "2024-05-01", "killed": %d}'
    lines = [
        good % 1,
        '{"place": "Kyi',
        good % 2,
        '{"place": "Kyiv", "date": "2024-05-01", "killed": ' + "9" * 5_000 + "}",
        good % 3,
    ]
    outcome, found = load("a.jsonl", "\n".join(lines).encode())
    assert ([one.killed.low for one in found if one.killed], outcome.refused) == ([1, 2, 3], 2)
    assert outcome.rejected[0] == (2, "the line is not JSON", {"line": '{"place": "Kyi'})
    assert (outcome.rejected[1][0], outcome.rejected[1][1][:6]) == (4, "killed")


def test_lines_that_are_nested_too_deep_or_no_objects_take_no_good_lines_with_them(load: Load) -> None:
    good = '{"place": "Kyiv", "date": "2024-05-01", "killed": %d}'
    deep = "[" * 100_000
    for lines in ([good % 1, deep, good % 2, "[1]", '"x"'], [deep, good % 1, good % 2]):
        outcome, found = load("a.jsonl", "\n".join(lines).encode())
        assert sorted(one.killed.low for one in found if one.killed and one.killed.low) == [1, 2]
        assert outcome.refused == len(lines) - 2
        assert {why for _, why, _ in outcome.rejected} <= {"the line is not JSON", "not an object with names and values"}


def test_a_text_of_which_most_lines_are_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"place": "Kyiv"}\n{a}\n{b}\n', "utf-8")
    with pytest.raises(ImportRefused, match="cannot be read as JSON"):
        open_table(tmp_path / "a.json")


def test_a_long_text_for_all_rows_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    rows = {"place": ["Kyiv"] * 500, "notes": pa.array(["x" * 300_000] * 500, type=pa.large_string())}
    pq.write_table(pa.table(rows), tmp_path / "a.parquet", compression="zstd")
    before = pa.total_allocated_bytes()
    with pytest.raises(ImportRefused, match="bytes each"):
        open_table(tmp_path / "a.parquet")
    assert pa.total_allocated_bytes() - before < 20_000_000


@pytest.mark.parametrize("cell", ["a\r=cmd|calc!A1", "a\r\n=cmd"])
def test_a_carriage_return_begins_no_row(cell: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe_cell(cell), "b"])
    assert len(list(csv.reader(io.StringIO(out.getvalue(), newline="")))) == 1


@pytest.mark.parametrize(
    "url",
    ["http://evil.example\\\\@127.0.0.1/x", "http://evil.example\\@127.0.0.1/x", "http://a@127.0.0.1/", "http://[", "http://evil.example/#@127.0.0.1",
     "https://127.0.0.1/", "http://127.0.0.1.evil.example/"],
)  # fmt: skip
def test_an_alarm_goes_to_this_computer_only(url: str) -> None:
    with pytest.raises(LinkRefused):
        Alarms(wanted=Wanted(), url=url)
    Alarms(wanted=Wanted(), url="http://127.0.0.1:9000/alarm")
    Alarms(wanted=Wanted(), url="http://[::1]:9000/alarm")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE incidents (number INTEGER NOT NULL, UNIQUE (role) ON CONFLICT REPLACE)",
        "CREATE TABLE incidents (number INTEGER NOT NULL, zz BLOB DEFAULT (randomblob(400)))",
        "CREATE TABLE settings (zz INTEGER AS/**/(length(hex(zeroblob(250)))) STORED)",
        "CREATE TABLE claims (incident INTEGER, FOREIGN KEY(incident) REFERENCES incidents (number) ON DELETE CASCADE)",
        "CREATE TABLE claims (incident INTEGER COLLATE NOCASE)",
        "CREATE TABLE claims AS SELECT 1",
    ],
)
def test_a_table_that_computes_or_deletes_is_strange(sql: str) -> None:
    assert is_strange("table", sql.split()[2], sql)


def test_our_own_tables_are_not_strange(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite"):
        pass
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as db:
        made = db.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    assert made
    assert not [name for kind, name, sql in made if is_strange(kind, name, sql or "")]


def test_a_number_beyond_all_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    (tmp_path / "b.csv").write_text(TABLE.replace("Kharkiv", "Sumy"), "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
    with closing(sqlite3.connect(tmp_path / "w.sqlite")) as db:
        db.execute("UPDATE incidents SET number = 9223372036854775807")
        db.execute("UPDATE claims SET incident = 9223372036854775807")
        db.commit()
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        assert any("9,223,372,036,854,775,807" in fault for fault in workspace.check())
        with pytest.raises((WorkspaceDamaged, WorkspaceError)):
            loading.load(workspace, tmp_path / "b.csv")


@pytest.mark.parametrize("content", ["```json" + "\n" * 200_000 + "x", "<think>" * 30_000, "{" * 200_000])
def test_an_answer_is_looked_through_once(content: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadAnswer):
        answers.parsed(content)
    assert time.perf_counter() - began < 2


def test_an_answer_has_a_length() -> None:
    with pytest.raises(BadAnswer, match="characters"):
        answers.parsed(" " * (answers.LONGEST_ANSWER + 1))


TEXT = (
    "A bomb in Mosul killed nine people on Sunday, police said. More text follows here about the market and the people in it."
)


def said(**more: object) -> dict[str, object]:
    figure = {"low": 9, "high": 9, "best": 9, "quotes": ["nine people"], "claimant": None}
    return {
        "sentences": [1], "evidence": 1, "type": "explosion_device", "role": "main", "place": "Mosul", "within": [], "country": "IQ",
        "province": None, "date_start": "2022-06-26", "date_end": "2022-06-26", "when": ["on Sunday"], "killed": figure, "injured": None,
        "missing": None, "attackers_killed": None, "claimant": "police", "actor": None, **more,
    }  # fmt: skip


def read(incidents: list[dict[str, object]], gazetteer: Gazetteer) -> Reading:
    model = Model(name="test", where="this computer")
    report = Report(text=TEXT, title="", published=date(2022, 6, 27))
    return read_with(report, model, lambda _: json.dumps({"incidents": incidents}), gazetteer)


def test_the_same_words_count_once(gazetteer: Gazetteer) -> None:
    kinds = ("explosion_device", "shooting", "attack_other")
    found = read([said(type=kind) for kind in kinds], gazetteer).incidents
    assert len(found) == 3
    assert sorted(i.confidence > 0.5 for i in found) == [False, False, True]
    assert sum("count for another incident" in " ".join(i.reasons) for i in found) == 2


def two_bombs(text: str, gazetteer: Gazetteer) -> dict[str, Incident]:
    """Read an answer that gives Mosul's nine killed to Basra, too. Return the incidents by place."""
    answer = [said(place="Basra", sentences=[2, 1], evidence=1), said(sentences=[2], evidence=2)]
    report = Report(text=text, title="", published=date(2022, 6, 27))
    found = read_with(report, Model(name="test", where="this computer"), lambda _: json.dumps({"incidents": answer}), gazetteer)
    return {str(i.place): i for i in found.incidents}


def test_the_words_of_a_figure_count_at_the_nearest_place(gazetteer: Gazetteer) -> None:
    found = two_bombs("A fire in Basra on Sunday. A bomb in Mosul killed nine people on Sunday.", gazetteer)
    assert found["Mosul"].confidence > 0.5
    assert found["Basra"].confidence < 0.5
    assert "count for another incident" in " ".join(found["Basra"].reasons)


@pytest.mark.parametrize(
    "text",
    [
        "In Basra a car burned. In Mosul nine people were killed.",
        "It was on Sunday. After the fire in Basra, nine people were killed in Mosul.",
    ],
)
def test_the_nearest_place_may_be_behind_the_figure(text: str, gazetteer: Gazetteer) -> None:
    found = two_bombs(f"{text} It was on Sunday.", gazetteer)
    assert found["Mosul"].confidence > found["Basra"].confidence


def test_a_figure_of_each_place_counts_at_each(gazetteer: Gazetteer) -> None:
    found = two_bombs("Bombs went off on Sunday. In Basra and Mosul nine people each were killed on Sunday.", gazetteer)
    assert [i.confidence > 0.5 for i in found.values()] == [True, True]


@pytest.mark.parametrize("day", ["2022-06-27", "2022-06-25"])
def test_a_day_that_the_words_do_not_name_is_the_models_own(day: str, gazetteer: Gazetteer) -> None:
    (found,) = read([said(date_start=day, date_end=day)], gazetteer).incidents
    assert "only the language model gives this date" in " ".join(found.reasons)
    (found,) = read([said()], gazetteer).incidents
    assert found.reasons == ()


def test_a_figure_that_is_denied_is_in_no_sum(gazetteer: Gazetteer) -> None:
    text = "No one was hurt in Mosul on Sunday; police denied that nine people were killed there."
    report = Report(text=text, title="", published=date(2022, 6, 27))
    (found,) = read_with(
        report, Model(name="test", where="this computer"), lambda _: json.dumps({"incidents": [said()]}), gazetteer
    ).incidents
    assert found.killed is not None
    assert found.confidence < 0.5
    assert "its sentence reports a denial" in " ".join(found.reasons)


def test_other_words_around_a_number_do_not_count_it_again(gazetteer: Gazetteer) -> None:
    figure = {"low": 9, "high": 9, "best": 9, "quotes": ["killed nine people"], "claimant": None}
    found = read([said(), said(type="shooting", killed=figure)], gazetteer).incidents
    assert sorted(i.confidence > 0.5 for i in found) == [False, True]


@pytest.mark.parametrize("place", ["Sunday", "A", "More"])
def test_words_that_name_no_place(place: str, gazetteer: Gazetteer) -> None:
    (found,) = read([said(place=place, country=None)], gazetteer).incidents
    assert found.geocode is None
    assert found.confidence < 0.5


@pytest.mark.parametrize(("example", "wanted"), [*((one, True) for one in harm.YES), *((one, False) for one in harm.NO)])
def test_which_harm_a_figure_of_another_language_counts(example: tuple[str, str, str, str], wanted: bool) -> None:
    language, kind, text, words = example
    at = text.index(words)
    assert harm.is_stated(FigureKind(kind), language, text, [(at, at + len(words))]) is wanted


def test_a_language_without_words_for_harm_is_not_checked() -> None:
    assert harm.is_stated(FigureKind.KILLED, "sw", "watu 5", [(0, 6)]) is None


SPANISH = (
    "En Bogotá tres personas murieron y 250 resultaron heridas el domingo, según la policía. La ciudad está de luto por ellas."
)


def test_the_hurt_are_not_the_dead_in_another_language(gazetteer: Gazetteer) -> None:
    killed = {"low": 250, "high": 250, "best": 250, "quotes": ["250 resultaron heridas"], "claimant": None}
    answer = json.dumps(
        {"incidents": [said(place="Bogotá", country="CO", when=[], killed=killed, injured=killed, claimant=None)]}
    )
    report = Report(text=SPANISH, title="", published=date(2022, 6, 27), language="es")
    (found,) = read_with(report, Model(name="test", where="this computer"), lambda _: answer, gazetteer).incidents
    assert found.killed is None
    assert found.injured is not None
    assert any("250 killed" in reason for reason in found.reasons)


def test_devices_and_pipes_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with Opener() as opener, pytest.raises(NotText, match=r"pipe\.txt is not a file"):
        opener.open_path(pipe)
    with pytest.raises(ImportRefused, match=r"pipe\.txt is not a file"):
        open_table(pipe)
    with Workspace.open(tmp_path / "a.sqlite") as workspace:
        for target in (pipe, tmp_path):
            with pytest.raises(WorkspaceError, match="is not a file"):
                workspace.backup(target, replace=True)
        with pytest.raises(WorkspaceError, match="the workspace itself"):
            workspace.backup(tmp_path / "a.sqlite", replace=True)
    with pytest.raises(WorkspaceError, match="is not a file"):
        database.restore(tmp_path, tmp_path / "a.sqlite")


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("a", "utf-8")
    (tmp_path / "in" / "a.txt").write_text("a", "utf-8")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "c.txt").symlink_to(tmp_path / "secret.txt")
    assert [Path(name).name for name in files_of([str(tmp_path / "in")])] == ["a.txt", "b.txt"]


def test_a_description_in_kml_runs_nothing(load: Load, workspace: Workspace) -> None:
    outcome, found = load(
        "a.csv", 'place,latitude,longitude,killed,notes\nKharkiv,49.99,36.23,3,"<script>alert(1)</script> killed"\n'
    )
    assert outcome.new == 1

    assert found
    body = exports.as_kml(selection(workspace, IncidentQuery()))
    root = ElementTree.fromstring(body)  # noqa: S314  (our own)
    shown = root.findall(".//{*}Placemark/{*}description")
    assert "<script>" not in (shown[0].text or "")
    assert "&lt;script&gt;" in (shown[0].text or "")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE changes SET version = 'x'", "changes.version has"),
        ("UPDATE incidents SET id = x'ff'", "incidents.id has 1 values that are not str"),
        ("UPDATE incidents SET source = x'00'", "incidents.source has 1 values that are not str"),
    ],
)
def test_values_of_another_kind_are_found_and_refused(load: Load, workspace: Workspace, change: str, fault: str) -> None:
    load("a.csv", TABLE)
    with closing(sqlite3.connect(workspace.path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(change)
        db.commit()
    assert any(said.startswith(fault) for said in workspace.check())
    with pytest.raises(WorkspaceDamaged):
        selection(workspace, IncidentQuery())


def test_control_characters_do_not_come_in(load: Load) -> None:
    body = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [36.23, 49.99]},
        "properties": {"notes": "a\u0000b\u001b[31m"},
    }
    _, (found,) = load("a.geojson", json.dumps(body))
    assert found.evidence.quote == "a\ufffdb\ufffd[31m"


def test_what_acled_does_not_code_is_counted(load: Load, workspace: Workspace) -> None:
    load("a.csv", TABLE)
    chosen = selection(workspace, IncidentQuery())
    assert (exports.left_out(chosen, "acled"), exports.left_out(chosen, "csv")) == (1, 0)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1+1", "'quoted'", "'", "plain", "' =1", "'\t=1"])
def test_an_apostrophe_that_was_there_comes_back(text: str) -> None:
    assert bare(guarded(text)) == text
    assert not is_risky(guarded(text))
