"""Look places up by name or position in the gazetteer file."""

from __future__ import annotations

import math
import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from geodata.gazetteer import build as building
from geodata.gazetteer.names import fold, without_possessive
from geodata.gazetteer.sources import ABBREVIATION, ADJECTIVE, PRIMARY
from geodata.records import Place

__all__ = ["ABBREVIATION", "ADJECTIVE", "PRIMARY", "Candidate", "Gazetteer", "kilometres"]
COLUMNS = "ref, name, latitude, longitude, feature, country, admin1, population, radius_km"
MOST_CANDIDATES = 60


class Candidate(NamedTuple):
    """A place that bears the name looked for; `rank` says how (primary, alternate, abbreviation, adjective)."""

    place: Place
    rank: int


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


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
        self.fingerprint = self._meta("fingerprint")
        self._find = lru_cache(maxsize=50_000)(self._find_key)

    @classmethod
    def open(cls, path: Path | None = None, progress: building.Progress | None = None) -> Gazetteer:
        """The gazetteer at `path`, built first where it is absent, damaged or out of date."""
        target = path or building.default_path()
        if target.exists():
            try:
                gazetteer = cls(target)
                if gazetteer.fingerprint == building.fingerprint():
                    return gazetteer
                gazetteer.close()
            except sqlite3.Error:
                pass
        return cls(building.build(target, progress))

    def close(self) -> None:
        self._db.close()

    def _meta(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def __len__(self) -> int:
        return int(self._meta("places"))

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every place that bears `name` in any spelling, most populous first; empty if none does."""
        key = fold(name)
        return self._find(key) or (self._find(fold(without_possessive(name))) if "s" in name[-2:] else ())

    def _find_key(self, key: str) -> tuple[Candidate, ...]:
        rows = self._rows(
            f"SELECT rank, {COLUMNS} FROM names JOIN places ON places.id = names.place WHERE key = ? "
            "ORDER BY feature = 'PPL', population DESC LIMIT ?",
            key,
            MOST_CANDIDATES,
        )
        return tuple(Candidate(place_of(row[1:]), int(row[0])) for row in rows)  # type: ignore[call-overload]

    def country(self, iso: str) -> Place | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'COUNTRY' AND country = ?", iso)
        return place_of(rows[0]) if rows else None

    def near(self, latitude: float, longitude: float, within_km: float = 50.0) -> list[tuple[float, Place]]:
        """Settlements within `within_km` of a point with their distance in km, nearest first."""
        reach = within_km / 111.0
        wide = reach / max(0.05, math.cos(math.radians(latitude)))
        rows = self._rows(
            f"SELECT {COLUMNS} FROM places WHERE feature = 'PPL' AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
            latitude - reach,
            latitude + reach,
            longitude - wide,
            longitude + wide,
        )
        found = [(kilometres(latitude, longitude, p.latitude, p.longitude), p) for p in map(place_of, rows)]
        return sorted(((km, p) for km, p in found if km <= within_km), key=lambda pair: pair[0])

    def largest(self, least: int) -> list[Place]:
        """Settlements of at least `least` people, most populous first: the labels of a base map."""
        rows = self._rows(
            f"SELECT {COLUMNS} FROM places WHERE population >= ? AND feature = 'PPL' ORDER BY population DESC", least
        )
        return [place_of(row) for row in rows]

    def countries(self) -> list[Place]:
        rows = self._rows(f"SELECT {COLUMNS} FROM places WHERE feature = 'COUNTRY' ORDER BY population DESC")
        return [place_of(row) for row in rows]
