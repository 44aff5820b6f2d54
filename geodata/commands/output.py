"""Files that a command writes: never over what it reads, nor over a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geodata.errors import OptionError

SQLITE = b"SQLite format 3\x00"
PARTS = ("", "-wal", "-shm", "-journal")  # of a database


def checked_target(target: Path, inputs: Iterable[Path] = ()) -> Path:
    """A file that may be written. Raises OptionError for an input of the command, and for any database."""
    for path in inputs:
        if any(is_same(target, Path(f"{path}{part}")) for part in PARTS):
            raise OptionError(f"{target} is what this command reads; name another file to write to")
    if target.is_file():
        with target.open("rb") as file:
            if file.read(len(SQLITE)) == SQLITE:
                raise OptionError(f"{target} is a workspace or another database; name another file to write to")
    return target


def is_same(one: Path, other: Path) -> bool:
    return one.absolute() == other.absolute() or (one.exists() and other.exists() and one.samefile(other))
