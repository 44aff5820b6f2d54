"""More tables from people who had not seen the importers. See `test_foreign_tables.py`."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.__main__ import main
from geodata.errors import ImportRefused
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells.countries import country_of
from geodata.tables.layout import layouts
from geodata.tables.table import Choices, open_table
from geodata.vocabulary import IncidentType
from geodata.workspace import Workspace
from tests.loading import Load, killed


def spans(load: Load, body: str, name: str = "t.csv") -> list[tuple[str, str]]:
    _, found = load(name, body)
    return [(str(i.start), str(i.end)) for i in found]


def test_tags_of_start_and_end(load: Load) -> None:
    body = "#date+start,#date+end,#adm1+name,#affected+killed\n2022-02-17,2022-05-25,Unity,173\n2022-06-01,,Unity,2\n"
    assert spans(load, body) == [("2022-02-17", "2022-05-25"), ("2022-06-01", "2022-06-01")]


@pytest.mark.parametrize(
    "words", ["Túquerres y Nariño, niños", "São Paulo, operação, não, mães, põem", "Ségou, août, où, près, dû, à"]
)
def test_texts_of_western_europe_are_not_taken_for_central_ones(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(f'place,notes\nX,"{words}"\n'.encode("cp1252"))
    table = open_table(tmp_path / "a.csv")
    (chunk,) = table.chunks(10)
    assert chunk.columns["notes"] == [words]


@pytest.mark.parametrize(
    "words", ["Łódź, śmierć, wybuch w Poznaniu, żołnierz", "Příbram, střelba, škoda, žena", "Győr, tűz, erdő, nő"]
)
def test_texts_of_central_europe_are_read(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(f'place,notes\nX,"{words}"\n'.encode("cp1250"))
    table = open_table(tmp_path / "a.csv")
    (chunk,) = table.chunks(10)
    assert chunk.columns["notes"] == [words]


def test_a_table_without_a_known_column_can_be_mapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("aa,bb,cc\n2024-01-03,Tumaco,2\n", "utf-8")
    workspace = ["--workspace", str(tmp_path / "w.sqlite")]
    assert main(["import", str(tmp_path / "a.csv"), *workspace]) == 1
    assert "--map COLUMN=place" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "a.csv"), *workspace, "--preview"]) == 0
    assert "assign one" in capsys.readouterr().out
    mapped = ["--map", "aa=date_start", "--map", "bb=place", "--map", "cc=killed"]
    assert main(["import", str(tmp_path / "a.csv"), *workspace, *mapped, "--no-lookup"]) == 0
    with Workspace.open(tmp_path / "w.sqlite") as kept:
        (one,) = kept.kept()
    assert (one.incident.place, str(one.incident.start)) == ("Tumaco", "2024-01-03")


def test_a_guess_can_be_taken_away_and_a_wrong_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("place,start,end\nKyiv,2024-02-29,2024-03-01\n", "utf-8")
    table = open_table(tmp_path / "a.csv", Choices(changes={"end": ""}))
    assert table.columns == {"place": "place", "start": "date_start"}
    with pytest.raises(ImportRefused, match="no column Kiled; its columns are place, start, end"):
        open_table(tmp_path / "a.csv", Choices(changes={"Kiled": "killed"}))


def test_rows_of_totals_are_not_incidents(load: Load) -> None:
    body = "Town,Date,Killed\nAriha,2024-03-01,2\nIdlib Total,,5\nGrand Total,,6\nTotal March,March 2024,6\nTotalville,2024-03-02,1\n"
    outcome, found = load("a.csv", body)
    assert [i.place for i in found] == ["Ariha", "Totalville"]
    assert {reason for _, reason, _ in outcome.rejected} == {"a total of other rows"}


def test_a_province_is_not_its_capital_and_a_town_is_not_its_province(load: Load) -> None:
    body = "date,country,province,killed\n2024-01-01,Afghanistan,Kandahar,1\n2024-01-02,Iraq,Baghdad Governorate,2\n"
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    assert [i.geocode and i.geocode.precision.value for i in found] == ["adm1", "adm1"]
    _, found = load("b.csv", "date,country,city,killed\n2024-01-01,Niger,Diffa,1\n", look_up=GazetteerLookUp())
    assert found[-1].geocode is not None
    assert found[-1].geocode.precision.value == "settlement"


def test_points_that_contradict_their_country_are_named(load: Load) -> None:
    body = "place,latitude,longitude,country\nKyiv,30.52,50.45,Ukraine\nLviv,49.84,24.03,Ukraine\nOdesa,46.48,-30.73,Ukraine\n"
    outcome, _ = load("a.csv", body)
    assert outcome.elsewhere == [1, 3]
    assert outcome.doubts[0].startswith("2 points are not in the country of their rows, the first one in row 1.")


def test_the_preview_counts_what_the_import_does(tmp_path: Path) -> None:
    event = {"eventid": 1, "iyear": 2015, "imonth": 1, "iday": 1, "city": "Tunis", "nkill": 1}
    rows = [event, event | {"nkill": 2}, event, event | {"eventid": 2}]
    (tmp_path / "a.json").write_text(json.dumps(rows), "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        for _ in range(2):
            seen = loading.examine(tmp_path / "a.json", workspace=workspace)
            done = loading.load(workspace, tmp_path / "a.json")
            assert (seen.new, seen.known, seen.revised, seen.refused) == (done.new, done.known, done.revised, done.refused)
    assert done.refused == 1


def test_the_older_of_two_rows_of_one_file_is_counted(load: Load) -> None:
    body = "event_id_cnty,event_date,sub_event_type,location,country,timestamp\nUKR1,2024-03-01,Attack,Kyiv,Ukraine,{}\n"
    rows = body.format(1) + body.format(2).splitlines()[1] + "\n"
    outcome, _ = load("a.csv", rows)
    assert (outcome.rows, outcome.new, outcome.known, outcome.refused) == (2, 1, 1, 0)


def test_ids_that_a_spreadsheet_rounded_tell_no_rows_apart(load: Load) -> None:
    body = "eventid,iyear,imonth,iday,city,nkill\n2.01501E+11,2015,1,7,Paris,12\n2.01501E+11,2015,1,9,Paris,4\n"
    outcome, _ = load("a.csv", body)
    assert (outcome.format, outcome.new, outcome.refused) == ("gtd", 2, 0)


def test_the_day_of_an_incident_is_not_when_a_form_was_filled_in(load: Load) -> None:
    body = (
        "start,end,Date of incident,Location,_Location_latitude,_Location_longitude,How many people were killed?\n"
        "2024-02-29T10:00,2024-02-29T10:20,2024-02-28,12.37 -1.52 300 5,12.37,-1.52,2\n"
    )
    _, (found,) = load("a.csv", body)
    assert (str(found.start), str(found.end), killed(found)) == ("2024-02-28", "2024-02-28", (2, 2))
    assert (found.place, found.geocode and found.geocode.latitude) == ("12.37, -1.52", 12.37)


def test_year_month_and_day_in_three_columns(load: Load) -> None:
    body = "Year,Month,Day,Town,Killed\n2023,3,12,Mocha,2\n2023,March,,Taiz,1\n2023,,,Aden,1\n"
    assert spans(load, body) == [("2023-03-12",) * 2, ("2023-03-01", "2023-03-31"), ("2023-01-01", "2023-12-31")]


def test_an_end_that_names_only_the_year_of_the_start(load: Load) -> None:
    assert spans(load, "place,date_start,date_end\nHaiti,2010-01-12,2010\nChad,2010-01-12,2011\n") == [
        ("2010-01-12", "2010-01-12"),
        ("2010-01-12", "2011-12-31"),
    ]


def test_headers_of_other_languages(load: Load) -> None:
    _, (found,) = load("a.csv", "Fecha,Lugar,País,Fallecidos,Heridos\n2024-01-03,Tumaco,Colombia,2,5\n")
    assert (found.place, str(found.start), killed(found)) == ("Tumaco", "2024-01-03", (2, 2))
    _, found = load("b.csv", "Datum;Ort;Land;Tote;Verletzte\n23.08.2024;Solingen;Deutschland;3;8\n")
    assert (found[-1].place, killed(found[-1])) == ("Solingen", (3, 3))
    assert country_of("Deutschland") == "DE"


def test_words_for_kinds_that_are_not_known_are_named(load: Load) -> None:
    outcome, found = load("a.csv", "place,type\nKyiv,Drought\nKyiv,Friendly fire\nKyiv,SVBIED\nKyiv,other\n")
    assert outcome.strange["kinds_unknown"] == {"Drought": 1}
    assert "Drought" in outcome.doubts[0]
    assert {i.type for i in found} == {IncidentType.OTHER, IncidentType.SHOOTING, IncidentType.EXPLOSION_DEVICE}


def test_reliefweb_lists_its_types() -> None:
    assert layouts()["reliefweb"].type_of("Flash Flood; Flood") == "storm_flood"


def test_json_whose_type_is_a_list(load: Load, tmp_path: Path) -> None:
    rows = {
        "data": [{"id": 1, "fields": {"name": "Chad: Floods", "type": [{"name": "Flood"}], "status": "past", "glide": "FL-1"}}]
    }
    outcome, (found,) = load("a.json", json.dumps(rows))
    assert (outcome.format, found.type) == ("reliefweb", IncidentType.STORM_FLOOD)
    (tmp_path / "t.json").write_text(json.dumps({"type": "Topology", "objects": {}, "arcs": []}), "utf-8")
    with pytest.raises(ImportRefused, match="TopoJSON"):
        open_table(tmp_path / "t.json")


def test_a_place_that_nobody_could_name_lies_in_its_country(load: Load) -> None:
    body = (
        "civilians_killed_min,civilians_killed_max,date,location,country,latitude,longitude\n0,2,2017-04-01,Unknown,Yemen,0,0\n"
    )
    _, (found,) = load("a.csv", body, look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert (found.place, found.geocode.place.country, found.geocode.precision.value) == ("Yemen", "YE", "country")


def test_a_text_with_half_a_character_comes_in(load: Load) -> None:
    _, (found,) = load("a.json", '[{"place": "Kyiv", "notes": "half \\ud800 of it", "killed": 1}]')
    assert found.evidence.quote == "half ? of it"


def test_a_number_beyond_all_people_rejects_its_row_alone(load: Load) -> None:
    outcome, found = load("a.csv", 'place,killed\nKyiv,"1,000,000,000,000,000,000,000"\nLviv,"1,200"\n')
    assert [killed(i) for i in found] == [(1200, 1200)]
    assert outcome.refused == 1


def test_words_about_words_about_a_date(load: Load) -> None:
    outcome, _ = load("a.csv", f"place,date\nKyiv,{'week of ' * 5_000}2024-03-12\nLviv,2024-03-12\n")
    assert (outcome.new, outcome.refused) == (1, 1)


@pytest.mark.slow
def test_wide_rows_come_in_smaller_lots(tmp_path: Path) -> None:
    headers = ",".join(["place", *(f"c{n}" for n in range(1_500))])
    (tmp_path / "a.csv").write_text(headers + "\n" + ("Kyiv" + "," * 1_500 + "\n") * 6_000, "utf-8")
    lots = [len(chunk.positions) for chunk in open_table(tmp_path / "a.csv").chunks(20_000)]
    assert sum(lots) == 6_000
    assert len(lots) > 1


def test_a_merged_cell_far_to_the_right(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["place", "killed"], ["Kyiv", 1], ["Lviv", 2]):
        sheet.append(row)
    sheet.merge_cells("BZZ2:BZZ3")
    sheet.merge_cells("A5:GZ6")
    book.save(tmp_path / "a.xlsx")
    (chunk,) = open_table(tmp_path / "a.xlsx").chunks(10)
    assert chunk.columns["killed"] == ["1", "2"]


def test_parquet_whose_long_text_is_written_once(tmp_path: Path) -> None:
    table = pa.table({"place": ["Kyiv"] * 400, "notes": pa.array(["x" * 400_000] * 400).dictionary_encode()})
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(ImportRefused, match="bytes each"):
        next(open_table(tmp_path / "a.parquet").chunks(10))


def test_one_cell_counts_the_dead_and_the_hurt(load: Load) -> None:
    body = 'date,place,country,killed\n2024-01-03,Kharkiv,Ukraine,"3 killed, 5 wounded"\n2024-01-04,Odesa,Ukraine,7 injured\n2024-01-04,Lviv,Ukraine,12\n'
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    counts = {i.place: tuple(f.best if f else None for f in (i.killed, i.injured)) for i in found}
    assert counts == {"Kharkiv": (3, 5), "Odesa": (None, 7), "Lviv": (12, None)}
