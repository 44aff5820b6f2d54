"""Places that a text or table gives by their distance from a town."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer, kilometres
from geodata.geocoding import offsets
from geodata.geocoding.named import in_country
from geodata.geocoding.offsets import Offset, moved, offset_before
from geodata.reading import distances, language
from geodata.reading.findings import find
from geodata.reading.toponyms import find_toponyms
from geodata.records import Geocode, Incident, Place, Report
from geodata.vocabulary import GeoPrecision
from tests.marked import read_marked

STOCKHOLM = Place(
    id="geonames:2673730",
    name="Stockholm",
    latitude=59.33,
    longitude=18.07,
    feature="PPL",
    country="SE",
    admin1="26",
    population=1_515_017,
    radius_km=12.0,
)
TOWN = Geocode(place=STOCKHOLM, precision=GeoPrecision.SETTLEMENT, radius_km=12.0, score=0.9, reason="")


@pytest.mark.parametrize(("words", "expected"), offsets.YES)
def test_words_that_give_a_distance(words: str, expected: tuple[int, float | None]) -> None:
    offset = offset_before(words + "Stockholm", len(words))
    assert offset is not None
    assert (round(offset.km), offset.bearing) == expected


@pytest.mark.parametrize("words", offsets.NO)
def test_words_that_give_none(words: str) -> None:
    assert offset_before(words + "Stockholm", len(words)) is None


def test_words_between_a_name_and_its_distance() -> None:
    assert all(distances.FROM_NAME.fullmatch(words) for words in distances.FROM_NAME_YES)
    assert not any(distances.FROM_NAME.fullmatch(words) for words in distances.FROM_NAME_NO)


def test_a_place_in_a_known_direction_is_a_point() -> None:
    away = moved(TOWN, Offset(170.0, 0.0, 0))
    assert (away.latitude, away.longitude) == (pytest.approx(60.86, abs=0.02), pytest.approx(18.07, abs=0.01))
    assert (away.precision, away.radius_km) == (GeoPrecision.NEAR_SETTLEMENT, 59.5)
    assert away.place.id != STOCKHOLM.id


def test_a_place_in_an_unknown_direction_is_all_around() -> None:
    far, near = (moved(TOWN, Offset(km, None, 0)) for km in (170.0, 30.0))
    assert (far.place, far.precision, far.radius_km) == (STOCKHOLM, GeoPrecision.REGION, 170.0)
    assert (near.place, near.precision, near.radius_km) == (STOCKHOLM, GeoPrecision.NEAR_SETTLEMENT, 30.0)
    assert moved(TOWN, Offset(3.0, 90.0, 0)).place == STOCKHOLM


def incident_of(text: str, gazetteer: Gazetteer) -> Incident:
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    return incident


def far_from(incident: Incident, latitude: float, longitude: float) -> float:
    assert incident.geocode is not None
    return kilometres(incident.geocode.latitude, incident.geocode.longitude, latitude, longitude)


def test_an_unknown_place_lies_where_the_distance_puts_it(gazetteer: Gazetteer) -> None:
    text = "Rebels [event=armed_clash:attacked] [where:Qorxtaleh], a village about 120 km north of Mosul, Iraq."
    near = "Rebels [event=armed_clash:attacked] [where:Qorxtaleh], a village about 120 km north of [where:Mosul], Iraq."
    assert far_from(incident_of(near, gazetteer), 36.34 + 120 / 111.2, 43.12) < 5
    incident = incident_of(text, gazetteer)
    assert incident.place == "Qorxtaleh"
    assert far_from(incident, 36.34 + 120 / 111.2, 43.12) < 5


def test_a_distance_gives_way_to_what_is_known_there(gazetteer: Gazetteer) -> None:
    close = "Rebels [event=armed_clash:attacked] [where:Qorxtaleh], a village about 30 km north of [where:Mosul], Iraq."
    assert far_from(incident_of(close, gazetteer), 36.34 + 30 / 111.2, 43.12) < 5, "the town itself is not there"
    text = "Men [event=armed_clash:attacked] [where:Qorxtaleh], about 130 km west of Kyiv. [where:Qorxtaleh] is in [where:Zhytomyr]."
    assert far_from(incident_of(text, gazetteer), 50.26, 28.67) < 5
    district = "Men [event=stabbing:killed] a priest in [where:Jhinaidah district], 300 km southwest of Dhaka."
    assert far_from(incident_of(district, gazetteer), 23.49, 89.17) < 30


def test_a_namesake_far_from_the_given_distance_is_not_meant(gazetteer: Gazetteer) -> None:
    near = incident_of("Men [event=shooting:shot] two in [where:Lviv], about 470 km west of Kyiv.", gazetteer)
    assert far_from(near, 49.84, 24.03) < 5
    away = incident_of("Men [event=shooting:shot] two in [where:Lviv], about 40 km west of Mosul.", gazetteer)
    assert far_from(away, 36.34, 42.67) < 5


def test_an_incident_far_from_the_town_is_not_near_it(gazetteer: Gazetteer) -> None:
    incident = incident_of("A ship was [event=attack_other:attacked] [where:150 nautical miles off Odesa].", gazetteer)
    assert incident.geocode is not None
    assert (incident.geocode.precision, round(incident.geocode.radius_km)) == (GeoPrecision.REGION, 278)


def test_a_town_far_away_gives_way_only_to_the_region_around_it(gazetteer: Gazetteer) -> None:
    ship = "A ship was [event=attack_other:attacked] [where:150 nautical miles off Aden], "
    assert incident_of(ship + "in the [where:Gulf of Aden].", gazetteer).place == "Gulf of Aden"
    assert incident_of(ship + "after it left [where:Yemen].", gazetteer).place == "Aden"
    assert incident_of(ship + "and towed to [where:Kharkiv Oblast].", gazetteer).place == "Aden"


def test_a_distance_that_is_not_the_incidents_does_not_move_it(gazetteer: Gazetteer) -> None:
    text = "He was arrested 220 km north of [where:Kyiv], where the [event=shooting:shooting] was."
    assert far_from(incident_of(text, gazetteer), 50.45, 30.52) < 5


def test_a_distance_in_a_cell(gazetteer: Gazetteer) -> None:
    found = in_country("100 km north of Kyiv", "", "UA", gazetteer, None)
    assert found is not None
    assert kilometres(found.latitude, found.longitude, 50.45 + 100 / 111.2, 30.52) < 5


def places_in(text: str, gazetteer: Gazetteer) -> dict[str, Geocode | None]:
    report = Report(text=text, published=date(2022, 6, 27))
    return {p.name: p.geocode for p in find(report, language.sentences(report), gazetteer, None).places}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("in the Mount Pleasant neighbourhood of Vancouver", "Vancouver"),
        ("in Mount Pleasant, and died in Vancouver", "Mount Pleasant"),
    ],
)
def test_a_neighbourhood_is_near_the_town_next_to_it(words: str, name: str, gazetteer: Gazetteer) -> None:
    texas = next(c.place for c in gazetteer.find("Mount Pleasant") if c.place.admin1 == "TX" and c.place.feature == "PPL")
    vancouver = next(c.place for c in gazetteer.find("Vancouver") if c.place.country == "CA")
    sentences = language.sentences(Report(text=f"He was shot {words}."))
    mentions = find_toponyms(sentences, gazetteer)
    places = {"Mount Pleasant": texas, "Vancouver": vancouver}
    found = [(m, replace(TOWN, place=places[m.name])) for m in mentions]
    (_, there), _ = distances.with_quarters(found)
    assert there is not None
    assert there.place.name == name
    assert (there.precision is GeoPrecision.NEAR_SETTLEMENT) == (name == "Vancouver")


def test_what_is_not_a_place(gazetteer: Gazetteer) -> None:
    assert list(places_in("The navy ship INS Odesa and the trawler left Mosul.", gazetteer)) == ["Mosul"]
    assert "\n" not in "".join(
        places_in("Ship foils piracy attempt in Gulf of Eden\nSat Nov 12 2011, 01:19 hrs\nIt was in Yemen.", gazetteer)
    )
    assert list(places_in("They lived at 44 Lviv St., in Mosul.", gazetteer)) == ["Mosul"]
    assert list(places_in("He left Houston St. Mary hospital.", gazetteer))[:1] == ["Houston"]


def test_an_adjective_is_not_looked_up_as_a_town(gazetteer: Gazetteer) -> None:
    incident = incident_of("Pirates [event=attack_other:attacked] [where:a Russian] trawler off Ukraine.", gazetteer)
    assert incident.geocode is not None
    assert incident.geocode.place.feature == "COUNTRY"
