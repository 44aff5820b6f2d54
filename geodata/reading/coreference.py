"""Find the event words that report the same incident.

Event words are marked one at a time, and the networks score the other event words in the scene of the marked one. If two
words lie in each other's scenes, their score is the average of both. The pair scorer decides about those that are too far
apart for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.reading import views
from geodata.reading.judgement import Floats, Networks
from geodata.reading.labels import TYPES
from geodata.reading.pieces import Pieces
from geodata.vocabulary import Family

FAMILIES = tuple(Family)
VIOLENT = Family.ATTACK  # kinds of violence share their words, so they count as one
VIOLENCE = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK, Family.UNREST})
AKIN = 0.3  # agreement of the kinds of two mentions above which the kinds do not lower their score


def likeness(
    vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], networks: Networks, check: Callable[[], None]
) -> Floats:
    """Return mentions x mentions: the probability that two report one incident. `check` is called for each mention."""
    n = len(mentions)
    sums, asked = np.zeros((n, n), np.float32), np.zeros((n, n), np.float32)
    kinds = np.zeros((n, len(FAMILIES)), np.float32)
    for i in range(n) if n > 1 else ():
        check()
        others = [b for j, b in enumerate(mentions) if j != i]
        inside, marks, reach = views.scene(pieces, [mentions[i]], asked=others)
        judgement = networks.incident(vectors, inside, marks, reach)
        same, kinds[i] = judgement.same, families(judgement.types)
        for j in range(n):
            a, b = views.within(inside, mentions[j])
            if j != i and b > a:
                sums[i, j] += same[a:b].mean()
                asked[i, j] += 1
    sums, asked = sums + sums.T, asked + asked.T
    scores = 1 / (1 + np.exp(-sums / np.maximum(asked, 1)))
    far = [(i, j) for i in range(n) for j in range(i + 1, n) if not asked[i, j]]
    if far:
        for (i, j), score in zip(far, networks.pairs(vectors, pieces, mentions, far), strict=True):
            scores[i, j] = scores[j, i] = score
    # a shipwreck and an earthquake are two incidents, however close together their words are
    akin: Floats = np.minimum(1.0, kinds @ kinds.T / AKIN)
    return np.asarray(scores * akin, np.float32)


# Words for the means of an attack from afar: a missile strike and shelling are two incidents, even if they are in one town.
MEANS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bmissiles?\b",
        r"\bshell(?:ing|ed|s)\b|\bmortars?\b|\bartillery\b",
        r"\bair ?-?strikes?\b|\bair raids?\b",
    )
)


def by_other_means(words: Sequence[str]) -> NDArray[np.bool_]:
    """Return event words x event words: whether they name different means of attack."""
    named = np.array([[means.search(w) is not None for means in MEANS] for w in words], np.int32).reshape(
        len(words), len(MEANS)
    )
    some = named.max(axis=1, initial=0)
    apart: NDArray[np.bool_] = np.outer(some, some) > named @ named.T
    return apart


def families(types: Floats) -> Floats:
    """Return the probabilities of the families of types; all kinds of violence count as one."""
    found = np.zeros(len(FAMILIES), np.float32)
    for kind, probability in zip(TYPES, types, strict=True):
        found[FAMILIES.index(VIOLENT if kind.family in VIOLENCE else kind.family)] += probability
    return found


def clusters(same: Floats, threshold: float) -> list[list[int]]:
    """Group mentions by incident: average linkage over `same`, down to `threshold`."""
    n = len(same)
    groups = [[i] for i in range(n)]
    sums = same.copy()  # for two groups: the sum of the scores of their pairs
    sizes = np.ones(n, np.float32)
    alive: NDArray[np.bool_] = np.ones(n, bool)
    while alive.sum() > 1:
        mean = sums / (sizes[:, None] * sizes[None, :])
        mean[~alive], mean[:, ~alive] = -1, -1
        np.fill_diagonal(mean, -1)
        i, j = divmod(int(mean.argmax()), n)
        if mean[i, j] < threshold:
            break
        groups[i] += groups[j]
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sizes[i] += sizes[j]
        alive[j] = False
    return [sorted(groups[i]) for i in np.flatnonzero(alive)]
