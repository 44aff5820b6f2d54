"""Check what an archive claims to hold before anything is unpacked."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files.limits import MOST_UNPACKED

MOST_LISTED = 20_000_000  # bytes of an archive's list of files, which is read whole: about 200,000 names
END, LOCATOR, END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
LONGEST_END = 65_557  # bytes of the last record with its comment


def check_directory(path: Path) -> None:
    """Raise ImportRefused if an archive's list of files is too long, according to the record at its end: reading the list takes
    a kilobyte for each file."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail_at = max(0, size - LONGEST_END)
        file.seek(tail_at)
        tail = file.read()
        at = tail.rfind(END)
        (length,) = struct.unpack_from("<L", tail, at + 12) if 0 <= at <= len(tail) - 22 else (0,)
        where = at - 20
        if where >= 0 and tail[where : where + 4] == LOCATOR:
            (offset,) = struct.unpack_from("<Q", tail, where + 8)
            file.seek(min(offset, size))
            record = file.read(56)
            if len(record) == 56 and record.startswith(END_64):
                (length,) = struct.unpack_from("<Q", record, 40)
    if length > MOST_LISTED:
        raise ImportRefused(f"{path.name} is an archive with too many files. Unpack it and import its files")


def checked(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ImportRefused if an archive is locked, or if it unpacks to more than the limit."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED:
        raise ImportRefused(f"{path.name} unpacks to {total:,} bytes; up to {MOST_UNPACKED:,} can be imported")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(f"{path.name} is locked with a password. Save it without one")
