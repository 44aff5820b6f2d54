"""Inputs of the networks for event words: how far into the text, how close together, and which incident they mark.

The reader and its training share this module, so that both see the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.reading.pieces import COLUMN, Pieces

NEAR = 3  # sentences before and after an incident's event words that are in its scene: they contain 99% of what belongs to it
LEAD = 3  # first sentences of an article, in every scene
FARTHEST = 256  # limit in pieces for both, for texts with endless sentences
# A scene with more than WIDE pieces for each of its event words (1 in 1,000 in news) is cut to NARROW pieces around these and
# at the start. Otherwise a text of one endless sentence would take six times as long as news.
WIDE, NARROW = 416, 64
REACH = 6  # distances in sentences from an incident's event words are clipped to this
TITLE = COLUMN["title"]
DEPTH_STEPS = np.array([1, 2, 3, 5, 9, 16, 30])
DISTANCE_STEPS = np.array([1, 2, 3, 4, 6, 10, 20])
Bounds = tuple[int, int]  # first and last (exclusive) piece of a mention


PAIR_SIGNS = 4


def depth(pieces: Pieces) -> NDArray[np.int64]:
    """Return, for each piece, the depth step of its sentence."""
    return np.searchsorted(DEPTH_STEPS, pieces.sentence, "right").astype(np.int64)


def pool(pieces: Pieces, mentions: Sequence[Bounds]) -> NDArray[np.float32]:
    """Return rows of weights over pieces, two per mention: its own pieces, and those of its sentence."""
    table = np.zeros((2 * len(mentions), len(pieces)), np.float32)
    for i, (first, last) in enumerate(mentions):
        table[2 * i, first:last] = 1 / (last - first)
        around = pieces.sentence == pieces.sentence[first]
        table[2 * i + 1, around] = 1 / around.sum()
    return table


def pair_signs(pieces: Pieces, mentions: Sequence[Bounds], pairs: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Return pairs x 4, each 0 to 7: distance in sentences, distance in mentions, likeness of the words, first one in title."""
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
    """Return the input for one incident: the pieces in the sentences near its own event words and in the first sentences; a
    mark for each (1: own event word, 2: one of `others`, 3: one of `asked`, which may be its own, 0: none); and each
    piece's distance in sentences from the nearest own word, plus REACH."""
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
    """Return the positions of a mention's pieces in a scene: first and last (exclusive), equal if it has none of them."""
    a, b = np.searchsorted(inside, mention)
    return int(a), int(b)
