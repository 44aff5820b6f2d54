"""Drawing without a browser: escaping, sizes, clicks, the card, the article, the settings."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from dashboard.__main__ import settings
from dashboard.parts.article_text import article_runs, runs
from dashboard.parts.incident_card import card_html
from dashboard.parts.theme import legend_html
from dashboard.state.library import ALL, Library
from dashboard.state.review_queue import alike, figure_value, sentences
from dashboard.words.escape import plain, safe
from dashboard.words.wording import casualty_line, date_words
from geodata.look import COLOURS, SHAPES, marker_size
from geodata.query import IncidentQuery
from geodata.records import Incident, Reading
from geodata.visible import visible
from geodata.vocabulary import Family, IncidentType, Qualifier, ReviewState
from tests.tags import Tags

HOSTILE = "<script>alert(1)</script> ${alert(2)} `x` \\ \"q\" 'r' {{y}} \u202e"
ROOT = Path(__file__).parents[2]


def by_place(reading: Reading, place: str) -> Incident:
    return next(i for i in reading.incidents if i.place == place)


def hostile(incident: Incident) -> Incident:
    assert incident.toponym is not None
    return replace(
        incident, toponym=replace(incident.toponym, name=HOSTILE), attribution=HOSTILE, reasons=(HOSTILE,), covers=(HOSTILE,)
    )


def test_text_is_inert_in_markup_and_in_template_literals() -> None:
    drawn = safe(HOSTILE)
    assert not set(drawn) & set("<>`$\\{}\"'")
    parser = Tags()
    parser.feed(drawn)
    assert parser.seen == []
    assert parser.text == visible(HOSTILE)


def test_everything_drawn_is_escaped(example: Reading) -> None:
    drawn = card_html(hostile(by_place(example, "Kharkiv")))
    parser = Tags()
    parser.feed(drawn)
    assert "script" not in parser.seen
    assert visible(HOSTILE) in parser.text
    assert "`" not in drawn
    assert "${" not in drawn


def test_size_grows_with_casualties_within_bounds() -> None:
    sizes = [marker_size(people) for people in (0, 1, 60, 600, 10**6)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (18, 38)


def test_words(example: Reading) -> None:
    assert casualty_line(by_place(example, "Kremenchuk")) == "at least 10 killed, more than 40 injured"
    assert casualty_line(by_place(example, "Kyiv")) == "no casualty figure reported"
    assert date_words(by_place(example, "Mariupol")) == "March 2022"
    assert date_words(by_place(example, "Kharkiv")) == "26–27 Jun 2022"
    assert date_words(by_place(example, "Sievierodonetsk")) == "date not reported"


def test_the_article_is_whole_and_every_mark_in_its_place(example: Reading) -> None:
    parts = article_runs(example, example.incidents, "text")
    assert "".join(part["text"] for part in parts) == example.report.text
    odesa = by_place(example, "Odesa")
    assert odesa.injured is not None
    (part,) = [p for p in parts if p["text"] == odesa.injured.evidence.quote]
    assert part["kinds"] == ["sentence", "injured"]
    assert part["ids"][0] == odesa.id


def test_every_mention_of_an_incidents_place_is_marked_as_one(example: Reading) -> None:
    parts = article_runs(example, example.incidents, "text")
    mentions = [p for p in parts if p["text"] == "Kremenchuk"]
    assert len(mentions) > 1
    assert all("place" in p["kinds"] and "named" not in p["kinds"] for p in mentions)
    assert any("named" in p["kinds"] for p in parts if p["text"] == "Moscow")


def test_the_words_of_another_report_mark_nothing(example: Reading) -> None:
    """An incident that two reports describe takes its evidence from one of them."""
    odesa = by_place(example, "Odesa")
    assert odesa.toponym is not None
    evidence = replace(odesa.toponym.evidence, report_id="another", start=3, end=8)
    told = replace(odesa, toponym=replace(odesa.toponym, evidence=evidence), sentences=(), injured=None)
    starts = {p["text"] for p in article_runs(replace(example, toponyms=()), [told], "text")}
    assert starts == {example.report.text}


def test_runs_of_overlapping_marks() -> None:
    parts = runs("abcdef", [(0, 4, "x", "1"), (2, 6, "y", "2")])
    assert [(p["text"], p["kinds"]) for p in parts] == [("ab", ["x"]), ("cd", ["x", "y"]), ("ef", ["y"])]
    assert runs("", []) == []


def test_every_type_has_a_shape_of_its_own_in_its_family(example: Reading) -> None:
    assert set(SHAPES) == set(IncidentType)
    assert set(COLOURS) == set(Family)
    for family in Family:
        shapes = [SHAPES[kind] for kind in IncidentType if kind.family is family]
        assert len(shapes) == len(set(shapes))
    legend = legend_html(Counter(i.type for i in example.incidents))
    assert legend.count("<img") == 4
    assert "Missile strike 3</span>" in legend
    assert legend_html({}) == ""


def test_a_figure_whose_words_are_the_whole_sentence_does_not_say_it_twice(example: Reading) -> None:
    incident = by_place(example, "Kharkiv")
    assert incident.killed is not None
    assert card_html(incident).count(incident.killed.evidence.quote) == 2  # below the figure, and marked in its sentence
    whole = replace(incident, killed=replace(incident.killed, evidence=incident.sentences[0]), injured=None)
    assert card_html(whole).count(f"<q>{incident.sentences[0].quote}") == 0


def test_what_a_table_or_a_person_says_is_not_called_read(example: Reading) -> None:
    incident = by_place(example, "Kharkiv")
    assert "card-doubt" in card_html(incident)
    assert "card-doubt" not in card_html(replace(incident, confidence=1.0, reasons=()))
    assert "far from" in card_html(replace(incident, confidence=1.0, reasons=("far from the others",)))


def test_the_card_names_province_and_country(example: Reading) -> None:
    assert "Kharkiv, &lt;b&gt;, UA" in card_html(by_place(example, "Kharkiv"), full_name="Kharkiv, <b>, UA")


def test_the_library_looks_at_one_report_or_at_all(example: Reading, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "w.sqlite")
    assert library.choices == []
    library.add(example)
    assert library.choices == [example.report.id]
    assert library.reading is not None
    assert [i.place for i in library.reading.incidents] == [i.place for i in example.incidents]
    other = replace(example.report, title="", text="Another report. " * 9)
    library.add(replace(example, report=other, incidents=(), toponyms=()))
    assert library.current == other.id
    assert library.chosen(IncidentQuery()).count == 0
    assert library.source_name(example.report.id).endswith("(27 Jun 2022)")
    assert library.source_name(other.id).endswith("… (27 Jun 2022)")
    library.look_at(ALL)
    assert library.reading is None
    assert library.chosen(IncidentQuery()).count == 10
    first = library.workspace.kept()[0].incident
    assert library.incident(first.id) == first
    assert library.incident("none") is None
    library.workspace.reject(first.id, "Ada", "a test")
    library.refresh()
    assert library.chosen(IncidentQuery()).count == 9
    library.look_at("gone")
    assert library.current in library.choices
    library.workspace.close()


def test_a_new_incident_may_be_one_that_is_there(example: Reading) -> None:
    kharkiv = by_place(example, "Kharkiv")
    assert kharkiv.geocode is not None
    place, day = kharkiv.geocode.place, str(kharkiv.start)

    def known(kind: IncidentType = kharkiv.type, dates: list[str] | None = None) -> list[Incident]:
        return alike(example.incidents, kind, place, dates)

    assert known() == known(dates=[day, day]) == [kharkiv]
    assert known(dates=["2022-06-01", "2022-06-30"]) == [kharkiv]
    assert known(dates=["2021-06-01", "2021-06-30"]) == known(dates=["2023-06-01", "2023-06-01"]) == []
    assert known(IncidentType.EPIDEMIC) == []
    assert alike(example.incidents, kharkiv.type, replace(place, id="elsewhere"), None) == []
    undated = replace(kharkiv, start=None, end=None)
    assert alike([undated], kharkiv.type, place, [day, day]) == [undated]


def test_the_review_queue_begins_with_doubt(example: Reading, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "w.sqlite")
    library.add(example)
    confidences = [k.incident.confidence for k in library.workspace.doubtful([ReviewState.UNREVIEWED], 100)]
    assert len(confidences) == 10
    assert confidences == sorted(confidences)
    assert library.workspace.doubtful([ReviewState.CONFIRMED], 100) == []
    assert library.workspace.states() == {ReviewState.UNREVIEWED: 10}
    spans = sentences(example.report)
    assert all(example.report.part(e.field)[e.start : e.end] == e.quote for e in spans)
    assert {i.evidence.quote for i in example.incidents} <= {e.quote for e in spans}
    library.workspace.close()


@pytest.mark.parametrize(
    ("number", "upper", "hedge", "value"),
    [
        (None, None, Qualifier.EXACT, None),
        (0, None, Qualifier.EXACT, {"low": 0, "high": 0, "qualifier": "none"}),
        (7, None, Qualifier.AT_LEAST, {"low": 7, "high": None, "qualifier": "at_least"}),
        (7, None, Qualifier.UP_TO, {"low": None, "high": 7, "qualifier": "up_to"}),
        (7, 9, Qualifier.RANGE, {"low": 7, "high": 9, "qualifier": "range"}),
        (7, None, Qualifier.ABOUT, {"low": 7, "high": 7, "qualifier": "about"}),
    ],
)
def test_a_figure_of_the_form(number: int | None, upper: int | None, hedge: Qualifier, value: dict[str, object] | None) -> None:
    assert figure_value(number, upper, hedge) == value


def test_settings_are_private_and_the_same_everywhere() -> None:
    assert settings()["server.address"] == "127.0.0.1"
    assert settings()["browser.gatherUsageStats"] is False
    assert settings()["runner.magicEnabled"] is False
    plain = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert plain == tomllib.loads((ROOT / "dashboard" / "config.toml").read_text("utf-8"))


def test_no_module_takes_the_name_of_a_library() -> None:
    """Streamlit puts its script's folder first on the path, so a file named like a library would be imported instead."""
    there = [path for path in (ROOT / "dashboard").iterdir() if path.is_dir() or path.suffix == ".py"]
    ours = {path.stem for path in there} - {"__init__", "__main__", "__pycache__"}
    assert not ours & (set(packages_distributions()) | set(sys.stdlib_module_names))


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://outside.example/x.png)", "**bold** $a^2$ :red[no]", "`code` <b>", "# 1. - a | b ~~c~~", "www.outside.example",
        "m@outside.example", ":material/delete:", "a -> b <- c -- d >= e <= f ~= g", "https://outside.example", "Dr. A. - B: C",
    ],
)  # fmt: skip
def test_outside_text_is_no_markdown(text: str) -> None:
    assert "".join(character for character in plain(text) if character not in "\\\u2060") == text.replace("\\", "")
    bare = plain(text).replace("\\", "")  # the text in which Streamlit looks for links, icons and arrows
    assert not re.search(r"://|www\.|@\w|:material/|[-<>=~][-<>=]", bare)
    assert not re.search(r"(?<!\\)[\[\]()*`$:#<>]", plain(text))
