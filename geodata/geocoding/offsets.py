"""A distance before a place: what is "170 km north of Stockholm" is not in Stockholm."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from geopy.distance import geodesic

from geodata.geocoding.resolver import NEAR_RADIUS_KM
from geodata.records import Geocode
from geodata.vocabulary import GeoPrecision

P = GeoPrecision
KM_OF = {"n": 1.852, "m": 1.609344, "k": 1.0}  # by the first letter of the unit: nautical miles, miles, kilometres
WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20, "fifty": 50}
NUMBER = rf"(?P<number>\d[\d,]*(?:\.\d{{1,2}})?|{'|'.join(WORDS)})"
UNIT = r"[ -]?(?P<unit>nautical miles?|miles?|mi|kms?|kilomet(?:er|re)s?)"
POINT = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
SIDE = rf"(?:(?:to the |due )?(?P<side>{POINT})(?:ern)?(?: (?:side|coast|edge))? )?"
KIND = r"(?:city|town|village|capital|port|resort|cent(?:re|er)|downtown|suburbs?|outskirts|coast)"
FILLER = rf"(?:the )?(?:(?:[a-z-]+ )?{KIND}(?: (?:city|town))? (?:of )?)?"
DISTANCE = re.compile(
    rf"\b{NUMBER}{UNIT}(?: \([^()]{{1,30}}\))? (?:away |inland |out |further )?{SIDE}(?:of|from|off|outside|beyond) {FILLER}$",
    re.IGNORECASE,
)
BEFORE = 90  # characters before a name to search for a distance
VERY_NEAR_KM = 5.0  # a place within this is in the surroundings that "near" means
NEAR_SHARE = 0.35  # radius of a place in a known direction, as a share of its distance
FAR_KM = 50.0  # a place this far away in an unknown direction is in an area, and not near the town
FARTHEST_KM = 1_500.0
# Words before a name, with the distance in kilometres and the direction in degrees.
YES = (
    ("Two died 106 miles (170 km) north of ", (171, 0)), ("150 nautical miles off ", (278, None)), ("12.5km from ", (12, None)),
    ("about 20 miles north-west of the affluent city of ", (32, 315)), ("six kilometres to the east of ", (6, 90)),
    ("1,200 km from the coast of ", (1200, None)), ("ten miles outside ", (16, None)),
)  # fmt: skip
NO = (
    "troops moved 10km into ", "on the 13km border with ", "a few miles from ", "two people from ", "north of ",
    "10 km long, in the north of ", "9,000 miles from ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance in kilometres and, if the words give it, a direction in degrees from north. `start`: where the words begin."""

    km: float
    bearing: float | None
    start: int


BEARINGS = {side: 45.0 * n for n, side in enumerate("north northeast east southeast south southwest west northwest".split())}


def offset_before(text: str, start: int) -> Offset | None:
    """Return the distance that the words before `text[start:]` give from the place named there; None if they give none."""
    match = DISTANCE.search(text, max(0, start - BEFORE), start)
    if match is None:
        return None
    word = match["number"].lower()
    km = float(WORDS.get(word) or word.replace(",", "")) * KM_OF[match["unit"][0].lower()]
    side = re.sub(r"[- ]", "", match["side"].lower()) if match["side"] else None
    return Offset(km, BEARINGS[side] if side else None, match.start()) if 0 < km <= FARTHEST_KM else None


def moved(geocode: Geocode, offset: Offset) -> Geocode:
    """Return the place at a distance from a town: a point in a known direction, else all around. Areas stay as they are."""
    if geocode.precision.is_area:
        return geocode
    radius = max(geocode.radius_km, NEAR_RADIUS_KM)
    place = geocode.place
    if offset.km <= VERY_NEAR_KM or offset.bearing is None:
        far = offset.km > FAR_KM
        return replace(geocode, precision=P.REGION if far else P.NEAR_SETTLEMENT, radius_km=max(radius, offset.km))
    point = geodesic(kilometers=offset.km).destination((place.latitude, place.longitude), offset.bearing)
    place = replace(
        place,
        id=f"{place.id}:{offset.km:.0f}km,{offset.bearing:.0f}",
        latitude=round(point.latitude, 4),
        longitude=round(point.longitude, 4),
        population=0,
    )
    return replace(geocode, place=place, precision=P.NEAR_SETTLEMENT, radius_km=max(radius, round(NEAR_SHARE * offset.km, 1)))
