"""Short invented stories: reports of one event, and reports that only seem to be. No wrong merge is silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.records import Evidence, Figure, Incident, Reading
from geodata.totals import totals
from geodata.vocabulary import DatePrecision, FigureKind, IncidentType, Qualifier, Role
from geodata.workspace import Workspace
from geodata.workspace.merging import Claim, growth, merged

Read = Callable[..., Reading]
# For each story: the text and day of its reports, then the groups of reports that describe one event.
STORIES: dict[str, tuple[list[tuple[str, str]], list[set[int]]]] = {
    "one strike under two spellings": (
        [
            (
                "A [event=missile_strike:missile strike] on [where:Kharkiv] [killed:killed five people] on [when:Sunday], [says:officials] said.",
                "2022-06-27",
            ),
            (
                "A [event=missile_strike:missile strike] on [where:Kharkov] [killed:killed five people] on [when:Sunday], [says:the governor] said.",
                "2022-06-27",
            ),
        ],
        [{0, 1}],
    ),
    "two attacks on one town in one day": (
        [
            (
                "A [event=explosion_device:bomb] [killed:killed five people] at a market in [where:Kabul] on [when:Sunday], [says:police] said.",
                "2022-06-27",
            ),
            (
                "A [event=explosion_device:bomb] [killed:killed 12 people] at a mosque in [where:Kabul] on [when:Sunday], [says:police] said.",
                "2022-06-27",
            ),
        ],
        [{0}, {1}],
    ),
    "an anniversary": (
        [
            (
                "A [event=explosion_device:bomb] [killed:killed 20 people] at a station in [where:Madrid] on [when:Sunday].",
                "2022-06-27",
            ),
            (
                "A [event=explosion_device/background:bomb] [killed:killed 20 people] at a station in [where:Madrid] on [when:26 June 2021], [says:officials] said.",
                "2022-06-27",
            ),
        ],
        [{0}, {1}],
    ),
    "the same town a week later": (
        [
            ("[event=shelling:Shelling] [killed:killed two people] in [where:Sloviansk] on [when:Sunday].", "2022-06-27"),
            ("[event=shelling:Shelling] [killed:killed two people] in [where:Sloviansk] on [when:Sunday].", "2022-07-04"),
        ],
        [{0}, {1}],
    ),
    "a rising toll": (
        [
            (
                "An [event=earthquake:earthquake] [killed:killed at least five people] in [where:Takengon] on [when:Tuesday].",
                "2013-07-02",
            ),
            (
                "An [event=earthquake:earthquake] [killed:killed at least 12 people] in [where:Takengon] on [when:Tuesday], [says:officials] said.",
                "2013-07-03",
            ),
            (
                "An [event=earthquake:earthquake] that struck [where:Takengon] on [when:Tuesday] [killed:killed 24 people], [says:rescuers] said.",
                "2013-07-04",
            ),
        ],
        [{0, 1, 2}],
    ),
    "two towns of one name": (
        [
            ("Gunmen [killed:[event=shooting:killed] three people] in [where:Paris, Texas] on [when:Sunday].", "2022-06-27"),
            ("Gunmen [killed:[event=shooting:killed] three people] in [where:Paris, France] on [when:Sunday].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "another kind of event in the same place": (
        [
            (
                "A bus [event=transport_accident:crash] [killed:killed eight people] near [where:Puebla] on [when:Friday].",
                "2022-06-27",
            ),
            ("Gunmen [killed:[event=shooting:killed] eight people] near [where:Puebla] on [when:Friday].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "neighbouring towns": (
        [
            ("[event=shelling:Shelling] [killed:killed two people] in [where:Lysychansk] on [when:Sunday].", "2022-06-27"),
            ("[event=shelling:Shelling] [killed:killed six people] in [where:Kramatorsk] on [when:Sunday].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "figures far apart": (
        [
            ("An [event=air_strike:air strike] [killed:killed two people] in [where:Idlib] on [when:Sunday].", "2022-06-27"),
            ("An [event=air_strike:air strike] [killed:killed 60 people] in [where:Idlib] on [when:Sunday].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "a total is not its part": (
        [
            (
                "A [event=missile_strike:missile strike] on [where:Kharkiv] [killed:killed six people] on [when:Sunday].",
                "2022-06-27",
            ),
            (
                "[killed:At least six people were [event=shelling/aggregate:killed]] in several [where:Ukrainian] cities over [when:the past 24 hours], [says:officials] said.",
                "2022-06-27",
            ),
        ],
        [{0}, {1}],
    ),
    "told the day after": (
        [
            (
                "A ferry [event=transport_accident:sank] off [where:Lampedusa] on [when:Saturday] and [killed:20 people drowned].",
                "2022-06-26",
            ),
            (
                "[killed:At least 20 people drowned] when a ferry [event=transport_accident:sank] off [where:Lampedusa] on [when:Saturday], [says:the coast guard] said.",
                "2022-06-28",
            ),
        ],
        [{0, 1}],
    ),
    "a country is not enough": (
        [
            ("A [event=explosion_device:bomb] [killed:killed four people] in [where:Mosul] on [when:Sunday].", "2022-06-27"),
            ("A [event=explosion_device:bomb] [killed:killed four people] in [where:Basra] on [when:Sunday].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "an earthquake and its aftershock a month later": (
        [
            ("An [event=earthquake:earthquake] [killed:killed 40 people] in [where:Bam] on [when:3 May 2022].", "2022-06-27"),
            ("An [event=earthquake:earthquake] [killed:killed two people] in [where:Bam] on [when:4 June 2022].", "2022-06-27"),
        ],
        [{0}, {1}],
    ),
    "two schools": (
        [
            (
                "A gunman [killed:[event=shooting:shot dead] two pupils] at a school in [where:Austin] on [when:Monday].",
                "2022-06-27",
            ),
            (
                "A gunman [killed:[event=shooting:shot dead] two people] at a hospital in [where:Austin] on [when:Monday].",
                "2022-06-27",
            ),
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
            report = replace(reading.report, source=f"paper {n}")
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


@pytest.mark.slow
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
