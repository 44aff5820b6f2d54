"""Filters and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.columns.called import as_spelled
from geodata.columns.masks import chosen, distances, of_area, select
from geodata.columns.snapshot import Snapshot
from geodata.errors import QueryError
from geodata.query import PARTS, AcledGroup, Casualties, IncidentQuery, Near
from geodata.records import Incident, Reading
from geodata.serial import from_plain, to_plain
from geodata.totals import Sum, headline, not_added, period_of, totals
from geodata.vocabulary import DatePrecision, Family, GeoPrecision, IncidentType, Qualifier, Remark, ReviewState, Role
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


@pytest.mark.parametrize("turn", [0, 360])
def test_an_area_across_the_date_line(turn: int) -> None:
    """Fiji and Samoa lie in the area. Kyiv, on the other side of the Earth, does not."""
    columns = {"latitudes": np.array([-18.0, -13.8, 50.4]), "longitudes": np.array([178.0, -172.0, 30.5])}
    snapshot = cast(Snapshot, SimpleNamespace(**columns))
    area = tuple((lat, lon - turn) for lat, lon in ((0.0, 170.0), (0.0, 200.0), (-30.0, 200.0), (-30.0, 170.0)))
    assert of_area(snapshot, IncidentQuery(area=area)).tolist() == [True, True, False]


def test_names_of_any_spelling_on_the_command_line(kept: Workspace) -> None:
    snapshot = Snapshot.of(kept)

    def found(words: str) -> list[str | None]:
        return places(kept, as_spelled(kept, snapshot, IncidentQuery.from_words(words)))

    assert found("place=ODÉSA") == found("place=Odesa") == ["Odesa"]
    assert found("place=Nowhere") == []
    report = kept.reports()[0]
    assert found(f"source={quote(report.title.upper())}") == found(f"source={report.id}") != []
    assert found("source=Unheard") == []


def test_an_area_survives_a_link() -> None:
    query = IncidentQuery(area=((46.5, 30.25), (46.5, 201.0), (47.0, -31.125)))
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


LONG = "x" * 50
CASUALTIES = "any, reported, killed, injured"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("role", "main,dragon", "'dragon' is not one of main, background, aggregate"),
        ("role", LONG, f"{LONG[:40]!r} is not one of main, background, aggregate"),
        ("place", ",".join(map(str, range(101))), "more than 100 values"),
        ("from", LONG, f"{LONG[:40]!r} is not a day like 2022-06-27"),
        ("least", LONG, f"{LONG[:40]!r} is not a number of people"),
        ("least", "1000000000", "'1000000000' is not a number of people"),
        ("confidence", LONG, f"{LONG[:40]!r} is not a number"),
        ("confidence", "1.5", "'1.5' is not between 0 and 1"),
        ("confidence", "2" + "0" * 45, f"'2{'0' * 39}' is not between 0 and 1"),
        ("dated", "maybe", "'maybe' is not one of yes, no"),
        ("casualties", "killed,injured", f"'killed,injured' is not one of {CASUALTIES}"),
        ("casualties", ",".join(["killed", "injured"] * 5), f"'killed,injured,killed,injured,killed,inj' is not one of {CASUALTIES}"),
        ("near", "50", "'50' is not latitude,longitude,kilometres"),
        ("near", LONG, f"{LONG[:40]!r} is not latitude,longitude,kilometres"),
        ("near", "50,36", "'50,36' is not latitude,longitude,kilometres"),
        ("near", "50,36,0", "'0' is not a distance from 0 to 20040 km"),
        ("near", "50,36,20041", "'20041' is not a distance from 0 to 20040 km"),
        ("near", f"50,36,{'9' * 50}", f"'{'9' * 40}' is not a distance from 0 to 20040 km"),
        ("near", "-90.5,36,5", "(-90.5, 36) is not a point on the Earth"),
        ("near", "90.5,36,5", "(90.5, 36) is not a point on the Earth"),
        ("near", "50,-180.5,5", "(50, -180.5) is not a point on the Earth"),
        ("near", "50,180.5,5", "(50, 180.5) is not a point on the Earth"),
        ("near", "nan,36,5", "'nan' is not a number"),
        ("area", "1,2;3,4", "an area has 3 to 200 corners"),
        ("area", ";".join(["1,2"] * 201), "an area has 3 to 200 corners"),
        ("area", f"1,2;3,4;{LONG}", f"{LONG[:40]!r} is not latitude,longitude"),
        ("area", "1,2;3,4;5,6,7", "'6,7' is not a number"),
    ],
)  # fmt: skip
def test_a_wrong_link_says_what_is_wrong(name: str, text: str, fault: str) -> None:
    query, faults = IncidentQuery.from_link({name: text})
    assert query.is_empty
    assert faults == (f"{name}: {fault}",)
    with pytest.raises(QueryError, match=f"^the link's filter cannot be understood: {re.escape(f'{name}: {fault}')}$"):
        IncidentQuery.from_params({name: text})


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("least", "999999999", "least", 999_999_999),
        ("confidence", "0", "confidence", 0.0),
        ("confidence", "1", "confidence", 1.0),
        ("place", ",".join(map(str, range(100))), "places", tuple(sorted(map(str, range(100))))),
        ("place", "x" * 300, "places", ("x" * 200,)),
        ("country", "ua,a-long-code", "countries", ("A-LONG-C", "UA")),
        ("near", "-90,-180,20040,a%2C b", "near", Near(-90, -180, 20_040, "a, b")),
        ("near", "90,180,0.5,a,b", "near", Near(90, 180, 0.5, "a,b")),
        ("area", ";".join(["1,2"] * 200), "area", ((1, 2),) * 200),
        ("area", "1,2;3,4;5,6", "area", ((1, 2), (3, 4), (5, 6))),
        ("dated", "no", "dated", False),
    ],
)
def test_what_a_link_may_ask_for(name: str, text: str, field: str, value: object) -> None:
    query, faults = IncidentQuery.from_link({name: text})
    assert faults == ()
    assert getattr(query, field) == value


def test_faults_are_named_together_and_days_may_be_the_same() -> None:
    with pytest.raises(
        QueryError, match=r"^the link's filter cannot be understood: from: .*; to: 'x' is not a day like 2022-06-27$"
    ):
        IncidentQuery.from_params({"from": "y", "to": "x"})
    _, faults = IncidentQuery.from_link({"from": "2022-02-02", "to": "2022-02-01"})
    assert faults == ("the filter starts on 2022-02-02, after its end on 2022-02-01",)
    day = date(2022, 2, 1)
    assert IncidentQuery.from_link({"from": "2022-02-01", "to": "2022-02-01"}) == (IncidentQuery(start=day, end=day), ())


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("q='x", 'the filter "q=\'x" cannot be understood: No closing quotation'),
        ("dragon=1", "'dragon=1' is not a filter; write type=..., family=..., acled=..., role=..., from=..., "),
        ("type", "'type' is not a filter; write type=..., "),
        ("from=x to=y", "the filter 'from=x to=y' cannot be understood: from: 'x' is not a day like 2022-06-27; to: 'y' is "),
    ],
)
def test_a_wrong_filter_of_a_command_says_what_is_wrong(words: str, fault: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(fault)}"):
        IncidentQuery.from_words(words)


def test_a_filter_in_words() -> None:
    query = IncidentQuery(
        text="a=b", places=("Bila Tserkva", "L'Aquila, IT"), near=Near(50.5, 30, 25, "Kyiv (Kiev)"), dated=True
    )
    words = """dated=yes q=a=b place='Bila Tserkva,L'"'"'Aquila%2C IT' near='50.5,30,25,Kyiv %28Kiev%29'"""
    assert query.in_words == words
    assert IncidentQuery.from_words(words) == query
    assert (
        query.encoded() == "dated=yes&q=a%3Db&place=Bila+Tserkva%2CL%27Aquila%252C+IT&near=50.5%2C30%2C25%2CKyiv+%2528Kiev%2529"
    )
    assert IncidentQuery().in_words == "no filter"
    assert query.without("text", "near", "places") == IncidentQuery(dated=True)
    assert IncidentQuery(near=Near(1, 2, 3)).to_params() == {"near": "1,2,3"}


@example({"type": "\U00012544" * 40})  # each is shown as a ten-character escape
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
    """Full-text search fails at a null byte, so an intact workspace was once reported as damaged."""
    query, faults = IncidentQuery.from_link({"q": "\x00railway\x07 station\u202e"})
    assert (query.text, faults) == (" railway  station ", ())


def test_the_rows_of_a_filter_and_of_it_but_for_a_part(kept: Workspace) -> None:
    snapshot = Snapshot.of(kept)
    query = IncidentQuery(types=(IncidentType.MISSILE_STRIKE,), roles=(Role.MAIN,))
    found = chosen(snapshot, query)
    assert (found.snapshot is snapshot, found.query, found.count) == (True, query, 3)
    assert set(found.parts) == {"types", "roles", "states"}
    inside, outside = snapshot.ids[int(found.mask.argmax())], snapshot.ids[int((~found.mask).argmax())]
    assert [found.holds(ident) for ident in (inside, outside, "unknown")] == [True, False, False]
    assert found.but("types").sum() == len(places(kept, IncidentQuery(roles=(Role.MAIN,)))) == 7
    assert found.but("near") is found.mask
    told = chosen(snapshot, IncidentQuery(text="cluster"), kept.search("cluster"))
    assert (set(told.parts), told.count) == ({"text", "states"}, 1)
    assert chosen(snapshot, IncidentQuery(text="cluster")).count == 0


def test_rows_of_a_report(kept: Workspace) -> None:
    snapshot = Snapshot.of(kept)
    (source,) = snapshot.sources.values
    assert chosen(snapshot, IncidentQuery(sources=(source,))).count == 10
    assert chosen(snapshot, IncidentQuery(sources=("another",))).count == 0


def test_the_ends_of_a_filter_belong_to_it(kept: Workspace) -> None:
    day = date(2022, 6, 26)
    assert places(kept, IncidentQuery(end=day, start=day, dated=True)) == ["Lysychansk", "Ukraine", "Kharkiv", "Odesa", "Kyiv"]
    assert places(kept, IncidentQuery(start=date(2022, 6, 28), dated=True)) == []
    reported = set(places(kept, IncidentQuery(casualties=Casualties.REPORTED)))
    assert reported == {"Kremenchuk", "Mariupol", "Kramatorsk", "Ukraine", "Sloviansk", "Kharkiv", "Odesa"}
    assert places(kept, IncidentQuery(least=50)) == ["Kremenchuk", "Mariupol", "Kramatorsk"]
    assert places(kept, IncidentQuery(casualties=Casualties.INJURED, least=40)) == ["Kremenchuk"]
    assert places(kept, IncidentQuery(casualties=Casualties.INJURED, least=41)) == []


def test_kilometres_over_the_earth(kept: Workspace) -> None:
    snapshot = Snapshot.of(kept)
    row = snapshot.ids.index(next(k.incident.id for k in kept.kept() if k.incident.place == "Kyiv"))
    for near, km in ((Near(50.45466, 30.5238, 1), 0), (Near(0, 30.5238, 1), 5_610), (Near(50.45466, -149.4762, 1), 8_794)):
        assert distances(snapshot, near)[row] == pytest.approx(km, abs=25)
    assert distances(snapshot, Near(48.85, 2.35, 1))[row] == pytest.approx(2_020, abs=15)


def test_remarks_add_up(kept: Workspace) -> None:
    snapshot = Snapshot.of(kept)
    each = [chosen(snapshot, IncidentQuery(remarks=(remark,))).mask for remark in Remark]
    assert (chosen(snapshot, IncidentQuery(remarks=tuple(Remark))).mask == (each[0] | each[1])).all()


def total_over(example: Reading) -> Incident:
    return next(i for i in example.incidents if i.role is Role.AGGREGATE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "the report also gives at least 6 killed and 31 injured in 24 hours"),
        ({"excludes": ("Kyiv",)}, "without Kyiv"),
        ({"covers": ("Kharkiv",)}, "; it names Kharkiv as included and does not say which of the others it covers"),
        ({"covers": ()}, "; it does not say which of these it covers"),
        ({"killed": None, "injured": None}, "the report also gives a total"),
        ({"start": date(2022, 6, 20), "end": date(2022, 6, 20), "date_precision": DatePrecision.DAY}, "on 20 Jun 2022"),
        ({"start": date(2022, 6, 20), "end": date(2022, 6, 22)}, "from 20 Jun 2022 to 22 Jun 2022"),
        (
            {"start": date(2022, 6, 20), "end": date(2022, 6, 21), "date_precision": DatePrecision.WEEK},
            "from 20 Jun 2022 to 21 Jun 2022",
        ),
    ],
)
def test_what_is_said_of_a_total_that_is_not_added(example: Reading, change: dict[str, Any], words: str) -> None:
    assert words in not_added(replace(total_over(example), **change))


def test_a_total_without_a_date_names_no_period(example: Reading) -> None:
    undated = replace(total_over(example), start=None, end=None, date_precision=DatePrecision.UNKNOWN)
    assert "  " not in not_added(undated)
    assert period_of(undated) == ""


def test_what_is_not_sure_is_counted_and_not_summed(example: Reading) -> None:
    first = next(i for i in example.incidents if i.role is Role.MAIN)
    counts = totals([replace(i, confidence=0.0) if i is first else i for i in example.incidents])
    assert (counts.unsure, counts.new, counts.places) == (1, 7, 9)
    assert headline(counts).endswith("1 not sure, left out of the sums")
    assert headline(totals([])) == "0 incidents · 0 places"
    assert headline(totals([replace(first, killed=None)])).startswith(
        "1 incident (1 new) · 1 place · in new incidents: no figure"
    )


def test_a_figure_without_a_lower_end_adds_nothing(example: Reading) -> None:
    first = next(i for i in example.incidents if i.role is Role.MAIN and i.killed)
    assert first.killed is not None
    open_below = replace(first, killed=replace(first.killed, low=None, high=9, best=9, qualifier=Qualifier.UP_TO))
    assert totals([open_below]).killed == Sum(0, False, 1, 1)
    assert headline(totals([open_below])).endswith("1 figure with only “up to” or “nearly”, which adds nothing")
    about = replace(first, killed=replace(first.killed, low=9, high=9, best=9, qualifier=Qualifier.ABOUT))
    assert totals([about]).killed == Sum(9, False, 1)
