"""Find the incidents in the pieces of a report: event words, which of them report one incident, and what belongs to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.errors import Cancelled
from geodata.reading import views
from geodata.reading.coreference import by_other_means, clusters, likeness
from geodata.reading.judgement import Floats, Judgement, Networks
from geodata.reading.labels import COUNTED, EVENT, HURT, KINDS, ROLES, TYPES
from geodata.reading.linked import AND, Linked, Mention
from geodata.reading.pieces import Pieces
from geodata.reading.values.who import name_in

# Limits on the event words of a part, since the networks run once for each. The likeliest are kept. The densest of 1,616
# marked articles has 87 in 1,500 pieces.
MOST_EVENTS, LEAST_EVENTS, PIECES_AN_EVENT = 100, 30, 25

SURE = 0.9  # least score of a figure in the whole text for it to count without an incident's own judgement

# Claimants, actors and figures extend over pieces down to this share of the threshold: "the" of "the protesters" scores
# highest, or "people" of "nearly 4,000 people died".
REACH = {"says": 0.5, "actor": 0.5, "killed": 0.65, "injured": 0.65}
NAMED = ("says", "actor")  # of these, the name within counts


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities at which something counts. `geodata.training.reader` chose them on held-out articles."""

    event: float = 0.5
    same: float = 0.5
    real: float = 0.5
    where: float = 0.4
    when: float = 0.4
    likely_when: float = 0.25  # for times, if none reaches `when`
    figure: float = 0.5
    says: float = 0.4
    actor: float = 0.5

    def of(self, kind: str) -> float:
        return {"where": self.where, "when": self.when, "says": self.says, "actor": self.actor}.get(kind, self.figure)


def link(
    full: str, pieces: Pieces, networks: Networks, thresholds: Thresholds, stop: Callable[[], bool] | None = None
) -> list[Linked]:
    """Return the incidents of a text, in the order of their first words. Raise Cancelled once `stop` returns True."""
    if not len(pieces):
        return []
    vectors, tags = networks.encode(pieces)
    likeliest = sorted(runs(tags[:, EVENT], thresholds.event), key=lambda run: -run[2])
    events = sorted(likeliest[: min(MOST_EVENTS, LEAST_EVENTS + len(pieces) // PIECES_AN_EVENT)])
    bounds = [(a, b) for a, b, _ in events]

    def check() -> None:
        if stop is not None and stop():
            raise Cancelled("the reading was stopped")

    def judged(members: list[int]) -> Scene:
        check()
        own = [bounds[i] for i in members]
        others = [b for i, b in enumerate(bounds) if i not in members]
        inside, marks, reach = views.scene(pieces, own, others)
        return Scene(members, inside, networks.incident(vectors, inside, marks, reach))

    words = [mention(full, pieces, "event", *event).words(full) for event in events]
    same = np.where(by_other_means(words), np.float32(0), likeness(vectors, pieces, bounds, networks, check))
    scenes = [judged(members) for members in clusters(same, thresholds.same)]
    found = [
        Linked(
            tuple(mention(full, pieces, "event", *events[i]) for i in scene.members),
            tuple(belonging(full, pieces, scene.inside, scene.judgement.tags, thresholds)),
            {t: float(p) for t, p in zip(TYPES, scene.judgement.types, strict=True)},
            {r: float(p) for r, p in zip(ROLES, scene.judgement.roles, strict=True)},
            scene.judgement.real,
            tuple(tagged(full, pieces, scene.inside, scene.judgement.tags, "when", thresholds.likely_when)),
        )
        for scene in scenes
        if scene.judgement.real >= thresholds.real
    ]
    left = unlinked(full, pieces, tags, found)
    return sorted((with_neighbours(full, one, left) for one in found), key=lambda linked: linked.events[0].start)


class Scene(NamedTuple):
    """One incident in the making: its event mentions, the pieces that are read for it, and what the networks found in them."""

    members: list[int]
    inside: NDArray[np.int64]
    judgement: Judgement


def runs(tags: Floats, threshold: float, reach: float = 1.0) -> list[tuple[int, int, float]]:
    """Return the runs of pieces that reach `threshold` as part of a mention, cut where a new mention begins, as first, last
    (exclusive) and score. With `reach` below 1, a run extends over neighbours down to `reach` x `threshold`."""
    inside = 1 - tags[:, 0]
    begins = tags[:, 1] > tags[:, 2]
    found: list[tuple[int, int, float]] = []
    start = None
    for i in range(len(inside) + 1):
        on = i < len(inside) and inside[i] >= threshold
        if start is not None and (not on or begins[i]):
            found.append((start, i, float(inside[start:i].mean())))
            start = None
        if on and start is None:
            start = i
    if reach >= 1:
        return found
    surest: dict[tuple[int, int], float] = {}  # runs that extend to the same span become one
    for first, last, score in found:
        span = wider(inside, begins, first, last, threshold * reach)
        surest[span] = max(score, surest.get(span, 0.0))
    return [(*span, score) for span, score in surest.items()]


def wider(inside: Floats, begins: NDArray[np.bool_], first: int, last: int, least: float) -> tuple[int, int]:
    """Extend a run over the neighbouring pieces with at least `least`, up to where another mention begins."""
    while first > 0 and not begins[first] and inside[first - 1] >= least:
        first -= 1
    while last < len(inside) and not begins[last] and inside[last] >= least:
        last += 1
    return first, last


def belonging(full: str, pieces: Pieces, inside: NDArray[np.int64], tags: Floats, thresholds: Thresholds) -> list[Mention]:
    """Return the mentions that belong to one incident."""
    kinds = (kind for kind in KINDS if kind != KINDS[EVENT])
    return [m for kind in kinds for m in tagged(full, pieces, inside, tags, kind, thresholds.of(kind))]


def tagged(
    full: str, pieces: Pieces, inside: NDArray[np.int64], tags: Floats, kind: str, threshold: float
) -> Iterator[Mention]:
    """Yield the mentions of one kind in a scene. A mention ends where the scene leaves out a piece."""
    jumps = np.flatnonzero(np.diff(inside) != 1) + 1
    for a, b in itertools.pairwise([0, *jumps.tolist(), len(inside)]):
        for first, last, score in runs(tags[a:b, KINDS.index(kind)], threshold, REACH.get(kind, 1.0)):
            found = mention(full, pieces, kind, int(inside[a + first]), int(inside[a + last - 1]) + 1, score)
            if kind not in NAMED:
                yield found
            elif name := name_in(full, found.start, found.end):
                yield replace(found, start=name[0], end=name[1])


def unlinked(full: str, pieces: Pieces, tags: Floats, found: Sequence[Linked]) -> list[Mention]:
    """Return the figures that are sure in the whole text, but belong to no incident."""
    taken = [m for one in found for m in one.mentions if m.kind in COUNTED]
    sure = (mention(full, pieces, kind, *run) for kind in HURT for run in runs(tags[:, KINDS.index(kind)], SURE))
    return [m for m in sure if not any(m.start < t.end and t.start < m.end for t in taken)]


def with_neighbours(full: str, linked: Linked, left: Sequence[Mention]) -> Linked:
    """Add the figures that belong to no incident and that an "and" joins to one of this incident: "two people were killed" in
    "two people were killed and five were injured"."""
    own = [m for m in linked.mentions if m.kind in HURT]

    def is_joined(m: Mention) -> bool:
        pairs = [pair for o in own if o.kind != m.kind for pair in ((m, o), (o, m))]
        return any(AND.fullmatch(full, a.end, b.start) for a, b in pairs)

    joined = [m for m in left if is_joined(m)]
    return replace(linked, mentions=(*linked.mentions, *joined)) if joined else linked


def mention(full: str, pieces: Pieces, kind: str, first: int, last: int, score: float) -> Mention:
    """Convert pieces `first` to `last` (exclusive) to a mention of whole words."""
    start, end = int(pieces.starts[first]), int(pieces.ends[last - 1])
    while start > 0 and full[start - 1].isalnum() and full[start].isalnum():
        start -= 1
    while end < len(full) and full[end - 1].isalnum() and full[end].isalnum():
        end += 1
    return Mention(kind, start, end, score)
