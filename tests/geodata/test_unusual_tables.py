"""Tables in which one value or line was once imported wrongly: what each means now, or what the preview says about it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser

from geodata.errors import ImportRefused
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells.order import Order
from geodata.tables.table import Choices, open_table
from geodata.workspace import Workspace
from tests.loading import Load, hurt, killed, spans

HEAD = "Date,Place,Country,Killed,Injured\n"


def test_a_second_header_in_another_order_is_followed(load: Load) -> None:
    body = HEAD + "2022-03-24,Kharkiv,Ukraine,3,5\n\nDate,Place,Country,Injured,Killed\n2022-03-26,Lviv,Ukraine,20,1\n"
    outcome, found = load("a.csv", body)
    assert (outcome.refused, [hurt(i) for i in found]) == (0, [(3, 5), (1, 20)])


@pytest.mark.parametrize("between", ["\n", ""])
def test_rows_below_a_second_header_with_other_columns_are_kept_apart(load: Load, between: str) -> None:
    body = (
        HEAD
        + f"2022-03-24,Kharkiv,Ukraine,3,5\n{between}Date,Place,Country,Missing,Displaced\n2022-03-26,Lviv,Ukraine,30,1000\n"
    )
    outcome, found = load("a.csv", body)
    assert [hurt(i) for i in found] == [(3, 5)]
    assert [reason for _, reason, _ in outcome.rejected] == ["it is below a second header with other columns"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("3.000,0.000\n12.000,5.000\n", [(3, 0), (12, 5)]),
        ("3.000,2.000\n12.000,5.000\n", [(3_000, 2_000), (12_000, 5_000)]),
    ],
)
def test_three_noughts_behind_a_point_are_decimals_where_the_table_shows_it(
    load: Load, rows: str, wanted: list[tuple[int, int]]
) -> None:
    _, found = load("a.csv", HEAD + "".join(f"2022-03-24,Kharkiv,Ukraine,{row}\n" for row in rows.split()))
    assert [hurt(i) for i in found] == wanted


@pytest.mark.parametrize(
    ("header", "cell", "wanted"),
    [
        ("Killed/Wounded", "3/5", (3, 5)), ("Injured / Killed", "5/3", (3, 5)), ("Casualties (K/I)", "3/5", (3, 5)),
        ("Killed/Wounded", "8", (None, None)), ("Killed & injured", "8", (None, None)),
    ],
)  # fmt: skip
def test_two_figures_in_one_column(load: Load, header: str, cell: str, wanted: tuple[int | None, int | None]) -> None:
    outcome, (found,) = load("a.csv", f"Date,Place,{header}\n2022-03-24,Kharkiv,{cell}\n")
    assert hurt(found) == wanted
    assert outcome.table is not None
    assert (header in outcome.table.unused) == (wanted == (None, None))


def test_a_person_can_take_two_figures_in_one_column_away(load: Load) -> None:
    body = "Date,Place,Killed/Wounded\n2022-03-24,Kharkiv,3/5\n"
    _, (found,) = load("a.csv", body, choices=Choices(changes={"Killed/Wounded": ""}))
    assert hurt(found) == (None, None)
    _, found_too = load("b.csv", body.replace("Place", "Place,Killed").replace("Kharkiv", "Sumy,7"))
    assert hurt(found_too[-1]) == (7, None)


def test_a_share_of_people_is_no_number_of_them(load: Load) -> None:
    _, (found,) = load("a.csv", "Date,Place,Killed (%),% injured\n2022-03-24,Kharkiv,30,5\n")
    assert hurt(found) == (None, None)


@pytest.mark.parametrize(
    ("body", "order", "said"),
    [
        ("Date (MM/DD/YYYY),Place\n03/04/2022,Kharkiv\n", Order.MDY, "Date (MM/DD/YYYY) says that the month comes first"),
        (
            "Date,Report date,Place\n03/04/2022,04/25/2022,Kharkiv\n",
            Order.MDY,
            "in dates like 03/04/2022, the month comes first",
        ),
        ("Date,Place\n2022-24-03,Kharkiv\n2022-05-04,Kyiv\n", Order.YDM, "the day comes after the year"),
        ("Date,Place\n2022-04-03,Kharkiv\n2022-06-05,Kyiv\n25/03/2022,Lviv\n", Order.DMY, "may have swapped day and month"),
        ("Date,Place\n2022-04-03,Kharkiv\n2022-06-15,Kyiv\n25/03/2022,Lviv\n", Order.DMY, ""),
    ],
)
def test_what_tells_the_order_of_a_date(tmp_path: Path, body: str, order: Order, said: str) -> None:
    (tmp_path / "a.csv").write_text(body, "utf-8")
    table = open_table(tmp_path / "a.csv")
    assert (table.order, table.asks) == (order, "")
    assert any(said in guess for guess in table.guesses) if said else not any("swapped" in guess for guess in table.guesses)


def test_the_day_may_come_after_the_year(load: Load) -> None:
    _, found = load("a.csv", "Date,Place\n2022-24-03,Kharkiv\n2022-05-04,Kyiv\n")
    assert spans(found) == ["2022-03-24", "2022-04-05"]


def test_a_year_of_two_digits_that_can_be_a_day_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Place\n22-03-24,Kharkiv\n21-12-25,Kyiv\n", "utf-8")
    table = open_table(tmp_path / "a.csv")
    assert "has the day or the year first" in table.asks
    assert (table.order, table.other_order) == (Order.DMY, Order.YMD)


def test_the_other_order_is_proposed(tmp_path: Path) -> None:
    head = "id,relid,year,type_of_violence,date_start,date_end,country,latitude,longitude,best,low,high\n"
    (tmp_path / "a.csv").write_text(head + "1,X,2022,1,05/04/2022,05/04/2022,Ukraine,49.9,36.2,1,1,1\n", "utf-8")
    table = open_table(tmp_path / "a.csv")
    assert table.asks
    assert {table.order, table.other_order} == {Order.DMY, Order.MDY}


def test_latitude_and_longitude_that_look_swapped(load: Load) -> None:
    outcome, _ = load("a.csv", "Place,lat,lon\nKharkiv,36.23,49.99\nTokyo,139.69,35.69\n")
    assert outcome.table is not None
    assert any("look swapped: a latitude is 139.69" in guess for guess in outcome.table.guesses)
    outcome, _ = load("b.csv", "Place,lat,lon\nKharkiv,49.99,36.23\nTokyo,35.69,139.69\nSomewhere,99,139\n")
    assert outcome.table is not None
    assert not any("swapped" in guess for guess in outcome.table.guesses)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ('"{""type"":""Point"",""coordinates"":[36.2304,49.9935]}"', (49.9935, 36.2304)),
        ('"{""type"":""Polygon"",""coordinates"":[[[36,49],[38,49],[38,51],[36,51],[36,49]]]}"', (50, 37)),
    ],
)
def test_geojson_in_a_cell(load: Load, cell: str, wanted: tuple[float, float]) -> None:
    _, (found,) = load("a.csv", f"Date,Place,geometry\n2022-03-24,Kharkiv,{cell}\n")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx(wanted)


def test_a_hemisphere_of_its_own_column(load: Load) -> None:
    outcome, (found,) = load("a.csv", "Place,lat,lon,Hemisphere\nRio,22.9,43.2,SW\n")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (-22.9, -43.2)
    assert outcome.table is not None
    assert "Hemisphere" not in outcome.table.unused


def test_sums_of_a_week_last_a_week(load: Load) -> None:
    head = "week,region,country,admin1,event_type,sub_event_type,events,fatalities,centroid_latitude,centroid_longitude\n"
    _, found = load("a.csv", head + "2022-03-19,Europe,Ukraine,Kharkiv,Battles,Armed clash,5,7,49.9,36.2\n")
    assert spans(found) == ["2022-03-19..2022-03-25"]


def test_rows_without_a_day_and_of_days_to_come_are_counted(load: Load) -> None:
    later = date.today() + timedelta(days=40)
    outcome, _ = load("a.csv", f"Date,Place\n2022-03-24,Kharkiv\n,Kyiv\n{later},Lviv\n")
    assert (outcome.undated, outcome.future) == (1, 1)
    assert outcome.doubts == ["1 row has no date.", "1 row is of a day that has not come yet."]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Heart attack", "other"), ("Bomb threat", "other"), ("Hoax bomb", "other"), ("Drone shot down", "other"),
        ("Shark attack", "other"), ("Shellfish poisoning", "epidemic"), ("Fire exchange", "shooting"), ("Bomb attack", "explosion_device"),
        ("Drone attack", "air_strike"),
    ],
)  # fmt: skip
def test_words_within_others_are_no_type(load: Load, words: str, kind: str) -> None:
    _, (found,) = load("a.csv", f"Date,Place,Type\n2022-03-24,Kharkiv,{words}\n")
    assert found.type.value == kind


@pytest.mark.parametrize("place", ["All incidents", "Overall", "Ukraine (total)"])
def test_a_total_is_no_incident(load: Load, place: str) -> None:
    outcome, found = load("a.csv", f"Date,Place,Killed\n2022-03-24,Kharkiv,3\n,{place},3\n")
    assert (len(found), outcome.refused) == (1, 1)


def test_nan_is_a_town(load: Load) -> None:
    _, found = load("a.csv", "Date,Place,Country\n2022-03-25,Nan,TH\n2022-03-25,nan,TH\n", look_up=GazetteerLookUp())
    assert [i.place for i in found] == ["Nan", "TH"]


@pytest.mark.parametrize(
    "header",
    [
        "Year,Mo,Dy,City\n2022,3,24,Kharkiv\n",
        "Event date - year,Event date - month,Event date - day,City\n2022,3,24,Kharkiv\n",
        "Occurred,Location (city)\n2022-03-24,Kharkiv\n",
        "Date,Place\n\"Thu, 03/24/2022 - 06:00\",Kharkiv\n",
    ],
)  # fmt: skip
def test_headers_and_dates_of_other_programs(load: Load, header: str) -> None:
    _, (found,) = load("a.csv", header)
    assert (found.place, str(found.start)) == ("Kharkiv", "2022-03-24")


@pytest.mark.parametrize(
    "header", ["Killed (n)", "No. killed", "Nr killed", "killed_n", "deathToll", "Deceased", "Loss of life", "How many died"]
)
def test_headers_of_the_dead(load: Load, header: str) -> None:
    _, (found,) = load("a.csv", f"Date,Place,{header}\n2022-03-24,Kharkiv,3\n")
    assert killed(found) == (3, 3)


def test_an_answer_of_arcgis_in_metres(load: Load) -> None:
    body = {
        "spatialReference": {"wkid": 102100, "latestWkid": 3857},
        "features": [{"attributes": {"town": "Kharkiv", "killed": 3}, "geometry": {"x": 4_033_150.0, "y": 6_444_480.0}}],
    }
    _, (found,) = load("a.json", json.dumps(body))
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx((50.0, 36.23), abs=0.02)


def test_json_of_columns(load: Load) -> None:
    body = {"Date": {"0": "2022-03-24", "1": "2022-03-25"}, "Place": {"0": "Kharkiv", "1": "Kyiv"}, "Killed": {"0": 3, "1": 2}}
    _, found = load("a.json", json.dumps(body))
    assert [(i.place, i.killed.best if i.killed else None) for i in found] == [("Kharkiv", 3), ("Kyiv", 2)]


@pytest.mark.parametrize("days", [[date(2022, 3, 24)], [43182]])
def test_a_workbook_that_counts_from_1904(load: Load, tmp_path: Path, days: list[object]) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Date", "Place"])
    book.active.append([*days, "Kharkiv"])
    book.save(tmp_path / "a.xlsx")
    _, found = load("b.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert spans(found) == ["2022-03-24"]


def test_a_sheet_is_not_parsed_to_learn_its_size(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook(write_only=True)  # such a workbook states no sheet size
    sheet = book.create_sheet()
    sheet.append(["Date", "Place"])
    sheet.append(["2022-03-24", "Kharkiv"])
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr(WorkSheetParser, "parse_dimensions", lambda _: pytest.fail("the sheet was measured"))
    _, found = load("b.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert [i.place for i in found] == ["Kharkiv"]


def test_people_that_are_shared_out_among_events_are_a_range(load: Load) -> None:
    head = "eventid,iyear,imonth,iday,country_txt,city,latitude,longitude,attacktype1_txt,nkill,nwound\n"
    _, (found,) = load("a.csv", head + "201603240001,2016,3,24,Iraq,Mosul,36.34,43.13,Armed Assault,11.5,4.00\n")
    assert killed(found) == (11, 12)
    assert hurt(found)[1] == 4


def test_every_row_names_its_table_where_it_names_no_source(load: Load, workspace: Workspace) -> None:
    load("events.csv", "Date,Place,Killed\n2022-03-24,Kharkiv,3\n2022-03-25,Kyiv,dozens\n")
    assert [kept.source for kept in workspace.kept()] == ["events", "events"]


def test_a_missing_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"none\.csv does not exist"):
        open_table(tmp_path / "none.csv")


def test_rows_that_a_workbook_hides_or_strikes_through_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["date", "place", "killed"],
        ["2024-03-01", "Kharkiv", 2],
        ["2024-03-02", "Kyiv", 1],
        ["2024-03-03", "Odesa", 4],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].height = 30
    for column in (1, 2, 4):  # the last cell is empty
        sheet.cell(4, column).font = Font(strike=True)
    sheet.cell(2, 4).font = Font(strike=True)
    sheet.cell(2, 1).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert "rows that are hidden in the workbook are imported like the others: 1" in table.guesses
    assert "rows with struck-through text are imported like the others: 1" in table.guesses
