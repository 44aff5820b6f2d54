"""Times resolved against the publication date. Each rule's examples stand beside it in `date_rules.py`."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.reading.values.date_rule import EXAMPLE_DAY, RULES, Rule
from geodata.reading.values.dates import dateline_end, find_dates, read_time
from geodata.reading.values.days import Interval


def written(interval: Interval | None) -> str | None:
    if interval is None:
        return None
    if interval.start is None:
        return "?"
    return str(interval.start) if interval.start == interval.end else f"{interval.start}..{interval.end}"


@pytest.mark.parametrize(
    ("rule", "words", "days"), [(r, w, d) for r in RULES for w, d in r.yes], ids=lambda v: getattr(v, "name", v)
)
def test_rule_fires(rule: Rule, words: str, days: str) -> None:
    match = rule.pattern.search(words)
    assert match is not None
    assert written(rule.resolve(match, EXAMPLE_DAY)) == days
    assert [written(d.interval) for d in find_dates(words, EXAMPLE_DAY)] == [days], "another rule takes these words first"


@pytest.mark.parametrize(("rule", "words"), [(r, w) for r in RULES for w in r.no], ids=lambda v: getattr(v, "name", v))
def test_rule_does_not_fire(rule: Rule, words: str) -> None:
    matches = [m for m in rule.pattern.finditer(words) if rule.resolve(m, EXAMPLE_DAY) is not None]
    assert not [d for d in find_dates(words, EXAMPLE_DAY) if any((d.start, d.end) == m.span() for m in matches)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2015", "2015-01-01..2015-12-31"),
        ("November", "2021-11-01..2021-11-30"),
        ("since 6 June", "2022-06-06..2022-06-27"),
        ("from February 28 to March 2", "2022-02-28..2022-03-02"),
        ("between Friday and Sunday", "2022-06-24..2022-06-26"),
        ("in April and May 2021", "2021-04-01..2021-05-31"),
        ("between 2000 and 2006", "2000-01-01..2006-12-31"),
        ("New Year's Eve", "2021-12-31"),
        ("last year's Easter Sunday", "2021-04-04"),
        ("last summer", "2021-06-01..2021-08-31"),
        ("late May", "2022-05-21..2022-05-31"),
        ("at the beginning of June", "2022-06-01..2022-06-10"),
        ("since mid-May", "2022-05-11..2022-06-27"),
        ("on Saturday and Sunday", "2022-06-25..2022-06-26"),
        ("on Monday and Tuesday", "2022-06-20..2022-06-21"),  # told on a Monday: not the Monday of today
        ("on Friday and Sunday", "2022-06-24"),
        ("2017's", "2017-01-01..2017-12-31"),
        ("earlier this summer", "2022-06-01..2022-06-27"),
        ("the 1990s", "1990-01-01..1999-12-31"),
        ("at 04:00", "2022-06-27"),
        ("in three days", "2022-06-24..2022-06-26"),
        ("9/11", "2001-09-11"),
        ("the next day", None),
        ("before that", None),
    ],
)
def test_words_that_are_known_to_be_a_time(words: str, days: str | None) -> None:
    assert written(read_time(words, 0, len(words), EXAMPLE_DAY)) == days


@pytest.mark.parametrize(
    ("words", "days"), [("the next day", "2022-05-04"), ("two weeks later", "2022-05-17"), ("the same day", "2022-05-03")]
)
def test_times_counted_from_the_day_named_before(words: str, days: str) -> None:
    assert written(read_time(words, 0, len(words), EXAMPLE_DAY, anchor=date(2022, 5, 3))) == days


def test_a_year_named_elsewhere_is_that_of_days_without_one() -> None:
    assert written(read_time("on August 9", 0, 11, EXAMPLE_DAY, year=1945)) == "1945-08-09"


def test_since_of_an_earlier_event_is_its_day() -> None:
    words = "since 6 June"
    assert written(read_time(words, 0, len(words), EXAMPLE_DAY, lasting=False)) == "2022-06-06"


def test_without_publication_date_relative_times_stay_open() -> None:
    assert [written(d.interval) for d in find_dates("It happened on Monday.", None)] == ["?"]
    assert [written(d.interval) for d in find_dates("It fell on June 3, 2019.", None)] == ["2019-06-03"]


def test_a_verb_is_no_month() -> None:
    assert find_dates("He may 5 times march 3 miles.", EXAMPLE_DAY) == []


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
