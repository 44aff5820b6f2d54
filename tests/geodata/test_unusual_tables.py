"""Tables of which one value alone, or one line, came in wrong: what each means now, or what the preview says of it."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser

from geodata.errors import ImportRefused
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.records import Incident
from geodata.tables.cells.order import Order
from geodata.tables.layout import layouts
from geodata.tables.table import Choices, open_table
from geodata.workspace import Workspace
from tests.loading import Load, killed

HEAD = "Date,Place,Country,Killed,Injured\n"


def hurt(incident: Incident) -> tuple[int | None, int | None]:
    return (incident.killed.best if incident.killed else None, incident.injured.best if incident.injured else None)


def spans(found: list[Incident]) -> list[str]:
    return [f"{i.start}" if i.start == i.end else f"{i.start}..{i.end}" for i in found]


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
    assert [reason for _, reason, _ in outcome.rejected] == ["it comes below a second header that names other columns"]


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
        ("Date,Place\n2022-04-03,Kharkiv\n2022-06-05,Kyiv\n25/03/2022,Lviv\n", Order.DMY, "it may have swapped day and month"),
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
    book = openpyxl.Workbook(write_only=True)  # it states no size
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
    with pytest.raises(ImportRefused, match=r"none\.csv is not there"):
        open_table(tmp_path / "none.csv")


GROUPED = """Date,Place,Country,Killed,Injured
2022-06-27,Kremenchuk,Ukraine,18,59
,Kharkiv,,9,20
,Odesa,,,6
2022-07-01,Odesa,Ukraine,21,38
,"Total, all towns",,48,123
"""


def test_blank_cells_that_mean_the_value_above(load: Load) -> None:
    outcome, found = load("a.csv", GROUPED)
    assert outcome.table is not None
    assert outcome.table.gaps == {"Date": 2, "Country": 2}
    assert "Date is blank in 2 of the first 5 rows. If a blank means the value above, fill it (--fill)" in outcome.table.guesses
    assert spans(found) == ["2022-06-27", "None", "None", "2022-07-01"]
    outcome, found = load("b.csv", GROUPED, choices=Choices(fill=("Date", "Country")))
    assert spans(found[4:]) == ["2022-06-27"] * 2  # the other two rows are the same
    assert [(i.place, i.toponym and i.toponym.country) for i in found[4:]] == [("Kharkiv", "UA"), ("Odesa", "UA")]
    assert [reason for _, reason, _ in outcome.rejected] == ["a total of other rows"]
    with pytest.raises(ImportRefused, match="no column Day"):
        load("c.csv", GROUPED, choices=Choices(fill=("Day",)))


def test_a_column_with_a_few_blanks_or_a_blank_first_row_is_no_group(tmp_path: Path) -> None:
    for n, body in enumerate(
        (HEAD + ",Kharkiv,Ukraine,1,2\n" * 3, HEAD + "2022-03-24,Kharkiv,Ukraine,1,2\n" * 9 + ",Lviv,Ukraine,1,2\n")
    ):
        (tmp_path / f"{n}.csv").write_text(body)
        assert open_table(tmp_path / f"{n}.csv").gaps == {}


@pytest.mark.parametrize(
    ("header", "rows", "wanted"),
    [
        ("YEAR,MONTH,DAY", ("05,2,11", "75,1,1", "97,12,31"), ["2005-02-11", "1975-01-01", "1997-12-31"]),
        ("Day,Month,Year", ("5,5,23", "31,12,22"), ["2023-05-05", "2022-12-31"]),
        ("Day,Month,Year", ("11,Feb,05",), ["2005-02-11"]),
    ],
)
def test_years_of_two_digits_in_their_own_column(load: Load, header: str, rows: tuple[str, ...], wanted: list[str]) -> None:
    _, found = load("a.csv", f"{header},Place,Country,Killed\n" + "".join(f"{row},Kharkiv,Ukraine,1\n" for row in rows))
    assert sorted(spans(found)) == sorted(wanted)


def workbook(rows: list[list[object]], *merged: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_heading_over_the_columns_is_no_incident(load: Load) -> None:
    head = ["Place", "Date", "Killed", "Injured", "Type"]
    rows: list[list[object]] = [
        head,
        [2021],
        ["Kyiv", "2021-05-01", 1, 2, "fire"],
        [2022],
        ["Lviv", "2022-05-01", 4, 5, "fire"],
    ]
    outcome, found = load("a.xlsx", workbook(rows, "A2:E2", "A4:E4"))
    assert [hurt(i) for i in found] == [(1, 2), (4, 5)]
    assert {reason for _, reason, _ in outcome.rejected} == {"a heading over the columns, not a row"}
    outcome, found = load("b.csv", "Place,Date,Killed,Injured\nKharkiv oblast,,,\nIzium,2023-03-01,12,30\n")
    assert [i.place for i in found][2:] == ["Izium"]
    assert [reason for _, reason, _ in outcome.rejected] == ["a heading over the columns, not a row"]


def test_one_number_over_two_columns_is_neither(load: Load) -> None:
    rows: list[list[object]] = [
        ["Place", "Date", "Killed", "Injured"],
        ["Kyiv", "2021-05-01", 12],
        ["Lviv", "2021-05-02", 4, 6],
    ]
    outcome, found = load("a.xlsx", workbook(rows, "C2:D2"))
    assert [hurt(i) for i in found] == [(4, 6)]
    assert [reason for _, reason, _ in outcome.rejected] == ["one number is merged over several columns"]


def test_a_year_that_a_spreadsheet_added_gives_way_to_the_column_of_years(load: Load) -> None:
    body = "Year,Date,Place,Killed\n1999,2024-08-17,Izmit,9\n1998,2024-03-12,Omagh,2\n2001,2024-01-26,Bhuj,5\n"
    outcome, found = load("a.csv", body)
    assert spans(found) == ["1999-08-17", "1998-03-12", "2001-01-26"]
    assert outcome.table is not None
    assert "all dates are of one year, unlike Year: the year is taken from Year" in outcome.table.guesses
    outcome, found = load(
        "b.csv", "Year,Date,Place,Killed\n2023,2022-12-31,Izmir,9\n2023,2023-03-12,Adana,2\n2023,2023-04-01,Konya,2\n"
    )
    assert spans(found)[3:] == ["2022-12-31", "2023-03-12", "2023-04-01"]
    assert outcome.table is not None
    assert "Date is of another year than Year (1 of the first 3 rows): Date is used" in outcome.table.guesses


@pytest.mark.parametrize(
    "rows", ["2023,2023-12-31,Izmir,9\n2022,2023-03-12,Adana,2\n2023,2023-04-01,Konya,2\n", "2022,2023-12-31,Izmir,9\n"]
)
def test_a_date_of_another_year_stays_where_the_others_are_of_theirs(load: Load, rows: str) -> None:
    _, found = load("a.csv", "Year,Date,Place,Killed\n" + rows)
    assert all(i.start and i.start.year == 2023 for i in found)


def test_a_year_of_two_digits_that_can_be_past_or_future_is_rejected(load: Load) -> None:
    outcome, found = load("a.csv", "Year,Month,Day,Place,Country,Killed\n40,1,2,Kyiv,Ukraine,1\n21,1,2,Kyiv,Ukraine,1\n")
    assert spans(found) == ["2021-01-02"]
    assert "40" in outcome.rejected[0][1]


def test_figures_that_all_end_in_three_noughts_are_decimals(load: Load) -> None:
    places = ("Kharkiv", "Lviv", "Sumy")
    outcome, found = load(
        "a.csv", HEAD + "".join(f"2022-03-24,{p},Ukraine,{n}.000,{n + 9}.000\n" for n, p in enumerate(places, 1))
    )
    assert [hurt(i) for i in found] == [(1, 10), (2, 11), (3, 12)]
    assert outcome.table is not None
    assert "figures such as 3.000 are read as 3, since the table writes decimals" in outcome.table.guesses
    rows = "".join(f"2022-03-24;{p};50,45;30,52;{n},000;{n + 9},000\n" for n, p in enumerate(places, 1))
    _, found = load("b.csv", "Date;Place;Lat;Lon;Killed;Injured\n" + rows)
    assert [hurt(i) for i in found][3:] == [(1, 10), (2, 11), (3, 12)]


def test_totals_that_the_first_column_names(load: Load) -> None:
    body = "No.,Date,Place,Country,Dead\n1,2023-01-01,Bakhmut,Ukraine,3\nTotal,,,Ukraine,5\nAverage,,,,5\nGrand total,2023-12-31,All regions,Ukraine,5\n"
    outcome, found = load("a.csv", body)
    assert [killed(i) for i in found] == [(3, 3)]
    assert outcome.refused == 3


def test_rows_without_an_end_are_named(load: Load) -> None:
    outcome, found = load("a.csv", "From,To,Place,Killed\n2023-06-01,ongoing,Kabul,2\n2023-05-01,2023-05-03,Kunduz,12\n")
    assert spans(found) == ["2023-06-01", "2023-05-01..2023-05-03"]
    assert "Some rows have no end yet (ongoing). They are shown on their first day." in outcome.doubts


def test_places_in_several_countries_of_a_table_that_names_none(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,Place,Killed\n2023-01-01,Kharkiv,7\n2023-01-02,Rupa,4\n")
    outcome = loading.load(workspace, tmp_path / "a.csv", look_up=GazetteerLookUp())
    assert (
        "No column names a country, and the places were found in 2: UA, IN. Check them, or add a column with the country."
        in outcome.doubts
    )
    (tmp_path / "c.csv").write_text("Date,Place,Killed\n2023-01-01,Kharkiv,7\n2023-01-02,Lviv,4\n")
    outcome = loading.load(workspace, tmp_path / "c.csv", look_up=GazetteerLookUp())
    assert not any("country" in doubt for doubt in outcome.doubts)
    (tmp_path / "b.csv").write_text("Date,District,Village,Killed\n2023-01-01,Kitgum,Orom,7\n")
    outcome = loading.load(workspace, tmp_path / "b.csv", look_up=GazetteerLookUp())
    assert {
        k.incident.geocode.place.country for k in workspace.kept() if k.incident.place == "Orom" and k.incident.geocode
    } == {"UG"}


def test_codes_are_no_names(load: Load) -> None:
    outcome, (one, two) = load(
        "a.csv",
        "STATE,STATENAME,CITY,CITYNAME,DATE,DEAD\n1,Alabama,0,NOT APPLICABLE,2020-01-01,1\n1,Alabama,2050,MONTGOMERY,2020-01-02,1\n",
    )
    assert (one.place, two.place) == ("Alabama", "MONTGOMERY")
    assert outcome.table is not None
    assert {
        "CITY holds numbers, not names: CITYNAME is the place",
        "STATE holds numbers, not names: STATENAME is the admin1",
    } <= set(outcome.table.guesses)


def test_the_date_of_the_incident_before_that_of_the_death(load: Load) -> None:
    _, found = load(
        "a.csv", "Report date,Date of death,Date of incident,Place,Killed\n2023-06-01,2023-05-09,2023-05-01,Kherson,1\n"
    )
    assert spans(found) == ["2023-05-01"]


def test_a_note_in_brackets_above_a_table_of_text(load: Load) -> None:
    _, found = load("a.tsv", '["all", "events"]\n' + (HEAD + "2022-03-24,Kharkiv,Ukraine,3,5\n").replace(",", "\t"))
    assert [hurt(i) for i in found] == [(3, 5)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Gunung meletus", "other"), ("gunfight", "shooting"), ("Bombay floods", "storm_flood"), ("car bombing", "explosion_device"),
        ("Accidente de bomberos", "other"), ("atentado con bomba", "explosion_device"), ("Bombardier jet crash", "transport_accident"),
        ("bombardment", "shelling"), ("Gunpowder factory explosion", "explosion_accident"), ("Shell station fire", "fire"),
        ("shelling", "shelling"), ("Brainstorm", "other"), ("hailstorm", "storm_flood"), ("Fire-fighting aircraft crash", "transport_accident"),
        ("fighting", "armed_clash"), ("Cockfighting stampede", "crowd_crush"), ("Mine clearance", "other"), ("No fire", "other"),
        ("Not an explosion", "other"), ("Missile test", "other"), ("Air raid alert", "other"), ("air raid", "air_strike"),
        ("Bomb shelter stampede", "crowd_crush"), ("Stock market crash", "other"), ("Riot police bus crash", "transport_accident"),
        ("riot", "protest_riot"),
    ],
)  # fmt: skip
def test_words_for_types_are_whole_words(words: str, kind: str) -> None:
    assert layouts()["words"].type_of(words) == kind


@pytest.mark.parametrize(("country", "says"), [("United States", "that fit"), ("", "A column with the country or province")])
def test_a_name_of_several_places(workspace: Workspace, tmp_path: Path, country: str, says: str) -> None:
    head, cell = (",Country", f",{country}") if country else ("", "")
    (tmp_path / "a.csv").write_text(f"Date,Place,Killed{head}\n2023-01-01,Springfield,7{cell}\n")
    outcome = loading.load(workspace, tmp_path / "a.csv", look_up=GazetteerLookUp())
    (doubt,) = [doubt for doubt in outcome.doubts if "Springfield" in doubt]
    assert says in doubt
    assert ("that fit" in doubt) == bool(country)
