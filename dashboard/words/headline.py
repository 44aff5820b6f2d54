"""The sums that head the list of incidents, and the counts below them."""

from __future__ import annotations

from dashboard.words.escape import safe
from geodata.totals import Sum, Totals
from geodata.vocabulary import FigureKind
from geodata.words.catalogue import label, say


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
