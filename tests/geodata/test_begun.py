"""What a form for a missed incident begins with."""

from __future__ import annotations

from geodata.records import Evidence, Reading
from geodata.vocabulary import Qualifier
from geodata.workspace.begun import told_by


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


def test_what_was_read_goes_first(example: Reading) -> None:
    incident = next(i for i in example.incidents if i.place == "Odesa")
    assert incident.toponym is not None
    told = told_by(incident, incident.toponym.evidence, example.toponyms)
    assert (told.place, told.injured) == ("Odesa", incident.injured)
