"""Tables with several date columns, revisions with other columns, and ambiguous figures and points."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from geodata.errors import WorkspaceDamaged
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells.countries import country_of
from geodata.workspace import Workspace, schema
from tests.loading import Load, hurt

# Pairs of date columns; the second one has the date of the incident.
DAYS = [
    ("Date de naissance", "Date de décès"), ("Date du rapport", "Date de l'attaque"), ("Date de saisie", "Date des faits"),
    ("Signalement date", "Date du sinistre"), ("Declaration date", "Incident begin date"), ("Date of arrest", "Date of death"),
    ("Interview date", "What is the date of the incident?"), ("Date received", "Date of violation"), ("Burial date", "Killed on"),
    ("Judgment date", "Crime date"), ("Date of complaint", "Date of the alleged incident"), ("Date of marriage", "Date"),
    ("Press release date", "Airstrike date"), ("Date of departure", "Date of shipwreck"), ("Enlistment date", "Death date"),
    ("Alert date", "Landslide date"), ("Date of first symptom", "Date of onset"), ("Date of statement", "Local date (UTC)"),
    ("Fecha de nacimiento", "Fecha de muerte"), ("Geburtsdatum", "Todesdatum"), ("Дата рождения", "Дата гибели"),
    ("تاريخ الميلاد", "تاريخ الوفاة"), ("date_saisie", "date_evenement"), ("Date of visit", "Date (YMD)"), ("visit_date", "ev_date"),
]  # fmt: skip


@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize(("other", "own"), DAYS)
def test_the_day_of_the_incident_comes_before_that_of_anything_else(load: Load, other: str, own: str, is_first: bool) -> None:
    columns = {own: "2022-04-20", other: "1990-03-24"} if is_first else {other: "1990-03-24", own: "2022-04-20"}
    _, (found,) = load("a.csv", f"{','.join(columns)},Place,Killed\n{','.join(columns.values())},Kharkiv,3\n")
    assert str(found.start) == "2022-04-20"


def test_a_day_of_something_else_is_taken_with_a_word_where_there_is_no_other(load: Load) -> None:
    outcome, (found,) = load("a.csv", "Date of visit,Place,Killed\n2022-04-20,Kharkiv,3\n")
    assert str(found.start) == "2022-04-20"
    assert outcome.table
    assert any("Date of visit holds dates" in guess for guess in outcome.table.guesses)


def test_a_birth_is_no_incident(load: Load) -> None:
    _, (found,) = load("a.csv", "Date de naissance,Place,Killed\n1990-04-20,Kharkiv,3\n")
    assert found.start is None


FIRST = "id,date,place,killed\nA1,2022-03-01,Kharkiv,3\nA2,2022-03-02,Sumy,4\n"
REVISED = {
    "other order": "id,killed,date,place\nA1,5,2022-03-01,Kharkiv\nA2,4,2022-03-02,Sumy\n",
    "one more column": "id,date,place,killed,injured\nA1,2022-03-01,Kharkiv,5,\nA2,2022-03-02,Sumy,4,\n",
    "other words": "ID,Date,Place,Deaths\nA1,2022-03-01,Kharkiv,5\nA2,2022-03-02,Sumy,4\n",
    "other days": "killed;id;date;place\n5;A1;01/03/2022;Kharkiv\n4;A2;02/03/2022;Sumy\n",
}


@pytest.mark.parametrize("how", REVISED)
@pytest.mark.parametrize("name", ["a.csv", "b.csv"])
def test_a_table_that_comes_again_in_other_columns(tmp_path: Path, how: str, name: str) -> None:
    (tmp_path / "a.csv").write_text(FIRST)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        (tmp_path / name).write_text(REVISED[how])
        seen = loading.examine(tmp_path / name, workspace=workspace)
        assert (seen.new, seen.known, seen.older) == (1, 1, 1)
        outcome = loading.load(workspace, tmp_path / name, replace_known=True)
        assert (outcome.new, outcome.known, outcome.revised) == (0, 1, 1)
        assert sorted(hurt(kept.incident)[0] or 0 for kept in workspace.kept()) == [4, 5]
        again = loading.load(workspace, tmp_path / name, replace_known=True)
        assert (again.new, again.revised) == (0, 0)


def test_the_same_id_elsewhere_is_another_incident(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(FIRST)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        (tmp_path / "a.csv").write_text("id,date,place,killed,injured\nA1,2023-05-01,Lviv,5,\n")
        assert loading.load(workspace, tmp_path / "a.csv", replace_known=True).new == 1


@pytest.mark.parametrize("damage", [{"columns": "5"}, {"columns": "[1]"}, {"mapping": "7"}, {"mapping": "{"}])
def test_a_damaged_table_is_said_where_another_one_comes(tmp_path: Path, damage: dict[str, str]) -> None:
    (tmp_path / "a.csv").write_text(FIRST)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        with workspace.writing() as db:
            db.execute(schema.datasets.update().values(**damage))
        (tmp_path / "b.csv").write_text(REVISED["one more column"])
        with suppress(WorkspaceDamaged):  # any other error fails the test
            loading.load(workspace, tmp_path / "b.csv")


def test_points_of_thousands_are_said(load: Load) -> None:
    outcome, (found,) = load("a.csv", "date,place,killed\n2021-03-01,Gao,3.000\n")
    assert hurt(found)[0] == 3000
    assert outcome.table
    assert any("3.000 are read as 3,000" in guess for guess in outcome.table.guesses)


def test_points_of_decimals_are_those_of_the_coordinates(load: Load) -> None:
    _, (found,) = load("a.csv", "date;place;lat;lon;killed\n2021-03-01;Berlin;52,520;13,405;1,000\n")
    assert hurt(found)[0] == 1


@pytest.mark.parametrize("whose", ["Country", "Nearest city", "Birth", "Launch"])
def test_the_point_of_something_else_is_not_that_of_the_incident(load: Load, whose: str) -> None:
    rows = f"Date,City,Country,{whose} latitude,{whose} longitude,Killed\n2022-04-08,Kramatorsk,Ukraine,49.0,32.0,61\n"
    _, (found,) = load("a.csv", rows, look_up=GazetteerLookUp())
    assert found.geocode
    assert found.geocode.latitude == pytest.approx(48.73, abs=0.05)


FAR = [
    ("2023-04-28,Kharkiv,49.98,36.25\n2023-04-30,Kyiv,50.45,-30.52\n2023-05-01,Lviv,24.03,49.84\n", "", "Kyiv, Lviv"),
    ("2023-04-28,Kharkiv,49.98,36.25\n2023-04-30,Kyiv,50.45,30.52\n2023-05-01,Lviv,49.84,24.03\n", "", ""),
    ("2023-04-28,Houston,32.78,-96.8\n2023-04-30,Chicago,29.76,-95.37\n", "US", "Houston, Chicago"),
    ("2023-04-28,Kano,8.52,12.0\n2023-04-30,Kano,12.0,8.52\n", "NG", "Kano"),
]


@pytest.mark.parametrize(("rows", "country", "names"), FAR)
def test_a_point_far_from_its_name_is_said(load: Load, rows: str, country: str, names: str) -> None:
    ends = ("," + country + "\n") if country else "\n"
    body = "date,place,latitude,longitude" + (",country\n" if country else "\n") + rows.replace("\n", ends)
    outcome, _ = load("a.csv", body, look_up=GazetteerLookUp())
    far = [doubt for doubt in outcome.doubts if "far from each place" in doubt]
    assert [names in doubt for doubt in far] == ([True] if names else [])


def test_a_point_of_a_form_has_altitude_and_accuracy(load: Load) -> None:
    _, (found,) = load("a.csv", "Incident date,Governorate,GPS,Killed\n2022-03-05,Taiz,13.58 44.02 1400 5,2\n")
    assert found.geocode
    assert (found.geocode.latitude, found.geocode.longitude) == (13.58, 44.02)


KINDS = [
    ("Market fire outbreak", "fire"), ("Outbreak of fire", "fire"), ("Cholera outbreak", "epidemic"), ("Outbreak", "epidemic"),
    ("Outbreak of violence", "attack_other"), ("Effondrement d'une mine d'or", "structure_collapse"),
    ("Collapse of mine", "structure_collapse"), ("Landmine", "explosion_device"), ("Crushed by truck", "other"),
    ("Crowd crush", "crowd_crush"), ("Bombendrohung", "other"), ("Bombenanschlag", "explosion_device"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_words_that_have_one_of_another_type_in_them(load: Load, words: str, kind: str) -> None:
    _, (found,) = load("a.csv", f"date,place,type,killed\n2021-03-01,Gao,{words},3\n")
    assert found.type.value == kind


@pytest.mark.parametrize(
    ("place", "country", "kind", "latitude"),
    [
        ("Kyiv Oblast", "Ukraine", "adm1", 50.09), ("Goma", "Congo", "settlement", -1.67), ("Pointe-Noire", "Congo", "settlement", -4.8),
        ("Сумська обл.", "Ukraine", "adm1", 50.82),
    ],
)  # fmt: skip
def test_areas_and_countries_of_one_name(load: Load, place: str, country: str, kind: str, latitude: float) -> None:
    _, (found,) = load("a.csv", f"date,place,country,killed\n2021-03-01,{place},{country},3\n", look_up=GazetteerLookUp())
    assert found.geocode
    assert (found.geocode.precision.value, found.geocode.latitude) == (kind, pytest.approx(latitude, abs=0.1))


@pytest.mark.parametrize("words", ["Attack foiled", "Drone sighting", "Earthquake drill", "Government collapse"])
def test_what_did_not_happen_is_of_no_type(load: Load, words: str) -> None:
    _, (found,) = load("a.csv", f"date,place,type,killed\n2021-03-01,Gao,{words},0\n")
    assert found.type.value == "other"


HEADERS = [("Місце", "place", "Київ"), ("UF", "admin1", "PR"), ("Prov", "admin1", "LE"), ("Kanton", "admin1", "Bern")]


@pytest.mark.parametrize(("header", "field", "cell"), HEADERS)
def test_headers_of_official_tables(load: Load, header: str, field: str, cell: str) -> None:
    outcome, _ = load("a.csv", f"Date,Killed,{header},Remarks\n2022-03-24,3,{cell},X\n")
    assert outcome.table
    assert outcome.table.columns[header] == field


@pytest.mark.parametrize(("name", "code"), [("Phillipines", "PH"), ("غزة", "PS"), ("Elfenbeinküste", "CI"), ("B&H", "BA")])
def test_countries_as_people_spell_them(name: str, code: str) -> None:
    assert country_of(name) == code


def test_a_part_of_the_row_above_is_no_incident(load: Load) -> None:
    rows = "2021-03-01,Gao,Mali,18\n,of which women,,5\n2021-03-02,Mopti,Mali,2\n"
    outcome, found = load("a.csv", "Date,Place,Country,Killed\n" + rows)
    assert [hurt(i)[0] for i in found] == [18, 2]
    assert outcome.refused == 1


def test_the_days_of_reports_tell_the_order(load: Load) -> None:
    _, (found,) = load("a.csv", "Date,Reported,Place,Killed\n03/04/2022,03/14/2022,Gao,3\n")
    assert str(found.start) == "2022-03-04"
