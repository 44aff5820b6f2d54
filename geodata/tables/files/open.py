"""A file by what it holds, whatever its name says; a folder by the partitions in it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files import kml, parquet, records, text
from geodata.tables.files.failing import refused
from geodata.tables.files.grid import Records, Sheet

HEAD = 4_096


def contents(path: Path) -> Sequence[Sheet | Records]:
    """What a file holds: the sheets of a table or workbook, or records. Raises ImportRefused, naming the file."""
    with refused(path):
        if path.is_dir():
            return parquet.read(path)
        if path.exists() and not path.is_file():
            raise ImportRefused(f"{path.name} is not a file")  # a device or pipe: it may have no end
        with path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(parquet.MAGIC):
            return parquet.read(path)
        if zipfile.is_zipfile(path) and head.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
            if any(name.lower().endswith(".kml") for name in names):
                return kml.read(path)
            if "[Content_Types].xml" in names:
                from geodata.tables.files import workbook

                return workbook.read(path)
            raise ImportRefused(f"{path.name} is an archive. Unpack it and import what it holds")
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise ImportRefused(f"{path.name} is a workbook of an old Excel. Save it as .xlsx or CSV")
        if head.startswith(b"SQLite format 3"):
            raise ImportRefused(
                f"{path.name} is a workspace or another database. Open it with --workspace, or export a table from it"
            )
        if head.startswith(records.UTF16):
            head = head[2:].replace(b"\x00", b"")
        plain = head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
        if plain.startswith((b"<?xml", b"<kml")):
            return kml.read(path)
        if plain.startswith(b"<"):
            raise ImportRefused(f"{path.name} is a web page or XML, not a table")
        if plain.startswith((b"{", b"[")):
            return records.read(path)
        return text.read(path)
