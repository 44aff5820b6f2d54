"""Tables in which a number, a total, a type or a place is easily mistaken for another."""

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
        ("Direct fire", "shooting"), ("Came under fire", "shooting"), ("Under fire department", "other"), ("Air strike and enemy fire", "air_strike"),
        ("Plane crash due to hostile fire", "transport_accident"), ("Ground fire, wildfire", "fire"),
        ("Protest dispersed with live fire", "protest_riot"), ("Under firefight", "armed_clash"),
        ("Shelling and flood in Kherson", "shelling"), ("Mine landslide", "storm_flood"),
        ("Vessel fired upon", "shooting"), ("Tear gas fired", "other"), ("Warplane shelling", "air_strike"),
        ("Warplane crash", "transport_accident"), ("Barrel bomb", "air_strike"), ("ERW explosion", "explosion_device"),
        ("Poisoning", "other"), ("Fire alarm", "other"), ("Firedamp", "explosion_accident"),
        ("Fireworks factory blast", "explosion_accident"), ("Bomb blast", "explosion_device"), ("Firefighting", "other"),
        ("Not an isolated attack", "attack_other"), ("Not an accident but an attack", "attack_other"),
        ("Not an attack but an explosion", "explosion_accident"), ("Cross-border fire", "shooting"), ("Fire", "fire"),
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
    [
        ("_5_Killed", (3, 3)),
        ("Deaths[a]", (3, 3)),
        ("Human deaths", (3, 3)),
        ("Killed (approx.)", (3, 3)),
        ("Fatalities (excl. shooter)", (3, 3)),
        ("Killed [max]", (None, 3)),
        (">65 killed", None),
    ],
)
def test_headers_of_the_killed(load: Load, header: str, figure: tuple[int | None, int] | None) -> None:
    outcome, (found,) = load("a.csv", f"Date,City,{header}\n2023-01-01,Hama,3\n")
    assert (killed(found) if found.killed else None) == figure
    assert outcome.table is not None
    assert any("have no figures" in guess for guess in outcome.table.guesses) is (figure is None)


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("Date,City,Killed [civ],Killed\n2023-01-01,Hama,3,9\n", (9, 9)),
        ("Date,City,Killed [min],Killed [max]\n2023-01-01,Hama,3,9\n", (3, 9)),
        ("Date,City,Total killed,civilians_reported_killed_min,civilians_reported_killed_max\n2023-01-01,Hama,10,2,3\n", (10, 10)),
        ("incident_date,strike_location,civilians_reported_killed_min,civilians_reported_killed_max,grading\n2017-03-17,Mosul,105,240,Fair\n",
         (105, 240)),
    ],
)  # fmt: skip
def test_columns_that_are_nearly_the_same(load: Load, body: str, figure: tuple[int, int]) -> None:
    _, (found,) = load("a.csv", body)
    assert killed(found) == figure


def test_a_known_layout_without_figures_needs_no_word_about_it(load: Load) -> None:
    body = "time,latitude,longitude,depth,mag,magType,place,type,id\n2023-02-06T01:17:34Z,37.2,37.0,10,7.8,mww,Nurdagi,earthquake,us6\n"
    outcome, _ = load("a.csv", body)
    assert outcome.format == "usgs"
    assert outcome.table is not None
    assert not any("have no figures" in guess for guess in outcome.table.guesses)


def test_a_table_without_figures_says_so(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,City,Cattle killed in all\n2023-01-01,Hama,3\n")
    assert outcome.table is not None
    assert "no column was recognised as the number of killed or injured: the rows have no figures" in outcome.table.guesses


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


@pytest.mark.parametrize(
    "rows",
    [
        "2018-03-02,Palermo,PA,38.12,13.36,2\n",  # not Pennsylvania
        "2018-03-02,Tbilisi,Georgia,41.72,44.78,2\n",  # the name exists in two countries, so neither is certain
        "2018-03-02,Austin,Texas,30.27,-97.74,2\n2018-03-02,Hama,Kano,35.1,36.7,1\n",  # the states are in several countries
        "2018-03-02,Kharkiv,Kharkiv,50.0,36.2,2\n",
    ],
)
def test_a_province_that_does_not_show_its_country(load: Load, rows: str) -> None:
    outcome, _ = load("a.csv", "Date,City,State,Latitude,Longitude,Killed\n" + rows, look_up=GazetteerLookUp())
    assert outcome.elsewhere == []


def test_a_layout_that_gives_its_country_keeps_it(load: Load) -> None:
    head = "Incident ID,Incident Date,State,City Or County,Latitude,Longitude,Victims Killed,Victims Injured,Suspects Killed\n"
    rows = '1,"July 5, 2024",Georgia,Atlanta,33.7,84.4,2,3,0\n2,"July 5, 2024",Texas,Dallas,32.8,96.8,2,3,0\n'
    outcome, _ = load("a.csv", head + rows, look_up=GazetteerLookUp())
    assert len(outcome.elsewhere) == 2


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


def test_a_day_s_own_number_comes_before_a_running_total(load: Load) -> None:
    _, found = load("a.csv", "location,date,total_deaths,new_deaths\nPeru,2021-05-03,9,2\nPeru,2021-05-04,12,3\n")
    assert sorted(hurt(i)[0] or 0 for i in found) == [2, 3]


def test_years_of_antiquity_are_not_of_the_last_century(load: Load) -> None:
    rows = "62,2,5,Pompeii,10\n1999,8,17,Izmit,17118\n"
    outcome, found = load("a.csv", "Year,Mo,Dy,Location,Deaths\n" + rows)
    assert [i.place for i in found] == ["Izmit"]
    assert outcome.refused == 1


def test_years_of_two_digits_alone(load: Load) -> None:
    _, (found,) = load("a.csv", "Year,Mo,Dy,Location,Deaths\n99,8,17,Izmit,17118\n")
    assert str(found.start) == "1999-08-17"


def test_an_error_of_a_spreadsheet_is_not_a_place(load: Load) -> None:
    _, found = load("a.csv", "Date,Town,Killed\n2021-05-03,#NAME?,3\n2021-05-04,Namur,1\n", look_up=GazetteerLookUp())
    assert [i.place for i in found] == ["Namur"]


@pytest.mark.slow
def test_what_is_struck_out_is_not_read(load: Load) -> None:
    row = "<tr><td>2021-05-03<td>Hama<td><s>3</s>5</tr>"
    _, (found,) = load("a.html", f"<table><tr><th>Date<th>City<th>Killed</tr>{row}</table>")
    assert killed(found) == (5, 5)


@pytest.mark.parametrize("headers", ["LatDir,LonDir", "Lat_hemi,Lon_hemi"])
def test_sides_in_columns_of_their_own(load: Load, headers: str) -> None:
    lat, lon = headers.split(",")
    _, (found,) = load("a.csv", f"Date,City,Latitude,{lat},Longitude,{lon},Killed\n2021-05-03,A,6.33,S,3.37,W,1\n")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (-6.33, -3.37)
