"""The data for the histogram below the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from dashboard.map.map_feed import date_of
from dashboard.parts.incident_list import row_of
from dashboard.words.wording import day, short_month, whole_month
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import EPOCH, Mask
from geodata.query import IncidentQuery
from geodata.summary.chronology import Chronology, Unit, chronology, days_of
from geodata.summary.places import Rows
from geodata.vocabulary import Family, IncidentType, Role
from geodata.words.catalogue import label, say

MOST_DAYS, MOST_SINGLE = 31, 40  # up to these, each incident has its own mark
FEW_DAYS = 14  # up to this many days, the axis labels each one
MOST_LOOSE = 4  # how many incidents without a date have a mark
MOST_LISTED = 12  # up to this many earlier events, each has its own mark


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """What the timeline shows: `times` over its days, the rows within them or without a date, and the number of `earlier` rows.
    `every`, `has_earlier` and `has_undated` ignore the filter, so that filtering does not move the layout. `listed`: the
    earlier rows that each have a mark before the axis, and whether each matches the filter."""

    times: Chronology | None
    rows: Rows
    every: Rows
    earlier: int = 0
    has_earlier: bool = False
    has_undated: bool = False
    listed: tuple[tuple[int, bool], ...] = ()


def strip_of(snapshot: Snapshot, whole: Mask, shown: Mask, *, one_report: bool, opened: bool) -> Strip:
    """Choose what the timeline shows. It spans the days of `whole`, the unfiltered rows, so that a filter does not move it; a
    total "since 2009" does not stretch it. `shown`: the rows that match the filter. For one report, the axis spans its new
    incidents. Earlier ones are counted, and shown if `opened`: a few before the axis, many on it."""
    new = whole & snapshot.roles.among([Role.MAIN])
    own = days_of(snapshot, new) if one_report else None
    days = spanned(snapshot, whole)
    has_undated = bool((whole & snapshot.undated).any())
    if own is None or days is None:
        times = chronology(snapshot, shown, within=days)
        return Strip(times, np.flatnonzero(shown), np.flatnonzero(whole), has_undated=has_undated)
    before = ~snapshot.undated & (snapshot.ends < own[0].toordinal() - EPOCH)
    earlier = shown & before
    rest = sorted(np.flatnonzero(whole & before).tolist(), key=lambda row: int(snapshot.starts[row]))
    few = len(rest) <= MOST_LISTED
    days = days if opened and not few else (own[0], max(own[1], days[1]))
    inside, every = (shown, whole) if opened and not few else (shown & ~before, whole & ~before)
    times = chronology(snapshot, inside, within=days)
    rows = np.flatnonzero(inside), np.flatnonzero(every)
    listed = tuple((row, bool(shown[row])) for row in rest) if opened and few else ()
    return Strip(times, *rows, int(earlier.sum()), bool(rest), has_undated, listed)


def spanned(snapshot: Snapshot, whole: Mask) -> tuple[date, date] | None:
    """Return the first and last day of a timeline: those of the events, extended to the nearest end of each total."""
    totals = whole & snapshot.roles.among([Role.AGGREGATE]) & ~snapshot.undated
    days = days_of(snapshot, whole & ~totals)
    if days is None or not totals.any():
        return days or days_of(snapshot, whole)
    first, last = (day.toordinal() - EPOCH for day in days)
    first, last = min(first, snapshot.ends[totals].min()), max(last, snapshot.starts[totals].max())
    return date.fromordinal(int(first) + EPOCH), date.fromordinal(int(last) + EPOCH)


def timeline_data(strip: Strip, snapshot: Snapshot, query: IncidentQuery) -> dict[str, Any]:
    """Return the bins with their labels and counts by family, the chosen range, and the single incidents if there are few
    enough to tell apart."""
    found = strip.times
    if found is None:
        return {"bins": [], "events": [], "families": []}
    sure = found.sure
    of = [kind.family for kind in IncidentType]
    sums = {family: found.counts[:, [other is family for other in of]].sum(axis=1) for family in Family}
    families = [family for family in Family if sums[family].any()]
    parts = np.column_stack([sums[family] for family in families]).tolist() if families else [[]] * len(sure)
    bins = [
        {
            "start": start.isoformat(),
            "end": found.span(n)[1].isoformat(),
            "words": bin_words(start, found.unit),
            "tick": tick(start, found.unit, n, len(found.starts)),
            "n": int(sure[n]),
            "parts": parts[n],
            "vague": int(found.vague[n]),
        }
        for n, start in enumerate(found.starts)
    ]
    few = found.unit is Unit.DAY and len(bins) <= MOST_DAYS and len(strip.every) <= MOST_SINGLE
    return {
        "bins": bins,
        "events": events_of(snapshot, strip, found) if few else [],
        "families": [{"label": label(family), "colour": family.colour} for family in families],
        "from": query.start.isoformat() if query.start else "",
        "to": query.end.isoformat() if query.end else "",
        "undated": found.undated,
        "loose": loose_of(snapshot, strip) if few else [],
        "listed": [listed_mark(snapshot, row, on, query) for row, on in strip.listed],
        "dated": query.dated,
        "has_earlier": strip.has_earlier,
        "has_undated": strip.has_undated,
    }


def events_of(snapshot: Snapshot, strip: Strip, found: Chronology) -> list[dict[str, Any]]:
    """Return each dated incident with the first and last bin that it may lie in, the most precise first. Incidents that the
    filter leaves out are included, so that their places stay free."""
    shown = set(strip.rows.tolist())
    origin = found.starts[0].toordinal() - EPOCH
    last = len(found.starts) - 1
    events = []
    for row in strip.every.tolist():
        if snapshot.undated[row]:
            continue
        span = [min(last, max(0, int(value) - origin)) for value in (snapshot.starts[row], snapshot.ends[row])]
        events.append(mark_of(row_of(snapshot, row)) | {"span": span, "out": row not in shown})
    return sorted(events, key=lambda event: (event["span"][1] - event["span"][0], event["span"]))


def loose_of(snapshot: Snapshot, strip: Strip) -> list[dict[str, Any]]:
    """Return marks for the first incidents without a date, which have no place on the axis."""
    rows = [row for row in strip.rows.tolist() if snapshot.undated[row]]
    return [mark_of(row_of(snapshot, row)) for row in rows[:MOST_LOOSE]]


def listed_mark(snapshot: Snapshot, row: int, is_on: bool, query: IncidentQuery) -> dict[str, Any]:
    """Return the mark of an earlier event: its day, whether the filter leaves it out ("out"), and whether it lies outside the
    chosen days ("off")."""
    starts, ends = snapshot.day(snapshot.starts[row]), snapshot.day(snapshot.ends[row])
    before = query.start is not None and ends is not None and ends < query.start
    off = before or (query.end is not None and starts is not None and starts > query.end)
    return mark_of(row_of(snapshot, row)) | {"day": date_of(snapshot, row), "out": not is_on, "off": off}


def mark_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a list row that a mark needs, and its words."""
    words = f"{told['place']} · {told['line']} · {told['people']}"
    return {name: told[name] for name in ("id", "key", "type", "pale", "hollow")} | {"words": words}


def bin_words(start: date, unit: Unit) -> str:
    if unit is Unit.DAY:
        return day(start)
    if unit is Unit.WEEK:
        return f"{day(start)} – {day(start + timedelta(days=6))}"
    return whole_month(start) if unit is Unit.MONTH else str(start.year)


def tick(start: date, unit: Unit, n: int, count: int) -> str:
    """Return the label below the n-th of `count` bins, which is "" for most. With few days, each has a label."""
    if unit is Unit.DAY:
        is_named = count <= FEW_DAYS or start.day == 1 or start.weekday() == 0 or n == 0
        return say("written.short", day=start.day, month=short_month(start)) if is_named else ""
    if unit is Unit.WEEK:
        return say("written.month", month=short_month(start), year=str(start.year)) if start.day <= 7 else ""
    return str(start.year) if unit is Unit.YEAR or start.month == 1 else ""
