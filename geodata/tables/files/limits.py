"""What a file may hold: enough for each table that people make, and no more than this machine can take."""

from __future__ import annotations

from pathlib import Path

from geodata.errors import ImportRefused

MOST_BYTES = 1_000_000_000  # of a text table, which is read row by row
MOST_JSON = 80_000_000  # of JSON and KML, which are read whole; about ten times as much in memory
MOST_OBJECTS = 450_000  # of a JSON text: small ones take thirty times their bytes
MOST_VALUES = 3_200_000
MOST_UNPACKED = 400_000_000  # of a workbook or archive
MOST_STRINGS = 120_000_000  # of a workbook's words, which are read whole
MOST_COLUMNS = 2_000
MOST_CELLS = 60_000_000  # of one sheet
LARGEST_CELL = 1_000_000  # characters
LONGEST_LINE = 20_000_000
DEEPEST = 100  # brackets within brackets


def too_deep(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} is nested too deeply to be read")


def check_width(path: Path, columns: int) -> None:
    """Raises ImportRefused for a table that is too wide."""
    if columns > MOST_COLUMNS:
        raise ImportRefused(f"{path.name} has {columns:,} columns; up to {MOST_COLUMNS:,} can be imported")
