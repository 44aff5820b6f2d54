"""Places that the text gives by their distance from a town: "Oktyabrskoye, about 8 kilometers east of Rylsk"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import kilometres
from geodata.geocoding.offsets import Offset, moved, offset_before
from geodata.geocoding.resolver import NEAR_RADIUS_KM
from geodata.reading.place_mentions import PlaceMention
from geodata.records import Geocode, Place
from geodata.vocabulary import SURROUNDINGS, GeoPrecision

# The words between a name and its distance from the next name.
FROM_NAME = re.compile(
    r",?\s*(?:(?:which|that)\s+)?(?:(?:is|was|lies|are|were)\s+)?(?:located\s+|situated\s+)?"
    r"(?:an?\s+(?:[a-z-]+\s+){0,2}(?:city|town|village|suburb|community|hamlet|settlement|district|resort|port)\s+)?"
    r"(?:(?:about|around|some|roughly|approximately|nearly|almost|just|only|over|at least|more than|less than)\s+)?"
)
FROM_NAME_YES = (", about ", ", a town ", " is around ", ", a small mining town some ", " ")
FROM_NAME_NO = (" and reached positions ", ", he said, ", " police stopped a car ")
MOST_WORDS = 30  # between a name and the next one
SLACK_KM, SLACK = 15.0, 0.75  # how far from the given distance a place may be: a road is longer than a straight line


def with_distances(found: Sequence[tuple[PlaceMention, Geocode | None]]) -> list[tuple[PlaceMention, Geocode | None]]:
    """Return the mentions with the places that fit the distances in the text. A town that does not fit is replaced by a
    namesake that does; if there is none, it is unknown."""
    out = list(found)
    for i, ((one, geocode), (other, base)) in enumerate(itertools.pairwise(found)):
        if not (geocode and base) or geocode.precision.is_area or base.precision.is_area or one.doc is not other.doc:
            continue
        if not 0 < other.first - one.last <= MOST_WORDS:
            continue
        between = one.doc[one.last : other.first].text_with_ws  # joining the whole block for each name is slow
        offset = distance_between(between, 0, len(between))
        if offset is not None and not fits(geocode.place, base, offset):
            places = (*geocode.alternatives, *(c.place for c in one.candidates))
            best = next((place for place in places if place.feature == "PPL" and fits(place, base, offset)), None)
            out[i] = one, replace(geocode, place=best, radius_km=best.radius_km) if best else None
    return out


QUARTERS = frozenset(["neighborhood", "neighbourhood", "borough", "quarter"])
PARTS = frozenset(["area", "section", "suburb", "district", "part"])  # before "of" and a town
A_CITY, WITHIN_KM = 100_000, 60.0  # people; kilometres from a town of the report


def with_quarters(found: Sequence[tuple[PlaceMention, Geocode | None]]) -> list[tuple[PlaceMention, Geocode | None]]:
    """Return the mentions. What the text once calls a neighbourhood is near the town that it names next to it, if its namesake
    is a small town far from all others of the report: the Dora neighbourhood of Baghdad is not in Alabama."""
    towns = [(m, g) for m, g in found if g is not None and not g.precision.is_area and not m.adjective]
    moved_to: dict[tuple[str, str], Geocode] = {}
    for mention, geocode in found:
        if geocode is None or geocode.precision.is_area or geocode.place.population >= A_CITY:
            continue
        others = [(m, g) for m, g in towns if m.name != mention.name and g.place.id != geocode.place.id]
        part_of = [(m, g) for m, g in others if m.doc is mention.doc and is_part_of(mention, m)]
        if not part_of and not is_quarter(mention):
            continue
        if others and all(km_between(g.place, geocode.place) > WITHIN_KM for _, g in others):
            near = part_of or [(m, g) for m, g in others if m.doc is mention.doc] or others
            _, town = min(near, key=lambda pair: abs(pair[0].start - mention.start))
            radius = max(town.radius_km, NEAR_RADIUS_KM)
            moved_to[mention.name, geocode.place.id] = replace(
                town, precision=GeoPrecision.NEAR_SETTLEMENT, radius_km=radius, reason=SURROUNDINGS, alternatives=()
            )
    return [(m, moved_to.get((m.name, g.place.id), g) if g else g) for m, g in found]


def is_quarter(mention: PlaceMention) -> bool:
    return mention.last < mention.sentence.span.end and mention.doc[mention.last].lower_ in QUARTERS


def is_part_of(mention: PlaceMention, town: PlaceMention) -> bool:
    """Whether the words between call a place a part of a town: "the Dora area of Baghdad"."""
    between = mention.doc[mention.last : town.first]
    return len(between) == len(("area", "of")) and between[0].lower_ in PARTS and between[1].lower_ == "of"


def km_between(one: Place, other: Place) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def distance_between(text: str, end: int, start: int) -> Offset | None:
    """Return the distance that the words `text[end:start]` give between a name and the place it is counted from, else None."""
    offset = offset_before(text, start)
    return offset if offset is not None and offset.start >= end and FROM_NAME.fullmatch(text, end, offset.start) else None


def fits(place: Place, base: Geocode, offset: Offset) -> bool:
    """Whether a place lies about as far from another as the text says, and in about that direction."""
    slack = SLACK_KM + SLACK * offset.km
    there = moved(base, offset)
    return abs(km_between(place, there.place) - (offset.km if offset.bearing is None else 0)) <= slack
