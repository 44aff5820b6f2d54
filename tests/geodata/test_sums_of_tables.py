"""Tables of totals, and days and figures that are not what they seem: each is reported, or read as what it is."""

from __future__ import annotations

import pytest

from geodata.importing.looking_up import GazetteerLookUp
from tests.loading import Load


@pytest.mark.parametrize(
    "header",
    ["Number of accidents", "# of attacks", "Strikes", "Incidents of Killing", "Ocorrências", "Masacres", "ДТП", "Kaza sayısı",
     "Unfälle mit Personenschaden", "Accidents corporels", "Nombre d'incidents", "Anzahl Vorfälle", "Número de casos",
     "Jumlah Kejadian", "Количество инцидентов", "Nº de acidentes"],
)  # fmt: skip
def test_a_column_that_counts_incidents_makes_totals(load: Load, header: str) -> None:
    _, found = load("a.csv", f"Year,State,Country,{header},Killed\n2019,Manipur,India,14,9\n2020,Assam,India,25,17\n")
    assert {incident.role.value for incident in found} == {"aggregate"}


@pytest.mark.parametrize("header", ["Incident number", "Victims", "Attackers"])
def test_other_numbers_make_none(load: Load, header: str) -> None:
    _, found = load("a.csv", f"Year,State,Country,{header},Killed\n2019,Manipur,India,14,9\n2020,Assam,India,25,17\n")
    assert {incident.role.value for incident in found} == {"main"}


@pytest.mark.parametrize("year", ["Année", "Ano", "Año", "Jahr", "Год", "Рік", "Yıl"])
def test_a_column_of_years_alone_is_the_date(load: Load, year: str) -> None:
    _, (found,) = load("a.csv", f"{year},Place,Killed\n2022,Kyiv,3\n")
    assert (str(found.start), str(found.end)) == ("2022-01-01", "2022-12-31")


def test_a_column_of_months_by_their_first_days(load: Load) -> None:
    outcome, (found,) = load("a.csv", "Month,Place,Killed\n2024-08-01,Kyiv,30\n")
    assert (str(found.start), str(found.end)) == ("2024-08-01", "2024-08-31")
    assert outcome.table is not None
    assert "the days in Month mean whole months" in outcome.table.guesses
    _, found_days = load("b.csv", "Month,Place,Killed\n2024-08-01,Odesa,30\n2024-08-09,Odesa,30\n")
    assert all(one.start == one.end for one in found_days[-2:])


@pytest.mark.parametrize(("accuracy", "end"), [("year", "2015-12-31"), ("Month", "2015-01-31"), ("day", "2015-01-01")])
def test_how_exactly_a_day_is_known(load: Load, accuracy: str, end: str) -> None:
    _, (found,) = load("a.csv", f"Date,Date accuracy,Place,Killed\n2015-01-01,{accuracy},Kyiv,3\n")
    assert (str(found.start), str(found.end)) == ("2015-01-01", end)


def test_a_total_in_the_column_of_kinds(load: Load) -> None:
    rows = "2024-01-01,Kharkiv,Shelling,3\n2024-01-02,Kyiv,Missile strike,5\nJanuary 2024,All Ukraine,Total,158\n"
    outcome, found = load("a.csv", f"Date,City,Event,Killed\n{rows}")
    assert len(found) == 2
    assert outcome.rejected[0][1] == "a total of other rows"


@pytest.mark.parametrize(("words", "rows"), [("Nationwide", 1), ("National", 0)])
def test_a_day_of_a_whole_country_is_no_total(load: Load, words: str, rows: int) -> None:
    _, found = load("a.csv", f"Date,Location,Country,Event,Killed\n2022-08-20,{words},Pakistan,Flood,1739\n")
    assert len(found) == rows


def test_days_that_stand_for_none_are_said(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,Place,Killed\n1900-01-01,Kyiv,1\n1970-01-01,Kyiv,2\n1970-01-02,Kyiv,3\n")
    (said,) = [doubt for doubt in outcome.doubts if "unknown day" in doubt]
    assert "1900-01-01" in said
    assert "1970-01-01" in said
    assert "1970-01-02" not in said


def test_the_one_country_of_a_table_without_one_is_said(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,Place,Killed\n2021-06-05,Solhan,160\n", look_up=GazetteerLookUp())
    assert any("places were found in one: TR" in doubt for doubt in outcome.doubts)


def test_years_of_two_digits_are_said(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,Place,Killed\n4/18/06,San Francisco,3000\n")
    assert outcome.table is not None
    assert "a year such as 06 is read as 2006" in outcome.table.guesses
    outcome, _ = load("b.csv", "Date,Place,Killed\n4/18/1906,San Francisco,3000\n")
    assert outcome.table is not None
    assert not any("a year such as" in guess for guess in outcome.table.guesses)


def test_thousands_next_to_coordinates(load: Load) -> None:
    rows = "2004-12-26;Banda Aceh;5.548;95.324;127.000\n2010-01-12;Port-au-Prince;18.539;-72.335;222.570\n"
    _, found = load("a.csv", f"Datum;Ort;lat;lon;Tote\n{rows}")
    assert sorted(one.killed.best or 0 for one in found if one.killed) == [127_000, 222_570]
