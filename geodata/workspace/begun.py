"""Find the first values of a form in words that a person selected, by rules alone if the reader finds no incident there. The
person then decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geodata.fields import combatants_of
from geodata.reading.values.dates import find_dates
from geodata.reading.values.people import count_people
from geodata.reading.values.remarks import is_unverified
from geodata.records import Evidence, Figure, Incident, Toponym
from geodata.tables.cells.harm import WORDS, part_of
from geodata.vocabulary import FigureKind, GeoPrecision, IncidentType

CLAUSE = re.compile(r"[;.!?]\s|,? (?:while|whereas|as) ")  # ends what a text says about one place
NO_CLAIMANT = r"(?!(?:In|On|At|After|From|Near|When|While|As|But|And|By|There|It|They|He|She|This|That|What|Who)\b)"
OF_WHOM = re.compile(r"\b(?:is|are|was|were|been|be|has|have|had)$|^no(?:body| one)\b", re.IGNORECASE)
CLAIMANT = re.compile(
    r"\baccording to (?P<name>[^,.;:]{2,60}?)\s*(?:[,.;:]|$)|,\s*(?P<name2>[^,.;:]{2,60}?) said\b"
    rf"|^{NO_CLAIMANT}(?P<name3>[A-Z][^,.;:]{{2,60}}?) (?:said|says|reported|told|confirmed|claimed|announced|added)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """The first values of a form; None for what the words do not give."""

    kind: IncidentType | None = None
    start: date | None = None
    end: date | None = None
    place: str | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    attribution: str | None = None
    combatants: int | None = None
    unverified: bool = False


def filled_in(begun: Told, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form gives for a new incident, without its empty fields. But if the words name combatants or doubt and a
    person cleared the field, keep it as 0 or False; otherwise the words would count."""
    kept = {field: value for field, value in values.items() if value is not None and value is not False}
    if begun.unverified and not values["unverified"]:
        kept["unverified"] = False
    if begun.combatants and values["killed"] is not None and values["combatants"] is None:
        kept["combatants"] = 0
    return kept


def told_by(read: Incident | None, span: Evidence, toponyms: Sequence[Toponym], published: date | None = None) -> Told:
    """Return the first values for selected words, from the incident `read` in them or, if None, by rules alone. `published`:
    the day from which to resolve "Friday"."""
    begun = first_values(read, span, toponyms)
    some = combatants_of(begun.killed, (span,)) if begun.killed else None
    begun = replace(begun, combatants=some, unverified=is_unverified(span.quote))
    if read is not None:
        return replace(begun, kind=read.type, start=read.start, end=read.end)
    from geodata.tables.layout import layouts  # imported late: the map starts without the table reader

    known = IncidentType(layouts()["table"].type_of(span.quote))
    days = next((d.interval for d in find_dates(span.quote, published) if d.interval.start), None)
    return replace(
        begun,
        kind=None if known in (IncidentType.OTHER, IncidentType.ATTACK_OTHER) else known,
        start=days.start if days else None,
        end=days.end if days else None,
    )


def first_values(read: Incident | None, span: Evidence, toponyms: Sequence[Toponym]) -> Told:
    """Return the figures, their place and their claimant, from the incident `read` in the words or, if None, by rules. Of
    several places, take the figures' own: a person who selects words means what they count."""
    inside = (t for t in toponyms if t.evidence.report_id == span.report_id and t.evidence.field == span.field)
    within = [t for t in inside if span.start <= t.evidence.start < span.end and not t.adjective]
    harm = [match.start() for words in WORDS.values() if (match := words.search(span.quote))]
    at = min(harm, default=0)
    if read is not None:
        several = len({t.name for t in within}) > 1 and (read.killed or read.injured)
        place = place_at(within, span, at) if several else read.place
        return Told(place=place, killed=read.killed, injured=read.injured, attribution=read.attribution)
    claim = CLAIMANT.search(span.quote)
    killed, injured = (figure_of(span, kind) for kind in (FigureKind.KILLED, FigureKind.INJURED))
    return Told(
        place=place_at(within, span, at if killed or injured else 0),
        killed=killed,
        injured=injured,
        attribution=claimant_in(claim),
    )


def claimant_in(claim: re.Match[str] | None) -> str | None:
    """Return the claimant that a match names, but not the subject of a passive ("Twelve people were reported killed")."""
    name = next(filter(None, claim.groups()), "") if claim else ""
    return name if name and not OF_WHOM.search(name) else None


def place_at(within: Sequence[Toponym], span: Evidence, at: int) -> str | None:
    """Return the place of a figure whose word of harm is at offset `at`: the next one in its clause, else the one before."""
    clause = CLAUSE.search(span.quote, at)
    end = clause.start() if clause else len(span.quote)
    sharp = [t for t in within if not (t.geocode and t.geocode.precision is GeoPrecision.COUNTRY)]
    starts = [(t.evidence.start - span.start, t.name) for t in sharp or within]
    after = (name for start, name in starts if at <= start < end)
    before = [name for start, name in starts if start < at]
    return next(after, before[-1] if before else starts[0][1] if starts else None)


def figure_of(span: Evidence, kind: FigureKind) -> Figure | None:
    clause = part_of(span.quote, kind.value)
    count = count_people(clause, 0, len(clause)) if clause else None
    if count is None or (count.low is None and count.high is None):
        return None
    return Figure(
        kind=kind, low=count.low, high=count.high, best=count.best, qualifier=count.qualifier, evidence=span, word=count.word
    )
