"""Columns of words, people and days, which make up a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Codes = NDArray[np.int32]
EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.int32(np.iinfo(np.int32).min)


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: `codes` has the position of each row's word in `values`, -1 for none."""

    codes: Codes
    values: tuple[str, ...]

    @classmethod
    def of(cls, column: Sequence[str | None]) -> Words:
        codes, values = pd.factorize(np.array(column, dtype=object))
        return cls(codes.astype(np.int32), tuple(str(value) for value in values))

    @classmethod
    def within(cls, column: Sequence[str | None], enum: type[StrEnum]) -> Words:
        """Return a column of an enumeration's words, in its order."""
        place = {member.value: n for n, member in enumerate(enum)}
        found, values = pd.factorize(np.array(column, dtype=object))
        known = np.array([*(place.get(str(value), -1) for value in values), -1], dtype=np.int32)
        return cls(known[found], tuple(enum))

    @classmethod
    def joined(cls, parts: Sequence[Words]) -> Words:
        place: dict[str, int] = {}
        codes = []
        for part in parts:
            known = [place.setdefault(value, len(place)) for value in part.values]
            codes.append(np.array([*known, -1], dtype=np.int32)[part.codes])
        return cls(np.concatenate(codes), tuple(place))

    def among(self, wanted: Iterable[str]) -> Mask:
        chosen = set(wanted)
        return np.array([*(value in chosen for value in self.values), False])[self.codes]

    def at(self, row: int) -> str | None:
        code = self.codes[row]
        return self.values[code] if code >= 0 else None

    def counts(self, rows: Mask | NDArray[np.int64], most: int | None = None) -> dict[str, int]:
        """Return how often each word occurs in some rows, most frequent first, up to `most` words."""
        found = np.bincount(self.codes[rows] + 1, minlength=len(self.values) + 1)[1:]
        order = np.argsort(-found, kind="stable")[:most]
        return {self.values[n]: int(found[n]) for n in order.tolist() if found[n]}


@dataclass(frozen=True, slots=True)
class People:
    """Figures of one kind as columns; NaN for none. `words`: what a report gives instead of a number, by row."""

    low: Numbers
    high: Numbers
    best: Numbers
    qualifier: Words
    words: dict[int, str]

    @property
    def stated(self) -> Mask:
        return ~(np.isnan(self.low) & np.isnan(self.high))

    @property
    def some(self) -> Mask:
        """Rows with a figure above zero."""
        return (self.low > 0) | (self.high > 0)

    @property
    def least(self) -> Numbers:
        """The least that the figures can mean; 0 if there is none."""
        return np.nan_to_num(self.low)

    def likely_at(self, rows: NDArray[np.int64]) -> Numbers:
        """Return the number that each of some rows gives: the best, else the least, else the most; 0 if there is none."""
        best, low, high = self.best[rows], self.low[rows], self.high[rows]
        return np.nan_to_num(np.where(np.isnan(best), np.where(np.isnan(low), high, low), best))

    def least_at(self, rows: NDArray[np.int64]) -> Numbers:
        return np.nan_to_num(self.low[rows])


def decimals(column: Sequence[float | None]) -> Numbers:
    return np.array(column, dtype=np.float64)


def days(column: Sequence[str | None]) -> Codes:
    """Convert ISO days to days since 1970; None becomes NO_DAY."""
    found, values = pd.factorize(np.array(column, dtype=object))
    known = [date.fromisoformat(value).toordinal() - EPOCH for value in values]
    return np.array([*known, NO_DAY], dtype=np.int32)[found]
