"""Search for a place as a person types it: the answers of `geodata geocode`, and places with similar names."""

from __future__ import annotations

import numpy as np
from geopy.location import Location

from geodata.gazetteer import provinces
from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.names import fold
from geodata.geocoding.coordinates import CoordinatesGeocoder
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.records import Place

MOST = 12
BEGUN = 3  # from this many characters on, places whose names begin with them are shown
SHORTEST = 2  # shortest search, in characters
AREAS = {"ADM1": "province", "ADM2": "district", "REGION": "region", "COUNTRY": "country"}
POINT_KM = 1.0  # precision of a point set by hand


def search_places(words: str, gazetteer: Gazetteer, country: str = "") -> list[Place]:
    """Return the places for "Louisville, Kentucky", "Wad", or "48.85, 37.6", likeliest first; empty if none is known. For a
    bare name, places in `country` come first, if its code is given."""
    words = words.strip()
    if len(words) < SHORTEST:
        return []
    point = CoordinatesGeocoder().geocode(words)
    if isinstance(point, Location):
        return [Place.at(words, point.latitude, point.longitude, POINT_KM)]
    found: list[Place] = []
    name = words.partition(",")[0].strip()
    begun = gazetteer.starting(name, MOST) if "," not in words and len(name) >= BEGUN else []
    is_name = bool(gazetteer.find(name))
    if (is_name or not begun) and (answer := GazetteerGeocoder(gazetteer).resolve(words)):
        found = [answer.place, *answer.alternatives]
    if not found or "," not in words:
        named = gazetteer.find(name) or (() if begun else gazetteer.find_like(name))
        found += sorted((c.place for c in named), key=lambda place: -place.population)
    found += begun
    if country and "," not in words:
        called = {candidate.place.id for candidate in gazetteer.find(name)}
        found.sort(key=lambda place: not (place.country == country and place.id in called))
    return list({place.id: place for place in found}.values())[:MOST]


def homes_for(words: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the places where an outlet may be based: for each full name, what to write so that the reader finds that place.
    The place that the reader finds for `words` comes first."""
    geocoder = GazetteerGeocoder(gazetteer)
    places = search_places(words, gazetteer)
    found: dict[str, str] = {}
    for place, label, name in zip(places, full_names(places), full_names(places, kinds=False), strict=True):
        for written in (words, name):
            taken = geocoder.resolve(written)
            if taken is not None and taken.place.id == place.id:
                found.setdefault(label, written)
                break
    return found


def matches(words: str, places: list[Place], gazetteer: Gazetteer) -> list[str]:
    """Return how each place matches: "name", "other name" (such as an old or a foreign one), or "similar" (in spelling)."""
    asked = [part.strip() for part in words.split(",")]
    shown = {fold(part) for part in asked}
    first = fold(asked[0])
    begun = gazetteer.starting(asked[0], MOST) if len(asked[0]) >= BEGUN else []
    called = {place.id for place in (*(candidate.place for candidate in gazetteer.find(asked[0])), *begun)}
    return [
        "name"
        if fold(place.name) in shown or fold(place.name).startswith(first) or place.name == words
        else "other name"
        if place.id in called
        else "similar"
        for place in places
    ]


def full_names(places: list[Place], kinds: bool = True) -> list[str]:
    """Return "Elizabethtown, Kentucky, US" or "Poltava (province), UA" for each place: what it lies in, and with `kinds` the
    kind of an area, and the coordinates of a place whose label occurs earlier."""
    if not places:
        return []
    latitudes, longitudes = (np.array([getattr(p, name) for p in places]) for name in ("latitude", "longitude"))
    inside = np.array([p.feature in ("PPL", "ADM2", "SITE") for p in places])
    (codes, values), _ = provinces.provinces_of(latitudes, longitudes, inside)
    names = provinces.names()
    labels = []
    for place, code in zip(places, codes.tolist(), strict=True):
        kind = f" ({AREAS[place.feature]})" if kinds and place.feature in AREAS else ""
        province = names.get(values[code], "") if code >= 0 else ""
        parts = [place.name + kind, province, (place.country or "") if place.feature != "COUNTRY" else ""]
        labels.append(", ".join(part for part in parts if part))
    points = (f" ({place.latitude:.2f}, {place.longitude:.2f})" if kinds else "" for place in places)
    return [label + point * (label in labels[:n]) for n, (label, point) in enumerate(zip(labels, points, strict=True))]


def name_after(written: str | None, place: Place, gazetteer: Gazetteer) -> str:
    """Return what to call a corrected place of an incident: the report's spelling if the place has that name, else its name."""
    own = {c.place.id for c in gazetteer.find(written)} if written else set()
    return written if written and place.id in own else place.name
