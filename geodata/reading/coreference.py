"""Which event words report one incident.

Each event word is marked alone, and the networks say of every other near it whether it reports the same incident. Two
words are asked about from both sides where each lies in the other's scene; those too far apart for that are decided by the
pair scorer alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.reading import views
from geodata.reading.judgement import Floats, Networks
from geodata.reading.labels import TYPES
from geodata.reading.pieces import Pieces
from geodata.vocabulary import Family

FAMILIES = tuple(Family)
VIOLENT = Family.ATTACK  # kinds of violence share their words, and are not held apart
VIOLENCE = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK, Family.UNREST})
AKIN = 0.3  # agreement of the kinds of two mentions from which it says nothing against their being one


def likeness(
    vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], networks: Networks, check: Callable[[], None]
) -> Floats:
    """mentions x mentions: the probability that two report one incident. `check` is called between the networks' turns."""
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
    # a shipwreck and an earthquake are two, however near each other they are named
    akin: Floats = np.minimum(1.0, kinds @ kinds.T / AKIN)
    return np.asarray(scores * akin, np.float32)


def families(types: Floats) -> Floats:
    """The probabilities of the groups of types."""
    found = np.zeros(len(FAMILIES), np.float32)
    for kind, probability in zip(TYPES, types, strict=True):
        found[FAMILIES.index(VIOLENT if kind.family in VIOLENCE else kind.family)] += probability
    return found


def clusters(same: Floats, threshold: float) -> list[list[int]]:
    """Mentions grouped by incident: average linkage over `same`, down to `threshold`."""
    n = len(same)
    groups = [[i] for i in range(n)]
    sums = same.copy()  # between groups, of the scores of their pairs
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
