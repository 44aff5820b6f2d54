"""Tables as other programs and people of other languages write them: each came in wrong without a word."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.files.grid import Sheet
from geodata.tables.files.open import contents
from tests.loading import Load, hurt


def test_words_for_nothing_are_no_quotation_actor_or_source(load: Load) -> None:
    body = "date,place,killed,actor,source,notes\n2024-03-01,Kharkiv,1,NA,nan,N/A\n2024-03-02,Kyiv,2,Group A,Paper,Shots were heard.\n"
    _, found = load("a.csv", body)
    nothing, told = found
    assert (nothing.actor, nothing.attribution) == (None, None)
    assert {sentence.quote for sentence in nothing.sentences} <= {""}
    assert told.actor is not None
    assert [sentence.quote for sentence in told.sentences] == ["Shots were heard."]


@pytest.mark.parametrize(
    ("place", "country"),
    [("Asbest, Líbano", "LB"), ("Springfield, Egipto", "EG"), ("Синай, Египет", "EG"), ("Asbest, Deutschland", "DE")],
)
def test_a_country_in_another_language_behind_a_place_binds_it(load: Load, place: str, country: str) -> None:
    _, found = load("a.csv", f'date,place,killed\n2024-03-01,"{place}",1\n', look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert geocode.place.country == country


@pytest.mark.parametrize(
    ("place", "wanted"), [("м. Харків", (50, 36)), ("смт. Чорнобай", (50, 32)), ("Kota Kinabalu", (6, 116))]
)
def test_words_for_a_kind_of_town_in_front_of_its_name(load: Load, place: str, wanted: tuple[int, int]) -> None:
    country = "Malaysia" if place.startswith("Kota") else "Ukraine"
    _, found = load("a.csv", f"date,place,country,killed\n2024-03-01,{place},{country},1\n", look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert (round(geocode.latitude), round(geocode.longitude)) == wanted


@pytest.mark.parametrize(
    ("rows", "wanted", "said"),
    [
        ("19790,2024\n19800,2024\n", ["2024-03-08", "2024-03-18"], "since 1970: 19790 is 2024-03-08"),
        ("23443,2024\n", ["2024-03-08"], "since 1960: 23443 is 2024-03-08"),
        ("19790,\n", ["2024-03-08"], "since 1970"),
        ("45359,\n", ["2024-03-08"], "since 1900, as a spreadsheet counts"),
        ("19790,1954\n", ["1954-03-07"], "since 1900"),
    ],
)
def test_day_numbers_of_other_programs(load: Load, rows: str, wanted: list[str], said: str) -> None:
    body = "date,year,place,killed\n" + "".join(f"{row},Kharkiv,1\n" for row in rows.split())
    outcome, found = load("a.csv", body)
    assert [str(i.start) for i in found] == wanted
    assert outcome.table is not None
    assert any(said in guess for guess in outcome.table.guesses)


def test_days_that_a_workbook_shows_as_months_or_years(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["date", "place", "killed"], *([datetime(2024, month, day), "Kharkiv", n] for n, (month, day) in enumerate([(3, 1), (1, 1), (3, 5), (3, 1)], 1))):  # fmt: skip
        sheet.append(row)
    for cell, form in zip(("A2", "A3", "A4", "A5"), ("mmm-yy", "yyyy", "mmm-yy", "dd/mm/yyyy"), strict=True):
        sheet[cell].number_format = form
    book.save(tmp_path / "a.xlsx")
    (rows,) = contents(tmp_path / "a.xlsx")
    assert isinstance(rows, Sheet)
    assert [row[0] for row in rows.rows()][1:] == ["2024-03", "2024", "2024-03-05", "2024-03-01"]


def test_rows_that_are_the_same_are_counted(load: Load) -> None:
    outcome, found = load(
        "a.csv", "date,place,name,killed\n2024-03-01,Kharkiv,NN,1\n2024-03-01,Kharkiv,NN,1\n2024-03-01,Kharkiv,AB,1\n"
    )
    assert (outcome.new, outcome.known, outcome.repeated, len(found)) == (2, 1, 1, 2)
    assert any("comes in once" in doubt for doubt in outcome.doubts)
    outcome, _ = load("a.csv", "date,place,name,killed\n2024-03-01,Kharkiv,NN,1\n")
    assert (outcome.known, outcome.repeated) == (1, 0)


@pytest.mark.parametrize(
    "word", ["Всього", "УСЬОГО ПО УКРАЇНІ", "Razem", "Jumlah", "Totales", "Sous-total Nord-Kivu", "All", "Promedio"]
)
def test_totals_in_other_languages(load: Load, word: str) -> None:
    outcome, found = load("a.csv", f"date,place,killed\n2024-03-01,Kharkiv,1\n2024-03-02,Kyiv,2\n,{word},3\n")
    assert len(found) == 2
    assert outcome.refused == 1


def test_the_start_and_the_end_of_a_day_in_three_columns_each(load: Load) -> None:
    body = "Start Day,Start Month,Start Year,End Day,End Month,End Year,place,killed\n3,August,2014,15,August,2014,Kharkiv,1\n"
    _, found = load("a.csv", body)
    assert (str(found[0].start), str(found[0].end)) == ("2014-08-03", "2014-08-15")


def test_other_columns_of_days_decide_the_order(load: Load) -> None:
    outcome, found = load(
        "a.csv", "date,place,CreationDate\n03/12/2024,Kharkiv,3/13/2024 5:00:00 PM\n03/11/2024,Kyiv,3/14/2024 5:00:00 PM\n"
    )
    assert [str(i.start) for i in found] == ["2024-03-12", "2024-03-11"]
    assert outcome.table is not None
    assert not outcome.table.asks


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("killed", "7 killed (3 injured)", (7, 3)), ("killed,injured", '"5 killed, 3 injured",', (5, 3)),
        ("killed", "2 children (and 3 injured)", (2, 3)), ("killed,injured", '"5 killed, 3 injured",4', (5, 4)),
        ("killed,injured", '"5 (2 children)",', (5, None)),
    ],
)  # fmt: skip
def test_the_injured_in_a_cell_of_the_killed(load: Load, header: str, row: str, wanted: tuple[int, int | None]) -> None:
    _, found = load("a.csv", f"date,place,{header}\n2024-03-01,Kharkiv,{row}\n")
    assert hurt(found[0]) == wanted


ARCGIS = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Gao</name>
<description><![CDATA[<html><body><table><tr><td>Gao</td></tr><tr><td><table><tr><td>OBJECTID</td><td>1</td></tr>
<tr><td>Event_Date</td><td>3/28/2024</td></tr><tr><td>Killed</td><td>12</td></tr><tr><td>Injured</td><td>3</td></tr></table></td></tr>
</table></body></html>]]></description><Point><coordinates>-0.04,16.27</coordinates></Point></Placemark></Document></kml>"""


def test_the_table_in_a_description_of_arcgis(load: Load) -> None:
    _, found = load("a.kml", ARCGIS)
    assert (str(found[0].start), *hurt(found[0])) == ("2024-03-28", 12, 3)
    assert {sentence.quote for sentence in found[0].sentences} <= {""}


@pytest.mark.parametrize("header", ["Fecha (YMD)", "Tanggal", "التاريخ", "日期", "Datetime UTC"])
def test_more_headers_of_dates(load: Load, header: str) -> None:
    _, found = load("a.csv", f"{header},place,killed\n2024-03-28,Kharkiv,1\n")
    assert str(found[0].start) == "2024-03-28"


PROVINCES = [
    ("San Miguel", "Bohol", "Philippines", (10, 124)), ("San Miguel", "Bulacan", "Philippines", (15, 121)),
    ("Bangued", "Abra", "Philippines", (18, 121)), ("Limoux", "Aude", "France", (43, 2)),
    ("Desenzano del Garda", "Brescia", "Italy", (45, 11)), ("Long Xuyên", "An Giang", "Vietnam", (10, 105)),
]  # fmt: skip


@pytest.mark.parametrize(("place", "province", "country", "wanted"), PROVINCES)
def test_provinces_whose_codes_the_gazetteer_has_for_others(
    load: Load, place: str, province: str, country: str, wanted: tuple[int, int]
) -> None:
    body = f"date,place,province,country,killed\n2024-03-01,{place},{province},{country},1\n"
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert geocode.precision.value == "settlement"
    assert (round(geocode.latitude), round(geocode.longitude)) == wanted
