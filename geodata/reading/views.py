"""What the networks get about event words: how far into the text, how near each other, which incident they mark.

Used by the reader and by its training, so that both see the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.reading.pieces import COLUMN, Pieces

NEAR = 3  # sentences around an incident's own words that are read again for it: they hold 99 in 100 of what belongs to it
LEAD = 3  # so are the first sentences of every article
FARTHEST = 256  # pieces from an incident's own words, and of the first sentences, where the sentences never end
# A scene is wide where it has more pieces than this for each of the event words it is for: 1 in 1,000 of news has. It is cut to
# NARROW on both sides, or a text of one endless sentence would take six times as long as news.
WIDE, NARROW = 416, 64
REACH = 6  # sentences from an incident's own words that are told apart
TITLE = COLUMN["title"]
DEPTH_STEPS = np.array([1, 2, 3, 5, 9, 16, 30])
DISTANCE_STEPS = np.array([1, 2, 3, 4, 6, 10, 20])
Bounds = tuple[int, int]  # first and last (exclusive) piece of a mention


PAIR_SIGNS = 4


def depth(pieces: Pieces) -> NDArray[np.int64]:
    """The step of each piece's sentence."""
    return np.searchsorted(DEPTH_STEPS, pieces.sentence, "right").astype(np.int64)


def pool(pieces: Pieces, mentions: Sequence[Bounds]) -> NDArray[np.float32]:
    """Rows of weights over pieces, two a mention: its own pieces, and those of its sentence."""
    table = np.zeros((2 * len(mentions), len(pieces)), np.float32)
    for i, (first, last) in enumerate(mentions):
        table[2 * i, first:last] = 1 / (last - first)
        around = pieces.sentence == pieces.sentence[first]
        table[2 * i + 1, around] = 1 / around.sum()
    return table


def pair_signs(pieces: Pieces, mentions: Sequence[Bounds], pairs: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """pairs x 4, each 0 to 7: sentences between, event mentions between, likeness of the words, where the first is."""
    words = [frozenset(pieces.ids[a:b].tolist()) for a, b in mentions]
    rows = []
    for i, j in pairs:
        between = abs(int(pieces.sentence[mentions[i][0]]) - int(pieces.sentence[mentions[j][0]]))
        same = 2 if words[i] == words[j] else 1 if words[i] & words[j] else 0
        title = bool(pieces.signals[mentions[i][0], TITLE])
        rows.append((np.searchsorted(DISTANCE_STEPS, between, "right"), np.searchsorted(DISTANCE_STEPS, abs(i - j), "right"),
                     same, int(title)))  # fmt: skip
    return np.array(rows, np.int64).reshape(-1, 4)


def scene(
    pieces: Pieces, own: Sequence[Bounds], others: Sequence[Bounds] = (), asked: Sequence[Bounds] = ()
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The second reading for one incident: the pieces of the sentences near its own event words and of the first
    sentences; for each 1 on its own event words, 2 on those of others, 3 on those of which it is asked whose they are; and
    how many sentences it lies before (under REACH) or behind (over REACH) the nearest own one."""
    mark = np.zeros(len(pieces), np.int64)
    for number, mentions in ((3, asked), (2, others)):
        for a, b in mentions:
            mark[a:b] = number
    for a, b in own:
        mark[a:b] = 1
    told = np.unique([pieces.sentence[a] for a, _ in own])
    away = pieces.sentence[:, None] - told[None, :]
    nearest = away[np.arange(len(pieces)), np.abs(away).argmin(1)]
    places = np.arange(len(pieces))
    firsts, lasts = np.array([a for a, _ in own]), np.array([b for _, b in own])
    gap = np.maximum(firsts[None, :] - places[:, None], places[:, None] - lasts[None, :] + 1).min(1)
    inside = np.flatnonzero((np.abs(nearest) <= NEAR) & (gap <= FARTHEST) | (pieces.sentence < LEAD) & (places < FARTHEST))
    if len(inside) > WIDE * len(own):
        inside = np.flatnonzero((gap <= NARROW) | (places < NARROW))
    return inside, mark[inside], np.clip(nearest[inside], -REACH, REACH) + REACH


def within(inside: NDArray[np.int64], mention: Bounds) -> Bounds:
    """Where a mention's pieces lie among those of a scene: first and last (exclusive); empty where it has none there."""
    a, b = np.searchsorted(inside, mention)
    return int(a), int(b)
