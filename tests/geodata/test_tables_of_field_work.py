"""Tables from people who work in the field: provinces alone, state codes, map links, messages, hidden sheets."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geodata.columns.selecting import selection
from geodata.errors import ImportRefused
from geodata.exporting.exports import write
from geodata.gazetteer import provinces
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.query import IncidentQuery
from geodata.tables.cells import map_links
from geodata.tables.table import open_table
from geodata.workspace import Workspace
from tests.loading import Load, killed


@pytest.mark.parametrize(("link", "point"), map_links.YES)
def test_a_link_to_a_map_is_its_point(link: str, point: tuple[float, float]) -> None:
    assert map_links.point_in_link(link) == pytest.approx(point)


@pytest.mark.parametrize("cell", map_links.NO)
def test_other_links_are_no_points(cell: str) -> None:
    assert map_links.point_in_link(cell) is None


@pytest.mark.parametrize(
    ("province", "country", "point"),
    [
        ("Gaza Strip", "Palestine", (31.4, 34.4)),
        ("Crimea", "Ukraine", (45.3, 34.3)),
        ("Chechnya", "Russia", (43.2, 45.8)),
        ("Scotland", "UK", (56.8, -4.2)),
        ("Ukraine", "Ukraine", (49.0, 32.0)),  # the province column holds the country
        ("Kuwait", "Kuwait", (29.5, 47.75)),
    ],
)
def test_a_part_of_a_country_that_some_tables_call_a_country(
    load: Load, province: str, country: str, point: tuple[float, float]
) -> None:
    _, (found,) = load("a.csv", f"Date,Province,Country,Killed\n2023-11-07,{province},{country},1\n", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx(point, abs=0.1)


def provinces_in(workspace: Workspace, name: str = "csv") -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(write(selection(workspace, IncidentQuery()), name).decode()))
    return {row["place"]: row["admin1"] for row in rows if not row["place"].startswith("#")}


def test_codes_of_states_come_out_as_names_and_not_as_what_lies_across_the_border(tmp_path: Path) -> None:
    rows = {
        "Columbus": ("US", "GA", 32.46098, -84.98771), "Camden": ("US", "NJ", 39.92595, -75.11962),
        "Albury": ("AU", "NSW", -36.07482, 146.92401), "São Luís": ("BR", "MA", -2.52972, -44.30278),
        "Gao": ("ML", "Gao", 16.27, -0.04), "Nyala": ("SD", "", 12.05, 24.88), "Geneina": ("SD", "", 13.45, 22.45),
        "Washington": ("US", "DC", 38.89511, -77.03637), "Sydney": ("AU", "", -33.87, 151.21),
    }  # fmt: skip
    lines = "".join(f"2022-03-24,{place},{','.join(map(str, row))},1\n" for place, row in rows.items())
    (tmp_path / "a.csv").write_text(f"date,place,country,state,lat,lon,killed\n{lines}", "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        found = provinces_in(workspace)
        as_features = write(selection(workspace, IncidentQuery()), "geojson").decode()
    assert found == {
        "Columbus": "Georgia", "Camden": "New Jersey", "Albury": "New South Wales", "São Luís": "Maranhão", "Gao": "Gao",
        "Nyala": "South Darfur", "Geneina": "West Darfur", "Washington": "District of Columbia", "Sydney": "New South Wales",
    }  # fmt: skip
    assert '"admin1": "Georgia"' in as_features


def test_a_province_has_the_name_of_its_largest_area() -> None:
    assert provinces.names()["AU-NSW"] == "New South Wales"  # not Lord Howe Island, which is part of it
    assert provinces.names()["RU-ALT"] == "Altai Krai"
    assert provinces.name_of("15", "UA") is None  # countries use several numberings for their provinces


def test_a_message_in_pieces_is_one_text(load: Load) -> None:
    messages = [
        {"id": 1, "type": "message", "date": "2022-03-24T10:00:00", "text": "Bakhmut: 3 killed by shelling"},
        {"id": 2, "type": "message", "date": "2022-03-25T10:00:00",
         "text": [{"type": "hashtag", "text": "#Kharkiv"}, " rocket strike, ", {"type": "bold", "text": "2 killed"}]},
    ]  # fmt: skip
    _, found = load("result.json", {"name": "A channel", "type": "public_channel", "messages": messages})
    assert [i.evidence.quote for i in found] == ["Bakhmut: 3 killed by shelling", "#Kharkiv rocket strike, 2 killed"]


def test_a_sheet_that_is_shown_comes_before_a_hidden_one(load: Load, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    old, data = book.worksheets[0], book.create_sheet("Data")
    old.title, old.sheet_state = "Old", "hidden"
    for sheet, day, count in ((old, "2020-01-01", 9), (data, "2022-03-24", 3)):
        sheet.append(["Place", "Country", "Date", "Killed"])
        sheet.append(["Bakhmut", "Ukraine", day, count])
    book.save(tmp_path / "b.xlsx")
    _, found = load("b.xlsx", (tmp_path / "b.xlsx").read_bytes())
    assert [killed(i) for i in found] == [(3, 3)]
    del book["Data"]
    data = book.create_sheet("Notes")  # a workbook needs a visible sheet
    book.save(tmp_path / "c.xlsx")
    assert any("hidden" in guess for guess in open_table(tmp_path / "c.xlsx").guesses)


def test_files_of_map_programs_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("events.shp", "events.dbf", "events.prj"):
            archive.writestr(name, b"\x03")
    (tmp_path / "events.dbf").write_bytes(b"\x03\x7c\x01\x01\x00\x00")
    with sqlite3.connect(tmp_path / "a.gpkg") as db:
        db.execute("PRAGMA application_id = 0x47504B47")
        db.execute("CREATE TABLE t (a)")
    db.close()
    for name, words in (("a.zip", "shapefile"), ("events.dbf", "shapefile"), ("a.gpkg", "GeoPackage")):
        with pytest.raises(ImportRefused, match=words):
            open_table(tmp_path / name)


@pytest.mark.parametrize(
    "headers", ["confirmed deaths,reported deaths,deaths", "confirmed deaths,reported deaths,total deaths", "x,y,deaths"]
)
def test_all_deaths_come_before_those_that_are_confirmed(load: Load, headers: str) -> None:
    _, (found,) = load("a.csv", f"date,place,{headers}\n2022-03-24,Bakhmut,3,9,5\n")
    assert killed(found) == (5, 5)


def test_confirmed_deaths_are_read_where_nothing_else_is_said(load: Load) -> None:
    _, (found,) = load("a.csv", "date,place,confirmed deaths\n2022-03-24,Bakhmut,3\n")
    assert killed(found) == (3, 3)


def test_places_that_were_looked_up_are_not_said_to_be_swapped(load: Load) -> None:
    outcome, _ = load("a.csv", "date,place,country\n2022-03-24,Holy See,Vatican\n", look_up=GazetteerLookUp())
    assert not any("swapped" in doubt for doubt in outcome.doubts)


def test_what_dates_are_made_of_are_columns_of_the_file(load: Load) -> None:
    outcome, _ = load("a.csv", "year,month,country,killed\n2022,March,Ukraine,3\n")
    assert outcome.table is not None
    assert "dates are combined from year and month" in outcome.table.guesses


def test_the_times_of_a_track_are_its_days(load: Load) -> None:
    track = (
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><name>T</name>'
        "<gx:Track><when>2022-03-25T10:00:00Z</when><when>2022-03-27T11:00:00Z</when>"
        "<gx:coord>37.5 48.1 0</gx:coord><gx:coord>37.6 48.2 0</gx:coord></gx:Track></Placemark></kml>"
    )
    _, (found,) = load("a.kml", track)
    assert (str(found.start), str(found.end)) == ("2022-03-25", "2022-03-27")
