"""Stata's files, in which UCDP and other lists are published. Read in another process, some rows at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.child import Child, Gone, Send
from geodata.errors import ImportRefused
from geodata.tables.files.failing import HEAVY
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, check_width

MAGIC = b"<stata_dta>"
OLD = (b"\x71", b"\x72", b"\x73")  # the versions 113 to 115, which begin with their number and the order of bytes
ORDERS = (b"\x01", b"\x02")
MEMORY = 1_000_000_000  # bytes
PATIENCE = 60.0  # seconds for some rows
ROWS = 1_000


def is_stata(head: bytes) -> bool:
    return head.startswith(MAGIC) or (head[:1] in OLD and head[1:2] in ORDERS and head[2:4] == b"\x01\x00")


def read(path: Path) -> list[Sheet]:
    """The one table of a file: its codes by their labels, its days as ISO 8601."""

    def rows() -> Iterator[Row]:
        with Child(__name__, MEMORY) as child:
            try:
                child.send(str(path))
                while found := child.receive(PATIENCE):
                    if isinstance(found, str):
                        raise ImportRefused(f"{path.name} {found}")
                    check_width(path, len(found[0]))
                    yield from found
            except Gone as error:
                raise ImportRefused(f"{path.name} {HEAVY}") from error

    return [Sheet("", rows)]


def work(messages: Iterator[Any], send: Send) -> None:
    for path in messages:
        try:
            for part in parts(path):
                send(part)
            send([])
        except MemoryError:
            send(HEAVY)
        except Exception as error:  # whatever its parser raises is a file that cannot be read
            send(f"cannot be read as a file of Stata: {str(error)[:160] or type(error).__name__}")


def parts(path: str) -> Iterator[list[Row]]:
    """The header and some rows at a time."""
    try:
        yield from read_parts(path, with_labels=True)
    except ValueError as error:
        if "labels" not in str(error):
            raise
        yield from read_parts(path, with_labels=False)  # two codes have the same label


def read_parts(path: str, with_labels: bool) -> Iterator[list[Row]]:
    from pandas.io.stata import StataReader

    warnings.simplefilter("ignore")  # of codes without a label, which stay codes
    with StataReader(path, chunksize=ROWS, convert_categoricals=with_labels) as reader:
        for n, frame in enumerate(reader):
            columns = [[cell_text(value) for value in frame[name]] for name in frame.columns]
            rows = [list(row) for row in zip(*columns, strict=True)]
            yield [list(map(str, frame.columns)), *rows] if n == 0 else rows


def cell_text(value: object) -> str:
    """A cell as text; "" for a missing one."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")[:LARGEST_CELL]
