"""Figures shared out over places, added up, set against each other, or counted over a period."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geodata.records import Reading
from geodata.vocabulary import IncidentType, Qualifier, Role

Read = Callable[..., Reading]


def killed(reading: Reading) -> dict[str | None, int | None]:
    return {i.place: i.killed.low if i.killed else None for i in reading.incidents}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed three people in Kharkiv and two in Odesa on Sunday.", {"Kharkiv": 3, "Odesa": 2}),
        ("Air strikes killed three and two people in Kharkiv and Odesa respectively.", {"Kharkiv": 3, "Odesa": 2}),
        ("Missile strikes killed two people each in Kharkiv and Odesa.", {"Kharkiv": 2, "Odesa": 2}),
        (
            "Floods killed nine people in Lagos, four in Ibadan and at least two in Abuja, officials said.",
            {"Lagos": 9, "Ibadan": 4, "Abuja": 2},
        ),
    ],
)
def test_each_place_has_its_own_figure(read: Read, text: str, expected: dict[str, int]) -> None:
    assert killed(read(text)) == expected


def test_a_figure_over_two_places_is_not_shared_out(read: Read) -> None:
    reading = read("Floods killed 30 people in Lagos and five in Ibadan and Abuja.")
    assert killed(reading) == {"Lagos": 30, "Ibadan": 5}


def test_as_were_adds_up_and_quotes_all_of_it(read: Read) -> None:
    (incident,) = read(
        "A bomb exploded in Jolo on Sunday. Police said 90 civilians were wounded, as were 17 from the army, "
        "and two each from the coast guard and the police."
    ).incidents
    assert incident.injured is not None
    assert incident.injured.low == incident.injured.high == 111
    assert incident.injured.evidence.quote.startswith("90 civilians")
    assert incident.injured.evidence.quote.endswith("the police")


def test_serious_and_minor_wounds_are_different_people(read: Read) -> None:
    (incident,) = read(
        "Three children were seriously injured when a bus hit a bridge in Winchester on Monday. "
        "Police said 13 students with minor injuries were treated at the scene."
    ).incidents
    assert incident.injured is not None
    assert incident.injured.low == 16
    assert [part.quote for part in incident.injured.parts] == ["13 students with minor injuries were treated"]


def test_all_but_one(read: Read) -> None:
    (incident,) = read("A cargo plane crashed near Karaj on Monday. All but one of the sixteen on board died.").incidents
    assert incident.killed is not None
    assert incident.killed.low == 15


def test_rival_claims_give_the_range_with_each_claimant(read: Read) -> None:
    (incident,) = read(
        "A bomb exploded in a market in Kabul on Sunday. Police said 10 people were killed, but hospital officials "
        "put the number of dead at 13."
    ).incidents
    figure = incident.killed
    assert figure is not None
    assert (figure.low, figure.high, figure.best, figure.qualifier) == (10, 13, 10, Qualifier.RANGE)
    assert {(f.low, f.attribution) for f in incident.history} == {(10, "Police"), (13, "hospital officials")}


def test_a_risen_toll_replaces_the_older_one(read: Read) -> None:
    (incident,) = read(
        "Ten people were killed when a ferry sank off Lampedusa on Saturday. The death toll rose to 13 on Sunday, police said."
    ).incidents
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (13, 13)
    assert [f.low for f in incident.history] == [10]


def test_a_title_leaves_out_the_hedge(read: Read) -> None:
    (incident,) = read(
        "At least two people died in a gas explosion in Hangzhou on Friday.", title="Gas blast kills two"
    ).incidents
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (2, None)


def test_a_homicide_count_is_a_total(read: Read) -> None:
    reading = read(
        "A man was stabbed to death in a park in Toledo early Sunday.\nIt was the fourth homicide of 2022 in Toledo, police said."
    )
    assert {(i.role, i.killed.low) for i in reading.incidents if i.killed} == {(Role.MAIN, 1), (Role.AGGREGATE, 4)}


def test_a_road_toll_is_a_total_of_its_state(read: Read) -> None:
    reading = read("Queensland's road toll has risen to eight after the death of a man in Cairns on Saturday.")
    totals = [(i.place, i.type, i.killed.low) for i in reading.incidents if i.role is Role.AGGREGATE and i.killed]
    assert totals == [("Queensland", IncidentType.TRANSPORT_ACCIDENT, 8)]


def test_nobody_else_is_hurt(read: Read) -> None:
    (incident,) = read("A man was shot dead in a bar in Toledo on Sunday. No one else was injured, police said.").incidents
    assert incident.injured is not None
    assert incident.injured.qualifier is Qualifier.NONE


def test_victims_named_one_by_one_are_counted(read: Read) -> None:
    (incident,) = read("Gunmen killed John Smith in Mosul on Monday. Mary Jones, 34, was also killed.").incidents
    assert incident.killed is not None
    assert incident.killed.low == 2
    assert len(incident.killed.parts) == 1
