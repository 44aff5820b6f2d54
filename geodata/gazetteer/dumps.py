"""Add GeoNames dumps to the gazetteer: `UA.zip`, `allCountries.zip`, or the text file in them.

Added places go into a separate file next to the gazetteer, so that rebuilding the gazetteer keeps them.
The file is written under another name and then moved into place. Memory use does not grow with the dump's size.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from geodata.errors import GazetteerError
from geodata.gazetteer import build as building
from geodata.gazetteer.names import fold
from geodata.gazetteer.sources import ALTERNATE, PRIMARY, settlement_radius

COLUMNS = 19
BATCH = 20_000
MOST_NAMED = 20  # broken rows that are listed; the rest are only counted
LONGEST_NUMBER = 12  # digits
MOST_PEOPLE = 20_000_000_000
LONGEST_LINE = 400_000
DISTRICT_RADIUS_KM = 25.0
KINDS = {"ADM2": "ADM2", "ADM3": "ADM2", "ADM2H": "ADM2"}
GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # abandoned, destroyed or former


@dataclass(slots=True)
class Added:
    """What happened to a dump's rows, in numbers. `broken` lists the first faulty lines with the reasons."""

    rows: int = 0
    places: int = 0
    known: int = 0
    other_kinds: int = 0
    faulty: int = 0
    broken: list[str] = field(default_factory=list)


def added_path(gazetteer: Path) -> Path:
    """Return the path of a gazetteer's added places."""
    return gazetteer.with_name(f"{gazetteer.stem}-added.sqlite")


@contextmanager
def lines_of(dump: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Open a dump, and yield its lines and its unpacked size in bytes."""
    if not dump.exists():
        raise GazetteerError(f"{dump} does not exist; download a GeoNames dump and give its path")
    if not dump.is_file():  # a device or pipe: it may have no end
        raise GazetteerError(f"{dump} is not a file; download a GeoNames dump and give its path")
    if not zipfile.is_zipfile(dump):
        with dump.open("rb") as file:
            yield file, dump.stat().st_size
        return
    with zipfile.ZipFile(dump) as archive:
        texts = [i for i in archive.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename.lower()]
        if len(texts) != 1:
            raise GazetteerError(f"{dump} has {len(texts)} text files; a GeoNames dump has one and a readme")
        with archive.open(texts[0]) as file:
            yield io.BufferedReader(file), texts[0].file_size  # type: ignore[type-var]  # ZipExtFile reads like a raw stream


def add(dump: Path, gazetteer: Path | None = None, progress: building.Progress | None = None) -> Added:
    """Add the settlements and districts of a dump. `progress(done, total, what)` counts bytes.

    A broken row is counted and listed, but is never fatal. Places that the gazetteer already has are skipped.
    """
    base = gazetteer or building.default_path()
    target = added_path(base)
    with building.replacing(target, f"cannot add {dump}") as name:
        if target.exists():
            shutil.copyfile(target, name)
        try:
            with lines_of(dump) as (lines, size), closing(sqlite3.connect(name)) as db:
                if not target.exists():
                    db.executescript(building.SCHEMA + "CREATE UNIQUE INDEX places_by_ref ON places (ref);")
                db.executescript(
                    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA temp_store=FILE;"
                )
                db.execute("ATTACH DATABASE ? AS base", (str(base),))
                added = fill(db, lines, size, progress or building.unseen)
                note(db, dump, added)
        except GazetteerError:
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise GazetteerError(f"{dump} is damaged or locked ({error}); download it again") from error
    return added


def fill(db: sqlite3.Connection, lines: IO[bytes], size: int, progress: building.Progress) -> Added:
    added, done = Added(), 0
    last = int(db.execute("SELECT COALESCE(MAX(id), 0) FROM places").fetchone()[0])
    # Collect the names in a temporary table, and insert them in order at the end: 20 million random inserts would take hours.
    db.execute("CREATE TEMP TABLE new_names (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL)")
    db.execute(
        "CREATE TEMP TABLE had AS SELECT DISTINCT CAST(SUBSTR(ref, 10) AS INTEGER) AS id "
        "FROM base.places WHERE ref LIKE 'geonames:%'"
    )
    db.execute("CREATE UNIQUE INDEX temp.had_ids ON had (id)")
    while line := lines.readline(LONGEST_LINE):
        done += len(line)
        added.rows += 1
        try:
            row = parse(line)
        except ValueError as error:
            added.faulty += 1
            if len(added.broken) < MOST_NAMED:
                added.broken.append(f"line {added.rows}: {error}")
            continue
        if row is None:
            added.other_kinds += 1
            continue
        ref, names = row[0], row[-1]
        if db.execute("SELECT 1 FROM had WHERE id = ?", (int(str(ref)[9:]),)).fetchone():
            added.known += 1
            continue
        cursor = db.execute("INSERT OR IGNORE INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", (last + 1, *row[:-1]))
        if not cursor.rowcount:
            added.known += 1
            continue
        last += 1
        added.places += 1
        keys = dict.fromkeys(key for name in names if (key := fold(str(name))))  # type: ignore[attr-defined]
        main = fold(str(row[1]))
        db.executemany(
            "INSERT INTO new_names VALUES (?,?,?)", ((key, last, PRIMARY if key == main else ALTERNATE) for key in keys)
        )
        if added.rows % BATCH == 0:
            db.commit()
            fold.cache_clear()
            progress(min(done, size), size, "reading places")
    progress(size, size, "indexing their names")
    db.execute("INSERT OR IGNORE INTO names SELECT key, place, rank FROM new_names ORDER BY key, place")
    db.execute("CREATE INDEX IF NOT EXISTS places_by_position ON places (latitude, longitude)")
    db.commit()
    return added


def note(db: sqlite3.Connection, dump: Path, added: Added) -> None:
    """Record what was added, for `gazetteer info` and for the provenance of readings."""
    total = int(db.execute("SELECT COUNT(*) FROM places").fetchone()[0])
    earlier = db.execute("SELECT value FROM meta WHERE key = 'dumps'").fetchone()
    dumps = f"{earlier[0]}\n" if earlier else ""
    meta = {
        "fingerprint": building.FORMAT,
        "places": str(total),
        "dumps": f"{dumps}{dump.name}: {added.places:,} places",
    }
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?,?)", meta.items())
    db.commit()


def parse(line: bytes) -> tuple[object, ...] | None:
    """Return a row's columns of `places` without `id`, then its names; None for a kind that is not kept."""
    if len(line) >= LONGEST_LINE:
        raise ValueError("longer than any GeoNames row")
    try:
        cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
    number, name, ascii_name, others, latitude, longitude, kind, code, country, _, admin1 = cells[:11]
    feature = "PPL" if kind == "P" and code not in GONE else KINDS.get(code) if kind == "A" else None
    if feature is None:
        return None
    if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
        raise ValueError(f"geonameid {number[:40]!r} is not a number")
    if not name.strip():
        raise ValueError("no name")
    try:
        lat, lon = float(latitude), float(longitude)
        population = int(cells[14][: LONGEST_NUMBER + 1] or 0)
    except ValueError as error:
        raise ValueError(f"latitude, longitude or population is not a number ({error})") from error
    if not 0 <= population <= MOST_PEOPLE:
        raise ValueError(f"population {cells[14][:40]} is out of range")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"latitude {lat} or longitude {lon} is out of range")
    radius = settlement_radius(population) if feature == "PPL" else DISTRICT_RADIUS_KM
    names = (name, ascii_name, *(n for n in others.split(",") if len(n) > 2))
    return f"geonames:{number}", name, lat, lon, feature, country or None, admin1 or None, population, radius, names
