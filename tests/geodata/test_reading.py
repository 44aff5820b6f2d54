"""The reader that ships, on articles of our own: what must hold whatever the networks were trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import Cancelled
from geodata.evaluation.incidents import Tally
from geodata.exporting.rows import incident_row
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language, pipeline
from geodata.records import Reading, Report
from geodata.sources.example import example_marks, example_report
from geodata.vocabulary import IncidentType

Read = Callable[..., Reading]
MOSUL = (
    "A car bomb exploded outside a bank in Mosul on Sunday, killing nine people, police said.\n"
    "The blast broke windows in the whole street. At least 20 people were wounded, a doctor at the hospital said.\n"
    "No group claimed responsibility for the attack."
)
PUEBLA = (
    "A passenger bus crashed on a mountain road near Puebla on Friday, killing eight people and injuring 15, officials said.\n"
    "The driver lost control in heavy rain, according to the police."
)
BUDGET = "The city council voted on Monday to raise the budget for parks. The mayor said the plan was a good one. " * 5


def test_one_event_told_three_times_is_one(read: Read) -> None:
    (incident,) = read(MOSUL, title="Car bomb kills nine in Mosul").incidents
    assert (incident.place, incident.type, str(incident.start)) == ("Mosul", IncidentType.EXPLOSION_DEVICE, "2022-06-26")
    assert incident.killed is not None
    assert incident.injured is not None
    assert (incident.killed.low, incident.injured.low, incident.injured.high) == (9, 20, None)
    assert incident.attribution == "police"


def test_an_accident(read: Read) -> None:
    (incident,) = read(PUEBLA, title="Bus crash near Puebla").incidents
    assert (incident.place, incident.type) == ("Puebla", IncidentType.TRANSPORT_ACCIDENT)
    assert incident.killed is not None
    assert incident.injured is not None
    assert (incident.killed.low, incident.injured.low) == (8, 15)


def test_ordinary_news_has_no_incident(read: Read) -> None:
    assert read(BUDGET, title="Council votes on parks").incidents == ()


@pytest.mark.slow
def test_the_example_is_read(gazetteer: Gazetteer) -> None:
    """It is one of the training articles: what shows here is that the files that ship are whole, and nothing more."""
    reading = pipeline.read_report(example_report(), gazetteer)
    tally = Tally()
    text = f"{reading.report.title}\n{reading.report.text}"
    tally.add("example", example_marks(), [incident_row(i) for i in reading.incidents], text)
    scores = tally.scores()
    assert scores["quotes"] == 1.0
    assert all(scores[name] >= least for name, least in EXAMPLE.items())
    assert {"Kremenchuk", "Lysychansk", "Sievierodonetsk", "Sloviansk", "Kharkiv", "Odesa", "Kyiv"} <= {
        t.name for t in reading.toponyms if t.geocode
    }


EXAMPLE = {"found F1": 1.0, "placed": 1.0, "killed F1": 1.0, "injured F1": 1.0, "role": 0.9, "whole F1": 0.9}


@pytest.mark.parametrize(
    "text",
    [
        "Were people killed? The answer is no",
        "without",
        "In all no",
        "at least",
        "between 3 and",
        "Kyiv,",
        "",
        "\n\n",
        "!!! ???",
    ],
)
def test_a_text_that_breaks_off_is_read(read: Read, text: str) -> None:
    assert read(text).incidents == ()


def test_a_reading_does_not_depend_on_its_neighbours(gazetteer: Gazetteer) -> None:
    reports = [Report(text=MOSUL), Report(text=BUDGET), Report(text=PUEBLA)]
    together = [r.incidents for r in pipeline.read_reports(reports, gazetteer)]
    assert together == [pipeline.read_report(r, gazetteer).incidents for r in reports]


def test_a_reading_can_be_cancelled(gazetteer: Gazetteer) -> None:
    with pytest.raises(Cancelled):
        pipeline.read_report(Report(text=MOSUL), gazetteer, stop=lambda share: share >= 0)


@pytest.mark.slow
def test_a_long_reading_says_how_far_it_is(gazetteer: Gazetteer) -> None:
    shares: list[float] = []
    pipeline.read_report(Report(text="\n".join([MOSUL] * 60)), gazetteer, stop=lambda share: bool(shares.append(share)))
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0.5 < shares[-1] < 1


@pytest.mark.slow
def test_a_long_text_is_read_to_its_end(gazetteer: Gazetteer) -> None:
    filler = ". ".join(f"The council of district {n} met and spoke about its roads and schools" for n in range(400))
    reading = pipeline.read_report(Report(text=f"{filler}.\n{MOSUL}"), gazetteer)
    assert "Mosul" in {i.place for i in reading.incidents}
    assert len(reading.report.text) > 20_000


def test_a_reading_of_the_place_names_alone_has_no_incidents(gazetteer: Gazetteer) -> None:
    (reading,) = pipeline.read_reports([Report(text=MOSUL)], gazetteer, incidents=False)
    assert reading.incidents == ()
    assert [t.name for t in reading.toponyms] == ["Mosul"]


def test_a_report_without_a_date_keeps_its_times_open(gazetteer: Gazetteer) -> None:
    incidents = pipeline.read_report(replace(Report(text=MOSUL), published=None), gazetteer).incidents
    assert all(i.start is None for i in incidents)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            [
                "At least ten people were killed",
                " in Kharkiv",
                " on Monday",
                "\n",
                ", police said",
                ". ",
                "“",
                "”",
                " and 1,000 injured",
                "; ",
            ]
        ),
        max_size=12,
    ),
)
def test_any_text_is_read_and_every_quote_stands(read: Read, noise: str, words: list[str]) -> None:
    reading = read("".join(words) + noise)
    report = reading.report
    for evidence in [e for i in reading.incidents for e in (i.evidence, *i.sentences, *(f.evidence for f in i.figures))]:
        assert report.part(evidence.field)[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nine\npeople were killed in a fire in Leeds.", ["Nine\npeople were killed in a fire in Leeds."]),
        ("A fire in Leeds\nPolice said nine people died.", ["A fire in Leeds", "Police said nine people died."]),
        ("It ended.\nnine people died there.", ["It ended.", "nine people died there."]),
    ],
)
def test_a_line_that_ends_before_a_word_in_lower_case_is_not_the_end_of_a_sentence(text: str, found: list[str]) -> None:
    assert [sentence.span.text for sentence in language.sentences(Report(text=text))] == found
