"""The workspace: keeping, reviewing, undoing, merging and splitting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.errors import ReviewError
from geodata.records import Place
from geodata.vocabulary import FigureKind, GeoPrecision, IncidentType, ReviewState, Role
from geodata.workspace import Workspace
from geodata.workspace.store import chosen_point
from tests.told import BOMB, PLAIN, Read, ids, sourced


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        yield opened
        assert opened.check() == []


@pytest.mark.slow
def test_a_report_comes_back_as_it_was_read(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB, title="A bomb")
    workspace.add(reading)
    again = workspace.read_of(reading.report.id)
    assert again.report == reading.report
    assert again.toponyms == reading.toponyms
    assert [replace(i, id="") for i in again.incidents] == [replace(i, id="") for i in reading.incidents]
    assert [r.id for r in workspace.reports()] == [reading.report.id]
    workspace.add(reading)
    assert workspace.info()["claims"] == 2


def test_every_act_is_kept_and_can_be_undone(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    ident = ids(workspace)["Mosul"]
    before = workspace.get(ident)
    corrected = workspace.edit(ident, "Ada", "killed", {"low": 10, "high": None, "qualifier": "at_least"})
    assert corrected.state is ReviewState.CORRECTED
    assert str(corrected.incident.killed) == "at least 10"
    assert workspace.edit(ident, "Ada", "type", "shooting").incident.type is IncidentType.SHOOTING
    assert workspace.edit(ident, "Ada", "dates", ["2022-06-20", "2022-06-21"]).incident.start == date(2022, 6, 20)
    assert workspace.edit(ident, "Ada", "role", "background").incident.role is Role.BACKGROUND
    assert workspace.edit(ident, "Ada", "actor", "a gunman").incident.actor is not None
    assert workspace.confirm(ident, "Ada").state is ReviewState.CONFIRMED
    assert workspace.reject(ident, "Bo", "a duplicate").state is ReviewState.REJECTED
    assert "Mosul" not in {i.place for i in workspace.read_of(workspace.reports()[0].id).incidents}
    for _ in range(7):
        workspace.undo(ident, "Ada")
    assert workspace.get(ident) == before
    history = workspace.history(ident)
    assert [r.action for r in history if r.undone] == ["edit"] * 5 + ["confirm", "reject"]
    assert {r.who for r in history} == {"Ada", "Bo"}
    assert history[0].before is not None
    with pytest.raises(ReviewError, match="nothing is left to undo"):
        workspace.undo(ident, "Ada")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "earthshake"),
        ("dates", ["2022-13-01", "2022-01-01"]),
        ("dates", ["2022-06-02", "2022-06-01"]),
        ("killed", {"low": 5, "high": 3, "qualifier": "range"}),
        ("mood", "grim"),
    ],
)
def test_a_wrong_correction_changes_nothing(workspace: Workspace, read: Read, field: str, value: object) -> None:
    workspace.add(read(BOMB))
    ident = ids(workspace)["Mosul"]
    with pytest.raises(ReviewError):
        workspace.edit(ident, "Ada", field, value)
    with pytest.raises(ReviewError, match="enter your name"):
        workspace.confirm(ident, " ")
    with pytest.raises(ReviewError, match="reason"):
        workspace.reject(ident, "Ada", "")
    assert workspace.history(ident) == []


def test_an_incident_that_the_reader_missed(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB + " The siege of the town went on.")
    workspace.add(reading)
    start = reading.report.text.index("The siege")
    evidence = reading.report.quote("text", start, len(reading.report.text))
    added = workspace.add_by_hand(reading.report.id, "Ada", evidence, IncidentType.ARMED_CLASH, place="Mosul")
    assert added.state is ReviewState.CONFIRMED
    assert added.incident.id in {i.id for i in workspace.read_of(reading.report.id).incidents}
    with pytest.raises(ReviewError, match="is not in"):
        workspace.add_by_hand(reading.report.id, "Ada", replace(evidence, start=0, end=len(evidence.quote)), IncidentType.FIRE)


def test_an_edited_text_keeps_corrections_where_the_sentence_stands(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    known = ids(workspace)
    workspace.edit(known["Mosul"], "Ada", "killed", {"low": 10, "high": 10, "qualifier": "exact"})
    workspace.edit(known["Basra"], "Ada", "killed", {"low": 3, "high": 3, "qualifier": "exact"})
    edited = read(
        "An editor's note. A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said. A [event2=fire:fire] [injured2:hurt four] in [where2:Basra] on [when2:Sunday]."
    )
    workspace.replace_report(reading.report.id, edited)
    after = {k.incident.place: k for k in workspace.kept()}
    assert after["Mosul"].incident.id == known["Mosul"]
    assert str(after["Mosul"].incident.killed) == "10"
    assert after["Basra"].incident.id != known["Basra"]
    assert [r.id for r in workspace.reports()] == [edited.report.id]


def test_deleting_a_report_takes_only_what_came_from_it(workspace: Workspace, read: Read) -> None:
    one = sourced(
        read(
            "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said."
        ),
        "Alpha",
    )
    workspace.add(one)
    workspace.add(
        sourced(
            read(
                "A car [event=explosion_device:bomb] in [where:Mosul] [killed:killed nine people] on [when:Sunday]. A [event2=fire:fire] [injured2:hurt four people] in [where2:Basra] on [when2:Sunday]."
            ),
            "Beta",
        )
    )
    workspace.delete_report(one.report.id)
    assert {k.incident.place: k.claims for k in workspace.kept()} == {"Mosul": 1, "Basra": 1}
    assert workspace.search("Mosul") != []


def test_a_choice_of_place_is_remembered(workspace: Workspace, read: Read, gazetteer: object) -> None:
    reading = read("A [event=fire:fire] [killed:killed two people] in the village of [where:Qwertsk] on [when:Sunday].")
    workspace.add(reading)
    assert reading.unresolved
    from geodata.gazetteer.lookup import Gazetteer

    assert isinstance(gazetteer, Gazetteer)
    place = gazetteer.find("Sloviansk")[0].place
    workspace.choose_place(reading.report.id, "Qwertsk", chosen_point("Qwertsk", place), "Ada")
    again = workspace.read_of(reading.report.id)
    assert again.unresolved == ()
    assert again.incidents[0].geocode is not None
    assert again.incidents[0].geocode.reason == "chosen by hand for Qwertsk"
    workspace.replace_report(reading.report.id, reading)
    assert workspace.read_of(reading.report.id).toponyms[0].geocode is not None


def test_views_and_settings(workspace: Workspace) -> None:
    workspace.save_view("mine", "type=shelling")
    workspace.save_view("mine", "type=fire")
    assert workspace.views() == {"mine": "type=fire"}
    workspace.delete_view("mine")
    assert workspace.views() == {}
    workspace.set_setting("who", "Ada")
    assert workspace.setting("who") == "Ada"


def imported(tmp_path: Path, rows: str, name: str = "rows.csv") -> Path:
    path = tmp_path / name
    path.write_text("id,date,place,lat,lon,killed,notes\n" + rows, "utf-8")
    return path


def test_an_imported_row_survives_every_act(workspace: Workspace, tmp_path: Path) -> None:
    from geodata.importing import loading

    loading.load(workspace, imported(tmp_path, "1,2022-06-26,Kyiv,50.45,30.52,5,a\n2,2022-06-26,Lviv,49.84,24.03,3,b\n"))
    before = {k.incident.id: k for k in workspace.kept()}
    kyiv, lviv = ids(workspace)["Kyiv"], ids(workspace)["Lviv"]
    workspace.edit(kyiv, "Ada", "killed", {"low": 99, "high": 99, "qualifier": "exact"})
    workspace.edit(kyiv, "Ada", "place", None)
    workspace.undo(kyiv, "Ada")
    workspace.undo(kyiv, "Ada")
    workspace.merge(kyiv, lviv, "Ada")
    workspace.undo(kyiv, "Ada")
    after = {k.incident.id: k for k in workspace.kept()}
    assert after.keys() == before.keys()
    for ident, kept in after.items():
        assert kept.incident.place == before[ident].incident.place
        assert str(kept.incident.killed) == str(before[ident].incident.killed)


def test_ids_of_two_files_may_both_begin_with_one(workspace: Workspace, tmp_path: Path) -> None:
    from geodata.importing import loading

    loading.load(workspace, imported(tmp_path, "1,2022-06-26,Kyiv,50.45,30.52,5,a\n"))
    outcome = loading.load(workspace, imported(tmp_path, "1,2022-06-26,Aleppo,36.2,37.16,50,b\n", "other.csv"))
    assert (outcome.new, outcome.known) == (1, 0)


def test_a_deleted_reports_reviews_act_on_nothing_later(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    workspace.reject(ids(workspace)["Mosul"], "Ada", "wrong")
    workspace.delete_report(reading.report.id)
    workspace.add(reading)
    assert {k.state for k in workspace.kept()} == {ReviewState.UNREVIEWED}


def test_every_change_is_seen(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    seen = [workspace.version()]
    for change in (
        lambda: workspace.add(reading),
        lambda: workspace.add(reading),
        lambda: workspace.confirm(ids(workspace)["Mosul"], "Ada"),
        lambda: workspace.save_view("v", ""),
    ):
        change()
        seen.append(workspace.version())
    assert len(set(seen)) == len(seen)


def test_on_the_command_line(tmp_path: Path, read: Read, capsys: pytest.CaptureFixture[str]) -> None:
    article, path = tmp_path / "a.txt", tmp_path / "w.sqlite"
    article.write_text(PLAIN, "utf-8")
    assert main(["read", str(article), "--published", "2022-06-27", "--keep", str(path)]) == 0
    capsys.readouterr()
    path.unlink()
    with Workspace.open(path) as opened:
        opened.add(read(BOMB))
    at = ["--workspace", str(path)]
    assert main(["list", *at, "--where", "type=explosion_device"]) == 0
    line = capsys.readouterr().out
    assert "Mosul" in line
    assert "Basra" not in line
    assert main(["show", line.split()[0], *at]) == 0
    assert "car bomb" in capsys.readouterr().out
    assert main(["workspace", "check", *at]) == 0
    assert main(["workspace", "backup", str(tmp_path / "b.sqlite"), *at]) == 0
    assert main(["workspace", "restore", str(tmp_path / "b.sqlite"), *at]) == 0
    assert main(["workspace", "info", "--json", *at]) == 0
    assert '"incidents": 2' in capsys.readouterr().out
    assert main(["list", *at, "--where", "colour=red"]) == 1
    assert "colour=red" in capsys.readouterr().err
    assert main(["show", "nobody", *at]) == 1


def test_several_corrections_are_kept_together_or_not_at_all(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    kept = workspace.kept()[0]
    with pytest.raises(ReviewError):
        workspace.edit_many(kept.incident.id, "Ada", {"type": "fire", "dates": ["2022-07-02", "2022-07-01"]})
    assert workspace.get(kept.incident.id) == kept
    changed = workspace.edit_many(kept.incident.id, "Ada", {"type": "fire", "attribution": "a nurse"})
    assert (changed.incident.type, changed.incident.attribution) == (IncidentType.FIRE, "a nurse")
    assert [act.field for act in workspace.history(kept.incident.id)] == ["type", "attribution"]
    report = workspace.reports()[0]
    span = report.quote("text", 0, 20)
    before = len(workspace.kept())
    wrong = {"killed": {"low": 9, "high": 3, "qualifier": "range"}}
    with pytest.raises(ReviewError):
        workspace.add_by_hand(report.id, "Ada", span, IncidentType.FIRE, values=wrong)
    assert len(workspace.kept()) == before
    told = {
        "unverified": True,
        "combatants": 2,
        "killed": {"low": 3, "high": 3, "qualifier": "exact"},
        "attribution": "a nurse",
    }
    added = workspace.add_by_hand(report.id, "Ada", span, IncidentType.FIRE, values=told)
    assert added.incident.attribution == "a nurse"
    assert added.incident.killed is not None
    assert added.incident.killed.attribution == "a nurse"
    assert added.incident.killed.combatants == 2
    assert added.incident.verified is False


def test_figures_of_a_kind_can_be_taken_away(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    ident = ids(workspace)["Mosul"]
    assert workspace.edit(ident, "Ada", "killed", None).incident.figure(FigureKind.KILLED) is None


def test_an_addition_is_withdrawn_as_if_it_had_not_been(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    before = [k.incident for k in workspace.kept()]
    evidence = reading.incidents[0].evidence
    added = workspace.add_by_hand(reading.report.id, "Ada", evidence, IncidentType.FIRE, values={"unverified": True})
    assert [act.action for act in workspace.last_acts("Ada")] == ["add"]
    workspace.withdraw(added.incident.id)
    assert [k.incident for k in workspace.kept()] == before
    assert workspace.last_acts("Ada") == []
    assert workspace.check() == []
    with pytest.raises(ReviewError, match="not added by hand"):
        workspace.withdraw(before[0].id)


def test_the_last_act_of_somebody(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    first, second = (k.incident.id for k in workspace.kept()[:2])
    assert workspace.last_acts("Ada") == []
    workspace.confirm(first, "Ada")
    workspace.reject(second, "Ada", "no")
    workspace.confirm(first, "Grace")
    assert [(act.incident, act.action) for act in workspace.last_acts("Ada")] == [(second, "reject")]
    workspace.undo(second, "Ada")
    assert workspace.last_acts("Ada") == []  # Grace later acted on the other incident


def test_what_is_added_again_has_its_values(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    span = reading.incidents[0].evidence
    five = {"killed": {"low": 5, "high": 5, "qualifier": "exact"}}
    first = workspace.add_by_hand(reading.report.id, "Ada", span, IncidentType.FIRE, values=five)
    workspace.withdraw(first.incident.id)
    again = workspace.add_by_hand(reading.report.id, "Ada", span, IncidentType.FIRE, values=five)
    assert str(again.incident.killed) == "5"
    assert [act.action for act in workspace.history(again.incident.id)] == ["add"]


def test_what_is_added_keeps_its_own_words_where_it_is_joined_to_another(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    mosul = next(i for i in reading.incidents if i.place == "Mosul")
    span = reading.report.quote("text", 2, 40)
    seven = {"killed": {"low": 7, "high": 7, "qualifier": "exact"}, "attribution": "a nurse"}
    added = workspace.add_by_hand(reading.report.id, "Ada", span, IncidentType.EXPLOSION_DEVICE, values=seven)
    assert added.incident.killed is not None
    assert added.incident.killed.evidence == span
    joined = workspace.merge(ids(workspace)["Mosul"], added.incident.id, "Ada")
    claims = {str(claim.incident.killed): claim.incident.killed for claim in workspace.claims_of(joined.incident.id)}
    assert set(claims) == {str(mosul.killed), "7"}
    assert claims["7"] is not None
    assert claims["7"].evidence == span


def test_a_merge_is_one_act_to_take_back(workspace: Workspace, read: Read) -> None:
    workspace.add(read(BOMB))
    first, second = (k.incident.id for k in workspace.kept()[:2])
    workspace.edit(second, "Ben", "type", "fire")
    workspace.confirm(first, "Ada")
    workspace.merge(first, second, "Ada")
    (act,) = workspace.last_acts("Ada")
    assert act.action == "merge"
    workspace.undo(act.incident, "Ada")
    assert workspace.get(first).state is ReviewState.CONFIRMED


def test_an_addition_that_others_joined_is_not_withdrawn(workspace: Workspace, read: Read) -> None:
    reading = read(BOMB)
    workspace.add(reading)
    other = workspace.kept()[0].incident.id
    added = workspace.add_by_hand(reading.report.id, "Ada", reading.incidents[0].evidence, IncidentType.FIRE)
    workspace.merge(added.incident.id, other, "Ben")
    with pytest.raises(ReviewError, match="were joined"):
        workspace.withdraw(added.incident.id)


@pytest.mark.parametrize(
    ("km", "precision"),
    [(1.0, GeoPrecision.SITE), (9.0, GeoPrecision.NEAR_SETTLEMENT), (400.0, GeoPrecision.REGION)],
)
def test_a_point_of_the_map_is_as_exact_as_the_map_showed_it(km: float, precision: GeoPrecision) -> None:
    found = chosen_point("Bama", Place.at("Bama", 11.5, 13.7, km))
    assert (found.precision, found.radius_km) == (precision, km)
