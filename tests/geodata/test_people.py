"""Numbers and people counted: the examples stand beside the rules."""

from __future__ import annotations

import pytest

from geodata.reading.values import ages, attackers, countable, counts, cut_short, numbers, people
from geodata.vocabulary import Qualifier


@pytest.mark.parametrize(("words", "values"), numbers.YES)
def test_number(words: str, values: tuple[int | None, int | None, int | None]) -> None:
    (found,) = numbers.find_numbers(words)
    assert (found.low, found.high, found.best) == values
    assert words[found.core : found.end] in words[found.start : found.end]
    if values[2] is None:
        assert found.qualifier is (Qualifier.VAGUE if values[1] is None else Qualifier.RANGE)
    if words.startswith(("between ", "at least ")):
        assert found.start == 0


BOUNDS = {Qualifier.AT_LEAST: (20, None), Qualifier.MORE_THAN: (20, None), Qualifier.UP_TO: (None, 20),
          Qualifier.ALMOST: (None, 20), Qualifier.ABOUT: (20, 20)}  # fmt: skip
SAID = [
    *((f"{words} 20", kind) for kind, every in numbers.QUALIFIERS_BEFORE.items() for words in every),
    *(
        (f"20{'' if words[0] in '+-' else ' '}{words}", kind)
        for kind, every in numbers.QUALIFIERS_AFTER.items()
        for words in every
    ),
]


@pytest.mark.parametrize(("words", "qualifier"), SAID)
def test_a_number_has_its_qualifier(words: str, qualifier: Qualifier) -> None:
    (found,) = numbers.find_numbers(f"{words} people")
    assert found.qualifier is qualifier
    assert ((found.low, found.high), found.best) == (BOUNDS[qualifier], 20)
    assert words == f"{words} people"[found.start : found.end]


@pytest.mark.parametrize(
    "words",
    [
        "rose from 10 to 15",
        "the toll, up from 10 to 15",
        "cut the figure from 10 to 15",
        "rose from 10 to over 15",
        "10 to over 15",
    ],
)
def test_a_change_is_no_range(words: str) -> None:
    assert [n.best for n in numbers.find_numbers(words)] == [10, 15]


@pytest.mark.parametrize("words", ["20 plusses", "rabout 20", "20 oddly"])
def test_a_part_of_a_word_is_no_qualifier(words: str) -> None:
    (found,) = numbers.find_numbers(words)
    assert found.qualifier is Qualifier.EXACT


@pytest.mark.parametrize("words", numbers.NO)
def test_no_number(words: str) -> None:
    assert numbers.find_numbers(words) == []


@pytest.mark.parametrize(("words", "bounds"), people.YES)
def test_people(words: str, bounds: tuple[int | None, int | None]) -> None:
    found = people.count_people(words, 0, len(words))
    assert found is not None
    assert (found.low, found.high) == bounds


@pytest.mark.parametrize("words", people.NO)
def test_people_who_are_not_counted(words: str) -> None:
    assert people.count_people(words, 0, len(words)) is None


def ages_in(words: str) -> int:
    return sum(ages.is_an_age(words[: n.core], words[n.end :]) for n in numbers.find_numbers(words))


@pytest.mark.parametrize(("words", "many"), ages.YES)
def test_numbers_that_are_ages(words: str, many: int) -> None:
    assert ages_in(words) == many


@pytest.mark.parametrize("words", ages.NO)
def test_numbers_that_are_no_ages(words: str) -> None:
    assert ages_in(words) == 0


@pytest.mark.parametrize(
    ("words", "stated"),
    [("a man and his son", False), ("a woman was killed", False), ("two men", True)],
)
def test_whether_a_number_is_said(words: str, stated: bool) -> None:
    found = people.count_people(words, 0, len(words))
    assert found is not None
    assert found.stated is stated


@pytest.mark.parametrize(
    ("sentence", "phrase", "wanted"),
    [
        ("There were no injuries reported.", "no", 0), ("No civilians were killed.", "No", 0), ("Omar Said was not hurt.", "Omar Said was not", 0),
        ("The flood killed 2004 people.", "killed 2004 people", 2004), ("It killed 1999 civilians.", "1999 civilians", 1999),
        ("Only 12, all men, died.", "12, all men", 12),
        ("A party of four was killed.", "A party of four", 4), ("The family of at least five died.", "family of at least five", 5),
    ],
)  # fmt: skip
def test_people_within_a_sentence(sentence: str, phrase: str, wanted: int) -> None:
    start = sentence.index(phrase)
    found = people.count_people(sentence, start, start + len(phrase))
    assert found is not None
    assert found.low == wanted


def test_the_rest_is_what_the_sentence_leaves() -> None:
    sentence = "Twelve of 40 passengers were killed and the rest injured when a bus crashed."
    start = sentence.index("the rest")
    found = people.count_people(sentence, start, start + len("the rest injured"))
    assert found is not None
    assert found.values == (28, 28, 28)


@pytest.mark.parametrize(
    "words", ["", "no", "at least", "between 3 and", "all but", "half of", "a hundred and", ",", "1,", "12."]
)
def test_words_that_break_off(words: str) -> None:
    numbers.find_numbers(words)
    people.count_people(words, 0, len(words))


def test_a_share_may_stand_before_the_words_it_is_of() -> None:
    sentence = "About 80 percent of the village's 200 residents were killed."
    start = sentence.index("200")
    found = people.count_people(sentence, start, len(sentence) - 1)
    assert found is not None
    assert found.values == (160, 160, 160)


@pytest.mark.parametrize("words", attackers.ONLY_ATTACKERS_YES)
def test_attackers_alone(words: str) -> None:
    assert attackers.only_attackers(words)


@pytest.mark.parametrize("words", attackers.ONLY_ATTACKERS_NO)
def test_more_than_attackers(words: str) -> None:
    assert not attackers.only_attackers(words)


@pytest.mark.parametrize("words", attackers.INCLUDING_NEXT_YES)
def test_attackers_named_behind_a_count(words: str) -> None:
    assert attackers.INCLUDING_NEXT.search(words)
    assert people.count_people("Twenty people are killed" + words, 0, len("Twenty people are killed")).best < 20


@pytest.mark.parametrize("words", attackers.INCLUDING_NEXT_NO)
def test_others_named_behind_a_count(words: str) -> None:
    assert not attackers.INCLUDING_NEXT.search(words)


def test_sums_keep_what_is_open_and_how_it_is_said() -> None:
    least = counts.Count(3, None, 3, Qualifier.AT_LEAST)
    assert counts.plus(counts.exactly(2), counts.exactly(3)) == counts.exactly(5)
    for total in (counts.plus(least, counts.exactly(2)), counts.plus(counts.exactly(2), least)):
        assert (*total.values, total.qualifier, total.word) == (5, None, 5, Qualifier.AT_LEAST, None)
    most = counts.Count(None, 4, 4, Qualifier.UP_TO)
    assert counts.plus(counts.exactly(2), most).values == (None, 6, 6)
    assert counts.plus(most, least) == most, "of a sum without any bound, the first part"


@pytest.mark.parametrize(
    ("words", "is_stated"),
    [
        ("Two died", True),
        ("A mother and her son died", False),
        ("Ivan Petrov died", False),
        ("killed his wife and four others", True),
    ],
)
def test_whether_a_number_is_stated(words: str, is_stated: bool) -> None:
    found = people.count_people(words, 0, len(words))
    assert found is not None
    assert found.stated is is_stated


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("in 2015 it was quiet", []), ("killed 2015 people", [2015]), ("Ivan Petrov, 22, was hurt", []), ("of Flight 370 died", []),
        ("on May 12 people died", []), ("in September four inmates died", [4]), ("12 vehicles burned", []), ("hitting 15 targets", []), ("aged 40", []),
        ("a 40-year-old", []), ("some 40% died", []), ("Mosul, 12 died", [12]), ("Mosul, 12, died", []), ("in 3 attacks 9 died", [9]),
    ],
)  # fmt: skip
def test_which_numbers_count_people(words: str, counted: list[int]) -> None:
    assert [n.best for n in numbers.find_numbers(words) if countable.counts_people(words, n)] == counted


@pytest.mark.parametrize(("sentence", "marked", "whole"), [*cut_short.YES, *((*no, no[1]) for no in cut_short.NO)])
def test_words_that_are_cut_short_are_counted_with_their_number(sentence: str, marked: str, whole: str | None) -> None:
    start = sentence.index(marked)
    found = cut_short.counted(sentence, start, start + len(marked))
    assert (sentence[slice(*found)] if found else None) == whole
