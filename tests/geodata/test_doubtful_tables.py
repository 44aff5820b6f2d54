"""Doubtful tables: transposed, encoded twice, with provinces of several countries, or with unknown places."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geodata.errors import ImportRefused
from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.placing import countries_of_letters
from geodata.tables.files.text import is_encoded_twice, once
from geodata.tables.table import open_table
from tests.loading import Load, hurt


@pytest.mark.parametrize(
    "body",
    [
        "City,Kharkiv\nDate,2022-02-24\nKilled,3\n",
        "Date,2022-02-24,\nCity,Kharkiv,\nCountry,Ukraine,\nKilled,3,\n",
        "Date:,24/02/2022\nPlace:,Kharkiv\nKilled:,3\n",
    ],
)
def test_a_list_of_fields_is_turned(load: Load, body: str) -> None:
    _, (found,) = load("a.csv", body)
    assert (found.place, str(found.start), hurt(found)[0]) == ("Kharkiv", "2022-02-24", 3)


def places_of(load: Load, body: str) -> tuple[list[str | None], list[str]]:
    outcome, found = load("a.csv", body, look_up=GazetteerLookUp())
    return [i.geocode.place.country if i.geocode else None for i in found], outcome.doubts


@pytest.mark.parametrize(
    ("row", "country", "is_told"),
    [
        ("2016-08-24,Amatrice,RI,299", "IT", True),
        ("2021-05-13,Panaji,GA,1", "IN", True),
        ("2021-05-13,Albany,WA,1", "AU", True),
        ("2006-02-01,Sago,WV,12", "US", False),  # no other country uses this code, so not Sago in Côte d'Ivoire
        ("2021-05-13,Kennedy,WA,1", "US", False),
        ("2022-05-14,Buffalo,NY,10", "US", False),
    ],
)
def test_the_letters_of_a_province_may_be_of_another_country(load: Load, row: str, country: str, is_told: bool) -> None:
    countries, doubts = places_of(load, f"Date,City,Province,Killed\n{row}\n")
    assert countries == [country]
    assert any("by its letters" in doubt for doubt in doubts) is is_told


def test_a_table_of_one_country_means_its_own_states(load: Load) -> None:
    rows = ("Houston,TX", "Buffalo,NY", "Parkland,FL", "Toledo,CA", "Palermo,PA")
    countries, _ = places_of(
        load, "Date,City,State,Killed\n" + "".join(f"2021-05-{n + 1:02},{r},{n}\n" for n, r in enumerate(rows))
    )
    assert set(countries) == {"US"}


def test_letters_of_provinces() -> None:
    assert {"US", "IT"} <= set(countries_of_letters()["RI"])
    assert countries_of_letters()["WV"] == ["US"]


@pytest.mark.parametrize(
    ("cities", "country", "is_told"),
    [
        (("Middlesbrough", "Milton Keynes", "Huddersfield", "Perth"), "GB", True),
        (("Middlesbrough", "Milton Keynes", "Perth"), "AU", False),  # too few cities
        (("Middlesbrough", "Milton Keynes", "Huddersfield", "Kharkiv"), "UA", False),  # the only place with this name
        (("Middlesbrough", "Milton Keynes", "Huddersfield", "Łódź", "Amatrice", "Perth"), "AU", False),  # several countries
    ],
)
def test_the_usual_country_of_a_table(load: Load, cities: tuple[str, ...], country: str, is_told: bool) -> None:
    body = "Date,City,Killed\n" + "".join(f"2021-05-{n + 1:02},{city},{n}\n" for n, city in enumerate(cities))
    outcome, found = load("a.csv", body, look_up=GazetteerLookUp())
    last = next(i for i in found if i.place == cities[-1])
    assert last.geocode is not None
    assert last.geocode.place.country == country
    assert any("country of most rows" in doubt for doubt in outcome.doubts) is is_told


@pytest.mark.parametrize(
    ("place", "country", "found"),
    [
        ("Halle (Saale)", "Germany", (51.48, "settlement")),
        ("Olympia Mall, Munich", "Germany", (48.14, "near_settlement")),
        ("Lyari (Karachi)", "Pakistan", (24.86, "near_settlement")),
        ("Kramatorsk city", "Ukraine", (48.73, "settlement")),
        ("Quennerby district (Madhya Pradesh)", "India", (22.94, "adm1")),
        ("Main Street, Springfield", "USA", None),  # one of many
        ("Some shop (Home)", "USA", None),
        ("x" + " city" * 600, "Ukraine", None),
        ("Nowhere at all, Nowhere", "Germany", None),
        ("Makeen, South Waziristan", "Pakistan", (32.3, "region")),
    ],
)
def test_what_stands_around_a_place(load: Load, place: str, country: str, found: tuple[str, str] | None) -> None:
    body = f'Date,Location,Country,Killed\n2020-01-01,"{place}",{country},1\n'
    outcome, (incident,) = load("a.csv", body, look_up=GazetteerLookUp())
    geocode = incident.geocode
    assert (geocode and (round(geocode.latitude, 2), geocode.precision.value)) == found
    assert any("shown around the town" in doubt for doubt in outcome.doubts) is (found is not None and "near" in found[1])


@pytest.mark.parametrize("text", ["KÃ¶ln", "BogotÃ¡", "itâ€™s", "Ð¥Ð°Ñ€ÐºÑ–Ð²", "KÃ¶ln ðŸ™‚"])
def test_text_that_was_encoded_twice(text: str) -> None:
    assert is_encoded_twice(text)
    assert once(text) == text.encode("cp1252").decode("utf-8")


@pytest.mark.parametrize(
    "text", ["Köln", "São Paulo", "Ã", "Kharkiv", "ÃBC", "KÃ¶ln and Köln", "MALMÖ–LUND", "LE CAFÉ’S", "VIDÉ…"]
)
def test_text_that_was_encoded_once(text: str) -> None:
    assert not is_encoded_twice(text)


def test_a_table_that_was_encoded_twice(load: Load) -> None:
    outcome, (found,) = load("a.csv", "date,city,country,killed\n2022-03-01,KÃ¶ln,Germany,24\n")
    assert found.place == "Köln"
    assert outcome.table is not None
    assert any("encoded twice" in guess for guess in outcome.table.guesses)


@pytest.mark.parametrize(
    ("killed", "injured", "figures"),
    [
        ("3 wounded", "5", None),
        ("3 wounded", "", (None, 3)),
        ("3", "2 killed", None),
        ("3 killed", "5 injured", (3, 5)),
        ("3", "3 killed", (3, None)),  # the same figure again
        ("3", "0 killed", (3, None)),
        ("none injured", "2", (None, 2)),
    ],
)
def test_a_cell_that_contradicts_its_column(
    load: Load, killed: str, injured: str, figures: tuple[int | None, int] | None
) -> None:
    outcome, found = load("a.csv", f"Date,Place,Killed,Injured\n2022-02-24,Kharkiv,{killed},{injured}\n")
    assert [hurt(i) for i in found] == ([figures] if figures else [])
    assert [why for _, why, _ in outcome.rejected if "counts the" in why] == [why for _, why, _ in outcome.rejected]
    assert outcome.refused == (0 if figures else 1)


@pytest.mark.parametrize(
    ("others", "is_read"), [(("README.md", "license.txt"), True), (("other.csv",), False), (("notes 2022.csv",), False)]
)
def test_a_table_with_a_note_next_to_it_in_an_archive(tmp_path: Path, others: tuple[str, ...], is_read: bool) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("data.csv", *others):
            archive.writestr(name, "date,city,killed\n2022-03-01,Sumy,2\n")
    if is_read:
        assert len(open_table(path).headers) == 3
        return
    with pytest.raises(ImportRefused, match="2 tables"):
        open_table(path)


def test_a_state_of_its_review_is_no_province(load: Load) -> None:
    rows = "2024-05-01,Lviv,Ukraine,verified,3\n2024-05-02,Kyiv,Ukraine,pending,4\n"
    outcome, _ = load("a.csv", "Date,Town,Country,State,Killed\n" + rows)
    assert outcome.table
    assert "State" not in outcome.table.columns
    assert any("not provinces" in guess for guess in outcome.table.guesses)
    outcome, _ = load("b.csv", "Date,Town,Country,State,Killed\n2024-05-01,Austin,US,Texas,3\n")
    assert outcome.table
    assert outcome.table.columns["State"] == "admin1"


def test_the_date_of_the_incident_comes_before_that_of_the_candidate(load: Load) -> None:
    _, (found,) = load("a.csv", "Candidate date,When it happened,Town,Killed\n2024-05-01,2024-04-28,Lviv,3\n")
    assert str(found.start) == "2024-04-28"


def test_the_order_of_a_layout_is_said_where_the_days_can_be_either(load: Load) -> None:
    head = "IBC code,Start Date,End Date,Location,Reported Minimum,Reported Maximum\n"
    outcome, _ = load("a.csv", head + "k1,03/04/2006,03/04/2006,Baghdad,1,2\n")
    assert outcome.table
    assert "in dates like 03/04/2006, the day comes first, as Iraq Body Count writes them" in outcome.table.guesses
    outcome, _ = load("b.csv", head + "k1,23/04/2006,23/04/2006,Baghdad,1,2\n")
    assert outcome.table
    assert not any("03/04" in guess or "as Iraq" in guess for guess in outcome.table.guesses)


def test_a_sum_of_a_week_has_the_name_of_its_province_and_the_type_of_its_events(load: Load) -> None:
    head = "week,country,admin1,event_type,sub_event_type,events,fatalities,centroid_latitude,centroid_longitude\n"
    row = "06-January-2024,Ukraine,Kharkiv,Explosions/Remote violence,Shelling/artillery/missile attack,20,3,50.0,36.2\n"
    _, (found,) = load("a.csv", head + row)
    assert (found.place, found.type.value) == ("Kharkiv", "shelling")
