"""The initial values of the form for a missed incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.fields import Told, combatants_of
from geodata.fields import unverified as unverified_in
from geodata.records import Evidence, Reading, Toponym
from geodata.sources.text import make_report
from geodata.vocabulary import IncidentType, Qualifier
from geodata.workspace import Workspace
from geodata.workspace.begun import filled_in, told_by


def span_of(example: Reading, words: str) -> Evidence:
    start = example.report.text.index(words)
    return example.report.quote("text", start, start + len(words))


def test_words_in_which_the_reader_finds_no_incident(example: Reading) -> None:
    words = "At least ten people were killed and more than 40 were wounded, according to the governor of the region."
    told = told_by(None, span_of(example, words), example.toponyms)
    assert told.killed is not None
    assert (told.killed.low, told.killed.qualifier) == (10, Qualifier.AT_LEAST)
    assert told.injured is not None
    assert told.injured.qualifier is Qualifier.MORE_THAN
    assert told.attribution == "the governor of the region"
    assert told.place is None


def test_the_first_place_of_the_words(example: Reading) -> None:
    kharkiv = next(t for t in example.toponyms if t.name == "Kharkiv")
    around = example.report.quote("text", kharkiv.evidence.start - 5, kharkiv.evidence.end + 5)
    assert told_by(None, around, example.toponyms).place == "Kharkiv"


def test_of_two_places_the_one_of_the_figures(example: Reading) -> None:
    words = "Two people were killed and five were injured in and around Kharkiv"
    start = example.report.text.index(words)
    whole = example.report.quote("text", start, example.report.text.index(", in the south.", start) + 15)
    assert "Odesa" in whole.quote
    odesa = next(i for i in example.incidents if i.place == "Odesa")
    kharkiv = next(i for i in example.incidents if i.place == "Kharkiv")
    merged = replace(odesa, killed=kharkiv.killed, injured=kharkiv.injured)
    assert told_by(merged, whole, example.toponyms).place == "Kharkiv"
    assert told_by(None, whole, example.toponyms).place == "Kharkiv"
    behind = example.report.quote("text", example.report.text.index("Odesa", start) - 12, whole.end)
    assert told_by(None, behind, example.toponyms).place == "Odesa"


def test_the_place_behind_a_figure_goes_before_the_one_in_front(example: Reading) -> None:
    text = "In Kyiv officials said that two people were killed in Odesa, while Lviv was calm."

    def named(name: str) -> Toponym:
        start = text.index(name)
        span = Evidence(report_id="r", field="text", start=start, end=start + len(name), quote=name)
        return replace(example.toponyms[0], name=name, evidence=span, geocode=None)

    whole = Evidence(report_id="r", field="text", start=0, end=len(text), quote=text)
    assert told_by(None, whole, [named(name) for name in ("Kyiv", "Odesa", "Lviv")]).place == "Odesa"
    assert told_by(None, whole, [named(name) for name in ("Kyiv", "Lviv")]).place == "Kyiv"


def test_a_town_goes_before_its_country(example: Reading) -> None:
    words = "A missile struck a busy shopping centre in Kremenchuk, in central Ukraine, on Monday, and officials in Ukraine said they"
    start = example.report.text.index(words)
    whole = example.report.quote("text", start, example.report.text.index("dead and wounded.", start) + 17)
    assert told_by(None, whole, example.toponyms).place == "Kremenchuk"


def test_what_was_read_goes_first(example: Reading) -> None:
    incident = next(i for i in example.incidents if i.place == "Odesa")
    assert incident.toponym is not None
    told = told_by(incident, incident.toponym.evidence, example.toponyms)
    assert (told.place, told.injured) == ("Odesa", incident.injured)


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("A local leader said that 31 villagers had died; it could not be verified.", "A local leader"),
        ("The Red Crescent reported two dead.", "The Red Crescent"),
        ("Two people died, the mayor said.", "the mayor"),
        ("In Kyiv officials said that two people were killed.", None),
        ("They said two people were killed.", None),
        ("Two people were killed.", None),
        ("Twelve people were reported killed in Kharkiv.", None),
        ("No one claimed responsibility.", None),
    ],
)
def test_who_says_so(text: str, claimant: str | None) -> None:
    span = Evidence(report_id="r", field="text", start=0, end=len(text), quote=text)
    assert told_by(None, span, ()).attribution == claimant


WORDS = "4 people were killed, 3 of them fighters, in Kharkiv, which could not be independently verified."


@pytest.mark.parametrize(("unverified", "combatants", "shown"), [(True, 3, 3), (False, None, None), (False, 2, 2)])
def test_what_the_words_say_of_their_figures_can_be_taken_back(
    workspace: Workspace, example: Reading, unverified: bool, combatants: int | None, shown: int | None
) -> None:
    report = make_report(WORDS)
    workspace.add(replace(example, report=report, toponyms=(), incidents=()))
    span = report.quote("text", 0, len(WORDS))
    begun = told_by(None, span, ())
    assert (begun.combatants, begun.unverified) == (3, True)
    killed = {"low": 4, "high": 4, "qualifier": "exact"}
    values = {"killed": killed, "injured": None, "combatants": combatants, "unverified": unverified}
    kept = workspace.add_by_hand(report.id, "A", span, IncidentType.ATTACK_OTHER, values=filled_in(begun, values))
    seen = Told(incident=kept.incident)
    assert bool(unverified_in(seen)) is unverified
    assert kept.incident.killed is not None
    assert combatants_of(kept.incident.killed, kept.incident.sentences) == shown


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Police say two people were killed in a shooting at a house on Friday.", IncidentType.SHOOTING, "2022-06-24"),
        ("Two people died in a fire on 20 June.", IncidentType.FIRE, "2022-06-20"),
        ("Two people were killed.", None, None),
    ],
)
def test_kind_and_day_of_words_that_were_not_read(text: str, kind: IncidentType | None, day: str | None) -> None:
    report = make_report(text, published=date(2022, 6, 27))
    told = told_by(None, report.quote("text", 0, len(text)), (), report.published)
    assert (told.kind, told.start and told.start.isoformat()) == (kind, day)
