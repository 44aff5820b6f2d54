"""What the learned part finds for one incident: the words that belong to it, with their probabilities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from geodata.vocabulary import IncidentType, Role

AND = re.compile(r",?\s+and\s+")  # between two figures of one clause


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of the full text; `score`: how likely they belong to the incident."""

    kind: str
    start: int
    end: int
    score: float = 1.0

    def words(self, full: str) -> str:
        """Return its words in the full text, with single spaces."""
        return " ".join(full[self.start : self.end].split())

    def moved(self, by: int) -> Mention:
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Linked:
    """One incident: its event words, what belongs to it, and the probabilities of its types, its roles and of being `real`."""

    events: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    types: Mapping[IncidentType, float]
    roles: Mapping[Role, float]
    real: float = 1.0
    likely_times: tuple[Mention, ...] = ()  # below the threshold; used if the incident's words name no time

    def of(self, kind: str) -> list[Mention]:
        return [m for m in self.mentions if m.kind == kind]

    def moved(self, by: int) -> Linked:
        """Return the incident with all positions moved by `by` characters."""
        if not by:
            return self
        return replace(
            self,
            events=tuple(m.moved(by) for m in self.events),
            mentions=tuple(m.moved(by) for m in self.mentions),
            likely_times=tuple(m.moved(by) for m in self.likely_times),
        )

    def joined(self, other: Linked) -> Linked:
        """Merge two into one incident. Types and roles are averages, weighted by the number of event words."""
        n, m = len(self.events), len(other.events)
        return Linked(
            tuple(sorted((*self.events, *other.events), key=lambda e: e.start)),
            tuple(dict.fromkeys((*self.mentions, *other.mentions))),
            {t: (n * p + m * other.types.get(t, 0.0)) / (n + m) for t, p in self.types.items()},
            {r: (n * p + m * other.roles.get(r, 0.0)) / (n + m) for r, p in self.roles.items()},
            max(self.real, other.real),
            tuple(dict.fromkeys((*self.likely_times, *other.likely_times))),
        )
