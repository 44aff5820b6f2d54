"""Sums that never add an aggregate to its parts, and never count background incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.reading.confidence import is_sure
from geodata.records import Incident
from geodata.vocabulary import DatePrecision, FigureKind, Qualifier, Role
from geodata.words.catalogue import long_day, say
from geodata.words.figures import joined, people_words


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of figures of one kind: at least `low` people; `exact` if every figure is a plain number.

    `stated` counts the figures; 0 means that no incident gives one. `upper` counts those that give only an upper bound, such
    as "up to 20" and "nearly 100": they add nothing.
    """

    low: int
    exact: bool
    stated: int
    upper: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a set of incidents. The sums cover only its new incidents, without those that are `unsure`."""

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
    return Sum(low, exact, len(figures), sum(figure.low is None for figure in figures))


def totals(incidents: Iterable[Incident]) -> Totals:
    """Return the totals of the incidents. Aggregates, earlier incidents and unsure ones are counted, but never summed."""
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
    """Return "10 incidents (7 new, 2 earlier, 1 total) · 9 places · in new incidents: at least 13 killed, ..."."""
    counts = (("new", t.new), ("earlier", t.earlier), ("aggregates", t.aggregates))
    roles = ", ".join(say(f"headline.{name}", n=count) for name, count in counts if count)
    incidents = say("headline.incidents", n=t.incidents)
    parts = [say("headline.of_roles", incidents=incidents, roles=roles) if roles else incidents]
    parts.append(say("headline.places", n=t.places))
    if t.killed.stated or t.injured.stated:
        killed, injured = of_people(t.killed, FigureKind.KILLED), of_people(t.injured, FigureKind.INJURED)
        parts.append(say("headline.people", killed=killed, injured=injured))
    return " · ".join([*parts, *not_in_sums(t)])


def not_in_sums(t: Totals) -> list[str]:
    """Return what the sums leave out, in words."""
    left_out = (("upper", t.killed.upper + t.injured.upper), ("unsure", t.unsure))
    return [say(f"headline.{name}", n=n) for name, n in left_out if n]


def of_people(total: Sum, kind: FigureKind) -> str:
    if not total.stated:
        return say(f"headline.no_{kind}")
    return people_words(say("figure.exact" if total.exact else "figure.at_least", number=total.low), kind)


def not_added(aggregate: Incident) -> str:
    """Describe a report's total, and that it is not added, for the line next to the headline."""
    figures = joined([people_words(str(f), f.kind) for f in aggregate.figures])
    words = [say("not_added.gives", figures=figures or say("not_added.total")), period_of(aggregate)]
    if aggregate.excludes:
        words.append(say("not_added.without", places=joined(aggregate.excludes)))
    covers = joined(aggregate.covers)
    which = say("not_added.which_others", places=covers) if covers else say("not_added.which")
    return f"{' '.join(word for word in words if word)}; {which}"


def period_of(incident: Incident) -> str:
    if incident.start is None or incident.end is None:
        return ""
    if incident.date_precision is DatePrecision.DAYS and (incident.end - incident.start).days == 1:
        return say("not_added.in_24_hours")
    if incident.start == incident.end:
        return say("not_added.on", day=long_day(incident.start))
    return say("not_added.span", start=long_day(incident.start), end=long_day(incident.end))
