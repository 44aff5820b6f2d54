"""Merge several claims about one event: ranges over all figures, the latest figure as the best, nothing added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geodata.records import Figure, Incident
from geodata.vocabulary import DatePrecision, Family, FigureKind, GeoPrecision, IncidentType, Qualifier, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one report, or one imported row, says about an incident. `told` is the report's date, if known. `outlet` is the
    source that a row itself names."""

    id: str
    incident: Incident
    source: str
    report_id: str | None = None
    dataset_id: str | None = None
    told: date | None = None
    position: int = 0
    outlet: str = ""

    @property
    def order(self) -> tuple[date, str, int]:
        return (self.told or date.min, self.report_id or self.dataset_id or "", self.position)


SHARPNESS = list(GeoPrecision)
VAGUE_TYPES = frozenset({IncidentType.OTHER, IncidentType.ATTACK_OTHER})


def merged(claims: Sequence[Claim]) -> Incident:
    """Merge claims about one event into one incident, in the order of their reports."""
    ordered = sorted(claims, key=lambda c: c.order)
    if len(ordered) == 1:
        return ordered[0].incident
    records = [c.incident for c in ordered]
    first = next((r for r in records if r.role is Role.MAIN), records[0])
    figures = {kind: over_all([f for r in records if (f := r.figure(kind))]) for kind in FigureKind}
    history = tuple(
        f for r in records for kind in FigureKind if (f := r.figure(kind)) and (g := figures[kind]) and f.evidence != g.evidence
    )
    start, end, precision = sharpest_time(records)
    return replace(
        first,
        type=commonest_type(records),
        role=role_of(records),
        toponym=sharpest_place(records).toponym,
        start=start,
        end=end,
        date_precision=precision,
        sentences=tuple(dict.fromkeys(s for r in records for s in r.sentences)),
        killed=figures[FigureKind.KILLED],
        injured=figures[FigureKind.INJURED],
        missing=figures[FigureKind.MISSING],
        attackers_killed=figures[FigureKind.ATTACKERS_KILLED],
        history=history,
        attribution=next((r.attribution for r in reversed(records) if r.attribution), None),
        actor=next((r.actor for r in reversed(records) if r.actor), None),
        confidence=max(r.confidence for r in records),
        reasons=tuple(dict.fromkeys(reason for r in records for reason in r.reasons)),
    )


def over_all(figures: Sequence[Figure]) -> Figure | None:
    """Return the latest figure, with the range over all given figures; None if there are none."""
    if not figures:
        return None
    latest = figures[-1]
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures]
    low = min(lows) if lows else None
    high = None if None in highs else max(h for h in highs if h is not None)
    if (low, high) == (latest.low, latest.high):
        return latest
    return replace(latest, low=low, high=high, qualifier=Qualifier.RANGE, word=None)


def role_of(records: Sequence[Incident]) -> Role:
    roles = {r.role for r in records}
    return next(role for role in (Role.MAIN, Role.BACKGROUND, Role.AGGREGATE) if role in roles)


def commonest_type(records: Sequence[Incident]) -> IncidentType:
    """Return the type that most claims give. Vague types only count if there are no others."""
    said = [r.type for r in records if r.type not in VAGUE_TYPES and r.type.family is not Family.OTHER]
    return Counter(said or [r.type for r in records]).most_common(1)[0][0]


def sharpest_place(records: Sequence[Incident]) -> Incident:
    return min(records, key=lambda r: SHARPNESS.index(r.geocode.precision) if r.geocode else len(SHARPNESS))


def sharpest_time(records: Sequence[Incident]) -> tuple[date | None, date | None, DatePrecision]:
    known = [r for r in records if r.start and r.end]
    if not known:
        return None, None, DatePrecision.UNKNOWN
    spans = Counter((r.start, r.end) for r in known)
    best = min(known, key=lambda r: ((r.end or date.max) - (r.start or date.min), -spans[r.start, r.end]))
    return best.start, best.end, best.date_precision


def growth(claims: Sequence[Claim], kind: FigureKind) -> list[tuple[date, Figure, str]]:
    """Return how a toll grew: each report's day, figure and source, in order of time, without undated reports."""
    return [(c.told, f, c.source) for c in sorted(claims, key=lambda c: c.order) if c.told and (f := c.incident.figure(kind))]
