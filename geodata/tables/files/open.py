"""Open a file by its content, whatever its name says, and a folder by the partitions in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files import feed, kml, packed, parquet, records, stata, text, web_page
from geodata.tables.files.archive import check_directory, checked
from geodata.tables.files.failing import refused
from geodata.tables.files.grid import Records, Sheet

HEAD = 4_096
TEXT_NAME = re.compile(r"\.(?:csv|tsv|tab|txt)$", re.IGNORECASE)
APPLICATION, GEOPACKAGE = slice(68, 72), (b"GPKG", b"GP10", b"GP11")  # the application that a database is for
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
WEB_PAGE = re.compile(rb"<\?xml[^>]{0,200}\?>\s*<(?:!doctype html|html)", re.IGNORECASE)  # XHTML


def contents(path: Path) -> Sequence[Sheet | Records]:
    """Read the sheets of a table or workbook, or records. Raises ImportRefused, which names the file."""
    with refused(path):
        if path.is_dir():
            return parquet.read(path)
        if path.exists() and not path.is_file():
            raise ImportRefused(f"{path.name} is not a file")  # a device or pipe, which can be endless
        with path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(parquet.MAGIC):
            return parquet.read(path)
        if zipfile.is_zipfile(path) and head.startswith(b"PK"):
            return archived(path)
        if head.startswith(packed.ZIP):
            raise ImportRefused(f"{path.name} is a damaged workbook or archive. Save or download it again")
        if head.startswith(packed.GZIP):
            return packed.of_gzip(path, contents)
        if head.startswith(OLD_EXCEL):
            from geodata.tables.files import spreadsheet

            return spreadsheet.read(path)
        if stata.is_stata(head):
            return stata.read(path)
        if packed.is_shapefile(path.name):
            raise ImportRefused(f"{path.name} {packed.SHAPEFILE}")
        if head.startswith(b"SQLite format 3") and head[APPLICATION] in GEOPACKAGE:
            raise ImportRefused(
                f"{path.name} is a GeoPackage. Open it in a mapping program, such as QGIS, and save its layer as GeoJSON"
            )
        if head.startswith(b"SQLite format 3"):
            raise ImportRefused(
                f"{path.name} is a workspace or another database. Open it with --workspace, or export a table from it"
            )
        if head.startswith(records.UTF16):
            head = head[2:].replace(b"\x00", b"")
        plain = head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
        if feed.IS_FEED.match(plain):
            return feed.read(path)
        if WEB_PAGE.match(plain):
            return web_page.read(path)
        if plain.startswith((b"<?xml", b"<kml")):
            return kml.read(path)
        if plain.startswith((b"<", b"{", b"[")):
            try:
                return web_page.read(path) if plain.startswith(b"<") else records.read(path)
            except ImportRefused:
                if not TEXT_NAME.search(path.name):  # a text table can begin with a note in brackets
                    raise
        return text.read(path)


def archived(path: Path) -> Sequence[Sheet | Records]:
    """Read a workbook, a KMZ, or the tables in a ZIP archive."""
    check_directory(path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any(name.lower().endswith(".kml") for name in names):
        return kml.read(path)
    if "xl/workbook.bin" in names or ("content.xml" in names and "mimetype" in names):
        with zipfile.ZipFile(path) as archive:
            checked(archive, path)
        from geodata.tables.files import spreadsheet

        return spreadsheet.read(path)
    if "[Content_Types].xml" in names:
        from geodata.tables.files import workbook

        return workbook.read(path)
    return packed.of_zip(path, contents)
