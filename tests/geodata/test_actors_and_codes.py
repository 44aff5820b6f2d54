"""Who is said to have done it, what counts as before, and what other codebooks call it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geodata.codes import acled_geo_precision, codes, ucdp_date_prec, ucdp_where_prec
from geodata.records import Reading
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Role

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("Gunmen opened fire on a patrol in Karak on Sunday, killing two officers, police said.", "Gunmen", "police"),
        ("Three people were killed by the Taliban in Kabul on Sunday.", "the Taliban", None),
        ("Russian troops fired long-range missiles at Kyiv on Sunday.", "Russian troops", None),
        ("Israeli shelling killed two people in Gaza City on Sunday.", "Israeli", None),
        (
            "A bomb killed nine people in Peshawar on Sunday. The Taliban claimed responsibility for the attack.",
            "The Taliban",
            "The Taliban",
        ),
        (
            "A car bomb killed nine people in Ankara on Sunday. Officials blamed the PKK for the attack.",
            "the PKK",
            "Officials",
        ),
        (
            "Shells hit a market in Donetsk on Sunday. The mayor accused the rebels of shelling the town.",
            "the rebels",
            "The mayor",
        ),
    ],
)
def test_the_actor_and_who_says_so(read: Read, text: str, name: str, says: str | None) -> None:
    (incident,) = read(text).incidents
    assert incident.actor is not None
    assert (incident.actor.name, incident.actor.attribution) == (name, says)
    assert incident.actor.evidence.quote == name


@pytest.mark.parametrize(
    "text",
    [
        "A car bomb killed nine people in Ankara on Sunday. No group has claimed responsibility for the attack.",
        "A truck hit a bus near Puebla on Sunday and killed nine people.",
        "Two missiles hit a market in Kharkiv on Sunday.",
        "A missile hit a market in Kharkiv on Sunday. The mayor accused Moscow of trying to frighten people.",
    ],
)
def test_nobody_named_is_nobody(read: Read, text: str) -> None:
    (incident,) = read(text).incidents
    assert incident.actor is None


def test_what_it_comes_a_week_after_is_background(read: Read) -> None:
    reading = read(
        "A car bomb killed 13 soldiers in Kayseri on Monday. It comes a week after 44 people were killed in an attack in Istanbul."
    )
    earlier = next(i for i in reading.incidents if i.place == "Istanbul")
    assert (earlier.role, earlier.start) == (Role.BACKGROUND, date(2022, 6, 20))


def test_the_second_attack_is_told_apart_from_the_whole(read: Read) -> None:
    reading = read(
        "Gunmen killed at least 50 people in two attacks in Christchurch on Friday. The first attack left at least 42 people "
        "dead at a mosque. The second attack killed at least eight people at another mosque."
    )
    found = sorted((i.role.value, i.killed.low) for i in reading.incidents if i.killed)
    assert found == [("aggregate", 50), ("main", 8), ("main", 42)]


def test_the_day_of_telling_is_not_the_day_of_the_deed(read: Read) -> None:
    (incident,) = read("On Saturday, officials acknowledged that the army had shot down a passenger jet near Tehran.").incidents
    assert incident.type is IncidentType.MISSILE_STRIKE
    assert incident.start is None


def test_whose_strike_it_was_is_not_where(read: Read) -> None:
    reading = read("Ten people were killed in a US airstrike near Mosul on Sunday.")
    assert [i.place for i in reading.incidents] == ["Mosul"]


def test_a_cease_fire_burns_nothing(read: Read) -> None:
    assert not read("The cease-fire in Aleppo collapsed on Wednesday.").incidents


@pytest.mark.parametrize(
    ("text", "event", "sub_event"),
    [
        ("A suicide bomber killed nine people in Kabul on Sunday.", "Explosions/Remote violence", "Suicide bomb"),
        (
            "Shelling killed two people in Kharkiv on Sunday.",
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
        ),
        ("A drone strike killed two people in Sanaa on Sunday.", "Explosions/Remote violence", "Air/drone strike"),
        ("Gunmen shot dead two farmers in Jos on Sunday.", "Violence against civilians", "Attack"),
        (
            "Militants kidnapped two teachers in Jos on Sunday.",
            "Violence against civilians",
            "Abduction/forced disappearance",
        ),
    ],
)
def test_acled_equivalents(read: Read, text: str, event: str, sub_event: str) -> None:
    (incident,) = read(text).incidents
    found = codes(incident)
    assert found is not None
    assert (found.acled_event, found.acled_sub_event) == (event, sub_event)


def test_an_accident_has_no_equivalent(read: Read) -> None:
    (incident,) = read("A bus crashed near Puebla on Friday, killing eight.").incidents
    assert codes(incident) is None


def test_precision_crosswalk() -> None:
    assert [ucdp_where_prec(p) for p in GeoPrecision] == [1, 1, 1, 2, 3, 4, 5, 6]
    assert [acled_geo_precision(p) for p in GeoPrecision] == [1, 1, 1, 2, 2, 3, 3, None]
    assert [ucdp_date_prec(p) for p in DatePrecision] == [1, 2, 3, 4, 5, None]
