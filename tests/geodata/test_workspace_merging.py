"""The workspace: claims of one event are merged or split, and stay so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import ReviewError
from geodata.records import Reading
from geodata.workspace import Workspace
from tests.told import BOMB, Read, ids, sourced


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        yield opened
        assert opened.check() == []


def of_one_event(read: Read) -> tuple[Reading, Reading]:
    """Return two reports of one event."""
    one = sourced(
        read(
            "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said."
        ),
        "Alpha",
    )
    two = sourced(
        read(
            "A car [event=explosion_device:bomb] in [where:Mosul] [killed:killed nine people] on [when:Sunday], [says:officials] said."
        ),
        "Beta",
    )
    return one, two


def test_two_reports_of_one_event_are_one_incident_and_are_not_added_up(workspace: Workspace, read: Read) -> None:
    workspace.add(
        sourced(
            read(
                "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said."
            ),
            "Alpha",
        )
    )
    workspace.add(
        sourced(
            read(
                "[killed:At least 12 people died] when a car [event=explosion_device:bomb exploded] in [where:Mosul] on [when:Sunday], [says:officials] said."
            ),
            "Beta",
            date(2022, 6, 28),
        )
    )
    (kept,) = workspace.kept()
    assert kept.claims == 2
    figure = kept.incident.killed
    assert figure is not None
    assert (figure.low, figure.high, figure.best) == (9, None, 12)
    claims = workspace.claims_of(kept.incident.id)
    assert [c.source for c in claims] == ["Alpha", "Beta"]
    assert [c.incident.killed.low for c in claims if c.incident.killed] == [9, 12]


def test_split_stays_split(workspace: Workspace, read: Read) -> None:
    one, two = of_one_event(read)
    workspace.add(one)
    workspace.add(two)
    (kept,) = workspace.kept()
    second = workspace.claims_of(kept.incident.id)[1]
    apart = workspace.split(kept.incident.id, [second.id], "Ada")
    assert {k.claims for k in workspace.kept()} == {1}
    workspace.replace_report(two.report.id, two)
    assert len(workspace.kept()) == 2
    workspace.undo(kept.incident.id, "Ada")
    assert [k.claims for k in workspace.kept()] == [2]
    with pytest.raises(ReviewError):
        workspace.get(apart.incident.id)


def test_merge_and_undo(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    known = ids(workspace)
    merged = workspace.merge(known["Mosul"], known["Basra"], "Ada")
    assert merged.claims == 2
    assert merged.incident.killed is not None
    assert (merged.incident.killed.low, merged.incident.killed.high) == (2, 9)
    workspace.undo(known["Mosul"], "Ada")
    assert ids(workspace) == known
    with pytest.raises(ReviewError, match="itself"):
        workspace.merge(known["Mosul"], known["Mosul"], "Ada")


def test_refused_proposals_stay_refused(workspace: Workspace, read: Read) -> None:
    workspace.add(
        sourced(read("A [event=fire:fire] [killed:killed two people] in a factory in [where:Basra] on [when:Sunday]."), "Alpha")
    )
    workspace.add(
        sourced(
            read("[actor:Gunmen] [killed:[event=shooting:killed] two people] in a factory in [where:Basra] on [when:Sunday]."),
            "Beta",
        )
    )
    pairs = workspace.proposals()
    if pairs:
        one, two, score, reasons = pairs[0]
        assert 0 < score < 1
        assert reasons
        workspace.refuse(one.incident.id, two.incident.id, "Ada")
    assert workspace.proposals() == []
    assert len(workspace.kept()) == 2


def test_what_a_merge_would_give_is_shown_and_not_kept(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    known = ids(workspace)
    before = workspace.stamp()
    shown = workspace.merged_with(known["Mosul"], known["Basra"])
    assert (shown.claims, str(shown.incident.killed)) == (2, "2 to 9")
    assert workspace.stamp() == before
    assert ids(workspace) == known


def test_a_merge_by_hand_survives_reading_again(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    known = ids(workspace)
    workspace.merge(known["Mosul"], known["Basra"], "Ada")
    workspace.add(reading)
    assert [k.claims for k in workspace.kept()] == [2]
    workspace.replace_report(reading.report.id, sourced(reading, "retitled"))
    assert [k.claims for k in workspace.kept()] == [2]


def test_a_merge_keeps_what_a_person_corrected(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    known = ids(workspace)
    workspace.edit(known["Basra"], "Ada", "killed", {"low": 7, "high": 7, "qualifier": "exact"})
    merged = workspace.merge(known["Mosul"], known["Basra"], "Bo")
    assert str(merged.incident.killed) == "7"
    workspace.undo(merged.incident.id, "Bo")
    assert ids(workspace).keys() == known.keys()


def test_undo_of_a_move_that_was_moved_on_is_refused(workspace: Workspace, read: Read) -> None:
    texts = ("A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said.", "A car [event=explosion_device:bomb] in [where:Mosul] [killed:killed nine people] on [when:Sunday].",
             "[killed:Nine people were killed] by a car [event=explosion_device:bomb] in [where:Mosul] on [when:Sunday].")  # fmt: skip
    for n, words in enumerate(texts):
        workspace.add(sourced(read(words), f"paper {n}"))
    (kept,) = workspace.kept()
    claims = [c.id for c in workspace.claims_of(kept.incident.id)]
    second = workspace.split(kept.incident.id, claims[1:], "Ada")
    workspace.split(second.incident.id, claims[2:], "Ada")
    with pytest.raises(ReviewError, match="undo that change first"):
        workspace.undo(kept.incident.id, "Ada")
    workspace.undo(second.incident.id, "Ada")
    workspace.undo(kept.incident.id, "Ada")
    assert [k.claims for k in workspace.kept()] == [3]


def test_what_was_separated_stays_so_in_an_edited_report(workspace: Workspace, read: Read) -> None:
    one, two = of_one_event(read)
    workspace.add(one)
    workspace.add(two)
    (kept,) = workspace.kept()
    first = workspace.claims_of(kept.incident.id)[0]
    workspace.split(kept.incident.id, [first.id], "Ada")
    workspace.replace_report(
        one.report.id,
        sourced(
            read(
                "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said. "
            ),
            "Alpha2",
        ),
    )
    assert [k.claims for k in workspace.kept()] == [1, 1]


def test_a_split_off_claim_can_be_read_again(workspace: Workspace, read: Read) -> None:
    one, two = of_one_event(read)
    workspace.add(one)
    workspace.add(two)
    (kept,) = workspace.kept()
    workspace.split(kept.incident.id, [workspace.claims_of(kept.incident.id)[0].id], "Ada")
    workspace.delete_report(one.report.id)
    workspace.add(one)
    assert sum(k.claims for k in workspace.kept()) == 2


def test_what_may_be_the_same_event_is_offered(workspace: Workspace, read: Read) -> None:
    one, two = of_one_event(read)
    workspace.add(one)
    workspace.add(two)
    (kept,) = workspace.kept()
    other = workspace.split(kept.incident.id, [workspace.claims_of(kept.incident.id)[0].id], "Ada")
    workspace.add(
        sourced(
            read(
                "A [event=fire:fire] in [where:Kyiv] on [when:Sunday] [killed:killed two people]. "
                "A [event2=fire:fire] in [where2:Basra] on [when2:Sunday] [killed2:killed one person]."
            ),
            "Gamma",
        )
    )
    assert [k.incident.id for k in workspace.alike(kept.incident.id, 9)] == [other.incident.id]
    assert [k.incident.place for k in workspace.alike(ids(workspace)["Kyiv"], 9)] == ["Basra"]
    assert workspace.alike(ids(workspace)["Kyiv"], 0) == []
