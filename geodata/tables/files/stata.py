"""Read Stata files, in which UCDP and others publish lists. Another process writes a file as text, some rows at a time."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from geodata.child import Child, Gone, Send
from geodata.errors import ImportRefused
from geodata.tables.files import text
from geodata.tables.files.failing import HEAVY
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, MOST_BYTES
from geodata.tables.files.packed import Folder, held

MAGIC = b"<stata_dta>"
OLD = (b"\x71", b"\x72", b"\x73")  # versions 113 to 115, which begin with their number and the byte order
ORDERS = (b"\x01", b"\x02")
MEMORY = 1_000_000_000  # bytes
PATIENCE = 120.0  # seconds
ROWS = 1_000


def is_stata(head: bytes) -> bool:
    return head.startswith(MAGIC) or (head[:1] in OLD and head[1:2] in ORDERS and head[2:4] == b"\x01\x00")


def read(path: Path) -> list[Sheet]:
    """The one table of a file, with labels for its codes and its days in ISO 8601."""
    folder = Folder()
    inner = folder.path / f"{path.stem}.csv"
    with Child(__name__, MEMORY) as child:
        try:
            child.send((str(path), str(inner)))
            fault = child.receive(PATIENCE)
        except Gone as error:
            raise ImportRefused(f"{path.name} {HEAVY}") from error
    if fault:
        raise ImportRefused(f"{path.name} {fault}")
    return [replace(found, rows=held(found, folder, path)) for found in text.read(inner)]


def work(messages: Iterator[Any], send: Send) -> None:
    for path, to in messages:
        try:
            send(as_text(path, to))
        except MemoryError:
            send(HEAVY)
        except Exception as error:  # any error of the parser means a file that cannot be read
            send(f"cannot be read as a Stata file: {str(error)[:160] or type(error).__name__}")


def as_text(path: str, to: str) -> str:
    """Write a file as CSV; return why that failed, or ""."""
    with Path(to).open("w", encoding="utf-8", newline="") as file:
        for rows in parts(path):
            csv.writer(file).writerows(rows)
            if file.tell() > MOST_BYTES:
                return HEAVY
    return ""


def parts(path: str) -> Iterator[list[Row]]:
    """Yield the header and the rows, some at a time."""
    try:
        yield from read_parts(path, with_labels=True)
    except ValueError as error:
        if "labels" not in str(error):
            raise
        yield from read_parts(path, with_labels=False)  # two codes have the same label


def read_parts(path: str, with_labels: bool) -> Iterator[list[Row]]:
    from pandas.io.stata import StataReader

    warnings.simplefilter("ignore")  # about codes without a label, which stay codes
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
