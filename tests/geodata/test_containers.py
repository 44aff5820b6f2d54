"""Where a place lies that the gazetteer does not know, and which city "the capital" is."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import capitals, containers
from geodata.records import Geocode
from geodata.vocabulary import GeoPrecision
from tests.marked import read_marked

P = GeoPrecision


def geocode_of(text: str, gazetteer: Gazetteer) -> Geocode:
    marked = text.replace("[event:", "[event=shooting/main:")
    (incident,) = read_marked(marked, gazetteer, published=date(2022, 6, 27)).incidents
    assert incident.geocode is not None
    return incident.geocode


def found(text: str, gazetteer: Gazetteer) -> tuple[str, GeoPrecision]:
    geocode = geocode_of(text, gazetteer)
    return geocode.place.name, geocode.precision


def test_names_of_roads() -> None:
    assert all(containers.ROAD.match(words) for words in containers.ROAD_YES)
    assert not any(containers.ROAD.match(words) for words in containers.ROAD_NO)


def test_a_road_lies_between_its_towns(gazetteer: Gazetteer) -> None:
    road = geocode_of("Gunmen [event:shot] six on the [where:Okigwe-Owerri highway] in [where:Nigeria].", gazetteer)
    assert (road.place.name, road.precision) == ("Okigwe–Owerri", P.REGION)
    assert 5.4 < road.latitude < 5.9
    assert 7.0 < road.longitude < 7.4
    assert 20 <= road.radius_km < 40
    unknown = found("Gunmen [event:shot] six on the [where:Qwxbarra-Owerri highway] in [where:Nigeria].", gazetteer)
    assert unknown == ("Owerri", P.NEAR_SETTLEMENT)
    far = found("Gunmen [event:shot] six on the [where:Lagos-Maiduguri highway] in [where:Nigeria].", gazetteer)
    assert far == ("Maiduguri", P.NEAR_SETTLEMENT), "over 600 km long"


def test_a_town_of_the_same_sentence_in_the_area(gazetteer: Gazetteer) -> None:
    text = "Police in {} said that gunmen [event:shot] six in [where:Qwxbarra] in [where:Nigeria]."
    assert found(text.format("Maiduguri"), gazetteer) == ("Maiduguri", P.NEAR_SETTLEMENT)
    assert found(text.format("Paris"), gazetteer) == ("Nigeria", P.COUNTRY)
    apart = "Police met in Maiduguri. Gunmen [event:shot] six in [where:Qwxbarra] in [where:Nigeria]."
    assert found(apart, gazetteer) == ("Nigeria", P.COUNTRY)


def test_the_city_in_its_name(gazetteer: Gazetteer) -> None:
    text = "Jets [event:hit] [where:{}] in [where:Syria]. Police in Aleppo said so."
    assert found(text.format("Hama Air Base"), gazetteer) == ("Ḩamāh", P.NEAR_SETTLEMENT)
    assert found(text.format("Lyon Air Base"), gazetteer) == ("Syria", P.COUNTRY)


def test_the_town_named_before(gazetteer: Gazetteer) -> None:
    text = "Police in Pabna met reporters in Dhaka. {}Gunmen [event:shot] six in [where:Qwxbarra]."
    wide = geocode_of(text.format(""), gazetteer)
    assert (wide.place.name, wide.precision, wide.radius_km) == ("Dhaka", P.REGION, 100)
    assert found(text.format("They were silent. " * 40), gazetteer) == ("Bangladesh", P.COUNTRY), "too far before"


def test_the_country_is_that_of_most_places_around(gazetteer: Gazetteer) -> None:
    text = "{} Gunmen [event:shot] six in [where:Qwxbarra]. Russia said so."
    assert found(text.format("Syrian troops left. Syrian rebels came. Syrian jets flew."), gazetteer) == ("Syria", P.COUNTRY)
    assert found(text.format("Troops left."), gazetteer) == ("Russia", P.COUNTRY)


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("in [where:the Iraqi capital]", "Baghdad"),
        ("in [where:Yemen's capital]", "Sanaa"),
        ("in [where:the capital]. Iraq mourned", "Baghdad"),
        ("in [where:the capital] of Kenya", "Nairobi"),
        ("in [where:the capital of Borno] in Nigeria", "Borno"),
        ("in [where:the capital] of Borno in Nigeria", "Borno"),
        ("in [where:the state capital] of Borno in Nigeria", "Borno"),
    ],
)
def test_the_capital(words: str, city: str, gazetteer: Gazetteer) -> None:
    assert found(f"Gunmen [event:shot] six {words}. He left.", gazetteer)[0] == city


def test_words_for_the_capital() -> None:
    assert all(capitals.OF_A_COUNTRY.match(words) for words in capitals.OF_YES)
    assert not any(capitals.OF_A_COUNTRY.match(words) for words in capitals.OF_NO)
    assert all(capitals.BEFORE_A_COUNTRY.search(words) for words in capitals.BEFORE_YES)
    assert not any(capitals.BEFORE_A_COUNTRY.search(words) for words in capitals.BEFORE_NO)
    assert all(capitals.THE_CAPITAL.search(words) for words in capitals.THE_YES)
    assert not any(capitals.THE_CAPITAL.search(words) for words in capitals.THE_NO)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # a name that is spelt otherwise has to lie in the division of the sentence
        ("Shells [event:hit] [where:Al-Kadaris] in [where:White Nile State], [where:Sudan].", "White Nile"),
        ("Shells [event:hit] [where:Kremenchuck] in [where:Poltava Oblast], [where:Ukraine].", "Kremenchuk"),
        # with other countries in the text, it is not looked up all over the world
        ("Shells [event:hit] [where:Bandar Sirik]. Iran mourned.", "Iran"),
        ("Shells [event:hit] [where:Kremenchuck]. Paris mourned.", "France"),
        ("Shells [event:hit] [where:Kremenchuck]. He left.", "Kremenchuk"),
        # the part of the country is another than that of the town
        ("Fires [event:burned] [where:Palisades] in [where:Southern California]. He left.", "Southern California"),
        ("Fires [event:burned] [where:Sandoval] in [where:Southern California]. He left.", "Southern California"),
        ("Fires [event:burned] [where:Pasadena] in [where:Southern California]. He left.", "Pasadena"),
        # the name before the comma, even if the text has it only there
        ("A plane [event:crashed] at [where:Maiquetía, Venezuela]. He left.", "Maiquetía"),
        ("A bomb [event:exploded] at [where:Sharm al-Sheikh resort] in Egypt. He left.", "Sharm el-Sheikh"),
    ],
)
def test_names_and_what_they_must_lie_in(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer)[0] == place
