"""What an archive says it holds, looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files.limits import MOST_UNPACKED


def checked(archive: zipfile.ZipFile, path: Path) -> None:
    """Raises ImportRefused for an archive that is locked, or that unpacks to more than this program takes."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED:
        raise ImportRefused(f"{path.name} unpacks to {total:,} bytes; up to {MOST_UNPACKED:,} can be imported")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(f"{path.name} is locked with a password. Save it without one")
