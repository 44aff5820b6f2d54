"""Countries and provinces with the counts of a filter's incidents in each."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from geodata.columns.masks import Chosen
from geodata.columns.vectors import Words
from geodata.vocabulary import Role

CLASSES = 5


class Level(StrEnum):
    """Which areas to shade."""

    COUNTRY = "country"
    PROVINCE = "province"


class Shade(NamedTuple):
    """An area's code with its counts. People are the least that the figures of new incidents can mean."""

    code: str
    incidents: int
    killed: int
    injured: int


class Shading(NamedTuple):
    """The shaded areas. `outside` counts totals, and incidents without a known area of this level."""

    shades: tuple[Shade, ...]
    outside: int


def shading(chosen: Chosen, level: Level) -> Shading:
    snapshot = chosen.snapshot
    words: Words = snapshot.countries if level is Level.COUNTRY else snapshot.provinces
    mask = chosen.mask & ~snapshot.roles.among([Role.AGGREGATE])
    rows = np.flatnonzero(mask)
    codes = words.codes[rows]
    known, size = codes >= 0, len(words.values)
    new = snapshot.roles.among([Role.MAIN])[rows]
    counts = np.bincount(codes[known], minlength=size)
    killed = np.bincount(codes[known], weights=(snapshot.killed.least[rows] * new)[known], minlength=size)
    injured = np.bincount(codes[known], weights=(snapshot.injured.least[rows] * new)[known], minlength=size)
    shades = [Shade(words.values[n], int(counts[n]), int(killed[n]), int(injured[n])) for n in np.flatnonzero(counts)]
    return Shading(tuple(sorted(shades, key=lambda s: (-s.incidents, s.code))), int(chosen.count - known.sum()))


def classes(values: list[int]) -> list[int]:
    """Return rising upper bounds for up to five classes with about the same number of areas; values of 0 are in none."""
    some = sorted(v for v in values if v > 0)
    return sorted({some[max(0, round(len(some) * n / CLASSES) - 1)] for n in range(1, CLASSES + 1)}) if some else []
