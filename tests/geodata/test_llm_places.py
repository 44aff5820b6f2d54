"""Where the incidents in a language model's answer are: the surroundings that the text names, and what the model adds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geodata.llm import authorities
from geodata.reading.confidence import is_sure
from geodata.records import Reading, Report
from tests.said import figure, said


def test_the_models_country_is_context_and_no_coordinates(answered: Callable[..., Reading]) -> None:
    report = Report(text="A fire in Paris killed two people on Sunday, police said.", published=date(2022, 6, 28))
    told = {"sentences": [1], "type": "fire", "place": "Paris", "when": ["Sunday"], "date_start": "2022-06-26",
            "date_end": "2022-06-26", "killed": figure(2, 2, "two people"), "claimant": "police"}  # fmt: skip
    (texas,) = answered(said(**told, country="US", province="Texas", lat=10.0, lon=10.0), report=report).incidents
    (france,) = answered(said(**told, country="FR"), report=report).incidents
    assert texas.geocode is not None
    assert france.geocode is not None
    assert (texas.geocode.place.country, france.geocode.place.country) == ("US", "FR")
    assert 33 < texas.geocode.latitude < 34


@pytest.mark.parametrize(
    ("within", "country", "longitudes"),
    [
        (["Appomattox County", "Virginia"], "US", (-79.5, -78.0)),  # the gazetteer has no Evergreen there
        (["Colorado"], "US", (-106.0, -104.5)),
    ],
)
def test_a_town_lies_in_what_the_text_names_around_it(
    answered: Callable[..., Reading], within: list[str], country: str, longitudes: tuple[float, float]
) -> None:
    text = f"A storm killed two people in Evergreen, {', '.join(within)}, on Sunday, police said."
    storm = said(sentences=[1], type="storm_flood", place="Evergreen", when=["Sunday"], date_start="2022-06-26", claimant="police",
                 date_end="2022-06-26", killed=figure(2, 2, "two people"), within=within, country=country)  # fmt: skip
    (incident,) = answered(storm, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert longitudes[0] < incident.geocode.longitude < longitudes[1]


@pytest.mark.parametrize(
    ("place", "within", "province", "country", "point", "is_there"),
    [
        ("Capitol Hill", ["Seattle"], "Washington", "US", (47.61, -122.33), False),  # not the one in Washington, D.C.
        ("Vancouver", ["Clark County", "Washington"], "Washington", "US", (45.64, -122.66), True),
        ("Withington", ["Greater Manchester"], "England", "GB", (53.46, -2.27), False),
        ("Piplodi", ["Jhalawar District"], "Rajasthan", "IN", (24.6, 76.17), False),
        ("Uman", ["Cherkasy Oblast"], "Cherkasy Oblast", "UA", (48.75, 30.22), True),
        ("Midan", ["Damascus"], "Damascus", "SY", (33.51, 36.29), False),
        ("Interlagos", ["São Paulo"], "São Paulo", "BR", (-23.55, -46.64), False),  # the city, not the state
        ("Minneapolis", ["Minnesota"], "Minnesota", "US", (44.98, -93.26), True),  # not in Minneota, Minnesota
        ("Izu Peninsula", [], "Shizuoka", "JP", (34.97, 138.95), False),
        ("Peterson Air Force Base", ["Colorado"], "Colorado", "US", (39.0, -105.54), False),
        ("northern Nigeria", [], None, "NG", (11.84, 8.79), True),
        ("Jhinaidah", ["Bangladesh"], "Khulna", "BD", (23.49, 89.13), True),  # Jhenaidah
    ],
)
def test_what_the_text_names_around_a_place_decides_where_it_is(
    answered: Callable[..., Reading],
    place: str,
    within: list[str],
    province: str | None,
    country: str,
    point: tuple[float, float],
    is_there: bool,
) -> None:
    text = f"A storm killed two people in {', '.join([place, *within])} on Sunday, police said."
    storm = said(sentences=[1], type="storm_flood", place=place, when=["Sunday"], date_start="2022-06-26", claimant="police",
                 date_end="2022-06-26", killed=figure(2, 2, "two people"), within=within, country=country,
                 province=province)  # fmt: skip
    (incident,) = answered(storm, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert (incident.geocode.latitude, incident.geocode.longitude) == pytest.approx(point, abs=0.1)
    assert any("surroundings" in reason for reason in incident.reasons) is not is_there


@pytest.mark.parametrize(
    ("near", "rest", "longitude", "is_counted", "reason"),
    [
        ("Jamestown", "", -79.24, False, "as the language model alone says"),
        ("Jamestown", ", Chautauqua County, New York", -79.24, True, "as the language model alone says"),
        ("Jamestown", " near Jamestown", -79.24, True, "surroundings"),
        ("Lyon", "", -75.3, False, "as the language model alone says"),  # not in this country, so the middle of the state
        (None, "", -75.3, False, "as the language model alone says"),
    ],
)
def test_an_unknown_place_is_near_the_town_that_the_model_names(
    answered: Callable[..., Reading], near: str | None, rest: str, longitude: float, is_counted: bool, reason: str
) -> None:
    text = f"A storm killed two people at Quennerby Rock{rest} on Sunday, police said."
    storm = said(sentences=[1], type="storm_flood", place="Quennerby Rock", when=["Sunday"], date_start="2022-06-26",
                 date_end="2022-06-26", killed=figure(2, 2, "two people"), claimant="police", country="US", province="New York",
                 near_town=near)  # fmt: skip
    (incident,) = answered(storm, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert incident.geocode.longitude == pytest.approx(longitude, abs=0.1)
    assert is_sure(incident.confidence) is is_counted
    assert any(reason in one for one in incident.reasons)


@pytest.mark.parametrize(("near", "latitude"), [("Springfield", 39.68), ("Chicago", 41.74), (None, 41.74)])
def test_of_two_places_of_a_name_it_is_the_one_near_the_town_that_the_model_names(
    answered: Callable[..., Reading], near: str | None, latitude: float
) -> None:
    text = "A car killed four children in Chatham, Illinois, on Sunday, police said."
    crash = said(sentences=[1], type="transport_accident", place="Chatham", within=["Illinois"], when=["Sunday"],
                 date_start="2022-06-26", date_end="2022-06-26", killed=figure(4, 4, "four children"), claimant="police",
                 country="US", province="Illinois", near_town=near)  # fmt: skip
    (incident,) = answered(crash, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert incident.geocode.latitude == pytest.approx(latitude, abs=0.1)


@pytest.mark.parametrize("sentence", authorities.YES)
def test_the_area_of_an_office(sentence: tuple[str, tuple[str, ...]]) -> None:
    assert tuple(authorities.areas(sentence[0])) == sentence[1]


@pytest.mark.parametrize("sentence", authorities.NO)
def test_no_area_of_an_office(sentence: str) -> None:
    assert not list(authorities.areas(sentence))


@pytest.mark.parametrize(
    ("office", "province", "middle"),
    [
        ("San Francisco Fire Department", "California", (37.77, -122.42)),
        ("The Madera County Sheriff's office", "California", (37.22, -119.76)),
        ("People in Madera County", "California", (37.22, -119.76)),
        ("Officers of the town", "California", (36.75, -119.59)),  # the middle of the state
        ("San Francisco Fire Department", "Texas", (31.1, -98.8)),  # the answer's province overrides the office
    ],
)
def test_an_unknown_place_is_around_the_office_that_speaks_about_it(
    answered: Callable[..., Reading], office: str, province: str, middle: tuple[float, float]
) -> None:
    text = f"A storm killed two people at Quennerby Rock on Sunday. {office} said so."
    storm = said(sentences=[1, 2], type="storm_flood", place="Quennerby Rock", when=["Sunday"], date_start="2022-06-26",
                 date_end="2022-06-26", killed=figure(2, 2, "two people"), country="US", province=province,
                 claimant=None)  # fmt: skip
    (incident,) = answered(storm, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert (incident.geocode.latitude, incident.geocode.longitude) == pytest.approx(middle, abs=0.3)


def test_without_a_country_an_unknown_place_is_where_its_own_name_says(answered: Callable[..., Reading]) -> None:
    text = "Forces of the United States killed two people in the Afghanistan/Pakistan region on Sunday, police said."
    raid = said(sentences=[1], type="attack_other", place="Afghanistan/Pakistan region", when=["Sunday"], date_start="2022-06-26",
                date_end="2022-06-26", killed=figure(2, 2, "two people"), claimant="police", country=None)  # fmt: skip
    (incident,) = answered(raid, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is None or incident.geocode.place.country in ("AF", "PK")


def test_a_province_is_not_the_city_of_its_name(answered: Callable[..., Reading]) -> None:
    text = "A storm killed two people at Quennerby Rock on Sunday, police said."
    storm = said(sentences=[1], type="storm_flood", place="Quennerby Rock", when=["Sunday"], date_start="2022-06-26",
                 date_end="2022-06-26", killed=figure(2, 2, "two people"), country="CA", province="Quebec",
                 claimant=None)  # fmt: skip
    (incident,) = answered(storm, report=Report(text=text, published=date(2022, 6, 28))).incidents
    assert incident.geocode is not None
    assert incident.geocode.place.feature == "ADM1"
