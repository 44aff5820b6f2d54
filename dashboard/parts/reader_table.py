"""The differences between two readers as rows of a table, and the user's choices of what to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.words.wording import place_words
from geodata.llm.comparing import WHOLE, Kept, Pair, Whose
from geodata.visible import visible
from geodata.words.catalogue import say

OPEN = "open"  # left for the review


class Row(NamedTuple):
    """One difference. `pair` is the index of the compared pair. `field` is a field of the record, or `WHOLE` for an incident
    that only one reader found."""

    pair: int
    field: str
    incident: str
    name: str
    one: str
    other: str


def rows_of(pairs: Sequence[Pair]) -> list[Row]:
    rows = []
    for number, pair in enumerate(pairs):
        incident = pair.one or pair.other
        if incident is None:
            continue
        title = visible(f"{incident.type.label}, {place_words(incident)}")
        if pair.one is None or pair.other is None:
            reads, not_read = visible(incident.evidence.quote), say("compare_readers.not_read")
            sides = (reads, not_read) if pair.one is not None else (not_read, reads)
            rows.append(Row(number, WHOLE, title, say("compare_readers.whole"), *sides))
        for field, _, one, other in pair.differences:
            rows.append(Row(number, field, title, say(f"compare_readers.field_{field}"), one, other))
    return rows


def kept_of(rows: Sequence[Row], answers: Sequence[str]) -> Kept:
    """Convert the user's answers for the rows to decisions; "open" decides nothing."""
    sides: dict[str, Whose] = {"one": "one", "other": "other"}
    return {(row.pair, row.field): sides[answer] for row, answer in zip(rows, answers, strict=True) if answer in sides}
