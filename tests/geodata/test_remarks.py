"""Combatants among the killed, and what nobody could verify: the examples stand beside the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.columns.masks import select
from geodata.columns.snapshot import Snapshot
from geodata.fields import Told, combatants_of, exported
from geodata.query import IncidentQuery
from geodata.reading.values.remarks import (
    AMONG_EXAMPLES,
    COMBATANT_EXAMPLES,
    UNVERIFIED_EXAMPLES,
    combatants,
    combatants_among,
    is_unverified,
)
from geodata.records import Evidence, Figure, Reading
from geodata.vocabulary import FigureKind, Qualifier, Remark
from geodata.workspace import Workspace

TEXT = (
    "[event=shelling:Shells] [killed:killed 48 RSF fighters] in [where:El Fasher] on [when:Sunday], [says:the army] said. "
    "The claim could not be verified. A [event2=fire:fire] [killed2:killed nine people] in [where2:Lagos] on [when2:Sunday]."
)


@pytest.mark.parametrize(("rest", "count"), AMONG_EXAMPLES.items())
def test_combatants_in_the_words_behind_a_figure(rest: str, count: int | None) -> None:
    assert combatants_among(rest) == count


@pytest.mark.parametrize(("words", "count"), COMBATANT_EXAMPLES.items())
def test_combatants(words: str, count: int | None) -> None:
    assert combatants(words) == count


@pytest.mark.parametrize(("sentence", "told"), UNVERIFIED_EXAMPLES.items())
def test_unverified(sentence: str, told: bool) -> None:
    assert is_unverified(sentence) is told


def test_a_remark_is_a_column_and_a_filter(read: Callable[..., Reading], tmp_path: Path) -> None:
    reading = read(TEXT)
    first = next(i for i in reading.incidents if i.place == "El Fasher")
    assert exported(Told(incident=first))["killed_combatants"] == 48
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(reading)
        snapshot = Snapshot.of(workspace)
        assert np.nansum(snapshot.combatants) == 48
        (kept,) = select(workspace, IncidentQuery(remarks=(Remark.COMBATANTS,)))
        assert kept.incident.place == "El Fasher"


def test_combatants_behind_a_figure_of_this_report_alone() -> None:
    text = "Four people were killed on Sunday, three of them fighters."
    whole = Evidence(report_id="a", field="text", start=0, end=len(text), quote=text)
    figure = Figure(
        kind=FigureKind.KILLED,
        low=4,
        high=4,
        best=4,
        qualifier=Qualifier.EXACT,
        evidence=replace(whole, end=11, quote=text[:11]),
    )
    assert combatants_of(figure, (whole,)) == 3
    assert combatants_of(figure, (replace(whole, report_id="b"),)) is None
