"""Ordinary tables from colleagues: rows that share an id, unexplained explosions, states whose codes are also countries."""

from __future__ import annotations

import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.usual_country import usual_of_provinces
from tests.loading import Load

TOWNS = "Kharkiv,Ukraine"


def said(outcome: object, words: str) -> bool:
    return any(words in doubt for doubt in outcome.doubts)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "ids", "days", "is_said"),
    [
        ("Incident No", ("RTA-1", "RTA-1"), ("01", "01"), True),  # one row per vehicle
        ("Incident No", ("RTA-1", "RTA-2"), ("01", "01"), False),
        ("Incident No", ("1", "1"), ("01", "02"), False),  # numbers that restart
        ("Incident No", ("", ""), ("01", "01"), False),
    ],
)
def test_rows_that_share_an_id(load: Load, header: str, ids: tuple[str, str], days: tuple[str, str], is_said: bool) -> None:
    rows = "".join(
        f"{own},2023-06-{day},{TOWNS},{what},5\n" for own, day, what in zip(ids, days, ("Lorry", "Bus"), strict=True)
    )
    outcome, found = load("a.csv", f"{header},Date,Town,Country,Vehicle,Killed\n{rows}")
    assert len(found) == 2
    assert said(outcome, "several rows with one place and day: RTA-1") is is_said


@pytest.mark.parametrize(
    ("header", "words", "kinds", "is_said"),
    [
        ("Event", "Explosion at metro station|Flood", ("explosion_accident", "storm_flood"), True),
        ("Событие", "Взрыв в метро|Стрельба|Пожар", ("explosion_accident", "shooting", "fire"), True),
        ("Тип", "Взрыв автобуса|Вибух під час маршу", ("explosion_accident", "explosion_accident"), True),
        ("Evento", "Crollo seracco|Crollo", ("storm_flood", "structure_collapse"), False),
        ("Тип", "Взрыв газа|Взрыв на заводе", ("explosion_accident", "explosion_accident"), False),
        ("Event", "Gas explosion|Shooting|Fire", ("explosion_accident", "shooting", "fire"), False),
        ("Event", "Explosion|Shooting", ("explosion_accident", "shooting"), True),
        ("Event", "Explosion|Shooting|Suicide bombing", ("explosion_device", "shooting", "explosion_device"), False),
        ("Accident type", "Explosion|Derailment", ("explosion_accident", "transport_accident"), False),
    ],
)
def test_explosions(load: Load, header: str, words: str, kinds: tuple[str, ...], is_said: bool) -> None:
    rows = "".join(f"2023-06-0{n},{TOWNS},{word},5\n" for n, word in enumerate(words.split("|"), 1))
    outcome, found = load("a.csv", f"Date,Town,Country,{header},Killed\n{rows}")
    assert tuple(incident.type.value for incident in found) == kinds
    assert said(outcome, "not whether it was an attack") is is_said


def test_an_explosion_that_someone_did_is_an_attack(load: Load) -> None:
    rows = f"2016-03-22,{TOWNS},Explosion,16,ISIS\n2016-03-23,{TOWNS},Explosion,1,\n2016-03-24,{TOWNS},Fire,1,\n"
    outcome, found = load("a.csv", f"Date,Town,Country,Event,Killed,Group\n{rows}")
    assert [incident.type.value for incident in found] == ["explosion_device", "explosion_accident", "fire"]
    assert said(outcome, "not whether it was an attack")


def test_states_whose_letters_are_countries_too(load: Load) -> None:
    rows = "2023-06-01,Denver,CO,5\n2023-06-02,Omaha,NE,3\n"
    _, found = load("a.csv", f"Date,City,State,Killed\n{rows}", look_up=GazetteerLookUp())
    assert [i.geocode.place.country for i in found if i.geocode] == ["US", "US"]


def test_a_province_alone_says_the_country(load: Load) -> None:
    rows = "2014-08-15,Kojo,Nineveh,5\n"
    _, (found,) = load("a.csv", f"Date,Village,Governorate,Killed\n{rows}", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert found.geocode.place.country == "IQ"


@pytest.mark.parametrize(("cells", "field"), [("Jihomoravský|Zlínský", "admin1"), ("Slovenija|Hrvaška", "in_country")])
def test_a_word_for_countries_and_for_parts_of_one(load: Load, cells: str, field: str) -> None:
    rows = "".join(f"2023-06-01,Brno,{cell},5\n" for cell in cells.split("|"))
    outcome, _ = load("a.csv", f"Datum,Obec,Kraj,Mrtví\n{rows}")
    assert outcome.table is not None
    assert outcome.table.columns["Kraj"] == field


def test_some_known_word_under_a_header_of_types_is_enough(load: Load) -> None:
    rows = "".join(f"2023-06-01,{TOWNS},{word},5\n" for word in ("Rock burst", "Gas explosion", "Face fall"))
    _, found = load("a.csv", f"Date,Town,Country,Accident type,Killed\n{rows}")
    assert [incident.type.value for incident in found] == ["other", "explosion_accident", "other"]


@pytest.mark.parametrize(
    ("headers", "cells", "wanted"),
    [
        ("اليوم,الشهر,السنة,المدينة", "15,4,2023,Mosul", "2023-04-15"),
        ("dd,mm,yyyy,Town", "15,4,2023,Mosul", "2023-04-15"),
        ("Beginn,Ende,Ort", "15.04.2023,17.04.2023,Mosul", "2023-04-15"),
    ],
)
def test_days_under_more_headers(load: Load, headers: str, cells: str, wanted: str) -> None:
    _, (found,) = load("a.csv", f"{headers},Killed\n{cells},5\n")
    assert str(found.start) == wanted


def test_the_smaller_part_is_the_place(load: Load) -> None:
    outcome, _ = load("a.csv", "Data,Distrito,Concelho,Mortos\n2017-06-17,Leiria,Pedrógão Grande,66\n")
    assert outcome.table is not None
    assert outcome.table.columns["Concelho"] == "place"
    assert outcome.table.columns["Distrito"] == "admin1"


@pytest.mark.parametrize(
    ("head", "where", "day"),
    [
        ("Town,State", "Houston,TX|Chicago,Illinois", "2022-03-04"),
        ("Town,Country", "Houston,USA|Chicago,United States", "2022-03-04"),
        ("Town,Country", "Houston,USA|Leeds,England", "2022-04-03"),
        ("Town,Region", "Houston,TX|Chicago,IL", "2022-04-03"),
        ("Town,State", "Houston,TX|Sydney,NSW", "2022-04-03"),
    ],
)
def test_the_month_comes_first_in_the_united_states(load: Load, head: str, where: str, day: str) -> None:
    rows = "".join(f"03/04/2022,{place},5\n" for place in where.split("|"))
    outcome, (found, _) = load("a.csv", f"Date,{head},Killed\n{rows}")
    assert str(found.start) == day
    assert outcome.table is not None
    assert f"It is read with the {'month' if day == '2022-03-04' else 'day'} first" in outcome.table.asks


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ("05.03.2022,03.03.2022|09.03.2022,09.03.2022", "2022-03-03"),
        ("03.03.2022,05.03.2022|09.03.2022,09.03.2022", "2022-03-03"),
        ("05.03.2022,03.03.1980|09.03.2022,09.03.1999", "2022-03-05"),  # dates of birth
        ("05.03.2022,03.03.2022|07.03.2022,09.03.2022", "2022-03-05"),  # neither is always the earlier one
    ],
)
def test_of_two_days_under_unknown_headers_the_earlier_one_is_the_incident_s(load: Load, rows: str, day: str) -> None:
    body = "".join(f"{days},{TOWNS},5\n" for days in rows.split("|"))
    outcome, (found, _) = load("a.csv", f"Data A,Data B,Town,Country,Killed\n{body}")
    assert str(found.start) == day
    assert outcome.table is not None
    assert any("the dates of the incidents, not Data" in guess for guess in outcome.table.guesses)


def test_the_time_of_the_place_comes_before_universal_time(load: Load) -> None:
    rows = f"2022-03-01 22:30,2022-03-02 00:30,{TOWNS},5\n"
    _, (found,) = load("a.csv", f"utc_time,local_time,Town,Country,Killed\n{rows}")
    assert str(found.start) == "2022-03-02"


@pytest.mark.parametrize(
    ("header", "province", "country"),
    [("fylke", "Innlandet", "NO"), ("judet", "Cluj", "RO"), ("kraj", "Zlínský", "CZ"), ("perifereia", "Αττική", "GR"),
     ("tinh", "Quảng Trị", "VN"), ("mkoa", "Dodoma", "TZ"), ("negeri", "Selangor", "MY"), ("changhwad", "ปัตตานี", "TH"),
     ("province", "Innlandet", "")],
)  # fmt: skip
def test_what_a_province_is_called_says_the_country(header: str, province: str, country: str) -> None:
    assert usual_of_provinces([province], header, GazetteerLookUp()) == country
