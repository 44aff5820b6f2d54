from __future__ import annotations

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.parts import compass, part
from geodata.reading import language
from geodata.reading.places import place_mentions
from geodata.records import Place, Report


def country(gazetteer: Gazetteer, name: str) -> Place:
    return next(c.place for c in gazetteer.find(name) if c.place.feature == "COUNTRY")


@pytest.mark.parametrize(
    ("before", "direction"),
    [
        ("in eastern ", (1, 0)),
        ("the north of ", None),  # north of the country may lie outside it
        ("in the southern part of the ", (0, -1)),
        ("south-western ", (-1, -1)),
        ("in central ", (0, 0)),
        ("the Middle East and ", None),
        ("in ", None),
    ],
)
def test_compass_words_before_a_name(before: str, direction: tuple[int, int] | None) -> None:
    found = compass(before)
    assert (found and found.direction) == direction


@pytest.mark.parametrize(
    ("name", "direction", "latitude", "longitude"),
    [
        ("Ukraine", (1, 0), 48.5, 37.5),
        ("Lebanon", (0, -1), 33.3, 35.4),
        ("Philippines", (0, -1), 7.5, 124.5),  # Mindanao, which is an island of its own
        ("United States", (-1, 0), 40.0, -115.0),  # Alaska does not count
        ("Mexico", (0, 1), 27.0, -105.0),
        ("Mali", (0, 0), 17.0, -3.5),
        ("Israel", (0, -1), 31.4, 34.7),  # where its people live, not in the desert
        ("China", (0, -1), 24.0, 112.0),
    ],
)
def test_the_part_of_a_country(
    gazetteer: Gazetteer, name: str, direction: tuple[int, int], latitude: float, longitude: float
) -> None:
    place = part(country(gazetteer, name), direction, name, gazetteer)
    assert place is not None
    assert abs(place.latitude - latitude) < 2
    assert abs(place.longitude - longitude) < 2
    assert place.feature == "REGION"


def test_a_place_without_an_outline_has_no_parts(gazetteer: Gazetteer) -> None:
    town = next(c.place for c in gazetteer.find("Kremenchuk"))
    assert part(town, (1, 0), "eastern Kremenchuk", gazetteer) is None


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Americans in the United States saw Israeli strikes in Lebanon, and Georgia and North Carolina vote soon.", "COUNTRY"),
        (
            "Americans in Georgia and North Carolina heard the White House say that Israel had struck Lebanon on Monday.",
            "COUNTRY",
        ),
        ("A tornado crossed Tennessee from Nashville and Hartsville to Lebanon on Monday.", "PPL"),
    ],
)
def test_a_country_before_the_towns_that_share_its_name(gazetteer: Gazetteer, text: str, feature: str) -> None:
    found = {m.name: g for m, g in place_mentions(list(language.sentences(Report(text=text))), gazetteer)}
    lebanon = found["Lebanon"]
    assert lebanon is not None
    assert lebanon.place.feature == feature
