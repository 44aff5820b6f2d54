"""The example report gives the incidents in its text, if its marks replace the networks."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.records import Incident, Reading
from geodata.totals import headline, not_added, totals
from geodata.vocabulary import IncidentType, Role

# place: role, type, latitude, longitude, first day, last day, killed (low, high), injured (low, high)
D = date
TOLD = {
    "Kremenchuk": ("main", "missile_strike", 49.07, 33.42, D(2022, 6, 27), D(2022, 6, 27), (10, None), (40, None)),
    "Mariupol": ("background", "attack_other", 47.10, 37.55, D(2022, 3, 1), D(2022, 3, 31), (600, 600), None),
    "Kramatorsk": ("background", "attack_other", 48.74, 37.58, D(2022, 4, 1), D(2022, 4, 30), (59, None), None),
    "Lysychansk": ("main", "shelling", 48.90, 38.43, D(2022, 6, 26), D(2022, 6, 27), None, None),
    "Sievierodonetsk": ("main", "armed_clash", 48.95, 38.49, None, None, None, None),
    "Sloviansk": ("main", "shelling", 48.85, 37.61, D(2022, 6, 27), D(2022, 6, 27), (1, 1), None),
    "Ukraine": ("aggregate", "shelling", 49.0, 32.0, D(2022, 6, 26), D(2022, 6, 27), (6, None), (31, 31)),
    "Kharkiv": ("main", "shelling", 49.99, 36.23, D(2022, 6, 26), D(2022, 6, 27), (2, 2), (5, 5)),
    "Odesa": ("main", "missile_strike", 46.48, 30.73, D(2022, 6, 26), D(2022, 6, 27), None, (6, 6)),
    "Kyiv": ("main", "missile_strike", 50.45, 30.52, D(2022, 6, 26), D(2022, 6, 26), None, None),
}


def at(reading: Reading, place: str) -> Incident:
    found = [i for i in reading.incidents if i.place == place]
    assert len(found) == 1, f"{place}: {len(found)} incidents"
    return found[0]


def test_ten_incidents_and_no_other(example: Reading) -> None:
    assert sorted(i.place or "" for i in example.incidents) == sorted(TOLD)


@pytest.mark.parametrize("place", TOLD)
def test_incident(example: Reading, place: str) -> None:
    role, kind, latitude, longitude, start, end, killed, injured = TOLD[place]
    incident = at(example, place)
    assert (incident.role, incident.type) == (Role(role), IncidentType(kind))
    assert incident.geocode is not None
    assert incident.geocode.latitude == pytest.approx(latitude, abs=0.05)
    assert incident.geocode.longitude == pytest.approx(longitude, abs=0.05)
    assert incident.geocode.place.country == "UA"
    assert (incident.start, incident.end) == (start, end)
    assert ((incident.killed.low, incident.killed.high) if incident.killed else None) == killed
    assert ((incident.injured.low, incident.injured.high) if incident.injured else None) == injured


@pytest.mark.parametrize(
    ("place", "claimant"),
    [
        ("Kremenchuk", "the governor of the region"),
        ("Mariupol", None),
        ("Lysychansk", "The regional governor"),
        ("Sloviansk", "Reporters of The Associated Press"),
        ("Ukraine", "the office of the president"),
        ("Kharkiv", None),
    ],
)
def test_who_says_so(example: Reading, place: str, claimant: str | None) -> None:
    assert at(example, place).attribution == claimant


def test_every_quote_stands_where_it_says(example: Reading) -> None:
    quotes = [e for i in example.incidents for e in (i.evidence, *i.sentences, *(f.evidence for f in i.figures))]
    quotes += [t.evidence for t in example.toponyms]
    assert len(quotes) > 50
    for evidence in quotes:
        assert example.report.part(evidence.field)[evidence.start : evidence.end] == evidence.quote


def test_traps(example: Reading) -> None:
    numbers = {n for i in example.incidents for f in i.figures for n in (f.low, f.high, f.best)}
    assert not numbers & {1000, 100000, 24}
    places = {i.place for i in example.incidents}
    assert not places & {"Bavarian Alps", "Spain", "Germany", "Washington", "Donbas", "Luhansk"}


def test_the_total_is_not_added(example: Reading) -> None:
    counts = totals(example.incidents)
    assert headline(counts) == (
        "10 incidents (7 new, 2 earlier, 1 total) · 9 places · in new incidents: at least 13 killed, at least 51 injured"
    )
    assert counts.aggregates == 1
    (aggregate,) = (i for i in example.incidents if i.role is Role.AGGREGATE)
    assert aggregate.excludes == ("Kremenchuk",)
    assert aggregate.covers == ("Kyiv",)
    assert not_added(aggregate) == (
        "the report also gives at least 6 killed and 31 injured in 24 hours without Kremenchuk; "
        "it names Kyiv as included and does not say which of the others it covers"
    )
