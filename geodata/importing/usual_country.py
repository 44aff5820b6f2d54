"""Find the country of a table without a country column from its provinces: the country that has all of them.

Letters such as "BA" are a province in many countries, and names such as "Córdoba" in several. Together, and with the column's
header, they leave one country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pycountry
from babel import Locale

from geodata.gazetteer.names import fold
from geodata.records import Geocode

# a place, its province and its country, as the table writes them, and whether it is an area rather than a town
LookUp = Callable[[str, str, str, bool], Geocode | None]
SHORT_FORM = 3  # letters
LEAST_NAMES, NEARLY_ALL = 2, 0.8  # provinces in a table, and the share of them that a country must have
MOST_NAMES = 200  # provinces to check
# Headers for provinces, with their countries. A word can mean other things elsewhere, so it only chooses among countries.
CALLED = {
    header: tuple(countries.split())
    for header, countries in {
        "uf": "BR", "kanton": "CH", "canton": "CH EC CR LU BA", "cantone": "CH", "bundesland": "DE AT", "estado": "BR MX VE",
        "prov": "IT CA", "provincia": "IT AR ES EC PA DO CL PE", "departamento": "CO PE BO GT HN SV NI PY UY",
        "depto": "CO PE BO GT HN SV NI", "wilaya": "DZ TN MR OM", "departement": "FR SN HT BJ NE", "voivodeship": "PL",
        "wojewodztwo": "PL", "il": "TR", "oblast": "UA RU BG KZ KG BY", "provinsi": "ID", "governorate": "IQ SY YE EG JO TN",
        "division": "BD", "regione": "IT", "fylke": "NO", "judet": "RO", "judetul": "RO", "kraj": "CZ SK", "perifereia": "GR",
        "tinh": "VN", "mkoa": "TZ", "negeri": "MY", "changhwad": "TH",
    }.items()
}  # fmt: skip
FIRST_OF_LETTERS = {"state": "US"}  # the country that a column of letters means, among several


def usual_of_provinces(names: Iterable[str | None], header: str, look_up: LookUp) -> str:
    """Return the one country that has all, or nearly all, provinces of a column; "" if no country or several do. `header`: the
    column's header, as layouts write it."""
    distinct = list(dict.fromkeys(name.strip() for name in names if name and name.strip()))[:MOST_NAMES]
    having = Counter(country for name in distinct for country in countries_with(name, look_up))
    called = CALLED.get(header, ())
    needed = max(1, len(distinct) if len(distinct) <= LEAST_NAMES else round(NEARLY_ALL * len(distinct)))
    fitting = [country for country, count in having.items() if count >= needed]
    named = [country for country in fitting if country in called]
    first = FIRST_OF_LETTERS.get(header, "")
    if first in fitting and all(map(is_short, distinct)):
        return first
    if len(distinct) < LEAST_NAMES and not (called and (named or all(map(is_short, distinct)))):
        return ""
    if len(named) == 1 or (not named and len(fitting) == 1):
        return (named or fitting)[0]
    return most(named or fitting, having)


def most(countries: Sequence[str], having: Counter[str]) -> str:
    """Return the country that has the most of the provinces; "" if there is a tie."""
    best = sorted(countries, key=lambda country: -having[country])[:2]
    return best[0] if len(best) == 2 and having[best[0]] > having[best[1]] else ""


def countries_with(name: str, look_up: LookUp) -> set[str]:
    """Return the countries that have a province with this name or these letters."""
    if is_short(name):
        return set(countries_of_letters().get(name.upper(), ()))
    return set(countries_of_names().get(fold(name), ())) | of_gazetteer(look_up(name, "", "", True))


def of_gazetteer(found: Geocode | None) -> set[str]:
    spots = (found.place, *found.alternatives) if found else ()
    return {spot.country for spot in spots if spot.feature == "ADM1" and spot.country}


def name_of(country: str) -> str:
    """Return a country's usual English name."""
    return str(Locale("en").territories.get(country, country))


def is_short(name: str) -> bool:
    return len(name) <= SHORT_FORM and name.isupper()


@cache
def countries_of_letters() -> dict[str, list[str]]:
    """Return the countries by the letters of their provinces in ISO 3166-2: RI is in the United States, Italy and Nigeria."""
    found: dict[str, list[str]] = {}
    for division in pycountry.subdivisions:
        country, _, letters = division.code.partition("-")
        if letters.isalpha() and len(letters) <= SHORT_FORM:
            found.setdefault(letters, []).append(country)
    return found


@cache
def countries_of_names() -> dict[str, list[str]]:
    """Return the countries by the folded names of their provinces in ISO 3166-2."""
    found: dict[str, list[str]] = {}
    for division in pycountry.subdivisions:
        if division.parent_code is None:
            found.setdefault(fold(division.name), []).append(division.country_code)
    return found
