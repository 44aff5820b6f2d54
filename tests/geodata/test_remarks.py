"""Combatants among the killed, and unverified claims. The examples are next to the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.columns.masks import select
from geodata.columns.snapshot import Snapshot
from geodata.errors import ReviewError
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
from geodata.records import Evidence, Figure, Incident, Reading
from geodata.serial import from_plain, to_plain
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


def test_a_person_corrects_the_combatants_and_what_is_verified(read: Callable[..., Reading], tmp_path: Path) -> None:
    reading = read(TEXT)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(reading)
        ident = next(kept.incident.id for kept in workspace.kept() if kept.incident.place == "El Fasher")

        def now() -> tuple[object, object]:
            values = exported(Told(incident=workspace.get(ident).incident))
            snapshot = Snapshot.of(workspace)
            row = snapshot.ids.index(ident)
            assert (values["killed_combatants"] or 0) == np.nan_to_num(snapshot.combatants[row])
            assert bool(values["unverified"]) is bool(snapshot.unverified[row])
            return values["killed_combatants"], values["unverified"]

        before = now()
        workspace.edit(ident, "Ada", "combatants", 40)
        workspace.edit(ident, "Ada", "unverified", not before[1])
        assert now() == (40, None if before[1] else 1)
        with pytest.raises(ReviewError, match="were killed"):
            workspace.edit(ident, "Ada", "combatants", 49)
        workspace.edit(ident, "Ada", "combatants", None)
        assert now()[0] is None
        for _ in range(3):
            workspace.undo(ident, "Ada")
        assert now() == before
        workspace.edit(ident, "Ada", "combatants", 40)
        workspace.edit(ident, "Ada", "killed", {"low": 45, "high": 45, "qualifier": "exact"})
        assert now()[0] == 40, "another figure keeps them"
        workspace.edit(ident, "Ada", "killed", {"low": 30, "high": 30, "qualifier": "exact"})
        assert now()[0] is None, "more than were killed"


def test_what_nobody_corrected_is_not_in_plain_json(read: Callable[..., Reading]) -> None:
    incident = read(TEXT).incidents[0]
    assert incident.killed is not None
    assert not {"combatants", "verified"} & {*to_plain(incident), *to_plain(incident.killed)}
    set_by_hand = replace(incident, verified=True, killed=replace(incident.killed, combatants=0))
    assert from_plain(Incident, to_plain(set_by_hand)) == set_by_hand
