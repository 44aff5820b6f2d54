"""Look up rows that name a place without a point, and note what is doubtful about the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from geodata.gazetteer.lookup import kilometres
from geodata.geocoding.named import SURE
from geodata.importing.outcome import (
    AROUND,
    COUNTRIES,
    FAR,
    NAMESAKES,
    PROVINCES,
    PROVINCES_OF_MANY,
    PROVINCES_SPELLED,
    PROVINCES_UNKNOWN,
    SEVERAL_PLACES,
    SWAPPED,
    USUAL_COUNTRY,
)
from geodata.importing.row_words import named_area
from geodata.importing.usual_country import SHORT_FORM, LookUp, countries_of_letters
from geodata.records import Geocode
from geodata.tables.cells.totals import TOTALS
from geodata.vocabulary import NOT_IN_DIVISION, SEVERAL, SPELLED_DIVISION, SURROUNDINGS, UNKNOWN_DIVISION

Doubts = dict[str, Counter[str]]
POLE = 90  # degrees
SAMPLE, LEAST_SWAPPED, NEAR_KM = 20, 3, 100.0  # places looked up, matches that prove a swap, and how near a match is
MOST_COMPARED, FAR_KM, MOST_NAMESAKES = 200, 150.0, 3  # places compared with their names, a far point, most namesakes
WELL_KNOWN, A_TOWN = 100_000, 15_000  # people
LEAST_MOST = 2  # places
LEAST_SURE, USUAL = 3, 0.75  # unambiguous places that a usual country needs, and its share of them
OF_REASON = {
    NOT_IN_DIVISION: PROVINCES,
    UNKNOWN_DIVISION: PROVINCES_UNKNOWN,
    SPELLED_DIVISION: PROVINCES_SPELLED,
    SEVERAL: SEVERAL_PLACES,
    SURROUNDINGS: AROUND,
}


def unknown_countries(
    cells: Sequence[str], countries: Sequence[str | None], placed: Sequence[bool], doubts: Doubts
) -> list[bool]:
    """Mark the rows without a point that name an unknown country: their places are not looked up worldwide."""
    unknown = [
        country is None and not there and bool(named_area(cell)) and not TOTALS.search(cell)
        for cell, country, there in zip(cells, countries, placed, strict=True)
    ]
    if any(unknown):
        doubts[COUNTRIES].update(cell.strip() for cell, is_unknown in zip(cells, unknown, strict=True) if is_unknown)
    return unknown


def note_swapped(
    places: Sequence[str], lats: Sequence[float | None], lons: Sequence[float | None], look_up: LookUp, doubts: Doubts
) -> None:
    """Note the places that match their rows' points only with latitude and longitude swapped, if most places do. In a table
    with countries, the countries show this already."""
    points = zip(places, lats, lons, strict=True)
    given = {place: (a, b) for place, a, b in points if place and a is not None and b is not None and abs(b) <= POLE}
    swapped, right = list[str](), 0
    for place, (lat, lon) in islice(given.items(), SAMPLE):
        found = look_up(place, "", "", False)
        spots = (found.place, *found.alternatives) if found else ()
        if any(kilometres(lat, lon, spot.latitude, spot.longitude) < NEAR_KM for spot in spots):
            right += 1
        elif any(kilometres(lon, lat, spot.latitude, spot.longitude) < NEAR_KM for spot in spots):
            swapped.append(place)
    if len(swapped) > right and (len(swapped) >= LEAST_SWAPPED or len(swapped) == len(given)):
        doubts[SWAPPED].update(swapped)


def note_far(
    places: Sequence[str],
    lats: Sequence[float | None],
    lons: Sequence[float | None],
    countries: Sequence[str | None],
    look_up: LookUp,
    doubts: Doubts,
) -> None:
    """Note the places whose points are far from every place of that name: a digit or a minus is missing, or the points belong
    to other rows. Check only large towns with few namesakes."""
    points = zip(places, lats, lons, countries, strict=True)
    given = {(place, a, b, c): None for place, a, b, c in points if place and a is not None and b is not None}
    for place, lat, lon, country in islice(given, MOST_COMPARED):
        found = look_up(place, "", country or "", False)
        others = [spot for spot in found.alternatives if spot.population >= A_TOWN] if found else []
        spots = [found.place, *others] if found else []
        if not 0 < len(spots) <= MOST_NAMESAKES or spots[0].feature != "PPL" or spots[0].population < WELL_KNOWN:
            continue
        if all(kilometres(lat, lon, spot.latitude, spot.longitude) > FAR_KM for spot in spots):
            doubts[FAR][place] += 1


def countries_of_provinces(names: Sequence[str | None], look_up: LookUp) -> list[str | None]:
    """Return each row's country by its province, if all unambiguous provinces are in the same country. Ignore names of up to
    three letters, which are provinces in many countries."""
    found = {name: look_up(name, "", "", True) for name in set(names) if name and len(name) > SHORT_FORM}
    sure = {
        name: area.place.country
        for name, area in found.items()
        if area is not None and area.place.feature == "ADM1" and not area.alternatives
    }
    return [sure.get(name or "") if len(set(sure.values())) == 1 else None for name in names]


class Asked(NamedTuple):
    """What to look up for a row: a place, its province and country as the table writes them, and whether it is an area.
    `within`: the current countries of a former state; `usual`: the country that a table means if it names none."""

    place: str
    admin1: str
    country: str
    area: bool
    within: tuple[str, ...] = ()
    usual: str = ""

    def by(self, look_up: LookUp) -> Geocode | None:
        """Return where it is: in a former state, the largest place of that name in its current countries, and not an area."""
        if self.usual and (usual := look_up(self.place, self.admin1, self.usual, self.area)) is not None:
            return usual
        if not self.within:
            return look_up(self.place, self.admin1, self.country, self.area)
        there = (look_up(self.place, self.admin1, country, False) for country in self.within) if not self.area else ()
        known = [g for g in there if g is not None and g.reason != NOT_IN_DIVISION and g.place.country in self.within]
        return max(known, key=lambda g: g.place.population, default=None)


def looked_up(asked: Sequence[Asked | None], look_up: LookUp, doubts: Doubts) -> dict[Asked, Geocode | None]:
    """Return where the places of some rows are, and count the rows of each doubt."""
    rows = Counter(one for one in asked if one)
    found = {one: one.by(look_up) for one in rows}
    if not any(one.country or one.usual for one in rows) and (usual := usual_country(found.values())):
        for one, geocode in found.items():
            there = None if can_be_no_other(geocode, usual) else look_up(one.place, one.admin1, usual, one.area)
            is_lost = geocode is not None and geocode.reason == NOT_IN_DIVISION
            if there is not None and there.place.country == usual and (is_lost or there.reason != NOT_IN_DIVISION):
                found[one] = there
                doubts[USUAL_COUNTRY][one.place] += rows[one]
    for one in (one for one, geocode in found.items() if one.within and geocode is None):
        doubts[COUNTRIES][one.place] += rows[one]
    mostly = country_of_most(found.values())
    for one, geocode in found.items():
        if (there := in_province_of_letters(one, geocode, look_up, mostly)) is not None:
            found[one] = there
            doubts[PROVINCES_OF_MANY][one.place] += rows[one]
            continue
        if geocode is not None:
            note_doubt(one, geocode, doubts, rows[one])
    return found


def in_province_of_letters(asked: Asked, found: Geocode | None, look_up: LookUp, mostly: str) -> Geocode | None:
    """For a row without a country, return its place in another country whose province has the same letters: "Amatrice, RI" is
    not in Rhode Island. None if the place is in the first country's province or nowhere else. `mostly`: the country of most of
    the table's places, or "": a table about the United States means its own states."""
    if asked.country or found is None or found.reason != NOT_IN_DIVISION or not asked.admin1:
        return None
    countries = [c for c in countries_of_letters().get(asked.admin1.strip().upper(), ()) if c != found.place.country]
    if mostly:
        countries = [c for c in countries if c == mostly]
    others = (look_up(asked.place, "", country, asked.area) for country in countries)
    known = [g for g in others if g is not None and g.reason != NOT_IN_DIVISION and g.place.feature == "PPL"]
    return max(known, key=lambda g: g.place.population, default=None)


def country_of_most(found: Iterable[Geocode | None]) -> str:
    """Return the country of most places that were found where their rows say, if they are at least two; otherwise ""."""
    known = Counter(g.place.country for g in found if g is not None and g.place.country and g.reason != NOT_IN_DIVISION)
    country, count = max(known.items(), key=lambda pair: pair[1], default=(None, 0))
    return country if country and count >= LEAST_MOST and count > known.total() / 2 else ""


def usual_country(found: Iterable[Geocode | None]) -> str:
    """Return the usual country of a table that names none, from the names that only one place has; "" if these are too few or
    in several countries."""
    sure = Counter(g.place.country for g in found if g and not g.alternatives and g.reason != NOT_IN_DIVISION)
    country, count = max(sure.items(), key=lambda pair: pair[1], default=(None, 0))
    return country if country and count >= LEAST_SURE and count >= USUAL * sure.total() else ""


def can_be_no_other(found: Geocode | None, usual: str) -> bool:
    """Whether a place is in its table's usual country, or the only one of its name: "Catania, CT" is in Italy."""
    return found is not None and found.reason != NOT_IN_DIVISION and (found.place.country == usual or not found.alternatives)


def note_doubt(asked: Asked, found: Geocode, doubts: Doubts, rows: int) -> None:
    """Note a name whose place is not certain. An area with namesakes is certain only if its country is known."""
    unsure = found.alternatives and (not (asked.country or asked.usual) if asked.area else found.score < SURE)
    doubt = OF_REASON.get(found.reason) or (NAMESAKES if unsure else None)
    if doubt:
        of_province = doubt in (PROVINCES_UNKNOWN, PROVINCES_SPELLED)
        doubts[doubt][f"{asked.place} ({asked.admin1})" if of_province and asked.admin1 else asked.place] += rows
