"""The members of an enumeration: "two officers, a guard and his son". The examples are in `people.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.reading.values.numbers import Number


@dataclass(frozen=True, slots=True)
class Item:
    """One member of an enumeration. `before`: where the previous member begins; `joined`: whether "and" joins it to that."""

    start: int
    end: int
    before: int
    joined: bool


SPLIT = re.compile(
    r"\s{0,3}(?P<and>,?\s{0,3}\b(?:and|as well as|along with|together with|in addition to|plus)\b)\s{0,3}|\s{0,3}[,;:]\s{1,3}",
    re.IGNORECASE,
)


def items(sentence: str, start: int, stop: int, numbers: list[Number]) -> list[tuple[Item, str]]:
    """Return the members of the enumeration in a phrase, each with what joins it to the previous one: "", "and" or ","."""
    cuts = [
        m for m in SPLIT.finditer(sentence, start, stop) if not any(n.start <= m.start() and m.end() <= n.end for n in numbers)
    ]
    bounds = [start, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), stop]
    leads = ["", *("and" if m["and"] else "," for m in cuts)]
    found = []
    for i, (a, b, lead) in enumerate(zip(bounds, ends, leads, strict=True)):
        if a < b:
            found.append((Item(a, b, bounds[i - 1] if i else a, lead == "and"), lead))
    return found
