"""What blank cells take from above: the value there, where they mean it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import NamedTuple

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.totals import TOTALS

FIELDS = ("date_start", "place", "admin1", "in_country")  # what groups of rows share
LEAST = 0.2  # of the rows that are blank, before it is worth a question


class Texts(NamedTuple):
    """Some rows of a table: texts by header, and the rows' numbers in their file, from 1; a row that does not fit its header
    with the reason."""

    columns: dict[str, list[str]]
    positions: list[int]
    misfits: list[tuple[int, str, dict[str, str]]]


def gaps(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many blank cells may mean the value above, by header: of columns that begin with a value and have many blanks."""
    found = {}
    totals = are_totals(cells)
    for header in (header for header, our in columns.items() if our in FIELDS and header in cells):
        column = [cell for cell, is_total in zip(cells[header], totals, strict=True) if not is_total]
        blanks = sum(map(is_blank, column))
        if column and not is_blank(column[0]) and blanks >= LEAST * len(column):
            found[header] = blanks
    return found


def are_totals(columns: Mapping[str, Sequence[str]]) -> list[bool]:
    """Which rows are totals of others."""
    return [any(TOTALS.search(cell.strip()) for cell in row) for row in zip(*columns.values(), strict=True)]


def filled(chunks: Iterable[Texts], headers: Sequence[str]) -> Generator[Texts, None, None]:
    """The rows, with the last value above in the blank cells of some columns. A total of other rows stays as it is."""
    above = dict.fromkeys(headers, "")
    for chunk in chunks:
        totals = are_totals(chunk.columns)
        columns = dict(chunk.columns)
        for header in headers:
            if header not in columns:
                continue
            column = list(columns[header])
            for n, cell in enumerate(column):
                if not is_blank(cell):
                    above[header] = cell
                elif not totals[n]:
                    column[n] = above[header]
            columns[header] = column
        yield chunk._replace(columns=columns)
