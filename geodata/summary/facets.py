"""Count how many incidents each choice of a filter would leave if the rest of the filter stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.columns.masks import Chosen
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import NO_DAY, Mask
from geodata.query import AcledGroup, Casualties
from geodata.vocabulary import Family, IncidentType, Remark

MOST = 200  # most frequent choices in an open list
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """Choices with their counts. Lists of names have the most frequent first, and at most `MOST`."""

    types: Counts
    families: Counts
    acled: Counts
    roles: Counts
    states: Counts
    countries: Counts
    provinces: Counts
    places: Counts
    claimants: Counts
    actors: Counts
    outlets: Counts
    precisions: Counts
    sources: Counts
    casualties: Counts
    remarks: Counts
    undated: int
    latest: date | None  # the last day of the incidents, whatever days the filter gives


def facets(chosen: Chosen) -> Facets:
    snapshot = chosen.snapshot
    whole = np.flatnonzero(chosen.mask)

    def rows(name: str) -> NDArray[np.int64]:
        return np.flatnonzero(chosen.but(name)) if name in chosen.parts else whole

    any_day = chosen.but("dates")
    kinds = snapshot.types.counts(rows("types"))
    named = {
        name: getattr(snapshot, name).counts(rows(name), MOST)
        for name in ("roles", "countries", "provinces", "places", "claimants", "actors", "outlets", "precisions")
    }
    return Facets(
        types=kinds,
        families=grouped(kinds, {kind.value: kind.family.value for kind in IncidentType}, tuple(Family)),
        acled=grouped(kinds, {kind.value: group.value for group in AcledGroup for kind in group.types}, tuple(AcledGroup)),
        states=snapshot.states.counts(rows("states")),
        sources=of_sources(snapshot, chosen.but("sources")),
        casualties=of_casualties(snapshot, chosen.but("casualties")),
        remarks=of_remarks(snapshot, chosen.but("remarks")),
        undated=int((any_day & snapshot.undated).sum()),
        latest=snapshot.day(int(snapshot.ends[any_day & ~snapshot.undated].max(initial=NO_DAY))),
        **named,
    )


def grouped(kinds: Counts, group_of: dict[str, str], order: tuple[str, ...]) -> Counts:
    sums = dict.fromkeys((str(name) for name in order), 0)
    for kind, count in kinds.items():
        sums[group_of[kind]] += count
    return {name: count for name, count in sums.items() if count}


def of_remarks(snapshot: Snapshot, mask: Mask) -> Counts:
    counts = {
        Remark.COMBATANTS.value: int((mask & ~np.isnan(snapshot.combatants)).sum()),
        Remark.UNVERIFIED.value: int((mask & snapshot.unverified).sum()),
    }
    return {name: count for name, count in counts.items() if count}


def of_sources(snapshot: Snapshot, mask: Mask) -> Counts:
    return snapshot.sources.counts(mask[snapshot.source_rows], MOST)


def of_casualties(snapshot: Snapshot, mask: Mask) -> Counts:
    killed, injured = snapshot.killed.some[mask], snapshot.injured.some[mask]
    return {
        Casualties.ANY.value: int(mask.sum()),
        Casualties.REPORTED.value: int((killed | injured).sum()),
        Casualties.KILLED.value: int(killed.sum()),
        Casualties.INJURED.value: int(injured.sum()),
    }
