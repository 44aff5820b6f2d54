"""Yield the rows of a file in chunks, each row with its number, and the rows that do not fit the header, with the reason."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from itertools import islice
from sys import getsizeof

from geodata.errors import ImportRefused
from geodata.tables.files.grid import Records, Sheet, Wide
from geodata.tables.files.limits import MOST_CELLS
from geodata.tables.filling import Texts
from geodata.tables.header import BELOW, Below, reordered

NUMBER = re.compile(r"\d+")
OVER_COLUMNS = "one number is merged across several columns"
HEADING = "a heading across the columns, not a row"


def weighed(rows: Iterable[list[str]], size: int) -> Generator[list[list[str]], None, None]:
    """Yield the rows in chunks of `size`, or smaller ones if the rows are long or wide: a chunk is held in memory."""
    lot: list[list[str]] = []
    weight = 0
    for row in rows:
        lot.append(row)
        weight += getsizeof("".join(row)) + CELL * len(row)  # a character takes one, two or four bytes
        if len(lot) >= size or weight > HEAVIEST:
            yield lot
            lot, weight = [], 0
    if lot:
        yield lot


CELL, HEAVIEST = 16, 60_000_000  # bytes of a cell in addition to its characters, and of a chunk at most


def record_chunks(found: Records, headers: Sequence[str], size: int) -> Generator[Texts, None, None]:
    if len(found.rows) * len(headers) > MOST_CELLS:
        wide = f"{len(found.rows):,} rows with {len(headers):,} names in total"
        raise ImportRefused(f"{found.name} has {wide}; up to {MOST_CELLS:,} cells can be imported")
    size = max(1, min(size, HEAVIEST // (CELL * max(1, len(headers)))))
    numbers = [n for n in range(1, len(found.rows) + len(found.broken) + 1) if n not in found.broken]
    misfits = [(number, reason, {"line": text}) for number, (reason, text) in found.broken.items()]
    for start in range(0, len(found.rows), size):
        rows = found.rows[start : start + size]
        columns = {header: [row.get(header, "") for row in rows] for header in headers}
        yield Texts(columns, numbers[start : start + size], misfits if start == 0 else [])


def merged(row: Sequence[str]) -> str:
    """Why a row with a cell merged over columns is rejected, a heading or one number in two columns; "" if it is not."""
    wide = [cell for cell in row if type(cell) is Wide]
    if wide and all(cell == wide[0] or not cell for cell in row):
        return HEADING
    return OVER_COLUMNS if any(NUMBER.fullmatch(cell.strip()) for cell in wide) else ""


def sheet_chunks(sheet: Sheet, headers: Sequence[str], before: int, size: int) -> Generator[Texts, None, None]:
    wide, number = len(headers), 0
    rows = sheet.rows()
    for _ in islice(rows, before):
        pass
    for batch in weighed(reordered(rows, headers), size):
        misfits: list[tuple[int, str, dict[str, str]]] = []
        if (
            set(map(len, batch)) == {wide}
            and all(map(any, batch))
            and not (sheet.has_merged and any(map(merged, batch)))
            and Below not in set(map(type, batch))
        ):
            kept, positions = batch, list(range(number + 1, number + len(batch) + 1))
            number += len(batch)
        else:
            kept, positions = [], []
            for row in batch:
                if not any(row):
                    continue
                number += 1
                if reason := BELOW if isinstance(row, Below) else merged(row):
                    misfits.append((number, reason, dict(zip(headers, row, strict=False))))
                elif any(row[wide:]):
                    misfits.append((number, f"{len(row)} cells under {wide} headers", dict(zip(headers, row, strict=False))))
                else:
                    kept.append(row[:wide] + [""] * (wide - len(row)))
                    positions.append(number)
        if kept or misfits:
            columns: list[list[str]] = [list(c) for c in zip(*kept, strict=True)] if kept else [[] for _ in headers]
            yield Texts(dict(zip(headers, columns, strict=True)), positions, misfits)
