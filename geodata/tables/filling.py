"""What rows take from above: blank cells that mean the value there, and days that are of the year which a heading names."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import NamedTuple

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.spans import ANY, ANY_YEAR, with_year
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


def year_above(chunk: Texts, header: str) -> str:
    """The first year that is a row alone over days without a year; "" where there is none."""
    years = [year for year in map(lone_year, zip(*chunk.columns.values(), strict=True)) if year]
    years += [year for _, _, row in chunk.misfits if (year := lone_year(tuple(row.values())))]
    short = any(with_year(cell, ANY) != cell.strip() for cell in chunk.columns.get(header, ()))
    return years[0] if years and short else ""


def lone_year(row: Sequence[str]) -> str:
    """The year that a row is, in its first cell or merged over all of them; "" for any other row."""
    said = {cell.strip() for cell in row if cell.strip()}
    return row[0].strip() if len(said) == 1 and ANY_YEAR.fullmatch(row[0].strip()) else ""


def under_years(chunks: Iterable[Texts], header: str) -> Generator[Texts, None, None]:
    """The rows, with the days of a column as of the year that the last row of a year alone names."""
    year = ""
    for chunk in chunks:
        heads = {number: found for number, _, row in chunk.misfits if (found := lone_year(tuple(row.values())))}
        rows = zip(*chunk.columns.values(), strict=True)
        heads |= {n: found for n, row in zip(chunk.positions, rows, strict=True) if (found := lone_year(row))}
        waiting, cells = sorted(heads), list(chunk.columns[header])
        for k, number in enumerate(chunk.positions):
            while waiting and waiting[0] <= number:
                year = heads[waiting.pop(0)]
            cells[k] = with_year(cells[k], year) if year and number not in heads else cells[k]
        for number in waiting:
            year = heads[number]
        yield chunk._replace(columns={**chunk.columns, header: cells})
