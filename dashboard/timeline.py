"""The histogram under the map as plain values for its component."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from dashboard.phrases import label, say
from dashboard.wording import day, short_month, whole_month
from geodata.query import IncidentQuery
from geodata.summary.chronology import Chronology, Unit
from geodata.vocabulary import Family, IncidentType


def timeline_data(found: Chronology, query: IncidentQuery) -> dict[str, Any]:
    """Bins with their words and their parts by family, and what of them the filter chooses."""
    sure = found.sure
    of = [kind.family for kind in IncidentType]
    sums = {family: found.counts[:, [other is family for other in of]].sum(axis=1) for family in Family}
    families = [family for family in Family if sums[family].any()]
    parts = np.column_stack([sums[family] for family in families]).tolist() if families else [[]] * len(sure)
    bins = []
    for n, start in enumerate(found.starts):
        bins.append(
            {
                "start": start.isoformat(),
                "end": found.span(n)[1].isoformat(),
                "words": bin_words(start, found.unit),
                "tick": tick(start, found.unit, n),
                "n": int(sure[n]),
                "parts": parts[n],
                "vague": int(found.vague[n]),
            }
        )
    return {
        "bins": bins,
        "families": [{"label": label(family), "colour": family.colour} for family in families],
        "from": query.start.isoformat() if query.start else "",
        "to": query.end.isoformat() if query.end else "",
        "undated": found.undated,
        "dated": query.dated,
    }


def bin_words(start: date, unit: Unit) -> str:
    if unit is Unit.DAY:
        return day(start)
    if unit is Unit.WEEK:
        return f"{day(start)} – {day(start + timedelta(days=6))}"
    return whole_month(start) if unit is Unit.MONTH else str(start.year)


def tick(start: date, unit: Unit, n: int) -> str:
    """The label below a bin; "" for most."""
    if unit is Unit.DAY:
        return (
            say("written.short", day=start.day, month=short_month(start))
            if start.day == 1 or start.weekday() == 0 or n == 0
            else ""
        )
    if unit is Unit.WEEK:
        return say("written.month", month=short_month(start), year=str(start.year)) if start.day <= 7 else ""
    return str(start.year) if unit is Unit.YEAR or start.month == 1 else ""
