"""Sums that never count an aggregate with its parts, nor what is only background."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.reading.confidence import is_sure
from geodata.records import Figure, Incident
from geodata.vocabulary import DatePrecision, FigureKind, Qualifier, Role


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of figures of one kind: `low` people at least; `exact` if every figure is a plain number.

    `stated` counts the figures; 0 means that no incident gives one.
    """

    low: int
    exact: bool
    stated: int

    def __str__(self) -> str:
        if not self.stated:
            return "none reported"
        return f"{self.low:,}" if self.exact else f"at least {self.low:,}"


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a set of incidents; the sums are over its new incidents only, and not over those that are `unsure`."""

    incidents: int
    new: int
    earlier: int
    aggregates: int
    places: int
    killed: Sum
    injured: Sum
    unsure: int = 0


def sum_of(incidents: Iterable[Incident], kind: FigureKind) -> Sum:
    figures = [figure for incident in incidents if (figure := incident.figure(kind))]
    low = sum(figure.low or 0 for figure in figures)
    exact = all(figure.low == figure.high and figure.qualifier in (Qualifier.EXACT, Qualifier.NONE) for figure in figures)
    return Sum(low, exact, len(figures))


def totals(incidents: Iterable[Incident]) -> Totals:
    """Totals of the incidents. Aggregates, earlier events and what is not sure are counted, and never summed."""
    every = tuple(incidents)
    new = [i for i in every if i.role is Role.MAIN]
    sure = [i for i in new if is_sure(i.confidence)]
    places = {i.geocode.place.id for i in every if i.geocode and i.role is not Role.AGGREGATE}
    return Totals(
        incidents=len(every),
        new=len(new),
        earlier=sum(i.role is Role.BACKGROUND for i in every),
        aggregates=sum(i.role is Role.AGGREGATE for i in every),
        places=len(places),
        killed=sum_of(sure, FigureKind.KILLED),
        injured=sum_of(sure, FigureKind.INJURED),
        unsure=len(new) - len(sure),
    )


def headline(t: Totals) -> str:
    """ "10 incidents (7 new, 2 earlier, 1 total) · 9 places · new incidents listed: at least 13 killed, ..."."""
    roles = [(t.new, "new"), (t.earlier, "earlier"), (t.aggregates, plural(t.aggregates, "total"))]
    named = ", ".join(f"{count:,} {word}" for count, word in roles if count)
    parts = [f"{t.incidents:,} {plural(t.incidents, 'incident')}" + (f" ({named})" if named else "")]
    parts.append(f"{t.places:,} {plural(t.places, 'place')}")
    if t.killed.stated or t.injured.stated:
        parts.append(f"new incidents listed: {of_people(t.killed, 'killed')}, {of_people(t.injured, 'injured')}")
    if t.unsure:
        parts.append(f"{t.unsure:,} not sure, left out of the sums")
    return " · ".join(parts)


def plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def of_people(total: Sum, what: str) -> str:
    return f"{total} {what}" if total.stated else f"no figure for {what}"


def not_added(aggregate: Incident) -> str:
    """What a report's total says, and that it is not added: for the line next to the headline."""
    figures = [f"{shown(f)} {f.kind.label}" for f in aggregate.figures]
    words = [f"the report also gives {' and '.join(figures) or 'a total'}"]
    if period := period_of(aggregate):
        words.append(period)
    if aggregate.excludes:
        words.append(f"without {' and '.join(aggregate.excludes)}")
    included = f"it names {' and '.join(aggregate.covers)} as included and" if aggregate.covers else "it"
    others = "which of the others" if aggregate.covers else "which of these"
    return f"{' '.join(words)}; {included} does not say {others} it covers"


def shown(figure: Figure) -> str:
    return str(figure)


def period_of(incident: Incident) -> str:
    if incident.start is None or incident.end is None:
        return ""
    if incident.date_precision is DatePrecision.DAYS and (incident.end - incident.start).days == 1:
        return "in 24 hours"
    if incident.start == incident.end:
        return f"on {incident.start.isoformat()}"
    return f"from {incident.start.isoformat()} to {incident.end.isoformat()}"
