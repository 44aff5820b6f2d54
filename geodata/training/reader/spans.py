"""Convert marks to wordpieces and labels, the targets of training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.evaluation.marks import Marked
from geodata.reading.labels import KINDS
from geodata.reading.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Span:
    """First and last (exclusive) piece of a mark."""

    kind: int
    first: int
    last: int
    incidents: frozenset[int]


def spans_of(article: Marked, pieces: Pieces) -> list[Span]:
    found = []
    for mark in article.marks:
        inside = pieces.within(mark.start, mark.end)
        if len(inside):
            found.append(Span(KINDS.index(mark.kind), inside.start, inside.stop, mark.incidents))
    return found


def labels(spans: list[Span], n: int, incident: int | None = None) -> NDArray[np.int64]:
    """Return pieces x KINDS: 0 for outside, 1 for begins, 2 for inside. For one incident, or for all."""
    table = np.zeros((n, len(KINDS)), np.int64)
    for span in spans:
        if incident is None or incident in span.incidents:
            table[span.first, span.kind] = 1
            inside = table[span.first + 1 : span.last, span.kind]
            inside[:] = 2
    return table
