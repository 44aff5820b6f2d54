"""The histogram under the map as plain values for its component."""

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

MOST_DAYS, MOST_SINGLE = 31, 40  # up to which each incident has its own mark
FEW_DAYS = 14  # up to which each day of the axis is named
MOST_LOOSE = 4  # marks of incidents without a date
MOST_LISTED = 12  # earlier events that have a mark each


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """What the timeline shows: `times` over its days, the rows that lie in them or have no date, and how many lie before; and
    the same where nothing is filtered (`every` row, whether any lie before or have no date), so that a filter moves nothing.
    `listed`: earlier rows that have a mark each before the axis, with whether the filter passes them."""

    times: Chronology | None
    rows: Rows
    every: Rows
    earlier: int = 0
    has_earlier: bool = False
    has_undated: bool = False
    listed: tuple[tuple[int, bool], ...] = ()


def strip_of(snapshot: Snapshot, whole: Mask, shown: Mask, *, one_report: bool, opened: bool) -> Strip:
    """`whole`: all that is looked at, whose days the timeline spans, so that a filter does not move it; a total "since 2009"
    does not stretch it. `shown`: what passes the filter. Of one report the days are those of its new incidents; what lies
    before them is counted, and shown when `opened`: a few before the axis, many on it."""
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
    """The days that a timeline spans: those of the events, and of each total the end that is nearest to them."""
    totals = whole & snapshot.roles.among([Role.AGGREGATE]) & ~snapshot.undated
    days = days_of(snapshot, whole & ~totals)
    if days is None or not totals.any():
        return days or days_of(snapshot, whole)
    first, last = (day.toordinal() - EPOCH for day in days)
    first, last = min(first, snapshot.ends[totals].min()), max(last, snapshot.starts[totals].max())
    return date.fromordinal(int(first) + EPOCH), date.fromordinal(int(last) + EPOCH)


def timeline_data(strip: Strip, snapshot: Snapshot, query: IncidentQuery) -> dict[str, Any]:
    """Bins with their words and their parts by family, what of them the filter chooses, and the single incidents where they
    are few enough to be told apart."""
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
    """Each dated incident with the first and the last bin that it may lie in, the sharpest first; what the filter leaves out,
    too, whose place stays free."""
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
    """The first incidents without a date, which have no place on the axis."""
    rows = [row for row in strip.rows.tolist() if snapshot.undated[row]]
    return [mark_of(row_of(snapshot, row)) for row in rows[:MOST_LOOSE]]


def listed_mark(snapshot: Snapshot, row: int, is_on: bool, query: IncidentQuery) -> dict[str, Any]:
    """The mark of an earlier event with its day: whether the filter leaves it out, and whether it lies outside the chosen days
    ("off")."""
    starts, ends = snapshot.day(snapshot.starts[row]), snapshot.day(snapshot.ends[row])
    before = query.start is not None and ends is not None and ends < query.start
    off = before or (query.end is not None and starts is not None and starts > query.end)
    return mark_of(row_of(snapshot, row)) | {"day": date_of(snapshot, row), "out": not is_on, "off": off}


def mark_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a mark needs of a row of the list, and its words."""
    words = f"{told['place']} · {told['line']} · {told['people']}"
    return {name: told[name] for name in ("id", "key", "type", "pale", "hollow")} | {"words": words}


def bin_words(start: date, unit: Unit) -> str:
    if unit is Unit.DAY:
        return day(start)
    if unit is Unit.WEEK:
        return f"{day(start)} – {day(start + timedelta(days=6))}"
    return whole_month(start) if unit is Unit.MONTH else str(start.year)


def tick(start: date, unit: Unit, n: int, count: int) -> str:
    """The label below the n-th of some bins; "" for most. Each of a few days has its own."""
    if unit is Unit.DAY:
        is_named = count <= FEW_DAYS or start.day == 1 or start.weekday() == 0 or n == 0
        return say("written.short", day=start.day, month=short_month(start)) if is_named else ""
    if unit is Unit.WEEK:
        return say("written.month", month=short_month(start), year=str(start.year)) if start.day <= 7 else ""
    return str(start.year) if unit is Unit.YEAR or start.month == 1 else ""
