"""The single search for places, and where a report was published: outlet, web address, headline."""

from __future__ import annotations

import pytest

from geodata.errors import BadAddress
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.geocoding.search import full_names, homes_for, matches, name_after, search_places
from geodata.sources.text import make_report, web_address, with_headline


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Louisville, Kentucky", "Louisville, Kentucky, US"),
        ("Elizabethtown", "Elizabethtown, Kentucky, US"),
        ("El Fasher", "El Fasher, North Darfur, SD"),
        ("48.85, 37.6", "48.85, 37.6, Donetsk"),
        ("Ukraine", "Ukraine (country)"),
        ("Louisv", "Louisville, Kentucky, US"),
        ("Maidug", "Maiduguri, Borno State, NG"),
        ("Elizabethto", "Elizabethtown, Kentucky, US"),
        ("evor", "Évora (province), PT"),
    ],
)
def test_a_place_is_found_with_its_province(words: str, first: str, gazetteer: Gazetteer) -> None:
    assert full_names(search_places(words, gazetteer))[0] == first


def test_what_is_a_name_comes_before_what_begins_like_it(gazetteer: Gazetteer) -> None:
    names = [place.name for place in search_places("Khark", gazetteer)]
    assert names[0] == "Khārk"
    assert "Kharkiv" in names


@pytest.mark.parametrize("words", ["", "L", "qwertzuiop", "   "])
def test_what_nobody_knows_is_nothing(words: str, gazetteer: Gazetteer) -> None:
    assert search_places(words, gazetteer) == []


def test_places_of_one_name_are_told_apart(gazetteer: Gazetteer) -> None:
    names = full_names(search_places("Elizabethtown", gazetteer))
    assert len(set(names)) == len(names)
    assert "Elizabethtown, Pennsylvania, US" in names
    assert {"Poltava (province), UA", "Poltava, Poltava, UA"} <= set(full_names(search_places("Poltava", gazetteer)))


@pytest.mark.parametrize(
    ("words", "name", "match"),
    [
        ("Louisville, Kentucky", "Louisville", "name"),
        ("Łódź", "Łódź", "name"),
        ("Palma, Mozambique", "Mozambique", "name"),
        ("Glasgow", "Pampa", "other name"),
        ("Київ", "Kyiv", "other name"),
        ("Lousville", "Louisville", "similar"),
        ("Leningr", "Saint Petersburg", "other name"),
        ("48.85, 37.6", "48.85, 37.6", "name"),
    ],
)
def test_it_says_by_what_a_place_was_found(words: str, name: str, match: str, gazetteer: Gazetteer) -> None:
    places = search_places(words, gazetteer)
    assert dict(zip((p.name for p in places), matches(words, places, gazetteer), strict=True))[name] == match


def test_the_home_of_an_outlet_is_one_of_its_places(gazetteer: Gazetteer) -> None:
    homes = homes_for("Glasgow", gazetteer)
    assert list(homes)[:2] == ["Glasgow, Glasgow, GB", "Glasgow, Kentucky, US"]
    assert homes["Glasgow, Glasgow, GB"] == "Glasgow", "what the words mean already is not written in another way"
    assert homes_for("Kentucky", gazetteer) == {"Kentucky (province), US": "Kentucky"}
    assert homes_for("Zzqqxw", gazetteer) == {}
    geocoder = GazetteerGeocoder(gazetteer)
    for label, written in homes.items():
        taken = geocoder.resolve(written)
        assert taken is not None
        assert full_names([taken.place]) == [label]


@pytest.mark.parametrize(
    ("text", "address"),
    [("", None), ("example.org/a", "https://example.org/a"), (" https://example.org/a?b=1 ", "https://example.org/a?b=1")],
)
def test_an_address_is_kept_as_a_browser_wants_it(text: str, address: str | None) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "file:///etc/passwd", "no address", "https://", "ftp://example.org/a", "https://[abc"]
)
def test_what_is_no_web_page_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        web_address(text)


BODY = "A bomb killed nine people in Mosul on Sunday, the police said. It hurt twelve more, and the market burned for hours."


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (f"Bomb kills nine in Mosul\n\n{BODY}", "Bomb kills nine in Mosul"),
        (f"{BODY}\n{BODY}", ""),  # a sentence
        ("Bomb kills nine in Mosul\n", ""),  # nothing follows
        (f"{'Bomb ' * 40}\n{BODY}", ""),  # too long for a headline
    ],
)
def test_a_pasted_headline_is_the_title(text: str, headline: str) -> None:
    found, body = with_headline(text)
    assert found == headline
    assert body == (BODY if headline else text)
    assert make_report(BODY, source=" Reuters ", url="example.org").url == "https://example.org"


def test_a_corrected_place_has_the_reports_name_only_if_that_is_one_of_its_own(gazetteer: Gazetteer) -> None:
    (kyiv, *_), (lviv, *_) = (search_places(name, gazetteer) for name in ("Kyiv", "Lviv"))
    assert name_after("Kiev", kyiv, gazetteer) == "Kiev"
    assert name_after("Kiev", lviv, gazetteer) == "Lviv"
    assert name_after(None, lviv, gazetteer) == "Lviv"


def test_a_bare_name_is_looked_for_in_the_country_of_the_report_first(gazetteer: Gazetteer) -> None:
    assert search_places("Tripoli", gazetteer)[0].country == "LY"
    assert search_places("Tripoli", gazetteer, "LB")[0].country == "LB"
    assert search_places("Tripoli, Libya", gazetteer, "LB")[0].country == "LY"
    assert search_places("Tripoli", gazetteer, "NO")[0].country == "LY"


def test_places_that_are_called_the_same_are_told_apart(gazetteer: Gazetteer) -> None:
    names = full_names(search_places("San Antonio", gazetteer))
    assert len(set(names)) == len(names)
