"""Write the files of a command, but never over what it reads, nor over a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geodata.errors import OptionError
from geodata.leftovers import SUFFIX

SQLITE = b"SQLite format 3\x00"
PARTS = ("", "-wal", "-shm", "-journal")  # suffixes of a database's files


def checked_target(target: Path, inputs: Iterable[Path] = ()) -> Path:
    """Return a file if it may be written. Raises OptionError for an input of the command, and for any database."""
    for path in inputs:
        if any(is_same(target, Path(f"{path}{part}")) for part in PARTS):
            raise OptionError(f"{target} is an input of this command; choose another output file")
    if target.is_file():
        with target.open("rb") as file:
            if file.read(len(SQLITE)) == SQLITE:
                raise OptionError(f"{target} is a workspace or another database; choose another output file")
    return target


def is_same(one: Path, other: Path) -> bool:
    return one.absolute() == other.absolute() or (one.exists() and other.exists() and one.samefile(other))


def write_whole(target: Path, body: bytes) -> None:
    """Write a file completely or not at all: if the disk is full, the old content stays. Raises OptionError."""
    own = target.resolve()
    part = own if own.exists() and not own.is_file() else own.with_name(f".{own.name}{SUFFIX}")  # a pipe is written to directly
    try:
        part.write_bytes(body)
        if part != own:
            part.replace(own)
    except OSError as error:
        if part != own:
            part.unlink(missing_ok=True)
        raise OptionError(f"{target} cannot be written ({error.strerror}); its previous content is unchanged") from error
