"""Short stories of our own: what is one event, and what only looks like one. No silent wrong merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.records import Evidence, Figure, Incident, Reading, Report
from geodata.totals import totals
from geodata.vocabulary import DatePrecision, FigureKind, IncidentType, Qualifier, Role
from geodata.workspace import Workspace
from geodata.workspace.merging import Claim, growth, merged

Read = Callable[..., Reading]
# What the reports say, with their day; then the groups of reports that tell of one event.
STORIES: dict[str, tuple[list[tuple[str, str]], list[set[int]]]] = {
    "one strike under two spellings": (
        [
            ("A missile strike on Kharkiv killed five people on Sunday, officials said.", "2022-06-27"),
            ("A missile strike on Kharkov killed five people on Sunday, the governor said.", "2022-06-27"),
        ],
        [{0, 1}],
    ),
    "two attacks on one town in one day": (
        [
            ("A bomb killed five people at a market in Kabul on Sunday, police said.", "2022-06-27"),
            ("A bomb killed 12 people at a mosque in Kabul on Sunday, police said.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "an anniversary": (
        [
            ("A bomb killed 20 people at a station in Madrid on Sunday.", "2022-06-27"),
            ("A bomb killed 20 people at a station in Madrid on 26 June 2021, officials said.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "the same town a week later": (
        [
            ("Shelling killed two people in Sloviansk on Sunday.", "2022-06-27"),
            ("Shelling killed two people in Sloviansk on Sunday.", "2022-07-04"),
        ],
        [{0}, {1}],
    ),
    "a rising toll": (
        [
            ("An earthquake killed at least five people in Takengon on Tuesday.", "2013-07-02"),
            ("An earthquake killed at least 12 people in Takengon on Tuesday, officials said.", "2013-07-03"),
            ("An earthquake that struck Takengon on Tuesday killed 24 people, rescuers said.", "2013-07-04"),
        ],
        [{0, 1, 2}],
    ),
    "two towns of one name": (
        [
            ("Gunmen killed three people in Paris, Texas on Sunday.", "2022-06-27"),
            ("Gunmen killed three people in Paris, France on Sunday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "another kind of event in the same place": (
        [
            ("A bus crash killed eight people near Puebla on Friday.", "2022-06-27"),
            ("Gunmen killed eight people near Puebla on Friday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "neighbouring towns": (
        [
            ("Shelling killed two people in Lysychansk on Sunday.", "2022-06-27"),
            ("Shelling killed six people in Kramatorsk on Sunday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "figures far apart": (
        [
            ("An air strike killed two people in Idlib on Sunday.", "2022-06-27"),
            ("An air strike killed 60 people in Idlib on Sunday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "a total is not its part": (
        [
            ("A missile strike on Kharkiv killed six people on Sunday.", "2022-06-27"),
            (
                "At least six people were killed in several Ukrainian cities over the past 24 hours, officials said.",
                "2022-06-27",
            ),
        ],
        [{0}, {1}],
    ),
    "told the day after": (
        [
            ("A ferry sank off Lampedusa on Saturday and 20 people drowned.", "2022-06-26"),
            ("At least 20 people drowned when a ferry sank off Lampedusa on Saturday, the coast guard said.", "2022-06-28"),
        ],
        [{0, 1}],
    ),
    "a country is not enough": (
        [
            ("A bomb killed four people in Mosul on Sunday.", "2022-06-27"),
            ("A bomb killed four people in Basra on Sunday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "an earthquake and its aftershock a month later": (
        [
            ("An earthquake killed 40 people in Bam on 3 May 2022.", "2022-06-27"),
            ("An earthquake killed two people in Bam on 4 June 2022.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "two schools": (
        [
            ("A gunman shot dead two pupils at a school in Austin on Monday.", "2022-06-27"),
            ("A gunman shot dead two people at a hospital in Austin on Monday.", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_story(tmp_path: Path, read: Read, name: str) -> None:
    told, groups = STORIES[name]
    order: dict[str, int] = {}
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        for n, (text, day) in enumerate(told):
            reading = read(text, published=date.fromisoformat(day))
            report = Report(text=text, published=date.fromisoformat(day), source=f"paper {n}")
            order[report.id] = n
            workspace.add(replace(reading, report=report))
        found = [
            {order[c.report_id] for c in workspace.claims_of(kept.incident.id) if c.report_id} for kept in workspace.kept()
        ]
    wrong = [group for group in found if not any(group <= wanted for wanted in groups)]
    assert wrong == [], "a silent wrong merge"
    assert sorted(map(sorted, found)) == sorted(map(sorted, groups))


def figure(low: int | None, high: int | None) -> Figure:
    evidence = Evidence(report_id="r", field="text", start=0, end=3, quote="six")
    return Figure(kind=FigureKind.KILLED, low=low, high=high, best=low, qualifier=Qualifier.RANGE, evidence=evidence)


def claim(n: int, killed: Figure | None, role: Role = Role.MAIN) -> Claim:
    evidence = Evidence(report_id=f"r{n}", field="text", start=0, end=3, quote="six")
    incident = Incident(
        id=f"i{n}", type=IncidentType.FIRE, role=role, toponym=None, start=None, end=None,
        date_precision=DatePrecision.UNKNOWN, evidence=evidence, sentences=(evidence,), killed=killed,
    )  # fmt: skip
    return Claim(id=f"c{n}", incident=incident, source=f"paper {n}", report_id=f"r{n}", told=date(2022, 6, 1 + n), position=0)


FIGURES = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: figure(min(pair), max(pair))),
    st.integers(0, 500).map(lambda low: figure(low, None)),
)


@given(st.lists(FIGURES, min_size=1, max_size=6), st.permutations(range(6)))
@settings(max_examples=200)
def test_many_claims_of_one_event_are_never_added_up(figures: list[Figure | None], order: list[int]) -> None:
    claims = [claim(n, f) for n, f in enumerate(figures)]
    shuffled = [claims[n] for n in order if n < len(claims)]
    one, other = merged(claims), merged(shuffled)
    assert one == other
    stated = [f for f in figures if f]
    total = totals([one]).killed
    assert total.low <= max((f.low or 0 for f in stated), default=0)
    if stated:
        assert one.killed is not None
        assert one.killed.low == min(f.low for f in stated if f.low is not None)
        assert one.killed.best == stated[-1].best


def test_the_growth_of_a_toll_in_the_order_of_time() -> None:
    claims = [claim(2, figure(24, 24)), claim(0, figure(5, None)), claim(1, None)]
    assert [(day.day, f.low, source) for day, f, source in growth(claims, FigureKind.KILLED)] == [
        (1, 5, "paper 0"),
        (3, 24, "paper 2"),
    ]


def test_an_incident_is_main_if_any_claim_is() -> None:
    assert merged([claim(0, None, Role.BACKGROUND), claim(1, None, Role.MAIN)]).role is Role.MAIN
