"""The parts around the networks: which texts are read closely, which files are accepted, how confident a reading is."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from geodata.errors import ModelError
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language, networks, pipeline
from geodata.reading.confidence import Calibration, calibration, is_sure, logit
from geodata.reading.figures import key_of, stated_by
from geodata.reading.findings import LONGEST_PART, USUAL_PART, Findings, find
from geodata.reading.linked import Linked, Mention
from geodata.reading.model_files import FOLDER, check_files
from geodata.reading.networks import OnnxNetworks
from geodata.reading.pieces import load_tokenizer
from geodata.reading.pipeline import MOST_PIECES, parts_of
from geodata.reading.relevance import may_tell_of_harm
from geodata.reading.unread import unread_figures
from geodata.records import Figure, Incident, Report
from geodata.vocabulary import DatePrecision, FigureKind, IncidentType, Qualifier, Role


def findings_of(text: str, gazetteer: Gazetteer, title: str = "") -> Findings:
    report = Report(text=text, title=title)
    return find(report, language.sentences(report), gazetteer, None)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two people in Quetta.",
        "A bus crash in Lima.",
        "The blast " + "was heard. " * 100 + "One died.",
        "The council met. " * 2_000 + "One bomb was heard. " + "The council met. " * 10 + "Two died, and one was hurt.",
        ("The council met. " * 50 + "A bomb. ") * 8,
    ],
)
def test_what_is_read_closely(text: str) -> None:
    assert may_tell_of_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The mayor opened a bridge.",
        "The council met and voted on the budget. " * 60 + "Nobody was hurt.",
        "The blast " + "was heard. " * 200 + "Two died.",
        ("The council met. " * 50 + "A bomb. ") * 7 + "The council met. " * 50,
        "A fellow warden at the mobile deadline of an executive diet burnished a shelter, a ramp and hitherto shooed battery.",
    ],
)
def test_what_is_not(text: str) -> None:
    assert not may_tell_of_harm(text)


def test_the_shipped_files_are_accepted_by_their_hashes() -> None:
    check_files()


def test_a_fault_while_loading_early_is_left_to_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    @cache
    def missing() -> OnnxNetworks:
        raise ModelError("missing")

    monkeypatch.setattr(networks, "_load", missing)
    networks.preload()
    for thread in threading.enumerate():
        if thread.name == "networks":
            thread.join()
    with pytest.raises(ModelError, match="missing"):
        networks.networks()


def test_another_file_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "model")
    with (tmp_path / "model" / "pairs.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match=r"pairs\.onnx"):
        OnnxNetworks(tmp_path / "model")
    (tmp_path / "model" / "pairs.onnx").unlink()
    with pytest.raises(ModelError, match="missing"):
        OnnxNetworks(tmp_path / "model")
    with pytest.raises(ModelError, match="missing"):
        OnnxNetworks(tmp_path / "nothing")


def test_confidence_grows_with_what_speaks_for_a_reading() -> None:
    fitted = Calibration(bias=-1.0, weights={"real": 0.5, "undated": -1.0}, floor=0.3)
    assert (
        fitted.probability({"real": 2.0})
        > fitted.probability({"real": 0.0})
        > fitted.probability({"real": 0.0, "undated": 1.0})
    )
    assert 0 < fitted.probability({"real": -1e9}) < fitted.probability({"real": 1e9}) <= 1
    assert logit(0.5) == 0


def test_what_lies_below_the_floor_is_not_sure() -> None:
    floor = calibration().floor
    assert is_sure(floor)
    assert is_sure(1.0)
    assert not is_sure(floor - 0.01)


def test_a_number_near_a_word_of_harm_that_no_figure_took_up_is_listed(gazetteer: Gazetteer) -> None:
    text = (
        "Nine people were killed. In all 14 were injured, 200 houses burned and 30 firemen came. Dozens were treated for smoke. "
        "Some 16 cases were treated as secret."
    )
    findings = findings_of(text, gazetteer)
    killed = Mention("killed", findings.full.index("Nine"), findings.full.index("Nine") + len("Nine people were killed"))
    linked = Linked((killed,), (killed,), {}, {})
    assert [findings.full[a:b] for a, b in unread_figures(findings, [linked], [killing(findings, killed)])] == ["14", "Dozens"]


def killing(findings: Findings, killed: Mention) -> Incident:
    """Return an incident whose killed figure is the count in a mention."""
    stated = stated_by(findings, killed)
    assert stated is not None
    quote = findings.quote(killed.start, killed.end)
    n = key_of(stated.count)
    figure = Figure(kind=FigureKind.KILLED, low=n, high=n, best=n, qualifier=Qualifier.EXACT, evidence=quote)
    return Incident(
        id="i",
        type=IncidentType.FIRE,
        role=Role.MAIN,
        toponym=None,
        start=None,
        end=None,
        date_precision=DatePrecision.UNKNOWN,
        evidence=quote,
        sentences=(quote,),
        killed=figure,
    )


def test_of_two_numbers_taken_for_one_figure_the_other_one_is_listed(gazetteer: Gazetteer) -> None:
    text = "A crash killed 11 people. A second crash killed two people, and the first crash left 11 dead. Another three people died."
    findings = findings_of(text, gazetteer)
    words = ("11 people", "two people", "11 dead", "Another three people")
    told = [Mention("killed", at := findings.full.index(one), at + len(one)) for one in words]
    linked = Linked(tuple(told), tuple(told), {}, {})

    def listed(*incidents: Incident) -> list[str]:
        return [findings.full[a:b] for a, b in unread_figures(findings, [linked], incidents)]

    assert listed(killing(findings, told[0])) == ["two"], "others come on top of it"
    assert listed(killing(findings, told[0]), killing(findings, told[1])) == []
    assert listed() == ["11", "two", "11"], "an incident without a place is left out"
    first = killing(findings, told[0])
    assert first.killed is not None
    added = replace(first, killed=replace(first.killed, low=14, high=14, best=14))
    assert listed(added) == ["two", "11"], "the words of a sum's first part are read"


def test_a_number_of_injured_is_listed_even_if_as_many_died_elsewhere(gazetteer: Gazetteer) -> None:
    findings = findings_of("A crash killed six people. An attack injured six persons.", gazetteer)
    killed, injured = (
        Mention(kind, at := findings.full.index(words), at + len(words))
        for kind, words in (("killed", "killed six people"), ("injured", "injured six persons"))
    )
    linked = [Linked((m,), (m,), {}, {}) for m in (killed, injured)]
    assert len(list(unread_figures(findings, linked, [killing(findings, killed)]))) == 1


def test_numbers_of_towns_are_not_listed_and_no_word_is_cut(gazetteer: Gazetteer) -> None:
    text = "Nine people were killed in the shelling of several Ukrainian cities, and all of the 14 injured residents left for the west."
    findings = findings_of(text, gazetteer)
    listed = [findings.full[a:b] for a, b in unread_figures(findings, [Linked((), (), {}, {})], [])]
    assert listed == ["Nine", "14"]
    start = findings.full.index("14")
    words = findings.around(start, start + 2, reach=16).strip("…").split()
    assert set(words) <= set(text.split())
    assert "14" in words


def test_a_settlement_that_nobody_knows_keeps_its_arabic_article(gazetteer: Gazetteer) -> None:
    findings = findings_of("Shells fell on the besieged town of al-Qwertiya and hurt two.", gazetteer)
    assert any(findings.full[p.start : p.end] == "al-Qwertiya" for p in findings.places)


@pytest.mark.slow
def test_a_long_text_is_read_in_parts_between_sentences(gazetteer: Gazetteer) -> None:
    findings = findings_of("Shells fell on Kharkiv on Monday. " * 900, gazetteer, title="Shelling")
    parts = list(findings.parts())
    assert len(parts) > 2
    assert len(list(findings_of("Shells fell. " * (LONGEST_PART // 13), gazetteer).parts())) == 1
    assert parts[0][0] == 0
    assert parts[-1][1] == len(findings.full)
    lengths = [end - start for start, end, _ in parts]
    assert max(lengths) <= USUAL_PART + 40
    assert max(lengths) - min(lengths) <= 80  # no short part is left over
    assert sum(len(sentences) for _, _, sentences in parts) == len(findings.sentences)
    start, end, sentences = parts[1]
    assert findings.full[start + sentences[0][0] : start + sentences[0][1]].startswith("Shells fell")
    assert all(0 <= signal.start < signal.end <= end - start for signal in findings.within(start, end))


@pytest.mark.slow
@pytest.mark.parametrize("text", ["((((([[[[[" * 900, "Boom! (Ha!) " * 800])
def test_a_part_of_many_pieces_is_halved_and_nothing_is_lost(text: str, gazetteer: Gazetteer) -> None:
    findings = findings_of(text, gazetteer, title="Fire")
    parts = list(parts_of(findings, load_tokenizer(FOLDER / "tokenizer.json")))
    assert len(parts) > 1
    assert all(len(pieces) <= MOST_PIECES for _, pieces in parts)
    kept = "".join(findings.full[part.start : part.end] for part, _ in parts)
    assert "".join(kept.split()) == "".join(findings.full.split())
    assert all(pieces.sentence.max() < len(part.sentences) for part, pieces in parts)


def test_quotes_never_cross_from_the_title_into_the_text(gazetteer: Gazetteer) -> None:
    findings = findings_of("Two died in Lima.", gazetteer, title="Bus crash")
    evidence = findings.quote(0, len(findings.full))
    assert (evidence.field, evidence.quote) == ("title", "Bus crash")


def test_of_countless_event_words_the_likeliest_are_asked_about(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "A bomb in Mosul killed three people on Monday. A fire in Basra killed two people. A flood in Kirkuk killed one person."
    )
    report = Report(text=text, published=date(2022, 6, 27))
    assert len(pipeline.read_report(report, gazetteer).incidents) == 3
    with monkeypatch.context() as few:
        few.setattr("geodata.reading.linking.MOST_EVENTS", 1)
        assert len(pipeline.read_report(report, gazetteer).incidents) == 1
    monkeypatch.setattr("geodata.reading.linking.LEAST_EVENTS", 1)
    assert len(pipeline.read_report(report, gazetteer).incidents) == 2  # of 31 pieces
