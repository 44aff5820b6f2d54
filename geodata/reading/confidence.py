"""How sure a reading of an incident is, from 0 to 1, and why not surer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geodata.reading.discourse import Cluster
from geodata.records import Toponym
from geodata.vocabulary import Family, GeoPrecision, IncidentType

# Log-odds that place, kind and number of killed are as a person would mark them, from
# `python -m geodata.training.confidence` on 47 hand-marked articles with 78 incidents read.
SURE = 1.55
DOUBTS = {
    "far_place": -0.79,
    "taken_up": -0.17,
    "no_place": -1.9,
    "not_found": -1.8,
    "other_place": -1.11,
    "only_country": -1.19,
    "no_date": -0.51,
    "date_before": 0.0,
    "kind_before": -0.38,
    "kind_unsaid": -0.89,
    "once": -0.33,
    "hedged": -0.2,
}


def confidence_of(cluster: Cluster, kind: IncidentType, toponym: Toponym | None) -> tuple[float, tuple[str, ...]]:
    """The score with its reasons in words."""
    doubts = doubts_of(cluster, kind, toponym)
    return probability([name for name, _ in doubts]), tuple(words for _, words in doubts)


def probability(doubts: Sequence[str]) -> float:
    odds = SURE + sum(DOUBTS[name] for name in doubts)
    return round(1 / (1 + math.exp(-odds)), 2)


def doubts_of(cluster: Cluster, kind: IncidentType, toponym: Toponym | None) -> list[tuple[str, str]]:
    """What speaks against a reading: the name of each doubt, and words a reader understands."""
    geocode = toponym.geocode if toponym else None
    interval = cluster.interval
    doubts: list[tuple[str, str]] = []
    if cluster.place_reason:
        doubts.append(("far_place", cluster.place_reason))
    elif cluster.place is not None and cluster.place.taken_up:
        doubts.append(("taken_up", "the place is taken up from an earlier name"))
    if toponym is None:
        doubts.append(("no_place", "the text names no place for it"))
    elif geocode is None:
        doubts.append(("not_found", "the place was not found"))
    elif geocode.score < 0.6:
        doubts.append(("other_place", f"the place could be another: {geocode.reason}"))
    elif geocode.precision is GeoPrecision.COUNTRY and not cluster.aggregate:
        doubts.append(("only_country", "only a country is named"))
    if interval is None or interval.start is None:
        doubts.append(("no_date", "no date is given"))
    elif cluster.interval_inherited:
        doubts.append(("date_before", "the date is that of the sentence before"))
    if cluster.inherited_type is not None and not any(f.types for f in cluster.frames):
        doubts.append(("kind_before", "the kind is that of the event told before"))
    elif kind.family is Family.OTHER or kind is IncidentType.ATTACK_OTHER:
        doubts.append(("kind_unsaid", "the words do not say which kind it was"))
    if len(cluster.frames) == 1 and not cluster.frames[0].figures:
        doubts.append(("once", "told in one sentence only, without a figure"))
    if any(figure.hedged for frame in cluster.frames for figure in frame.figures):
        doubts.append(("hedged", "a figure is told as possible only"))
    return doubts
