"""The histogram under the map as plain values for its component."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dashboard.phrases import say
from dashboard.wording import day, short_month, whole_month
from geodata.query import IncidentQuery
from geodata.summary.chronology import Chronology, Unit


def timeline_data(found: Chronology, query: IncidentQuery) -> dict[str, Any]:
    """Bins with their words, and what of them the filter chooses."""
    sure = found.sure
    bins = []
    for n, start in enumerate(found.starts):
        bins.append(
            {
                "start": start.isoformat(),
                "end": found.span(n)[1].isoformat(),
                "words": bin_words(start, found.unit),
                "tick": tick(start, found.unit, n),
                "n": int(sure[n]),
                "vague": int(found.vague[n]),
            }
        )
    return {
        "bins": bins,
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
