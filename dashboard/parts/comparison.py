"""The figures of two sets of incidents, side by side."""

from __future__ import annotations

from geodata.columns.masks import Chosen
from geodata.summary.figures import counted
from geodata.summary.places import PlaceIndex
from geodata.totals import Sum, Totals
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import label, say


def differences(first: Chosen, second: Chosen, index: PlaceIndex) -> list[tuple[str, str, str, str]]:
    """Return rows of (what, left, right, change): incidents, places, people, and every type that either set has."""
    one, two = counted(first, index), counted(second, index)
    rows = [
        (say("compare.incidents"), f"{one.incidents:,}", f"{two.incidents:,}", change(one.incidents, two.incidents)),
        (say("compare.new"), f"{one.new:,}", f"{two.new:,}", change(one.new, two.new)),
        (say("compare.places"), f"{one.places:,}", f"{two.places:,}", change(one.places, two.places)),
        (say("compare.killed"), *sums_words(one, two, "killed"), of_people(one.killed, two.killed)),
        (say("compare.injured"), *sums_words(one, two, "injured"), of_people(one.injured, two.injured)),
    ]
    left, right = (c.snapshot.types.counts(c.mask) for c in (first, second))
    for kind in sorted(left | right, key=lambda k: -max(left.get(k, 0), right.get(k, 0))):
        a, b = left.get(kind, 0), right.get(kind, 0)
        rows.append((label(IncidentType(kind)), f"{a:,}", f"{b:,}", change(a, b)))
    return rows


def sums_words(one: Totals, two: Totals, name: str) -> tuple[str, str]:
    """Return both sums in words. A set without new incidents has nothing to sum, whatever its figures are."""
    left, right = (sum_words(getattr(c, name)) if c.new or not c.incidents else say("compare.nothing_new") for c in (one, two))
    return left, right


def sum_words(total: Sum) -> str:
    if not total.stated:
        return say("compare.none")
    return say("figure.exact" if total.exact else "figure.at_least", number=total.low)


def change(one: int, two: int) -> str:
    """ "+12 (+40%)"; without a percentage if the first number is 0."""
    step = two - one
    if not step:
        return say("compare.no_change")
    return (f"{step:+,}" + (f" ({100 * step / one:+.0f}%)" if one else "")).replace("-", "−")


def of_people(one: Sum, two: Sum) -> str:
    """Return the change between two sums, marked as approximate if either sum is only a minimum."""
    if not (one.stated and two.stated):
        return ""
    step = change(one.low, two.low)
    return step if (one.exact and two.exact) or one.low == two.low else say("compare.about", change=step)
