"""Incidents over time: how many in each day, week, month or year, and how many somewhere within a longer span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import EPOCH, NO_DAY, Mask
from geodata.vocabulary import IncidentType

DAYS_IN_DAYS, DAYS_IN_WEEKS, DAYS_IN_MONTHS = 120, 3 * 366, 40 * 366  # the longest span shown in each unit
KINDS = len(IncidentType)


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Chronology:
    """Bins from `starts[n]` to the day before `starts[n + 1]`, the last one up to `end`.

    `counts`: the incidents certainly in each bin, by type; `vague`: those that may be in the bin but are only known to be
    within several bins; `undated`: those without a date.
    """

    unit: Unit
    starts: tuple[date, ...]
    end: date
    counts: NDArray[np.int64]  # by bin and type
    vague: NDArray[np.int64]
    undated: int

    def span(self, n: int) -> tuple[date, date]:
        """Return the first and the last day of a bin."""
        return self.starts[n], following(self.starts[n], self.unit) - timedelta(days=1)

    @property
    def sure(self) -> NDArray[np.int64]:
        return np.asarray(self.counts.sum(axis=1))


def unit_for(first: date, last: date) -> Unit:
    """Return the finest unit whose bars are wide enough to see."""
    days = (last - first).days + 1
    if days <= DAYS_IN_DAYS:
        return Unit.DAY
    if days <= DAYS_IN_WEEKS:
        return Unit.WEEK
    return Unit.MONTH if days <= DAYS_IN_MONTHS else Unit.YEAR


def floor(day: date, unit: Unit) -> date:
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    if unit is Unit.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit is Unit.YEAR else day


def following(day: date, unit: Unit) -> date:
    if unit is Unit.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    if unit is Unit.YEAR:
        return day.replace(year=day.year + 1)
    return day + timedelta(days=7 if unit is Unit.WEEK else 1)


def days_of(snapshot: Snapshot, mask: Mask) -> tuple[date, date] | None:
    """Return the first and the last day of a mask's rows; None if none of them has a date."""
    dated = mask & ~snapshot.undated
    if not dated.any():
        return None
    first, last = snapshot.starts[dated].min(), snapshot.ends[dated].max()
    return date.fromordinal(int(first) + EPOCH), date.fromordinal(int(last) + EPOCH)


def chronology(
    snapshot: Snapshot, mask: Mask, unit: Unit | None = None, within: tuple[date, date] | None = None
) -> Chronology | None:
    """Count a mask's rows over time. Without `within`, return None if none of them has a date.

    The bins span the rows, or the days `within`: rows that extend beyond these are cut, and the mask must not contain rows
    outside them.
    """
    days = within or days_of(snapshot, mask)
    if days is None:
        return None
    first, last = days
    rows = np.flatnonzero(mask)
    dated = ~snapshot.undated[rows]
    earliest, latest = (day.toordinal() - EPOCH for day in days)
    starts, ends = (
        np.where(dated, np.clip(column[rows], earliest, latest), NO_DAY) for column in (snapshot.starts, snapshot.ends)
    )
    unit = unit or unit_for(first, last)
    edges = [floor(first, unit)]
    while (edge := following(edges[-1], unit)) <= last:
        edges.append(edge)
    bounds = np.array([edge.toordinal() - EPOCH for edge in edges], dtype=np.int32)
    origin = bounds[0]
    bin_of = np.searchsorted(bounds, np.arange(origin, latest + 1), side="right") - 1  # by day
    low, high = bin_of[starts[dated] - origin], bin_of[ends[dated] - origin]
    sure = low == high
    kinds = snapshot.types.codes[rows][dated]
    size = len(edges)
    counts = np.bincount(low[sure] * KINDS + kinds[sure], minlength=size * KINDS).reshape(size, KINDS)
    rise = np.bincount(low[~sure], minlength=size + 1) - np.bincount(high[~sure] + 1, minlength=size + 1)
    return Chronology(
        unit=unit,
        starts=tuple(edges),
        end=following(edges[-1], unit) - timedelta(days=1),
        counts=counts,
        vague=np.cumsum(rise)[:size],
        undated=int((~dated).sum()),
    )
