"""The queue of incidents to review, the values of forms, and the sentences from which to add a missed incident."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from geodata.columns.masks import Chosen
from geodata.records import Evidence, Field, Figure, Incident, Place, Report
from geodata.vocabulary import IncidentType, Qualifier

SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?]+(?=\s|$)|(?=\n|$)|[.!?]+)+[\"”’')]*")
FIELDS: tuple[Field, ...] = ("title", "text")
HEDGES = (
    Qualifier.EXACT,
    Qualifier.AT_LEAST,
    Qualifier.MORE_THAN,
    Qualifier.ABOUT,
    Qualifier.ALMOST,
    Qualifier.UP_TO,
    Qualifier.RANGE,
)


def queue(chosen: Chosen, most: int) -> list[str]:
    """Return the ids of at most `most` incidents of a filter, the most doubtful first."""
    rows = np.flatnonzero(chosen.mask)
    order = np.lexsort((rows, chosen.snapshot.confidences[rows]))
    return [chosen.snapshot.ids[row] for row in rows[order][:most].tolist()]


def sentences(report: Report) -> list[Evidence]:
    """Return the sentences of the title and text, from which the user can add a missed incident."""
    found = []
    for name in FIELDS:
        body = report.part(name)
        for match in SENTENCE.finditer(body):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if body[start : match.end()].strip():
                found.append(report.quote(name, start, match.end()))
    return found


def figure_value(number: int | None, upper: int | None, hedge: Qualifier) -> dict[str, Any] | None:
    """Convert the numbers of a form to a figure, in the form of a correction, or None for no figure."""
    if number is None:
        return None
    if number == 0 and hedge is Qualifier.EXACT:
        return {"low": 0, "high": 0, "qualifier": Qualifier.NONE.value}
    if hedge is Qualifier.RANGE:
        return {"low": number, "high": upper, "qualifier": hedge.value}
    if hedge in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        return {"low": number, "high": None, "qualifier": hedge.value}
    if hedge is Qualifier.UP_TO:
        return {"low": None, "high": number, "qualifier": hedge.value}
    return {"low": number, "high": number, "qualifier": hedge.value}


def form_of(figure: Figure | None) -> tuple[int | None, int | None, Qualifier]:
    """Convert a figure to the numbers of a form: the number, the upper end of a range, and the qualifier."""
    if figure is None:
        return None, None, Qualifier.EXACT
    hedge = figure.qualifier if figure.qualifier in HEDGES else Qualifier.AT_LEAST
    if figure.qualifier is Qualifier.NONE:
        return 0, None, Qualifier.EXACT
    return figure.low if figure.low is not None else figure.high, figure.high, hedge


def changes(form: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form that differ from the current value."""
    return {name: value for name, value in form.items() if value != old[name]}


def dates_value(start: date | None, end: date | None) -> list[str] | None:
    if start is None:
        return None
    return [start.isoformat(), (end or start).isoformat()]


def alike(incidents: Iterable[Incident], kind: IncidentType, place: Place, dates: list[str] | None) -> list[Incident]:
    """Return the incidents that may be the same as a new one: those of its type, at its place, and on the same days."""
    first, last = dates or ("", "9999")
    return [
        one
        for one in incidents
        if one.type is kind
        and one.geocode is not None
        and one.geocode.place.id == place.id
        and (one.start is None or one.end is None or (one.start.isoformat() <= last and first <= one.end.isoformat()))
    ]
