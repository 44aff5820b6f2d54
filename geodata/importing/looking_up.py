"""Look up places that a table names without a point, in the gazetteer on this machine."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.named import WITHIN_MARK, around_all, as_area, holders_named, in_country, of_letters, several
from geodata.reading.place_words import COMPASS
from geodata.records import Geocode
from geodata.tables.cells.countries import country_of, is_part
from geodata.vocabulary import NOT_IN_DIVISION

WELL_KNOWN = 600_000  # people
SHORTEST = 2  # letters in a name: "Å" is a village, but in a table one letter is a code
# Each of these is the name of some village. In a table, it describes the kind of place.
COMMON = COMPASS | frozenset(
    """
    airport apartment bank bar base beach border bridge building bus camp checkpoint church city club countryside field forest
    government highway home hospital hotel house island market military mosque office other park police port prison residential
    restaurant river road rural school sea shop square station store street town university urban village
    """.split()
)


# "м. Харків", "Kab. Bogor": the kind of place, before its name.
KIND_OF_TOWN = re.compile(
    r"^(?:(?:м|г|с|д|п|ст|сел|пос)\.\s*|(?:смт|пгт|село|город|місто|селище|посёлок)\.?\s+|(?:kab|kec|kel|ds)\.\s*"
    r"|(?:kota|kabupaten|kecamatan|desa)\s+)",
    re.IGNORECASE,
)


# "Bogotá D.C.", "Brasília, DF": the district of a capital, after its name.
DISTRICT = re.compile(r",? (?:D\. ?[CF]\.|D[CF]|Distrito (?:Capital|Federal)|Capital District)$", re.IGNORECASE)
LAST_SOUND = re.compile(r"(?<=[a-z]{4}a)h$")  # of Arabic names, optional in writing: "Hodeidah"
# Examples of `others`: an unknown name, and what to look up instead.
OTHERS: tuple[tuple[str, list[str]], ...] = (
    ("Bogotá, D.C.", ["Bogotá"]),
    ("Hodeidah", ["Hodeida"]),
    ("м. Харків", ["Харків"]),
    ("Noah", []),
    ("Mosul", []),
)


def plain(name: str) -> str:
    return DISTRICT.sub("", name)


def others(name: str) -> list[str]:
    """Return other ways to write a name."""
    ways = (KIND_OF_TOWN.sub("", name), plain(name), LAST_SOUND.sub("", name))
    return [way for way in dict.fromkeys(ways) if way != name]


class GazetteerLookUp:
    """Find a place by its name, with its province and country as the table writes them. A copy for another process starts
    with an empty cache."""

    def __init__(self) -> None:
        self._known = cache(self._looked_up)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()

    def __call__(self, place: str, admin1: str, country: str, area: bool = False) -> Geocode | None:
        return self._known(place, admin1, country, area)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open()

    def _looked_up(self, place: str, admin1: str, country: str, area: bool) -> Geocode | None:
        found = self._find(place, admin1, country, area)
        for other in others(place) if found is None or found.reason == NOT_IN_DIVISION else ():
            known = self._find(other, "" if other == plain(admin1) else admin1, country, area)
            if known is not None and known.reason != NOT_IN_DIVISION:
                return known
        return found

    def _find(self, place: str, admin1: str, country: str, area: bool) -> Geocode | None:
        if len(place) < SHORTEST or place.casefold() in COMMON:
            return None
        if area and (name := of_letters(place, country)):
            place = name
        if area and country and country_of(place) == country and not is_part(place):
            return self._whole(country)
        if not area and (abroad := self._in_named_country(place, admin1, country)):
            return abroad
        places = [] if area else several(place, country, self._gazetteer)
        if places:
            return around_all(places, self._gazetteer)
        found = in_country(place, admin1, country, self._gazetteer, area)
        if found is not None and found.reason == NOT_IN_DIVISION and (there := self._in_country_of_letters(place, country)):
            return there
        return self._whole(country, NOT_IN_DIVISION) if found is None and area and country else found

    def _in_named_country(self, place: str, admin1: str, country: str) -> Geocode | None:
        """Return the place of a cell such as "Asbest, Líbano", which ends with a country's name, here in another language.
        Return the country if it has no known place of that name; None for any other cell."""
        names = [part for part in WITHIN_MARK.split(place) if part.strip()]
        code = country_of(names[-1]) if len(names) > 1 and not holders_named(place, self._gazetteer) else None
        if code is None or country not in ("", code):
            return None
        found = in_country(", ".join(names[:-1]), admin1, code, self._gazetteer, area=False)
        return found or self._whole(code, NOT_IN_DIVISION)

    def _in_country_of_letters(self, place: str, country: str) -> Geocode | None:
        """Return the large town of a cell such as "Mumbai, IN" in the country with that code, which is a state's code too."""
        name, mark, letters = place.rpartition(", ")
        if not mark or country or letters not in {one.country for one in self._gazetteer.countries()}:
            return None
        found = in_country(name, "", letters, self._gazetteer, area=False)
        is_known = found is not None and found.reason != NOT_IN_DIVISION and found.place.population >= WELL_KNOWN
        return found if is_known else None  # a smaller town is more likely in that state

    def _whole(self, country: str, reason: str = "the country given in its row") -> Geocode | None:
        found = (place for place in self._gazetteer.countries() if place.country == country)
        return next((as_area(place, reason) for place in found), None)
