"""From the pieces of a report to its incidents: event words, which of them tell of one incident, and what belongs to it.

Nothing here knows how the networks run: on ONNX in the program, on torch in training.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.errors import Cancelled
from geodata.reading import views
from geodata.reading.labels import EVENT, KINDS, ROLES, TYPES
from geodata.reading.linked import Linked, Mention
from geodata.reading.pieces import Pieces
from geodata.vocabulary import Family

Floats = NDArray[np.float32]


VIOLENT = Family.ATTACK  # kinds of violence are told by one another's words and are not held apart
VIOLENCE = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK, Family.UNREST})
AKIN = 0.3  # agreement of the kinds of two mentions from which it says nothing against their being one


class Judgement(NamedTuple):
    """For one incident: tags (pieces of its scene x KINDS x 3), types, roles, and whether it is one; all probabilities."""

    tags: Floats
    types: Floats
    roles: Floats
    real: float


class Networks(Protocol):
    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Vectors (pieces x hidden) and tags (pieces x KINDS x 3, probabilities)."""

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        """The probability that two event mentions tell of one incident, for each pair."""

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        """What belongs to the incident whose words are marked."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which something counts. Chosen on held-out articles by `geodata.training.reader`."""

    event: float = 0.5
    same: float = 0.5
    real: float = 0.5
    where: float = 0.4
    when: float = 0.4
    figure: float = 0.5
    says: float = 0.4
    actor: float = 0.5

    def of(self, kind: str) -> float:
        return {"where": self.where, "when": self.when, "says": self.says, "actor": self.actor}.get(kind, self.figure)


def link(
    full: str, pieces: Pieces, networks: Networks, thresholds: Thresholds, stop: Callable[[], bool] | None = None
) -> list[Linked]:
    """The incidents of a report, in the order of their first words. `stop`: asked between incidents whether to give up."""
    if not len(pieces):
        return []
    vectors, tags = networks.encode(pieces)
    events = runs(tags[:, EVENT], thresholds.event)
    bounds = [(a, b) for a, b, _ in events]

    def judged(members: list[int]) -> Scene:
        if stop is not None and stop():
            raise Cancelled("the reading was stopped")
        own = [bounds[i] for i in members]
        others = [b for i, b in enumerate(bounds) if i not in members]
        inside, marks, reach = views.scene(pieces, own, others)
        return Scene(members, inside, networks.incident(vectors, inside, marks, reach))

    kinds = [families(judged([i]).judgement.types) for i in range(len(bounds))]
    scenes = [judged(members) for members in clusters(vectors, pieces, bounds, kinds, networks, thresholds.same)]
    found = [
        Linked(
            tuple(mention(full, pieces, "event", *events[i]) for i in scene.members),
            tuple(belonging(full, pieces, scene.inside, scene.judgement.tags, thresholds)),
            {t: float(p) for t, p in zip(TYPES, scene.judgement.types, strict=True)},
            {r: float(p) for r, p in zip(ROLES, scene.judgement.roles, strict=True)},
            scene.judgement.real,
        )
        for scene in scenes
        if scene.judgement.real >= thresholds.real
    ]
    return sorted(found, key=lambda linked: linked.events[0].start)


class Scene(NamedTuple):
    """One incident while it is put together: its event mentions, the pieces read for it, and what was said of them."""

    members: list[int]
    inside: NDArray[np.int64]
    judgement: Judgement


def runs(tags: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """Runs of pieces that are more likely inside a mention than `threshold`, cut where one begins: first, last, score."""
    inside = 1 - tags[:, 0]
    found: list[tuple[int, int, float]] = []
    start = None
    for i in range(len(inside) + 1):
        on = i < len(inside) and inside[i] >= threshold
        begins = on and tags[i, 1] > tags[i, 2]
        if start is not None and (not on or begins):
            found.append((start, i, float(inside[start:i].mean())))
            start = None
        if on and start is None:
            start = i
    return found


def families(types: Floats) -> dict[Family, float]:
    """The probabilities of the groups of types."""
    found = dict.fromkeys(Family, 0.0)
    for kind, p in zip(TYPES, types, strict=True):
        found[VIOLENT if kind.family in VIOLENCE else kind.family] += float(p)
    return found


def clusters(
    vectors: Floats,
    pieces: Pieces,
    bounds: Sequence[views.Bounds],
    kinds: Sequence[dict[Family, float]],
    networks: Networks,
    threshold: float,
) -> list[list[int]]:
    """Event mentions grouped by incident: average linkage over the pairs' scores. `kinds`: what each mention is taken for
    by itself; a shipwreck and an earthquake are two, however near each other they stand."""
    if not bounds:
        return []
    pairs = [(i, j) for i in range(len(bounds)) for j in range(i + 1, len(bounds))]
    same = np.zeros((len(bounds), len(bounds)), np.float32)
    if pairs:
        scores = networks.pairs(vectors, pieces, bounds, pairs)
        for (i, j), score in zip(pairs, scores, strict=True):
            same[i, j] = same[j, i] = score * min(1.0, sum(p * kinds[j][f] for f, p in kinds[i].items()) / AKIN)
    groups = [[i] for i in range(len(bounds))]
    sums = same.copy()  # between groups, of the scores of their pairs
    sizes = np.ones(len(bounds), np.float32)
    alive = np.ones(len(bounds), bool)
    while alive.sum() > 1:
        mean = sums / (sizes[:, None] * sizes[None, :])
        mean[~alive], mean[:, ~alive] = -1, -1
        np.fill_diagonal(mean, -1)
        i, j = divmod(int(mean.argmax()), len(bounds))
        if mean[i, j] < threshold:
            break
        groups[i] += groups[j]
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sizes[i] += sizes[j]
        alive[j] = False
    return [sorted(groups[i]) for i in np.flatnonzero(alive)]


def belonging(full: str, pieces: Pieces, inside: NDArray[np.int64], tags: Floats, thresholds: Thresholds) -> list[Mention]:
    """The mentions that belong to one incident. A run ends where the scene leaves out a piece."""
    found = []
    jumps = np.flatnonzero(np.diff(inside) != 1) + 1
    edges = [0, *jumps.tolist(), len(inside)]
    for a, b in itertools.pairwise(edges):
        for k, kind in enumerate(KINDS):
            if k != EVENT:
                for first, last, score in runs(tags[a:b, k], thresholds.of(kind)):
                    found.append(mention(full, pieces, kind, int(inside[a + first]), int(inside[a + last - 1]) + 1, score))
    return found


def mention(full: str, pieces: Pieces, kind: str, first: int, last: int, score: float) -> Mention:
    """Pieces `first` to `last` as whole words."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
    while start > 0 and full[start - 1].isalnum() and full[start].isalnum():
        start -= 1
    while end < len(full) and full[end - 1].isalnum() and full[end].isalnum():
        end += 1
    return Mention(kind, start, end, score)
