"""A number of people as one phrase states it."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.reading.values.numbers import Number
from geodata.vocabulary import Qualifier


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people as one phrase states it. `stated`: as a number, not by "a man" or a name. `attackers`: how many the
    phrase includes, which the numbers leave out."""

    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None = None
    stated: bool = True
    attackers: int = 0

    @property
    def values(self) -> tuple[int | None, int | None, int | None]:
        return self.low, self.high, self.best


def exactly(value: int, stated: bool = True) -> Count:
    return Count(value, value, value, Qualifier.EXACT, stated=stated)


def of(number: Number) -> Count:
    return Count(number.low, number.high, number.best, number.qualifier, number.word)


def plus(a: Count, b: Count) -> Count:
    low, high, best = ((None if x is None or y is None else x + y) for x, y in zip(a.values, b.values, strict=True))
    if low is None and high is None:
        return a
    qualifier = a.qualifier if a.qualifier is not Qualifier.EXACT else b.qualifier
    return Count(low, high, best, qualifier, None)
