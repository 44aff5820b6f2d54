"""Find rows that are the sum of those above them but are not called totals: "Ukraine, 49, 84" below its towns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

KINDS = ("killed", "injured")
LEAST_ADDED, LEAST_SUM = 2, 10  # rows with people that a sum adds up, and people: 1 and 1 make 2 by chance
MOST_ROWS = 2_000  # larger tables are not made by hand and have no such sums


def sums_above(figures: dict[str, Sequence[Any]], bare: Sequence[bool], taken: Sequence[bool]) -> list[bool]:
    """Mark the rows that are the sum of those above them since the last sum. `figures`: columns such as "killed_best"; `bare`:
    rows without a day or without a place, the only ones that can be sums; `taken`: rows that are rejected already.

    All figures of the row must equal the sum, and at least one must add up the people of two or more rows.
    """
    size = len(bare)
    found = [False] * size
    if size > MOST_ROWS or not any(bare):
        return found
    kinds = [figures[f"{kind}_best"] for kind in KINDS]
    added, rows = [0] * len(kinds), [0] * len(kinds)
    for i in range(size):
        if taken[i]:
            continue
        said = [k for k, counts in enumerate(kinds) if counts[i]]
        large = any(rows[k] >= LEAST_ADDED and added[k] >= LEAST_SUM for k in said)
        if bare[i] and large and all(kinds[k][i] == added[k] for k in said):
            found[i] = True
            added, rows = [0] * len(kinds), [0] * len(kinds)
            continue
        for k in said:
            added[k] += kinds[k][i]
            rows[k] += 1
    return found
