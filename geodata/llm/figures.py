"""Whether the words that a model quotes state the figure that it gives, by the number reader that reads the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from geodata.llm.answers import SaidFigure
from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.people import MANY, NOBODY, Count, count_people, exactly, of, plus
from geodata.vocabulary import Qualifier

MOST_ADDED = 6  # figures of several quotes

# A figure (low, high) with its quotes, each in a sentence; supported or not.
YES = (
    ((10, None), (("at least ten people", "It killed at least ten people."),)),
    ((10, None), (("ten people", "It killed at least ten people."),)),
    ((5, 5), (("Two officers", "Two officers died."), ("Three civilians", "Three civilians died, too."))),
    ((1, 1), (("Ivan Petrov died", "Ivan Petrov died in hospital."),)),
    ((0, 0), (("no casualties", "There were no casualties."),)),
    ((9, 12), (("nine", "Police said nine died."), ("twelve", "The mayor said twelve died."))),
    ((24, None), (("dozens", "It killed dozens of people."),)),
    ((10, None), (("Ten people died", "Ten people died."), ("at least ten", "It killed at least ten."))),
)
NO = (
    ((900, 900), (("nine people", "It killed nine people."),)),
    ((10, 10), (("at least ten people", "It killed at least ten people."),)),
    ((10, None), (("ten people", "It killed ten people."),)),
    ((1, 1), (("Children were killed", "Children were killed."),)),
    ((7, 7), (("the dead", "They buried the dead."),)),
    ((0, 0), (("The fire", "The fire burnt all night."),)),
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words: characters `start` to `end` of a sentence."""

    sentence: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence[self.start : self.end]


def supported(figure: SaidFigure, quoted: Sequence[Quoted]) -> Count | None:
    """The count that the words state, if it is the figure's; None where they state another or none."""
    wanted = (figure.low, figure.high)
    counts = [c for q in quoted for c in stated(q)]
    for count in (*counts, *added(quoted)):
        if (count.low, count.high) == wanted:
            return count
    return between(figure, counts)


def stated(quoted: Quoted) -> Iterator[Count]:
    """Every way to read the number of some words."""
    whole = count_people(quoted.sentence, quoted.start, quoted.end)
    if whole is not None:
        yield whole
    numbers = [n for n in find_numbers(quoted.sentence) if quoted.start <= n.core < quoted.end]
    each = [of(n) for n in numbers]
    yield from each
    for size in range(2, min(len(each), MOST_ADDED) + 1):
        yield from (total(some) for some in combinations(each[:MOST_ADDED], size))
    if not numbers and NOBODY.search(quoted.words):
        yield Count(0, 0, 0, Qualifier.NONE)
    if (
        not numbers
        and whole is None
        and not MANY.search(quoted.words)
        and any(word[:1].isupper() for word in quoted.words.split())
    ):
        yield exactly(1, stated=False)


def added(quoted: Sequence[Quoted]) -> Iterator[Count]:
    """The sums of what several quotes state."""
    counts = [c for q in quoted if (c := next(stated(q), None)) and c.qualifier is not Qualifier.NONE][:MOST_ADDED]
    for size in range(2, len(counts) + 1):
        yield from (total(some) for some in combinations(counts, size))


def total(counts: Sequence[Count]) -> Count:
    first, *others = counts
    for other in others:
        first = plus(first, other)
    return first


def between(figure: SaidFigure, counts: Sequence[Count]) -> Count | None:
    """A range over rival claims: its low by one of them, its high by another."""
    low = next((c for c in counts if figure.low is not None and c.low == figure.low), None)
    high = next((c for c in counts if figure.high is not None and c.high == figure.high), None)
    if low is None or high is None or figure.low == figure.high:
        return None
    best = figure.best if figure.best in [c.best for c in counts] else None
    return Count(figure.low, figure.high, best, Qualifier.RANGE)
