"""The sums at the top of the list of incidents, and the counts below them."""

from __future__ import annotations

from dashboard.words.escape import safe
from geodata.totals import Sum, Totals, not_in_sums
from geodata.vocabulary import FigureKind
from geodata.words.catalogue import label, say
from geodata.words.figures import people_words


def sums(t: Totals) -> tuple[str, str]:
    """Return the two sums as HTML, each with its number in bold before its word."""
    return _sum(t.killed, FigureKind.KILLED), _sum(t.injured, FigureKind.INJURED)


def _sum(total: Sum, kind: FigureKind) -> str:
    if not total.stated:
        return f"<span>{safe(say(f'headline.no_{kind}'))}</span>"
    return f"<span><b>{safe(of_sum(total))}</b> {safe(label(kind))}</span>"


def aside(t: Totals) -> str:
    """ "in 7 new incidents · 2 earlier · 1 total · 9 places"."""
    parts = [say("headline.in_new", n=t.new) if t.new else say("headline.none_new")]
    parts += [say(f"headline.{name}", n=n) for name, n in (("earlier", t.earlier), ("aggregates", t.aggregates)) if n]
    return " · ".join([*parts, say("headline.places", n=t.places), *not_in_sums(t)])


def in_view(t: Totals) -> str:
    """ "In this view: 1,204 incidents · 3,400+ killed · 510+ injured"; the sums cover only new incidents."""
    parts = [say("headline.in_view", incidents=say("headline.incidents", n=t.incidents))]
    parts += [
        people_words(of_sum(total), kind)
        for total, kind in ((t.killed, FigureKind.KILLED), (t.injured, FigureKind.INJURED))
        if total.stated
    ]
    return " · ".join(parts)


def of_sum(total: Sum) -> str:
    return say("short_figure.exact" if total.exact else "short_figure.at_least", number=total.low)
