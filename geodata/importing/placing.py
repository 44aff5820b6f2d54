"""Where the rows of a table lie that name a place and give no point: looked up by name, with what is doubtful about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from geodata.gazetteer.lookup import kilometres
from geodata.importing.outcome import COUNTRIES, NAMESAKES, PROVINCES, SEVERAL_PLACES, SWAPPED
from geodata.importing.row_words import named_area
from geodata.records import Geocode
from geodata.tables.cells.totals import TOTALS
from geodata.vocabulary import NOT_IN_DIVISION, SEVERAL

# a place, its province and its country, as the table writes them, and whether it is an area and no town
LookUp = Callable[[str, str, str, bool], Geocode | None]
Doubts = dict[str, Counter[str]]
POLE = 90  # degrees
SAMPLE, LEAST_SWAPPED, NEAR_KM = 20, 3, 100.0  # places looked up, those that prove it, and how near they have to lie
SHORT_FORM = 3  # letters
SURE = 0.8  # score from which no other place of a name comes into question
OF_REASON = {NOT_IN_DIVISION: PROVINCES, SEVERAL: SEVERAL_PLACES}


def unknown_countries(
    cells: Sequence[str], countries: Sequence[str | None], placed: Sequence[bool], doubts: Doubts
) -> list[bool]:
    """Which rows without a point name a country that is not known: their places are not looked for in the whole world."""
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
    """Keep the names of places that lie where their rows' points would be with latitude and longitude swapped, where most do.
    A table that names countries shows that by them."""
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


def countries_of_provinces(names: Sequence[str | None], look_up: LookUp) -> list[str | None]:
    """The country of each row by its province, where all provinces that lie in one country alone lie in the same. Two or three
    letters are a province in many countries."""
    found = {name: look_up(name, "", "", True) for name in set(names) if name and len(name) > SHORT_FORM}
    sure = {
        name: area.place.country
        for name, area in found.items()
        if area is not None and area.place.feature == "ADM1" and not area.alternatives
    }
    return [sure.get(name or "") if len(set(sure.values())) == 1 else None for name in names]


def note_doubt(place: str, area: bool, country: str | None, found: Geocode, doubts: Doubts) -> None:
    """Keep a name whose place is not sure. An area of a country that the row names is; one of any country is not."""
    unsure = found.alternatives and (not country if area else found.score < SURE)
    doubt = OF_REASON.get(found.reason) or (NAMESAKES if unsure else None)
    if doubt:
        doubts[doubt][place] += 1
