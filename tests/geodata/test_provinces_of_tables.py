"""Places found by the province that a table gives for them, and the area that several of them have in common."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from geodata.columns.selecting import selection
from geodata.exporting.exports import write
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.named import (
    PROVINCE_NO,
    PROVINCE_YES,
    TWO_NO,
    TWO_YES,
    around_all,
    holders_named,
    in_country,
    several,
    spelled_like,
    with_province,
)
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.outcome import Outcome
from geodata.query import IncidentQuery
from geodata.vocabulary import UNKNOWN_DIVISION
from geodata.workspace import Workspace

LOOK_UP = GazetteerLookUp()


def imported(tmp_path: Path, table: str) -> tuple[list[dict[str, str]], Outcome]:
    """Import a table. Return the rows of its export by start date, and the outcome of the import."""
    (tmp_path / "t.csv").write_text(table, "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        outcome = loading.load(workspace, tmp_path / "t.csv", look_up=LOOK_UP)
        body = write(selection(workspace, IncidentQuery()), "csv").decode("utf-8-sig")
    return sorted(csv.DictReader(io.StringIO(body)), key=lambda row: row["date_start"]), outcome


@pytest.mark.parametrize(
    ("place", "admin1", "country", "there"),
    [
        ("San Juan", "Puerto Rico", "US", "PR"), ("Carolina", "PR", "US", "PR"), ("Stanley", "Falkland Islands", "GB", "FK"),
        ("Springfield", "Illinois", "US", "US"), ("Columbus", "Georgia", "US", "US"),
    ],
)  # fmt: skip
def test_a_territory_in_the_column_of_the_province(
    place: str, admin1: str, country: str, there: str, gazetteer: Gazetteer
) -> None:
    found = in_country(place, admin1, country, gazetteer, area=False)
    assert found is not None
    assert found.place.country == there


@pytest.mark.parametrize(
    ("written", "country", "names"),
    [
        ("Jharkand", "IN", ["Jharkhand"]), ("New Mexiko", "US", ["New Mexico"]), ("Virgina", "US", ["Virginia"]),
        ("Nowhere", "US", []), ("Iowa", "US", []), ("Foo", "BO", []),
    ],
)  # fmt: skip
def test_a_province_that_is_nearly_spelled_so(written: str, country: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert [place.name for place in spelled_like(written, country, gazetteer) if place.name != written] == names


def test_a_province_that_is_not_known_is_said(tmp_path: Path, gazetteer: Gazetteer) -> None:
    found = in_country("Springfield", "Nowhere", "US", gazetteer, area=False)
    assert found is not None
    assert found.reason == UNKNOWN_DIVISION
    _, outcome = imported(
        tmp_path, "date,place,province,country\n2024-01-01,Springfield,Nowhere,USA\n2024-01-02,Las Vegas,New Mexiko,USA\n"
    )
    assert any("The province of 1 place is not known: Springfield (Nowhere)" in words for words in outcome.doubts)
    assert any("is read as the one that is spelled nearly like it: Las Vegas (New Mexiko)" in words for words in outcome.doubts)


@pytest.mark.parametrize(
    ("cell", "country"),
    [
        ("Paris (Texas)", "US"),
        ("Tripoli (Lebanon)", "LB"),
        ("Lebanon: Tripoli", "LB"),
        ("San Juan, PR", "PR"),
        ("Tbilisi, Georgia", "GE"),
    ],
)
def test_what_a_cell_says_of_its_place_in_brackets(cell: str, country: str) -> None:
    found = LOOK_UP(cell, "", "", False)
    assert found is not None
    assert found.place.country == country


def test_brackets_that_name_no_area(gazetteer: Gazetteer) -> None:
    assert holders_named("Halle (Saale)", gazetteer) is None
    assert holders_named("Kharkiv (Saltivka)", gazetteer) is None


def test_a_province_in_letters_or_not_well_spelled(gazetteer: Gazetteer) -> None:
    for cell, country, province in PROVINCE_YES:
        assert with_province(cell, country, gazetteer) == (cell.partition(",")[0], province), cell
    for cell, country in PROVINCE_NO:
        assert with_province(cell, country, gazetteer) is None, cell


@pytest.mark.parametrize(
    ("cell", "province", "country", "latitude"),
    [("Londrina, PR", "", "BR", -23.3), ("Londrina", "PR", "BR", -23.3), ("Rampur, Jharkand", "", "IN", 23.5)],
)
def test_letters_are_the_province_of_their_country(cell: str, province: str, country: str, latitude: float) -> None:
    found = LOOK_UP(cell, province, country, False)
    assert found is not None
    assert found.latitude == pytest.approx(latitude, abs=0.1)


def test_two_towns_of_one_cell(gazetteer: Gazetteer) -> None:
    for cell, country in TWO_YES:
        assert len(several(cell, country, gazetteer)) == 2, cell
    for cell, country in TWO_NO:
        assert several(cell, country, gazetteer) == [], cell


@pytest.mark.parametrize(
    ("cell", "country", "area"),
    [
        ("Liège, Verviers, Pepinster", "BE", "Liège"), ("Lagos, Ibadan, Abeokuta", "NG", "Nigeria"),
        ("Namur, Dinant, Rochefort", "BE", "Namur"),
    ],
)  # fmt: skip
def test_the_area_of_several_places_holds_them(cell: str, country: str, area: str, gazetteer: Gazetteer) -> None:
    found = around_all(several(cell, country, gazetteer), gazetteer)
    assert found is not None
    assert found.place.name == area


def test_names_of_provinces_that_are_other_words_elsewhere(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, "date,province,country\n2024-01-01,Lac,Chad\n2024-01-02,LAC,\n")
    assert (rows[0]["admin1"], rows[0]["in_country"]) == ("Lac", "TD")
    rows, _ = imported(tmp_path, "date,place,province,country\n2024-02-01,Columbus,Ga.,USA\n2024-02-02,Narva,,Estonia\n")
    assert [row["admin1"] for row in rows if row["date_start"] > "2024-02"] == ["Georgia", ""]


def test_of_several_kinds_the_first_that_is_known(tmp_path: Path) -> None:
    table = (
        "unique_reference_code,date,country,location,strike_type,civilians_killed_min\n"
        'A1,2023-11-01,Syria,Aleppo,"Airstrike,Artillery",1\nA2,2023-11-02,Syria,Aleppo,"Artillery,Airstrike",1\n'
    )
    rows, outcome = imported(tmp_path, table)
    assert [row["type"] for row in rows] == ["air_strike", "shelling"]
    assert any("The first one that is known is used" in words for words in outcome.doubts)


def test_one_mistyped_date_does_not_turn_the_others(tmp_path: Path) -> None:
    days = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-01", "2024-13-05"]
    table = "date,place,country,killed\n" + "".join(f"{day},Kyiv,Ukraine,{n}\n" for n, day in enumerate(days, 1))
    rows, outcome = imported(tmp_path, table)
    assert [row["date_start"] for row in rows] == days[:-1]
    assert [number for number, _, _ in outcome.rejected] == [6]


def test_headers_that_look_like_others(tmp_path: Path) -> None:
    rows, outcome = imported(
        tmp_path,
        "Deaths to date,Place,iso3,Event description,Date\n44382,Tripoli,LBN,A fire in the port,2024-01-02\n",
    )
    (row,) = rows
    assert (row["date_start"], row["in_country"], row["evidence"]) == ("2024-01-02", "LB", "A fire in the port")
    assert outcome.refused == 0
