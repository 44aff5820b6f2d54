"""The files of the trained reader, accepted only if their hashes match."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from geodata.errors import ModelError

FOLDER = Path(__file__).parent / "model"
SUMS = "SHA256SUMS"


def check_files(folder: Path = FOLDER) -> None:
    """Raise ModelError unless every file matches its hash in SHA256SUMS."""
    for digest, name in sums(folder):
        try:
            with (folder / name).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"{name} of the reader's model is missing; reinstall Incident Atlas") from error
        if found != digest:
            raise ModelError(f"{name} of the reader's model is not the original; reinstall Incident Atlas")


def sums(folder: Path) -> list[tuple[str, str]]:
    """Return the hash and the name of each file."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except OSError as error:
        raise ModelError(f"the reader's model is missing ({folder}); reinstall Incident Atlas") from error
    return [(line.split()[0], line.split()[1]) for line in lines if line.strip()]


@cache
def fingerprint() -> str:
    """Return twelve hexadecimal digits that change if any of the files changes. Reads only SHA256SUMS."""
    return hashlib.sha256("".join(digest for digest, _ in sums(FOLDER)).encode()).hexdigest()[:12]
