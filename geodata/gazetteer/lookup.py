"""Look places up by name or position in the gazetteer file."""

from __future__ import annotations

import hashlib
import math
import re
import sqlite3
import threading
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.errors import GazetteerError
from geodata.gazetteer import build as building
from geodata.gazetteer import dumps
from geodata.gazetteer.names import fold, home_of, without_possessive
from geodata.gazetteer.quarters import without_quarters
from geodata.gazetteer.sources import ABBREVIATION, ADJECTIVE, PRIMARY
from geodata.records import Place

__all__ = ["ABBREVIATION", "ADJECTIVE", "PRIMARY", "Candidate", "Gazetteer", "kilometres"]
COLUMNS = "ref, name, latitude, longitude, feature, country, admin1, population, radius_km"
MOST_CANDIDATES = 60
UNIT = re.compile(r"(.{2,})-(?:si|gun|gu|do|shi|ken|ku|cho|machi|mura)")  # Korean and Japanese: Geoje-si is the city of Geoje
LEAST_FUZZY, LONG_FUZZY, MOST_FUZZY = 5, 9, 8
KNOWN_BY_MANY = 100_000  # population from which a place's other names are also completed


class Candidate(NamedTuple):
    """A place that has the name looked up, and the kind of that name: primary, alternate, abbreviation, adjective."""

    place: Place
    rank: int


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def dumps_beside(path: Path) -> Path | None:
    """Return the file of added places next to a gazetteer, or None. Raises GazetteerError if another version made it."""
    added = dumps.added_path(path)
    if not added.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{added.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except sqlite3.Error as error:
        raise GazetteerError(f"{added} is damaged ({error}); delete it and add your dumps again") from error
    if row is None or row[0] != building.FORMAT:
        raise GazetteerError(f"{added} was made by another version; delete it and add your dumps again")
    return added


def place_of(row: tuple[object, ...]) -> Place:
    ref, name, latitude, longitude, feature, country, admin1, population, radius_km = row
    return Place(
        id=ref,  # type: ignore[arg-type]  # sqlite3 rows carry no types
        name=name,  # type: ignore[arg-type]
        latitude=latitude,  # type: ignore[arg-type]
        longitude=longitude,  # type: ignore[arg-type]
        feature=feature,  # type: ignore[arg-type]
        country=country,  # type: ignore[arg-type]
        admin1=admin1,  # type: ignore[arg-type]
        population=population,  # type: ignore[arg-type]
        radius_km=radius_km,  # type: ignore[arg-type]
    )


class Gazetteer:
    """A read-only gazetteer. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self.built_from = self._meta("fingerprint")
        self._sources = ["main"]
        added = dumps_beside(path)
        if added is not None:
            self._db.execute("ATTACH DATABASE ? AS added", (f"{added.as_uri()}?mode=ro&immutable=1",))
            self._sources.append("added")
        self.added = self._meta("dumps", "added") if added else ""
        self.fingerprint = hashlib.sha256(f"{self.built_from}{self.added}".encode()).hexdigest() if added else self.built_from
        self._find = lru_cache(maxsize=10_000)(self._find_key)

    @classmethod
    def open(cls, path: Path | None = None, progress: building.Progress | None = None) -> Gazetteer:
        """Open the gazetteer at `path`; build it first if it is missing, damaged or out of date."""
        target = path or building.default_path()
        if target.exists():
            try:
                gazetteer = cls(target)
                if gazetteer.built_from == building.fingerprint():
                    return gazetteer
                gazetteer.close()
            except sqlite3.Error:
                pass
        return cls(building.build(target, progress))

    def close(self) -> None:
        self._db.close()

    def _meta(self, key: str, source: str = "main") -> str:
        row = self._db.execute(f"SELECT value FROM {source}.meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def __len__(self) -> int:
        return sum(int(self._meta("places", source)) for source in self._sources)

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Return the places that have `name` in any spelling, areas first, then settlements, each by population."""
        key = fold(name)
        found = self._find(key) or (self._find(fold(without_possessive(name))) if "s" in name[-2:] else ())
        if found and (home := home_of(name)) is not None:
            found = tuple(c for c in found if c.place.country in home)
        return found or (self._find(fold(bare[1])) if (bare := UNIT.fullmatch(name)) else ())

    def _find_key(self, key: str) -> tuple[Candidate, ...]:
        found: list[Candidate] = []
        for source in self._sources:
            query = f"SELECT {COLUMNS}, rank FROM {source}.names JOIN {source}.places AS p ON p.id = place WHERE key = ?"
            found += [Candidate(place_of(row[:9]), row[9]) for row in self._rows(query, key)]  # type: ignore[arg-type]
        if len(found) > 1:
            found.sort(key=lambda c: (c.place.feature == "PPL", -c.place.population))
            del found[MOST_CANDIDATES:]
        return tuple(found)

    def find_like(self, name: str) -> tuple[Candidate, ...]:
        """Return places with almost the same name: from five letters on, one letter may differ; from nine on, two.

        The first letter must be right. This is for what a person types; names in texts are looked up exactly.
        """
        key = fold(name)
        bound = 0 if len(key) < LEAST_FUZZY else 1 if len(key) < LONG_FUZZY else 2
        if not bound:
            return ()
        after = key[0][:-1] + chr(ord(key[0]) + 1)
        keys: dict[str, int] = {}
        for source in self._sources:
            rows = self._rows(
                f"SELECT DISTINCT key FROM {source}.names WHERE key >= ? AND key < ? AND LENGTH(key) BETWEEN ? AND ?",
                key[0],
                after,
                len(key) - bound,
                len(key) + bound,
            )
            near = process.extract(
                key, [str(row[0]) for row in rows], scorer=OSA.distance, score_cutoff=bound, limit=MOST_FUZZY
            )
            keys |= {match: int(distance) for match, distance, _ in near}
        ranked = sorted(keys, key=lambda k: keys[k])
        closest = [k for k in ranked if keys[k] == keys[ranked[0]]]
        return tuple(candidate for k in closest for candidate in self._find(k))

    def starting(self, begin: str, most: int) -> list[Place]:
        """Return places whose name begins with what a person types, largest first, then large places by another name."""
        key = fold(begin)
        if not key:
            return []
        after, found = key[:-1] + chr(ord(key[-1]) + 1), list[Place]()
        for source in self._sources:
            query = (
                f"SELECT {COLUMNS} FROM {source}.names JOIN {source}.places AS p ON p.id = place "
                "WHERE key >= ? AND key < ? AND (rank = ? OR population >= ?) "
                "GROUP BY p.id ORDER BY MIN(rank) = ? DESC, population DESC LIMIT ?"
            )
            found += [place_of(row) for row in self._rows(query, key, after, PRIMARY, KNOWN_BY_MANY, PRIMARY, most)]
        return found[:most]

    def written(self, ref: str) -> tuple[str, ...]:
        """Return the names of a place in scripts other than Latin; empty if none is known."""
        rows = self._rows("SELECT w.names FROM written AS w JOIN places AS p ON p.id = w.place WHERE p.ref = ?", ref)
        return tuple(str(rows[0][0]).split("\n")) if rows else ()

    def country(self, iso: str) -> Place | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'COUNTRY' AND country = ?", iso)
        return place_of(rows[0]) if rows else None

    def near(self, latitude: float, longitude: float, within_km: float = 50.0) -> list[tuple[float, Place]]:
        """Return the settlements within `within_km` of a point, each with its distance in km, nearest first."""
        reach = within_km / 111.0
        wide = reach / max(0.05, math.cos(math.radians(latitude)))
        box = (latitude - reach, latitude + reach, longitude - wide, longitude + wide)
        rows = [
            row
            for source in self._sources
            for row in self._rows(
                f"SELECT {COLUMNS} FROM {source}.places "
                "WHERE feature = 'PPL' AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
                *box,
            )
        ]
        found = [(kilometres(latitude, longitude, p.latitude, p.longitude), p) for p in map(place_of, rows)]
        return sorted(((km, p) for km, p in found if km <= within_km), key=lambda pair: pair[0])

    def largest(self, least: int) -> list[Place]:
        """Return the settlements of at least `least` people, most populous first, without the quarters of cities: the labels
        of a base map."""
        rows = self._rows(
            f"SELECT {COLUMNS}, coalesce(length(names), 0) FROM places LEFT JOIN written ON place = id "
            "WHERE population >= ? AND feature = 'PPL' ORDER BY population DESC",
            least,
        )
        return without_quarters([(place_of(row[:-1]), int(str(row[-1]))) for row in rows])

    def towns_of(self, country: str, admin1: str | None = None) -> list[Place]:
        """Return the settlements of a country, or of one of its first-order divisions."""
        query = f"SELECT {COLUMNS} FROM places WHERE feature = 'PPL' AND country = ?"
        rows = self._rows(f"{query} AND admin1 = ?", country, admin1) if admin1 else self._rows(query, country)
        return [place_of(row) for row in rows]

    def divisions(self, country: str) -> list[Place]:
        """Return the first-order divisions of a country by its code."""
        rows = self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'ADM1' AND country = ?", country)
        return [place_of(row) for row in rows]

    def regions(self) -> list[Place]:
        """Return seas, mountain ranges, deserts and informal regions."""
        return [place_of(row) for row in self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'REGION'")]

    def countries(self) -> list[Place]:
        rows = self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'COUNTRY' ORDER BY population DESC")
        return [place_of(row) for row in rows]
