"""Split an archive's lines into batches. A batch's name is a hash of its lines and their numbers, so that a stopped or repeated
run knows what is done."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from geodata.errors import RowError
from geodata.sources.jsonl import Line, bounded

SIZE = 100  # articles per partition: about 40 seconds of work for one processor
MOST = 4_000_000  # characters per batch: this process and the one that reads it hold all of it in memory


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of one file. `share`: the share of the archive's bytes up to their end; None if unknown."""

    name: str
    file: str
    lines: tuple[Line, ...]
    share: float | None = None


def files_of(url: str) -> list[Any]:
    """Find the files that a path, address or pattern names, sorted; infer compression. Raises RowError if none exist."""
    import fsspec

    try:
        found = fsspec.open_files(url, mode="rt", encoding="utf-8", errors="replace", compression="infer")
    except Exception as error:  # each storage raises different errors
        raise RowError(f"{url}: {error}") from error
    if not found:
        raise RowError(f"{url}: there is no such file")
    return sorted(found, key=lambda file: str(file.path))


def batches(url: str, size: int = SIZE) -> Iterator[Batch]:
    """Yield all batches of an archive, in order. Files are read once, line by line. Raises RowError, with the file's name, if
    one breaks off."""
    files = files_of(url)
    sizes = [size_of(file) for file in files]
    total = sum(sizes)
    for file, own, end in zip(files, sizes, accumulate(sizes), strict=True):
        lines, held = list[Line](), 0
        path = str(file.path)
        try:
            with file as opened:
                for line in bounded(opened):
                    lines.append(line)
                    held += len(line.text or "")
                    if len(lines) == size or held > MOST:
                        yield named(path, lines, (end - own + file.fobjects[0].tell()) / total if total else None)
                        lines, held = [], 0
        except (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise RowError(f"{path}: the file is incomplete ({error})") from error
        except Exception as error:  # each storage and compression raises different errors
            raise RowError(f"{path}: the file cannot be read ({error})") from error
        if lines:
            yield named(path, lines, end / total if total else None)


def size_of(file: Any) -> int:
    """Return the size in bytes of a file as it is stored; 0 if its storage does not give it."""
    try:
        return int(file.fs.size(file.path) or 0)
    except Exception:  # each storage raises different errors
        return 0  # reading the file reports the error


def named(path: str, lines: list[Line], share: float | None = None) -> Batch:
    digest = hashlib.sha256()
    for number, line in enumerate(lines):
        digest.update(f"{chr(31) if number else ''}{line.number}:{line.text}".encode("utf-8", "surrogatepass"))
    return Batch(f"part-{digest.hexdigest()[:16]}", path, tuple(lines), share)
