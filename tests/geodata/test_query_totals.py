"""Filters and sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.columns.masks import select
from geodata.errors import QueryError
from geodata.query import PARTS, AcledGroup, Casualties, IncidentQuery, Near
from geodata.records import Reading
from geodata.serial import from_plain, to_plain
from geodata.totals import totals
from geodata.vocabulary import Family, GeoPrecision, IncidentType, ReviewState, Role
from geodata.workspace import Workspace


@pytest.fixture(scope="module")
def kept(example: Reading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("query") / "w.sqlite") as workspace:
        workspace.add(example)
        yield workspace


def places(workspace: Workspace, query: IncidentQuery) -> list[str | None]:
    return [k.incident.place for k in select(workspace, query)]


def test_filters(kept: Workspace) -> None:
    assert places(kept, IncidentQuery(types=(IncidentType.MISSILE_STRIKE,))) == ["Kremenchuk", "Odesa", "Kyiv"]
    assert places(kept, IncidentQuery(roles=(Role.BACKGROUND,))) == ["Mariupol", "Kramatorsk"]
    assert places(kept, IncidentQuery(casualties=Casualties.INJURED)) == ["Kremenchuk", "Ukraine", "Kharkiv", "Odesa"]
    assert places(kept, IncidentQuery(text="cluster munitions")) == ["Sloviansk"]
    assert len(places(kept, IncidentQuery())) == 10


def test_an_incident_without_a_date_is_dropped_only_when_asked(kept: Workspace) -> None:
    april = IncidentQuery(start=date(2022, 4, 1), end=date(2022, 4, 30))
    assert places(kept, april) == ["Kramatorsk", "Sievierodonetsk"]
    assert places(kept, replace(april, dated=True)) == ["Kramatorsk"]


def test_every_part_of_a_filter_narrows(kept: Workspace) -> None:
    near = Near(48.85, 37.6, 30.0)
    assert places(kept, IncidentQuery(near=near)) == ["Kramatorsk", "Sloviansk"]
    assert places(kept, IncidentQuery(area=((46.0, 30.0), (46.0, 31.5), (47.0, 31.5), (47.0, 30.0)))) == ["Odesa"]
    assert places(kept, IncidentQuery(families=(Family.BATTLE,))) == ["Sievierodonetsk"]
    assert places(kept, IncidentQuery(acled=(AcledGroup.BATTLES,), types=(IncidentType.MISSILE_STRIKE,))) == [
        "Kremenchuk", "Sievierodonetsk", "Odesa", "Kyiv",
    ]  # fmt: skip
    assert places(kept, IncidentQuery(casualties=Casualties.KILLED, least=50)) == ["Mariupol", "Kramatorsk"]
    assert places(kept, IncidentQuery(claimants=("the office of the president",))) == ["Ukraine"]
    assert places(kept, IncidentQuery(places=("Kyiv",), provinces=("UA-30",))) == ["Kyiv"]
    assert "Ukraine" not in places(kept, IncidentQuery(provinces=("UA-63", "UA-14", "UA-51")))
    assert len(places(kept, IncidentQuery(countries=("UA",)))) == 10
    assert places(kept, IncidentQuery(countries=("FR",))) == []
    assert len(places(kept, IncidentQuery(states=(ReviewState.CONFIRMED,)))) == 0
    assert len(places(kept, IncidentQuery(precisions=(GeoPrecision.COUNTRY,)))) == 1
    surest = max(k.incident.confidence for k in kept.kept())
    assert 0 < len(places(kept, IncidentQuery(confidence=surest))) < 10


def test_rejected_incidents_are_seen_only_when_asked_for(example: Reading, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        workspace.reject(workspace.kept()[0].incident.id, "Ada", "a test")
        assert len(places(workspace, IncidentQuery())) == 9
        assert len(places(workspace, IncidentQuery(states=(ReviewState.REJECTED,)))) == 1


WORDS = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() == text and text.isprintable())
QUERIES = st.builds(
    IncidentQuery,
    types=st.lists(st.sampled_from(IncidentType), unique=True).map(lambda v: tuple(sorted(v))),
    families=st.lists(st.sampled_from(Family), unique=True).map(lambda v: tuple(sorted(v))),
    start=st.none() | st.dates(max_value=date(2000, 1, 1)),
    end=st.none() | st.dates(min_value=date(2000, 1, 1)),
    dated=st.booleans(),
    casualties=st.sampled_from(Casualties),
    least=st.integers(0, 10**6),
    text=WORDS | st.just(""),
    places=st.lists(WORDS, unique=True, max_size=4).map(lambda v: tuple(sorted(v))),
    claimants=st.lists(WORDS, unique=True, max_size=4).map(lambda v: tuple(sorted(v))),
    near=st.none() | st.builds(Near, st.integers(-90, 90), st.integers(-180, 180), st.integers(1, 500), WORDS | st.just("")),
    confidence=st.sampled_from((0.0, 0.05, 0.8, 1.0)),
)


@given(QUERIES)
def test_a_filter_survives_a_link_and_a_command_line(query: IncidentQuery) -> None:
    assert IncidentQuery.from_params(query.to_params()) == query
    assert IncidentQuery.from_params(dict(parse_qsl(urlencode(query.to_params())))) == query
    if not query.is_empty:
        assert IncidentQuery.from_words(query.in_words) == query


def test_an_area_survives_a_link() -> None:
    query = IncidentQuery(area=((46.5, 30.25), (46.5, 31.0), (47.0, -31.125)))
    assert IncidentQuery.from_params(query.to_params()) == query


@pytest.mark.parametrize(
    "params",
    [
        {"type": "dragon"}, {"from": "soon"}, {"casualties": "9"}, {"from": "2022-02-01", "to": "2022-01-01"},
        {"near": "91,0,5"}, {"near": "0,0"}, {"near": "0,0,-3"}, {"near": "nan,0,5"}, {"area": "1,2;3,4"},
        {"area": ";".join(["1,2"] * 500)}, {"least": "-1"}, {"least": "\u0663"}, {"confidence": "7"},
        {"place": ",".join(map(str, range(500)))},
    ],
)  # fmt: skip
def test_a_wrong_link_is_an_error_and_harmless(params: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        IncidentQuery.from_params(params)
    query, faults = IncidentQuery.from_link({**params, "role": "main"})
    assert query == IncidentQuery(roles=(Role.MAIN,))
    assert len(faults) == 1


@given(st.dictionaries(st.sampled_from(sorted(PARTS)), st.text(max_size=60)))
def test_no_link_breaks_anything(params: dict[str, str]) -> None:
    query, faults = IncidentQuery.from_link(params)
    assert isinstance(query, IncidentQuery)
    assert all(len(fault) < 400 for fault in faults)


def test_aggregates_and_background_are_never_summed(example: Reading) -> None:
    counts = totals(example.incidents)
    assert (counts.killed.low, counts.injured.low) == (13, 51)
    without = totals(i for i in example.incidents if i.role is not Role.AGGREGATE)
    assert (without.killed, without.injured) == (counts.killed, counts.injured)


def test_a_reading_survives_being_kept(example: Reading) -> None:
    assert from_plain(Reading, to_plain(example)) == example


def test_control_characters_in_a_link_are_no_words() -> None:
    """Full-text search gives up at a null byte, and a sound file was called damaged."""
    query, faults = IncidentQuery.from_link({"q": "\x00railway\x07 station\u202e"})
    assert (query.text, faults) == (" railway  station ", ())
