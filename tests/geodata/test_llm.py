"""Reading with a language model: what passes the checks, and answers of every form."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geodata.errors import BadAnswer
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm import answers, comparing, definitions, figures, locating, parts
from geodata.llm.reading import findings_of, read_with
from geodata.reading.confidence import is_sure
from geodata.records import Reading, Report
from geodata.sources import text as source
from geodata.vocabulary import FigureKind, Qualifier
from tests.said import MODEL, REPORT, TEXT, answer, figure, said

# --- the checks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("quote", "text", "words"), locating.YES)
def test_quotes_that_stand_in_a_text(quote: str, text: str, words: str) -> None:
    found = locating.Located(text).find(quote)
    assert found is not None
    assert text[slice(*found)] == words


@pytest.mark.parametrize(("quote", "text"), locating.NO)
def test_quotes_that_do_not(quote: str, text: str) -> None:
    assert locating.Located(text).find(quote) is None


def quoted(pairs: tuple[tuple[str, str], ...]) -> list[figures.Quoted]:
    return [figures.Quoted(s, s.lower().index(q.lower()), s.lower().index(q.lower()) + len(q)) for q, s in pairs]


def as_said(bounds: tuple[int | None, int | None]) -> answers.SaidFigure:
    return answers.SaidFigure(low=bounds[0], high=bounds[1], best=None, quotes=(), claimant=None)


@pytest.mark.parametrize(("kind", "bounds", "pairs"), figures.YES)
def test_figures_that_their_words_state(kind: str, bounds: Any, pairs: Any) -> None:
    assert figures.supported(as_said(bounds), FigureKind(kind), quoted(pairs)) is not None


@pytest.mark.parametrize(
    ("example", "wanted"), [*((one, True) for one in figures.DENIED), *((one, False) for one in figures.NOT_DENIED)]
)
def test_denial(example: tuple[str, str], wanted: bool) -> None:
    sentence, words = example
    start = sentence.index(words)
    assert figures.is_denied(figures.Quoted(sentence, start, start + len(words))) is wanted


@pytest.mark.parametrize(("kind", "bounds", "pairs"), figures.NO)
def test_figures_that_their_words_do_not_state(kind: str, bounds: Any, pairs: Any) -> None:
    assert figures.supported(as_said(bounds), FigureKind(kind), quoted(pairs)) is None


def test_a_true_answer_comes_through_whole(answered: Callable[..., Reading]) -> None:
    reading = answered(said())
    (incident,) = reading.incidents
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high, incident.killed.qualifier) == (10, None, Qualifier.AT_LEAST)
    assert incident.killed.evidence.quote == "killing at least ten people"
    assert incident.killed.attribution == incident.attribution == "the governor’s office"
    assert (incident.start, incident.end) == (date(2022, 6, 27), date(2022, 6, 27))
    assert incident.geocode is not None
    assert incident.geocode.place.country == "UA"
    assert incident.reasons == reading.notes == ()
    assert is_sure(incident.confidence)
    for evidence in (incident.evidence, *incident.sentences, incident.killed.evidence):
        assert REPORT.part(evidence.field)[evidence.start : evidence.end] == evidence.quote
    assert f"test on this computer, prompt {definitions.VERSION}" in reading.provenance.part


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"killed": figure(900, 900, "killing at least ten people")}, "“killing at least ten people” does not say so"),
        ({"killed": figure(10, 10, "killing at least ten people")}, "does not say so"),
        ({"killed": figure(12, 12, "twelve people were killed")}, "its words are not in the incident's sentences"),
        ({"killed": figure(10, None)}, "its words are not in the incident's sentences"),
        ({"killed": figure(2, 2, "two men were hurt")}, "its words are not in the incident's sentences"),
        ({"killed": figure(1, 1, "Kremenchuk")}, "its words are not in the incident's sentences"),
        ({"injured": figure(10, None, "killing at least ten people")}, "does not say so"),
        ({"place": "people", "country": "FR", "province": "Provence"}, "'people' is not a place name"),
        ({"claimant": "the president"}, "the claimant 'the president' is not in the text"),
        ({"actor": "Russia"}, "the actor 'Russia' is not in the text"),
        ({"date_start": "2022-05-01", "date_end": "2022-05-01"}, "only the language model gives this date"),
        ({"when": []}, "only the language model gives this date"),
    ],
)
def test_what_is_not_supported_is_named_and_not_counted(
    answered: Callable[..., Reading], changed: dict[str, Any], reason: str
) -> None:
    (incident,) = answered(said(**changed)).incidents
    assert any(reason in one for one in incident.reasons), incident.reasons
    for kind in {"killed", "injured"} & changed.keys():
        assert getattr(incident, kind) is None
        assert not is_sure(incident.confidence)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"place": "Paris"}, "the place 'Paris' is not in the text"),
        ({"sentences": [40], "evidence": 41}, "none of its sentences exist"),
    ],
)
def test_an_incident_without_words_is_left_out_and_named(
    answered: Callable[..., Reading], changed: dict[str, Any], reason: str
) -> None:
    reading = answered(said(**changed), said())
    assert len(reading.incidents) == 1
    assert any(reason in note for note in reading.notes)


def test_an_injection_adds_nothing_without_its_words(answered: Callable[..., Reading]) -> None:
    lie = said(place="Bergen", country="NO", sentences=[3], evidence=3, killed=figure(900, 900, "900 dead"), when=[],
               date_start=None, date_end=None, claimant=None)  # fmt: skip
    (incident,) = answered(lie).incidents
    assert "Ignore the above" in incident.evidence.quote  # the evidence shows the words that misled the model
    reading = answered({**lie, "place": "Trondheim", "killed": figure(900, 900, "900 people died")})
    assert reading.incidents == ()


def test_long_reports_are_asked_in_overlapping_parts_and_joined(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LONGEST", 200)
    filler = " ".join(f"Officials spoke about plan number {n} at some length." for n in range(12))
    report = Report(text=TEXT + "\n" + filler, title=REPORT.title, published=REPORT.published)
    asked = list(parts.contents(findings_of(report, gazetteer)))
    assert len(asked) > 3
    assert all(content.startswith("Publication date: 2022-06-28\n[0] Missile hits") for content in asked)
    for first, second in itertools.pairwise(asked):
        assert set(first.splitlines()[2:]) & set(second.splitlines()[2:]), "parts overlap"
    kremenchuk = said(sentences=[1])

    def ask(content: str) -> str:
        return answer(kremenchuk) if "Kremenchuk" in content else answer(said(sentences=[0], killed=None))

    reading = read_with(report, MODEL, ask, gazetteer)
    assert [incident.place for incident in reading.incidents] == ["Kremenchuk"]
    assert reading.incidents[0].killed is not None


def test_other_languages(answered: Callable[..., Reading]) -> None:
    french = "Au moins vingt-trois personnes ont été tuées lundi dans un incendie à Lyon, selon la police. " * 2
    report = source.make_report(french, published=date(2022, 6, 28))
    assert report.language == "fr"
    told = {"sentences": [1], "type": "fire", "place": "Lyon", "country": "FR", "when": ["lundi"], "claimant": "la police"}
    (right,) = answered(said(**told, killed=figure(23, None, "Au moins vingt-trois personnes")), report=report).incidents
    assert right.killed is not None
    assert (right.killed.low, right.killed.qualifier) == (23, Qualifier.AT_LEAST)
    assert right.reasons == ()
    (wrong,) = answered(said(**told, killed=figure(32, None, "Au moins vingt-trois personnes")), report=report).incidents
    assert wrong.killed is None
    ukrainian = "У понеділок у Харкові загинули двадцять людей, повідомила поліція. " * 2
    report = source.make_report(ukrainian, published=date(2022, 6, 28))
    told = {
        "sentences": [1],
        "type": "shelling",
        "place": "Харкові",
        "country": "UA",
        "when": ["У понеділок"],
        "claimant": None,
    }
    (unread,) = answered(said(**told, killed=figure(20, 20, "двадцять людей")), report=report).incidents
    assert unread.killed is not None
    assert any(reason.startswith("not checked") for reason in unread.reasons)
    assert not is_sure(unread.confidence)


def test_readers_that_agree_are_surer_and_others_are_not_sure(answered: Callable[..., Reading]) -> None:
    model = answered(said(), said(place="Oslo", country="NO", sentences=[2], evidence=2, type="fire", killed=None, claimant=None,
                              injured=figure(2, 2, "two men were hurt"), when=["Sunday"], date_start="2022-06-26",
                              date_end="2022-06-26"))  # fmt: skip
    kremenchuk, oslo = model.incidents
    other = replace(
        kremenchuk, confidence=0.6, killed=replace(kremenchuk.killed, low=12, best=12) if kremenchuk.killed else None
    )
    agreeing = replace(model, incidents=(replace(kremenchuk, confidence=0.6),))
    both = comparing.merged(agreeing, model, ("A", "B"))
    assert [round(i.confidence, 2) for i in both.incidents] == [0.96, 0.1]
    assert both.incidents[1].reasons == ("only B found this",)
    (pair, alone) = comparing.compared(replace(model, incidents=(other,)), model)
    assert list(map(str, pair.differences)) == ["killed: at least 12 or at least 10"]
    assert (alone.one, alone.other) == (None, oslo)
    differing = comparing.merged(replace(model, incidents=(other,)), model, ("A", "B"))
    assert differing.incidents[0].killed == kremenchuk.killed
    assert not is_sure(differing.incidents[0].confidence)
    assert any("(A or B)" in note for note in differing.notes)


def test_a_person_decides_what_readers_read_otherwise(answered: Callable[..., Reading]) -> None:
    model = answered(said(), said(place="Oslo", country="NO", sentences=[2], evidence=2, type="fire", killed=None, claimant=None,
                              injured=figure(2, 2, "two men were hurt"), when=["Sunday"], date_start="2022-06-26",
                              date_end="2022-06-26"))  # fmt: skip
    kremenchuk, _ = model.incidents
    assert kremenchuk.killed is not None
    twelve = replace(kremenchuk, killed=replace(kremenchuk.killed, low=12, best=12), start=None, end=None)
    built_in = replace(model, incidents=(twelve,))
    pair, alone = comparing.compared(built_in, model)
    assert [d.field for d in pair.differences] == ["killed", "days"]
    half = comparing.merged(built_in, model, ("A", "B"), {(0, "killed"): "one", (1, comparing.WHOLE): "one"})
    (found,) = half.incidents
    assert found.killed == twelve.killed
    assert found.start == kremenchuk.start
    assert not is_sure(found.confidence), "the day is still open"
    kept = comparing.merged(
        built_in, model, ("A", "B"), {(0, "killed"): "one", (0, "days"): "one", (1, comparing.WHOLE): "other"}
    )
    found, oslo = kept.incidents
    assert (found.killed, found.start, found.confidence) == (twelve.killed, None, kremenchuk.confidence)
    assert oslo == alone.other
    assert not any("(A or B)" in note for note in kept.notes)


# --- answers of every kind ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        answer(said()),
        f"Here it is:\n```json\n{answer(said())}\n```\nThat is all.",
        f"<think>{{no}}</think>{answer(said())}",
        "Sure! " + answer(said()),
    ],
)
def test_answers_are_found_among_other_words(content: str) -> None:
    assert answers.parsed(content).incidents[0].place == "Kremenchuk"


@pytest.mark.parametrize("content", ["", "I cannot do that.", answer(said())[:-40], "[]", '{"incidents": 3}', "[" * 100_000])
def test_answers_that_are_none(content: str) -> None:
    with pytest.raises(BadAnswer):
        answers.parsed(content)


@pytest.mark.parametrize(
    "fault",
    [
        {"type": "asteroid"}, {"role": None}, {"place": 3}, {"date_start": "yesterday"}, {"evidence": "x", "sentences": []},
        {"killed": figure(-3, -3, "x")}, {"killed": figure(5, 3, "x")}, {"killed": figure(10**12, None, "x")},
        {"killed": "ten"}, {"sentences": 7}, {"date_start": "2022-06-28", "date_end": "2022-06-27"}, {"killed": {"low": True}},
    ],
)  # fmt: skip
def test_one_bad_incident_leaves_the_others(fault: dict[str, Any]) -> None:
    found = answers.parsed(answer(said(**fault), said()))
    assert len(found.incidents) == 1
    assert len(found.faults) == 1
    assert found.faults[0].startswith("incident 1 of the answer is malformed")


def test_the_schema_asks_for_each_field_of_an_answer() -> None:
    assert set(definitions.INCIDENT["required"]) == set(said())
    for kind in (definitions.SCHEMA, definitions.INCIDENT, definitions.FIGURE):
        assert kind["additionalProperties"] is False
    assert "{types}" not in definitions.INSTRUCTIONS
