"""The line above the map and what it leaves out, in the words of the screen; `geodata.totals` has them for the command line."""

from __future__ import annotations

from dashboard.words.escape import safe
from dashboard.words.phrases import label, say
from dashboard.words.wording import figure_words, joined, people_words
from geodata.records import Incident
from geodata.totals import Sum, Totals
from geodata.vocabulary import DatePrecision, FigureKind


def headline(t: Totals) -> str:
    """ "10 incidents (7 new, 2 earlier, 1 total) · 9 places · new incidents listed: at least 13 killed, ..."."""
    counts = (("new", t.new), ("earlier", t.earlier), ("aggregates", t.aggregates))
    roles = ", ".join(say(f"headline.{name}", n=count) for name, count in counts if count)
    incidents = say("headline.incidents", n=t.incidents)
    parts = [say("headline.of_roles", incidents=incidents, roles=roles) if roles else incidents]
    parts.append(say("headline.places", n=t.places))
    if t.killed.stated or t.injured.stated:
        killed, injured = of_people(t.killed, FigureKind.KILLED), of_people(t.injured, FigureKind.INJURED)
        parts.append(say("headline.people", killed=killed, injured=injured))
    if t.unsure:
        parts.append(say("headline.unsure", n=t.unsure))
    return " · ".join(parts)


def sums(t: Totals) -> tuple[str, str]:
    """The two sums as they head the list, as HTML: the number apart from its word."""
    return _sum(t.killed, FigureKind.KILLED), _sum(t.injured, FigureKind.INJURED)


def _sum(total: Sum, kind: FigureKind) -> str:
    if not total.stated:
        return f"<span>{safe(say(f'headline.no_{kind}'))}</span>"
    number = say("short_figure.exact" if total.exact else "short_figure.at_least", number=total.low)
    return f"<span><b>{safe(number)}</b> {safe(label(kind))}</span>"


def aside(t: Totals) -> str:
    """ "in 7 new incidents · 2 earlier · 1 total · 9 places"."""
    parts = [say("headline.in_new", n=t.new)]
    parts += [say(f"headline.{name}", n=n) for name, n in (("earlier", t.earlier), ("aggregates", t.aggregates)) if n]
    parts.append(say("headline.places", n=t.places))
    if t.unsure:
        parts.append(say("headline.unsure", n=t.unsure))
    return " · ".join(parts)


def of_people(total: Sum, kind: FigureKind) -> str:
    if not total.stated:
        return say(f"headline.no_{kind}")
    return people_words(say("figure.exact" if total.exact else "figure.at_least", number=total.low), kind)


def not_added(aggregate: Incident) -> str:
    """What a report's total says, and that it is not added: for the line next to the headline."""
    figures = joined([people_words(figure_words(f), f.kind) for f in aggregate.figures])
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
        return say("not_added.on", day=incident.start.isoformat())
    return say("not_added.span", start=incident.start.isoformat(), end=incident.end.isoformat())
