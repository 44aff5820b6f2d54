"""Limits of what a file may hold: enough for any table that people make, and not more than this machine can handle."""

from __future__ import annotations

from pathlib import Path

from geodata.errors import ImportRefused

MOST_BYTES = 1_000_000_000  # of a table of text, which is read row by row
MOST_JSON = 80_000_000  # of JSON and KML, which are read whole and take about ten times as much memory
MOST_OBJECTS = 450_000  # in a JSON text: small ones take thirty times their bytes in memory
MOST_VALUES = 3_200_000
MOST_UNPACKED = 400_000_000  # of a workbook or archive
MOST_STRINGS = 120_000_000  # of a workbook's texts, which are read whole
MOST_COLUMNS = 2_000
MOST_CELLS = 60_000_000  # of one sheet
LARGEST_CELL = 1_000_000  # characters
LONGEST_LINE = 20_000_000
DEEPEST = 100  # nested brackets


def too_deep(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} is nested too deeply to be read")


def check_width(path: Path, columns: int) -> None:
    """Raise ImportRefused if a table has too many columns."""
    if columns > MOST_COLUMNS:
        raise ImportRefused(f"{path.name} has {columns:,} columns; up to {MOST_COLUMNS:,} can be imported")
