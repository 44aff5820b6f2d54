"""The list next to the map and the timeline below it, as plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from dashboard.parts.incident_list import UNREAD_ROW, Part, counts_of, list_payload, to_look_at
from dashboard.parts.timeline import Strip, strip_of, tick, timeline_data
from dashboard.state.atlas import Atlas
from geodata.columns.distant import distant
from geodata.importing import loading
from geodata.query import IncidentQuery
from geodata.records import Incident, Place, Reading
from geodata.summary.checks import unread_at
from geodata.summary.chronology import Unit
from geodata.vocabulary import UNREAD, IncidentType, Qualifier, Role
from geodata.workspace import Workspace

EVERYTHING = IncidentQuery()


def strip(atlas: Atlas, query: IncidentQuery = EVERYTHING, *, opened: bool = False, one_report: bool = True) -> Strip:
    chosen = atlas.chosen(query)
    whole = atlas.chosen(EVERYTHING).mask
    return strip_of(chosen.snapshot, whole, chosen.but("dates"), one_report=one_report, opened=opened)


def test_the_timeline_spans_the_days_of_the_report_and_counts_what_lies_before(atlas: Atlas) -> None:
    told = timeline_data(strip(atlas), atlas.snapshot(), IncidentQuery(start=date(2022, 6, 26)))
    assert told["from"] == "2022-06-26"
    assert told["undated"] == 1
    assert [b["words"] for b in told["bins"]] == ["26 Jun 2022", "27 Jun 2022"]
    assert strip(atlas).earlier == 2
    assert [sum(bin["parts"]) for bin in told["bins"]] == [bin["n"] for bin in told["bins"]]
    assert told["families"][0] == {"label": "Missiles, shelling, air strikes", "colour": "#d55e00"}
    assert len(told["events"]) == 10 - 2 - 1, "each dated incident of its days has a mark"
    assert {tuple(event["span"]) for event in told["events"]} == {(0, 0), (1, 1), (0, 1)}
    assert [mark["words"].partition(" · ")[0] for mark in told["loose"]] == ["Sievierodonetsk"], "what has no date"
    assert not any(event["out"] for event in told["events"])


def test_earlier_events_open_and_a_filter_does_not_move_the_timeline(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = timeline_data(strip(atlas, opened=True), atlas.snapshot(), EVERYTHING)
    assert [(mark["words"].partition(" · ")[0], mark["day"], mark["out"]) for mark in opened["listed"]] == [
        ("Mariupol", "March 2022", False),
        ("Kramatorsk", "April 2022", False),
    ]
    assert len(opened["bins"]) == 2, "the axis stays"
    without = strip(atlas, IncidentQuery(places=("Mariupol",)), opened=True)
    assert [on for _, on in without.listed] == [True, False], "what is filtered away keeps its room"
    since = IncidentQuery(start=date(2022, 4, 1))
    assert [mark["off"] for mark in timeline_data(strip(atlas, opened=True), atlas.snapshot(), since)["listed"]] == [
        True,
        False,
    ]
    until = IncidentQuery(end=date(2022, 3, 20))
    assert [mark["off"] for mark in timeline_data(strip(atlas, opened=True), atlas.snapshot(), until)["listed"]] == [
        False,
        True,
    ]
    assert strip(atlas).listed == ()
    monkeypatch.setattr("dashboard.parts.timeline.MOST_LISTED", 1)
    many = timeline_data(strip(atlas, opened=True), atlas.snapshot(), EVERYTHING)
    assert many["listed"] == []
    assert many["bins"][0]["words"] == "1 Mar 2022", "the axis spans them"
    assert sum(b["n"] for b in many["bins"]) + sum(b["vague"] > 0 for b in many["bins"]) > 9
    shells = IncidentQuery(types=(IncidentType.SHELLING,))
    for narrow in (shells, IncidentQuery(places=("Kyiv",))):
        few = timeline_data(strip(atlas, narrow), atlas.snapshot(), narrow)
        assert len(few["bins"]) == 2
        assert len(few["events"]) == 7, "those left out keep their place"
        assert sum(not event["out"] for event in few["events"]) == strip(atlas, narrow).rows.size - len(few["loose"])
    assert timeline_data(strip(atlas, one_report=False), atlas.snapshot(), EVERYTHING)["bins"][0]["words"] == "1 Mar 2022"
    nothing = IncidentQuery(text="volcano")
    assert strip(atlas, nothing).earlier == 0
    kyiv = strip(atlas, IncidentQuery(places=("Kyiv",)))
    assert (kyiv.earlier, kyiv.has_earlier, kyiv.has_undated) == (0, True, True), "what is filtered away keeps its room"


def test_a_total_since_long_ago_does_not_stretch_the_timeline_of_all_reports(example: Reading, tmp_path: Path) -> None:
    def since(first: date, last: date) -> Reading:
        moved = (replace(i, start=first, end=last) if i.role is Role.AGGREGATE else i for i in example.incidents)
        return replace(example, incidents=tuple(moved))

    def bins(reading: Reading, name: str) -> list[str]:
        with Workspace.open(tmp_path / name) as workspace:
            workspace.add(reading)
            found = Atlas(workspace)
            told = timeline_data(strip(found, one_report=False), found.snapshot(), EVERYTHING)
            return [told["bins"][0]["start"], told["bins"][-1]["start"]]

    usual = bins(example, "example.sqlite")
    assert bins(since(date(2009, 1, 1), date(2022, 6, 27)), "long.sqlite") == usual
    assert bins(since(date(2009, 1, 1), date(2010, 1, 1)), "before.sqlite")[0] <= "2010-01-01", (
        "a total that is over lies on the axis"
    )


def test_what_needs_a_look(example: Reading, tmp_path: Path) -> None:
    def doubted(incident: Incident) -> Incident:
        if incident.place in ("Odesa", "Kyiv"):
            return replace(incident, confidence=0.0)
        if incident.place != "Sloviansk":
            return incident
        doubt = " It could not be verified."
        told = replace(incident.evidence, quote=incident.evidence.quote[: -len(doubt)] + doubt)
        return replace(incident, evidence=told, sentences=(told,))

    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(replace(example, incidents=tuple(map(doubted, example.incidents))))
        kyiv = next(k.incident.id for k in workspace.kept() if k.incident.place == "Kyiv")
        workspace.confirm(kyiv, "Ada")
        rows = list_payload(Atlas(workspace), EVERYTHING, Part.LOOK, 0)["rows"]
    assert {row["place"] for row in rows} == {"Odesa", "Sloviansk"}


def test_a_place_far_from_all_others_of_its_report_needs_a_look(example: Reading, tmp_path: Path) -> None:
    def moved(incident: Incident) -> Incident:
        if incident.place != "Odesa" or incident.toponym is None or incident.toponym.geocode is None:
            return incident
        texas = replace(incident.toponym.geocode, place=Place.at("Odessa", 31.85, -102.37, 5.0))
        return replace(incident, toponym=replace(incident.toponym, geocode=texas))

    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(replace(example, incidents=tuple(map(moved, example.incidents))))
        found = Atlas(workspace)
        (row,) = list_payload(found, EVERYTHING, Part.LOOK, 0)["rows"]
        assert row["place"] == "Odesa"
        assert "far from the others" in row["doubts"]
        (tmp_path / "far.csv").write_text("place,latitude,longitude\nA,50,30\nB,10,100\nC,-30,-60\nD,0,170\n")
        loading.load(workspace, tmp_path / "far.csv")
        assert found.snapshot().far.sum() == 1, "rows of a table may lie anywhere"
        workspace.confirm(row["id"], "Ada")
        assert list_payload(found, EVERYTHING, Part.LOOK, 0)["rows"] == []


def test_figures_that_were_not_read_need_a_look(example: Reading, atlas: Atlas) -> None:
    words = "…a railway station in Kramatorsk, in the east, which killed at least 59."
    reading = replace(example, notes=(*example.notes, f"{UNREAD}{words}"))
    (row,) = to_look_at(reading, atlas.chosen(EVERYTHING), careful=False)
    assert (row["id"], row["place"]) == (f"{UNREAD_ROW}0", f"“{words}”")
    assert "59" not in to_look_at(reading, atlas.chosen(EVERYTHING), careful=True)[0]["place"]
    assert to_look_at(example, atlas.chosen(EVERYTHING), careful=False) == []
    found = unread_at(example.report, words)
    assert found is not None
    assert found.quote == words[1:]
    assert unread_at(example.report, "words of another report") is None


def test_rows_of_a_table_are_not_far_from_each_other() -> None:
    lat, lon = np.array([50.0, 10.0, -30.0, 0.0]), np.array([30.0, 100.0, -60.0, 170.0])
    rows, one = np.arange(4), np.zeros(4, dtype=np.int32)
    assert distant(lat, lon, np.ones(4, dtype=bool), rows, one).all()
    assert not distant(lat, lon, np.zeros(4, dtype=bool), rows, one).any(), "areas"
    assert not distant(lat, lon, np.ones(4, dtype=bool), rows[:0], one[:0]).any(), "no report"
    assert not distant(lat[:2], lon[:2], np.ones(2, dtype=bool), rows[:2], one[:2]).any(), "too few to tell"
    near = distant(np.array([50.0, 50.5, 51.0, 10.0]), np.array([30.0, 30.0, 30.5, 100.0]), np.ones(4, dtype=bool), rows, one)
    assert near.tolist() == [False, False, False, True]


def test_the_list_has_new_incidents_by_casualties(atlas: Atlas) -> None:
    assert counts_of(atlas.chosen(EVERYTHING)) == {"new": 7, "earlier": 2, "totals": 1, "look": 0}
    rows = list_payload(atlas, EVERYTHING, Part.NEW, 0)["rows"]
    assert [row["place"] for row in rows[:4]] == ["Kremenchuk", "Kharkiv", "Odesa", "Sloviansk"]
    assert rows[0]["people"] == "10+ killed, 40+ injured"
    assert rows[0]["line"] == "Missile strike · 27 Jun 2022 · the governor of the region"
    assert {row["people"] for row in rows[4:]} == {"no figures"}
    assert rows[0]["key"].startswith("p49.")
    assert [row["place"] for row in list_payload(atlas, EVERYTHING, Part.NEW, 6)["rows"]] == [rows[6]["place"]]
    assert list_payload(atlas, EVERYTHING, Part.NEW, 7)["rows"] == []


def test_each_of_a_few_days_is_named_below_the_axis() -> None:
    days = [date(2024, 6, 9) + timedelta(days=n) for n in range(20)]
    assert [tick(day, Unit.DAY, n, 5) for n, day in enumerate(days[:5])] == ["9 Jun", "10 Jun", "11 Jun", "12 Jun", "13 Jun"]
    assert [words for n, day in enumerate(days) if (words := tick(day, Unit.DAY, n, 20))] == [
        "9 Jun",
        "10 Jun",
        "17 Jun",
        "24 Jun",
    ]


def test_nearly_a_hundred_comes_before_thirteen(tmp_path: Path, example: Reading) -> None:
    new = [i for i in example.incidents if i.role is Role.MAIN and i.killed]
    assert new[-1].killed is not None
    nearly = replace(new[-1], killed=replace(new[-1].killed, low=None, high=100, best=100, qualifier=Qualifier.ALMOST))
    others = tuple(nearly if i is new[-1] else i for i in example.incidents)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(replace(example, incidents=others))
        listed = list_payload(Atlas(workspace), EVERYTHING, Part.NEW, 0)
        assert listed["rows"][0]["place"] == nearly.place
