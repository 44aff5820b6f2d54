"""A place by its name, with the province and country that somebody gives for it."""

from __future__ import annotations

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import ASKED, GazetteerGeocoder
from geodata.geocoding.resolver import Query, holds, resolve
from geodata.records import Geocode


def in_country(place: str, admin1: str, country: str, gazetteer: Gazetteer) -> Geocode | None:
    """`country`: ISO 3166-1 alpha-2, or empty. None where no place of that name lies there."""
    if "," in place and (found := GazetteerGeocoder(gazetteer).resolve(place)) and country in ("", found.place.country):
        return found
    name = place.partition(",")[0].partition("(")[0].strip()
    candidates = [c for c in gazetteer.find(name) if country in ("", c.place.country)]
    provinces = [c.place for c in gazetteer.find(admin1) if c.place.feature == "ADM1"] if admin1 else []
    inside = [c for c in candidates if any(holds(province, c.place) for province in provinces)]
    return resolve([Query(name=name, candidates=tuple(inside or candidates))], weights=ASKED)[0]
