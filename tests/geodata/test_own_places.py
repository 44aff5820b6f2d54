"""Figures with a place of their own, apart from the place of the incident that the networks link them to."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import own_places
from geodata.reading.own_places import with_own_places
from geodata.reading.pipeline import reading_of
from tests.marked import linked_marks

Found = tuple[str | None, int | None, int | None]


def read(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Return place, killed and injured of each incident."""
    findings, linked = linked_marks(text, gazetteer, published=date(2022, 6, 27))
    reading = reading_of(findings, with_own_places(findings, linked, gazetteer), gazetteer)
    return [(i.place, i.killed and i.killed.best, i.injured and i.injured.best) for i in reading.incidents]


def test_words_around_a_place() -> None:
    assert all(own_places.IN.fullmatch(words) for words in own_places.IN_YES)
    assert not any(own_places.IN.fullmatch(words) for words in own_places.IN_NO)
    assert all(own_places.WHOLE.match(words) for words in own_places.WHOLE_YES)
    assert not any(own_places.WHOLE.match(words) for words in own_places.WHOLE_NO)


APART: tuple[tuple[str, list[Found]], ...] = (
    (  # both figures of the clause move with the place
        "[killed:Two were killed] and [injured:five hurt] in Kharkiv, while troops [event=shelling:shelled] [where:Odesa].",
        [("Kharkiv", 2, 5), ("Odesa", None, None)],
    ),
    (  # each figure has the place
        "[killed:Two were killed in Kharkiv] and [injured:five hurt] in Kharkiv; troops [event=shelling:shelled] [where:Odesa].",
        [("Kharkiv", 2, 5), ("Odesa", None, None)],
    ),
    (  # no event words are left, so the incident moves
        "Officials in [where:Odesa] said that [killed:shells [event=shelling:killed] two] in Kharkiv on Sunday.",
        [("Kharkiv", 2, None)],
    ),
    (  # another incident has the figure
        "Troops [event=shelling:shelled] [where:Odesa]. [killed:[killed2:Two were [event2=shelling:killed]]] in [where2:Kharkiv].",
        [("Odesa", None, None), ("Kharkiv", 2, None)],
    ),
)
IN_ORDER = (
    "[event:One] on a theatre in [where:{}] [{}:killed 600 people], and [event2:another] on a station in [where2:Kramatorsk], "
    "in the east, [killed2:killed at least 59]."
)
TOGETHER: tuple[tuple[str, list[Found]], ...] = (
    (  # the place contains that of the incident
        "Shells [event=shelling:fell] on [where:Odesa]. [killed:Two were killed] in Ukraine on Sunday.",
        [("Odesa", 2, None)],
    ),
    (  # the same, far from its middle
        "Shells [event=shelling:fell] on [where:Moscow]. [killed:Two were killed] in Russia on Sunday.",
        [("Moscow", 2, None)],
    ),
    (  # a suburb
        "Shells [event=shelling:fell] on [where:Kyiv]. [killed:Two were killed] in Vyshneve on Sunday.",
        [("Kyiv", 2, None)],
    ),
    (  # not the whole name
        "Shells [event=shelling:fell] on [where:Odesa]. [killed:Two were killed] in Kharkiv Brigade positions.",
        [("Odesa", 2, None)],
    ),
    (  # not directly after the figure
        "Shells [event=shelling:fell] on [where:Odesa]. [killed:Two were killed], officials in Kharkiv said.",
        [("Odesa", 2, None)],
    ),
)


@pytest.mark.parametrize(("text", "found"), [*APART, *TOGETHER])
def test_a_figure_belongs_to_the_place_that_follows_it(text: str, found: list[Found], gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer) == found


@pytest.mark.parametrize(
    ("place", "kind", "found"),
    [
        ("Mariupol", "killed2", [("Mariupol", 600, None), ("Kramatorsk", 59, None)]),
        ("Mariupol", "killed", [("Mariupol", 600, None), ("Kramatorsk", 59, None)]),
        ("Sloviansk", "killed2", [("Sloviansk", None, None), ("Kramatorsk", 600, None)]),  # so near that it may be the same
    ],
)
def test_a_figure_between_two_incidents_belongs_to_the_first(
    place: str, kind: str, found: list[Found], gazetteer: Gazetteer
) -> None:
    assert read(IN_ORDER.format(place, kind), gazetteer) == found


def test_a_figure_stays_if_the_first_incident_has_one_or_the_second_would_have_none(gazetteer: Gazetteer) -> None:
    text = IN_ORDER.format("Mariupol", "killed2")
    assert read(f"{text} [killed:Nine were killed] in March.", gazetteer)[0] == ("Mariupol", 9, None)
    assert read(text.replace(", [killed2:killed at least 59]", ""), gazetteer)[1] == ("Kramatorsk", 600, None)


HIT_THERE = (
    "A missile [event=missile_strike:hit] [where:Kremenchuk]. Troops [event2=shelling:shelled] [where2:{}]. {} It is not known "
    "how many were hurt there{} Reporters saw [killed:one fatality]."
)


@pytest.mark.parametrize(
    ("place", "before", "end", "killed"),
    [
        ("Sloviansk", "", ".", [None, 1]),
        ("Sloviansk", "", " on Monday.", [1, None]),  # not at the end of a clause
        ("Sloviansk", "", ". In Odesa it was quiet.", [1, None]),  # a place after it
        ("Sloviansk", "The Russians fled.", ".", [None, 1]),  # of no place
        ("Sloviansk", 40 * "It was a long and quiet day. " + "Sloviansk is old.", ".", [1, None]),  # its incident is too far
        ("Ukraine", "", ".", [1, None]),  # around it
        ("Sloviansk", "Odesa was quiet.", ".", [1, None]),  # a place of no incident
        ("Sloviansk", "[killed2:Five died].", ".", [1, 5]),
        ("Sloviansk", 40 * "It was a long and quiet day. ", ".", [1, None]),  # too far
        ("Kremenchuk", "", ".", [1]),  # the same place
    ],
)
def test_a_figure_after_there_belongs_to_the_place_that_it_means(
    place: str, before: str, end: str, killed: list[int | None], gazetteer: Gazetteer
) -> None:
    assert [k for _, k, _ in read(HIT_THERE.format(place, before, end), gazetteer)] == killed


def test_an_incident_that_gets_a_figure_still_loses_one_that_is_elsewhere(gazetteer: Gazetteer) -> None:
    text = HIT_THERE.format("Sloviansk", "", ".") + " [injured2:Five were hurt] in Kharkiv."
    assert read(text, gazetteer) == [("Kremenchuk", None, None), ("Sloviansk", 1, None), ("Kharkiv", None, 5)]


def test_there_at_the_end_of_a_clause() -> None:
    assert all(own_places.THERE.search(words) for words in own_places.THERE_YES)
    assert not any(own_places.THERE.search(words) for words in own_places.THERE_NO)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A bomb [event:exploded] in [where:Mosul]. A flood [event2:hit] [where2:Basra]; {}.", [None, 19]),
        ("A bomb [event:exploded] in [where:Mosul]. A flood [event2:hit] [where2:Basra]. In all {}.", [19, 19]),
        ("A bomb [event:exploded] in [where:Mosul] and a flood [event2:hit] [where2:Basra]; {}.", [19, 19]),
    ],
)
def test_a_figure_of_two_incidents_belongs_to_the_one_of_its_sentence(
    text: str, killed: list[int | None], gazetteer: Gazetteer
) -> None:
    text = text.format("[killed:[killed2:19 died]]").replace("event:", "event=explosion_device:")
    assert [k for _, k, _ in read(text.replace("event2:", "event2=storm_flood:"), gazetteer)] == killed


def test_a_figure_of_one_incident_stays_with_it(gazetteer: Gazetteer) -> None:
    text = "A bomb [event=explosion_device:exploded] in [where:Mosul]. A flood [event2=storm_flood:hit] [where2:Basra]; [killed:19 died]."
    assert read(text, gazetteer) == [("Mosul", 19, None), ("Basra", None, None)]
