"""Search for a place as a person types it: the same answers as `geodata geocode`, and what is spelled nearly like it."""

from __future__ import annotations

import numpy as np
from geopy.location import Location

from geodata.gazetteer import provinces
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.coordinates import CoordinatesGeocoder
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.records import Place

MOST = 12
SHORTEST = 2  # characters from which something is searched for
AREAS = {"ADM1": "province", "ADM2": "district", "REGION": "region", "COUNTRY": "country"}
POINT_KM = 1.0  # what a point set by hand is known to


def search_places(words: str, gazetteer: Gazetteer) -> list[Place]:
    """Places for "Louisville, Kentucky", "Wad", or "48.85, 37.6", the likeliest first; none for what is not known."""
    words = words.strip()
    if len(words) < SHORTEST:
        return []
    point = CoordinatesGeocoder().geocode(words)
    if isinstance(point, Location):
        return [Place.at(words, point.latitude, point.longitude, POINT_KM)]
    found: list[Place] = []
    if answer := GazetteerGeocoder(gazetteer).resolve(words):
        found = [answer.place, *answer.alternatives]
    name = words.partition(",")[0].strip()
    if not found or "," not in words:
        named = gazetteer.find(name) or gazetteer.find_like(name)
        found += sorted((c.place for c in named), key=lambda place: -place.population)
    return list({place.id: place for place in found}.values())[:MOST]


def full_names(places: list[Place]) -> list[str]:
    """ "Elizabethtown, Kentucky, US" or "Poltava (province), UA" for each: what it lies in, and the kind of an area."""
    if not places:
        return []
    latitudes, longitudes = (np.array([getattr(p, name) for p in places]) for name in ("latitude", "longitude"))
    inside = np.array([p.feature in ("PPL", "ADM2", "SITE") for p in places])
    (codes, values), _ = provinces.provinces_of(latitudes, longitudes, inside)
    names = provinces.names()
    labels = []
    for place, code in zip(places, codes.tolist(), strict=True):
        kind = f" ({AREAS[place.feature]})" if place.feature in AREAS else ""
        province = names.get(values[code], "") if code >= 0 else ""
        parts = [place.name + kind, province, (place.country or "") if place.feature != "COUNTRY" else ""]
        labels.append(", ".join(part for part in parts if part))
    return labels


def name_after(written: str | None, place: Place, gazetteer: Gazetteer) -> str:
    """What an incident's place is called once it is corrected: as the report writes it, if the place has that name."""
    own = {c.place.id for c in gazetteer.find(written)} if written else set()
    return written if written and place.id in own else place.name
