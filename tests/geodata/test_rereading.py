"""Reading stored reports again: corrections stay, and nothing that a person worked on is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.errors import Cancelled, ReviewError
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.model import Model
from geodata.reading import pipeline
from geodata.reading.identity import HAND_MARKED, provenance
from geodata.records import Reading
from geodata.vocabulary import IncidentType, ReviewState
from geodata.workspace import Workspace
from geodata.workspace.rereading import by_built_in, read_again, read_by_another


@pytest.fixture
def workspace(tmp_path: Path, example: Reading) -> Workspace:
    opened = Workspace.open(tmp_path / "workspace.sqlite")
    opened.add(example)
    return opened


def test_only_what_another_reader_read_is_read_again(workspace: Workspace, example: Reading, gazetteer: Gazetteer) -> None:
    workspace.add(replace(example, provenance=provenance("another gazetteer")))
    assert [r.id for r in read_by_another(workspace, gazetteer.fingerprint)] == [example.report.id]
    workspace.add(replace(example, provenance=provenance(gazetteer.fingerprint)))
    assert read_by_another(workspace, gazetteer.fingerprint) == []


def test_what_a_person_marked_is_not_thrown_away(workspace: Workspace, example: Reading, gazetteer: Gazetteer) -> None:
    assert example.provenance.settings_hash == HAND_MARKED
    assert read_by_another(workspace, gazetteer.fingerprint) == []


def test_what_a_language_model_read_is_not_thrown_away(workspace: Workspace, example: Reading, gazetteer: Gazetteer) -> None:
    workspace.add(replace(example, provenance=Model(name="small", where="this computer").provenance))
    assert read_by_another(workspace, gazetteer.fingerprint) == []


def test_a_correction_survives_and_what_is_not_found_again_goes_to_review(
    workspace: Workspace, example: Reading, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for incident in workspace.read_of(example.report.id).incidents:
        if incident.place in ("Kremenchuk", "Sloviansk"):
            workspace.confirm(incident.id, "Ada")
    without = replace(example, incidents=tuple(i for i in example.incidents if i.place not in ("Sloviansk", "Odesa")))
    monkeypatch.setattr(pipeline, "read_report", lambda report, gazetteer, stop=None: without)
    assert [r.id for r in read_again(workspace, workspace.reports(), by_built_in(gazetteer))] == [example.report.id]
    kept = {k.incident.place: k for k in workspace.kept([i.id for i in workspace.read_of(example.report.id).incidents])}
    assert kept["Kremenchuk"].state is ReviewState.CONFIRMED
    assert "Odesa" not in kept
    assert kept["Sloviansk"].incident.reasons == ("the report was read again and this was not found",)
    assert kept["Sloviansk"].state is ReviewState.UNREVIEWED


def test_a_stop_keeps_what_was_read_before(
    workspace: Workspace, example: Reading, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> Reading:
        raise Cancelled("the reading was stopped")

    monkeypatch.setattr(pipeline, "read_report", stopped)
    with pytest.raises(Cancelled):
        list(read_again(workspace, workspace.reports(), by_built_in(gazetteer)))
    assert len(workspace.read_of(example.report.id).incidents) == 10


def test_another_outlet_changes_nothing_that_was_read(workspace: Workspace, example: Reading) -> None:
    read = workspace.read_of(example.report.id)
    workspace.confirm(read.incidents[0].id, "Ada")
    changed = replace(example.report, source="The Paper", url="https://example.org/1")
    workspace.change_details(example.report.id, changed)
    (kept,) = workspace.reports()
    assert (kept.id, kept.source, kept.url) == (changed.id, "The Paper", "https://example.org/1")
    after = workspace.read_of(changed.id)
    assert [(i.place, i.killed and str(i.killed), i.evidence.quote) for i in after.incidents] == [
        (i.place, i.killed and str(i.killed), i.evidence.quote) for i in read.incidents
    ]
    assert {i.evidence.report_id for i in after.incidents} == {changed.id}
    assert after.provenance.settings_hash == HAND_MARKED
    assert [k.state for k in workspace.kept([i.id for i in after.incidents])].count(ReviewState.CONFIRMED) == 1


def test_another_outlet_keeps_what_was_added_by_hand_once(workspace: Workspace, example: Reading) -> None:
    span = example.report.quote("text", 0, example.report.text.index("."))
    seven = {"killed": {"low": 7, "high": 7, "qualifier": "exact"}, "actor": "a gang"}
    workspace.add_by_hand(example.report.id, "Ada", span, IncidentType.FIRE, place="Kremenchuk", values=seven)
    before = len(workspace.read_of(example.report.id).incidents)
    changed = replace(example.report, source="The Paper")
    workspace.change_details(example.report.id, changed)
    assert len(workspace.read_of(changed.id).incidents) == before
    assert sum(i.type is IncidentType.FIRE for i in workspace.read_of(changed.id).incidents) == 1
    assert workspace.check() == []
    again = replace(changed, source="Another Paper")
    workspace.change_details(changed.id, again)
    assert len(workspace.read_of(again.id).incidents) == before
    workspace.add(replace(example, report=again))
    (added,) = (i for i in workspace.read_of(again.id).incidents if i.type is IncidentType.FIRE)
    assert added.reasons == ()  # it is still marked as added by hand, not as missed by the new reading
    assert added.toponym is not None
    assert added.killed is not None
    assert added.actor is not None
    assert {one.evidence for one in (added, added.toponym, added.killed, added.actor)} == {
        again.quote("text", span.start, span.end)
    }


def test_other_words_have_to_be_read(workspace: Workspace, example: Reading) -> None:
    with pytest.raises(ReviewError, match="read it again"):
        workspace.change_details(example.report.id, replace(example.report, title="Another title"))
