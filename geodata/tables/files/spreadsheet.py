"""Read spreadsheets other than .xlsx: old Excel, binary Excel, LibreOffice. This happens in another process, since a small file
of repeated cells can fill the memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geodata.child import Child, Gone, Send
from geodata.errors import ImportRefused
from geodata.tables.files.failing import HEAVY
from geodata.tables.files.grid import Row, Sheet, given
from geodata.tables.files.limits import MOST_COLUMNS, MOST_VALUES
from geodata.tables.files.workbook import SHEET_HIDDEN, Area, cell_text, spread, within_bounds

MEMORY = 1_000_000_000  # bytes; the largest table within the limits takes 650 MB
PATIENCE = 120.0  # seconds


def read(path: Path) -> list[Sheet]:
    """The sheets that are not empty, in order, hidden ones last."""
    with Child(__name__, MEMORY) as child:
        try:
            child.send(str(path))
            found = child.receive(PATIENCE)
        except Gone as error:
            raise ImportRefused(f"{path.name} {HEAVY}") from error
    if isinstance(found, str):
        raise ImportRefused(f"{path.name} {found}")
    return [given(name, rows, (SHEET_HIDDEN,) if is_hidden else ()) for name, is_hidden, rows in found if any(map(any, rows))]


def work(messages: Iterator[Any], send: Send) -> None:
    for path in messages:
        try:
            send(list(sheets(path)))
        except ImportRefused as error:
            send(str(error))
        except MemoryError:
            send(HEAVY)
        except Exception as error:  # any error of the parser means a file that cannot be read
            send(f"cannot be read as a spreadsheet: {str(error)[:160] or type(error).__name__}")


def sheets(path: str) -> Iterator[tuple[str, bool, list[Row]]]:
    """Yield the name of each sheet, whether it is hidden, and its rows; visible sheets come first."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        raise ImportRefused("is locked with a password. Save it without one") from None
    cells = 0
    hidden = {about.name for about in book.sheets_metadata if about.visible != SheetVisibleEnum.Visible}
    for name in sorted(book.sheet_names, key=hidden.__contains__):
        sheet = book.get_sheet_by_name(name)
        bottom, right = sheet.end or (-1, -1)
        cells += (bottom + 1) * (right + 1)
        if cells > MOST_VALUES or right >= MOST_COLUMNS:
            raise ImportRefused(f"has more than {MOST_VALUES:,} cells or {MOST_COLUMNS:,} columns. Save it as CSV")
        areas = merged_by_row(sheet.merged_cell_ranges or (), bottom)
        kept: dict[Area, str] = {}
        rows = ([cell_text(value) for value in row] for row in sheet.iter_rows())
        yield name, name in hidden, [spread(row, n, areas[n], kept) if n in areas else row for n, row in enumerate(rows, 1)]


def merged_by_row(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]], last: int) -> dict[int, list[Area]]:
    """The merged areas by each of their rows, from 1, down to the `last` row, counted from 0: an area can claim rows that no
    sheet has. Areas beyond a limit are left out."""
    in_sheet = ((left + 1, top + 1, right + 1, min(bottom, last) + 1) for (top, left), (bottom, right) in ranges if top <= last)
    areas: dict[int, list[Area]] = defaultdict(list)
    for area in within_bounds(in_sheet):
        for number in range(area[1], area[3] + 1):
            areas[number].append(area)
    return areas
