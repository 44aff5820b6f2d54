"""Days whose year or month is in a line above them, years that a spreadsheet shows as days, and counties."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables import above
from geodata.tables.table import open_table
from tests.loading import Load


@pytest.mark.parametrize("one", above.YES, ids=lambda one: one[0])
def test_a_day_in_the_period_of_a_heading(one: tuple[str, *tuple[tuple[str, str], ...]]) -> None:
    heading, *cells = one
    period = above.period_of(heading)
    assert period is not None
    assert [above.in_period(cell, period) for cell, _ in cells] == [wanted for _, wanted in cells]


@pytest.mark.parametrize("heading", above.NO)
def test_what_is_no_heading_of_a_period(heading: str) -> None:
    assert above.period_of(heading) is None


ROWS = "3{a},Kharkiv,shelling,2\n14{a},Dnipro,missile strike,46\n{b}1{c},Kramatorsk,missile strike,4\n"


@pytest.mark.parametrize(
    ("name", "head", "rows", "days"),
    [
        ("a.csv", "", ("January 2023,,,\n" + ROWS).format(a="", b="February 2023,,,\n", c=""), ["01-03", "01-14", "02-01"]),
        ("a.csv", "", ("2023,,,\n" + ROWS).format(a=" Jan", b="", c=" Feb"), ["01-03", "01-14", "02-01"]),
        ("a.csv", "Attacks in Ukraine 2023,,,\n,,,\n", ROWS.format(a=" January", b="", c=" Feb"), ["01-03", "01-14", "02-01"]),
        ("a.csv", "Attacks in January 2023,,,\n,,,\n", ROWS.format(a="", b="", c=""), ["01-03", "01-14", "01-01"]),
        ("attacks_2023.csv", "", ROWS.format(a=" janvier", b="", c=" février"), ["01-03", "01-14", "02-01"]),
    ],
    ids=["months between", "a year between", "a year in the title", "a month in the title", "the name of the file"],
)
def test_days_take_their_year_from_above(load: Load, name: str, head: str, rows: str, days: list[str]) -> None:
    outcome, found = load(name, f"{head}Date,Place,Event,Killed\n{rows}")
    assert sorted(incident.start.isoformat() for incident in found if incident.start) == sorted(f"2023-{day}" for day in days)
    assert outcome.table is not None
    assert any("days without a year take" in guess for guess in outcome.table.guesses)


def test_a_year_of_the_row_comes_before_one_of_the_title(load: Load) -> None:
    _, (found,) = load("a.csv", "Report of 2023,,,\n,,,\nDate,Year,Place,Killed\n3 January,2021,Kyiv,2\n")
    assert str(found.start) == "2021-01-03"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a.csv", "Updated 5 March 2023"),
        ("a.csv", "Attacks 2022/23"),
        ("a.csv", "Attacks 2022 and 2023"),
        ("2022-2023.csv", ""),
    ],
)
def test_a_title_that_does_not_say_the_year(load: Load, name: str, title: str) -> None:
    outcome, found = load(name, f"{title},,,\n,,,\nDate,Place,Event,Killed\n{ROWS.format(a=' Jan', b='', c=' Feb')}")
    assert not found
    assert "is not a date" in outcome.rejected[0][1]


def test_years_that_a_spreadsheet_shows_as_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Year", "City", "Event", "Killed"], [2015, "Paris", "shooting", 130], [2016, "Nice", "attack", 86]):
        book.active.append(row)
    for line in (2, 3):
        book.active.cell(line, 1).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert next(table.chunks(10)).columns["Year"] == ["2015", "2016"]
    assert "the days in Year are years that a spreadsheet shows as days" in table.guesses


def test_a_day_of_1905_stays_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,City,Killed\n1905-06-28,Odesa,7\n")
    assert next(open_table(tmp_path / "a.csv").chunks(10)).columns["Date"] == ["1905-06-28"]


@pytest.mark.parametrize(
    ("columns", "row", "place", "precision"),
    [
        ("County,State", "Los Angeles,California", "Los Angeles County", "adm2"),
        ("County,State", "Bor South,Jonglei", "Bor South County", "adm1"),
        ("County", "Nakuru", "Nakuru", "adm1"),
        ("Town,County", "Ganta,Nimba", "Ganta", "settlement"),
    ],
)
def test_a_county_is_no_city(load: Load, columns: str, row: str, place: str, precision: str) -> None:
    _, (found,) = load("a.csv", f"Date,{columns},Event,Killed\n2021-05-13,{row},shooting,2\n", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert (found.place, found.geocode.precision.value) == (place, precision)


def test_longitudes_that_count_to_360(load: Load) -> None:
    rows = "2021-03-15,Los Angeles,34.05,241.75,1\n2021-03-15,Mombasa,-4.05,39.66,2\n"
    outcome, found = load("a.csv", f"date,place,lat,lon,killed\n{rows}")
    assert sorted(round(one.geocode.longitude, 2) for one in found if one.geocode) == [-118.25, 39.66]
    assert outcome.table is not None
    assert any("0 to 360" in guess for guess in outcome.table.guesses)


def test_a_longitude_beyond_180_next_to_a_western_one_is_a_mistake(load: Load) -> None:
    outcome, found = load("a.csv", "date,place,lat,lon\n2021-03-15,A,34.05,241.75\n2021-03-15,B,4.05,-39.66\n")
    assert (len(found), outcome.rejected[0][1]) == (1, "longitude is beyond 180")


def test_states_that_are_countries(load: Load) -> None:
    rows = "2015-11-13,France,Paris,130\n2016-03-22,Belgium,Brussels,32\n"
    outcome, found = load("a.csv", f"Date,State,City,Killed\n{rows}")
    assert [one.date_precision.value for one in found] == ["day", "day"]
    assert outcome.table is not None
    assert "State holds countries" in outcome.table.guesses


@pytest.mark.parametrize(
    ("encoding", "places"),
    [("cp850", ["München", "Lübeck", "Köln"]), ("mac_roman", ["Besançon", "Orléans", "Nîmes"]), ("cp850", ["Málaga", "Cádiz"])],
)
def test_texts_of_old_programs(tmp_path: Path, encoding: str, places: list[str]) -> None:
    rows = "".join(f"2021-01-0{n};{place};1\n" for n, place in enumerate(places, 1))
    (tmp_path / "a.csv").write_bytes(f"date;place;killed\n{rows}".encode(encoding))
    assert next(open_table(tmp_path / "a.csv").chunks(10)).columns["place"] == places


def test_a_text_of_east_asia_is_one(tmp_path: Path) -> None:
    places = ["東京", "大阪市", "福島県"]
    rows = "".join(f"2021-01-0{n},{place},1\n" for n, place in enumerate(places, 1))
    (tmp_path / "a.csv").write_bytes(f"date,place,killed\n{rows}".encode("cp932"))
    assert next(open_table(tmp_path / "a.csv").chunks(10)).columns["place"] == places


def test_numbers_that_r_writes_in_front_of_the_rows(load: Load) -> None:
    rows = '"1"\t"2021-03-04"\t"Kyiv"\t3\n"2"\t"2021-03-05"\t"Odesa"\t4\n'
    outcome, found = load("a.tsv", f'"date"\t"place"\t"killed"\n{rows}')
    assert outcome.refused == 0
    assert sorted(str(one.place) for one in found) == ["Kyiv", "Odesa"]
