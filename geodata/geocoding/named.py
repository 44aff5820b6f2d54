"""Find a place by its name, and by the province and country given with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pycountry
from rapidfuzz.distance import OSA

from geodata.gazetteer.areas import contains, outline
from geodata.gazetteer.lookup import LEAST_FUZZY, LONG_FUZZY, Candidate, Gazetteer, kilometres
from geodata.gazetteer.names import fold
from geodata.geocoding.gazetteer_geocoder import ASKED, GazetteerGeocoder
from geodata.geocoding.offsets import moved, offset_before
from geodata.geocoding.resolver import NEAR_RADIUS_KM, PRECISION, Query, holds, resolve
from geodata.records import Geocode, Place
from geodata.vocabulary import NOT_IN_DIVISION, SEVERAL, SPELLED_DIVISION, SURROUNDINGS, UNKNOWN_DIVISION, GeoPrecision

TOWN_WORD = re.compile(r"(?:\s+(?:city|town|village))+$", re.IGNORECASE)
# A place and the town around it: "Olympia Mall, Munich", "Lyari (Karachi)".
OUTER = re.compile(r"[^,()]{3,80}(?:, ?(?P<behind>[^,()]{3,60})| \((?P<round>[^,()]{3,60})\))")
KIND_OF_AREA = re.compile(
    r"\s+(?:region|governorate|province|oblast|state|department|county|district|prefecture|обл\.?|область|р-н|район)$",
    re.IGNORECASE,
)
# "near Kharkiv", "15 km north of Kharkiv": the place is not the town itself.
NEAR = re.compile(
    r"(?:(?:about |some )?\d+(?:[.,]\d+)? ?(?:km|kilomet(?:er|re)s?|miles?|mi) (?:(?:to the )?[a-z-]+ )?(?:of|from) "
    r"|(?:near|nearby|close to|around|outside(?: of)?|(?:the )?outskirts of|(?:north|south|east|west)[a-z-]* of) )",
    re.IGNORECASE,
)
AREAS = ("ADM1", "ADM2", "COUNTRY", "REGION")
AREA_SCORE = 0.5
SURE = 0.8  # score from which no namesake is a serious rival
A_TOWN = 15_000  # people
LONGEST_CELL = 200  # characters
# Cells that name several places, with the gazetteer's names for them, and cells that name one.
SEVERAL_YES = (
    ("Kharkiv, Sumy and Chuhuiv", ("Kharkiv", "Sumy", "Chuhuyiv")), ("Sumy; Kharkiv", ("Sumy", "Kharkiv")),
    ("Sumy / Kharkiv", ("Sumy", "Kharkiv")), ("Cebu, Bohol provinces", ("Cebu", "Bohol")),
)  # fmt: skip
SEVERAL_NO = (
    "Kharkiv", "Paris, Texas", "Saltivka, Kharkiv", "Sloviansk, Donetsk Oblast", "Kharkiv, Ukraine", "Trinidad and Tobago",
    "Bosnia and Herzegovina",
)  # fmt: skip
MOST_NAMED = 30  # places in a cell: people do not write longer lists
PAIR = re.compile(r"[^,;/|&+]+,(?!\s*and\b)[^,;/|&+]+")  # a place and what it lies in
LIST_MARK = re.compile(r"\s*[;/|&+,]\s*(?:and\s+)?|\s+and\s+")
KINDS_OF_AREAS = re.compile(
    r"\s+(?:regions|governorates|provinces|oblasts|states|departments|counties|districts|prefectures|cities|towns|villages)$",
    re.IGNORECASE,
)


def several(cell: str, country: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the places of a cell that names several, none inside another; empty for any other cell."""
    bare = KINDS_OF_AREAS.sub("", cell)
    names = [part for part in LIST_MARK.split(bare) if part.strip()]
    if not 2 <= len(names) <= MOST_NAMED or gazetteer.find(cell):
        return []
    if len(names) == 2 and bare == cell and PAIR.fullmatch(cell):
        return two_towns(names[0], names[1], country, gazetteer)
    found = [in_country(name, "", country, gazetteer) for name in names]
    places = [geocode.place for geocode in found if geocode is not None]
    apart = not any(holds(a, b) for a in places for b in places) and not any(p.feature == "COUNTRY" for p in places)
    # a list may contain an unknown place; but if the last is unknown, the others may lie in it
    enough = len(places) == len(names) or (found[-1] is not None and len(places) >= max(2, 2 / 3 * len(names)))
    return places if enough and apart else []


def two_towns(one: str, other: str, country: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the two towns of "Bergamo, Brescia", if they are neither too near nor too far apart, and the second is not an area
    around the first; empty for "Saltivka, Kharkiv" and "Paris, Texas"."""
    towns = [
        [c.place for c in gazetteer.find(name) if c.place.feature == "PPL" and country in ("", c.place.country)]
        for name in (one, other)
    ]
    outer = [p for p in holders_of(other, gazetteer) if country in ("", p.country)]
    if any(p.feature == "COUNTRY" or any(lies_in(p, town) for town in towns[0]) for p in outer):
        return []
    if not all(towns):
        return []
    a, b = (max(places, key=lambda place: place.population) for places in towns)
    far = kilometres(a.latitude, a.longitude, b.latitude, b.longitude)
    return [a, b] if min(a.population, b.population) >= A_TOWN and FAR_APART < far < OF_ONE_LIST else []


FAR_APART, OF_ONE_LIST = 15.0, 150.0  # kilometres between two towns of a list: a quarter is nearer, a namesake farther
TWO_YES = (("Bergamo, Brescia", "IT"), ("Liège, Verviers", "BE"))
TWO_NO = (("Saltivka, Kharkiv", "UA"), ("Paris, Texas", ""), ("Irpin, Kyiv", "UA"), ("Verviers, Liège", "BE"))


def around_all(places: Sequence[Place], gazetteer: Gazetteer) -> Geocode | None:
    """Return the province that holds all of several places, else their country; None if they are in several countries."""
    countries = {place.country for place in places}
    country = countries.pop() if len(countries) == 1 else None
    if country is None:
        return None
    divisions = [d for d in gazetteer.divisions(country) if all(d.id == p.id or lies_in(d, p) for p in places)]
    whole = [c for c in gazetteer.countries() if c.country == country]
    return next((as_area(place, SEVERAL) for place in (*divisions, *whole)), None)


def lies_in(division: Place, place: Place) -> bool:
    """Whether a place lies in a province, by its outline if it has one, since a distance would also include neighbours."""
    shape = outline(division) if place.feature in ("PPL", "SITE") else None
    return contains(shape, place.latitude, place.longitude) if shape else holds(division, place)


def as_area(place: Place, reason: str) -> Geocode:
    """Return an area as the location of an unknown place in it."""
    precision = PRECISION[place.feature]
    return Geocode(place=place, precision=precision, radius_km=place.radius_km, score=AREA_SCORE, reason=reason)


def divisions_of(admin1: str, country: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the provinces and counties with a name, with or without the word for their kind."""
    for name in dict.fromkeys((of_letters(admin1, country), admin1, KIND_OF_AREA.sub("", admin1))):
        places = [c.place for c in gazetteer.find(name)] if name else []
        found = [p for p in places if p.feature in ("ADM1", "ADM2") and country in ("", p.country)]
        if found:
            return found
    return []


def of_letters(admin1: str, country: str) -> str:
    """Return the name of a country's province with this code in ISO 3166-2, or "": PR is Paraná in Brazil."""
    letters = admin1.strip()
    is_code = country and 2 <= len(letters) <= LONGEST_CODE and letters.isascii() and letters.isupper()
    return provinces_by_code().get(f"{country}-{letters}", "") if is_code else ""


@cache
def provinces_by_code() -> dict[str, str]:
    """Return the names of provinces by their ISO 3166-2 codes: "BR-PR"."""
    return {division.code: division.name for division in pycountry.subdivisions}


LONGEST_CODE = 3  # letters


def with_province(cell: str, country: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Return the town and the province of a cell such as "Londrina, PR" or "Rampur, Jharkand", which ends with the code or a
    misspelled name of a province in its country; None for any other cell."""
    town, mark, last = (part.strip() for part in cell.rpartition(","))
    if not mark or not country:
        return None
    if of_letters(last, country):
        return town, last
    is_known = any(c.place.country == country for c in gazetteer.find(last))
    return (town, last) if not is_known and spelled_like(last, country, gazetteer) else None


PROVINCE_YES = (
    ("Londrina, PR", "BR", "PR"), ("Rampur, Jharkand", "IN", "Jharkand"), ("Gaya, Bihaar", "IN", "Bihaar"),
)  # fmt: skip
PROVINCE_NO = (
    ("Londrina", "BR"),
    ("Saltivka, Kharkiv", "UA"),
    ("Londrina, PR", ""),
    ("Gaya, Bihar", "IN"),
    ("Mall, Munich", "DE"),
)


# The postal codes of US territories, which are countries in the gazetteer.
TERRITORIES = frozenset(["PR", "GU", "VI", "AS", "MP"])


def territory_of(admin1: str, country: str, gazetteer: Gazetteer) -> Place | None:
    """Return the territory that is a province in a table but a country in the gazetteer, such as "Puerto Rico"; or None."""
    if country == "US" and (code := admin1.strip(" .").upper()) in TERRITORIES:
        return next(place for place in gazetteer.countries() if place.country == code)
    found = [c.place for c in gazetteer.find(admin1)] if country and len(admin1) >= LEAST_OF_TERRITORY else []
    return next((place for place in found if place.feature == "COUNTRY" and place.country != country), None)


LEAST_OF_TERRITORY = 4  # letters


def spelled_like(admin1: str, country: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the provinces of a country with almost this name: "Jharkand", "New Mexiko". From five letters on, one letter may
    differ; from nine on, two."""
    key = fold(KIND_OF_AREA.sub("", admin1))
    bound = 0 if len(key) < LEAST_FUZZY else 1 if len(key) < LONG_FUZZY else 2
    named = {place.id: (place, fold(place.name)) for place in gazetteer.divisions(country)} if country and bound else {}
    far = {ident: OSA.distance(key, name, score_cutoff=bound) for ident, (_, name) in named.items() if name[:1] == key[:1]}
    return [named[ident][0] for ident, distance in far.items() if distance <= bound and distance == min(far.values())]


def in_country(place: str, admin1: str, country: str, gazetteer: Gazetteer, area: bool | None = None) -> Geocode | None:
    """Return the place of a name in a country and province; None if it is unknown there. `country`: ISO 3166-1 alpha-2 or "".
    `area`: whether the name is that of a province or country; None if unclear, since a town and its province can share a name.
    If it is False, a town that is unknown in its province becomes that province."""
    if area is False and not admin1 and (pair := with_province(place, country, gazetteer)):
        return in_country(*pair, country, gazetteer, area)
    if area is False and (around := holders_named(place, gazetteer)):
        return in_holders(*around, country, gazetteer)
    if (
        "," in place
        and gazetteer.find(place.partition(",")[0].strip())  # a place whose name is only similar may lie anywhere
        and (found := GazetteerGeocoder(gazetteer).resolve(place))
        and country in ("", found.place.country)
    ):
        return found
    first = place.partition(",")[0].strip()
    name = first if "(" in first and gazetteer.find(first) else first.partition("(")[0].strip()  # "Halle (Saale)"
    near = NEAR.match(name)
    name = name[near.end() :] if near else name
    candidates = [c for c in gazetteer.find(name) if country in ("", c.place.country)]
    if area is not None and not candidates and (bare := KIND_OF_AREA.sub("", name)) != name:
        candidates = widest([c for c in gazetteer.find(bare) if country in ("", c.place.country) and c.place.feature in AREAS])
    provinces = divisions_of(admin1, country, gazetteer)
    if area is False and not provinces and (territory := territory_of(admin1, country, gazetteer)):
        return in_country(place, "", territory.country or "", gazetteer, area) or as_area(territory, NOT_IN_DIVISION)
    alike = [] if provinces else spelled_like(admin1, country, gazetteer)
    provinces = provinces or alike
    inside = [c for c in candidates if any(holds(province, c.place) for province in provinces)]
    if area is False and provinces and not inside and not any(p.id == c.place.id for p in provinces for c in candidates):
        return around_it(place, admin1, country, gazetteer) or as_area(provinces[0], NOT_IN_DIVISION)
    fitting = inside or candidates
    if area:
        fitting = [c for c in fitting if c.place.feature in AREAS] or fitting
    elif area is False:
        fitting = [c for c in fitting if not is_around(c.place, [other.place for other in fitting])]
        if not fitting and (outer := around_it(place, admin1, country, gazetteer)):
            return outer
    found = resolve([Query(name=name, candidates=tuple(fitting), near=bool(near))], weights=ASKED)[0]
    if found and near and (offset := offset_before(near[0], near.end())):
        found = moved(found, offset)
    if found is None or area is not False or not admin1 or not country or (provinces and not alike):
        return found
    return replace(found, reason=SPELLED_DIVISION if alike else UNKNOWN_DIVISION)


def widest(areas: Sequence[Candidate]) -> list[Candidate]:
    """Drop the areas that share their name, kind and country with a larger one: "Kyiv Oblast" is not the city."""

    def is_less(a: Place, b: Place) -> bool:
        return (a.name, a.feature, a.country) == (b.name, b.feature, b.country) and a.radius_km < b.radius_km

    return [one for one in areas if not any(is_less(one.place, other.place) for other in areas)]


def around_it(place: str, admin1: str, country: str, gazetteer: Gazetteer) -> Geocode | None:
    """Return the surroundings of the town named after an unknown place in it: "Olympia Mall, Munich", "Lyari (Karachi)". For
    "Kramatorsk city", return the town itself; for other cells, None."""
    if not country or len(place) > LONGEST_CELL:
        return None
    bare = TOWN_WORD.sub("", place)
    if bare != place:
        return in_country(bare, admin1, country, gazetteer, False)
    if (outer := OUTER.fullmatch(place)) is None:
        return None
    found = in_country(outer["round"] or outer["behind"], admin1, country, gazetteer, False)
    if found is not None and found.place.feature in AREAS:
        return as_area(found.place, NOT_IN_DIVISION)  # "Sidhi district (Madhya Pradesh)"
    if found is None or found.place.population < A_TOWN or found.reason in (NOT_IN_DIVISION, SURROUNDINGS):
        return None  # villages can have common words as names: "shop (Home)"
    if found.alternatives and found.score < SURE:
        return None
    near, radius = GeoPrecision.NEAR_SETTLEMENT, max(found.radius_km, NEAR_RADIUS_KM)
    return replace(found, precision=near, radius_km=radius, score=AREA_SCORE, reason=SURROUNDINGS, alternatives=())


BRACKETS = re.compile(r"([^(),]{2,60}?)\s*\(([^(),]{3,60})\)")
WITHIN_MARK = re.compile(r"\s*,\s*|\s+-\s+|:\s+")


def holders_named(cell: str, gazetteer: Gazetteer) -> tuple[list[str], list[Place]] | None:
    """Split a cell such as "Palma, Mozambique" into its names, smallest first, without the last, and the countries or provinces
    with the last name; None if there are none. "Turkey, Gaziantep" has the opposite order."""
    round_it = BRACKETS.fullmatch(cell.strip())  # "Paris (Texas)"
    names = [part.strip() for part in (round_it.groups() if round_it else WITHIN_MARK.split(cell)) if part.strip()]
    if len(names) < 2 or (round_it and gazetteer.find(cell)):
        return None
    first, last = (holders_of(name, gazetteer) for name in (names[0], names[-1]))
    if first and first[0].feature == "COUNTRY" and all(p.feature == "ADM1" for p in last):
        own = [p for p in last if p.country == first[0].country]
        if own == last or any(c.place.country == first[0].country for c in gazetteer.find(names[-1])):
            return names[:0:-1], first  # also "Lebanon: Tripoli", though Libya has a province of that name
    return (names[:-1], last) if last else None


def holders_of(name: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the countries with a name, then the provinces and states: "Georgia" is both, "Kharkiv region" a province."""
    found = [c.place for c in gazetteer.find(name) if c.place.feature in ("COUNTRY", "ADM1")]
    if not found and (bare := KIND_OF_AREA.sub("", name)) != name:
        found = [c.place for c in gazetteer.find(bare) if c.place.feature == "ADM1"]
    if name in TERRITORIES:
        found += [place for place in gazetteer.countries() if place.country == name]
        return found  # a state with the same letters comes first
    return sorted(found, key=lambda p: p.feature != "COUNTRY")


def in_holders(names: list[str], holders: list[Place], country: str, gazetteer: Gazetteer) -> Geocode | None:
    """Return a place inside the areas that its cell names around it; if it is unknown there, the area, or the province in it
    that the cell names."""
    fitting = [h for h in holders if country in ("", h.country)]
    if not fitting and holders[0].feature == "ADM1" and (there := in_country(names[0], "", country, gazetteer, False)):
        return there  # "Perth, WA" in Australia: not Washington
    fitting, area = fitting or holders, None
    for holder in fitting:
        outer = holder.name if holder.feature == "ADM1" else names[-1] if len(names) > 1 else ""
        found = in_country(names[0], outer, holder.country or "", gazetteer, False)
        known = found is not None and found.reason != NOT_IN_DIVISION
        if found is not None and known and (found.place.id == holder.id or holds(holder, found.place)):
            return found
        if found is not None and found.place.feature in ("ADM1", "ADM2") and holds(holder, found.place):
            area = area or found
    return area or as_area(fitting[0], NOT_IN_DIVISION)


def is_around(place: Place, others: Sequence[Place]) -> bool:
    """Whether a province contains a town with its name; a table that gives a town means that town."""
    return place.feature in ("ADM1", "ADM2") and any(
        o.feature not in AREAS and o.population and holds(place, o) for o in others
    )
