"""A place by its name, with the province and country that somebody gives for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import ASKED, GazetteerGeocoder
from geodata.geocoding.resolver import Query, holds, resolve
from geodata.records import Geocode, Place

KIND_OF_AREA = re.compile(
    r"\s+(?:region|governorate|province|oblast|state|department|county|district|prefecture)$", re.IGNORECASE
)
AREAS = ("ADM1", "ADM2", "COUNTRY", "REGION")


def in_country(place: str, admin1: str, country: str, gazetteer: Gazetteer, area: bool | None = None) -> Geocode | None:
    """`country`: ISO 3166-1 alpha-2, or empty. `area`: whether the name is that of a province or country; None where that is
    not known: a town and the province around it can have one name. None where no place of that name lies there."""
    if "," in place and (found := GazetteerGeocoder(gazetteer).resolve(place)) and country in ("", found.place.country):
        return found
    name = place.partition(",")[0].partition("(")[0].strip()
    candidates = [c for c in gazetteer.find(name) if country in ("", c.place.country)]
    if area and not candidates and (bare := KIND_OF_AREA.sub("", name)) != name:
        candidates = [c for c in gazetteer.find(bare) if country in ("", c.place.country)]
    provinces = [c.place for c in gazetteer.find(admin1) if c.place.feature == "ADM1"] if admin1 else []
    inside = [c for c in candidates if any(holds(province, c.place) for province in provinces)]
    fitting = inside or candidates
    if area:
        fitting = [c for c in fitting if c.place.feature in AREAS] or fitting
    elif area is False:
        fitting = [c for c in fitting if not is_around(c.place, [other.place for other in fitting])]
    return resolve([Query(name=name, candidates=tuple(fitting))], weights=ASKED)[0]


def is_around(place: Place, others: Sequence[Place]) -> bool:
    """Whether a province has a town of its name in it, which a table means that asks for a town."""
    return place.feature in ("ADM1", "ADM2") and any(
        o.feature not in AREAS and o.population and holds(place, o) for o in others
    )
