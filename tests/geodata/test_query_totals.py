"""Filters and sums."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.errors import QueryError
from geodata.query import Casualties, IncidentQuery
from geodata.records import Reading
from geodata.serial import from_plain, to_plain
from geodata.totals import totals
from geodata.vocabulary import IncidentType, Role


def places(reading: Reading, query: IncidentQuery) -> list[str | None]:
    return [i.place for i in query.apply(reading.incidents)]


def test_filters(example: Reading) -> None:
    assert places(example, IncidentQuery(types=(IncidentType.MISSILE_STRIKE,))) == ["Kremenchuk", "Odesa", "Kyiv"]
    assert places(example, IncidentQuery(roles=(Role.BACKGROUND,))) == ["Mariupol", "Kramatorsk"]
    assert places(example, IncidentQuery(casualties=Casualties.INJURED)) == ["Kremenchuk", "Ukraine", "Kharkiv", "Odesa"]
    assert places(example, IncidentQuery(text="cluster munitions")) == ["Sloviansk"]
    assert len(places(example, IncidentQuery())) == 10


def test_an_incident_without_a_date_is_never_dropped_by_dates(example: Reading) -> None:
    found = places(example, IncidentQuery(start=date(2022, 4, 1), end=date(2022, 4, 30)))
    assert found == ["Kramatorsk", "Sievierodonetsk"]


def test_url_round_trip() -> None:
    query = IncidentQuery(
        types=(IncidentType.FIRE, IncidentType.SHELLING), start=date(2022, 3, 1), casualties=Casualties.KILLED, text="a & b"
    )
    assert IncidentQuery.from_params(query.to_params()) == query
    assert IncidentQuery.from_params({}).is_empty


@pytest.mark.parametrize(
    "params", [{"type": "dragon"}, {"from": "soon"}, {"casualties": "9"}, {"from": "2022-02-01", "to": "2022-01-01"}]
)
def test_a_wrong_link_is_an_error(params: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        IncidentQuery.from_params(params)


def test_aggregates_and_background_are_never_summed(example: Reading) -> None:
    counts = totals(example.incidents)
    assert (counts.killed.low, counts.injured.low) == (13, 51)
    without = totals(i for i in example.incidents if i.role is not Role.AGGREGATE)
    assert (without.killed, without.injured) == (counts.killed, counts.injured)


def test_a_reading_survives_being_kept(example: Reading) -> None:
    assert from_plain(Reading, to_plain(example)) == example
