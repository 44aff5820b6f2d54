"""What waits for review, what the forms mean, and the sentences that a missed incident is added from."""

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
    """The ids of a filter's incidents, the most doubtful first."""
    rows = np.flatnonzero(chosen.mask)
    order = np.lexsort((rows, chosen.snapshot.confidences[rows]))
    return [chosen.snapshot.ids[row] for row in rows[order][:most].tolist()]


def sentences(report: Report) -> list[Evidence]:
    """The sentences of title and text, from which a missed incident is added."""
    found = []
    for name in FIELDS:
        body = report.part(name)
        for match in SENTENCE.finditer(body):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if body[start : match.end()].strip():
                found.append(report.quote(name, start, match.end()))
    return found


def figure_value(number: int | None, upper: int | None, hedge: Qualifier) -> dict[str, Any] | None:
    """What the form's numbers say of a figure, in the shape of a correction; None for no figure."""
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
    """A figure as the form's numbers: the number, the upper one of a range, the hedge."""
    if figure is None:
        return None, None, Qualifier.EXACT
    hedge = figure.qualifier if figure.qualifier in HEDGES else Qualifier.AT_LEAST
    if figure.qualifier is Qualifier.NONE:
        return 0, None, Qualifier.EXACT
    return figure.low if figure.low is not None else figure.high, figure.high, hedge


def changes(form: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form that differ from the present value."""
    return {name: value for name, value in form.items() if value != old[name]}


def dates_value(start: date | None, end: date | None) -> list[str] | None:
    if start is None:
        return None
    return [start.isoformat(), (end or start).isoformat()]


def alike(incidents: Iterable[Incident], kind: IncidentType, place: Place, dates: list[str] | None) -> list[Incident]:
    """The incidents that a new one may be the same as: of its type, at its place, and not of other days."""
    first, last = dates or ("", "9999")
    return [
        one
        for one in incidents
        if one.type is kind
        and one.geocode is not None
        and one.geocode.place.id == place.id
        and (one.start is None or one.end is None or (one.start.isoformat() <= last and first <= one.end.isoformat()))
    ]
