"""Read the one table in a gzip file or a ZIP archive, as portals publish them: unpack it within bounds, then read the file."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO
from weakref import finalize

from geodata.errors import ImportRefused
from geodata.leftovers import prefix
from geodata.tables.files.archive import checked
from geodata.tables.files.grid import Records, Row, Sheet
from geodata.tables.files.limits import MOST_BYTES

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
ZIPPED = frozenset([".xlsx", ".xlsb", ".ods"])  # tables that are archives themselves
PART = 1_000_000  # bytes
LONGEST_NAME = 60  # characters kept from the end of a file's name, which shows its format: a disk takes 255 bytes
TABLES = frozenset(".csv .tsv .txt .json .geojson .jsonl .geojsonl .xlsx .xls .xlsb .ods .dta .parquet .html .htm .xml".split())
# Texts that come with a table: "README.txt", but not "notes 2022.xlsx".
ASIDE = re.compile(r"(?:readme|licen[cs]e|metadata|codebook|notes?|copyright)\b.*\.(?:txt|json|html?|xml)", re.IGNORECASE)
Found = Sequence[Sheet | Records]


SHAPEFILE = "is a shapefile or a part of one. Open it in a mapping program, such as QGIS, and save its layer as GeoJSON or CSV"


def is_shapefile(name: str) -> bool:
    return name.lower().endswith((".shp", ".dbf"))


class Folder:
    """A temporary folder that is removed with the last reference to it, or when the program ends."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix=prefix()))
        finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def of_gzip(path: Path, contents: Callable[[Path], Found]) -> Found:
    name = path.name.removesuffix(".gz") if path.name.endswith(".gz") else path.stem
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as file:
        return unpacked(file, name, path, contents)


def of_zip(path: Path, contents: Callable[[Path], Found]) -> Found:
    """Read the one table of a ZIP archive. Raises ImportRefused if it holds none, or several."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if PurePosixPath(n).suffix.lower() in TABLES and not n.startswith("__MACOSX/")]
        named = [n for n in names if not ASIDE.fullmatch(PurePosixPath(n).name)]
        names = named if len(named) == 1 else names
        if not names and any(is_shapefile(name) for name in archive.namelist()):
            raise ImportRefused(f"{path.name} {SHAPEFILE}")
        if len(names) != 1:
            held = f"{len(names)} tables" if names else "no table"
            raise ImportRefused(f"{path.name} is an archive with {held}. Unpack it and import its tables")
        checked(archive, path)
        with archive.open(names[0]) as file:
            return unpacked(file, PurePosixPath(names[0]).name, path, contents)


def unpacked(file: IO[bytes] | gzip.GzipFile, name: str, path: Path, contents: Callable[[Path], Found]) -> Found:
    """Read an unpacked file, which is kept as long as its sheets are."""
    folder = Folder()
    inner = folder.path / (name.replace("/", "_").replace("\\", "_")[-LONGEST_NAME:] or "table")
    left = MOST_BYTES
    with inner.open("wb") as out:
        while part := file.read(PART):
            left -= len(part)
            if left < 0:
                raise ImportRefused(f"{path.name} holds a table of more than {MOST_BYTES:,} bytes")
            out.write(part)
    with inner.open("rb") as file:
        head = file.read(4)
    if head.startswith(GZIP) or (head.startswith(ZIP) and inner.suffix.lower() not in ZIPPED):
        raise ImportRefused(f"{path.name} holds another archive. Unpack it and import its files")
    with in_archive(path):
        return [replace(f, rows=held(f, folder, path)) if isinstance(f, Sheet) else f for f in contents(inner)]


@contextmanager
def in_archive(path: Path) -> Iterator[None]:
    """Add the archive to refusals of its table: it is the file that a person chose."""
    try:
        yield
    except ImportRefused as error:
        raise ImportRefused(f"{path.name}: {error}") from error


def held(sheet: Sheet, folder: Folder, path: Path) -> Callable[[], Iterator[Row]]:
    """A function that yields the sheet's rows and keeps the folder."""

    def rows() -> Iterator[Row]:
        assert folder  # noqa: S101
        with in_archive(path), closing(sheet.rows()) as found:  # type: ignore[type-var]  # they are generators
            yield from found

    return rows
