"""Tables in which a number, a total, a type or a place is written in a way that is easily taken for another."""

from __future__ import annotations

import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells.totals import TOTAL_OF, TOTAL_OF_NO, TOTAL_OF_YES
from geodata.tables.layout import layouts
from tests.loading import Load, hurt, killed, spans


@pytest.mark.parametrize("words", TOTAL_OF_YES)
def test_words_of_a_total(words: str) -> None:
    assert TOTAL_OF.fullmatch(words)


@pytest.mark.parametrize("words", TOTAL_OF_NO)
def test_words_that_are_no_total(words: str) -> None:
    assert not TOTAL_OF.fullmatch(words)


def test_a_dated_total_is_not_an_incident(load: Load) -> None:
    head = "Date,Location,Killed\n2023-01-02,Bamenda,3\n"
    outcome, found = load("a.csv", head + "2023-01-31,Monthly total,3\n2023-02-01,Station Total,1\n")
    assert [i.place for i in found] == ["Bamenda", "Station Total"]
    assert outcome.refused == 1


def test_a_number_in_brackets_is_not_joined_to_the_figure(load: Load) -> None:
    outcome, found = load(
        "a.csv", "Date,City,Killed\n2017-05-22,Manchester,22(1)\n2017-05-23,Leeds,(13)\n2017-05-24,York,2 (a child)\n"
    )
    assert [hurt(i)[0] for i in found] == [13, 2]
    assert outcome.refused == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Direct fire", "shooting"), ("Came under fire", "shooting"), ("Cross-border fire", "shooting"), ("Fire", "fire"),
        ("Fire brigade rescue", "other"), ("House fire", "fire"), ("Landslide at jade mine", "storm_flood"),
        ("Mine gas leak", "other"), ("Mine roof fall", "structure_collapse"), ("Mine rescue", "other"),
        ("Mine gas poisoning", "other"), ("Food poisoning", "epidemic"), ("Landmine", "explosion_device"),
        ("Computer crash", "other"), ("Avalancha humana", "crowd_crush"),
    ],
)  # fmt: skip
def test_types_by_several_words(words: str, kind: str) -> None:
    assert layouts()["words"].type_of(words) == kind


def test_an_end_that_names_only_its_month_is_the_end_of_the_month(load: Load) -> None:
    head = "DisNo.,Disaster Type,ISO,Location,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths\n"
    _, found = load("a.csv", head + "1,Flood,LBY,Derna,2023,9,10,2023,9,,12352\n2,Flood,LBY,Derna,2023,9,10,2023,,,5\n")
    assert sorted(spans(found)) == ["2023-09-10", "2023-09-10..2023-09-30"]


@pytest.mark.parametrize(
    ("header", "figure"),
    [("_5_Killed", (3, 3)), ("Deaths[a]", (3, 3)), ("Human deaths", (3, 3)), ("civilians_reported_killed_max", (None, 3))],
)
def test_headers_of_the_killed(load: Load, header: str, figure: tuple[int | None, int]) -> None:
    outcome, (found,) = load("a.csv", f"Date,City,{header}\n2023-01-01,Hama,3\n")
    assert killed(found) == figure
    assert outcome.table is not None
    assert not any("have no figures" in guess for guess in outcome.table.guesses)


def test_a_table_without_figures_says_so(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,City,Cattle killed in all\n2023-01-01,Hama,3\n")
    assert outcome.table is not None
    assert "no column is known as the number of killed or injured: the rows have no figures" in outcome.table.guesses


def test_a_year_is_said_to_be_taken_only_where_a_date_has_none(load: Load) -> None:
    for day, said in (("2023-01-01", False), ("24 March", True)):
        outcome, _ = load(f"{said}.csv", f"Year,Date,City,Killed\n2023,{day},Hama,3\n")
        assert outcome.table is not None
        assert any("takes it from the column of years" in guess for guess in outcome.table.guesses) is said


@pytest.mark.parametrize("sign", ["-", ""])
def test_points_far_from_their_state_are_named(load: Load, sign: str) -> None:
    body = f"Date,City,State,Latitude,Longitude,Killed\n2018-03-02,Austin,Texas,30.27,{sign}97.74,2\n"
    outcome, _ = load("a.csv", body, look_up=GazetteerLookUp())
    assert len(outcome.elsewhere) == (0 if sign else 1)


def test_a_place_in_a_province_that_is_not_known_is_not_one_like_it(load: Load) -> None:
    body = 'Date,Location,Killed\n2009-02-14,"Makeen, South Waziristan",25\n2009-02-15,"Kharkiv, Nowhere at all",1\n'
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    assert [i.geocode.place.country if i.geocode else None for i in found] == [None, "UA"]


def test_swapped_points_are_named_in_a_table_of_one_row(load: Load) -> None:
    for name, point, swapped in (("a", "36.2311,49.9925", True), ("b", "49.9925,36.2311", False)):
        outcome, _ = load(
            f"{name}.csv", f"Date,Place,Latitude,Longitude,Killed\n2022-03-01,Kharkiv,{point},4\n", look_up=GazetteerLookUp()
        )
        assert any("swapped" in doubt for doubt in outcome.doubts) is swapped
