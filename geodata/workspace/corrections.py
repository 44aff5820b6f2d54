"""Apply people's corrections on top of a reading. The reading itself never changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geodata.errors import ReviewError
from geodata.fields import Told, killed_combatants, unverified
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Toponym
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import DatePrecision, FigureKind, IncidentType, Qualifier, ReviewState, Role

EDIT, CONFIRM, REJECT, REOPEN = "edit", "confirm", "reject", "reopen"
SPLIT, MERGE, ADD, UNDO = "split", "merge", "add", "undo"
REFUSE, CHOOSE, IMPORTED = "refuse", "choose place", "imported as corrected"
LOG_ONLY = (UNDO, REFUSE, CHOOSE)  # only recorded: they change nothing on the incident that could be undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One act of a person. `before` and `after` are JSON; `undone` acts stay in the record."""

    id: int
    incident: str
    who: str
    at: str
    action: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str = ""
    undone: bool = False


def overlaid(incident: Incident, reviews: Sequence[Review]) -> tuple[Incident, ReviewState]:
    """Return an incident with its corrections applied in order, and its state."""
    state = ReviewState.UNREVIEWED
    for review in reviews:
        if review.undone:
            continue
        if review.action == EDIT and review.field in FIELDS and review.after is not None:
            incident = FIELDS[review.field](incident, json.loads(review.after))
            state = ReviewState.CORRECTED if state is not ReviewState.REJECTED else state
        elif review.action == IMPORTED:
            state = ReviewState.CORRECTED
        elif review.action == CONFIRM:
            state = ReviewState.CONFIRMED
        elif review.action == REJECT:
            state = ReviewState.REJECTED
        elif review.action in (REOPEN, ADD):
            state = ReviewState.UNREVIEWED if review.action == REOPEN else ReviewState.CONFIRMED
    if state in (ReviewState.CONFIRMED, ReviewState.CORRECTED):
        incident = replace(incident, confidence=1.0, reasons=())
    return incident, state


def set_type(incident: Incident, value: Any) -> Incident:
    return replace(incident, type=IncidentType(value))


def set_role(incident: Incident, value: Any) -> Incident:
    return replace(incident, role=Role(value))


def set_place(incident: Incident, value: Any) -> Incident:
    """`value`: {"name", "geocode"}, the geocode as JSON or None; None for no place."""
    if value is None:
        return replace(incident, toponym=None)
    geocode = from_plain(Geocode, value["geocode"]) if value["geocode"] else None
    evidence = incident.toponym.evidence if incident.toponym else incident.evidence
    return replace(incident, toponym=Toponym(evidence=evidence, name=value["name"], geocode=geocode))


def set_dates(incident: Incident, value: Any) -> Incident:
    """`value`: [start, end] as ISO days, or None for unknown."""
    if value is None:
        return replace(incident, start=None, end=None, date_precision=DatePrecision.UNKNOWN)
    start, end = (date.fromisoformat(day) for day in value)
    precision = DatePrecision.DAY if start == end else DatePrecision.DAYS
    return replace(incident, start=start, end=end, date_precision=precision)


def set_actor(incident: Incident, value: Any) -> Incident:
    if not value:
        return replace(incident, actor=None)
    evidence = incident.actor.evidence if incident.actor else incident.evidence
    return replace(incident, actor=Actor(name=value, evidence=evidence))


def set_attribution(incident: Incident, value: Any) -> Incident:
    return replace(incident, attribution=value or None)


def set_combatants(incident: Incident, value: Any) -> Incident:
    """`value`: how many of the killed were combatants; None for none."""
    killed, number = incident.killed, int(value or 0)
    if killed is None:
        raise ValueError("no one is reported killed")
    most = killed.high if killed.high is not None else killed.best
    if number < 0 or (most is not None and number > most):
        raise ValueError(f"{killed} were killed")
    return replace(incident, killed=replace(killed, combatants=number))


def set_unverified(incident: Incident, value: Any) -> Incident:
    return replace(incident, verified=not value)


def setter_of_figure(kind: FigureKind) -> Callable[[Incident, Any], Incident]:
    def set_figure(incident: Incident, value: Any) -> Incident:
        """`value`: {"low", "high", "qualifier"}, or None for no figure."""
        figure = None
        if value is not None:
            old = incident.figure(kind)
            low, high = value["low"], value["high"]
            qualifier = Qualifier(value["qualifier"])
            figure = Figure(
                kind=kind,
                low=low,
                high=high,
                best=low if low is not None and qualifier is not Qualifier.RANGE else high if low is None else None,
                qualifier=qualifier,
                evidence=old.evidence if old else incident.evidence,
                attribution=old.attribution if old else incident.attribution,
                combatants=old.combatants if old else None,
            )
        changed: dict[str, Any] = {kind.value: figure}
        return replace(incident, **changed)

    return set_figure


# In the order of setting several: figures take the claimant, and combatants need the killed.
FIELDS: dict[str, Callable[[Incident, Any], Incident]] = {
    "type": set_type,
    "role": set_role,
    "place": set_place,
    "dates": set_dates,
    "actor": set_actor,
    "attribution": set_attribution,
    **{kind.value: setter_of_figure(kind) for kind in FigureKind},
    "combatants": set_combatants,
    "unverified": set_unverified,
}


def value_of(incident: Incident, field: str) -> Any:
    """Return a field as plain JSON, in the shape that its setter takes."""
    if field in ("type", "role"):
        return to_plain(getattr(incident, field))
    if field == "place":
        return {"name": incident.place, "geocode": to_plain(incident.geocode)} if incident.toponym else None
    if field == "dates":
        return [incident.start.isoformat(), incident.end.isoformat()] if incident.start and incident.end else None
    if field == "actor":
        return incident.actor.name if incident.actor else None
    if field == "attribution":
        return incident.attribution
    if field == "combatants":
        return killed_combatants(Told(incident=incident))
    if field == "unverified":
        return bool(unverified(Told(incident=incident)))
    figure = incident.figure(FigureKind(field))
    return {"low": figure.low, "high": figure.high, "qualifier": figure.qualifier.value} if figure else None


def checked(incident: Incident, field: str, value: Any) -> Incident:
    """Return the incident with a field set. Raise ReviewError if the value does not fit."""
    if field not in FIELDS:
        raise ReviewError(f"{field!r} cannot be corrected; choose one of {', '.join(FIELDS)}")
    try:
        return FIELDS[field](incident, value)
    except (ValueError, KeyError, TypeError) as error:
        raise ReviewError(f"{field} cannot be {value!r}: {error}") from error


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of several fields in the order of setting them; unknown fields come last."""
    order = [*FIELDS, *values]
    return dict(sorted(values.items(), key=lambda pair: order.index(pair[0])))


def all_checked(incident: Incident, values: Mapping[str, Any]) -> Incident:
    """Return the incident with all fields set. Raise ReviewError if one value does not fit."""
    for field, value in values.items():
        incident = checked(incident, field, value)
    return incident


def quoting(incident: Incident, evidence: Evidence) -> Incident:
    """Return an incident that was added by hand with other evidence, which becomes that of all its parts."""
    said: dict[str, Any] = {f.kind.value: replace(f, evidence=evidence) for f in incident.figures}
    said |= {name: replace(one, evidence=evidence) for name in ("toponym", "actor") if (one := getattr(incident, name))}
    return replace(incident, evidence=evidence, sentences=(evidence,), **said)


def of_name(evidence: Evidence, name: str) -> Evidence:
    """Return the place's name within the words that a person chose, or all of them if they do not contain it."""
    at = evidence.quote.find(name)
    if at < 0:
        return evidence
    return replace(evidence, start=evidence.start + at, end=evidence.start + at + len(name), quote=name)


def by_hand(id: str, evidence: Evidence, kind: IncidentType, role: Role, name: str | None, geocode: Geocode | None) -> Incident:
    """Return an incident that the reader missed, from the sentence that a person chose."""
    toponym = Toponym(evidence=of_name(evidence, name), name=name, geocode=geocode) if name else None
    return Incident(
        id=id,
        type=kind,
        role=role,
        toponym=toponym,
        start=None,
        end=None,
        date_precision=DatePrecision.UNKNOWN,
        evidence=evidence,
        sentences=(evidence,),
    )
