"""Replace cells that mean another value: a day for its month or year, a bare name for a county."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.days import EXCEL
from geodata.tables.filling import Texts
from geodata.tables.layout import YEARS, key_of

SERIAL_YEARS = re.compile(r"1905-0[3-9]-\d\d(?:[ T]00:00:00)?")  # days 1900 to 2100 of a spreadsheet
MONTH_HEADERS = frozenset("month mes mois monat mese maand miesiac mesyats misyats bulan ay event_month report_month".split())
FIRST_OF_MONTH = re.compile(r"(\d{4}-\d\d)-01(?:[ T]00:00:00)?")


def serial_years(columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns of years that a spreadsheet shows as days: 2015 is its 7 July 1905."""
    named = {h: cells for h, cells in columns.items() if key_of(h) in YEARS}
    return tuple(h for h, cells in named.items() if any(map(SERIAL_YEARS.fullmatch, cells)))


def are_first_days(header: str, cells: Sequence[str]) -> bool:
    """Whether a column of months writes each month as its first day."""
    said = [cell.strip() for cell in cells if not is_blank(cell)]
    return key_of(header) in MONTH_HEADERS and bool(said) and all(map(FIRST_OF_MONTH.fullmatch, said))


def with_years(chunks: Iterable[Texts], headers: Sequence[str]) -> Generator[Texts, None, None]:
    """Yield the rows, with the years or months of some columns instead of the days that show them."""
    for chunk in chunks:
        changed = {h: [without_day(cell) for cell in chunk.columns[h]] for h in headers if h in chunk.columns}
        yield chunk._replace(columns={**chunk.columns, **changed})


def without_day(cell: str) -> str:
    """The month of a first day, or the year that a spreadsheet shows as a day; any other cell unchanged."""
    text = cell.strip()
    if (month := FIRST_OF_MONTH.fullmatch(text)) and not SERIAL_YEARS.fullmatch(text):
        return month[1]
    return str((date.fromisoformat(text[:10]) - EXCEL).days) if SERIAL_YEARS.fullmatch(text) else cell


IS_COUNTY = re.compile(r"\b(?:county|parish|borough|census area|city)\b", re.IGNORECASE)


def with_county(chunks: Iterable[Texts], header: str) -> Generator[Texts, None, None]:
    """Yield the rows, with "County" added to bare names of counties: "Los Angeles" in such a column is not the city."""
    for chunk in chunks:
        cells = [c if is_blank(c) or IS_COUNTY.search(c) else f"{c.strip()} County" for c in chunk.columns.get(header, ())]
        yield chunk._replace(columns={**chunk.columns, header: cells}) if cells else chunk
