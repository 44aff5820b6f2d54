"""Times resolved against the publication date. Each rule's examples stand beside it in `date_rules.py`."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.reading.values import holidays
from geodata.reading.values.date_rule import EXAMPLE_DAY, RULES, Rule
from geodata.reading.values.dates import dateline_end, find_dates, read_time
from geodata.reading.values.days import Interval
from geodata.vocabulary import DatePrecision


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


@pytest.mark.parametrize("words", holidays.NO)
def test_words_that_name_no_holiday(words: str) -> None:
    assert holidays.holiday(words, EXAMPLE_DAY, None) is None


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
        ("from March 5 to March 7, 2020", "2020-03-05..2020-03-07"),
        ("from November 5 to March 7, 2020", "2019-11-05..2020-03-07"),
        ("from late August to late September 2017", "2017-08-21..2017-09-30"),
        ("from May 5, 2020 to May 7, 2021", "2020-05-05..2021-05-07"),
        ("between Friday and Sunday", "2022-06-24..2022-06-26"),
        ("in April and May 2021", "2021-04-01..2021-05-31"),
        ("in April and May", "2022-04-01..2022-05-31"),
        ("in November and December", "2021-11-01..2021-12-31"),
        ("between 2000 and 2006", "2000-01-01..2006-12-31"),
        *holidays.YES,
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


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("the following morning", "2022-05-04"), ("the day before", "2022-05-02"), ("the previous night", "2022-05-02"),
        ("that same week", None), ("earlier that month", "2022-05-01..2022-05-31"), ("later that year", "2022-01-01..2022-12-31"),
        ("earlier in the day", "2022-05-03"), ("three days later", "2022-05-06"), ("two days afterwards", "2022-05-05"),
        ("two days earlier", "2022-05-01"), ("two days before", "2022-05-01"), ("two days prior", "2022-05-01"),
        ("a week later", "2022-05-10"), ("two weeks before", "2022-04-19"), ("a month later", "2022-06-01..2022-06-30"),
        ("five months before", "2021-12-01..2021-12-31"), ("eight months later", "2023-01-01..2023-01-31"),
        ("12 months later", "2023-05-01..2023-05-31"), ("a year later", "2023-01-01..2023-12-31"),
        ("two years earlier", "2020-01-01..2020-12-31"), ("3000 years earlier", None),
    ],
)  # fmt: skip
def test_how_far_from_the_day_named_before(words: str, days: str | None) -> None:
    assert written(read_time(words, 0, len(words), None, anchor=date(2022, 5, 3))) == days


def test_what_has_not_come_yet_is_not_counted_from_another_day() -> None:
    assert read_time("a year later", 0, 12, EXAMPLE_DAY, anchor=date(2022, 5, 3)) is None
    assert written(read_time("a month later", 0, 13, date(2022, 6, 1), anchor=date(2022, 5, 3))) == "2022-06-01..2022-06-30"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("spring 2021", "2021-03-01..2021-05-31"), ("in the summer of 2020", "2020-06-01..2020-08-31"),
        ("last winter", "2021-12-01..2022-02-28"), ("this summer", "2022-06-01..2022-06-27"),
        ("autumn", "2021-09-01..2021-11-30"), ("fall 2019", "2019-09-01..2019-11-30"),
        ("the winter of 2021", "2021-12-01..2022-02-28"), ("winter 2022", "2021-12-01..2022-02-28"),
        ("last summer", "2021-06-01..2021-08-31"), ("last spring", "2022-03-01..2022-05-31"),
        ("summer 2022", "2022-06-01..2022-06-27"),
    ],
)  # fmt: skip
def test_seasons(words: str, days: str) -> None:
    found = read_time(words, 0, len(words), EXAMPLE_DAY)
    assert (written(found), found and found.precision) == (days, DatePrecision.DAYS)


def test_a_season_without_any_year_stays_open() -> None:
    assert read_time("in winter", 0, 9, None) is None
    assert written(read_time("last winter", 0, 11, date(2022, 1, 15))) == "2020-12-01..2021-02-28"
    assert written(read_time("last summer", 0, 11, date(2022, 8, 15))) == "2021-06-01..2021-08-31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from 5 March until 2 May 2022", [("2022-03-05..2022-05-02", True)]),
        ("5 March to 7 April", [("2022-03-05..2022-04-07", True)]),
        ("March 5 through March 7", [("2022-03-05..2022-03-07", True)]),
        ("20 May–2 June", [("2022-05-20..2022-06-02", True)]),
        ("May 20 - June 2, 2021", [("2021-05-20..2021-06-02", True)]),
        ("30 April/1 May", [("2022-04-30..2022-05-01", True)]),
        ("Friday–Sunday", [("2022-06-24..2022-06-26", True)]),
        ("Friday [24 June]", [("2022-06-24", False)]),
        ("24 June (a Friday)", [("2022-06-24", False), ("2022-06-24", False)]),
        ("24 June, Friday", [("2022-06-24", False)]),
        ("at dawn Saturday", [("2022-06-25", False)]),
        ("Sunday\n24 June", [("2022-06-26", False), ("2022-06-24", False)]),
        ("7 March to 5 March", [("2022-03-07", False), ("2022-03-05", False)]),
        ("7 March and 9 March", [("2022-03-07", False), ("2022-03-09", False)]),
        ("between 7 March and 9 March", [("2022-03-07..2022-03-09", True)]),
        ("between about 7 March and 9 March", [("2022-03-07..2022-03-09", True)]),
        ("from March 2021 to 5 May 2022", [("2021-03-01..2021-03-31", False), ("2022-05-05", False)]),
    ],
)
def test_two_days_as_one_time(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(written(d.interval), d.interval.ranged) for d in find_dates(text, EXAMPLE_DAY)] == found
    assert {d.interval.precision for d in find_dates(text, EXAMPLE_DAY) if d.interval.ranged} <= {DatePrecision.DAYS}


@pytest.mark.parametrize(
    ("words", "year", "days"),
    [("on 9 August", 2020, "2020-08-09"), ("in August", 1945, "1945-08-01..1945-08-31"), ("on 31 December", 2021, "2021-12-31"),
     ("on Monday", 1945, "2022-06-27"), ("on 9 August 2019", 1945, "2019-08-09"), ("in June", 2022, "2022-06-01..2022-06-27")],
)  # fmt: skip
def test_the_year_of_days_and_months_without_one(words: str, year: int, days: str) -> None:
    assert written(read_time(words, 0, len(words), EXAMPLE_DAY, year=year)) == days


@pytest.mark.parametrize(
    ("words", "days", "precision", "open_days"),
    [
        ("in 24 hours", "2022-06-26..2022-06-27", "days", None), ("in the past 48 hours", "2022-06-25..2022-06-27", "days", None),
        ("since 2015", "2015-01-01..2022-06-27", "year", "2015-01-01..2015-12-31"), ("2015", "2015-01-01..2015-12-31", "year", "2015-01-01..2015-12-31"),
        ("in the 1990s", "1990-01-01..1999-12-31", "year", "1990-01-01..1999-12-31"), ("in May", "2022-05-01..2022-05-31", "month", None),
        ("in August", "2021-08-01..2021-08-31", "month", None), ("in June", "2022-06-01..2022-06-27", "month", None),
        ("in late August", "2021-08-21..2021-08-31", "month", None), ("in three days", "2022-06-24..2022-06-26", "days", None),
        ("in two weeks", "2022-06-13..2022-06-27", "days", None), ("in six months", "2021-12-27..2022-06-27", "days", None),
    ],
)  # fmt: skip
def test_times_that_need_no_more_words(words: str, days: str, precision: str, open_days: str | None) -> None:
    found = read_time(words, 0, len(words), EXAMPLE_DAY)
    assert (written(found), found and found.precision.value) == (days, precision)
    assert written(read_time(words, 0, len(words), None)) == open_days


def test_which_times_last_and_which_are_weak() -> None:
    kinds = {
        words: read_time(words, 0, len(words), EXAMPLE_DAY)
        for words in ("since 2015", "in three days", "in the 1990s", "at 04:00")
    }
    assert [bool(found and found.since) for found in kinds.values()] == [True, True, False, False]
    assert [bool(found and found.weak) for found in kinds.values()] == [False, False, False, True]
    assert written(read_time("winter", 0, 6, EXAMPLE_DAY, year=2019)) == "2019-12-01..2020-02-29"
    text = "the worst since then, 2015"
    assert written(read_time(text, 22, 26, EXAMPLE_DAY)) == "2015-01-01..2015-12-31"
    text = "since 2015"
    assert written(read_time(text, 6, 10, EXAMPLE_DAY)) == "2015-01-01..2022-06-27"
    assert written(read_time(text, 6, 10, EXAMPLE_DAY, lasting=False)) == "2015-01-01..2015-12-31"


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
        ("KABUL — A bomb.", "KABUL — A bomb."),
        ("NEW YORK, N.Y., March 3, 2020 — Police came.", "Police came."),
        ("BAGHDAD, Iraq (CNN) -- A bomb.", "A bomb."),
        ("in Kabul, 5 — a bomb.", "in Kabul, 5 — a bomb."),
        (
            "The long sentence Of many words that runs on and on (yes, again and again) and has 5 — a dash.",
            "The long sentence Of many words that runs on and on (yes, again and again) and has 5 — a dash.",
        ),
    ],
)
def test_dateline(text: str, rest: str) -> None:
    assert text[dateline_end(text) :] == rest


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("from Monday to Wednesday", ["2022-06-20..2022-06-22"]), ("between 3 March and 7 April", ["2022-03-03..2022-04-07"]),
        ("on 3 March and 7 April", ["2022-03-03", "2022-04-07"]), ("in March – in May", ["2022-03-01..2022-05-31"]),
        ("in March - in May", ["2022-03-01..2022-05-31"]), ("in March — in May", ["2022-03-01..2022-05-31"]),
        ("from in March until in May", ["2022-03-01..2022-05-31"]), ("in March until in May", ["2022-03-01..2022-03-31", "2022-05-01..2022-05-31"]),
        ("in May to in March", ["2022-05-01..2022-05-31", "2022-03-01..2022-03-31"]), ("on 3 March or 7 April", ["2022-03-03", "2022-04-07"]),
        ("in March to last week", ["2022-03-01..2022-03-31", "2022-06-20..2022-06-26"]),
    ],
)  # fmt: skip
def test_times_with_words_between_them(text: str, times: list[str]) -> None:
    found = find_dates(text, EXAMPLE_DAY)
    assert [written(d.interval) for d in found] == times
    assert (found[0].start, found[-1].end) == (text.index(text[found[0].start :]), len(text))


def test_the_first_year_of_all_has_none_before_it() -> None:
    first = date(1, 1, 1)
    words = "the month before"
    assert read_time(words, 0, len(words), None, anchor=first) is None
    for words in ("in December and January", "a month ago", "from Monday to Wednesday", "comes a month after"):
        read_time(words, 0, len(words), first)
