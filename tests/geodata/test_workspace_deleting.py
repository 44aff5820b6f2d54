"""The workspace: a report is deleted with everything that came from it, and restored unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from geodata.errors import ReviewError
from geodata.vocabulary import ReviewState
from geodata.workspace import Workspace
from geodata.workspace import schema as s
from tests.told import BOMB, Read, ids, sourced

MOSUL = "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said."
BOTH = (
    "A car [event=explosion_device:bomb] in [where:Mosul] [killed:killed nine people] on [when:Sunday]. "
    "A [event2=fire:fire] [injured2:hurt four people] in [where2:Basra] on [when2:Sunday]."
)
TABLES = (s.reports, s.incidents, s.claims, s.reviews, s.choices, s.proposals, s.apart)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        yield opened
        assert opened.check() == []


def everything(workspace: Workspace) -> dict[str, list[Any]]:
    with workspace.reading() as db:
        return {table.name: sorted(map(str, db.execute(select(table)).all())) for table in TABLES}


def test_a_deleted_report_is_put_back_as_it_was(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    workspace.edit(ids(workspace)["Mosul"], "Ada", "attribution", "the mayor")
    before = everything(workspace)
    deleted = workspace.delete_report(reading.report.id)
    assert workspace.kept() == []
    assert not any(everything(workspace)[name] for name in ("reports", "incidents", "claims"))
    workspace.put_back(deleted)
    assert everything(workspace) == before
    workspace.undo(ids(workspace)["Mosul"], "Ada")
    assert {k.state for k in workspace.kept()} == {ReviewState.UNREVIEWED}
    assert workspace.search("Mosul") != []


def test_an_incident_of_two_reports_has_both_again(workspace: Workspace, read: Read) -> None:
    one, two = sourced(read(MOSUL), "Alpha"), sourced(read(BOTH), "Beta")
    workspace.add(one)
    workspace.add(two)
    before = everything(workspace)
    workspace.put_back(workspace.delete_report(two.report.id))
    assert everything(workspace) == before


def test_what_came_since_stays(workspace: Workspace, read: Read) -> None:
    one, two = sourced(read(MOSUL), "Alpha"), sourced(read(BOTH), "Beta")
    workspace.add(one)
    workspace.add(two)
    first = workspace.delete_report(one.report.id)
    second = workspace.delete_report(two.report.id)
    workspace.add(
        read("A [event=fire:fire] in [where:Kyiv] on [when:Sunday] [killed:killed two people].")
    )  # its incident takes a freed number
    workspace.put_back(first)  # its incident was deleted with the second report
    workspace.put_back(second)
    assert {k.incident.place for k in workspace.kept()} == {"Mosul", "Basra", "Kyiv"}
    assert len(workspace.reports()) == 3


def test_a_report_that_was_added_again_is_not_put_back(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    deleted = workspace.delete_report(reading.report.id)
    workspace.add(reading)
    with pytest.raises(ReviewError, match="already in the workspace"):
        workspace.put_back(deleted)
    assert len(workspace.reports()) == 1
