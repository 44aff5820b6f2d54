"""Tables kept by hand or written by a form or a database: hemispheres in headers, former states, sums, odd cells."""

from __future__ import annotations

import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells import points
from geodata.tables.cells.days import span_of
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.harm import part_of
from geodata.vocabulary import Role
from tests.loading import Load


@pytest.mark.parametrize(("header", "side"), points.IN_HEADERS)
def test_the_side_that_a_header_names(header: str, side: str) -> None:
    assert points.side_in(header, "NS") + points.side_in(header, "EW") == side


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("Latitude (°S)", "Longitude (°W)"), ("Latitude °S", "Longitude °W"),
     ("lat_s", "lon_w"), ("Lat (deg S)", "Lon (deg W)")],
)  # fmt: skip
def test_points_south_and_west_by_their_headers(load: Load, lat: str, lon: str) -> None:
    _, (found,) = load("t.csv", f"Date,Place,{lat},{lon},Killed\n2010-02-27,Concepción,36.12,72.90,525\n")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (-36.12, -72.9)


@pytest.mark.parametrize(
    ("country", "place", "code"),
    [("USSR", "Chernobyl", "UA"), ("Soviet Union", "Spitak", "AM"), ("the Soviet Union", "Tashkent", "UZ"), ("СССР", "Vilnius", "LT"),
     ("Yugoslavia", "Sarajevo", "BA"), ("Czechoslovakia", "Bratislava", "SK"), ("Serbia and Montenegro", "Podgorica", "ME"),
     ("Yugoslavia", "Belgrade", "RS"), ("USSR", "Moscow", "RU")],
)  # fmt: skip
def test_a_place_in_a_state_that_is_several_today(load: Load, country: str, place: str, code: str) -> None:
    _, (found,) = load("t.csv", f"Date,Place,Country,Deaths\n1986-04-26,{place},{country},31\n", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert (found.geocode.place.country, found.geocode.place.feature) == (code, "PPL")


def test_what_is_not_known_there_is_nowhere_and_said(load: Load) -> None:
    outcome, found = load(
        "t.csv", "Date,Place,Country,Deaths\n1986-04-26,Qwrtzuiopas,USSR,31\n1986-04-26,,USSR,3\n", look_up=GazetteerLookUp()
    )
    assert [one.geocode for one in found] == [None, None]
    assert any("Qwrtzuiopas" in doubt for doubt in outcome.doubts)


@pytest.mark.parametrize("header", ["Events", "Number of incidents", "Attacks", "event_count"])
def test_rows_of_several_incidents_are_totals(load: Load, header: str) -> None:
    outcome, found = load(
        "t.csv", f"Country,Admin1,Month,Year,{header},Fatalities\nMali,Gao,March,2022,12,33\nMali,Mopti,March,2022,1,3\n"
    )
    assert {one.role for one in found} == {Role.AGGREGATE}
    assert any(f"{header} counts the incidents in each row" in guess for guess in outcome.table.guesses)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Events", ("1", "1")), ("Attacks", ("2", "7")), ("Incidents", ("1043", "1041")), ("Events", ("a fire", "a flood"))],
)
def test_rows_of_one_incident_are_not(load: Load, header: str, cells: tuple[str, str]) -> None:
    rows = "".join(f"2022-03-0{n},Gao,{cell},3\n" for n, cell in enumerate(cells, 1))
    _, found = load("t.csv", f"Date,Place,{header},Killed\n{rows}")
    assert {one.role for one in found} == {Role.MAIN}


@pytest.mark.parametrize(
    "cell", ["1/0/1900", "00/01/1900", "0-Jan-00", "00-Jan-00", "0000-00-00", "0000-00-00 00:00:00", "\\N"]
)
def test_days_that_are_not_there(cell: str) -> None:
    assert span_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [("seven (7) people", 7, 7), ("Nil reported", 0, 0), ("no", 0, 0), ("\\N", None, None), ("52 (plus 4 bombers)", 52, 52),
     ("12 others injured", 12, 12), ("3 adults + 2 children", 5, 5)],
)  # fmt: skip
def test_figures_as_people_write_them(cell: str, low: int | None, high: int | None) -> None:
    found = count_of(cell)
    assert (found.low, found.high) == (low, high) if found else (low, high) == (None, None)


@pytest.mark.parametrize("cell", ["52 (plus 4)", "12 others", "2+1", "a man + 3", "yes"])
def test_figures_that_may_be_two_things(cell: str) -> None:
    with pytest.raises(Unreadable):
        count_of(cell)


@pytest.mark.parametrize(
    ("cell", "killed", "injured"),
    [("3 / 12", (3, 3), (12, 12)), ("- / 1", None, (1, 1)), ("2/-", (2, 2), None), ("10+/30+", (10, None), (30, None))],
)
def test_two_figures_in_a_cell(
    load: Load, cell: str, killed: tuple[int, int | None] | None, injured: tuple[int, int | None] | None
) -> None:
    _, found = load("t.csv", f"Date,Place,Killed / Injured\n2021-05-03,Idlib,{cell}\n2021-05-04,Hama,1 / 1\n")
    one = next(i for i in found if i.place == "Idlib")
    assert ((one.killed.low, one.killed.high) if one.killed else None) == killed
    assert ((one.injured.low, one.injured.high) if one.injured else None) == injured


@pytest.mark.parametrize("cell", ["4 (2 killed, 1 injured)", "killed 5", "5 + 3"])
def test_what_is_not_taken_apart(cell: str) -> None:
    assert part_of(cell, "injured") == ""


def test_a_column_of_months_decides_the_order(load: Load) -> None:
    rows = "March,03/04/2022,Idlib\nMay,05/06/2022,Hama\n"
    outcome, found = load("t.csv", f"Month,Date,Place\n{rows}")
    assert sorted(str(one.start) for one in found) == ["2022-03-04", "2022-05-06"]
    assert outcome.table.asks == ""  # type: ignore[union-attr]


def test_groups_of_a_form(load: Load) -> None:
    body = "start,incident/place,incident/date,incident/killed,_id\n2022-04-01T10:00:00Z,Idlib,2022-03-04,3,77\n"
    outcome, (found,) = load("t.csv", body)
    assert (found.place, str(found.start), found.killed and found.killed.low) == ("Idlib", "2022-03-04", 3)
    assert "groups in the headers are left out, such as incident" in outcome.table.guesses  # type: ignore[union-attr]


def test_cells_that_a_program_wrote_for_excel(load: Load) -> None:
    _, (found,) = load("t.csv", 'Date,Place,Killed,Notes\n="2022-03-24",="Idlib","=""3""",He said ="x"\n')
    assert (found.place, str(found.start), found.killed and found.killed.low) == ("Idlib", "2022-03-24", 3)
    assert found.evidence.quote == 'He said ="x"'


def test_days_of_the_french_list_of_accidents(load: Load) -> None:
    _, (found,) = load("t.csv", "jour;mois;an;lat;long\n30;11;2021;44,038958;4,348022\n")
    assert str(found.start) == "2021-11-30"


YEARS = """Date,Place,Killed
1995,,
April 19,Oklahoma City,168
May 3,Idlib,2
1996,,
27 July,Atlanta,1
3/5/1997,Odesa,4
"""


def test_days_under_rows_of_years(load: Load) -> None:
    outcome, found = load("t.csv", YEARS)
    assert {one.place: str(one.start) for one in found} == {
        "Oklahoma City": "1995-04-19", "Idlib": "1995-05-03", "Atlanta": "1996-07-27", "Odesa": "1997-05-03"
    }  # fmt: skip
    assert outcome.refused == 2
    assert "days without a year take the year from a row above them, such as 1995" in outcome.table.guesses  # type: ignore[union-attr]


@pytest.mark.slow
def test_days_under_merged_rows_of_years(load: Load) -> None:
    cells = "".join(
        f"<tr><td>{day}</td><td>{place}</td><td>3</td></tr>" for day, place in (("24/02", "Kyiv"), ("3/5", "Odesa"))
    )
    body = f"<table><tr><th>Date</th><th>Place</th><th>Killed</th></tr><tr><td colspan=3>2022</td></tr>{cells}</table>"
    _, found = load("t.html", f"<html><body>{body}</body></html>")
    assert {one.place: str(one.start) for one in found} == {"Kyiv": "2022-02-24", "Odesa": "2022-05-03"}


def test_a_year_of_its_own_changes_no_whole_days(load: Load) -> None:
    _, found = load("t.csv", "Date,Place,Killed\n1995,,\n1996-04-19,Odesa,3\n")
    assert [str(one.start) for one in found] == ["1996-04-19"]


@pytest.mark.parametrize("mark", [";", "\t", ","])
@pytest.mark.parametrize("note", ["near the port, at night", "near the port; at night", "at night"])
def test_quoted_cells_are_not_quoted_lines(load: Load, mark: str, note: str) -> None:
    rows = (("Notes", "Place", "Killed", "Date"), (note, "Odesa", "7", "2022-03-25"), ("a blast", "Kyiv", "1", "2022-03-26"))
    body = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    outcome, found = load("t.csv", body)
    assert [(one.place, one.evidence.quote) for one in found] == [("Odesa", note), ("Kyiv", "a blast")]
    assert outcome.refused == 0


def test_a_lone_number_elsewhere_is_no_year(load: Load) -> None:
    _, found = load("t.csv", "Date,Place,Killed\n2021,,\n3 May,Odesa,1\n,,2022\n30 December,Kyiv,1\n")
    assert {str(one.start) for one in found if one.start} == {"2021-05-03", "2021-12-30"}
