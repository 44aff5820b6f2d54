"""Numbers and people counted: the examples stand beside the rules."""

from __future__ import annotations

import pytest

from geodata.reading.values import attackers, numbers, people


@pytest.mark.parametrize(("words", "values"), numbers.YES)
def test_number(words: str, values: tuple[int | None, int | None, int | None]) -> None:
    (found,) = numbers.find_numbers(words)
    assert (found.low, found.high, found.best) == values
    assert words[found.start : found.end] in words


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
        ("There were no injuries reported.", "no", 0), ("No civilians were killed.", "No", 0),
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
