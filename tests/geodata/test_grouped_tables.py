"""Tables that people lay out for the eye: groups, headings, merged cells, totals, codes next to names."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from geodata.errors import ImportRefused
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.layout import layouts
from geodata.tables.table import Choices, open_table
from geodata.workspace import Workspace
from tests.loading import Load, hurt, killed, spans

HEAD = "Date,Place,Country,Killed,Injured\n"


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
    assert spans(found[4:]) == ["2022-06-27"] * 2  # the other two rows did not change
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
    assert {reason for _, reason, _ in outcome.rejected} == {"a heading across the columns, not a row"}
    outcome, found = load("b.csv", "Place,Date,Killed,Injured\nKharkiv oblast,,,\nIzium,2023-03-01,12,30\n")
    assert [i.place for i in found][2:] == ["Izium"]
    assert [reason for _, reason, _ in outcome.rejected] == ["a heading across the columns, not a row"]


def test_one_number_over_two_columns_is_neither(load: Load) -> None:
    rows: list[list[object]] = [
        ["Place", "Date", "Killed", "Injured"],
        ["Kyiv", "2021-05-01", 12],
        ["Lviv", "2021-05-02", 4, 6],
    ]
    outcome, found = load("a.xlsx", workbook(rows, "C2:D2"))
    assert [hurt(i) for i in found] == [(4, 6)]
    assert [reason for _, reason, _ in outcome.rejected] == ["one number is merged across several columns"]


def test_a_year_that_a_spreadsheet_added_gives_way_to_the_column_of_years(load: Load) -> None:
    body = "Year,Date,Place,Killed\n1999,2024-08-17,Izmit,9\n1998,2024-03-12,Omagh,2\n2001,2024-01-26,Bhuj,5\n"
    outcome, found = load("a.csv", body)
    assert spans(found) == ["1999-08-17", "1998-03-12", "2001-01-26"]
    assert outcome.table is not None
    assert "all dates have the same year, unlike Year: the year comes from Year" in outcome.table.guesses
    outcome, found = load(
        "b.csv", "Year,Date,Place,Killed\n2023,2022-12-31,Izmir,9\n2023,2023-03-12,Adana,2\n2023,2023-04-01,Konya,2\n"
    )
    assert spans(found)[3:] == ["2022-12-31", "2023-03-12", "2023-04-01"]
    assert outcome.table is not None
    assert "Date has another year than Year (1 of the first 3 rows): Date is used" in outcome.table.guesses


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
    assert outcome.doubts == [
        "No column names a country, and the places were found in one: UA. If that is wrong, add a column with the country."
    ]
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
        "CITY holds numbers, not names: CITYNAME is used as place",
        "STATE holds numbers, not names: STATENAME is used as admin1",
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
        ("Not an explosion", "other"), ("Not a terrorist attack", "other"), ("Fire (not an attack)", "fire"),
        ("Not a drill: shelling", "shelling"), ("Attack by non-state actor", "attack_other"), ("No attack", "other"),
        ("Missile test", "other"), ("Air raid alert", "other"), ("air raid", "air_strike"),
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
