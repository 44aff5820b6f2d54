"""Filters in the words of the screen, and days in the chosen format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.state.atlas import Atlas
from dashboard.state.library import Library
from dashboard.words.file_names import file_name
from dashboard.words.filter_words import described, parts
from dashboard.words.headline import aside
from dashboard.words.wording import DateStyle, day, use_style, within
from geodata.importing import loading
from geodata.query import Casualties, IncidentQuery, Near
from geodata.records import Reading
from geodata.totals import Sum, Totals
from geodata.vocabulary import IncidentType
from geodata.workspace import Workspace


def test_each_part_of_a_filter_can_be_taken_out() -> None:
    query = IncidentQuery(
        types=(IncidentType.SHELLING, IncidentType.FIRE), start=date(2022, 6, 1), least=3, text="bus", dated=True
    )
    asked = list(parts(query))
    assert [part.value for part in asked] == [
        "Shelling",
        "Fire",
        "From 1 Jun 2022",
        "with a date only",
        "Killed or injured ≥ 3",
        "“bus”",
    ]
    assert replace(query, **asked[0].without).types == (IncidentType.FIRE,)
    for part in asked:
        query = replace(query, **part.without) if part.label != "Type" else replace(query, types=())
    assert query.is_empty


def test_a_filter_in_words() -> None:
    query = IncidentQuery(
        types=(IncidentType.SHELLING,), start=date(2022, 6, 1), casualties=Casualties.KILLED, least=3, near=Near(48.9, 37.6, 25)
    )
    words = dict(described(query))
    assert words["Type"] == "Shelling"
    assert words["When"] == "From 1 Jun 2022"
    assert words["Casualties"] == "Killed ≥ 3"
    assert described(IncidentQuery()) == []


def test_dates_are_written_as_chosen() -> None:
    try:
        use_style(DateStyle.ISO)
        assert day(date(2022, 6, 7)) == "2022-06-07"
        use_style(DateStyle.MONTH_FIRST)
        assert day(date(2022, 6, 7)) == "Jun 7, 2022"
    finally:
        use_style(DateStyle.WORDS)
    assert day(date(2022, 6, 7)) == "7 Jun 2022"
    assert DateStyle.of("nonsense") is DateStyle.WORDS


def test_a_claimant_within_a_sentence() -> None:
    said = {
        "The army": "the army",
        "An officer": "an officer",
        "Reporters of The Associated Press": "reporters of The Associated Press",
        "Police": "police",
        "Doctors Without Borders": "Doctors Without Borders",
        "Theresa May": "Theresa May",
        "UN": "UN",
        "": "",
    }
    assert {name: within(name) for name in said} == said


def test_a_filter_without_new_incidents_says_so() -> None:
    assert aside(Totals(2, 0, 2, 0, 2, Sum(0, True, 0), Sum(0, True, 0))) == "no new incidents · 2 earlier · 2 places"


def test_files_are_named_by_the_one_report_that_they_are_of(example: Reading, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        found = Library(Atlas(workspace))
        found.refresh()
        assert file_name(found, IncidentQuery(), "xlsx").endswith("-2022-06-27.xlsx")
        (tmp_path / "t.csv").write_text("date,place,latitude,longitude\n2024-03-05,Suva,-18.14,178.44\n")
        loading.load(workspace, tmp_path / "t.csv")
        found.refresh()
        assert file_name(found, IncidentQuery(), "xlsx", date(2024, 5, 1)) == "incidents-2024-05-01.xlsx"
        assert file_name(found, found.scoped(IncidentQuery()), "csv").endswith("-2022-06-27.csv")
