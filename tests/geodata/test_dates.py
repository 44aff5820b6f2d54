"""Times resolved against the publication date, Monday 27 June 2022."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.reading import language
from geodata.reading.dates import dateline_end, find_dates
from geodata.records import Report

MONDAY = date(2022, 6, 27)


def spans(text: str, published: date | None = MONDAY) -> list[tuple[str | None, str | None]]:
    found = [d.interval for s in language.sentences(Report(text=text)) for d in find_dates(s, published)]
    return [(str(i.start) if i.start else None, str(i.end) if i.end else None) for i in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It happened on Monday.", "2022-06-27", "2022-06-27"),
        ("The bridge fell early Saturday.", "2022-06-25", "2022-06-25"),
        ("Six died in the previous 24 hours.", "2022-06-26", "2022-06-27"),
        ("Houses were hit overnight.", "2022-06-26", "2022-06-27"),
        ("A mine exploded yesterday.", "2022-06-26", "2022-06-26"),
        ("It was the second fire last week.", "2022-06-20", "2022-06-26"),
        ("The ferry sank in March.", "2022-03-01", "2022-03-31"),
        ("The ferry sank last October.", "2021-10-01", "2021-10-31"),
        ("The raid of 13 December was the last.", "2021-12-13", "2021-12-13"),
        ("It fell on June 3, 2019.", "2019-06-03", "2019-06-03"),
        ("On Sunday, 5 June, it rained.", "2022-06-05", "2022-06-05"),
        ("A crash in 2018 killed ten.", "2018-01-01", "2018-12-31"),
        ("Shells fell after dawn.", "2022-06-27", "2022-06-27"),
        ("Many died earlier this year.", "2022-01-01", "2022-06-27"),
        ("It was shelled in recent days.", None, None),
    ],
)
def test_time(text: str, first: str | None, last: str | None) -> None:
    assert spans(text) == [(first, last)]


def test_without_publication_date_relative_times_stay_open() -> None:
    assert spans("It happened on Monday.", None) == [(None, None)]
    assert spans("It fell on June 3, 2019.", None) == [("2019-06-03", "2019-06-03")]


def test_a_verb_is_no_month() -> None:
    assert spans("He may 5 times march 3 miles.") == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KABUL, Jan. 12 (AP) — A bomb exploded.", "A bomb exploded."),
        ("Lima, 2 Oct 88 (AFP) -- [Text] Terrorists fled.", "Terrorists fled."),
        ("A storm — the third — hit the coast.", "A storm — the third — hit the coast."),
    ],
)
def test_dateline(text: str, rest: str) -> None:
    assert text[dateline_end(text) :] == rest
