"""Tables whose columns only their values identify, transposed tables, and tables that sum their figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.tables.table import Choices, open_table
from tests.loading import Load, hurt, killed, spans

THREE = ("2022-06-27", "2022-07-01", "2022-07-14")


def guesses(load: Load, name: str, body: str) -> tuple[str, ...]:
    outcome, _ = load(name, body)
    assert outcome.table is not None
    return outcome.table.guesses


def test_a_turned_table(load: Load) -> None:
    body = "Field,Event 1,Event 2\nDate,2022-06-27,2022-07-14\nPlace,Kremenchuk,Vinnytsia\nKilled,21,27\nInjured,59,202\n"
    outcome, found = load("a.csv", body)
    assert outcome.refused == 0
    assert sorted((i.place, *hurt(i)) for i in found) == [("Kremenchuk", 21, 59), ("Vinnytsia", 27, 202)]
    assert any("first column holds the field names" in guess for guess in guesses(load, "a.csv", body))


@pytest.mark.parametrize(
    "body",
    [
        "Name,Score\nAda,3\nBen,4\n",
        "Place\nKremenchuk\nVinnytsia\n",
        "A,B\n" + "".join(f"Place,{n}\nDate,{n}\n" for n in range(30)),  # longer than any list of fields
    ],
)
def test_a_table_that_is_not_turned(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(body, "utf-8")
    assert not any("field names" in guess for guess in open_table(path).guesses)


@pytest.mark.parametrize(
    ("header", "cell", "figures", "reason"),
    [
        ("Casualties", "21 killed 59 injured", (21, 59), ""),
        ("Toll", "at least 3 dead", (3, None), ""),
        ("Casualties", "27", (None, None), "does not say whether it counts the killed or the injured"),
        ("Casualties", "0", (0, 0), ""),
        ("Casualties", "unknown", (None, None), ""),
        ("Killed / Injured", "3/5", (3, 5), ""),
        ("Killed / Injured", "21", (None, None), "does not give one number for the killed and one for the injured"),
        ("Dead (min/max)", "20/22", (None, None), ""),
    ],
)
def test_columns_that_count_both(
    load: Load, header: str, cell: str, figures: tuple[int | None, int | None], reason: str
) -> None:
    usual = {"Killed / Injured": "1 / 2", "Dead (min/max)": "1/2"}.get(header, "1 killed, 2 injured")
    rows = "".join(f'{day},Sumy,"{value}"\n' for day, value in zip(THREE, (cell, usual, usual), strict=True))
    outcome, found = load("a.csv", f"Date,City,{header}\n{rows}")
    assert [reason in why for _, why, _ in outcome.rejected] == ([True] if reason else [])
    first = [i for i in found if str(i.start) == THREE[0]]
    assert [hurt(i) for i in first] == ([] if reason else [figures])


def test_bounds_of_one_cell(load: Load) -> None:
    _, found = load("a.csv", "Date,City,Dead (min/max)\n2022-06-27,Sumy,20/22\n2022-07-01,Sumy,21\n2022-07-14,Sumy,23-28\n")
    assert sorted(map(killed, found)) == [(20, 22), (21, 21), (23, 28)]


@pytest.mark.parametrize(
    ("header", "cells", "is_used"),
    [
        ("YYYY/MM/DD", ("2022/06/27", "2022/07/01"), True),
        ("jour/mois/an", ("27/06/2022", "01/07/2022"), True),
        ("Onset", ("27 June 2022", "1 July 2022"), True),
        ("Extinguished", ("27 June 2022", "1 July 2022"), False),
        ("Onset", ("2022", "2022"), False),
        ("Onset", ("44739", "44743"), False),
        ("Published", ("27 June 2022", "1 July 2022"), False),
        ("Birth", ("27 June 1990", "1 July 1991"), False),
        ("Onset", ("27 June 2022", "a Monday"), False),
    ],
)
def test_days_under_another_name(load: Load, header: str, cells: tuple[str, str], is_used: bool) -> None:
    outcome, found = load("a.csv", f"{header},City,Killed\n" + "".join(f"{cell},Sumy,{n}\n" for n, cell in enumerate(cells)))
    assert outcome.refused == 0
    assert sorted(spans(found)) == (["2022-06-27", "2022-07-01"] if is_used else ["None", "None"])


def test_the_first_day_of_several(load: Load) -> None:
    head = "disasterNumber,declarationDate,Noticed,incidentBeginDate,incidentEndDate,City\n"
    _, (found,) = load("a.csv", head + "1,2021-12-12,2021-12-13,2021-12-10,2021-12-11,Mayfield\n")
    assert str(found.start) == "2021-12-10"


@pytest.mark.parametrize(
    ("head", "figures"),
    [
        ("civilian_deaths_min,civilian_deaths_max,civilian_injured_min,civilian_injured_max", ((3, 5), (7, 9))),
        ("min_civilians_killed,max_civilians_killed,civilians_injured_low,civilians_injured_high", ((3, 5), (7, 9))),
        ("civilian_deaths_min,civilian_deaths_max,killed,injured", ((7, 7), (9, 9))),  # the other columns count everyone
        ("civilian_deaths_min,civilian_deaths_max,soldiers_killed,cattle", (None, None)),
    ],
)
def test_bounds_of_civilians(load: Load, head: str, figures: tuple[tuple[int, int] | None, tuple[int, int] | None]) -> None:
    _, (found,) = load("a.csv", f"date,city,{head}\n2022-06-27,Sumy,3,5,7,9\n")
    assert tuple(figure and (figure.low, figure.high) for figure in (found.killed, found.injured)) == figures


def test_direct_and_indirect_deaths_are_added(load: Load) -> None:
    head = "EVENT_ID,BEGIN_DATE_TIME,STATE,CZ_NAME,EVENT_TYPE,INJURIES_DIRECT,INJURIES_INDIRECT,DEATHS_DIRECT,DEATHS_INDIRECT\n"
    rows = "1,28-APR-50 14:45:00,OKLAHOMA,CLEVELAND,Tornado,10,4,3,2\n2,01-MAY-24 10:00:00,TEXAS,BEXAR,Heat,0,0,1,\n"
    outcome, found = load("a.csv", head + rows)
    assert outcome.format == "noaa_storms"
    assert sorted((str(i.start), i.type.value, *hurt(i)) for i in found) == [
        ("1950-04-28", "storm_flood", 5, 14),
        ("2024-05-01", "other", 1, 0),
    ]
    assert "killed is the sum of DEATHS_DIRECT and DEATHS_INDIRECT" in guesses(load, "a.csv", head + rows)


def test_a_sum_of_what_is_no_number_is_rejected(load: Load) -> None:
    outcome, found = load("a.csv", "DATE,PLACE,DEATHS_DIRECT,DEATHS_INDIRECT\n2024-03-02,Moore,3,many\n2024-03-03,Moore,1,1\n")
    assert outcome.refused == 1
    assert [hurt(i)[0] for i in found] == [2]


def test_an_earthquake_is_over_on_its_day(load: Load) -> None:
    head = "DisNo.,Disaster Type,ISO,Location,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths\n"
    rows = "1,Earthquake,NPL,Gorkha,2015,4,25,2015,4,,8831\n2,Earthquake,NPL,Gorkha,2015,5,,2015,5,,3\n3,Flood,NPL,Gorkha,2015,6,5,2015,6,,4\n"
    _, found = load("a.csv", head + rows)
    assert sorted(spans(found)) == ["2015-04-25", "2015-05-01..2015-05-31", "2015-06-05..2015-06-30"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Perpetrator,Date,City\n" + "".join(f"State,2022-01-0{n},Sumy\n" for n in range(1, 5)), ["Sumy"] * 4),
        ("Category,Killed\nCity,10\nVillage,20\nTown,5\n", None),
        ("What,2022,2023\nPlace,10,3\nGroup,20,4\nTown,5,5\n", None),
    ],
)
def test_a_small_table_is_not_turned(tmp_path: Path, body: str, places: list[str] | None) -> None:
    path = tmp_path / "a.csv"
    path.write_text(body, "utf-8")
    table = open_table(path)
    assert not any("field names" in guess for guess in table.guesses)
    if places is not None:
        assert next(table.chunks(9)).columns["City"] == places


@pytest.mark.parametrize("header", ["DOB", "Verdict", "IP", "Score", "Version", "Last seen"])
def test_days_of_something_else(load: Load, header: str) -> None:
    _, found = load("a.csv", f"{header},City,Killed\n1.2.2022,Sumy,0\n10.2.2022,Sumy,1\n")
    assert spans(found) == ["None", "None"]


@pytest.mark.parametrize("header", ["Casualties killed", "Casualties"])
def test_a_column_that_a_person_or_its_header_calls_killed(load: Load, header: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header},City,Date\n3,Sumy,2022-01-01\n", "utf-8")
    changes = {header: "killed"} if header == "Casualties" else {}
    outcome, (found,) = load("a.csv", path.read_text("utf-8"), choices=Choices(changes=changes))
    assert (outcome.refused, hurt(found)[0]) == (0, 3)


def test_a_lone_total_next_to_a_column_of_the_injured(load: Load) -> None:
    outcome, found = load(
        "a.csv", "Date,City,Casualties,Injured\n2022-01-01,Sumy,3 killed,5\n2022-01-02,Sumy,7,5\n2022-01-03,Sumy,2 dead,5\n"
    )
    assert (outcome.refused, sorted(hurt(i) for i in found)) == (1, [(2, 5), (3, 5)])


@pytest.mark.parametrize(
    ("cells", "killed_there"), [("3,²", None), ("3.0,2.0", 5), ("3," + "9" * 5000, None), ('"1,200",1', 1201)]
)
def test_sums_of_odd_cells(load: Load, cells: str, killed_there: int | None) -> None:
    outcome, found = load("a.csv", f"deaths_direct,deaths_indirect,date,place\n{cells},2022-01-01,Moore\n")
    assert [hurt(i)[0] for i in found] == ([killed_there] if killed_there else [])
    assert outcome.refused == (0 if killed_there else 1)


def test_a_column_of_casualties_without_words_counts_neither(load: Load) -> None:
    outcome, found = load(
        "a.csv", "Date,City,Casualties\n" + "".join(f"2022-01-0{n + 1},Sumy,{c}\n" for n, c in enumerate("000570"))
    )
    assert (outcome.refused, {hurt(i) for i in found}) == (0, {(None, None)})
