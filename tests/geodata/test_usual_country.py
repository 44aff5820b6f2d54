"""The country of a table that names none, from its provinces; and analysts' figures, headers and words for kinds."""

from __future__ import annotations

import pytest

from geodata.importing import kinds, looking_up
from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.usual_country import usual_of_provinces
from geodata.tables.layout import OTHER, columns_of, layouts
from tests.loading import Load, killed

ALONE = [
    (["VS"], "kanton", "CH"),
    (["ZH", "VD", "SG"], "kanton", "CH"),
    (["PA"], "estado", "BR"),
    (["RJ", "CE"], "uf", "BR"),
    (["BY"], "bundesland", "DE"),
    (["BA", "CN"], "prov", "IT"),
    (["TAS", "NSW", "QLD"], "state", "AU"),
    (["TX", "PA"], "state", "US"),
    (["PA"], "state", "US"),
    (["Córdoba", "Bolívar", "Amazonas", "Sucre"], "departamento", "CO"),
    (["Western", "Greater Accra", "Bono East"], "region", "GH"),
    (["Zamfara", "Niger", "Plateau"], "state", "NG"),
    (["BA"], "region", ""),
    (["Córdoba"], "provincia", ""),
    (["Texas", "Bavaria", "Punjab"], "state", ""),
    ([], "state", ""),
]


@pytest.mark.parametrize(("names", "header", "country"), ALONE, ids=lambda one: str(one))
def test_the_country_that_has_all_provinces(names: list[str], header: str, country: str) -> None:
    assert usual_of_provinces(names, header, GazetteerLookUp()) == country


@pytest.mark.parametrize(
    ("columns", "row", "country", "point"),
    [
        ("Datum,Kanton,Tote", "13.03.2012,VS,28", "CH", (46.2, 7.6)),
        ("Data,Estado,Mortos", "29.07.2019,PA,58", "BR", (-4.4, -52.6)),
        ("Data,Prov.,Morti", "13.07.2016,BA,23", "IT", (40.9, 16.8)),
        ("Data,Município,UF,Mortos", "15.02.2022,Petrópolis,RJ,233", "BR", (-22.5, -43.2)),
    ],
)
def test_letters_are_a_province_of_the_tables_country(
    load: Load, columns: str, row: str, country: str, point: tuple[float, float]
) -> None:
    outcome, (found,) = load("a.csv", f"{columns}\n{row}\n", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert found.geocode.place.country == country
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx(point, abs=0.3)
    assert any("By their provinces" in doubt for doubt in outcome.doubts)


@pytest.mark.parametrize(("name", "wanted"), looking_up.OTHERS)
def test_other_ways_to_write_a_name(name: str, wanted: list[str]) -> None:
    assert looking_up.others(name) == wanted


@pytest.mark.parametrize(
    ("place", "admin1", "country", "known"),
    [
        ("Bogotá, D.C.", "Bogotá, D.C.", "", "Bogotá"),
        ("Bogotá D.C.", "", "CO", "Bogotá"),
        ("Hodeidah", "", "YE", "Al Ḩudaydah"),
        ("Washington, D.C.", "", "", "Washington"),
    ],
)
def test_a_name_that_is_written_in_another_way(place: str, admin1: str, country: str, known: str) -> None:
    found = GazetteerLookUp()(place, admin1, country)
    assert found is not None
    assert found.place.name == known


def test_letters_that_nothing_explains_are_not_placed(load: Load) -> None:
    outcome, (found,) = load("a.csv", "Date,Region,Killed\n2021-03-04,BA,3\n", look_up=GazetteerLookUp())
    assert found.geocode is None
    assert any("not placed: BA" in doubt for doubt in outcome.doubts)


def test_a_country_that_a_row_names_is_its_own(load: Load) -> None:
    rows = "2021-03-04,BA,Italy,3\n2021-03-05,PA,Brazil,4\n"
    _, found = load("a.csv", f"Date,Region,Country,Killed\n{rows}", look_up=GazetteerLookUp())
    assert sorted(one.geocode.place.country or "" for one in found if one.geocode) == ["BR", "IT"]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("N° fallecidos,N.º heridos", ["killed", "injured"]),
        ("Nb tués,Nb de blessés", ["killed", "injured"]),
        ("К-ть загиблих,Кількість поранених", ["killed", "injured"]),
        ("Fallecidas,Heridas", ["killed", "injured"]),
        ("City/Municipality,Wilaya", ["place", "admin1"]),
        ("Gemeinde,Kanton", ["place", "admin1"]),
        ("Kabupaten/Kota,Provinsi", ["place", "admin1"]),
    ],
)
def test_headers_that_people_write(headers: str, fields: list[str]) -> None:
    names = headers.split(",")
    assert [columns_of(layouts()[OTHER], names).get(name) for name in names] == fields


def test_serious_and_minor_injuries_are_added_up(load: Load) -> None:
    head = "Event.Date,Location,Total.Fatal.Injuries,Total.Serious.Injuries,Total.Minor.Injuries"
    _, (found,) = load("a.csv", f"{head}\n2022-06-01,Buffalo,2,1,3\n")
    assert killed(found) is not None
    assert found.injured is not None
    assert found.injured.best == 4


def test_a_code_for_unknown_is_said(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,Place,Killed,Injured\n2022-06-01,Kyiv,999,3\n2022-06-02,Kyiv,2,4\n")
    assert any("Figures of 999 are taken as they are" in doubt for doubt in outcome.doubts)
    outcome, _ = load("b.csv", "Date,Place,Killed,Injured\n2022-06-01,Odesa,99,3\n")
    assert not any("Figures of" in doubt for doubt in outcome.doubts)


def test_columns_of_one_name_are_said(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,Place,Killed,Killed\n2022-06-01,Kyiv,1,3\n")
    assert outcome.table is not None
    assert "Killed is the name of several columns: only the first one is read" in outcome.table.guesses


@pytest.mark.parametrize("words", kinds.EXPLOSION_YES)
def test_an_explosion_in_a_table_of_attacks_is_a_bomb(load: Load, words: str) -> None:
    _, found = load("a.csv", f"Date,Place,Type,Killed\n2022-06-01,Kyiv,{words},1\n2022-06-02,Kyiv,Bomb blast,3\n")
    assert {incident.type.value for incident in found} == {"explosion_device"}


@pytest.mark.parametrize("words", kinds.EXPLOSION_NO)
def test_what_explodes_by_accident_is_none(words: str) -> None:
    assert not kinds.is_explosion(words)


def test_kinds_of_attacks_by_their_header(load: Load) -> None:
    _, (found,) = load("a.csv", "Date,Place,Nature of attack,Killed\n2022-01-20,Lahore,Anarkali blast,3\n")
    assert found.type.value == "explosion_device"
