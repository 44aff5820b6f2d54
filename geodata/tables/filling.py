"""Fill blank cells with the value above, where that is what they mean."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import NamedTuple

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.totals import TOTALS

FIELDS = ("date_start", "place", "admin1", "in_country")  # fields that groups of rows share
LEAST = 0.2  # share of blank rows from which a question is worthwhile


class Texts(NamedTuple):
    """Some rows of a table: texts by header, the rows' numbers in their file (from 1), and the rows that do not fit the header,
    each with its number, reason and texts."""

    columns: dict[str, list[str]]
    positions: list[int]
    misfits: list[tuple[int, str, dict[str, str]]]


def gaps(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Count the blank cells that may mean the value above, by header, in columns with a first value and many blanks."""
    found = {}
    totals = are_totals(cells)
    for header in (header for header, our in columns.items() if our in FIELDS and header in cells):
        column = [cell for cell, is_total in zip(cells[header], totals, strict=True) if not is_total]
        blanks = sum(map(is_blank, column))
        if column and not is_blank(column[0]) and blanks >= LEAST * len(column):
            found[header] = blanks
    return found


def are_totals(columns: Mapping[str, Sequence[str]]) -> list[bool]:
    """Whether each row is a total of other rows."""
    return [any(TOTALS.search(cell.strip()) for cell in row) for row in zip(*columns.values(), strict=True)]


def filled(chunks: Iterable[Texts], headers: Sequence[str]) -> Generator[Texts, None, None]:
    """Yield the rows, with blank cells of some columns filled with the last value above, except in totals of other rows."""
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
