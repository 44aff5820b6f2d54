"""Read Excel workbooks row by row, within bounds: a sheet may claim more cells than memory holds."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from functools import cache, partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader import excel
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet import _read_only, _reader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.functions import iterparse

from geodata.errors import ImportRefused
from geodata.tables.files.archive import checked
from geodata.tables.files.grid import RAISED, Row, Sheet, merged_text
from geodata.tables.files.limits import LARGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_UNPACKED
from geodata.tables.files.workbook_bounds import BLOCK, check_parts, check_sheet, check_words

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+\d+:[A-Z]+\d+)"')
# a formula without a saved value, as from programs that do not compute it
UNSAVED = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]{0,400})?(?:/>|>[^<]{0,9000}</(?:\w+:)?f>)\s{0,9}(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
NUMBERED = re.compile(rb"""<(?:\w{1,20}:)?row\b[^<>]{0,400}?\sr=["'](-?\d{1,9})["']""")
SHEET_HIDDEN = "this sheet is hidden in the workbook"
HIDDEN = re.compile(rb"""<(?:\w{1,20}:)?row\b[^<>]{0,400}?\shidden=["'](?:1|true)["']""")
# a cell with text: its row and its style
STYLED = re.compile(
    rb"""<(?:\w{1,20}:)?c\b(?=[^<>]{0,400}?\sr=["'][A-Z]{1,3}(\d{1,9})["'])[^<>]{0,400}?\ss=["'](\d{1,6})["'][^<>]{0,400}(?<!/)>(?!</)"""
)
Area = tuple[int, int, int, int]  # left, top, right, bottom, from 1
LONGEST_XML = 100_000  # bytes of an element that continues in the next chunk
WIDEST_SPREAD = 200  # columns up to which a merged cell widens a short row
MOST_SHEETS = 100
MONTH_AND_YEAR = 17  # number of the built-in format "mmm-yy"
MOST_SPREAD = 2_000_000  # cells under all merged cells of a sheet
MOST_MERGED = 5_000
REFERENCE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
EMPTY_ROWS = 20_000  # after which a sheet ends


def read(path: Path) -> list[Sheet]:
    """The sheets that are not empty, in order, hidden ones last."""
    with zipfile.ZipFile(path) as archive:
        checked(archive, path)
        check_words(archive, path)
        check_parts(archive, path)
    book = opened(path)
    if len(book.worksheets) > MOST_SHEETS:
        raise ImportRefused(f"{path.name} has {len(book.worksheets):,} sheets; up to {MOST_SHEETS:,} can be read")
    with zipfile.ZipFile(path) as archive:
        parts = [str(getattr(sheet, "_worksheet_path", "")) for sheet in book.worksheets]
        for part in set(parts):
            check_sheet(archive, part, path)
        if sum(archive.getinfo(part).file_size for part in parts if part in archive.namelist()) > MOST_UNPACKED:
            raise ImportRefused(f"{path.name} has sheets of more than {MOST_UNPACKED:,} bytes. Save it as CSV")
    shown_first = sorted(book.worksheets, key=is_hidden)
    names = [sheet.title for sheet in shown_first]
    struck = struck_styles(book)
    looks = [looked_through(path, str(getattr(sheet, "_worksheet_path", "")), struck) for sheet in shown_first]
    unseen = {sheet.title for sheet in shown_first if is_hidden(sheet)}
    since_1904 = book.epoch == CALENDAR_MAC_1904
    book.close()
    sheets = [
        Sheet(
            name,
            partial(rows, path, name, look.merged),
            notes=(*([SHEET_HIDDEN] if name in unseen else []), *notes(look)),
            since_1904=since_1904,
            has_merged=bool(look.merged),
        )
        for name, look in zip(names, looks, strict=True)
    ]
    return [sheet for sheet in sheets if next(filled(sheet.rows()), None) is not None]


def is_hidden(sheet: Any) -> bool:
    return bool(getattr(sheet, "sheet_state", "visible") != "visible")


class InBlocks:
    """A part of a workbook in large blocks, whatever size is requested. A parser restarts a token that a block does not end, so
    the time for a long token is quadratic in the number of its blocks."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, _: int = 0) -> bytes:
        return self.file.read(BLOCK)

    def close(self) -> None:
        self.file.close()


class Unmeasured(ReadOnlyWorksheet):
    """A sheet without a known size. If a file does not give the size, openpyxl parses the whole sheet to find it each time the
    sheet is opened; and a size in the file can be wrong."""

    def _get_size(self) -> None:
        pass

    def _get_source(self) -> closing[InBlocks]:
        return closing(InBlocks(super()._get_source()))  # type: ignore[misc]  # its stubs leave out what is not public


class Forgiving(WorkSheetParser):
    """A parser of only the rows of a sheet, so that errors elsewhere do not lose them. A cell whose value does not fit its kind
    is read as text; one with an invalid reference is the next one of its row."""

    def parse(self) -> Generator[Any, None, None]:
        for _, element in iterparse(self.source):
            if element.tag == _reader.ROW_TAG:
                row = self.parse_row(element)
                element.clear()
                yield row

    def parse_row(self, row: Any) -> Any:
        if not row.get("r", "1").isdecimal():
            del row.attrib["r"]
        return super().parse_row(row)

    def parse_cell(self, element: Any) -> Any:
        column = self.col_counter
        try:
            return super().parse_cell(element)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            self.col_counter = column
            if not REFERENCE.fullmatch(element.get("r", "A1")):
                del element.attrib["r"]
                return self.parse_cell(element)
            element.set("t", "str")
            element.attrib.pop("s", None)
            return super().parse_cell(element)


vars(excel)["ReadOnlyWorksheet"] = Unmeasured  # the class that openpyxl's reader uses for sheets
# the class that a sheet uses to read its cells; rich text, since inline texts can have raised marks too
vars(_read_only)["WorkSheetParser"] = partial(Forgiving, rich_text=True)


def opened(path: Path) -> openpyxl.Workbook:
    """Open a workbook, whatever its file name."""
    return openpyxl.load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True, rich_text=True)


def struck_styles(book: openpyxl.Workbook) -> frozenset[int]:
    """The numbers of the styles that strike out a cell's text."""
    fonts, styles = (getattr(book, name, ()) for name in ("_fonts", "_cell_styles"))
    return frozenset(n for n, style in enumerate(styles) if style.fontId < len(fonts) and fonts[style.fontId].strike)


def has_coarse_days(book: openpyxl.Workbook) -> bool:
    """Whether some style of a workbook shows a day as a month or year."""
    formats, styles = (getattr(book, name, ()) for name in ("_number_formats", "_cell_styles"))
    return any(map(coarse_form, formats)) or any(style.numFmtId == MONTH_AND_YEAR for style in styles)


@cache
def coarse_form(code: str) -> str:
    """The `strftime` form of a number format that shows no day: "%Y-%m" for "mmm-yy"; "" for any other format."""
    letters = set(re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.|;.*", "", code.lower()))
    if "y" not in letters or letters & set("dhs0#"):
        return ""
    return "%Y-%m" if "m" in letters else "%Y"


def as_shown(cell: Any) -> Any:
    """The value of a cell. The first day of a month or year becomes that month or year if the cell's format shows no more."""
    value = cell.value
    form = coarse_form(cell.number_format) if isinstance(value, datetime) and value.day == 1 else ""
    return value.strftime(form) if form == "%Y-%m" or (form and value.month == 1) else value


def filled(found: Iterator[Row]) -> Iterator[Row]:
    return (row for row in islice(found, EMPTY_ROWS) if any(row))


def rows(path: Path, name: str, merged: list[Area]) -> Iterator[Row]:
    """Yield the rows of a sheet as text; a merged cell's text is in each of its rows and columns."""
    book = opened(path)
    try:
        sheet = book[name]
        cells = empty = 0
        of_row: dict[int, list[Area]] = defaultdict(list)
        for area in merged:
            for number in range(area[1], area[3] + 1):
                of_row[number].append(area)
        kept: dict[Area, str] = {}
        coarse = has_coarse_days(book)  # reading cells takes a third longer than reading their values
        for number, cells_of_row in enumerate(sheet.iter_rows(values_only=not coarse), 1):
            found = [as_shown(cell) for cell in cells_of_row] if coarse else cells_of_row
            if len(found) > MOST_COLUMNS:
                raise ImportRefused(
                    f"{path.name}: sheet {name} has {len(found):,} columns; up to {MOST_COLUMNS:,} can be imported"
                )
            row = [cell_text(value) for value in found]
            cells += len(row)
            empty = 0 if any(row) else empty + 1
            if cells > MOST_CELLS:
                raise ImportRefused(f"{path.name}: sheet {name} has more than {MOST_CELLS:,} cells. Save it as CSV")
            if empty > EMPTY_ROWS:
                return
            yield spread(row, number, of_row[number], kept) if number in of_row else row
    finally:
        book.close()


def spread(row: Row, number: int, merged: list[Area], kept: dict[Area, str]) -> Row:
    for area in merged:
        left, top, right, bottom = area
        right = min(right, max(len(row), WIDEST_SPREAD))  # a merged cell can claim a thousand columns
        if left > right:
            continue
        row += [""] * (right - len(row))
        if number == top:
            kept[area] = row[left - 1]
        row[left - 1 : right] = [merged_text(kept.get(area, ""), wide=right > left, tall=bottom > top)] * (right - left + 1)
    return row


def cell_text(value: Any) -> str:
    """A cell as people see it: whole numbers without a decimal point, days in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = without_raised(value) if isinstance(value, CellRichText) else str(value)
    if len(text) > LARGEST_CELL:
        raise ImportRefused(f"a cell has {len(text):,} characters; up to {LARGEST_CELL:,} can be imported")
    return text.strip()


def without_raised(value: CellRichText) -> str:
    """A text without raised footnote marks and struck-out parts: "13" with a raised 2 is 13."""

    def is_shown(part: str | TextBlock) -> bool:
        if not isinstance(part, TextBlock):
            return True
        return not (part.font.strike or (part.font.vertAlign == "superscript" and RAISED.fullmatch(part.text)))

    shown = filter(is_shown, value)
    return "".join(map(str, shown))


class Look(NamedTuple):
    """What the rows of a sheet do not show: its merged areas, which come after the cells in the file, and the numbers of
    formulas without a saved value, of hidden rows, of rows that are left out because their number is not new, and of rows with
    struck-out text."""

    merged: list[Area]
    unsaved: int
    hidden: int
    passed: int
    struck: int


def looked_through(path: Path, part: str, struck_in: frozenset[int]) -> Look:
    found: list[bytes] = []
    unsaved = hidden = passed = last = 0
    struck = set[bytes]()
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        before = b""
        while part_read := file.read(1_000_000):
            text = before + part_read
            whole, _, rest = text.rpartition(b"</c>")
            before = rest[-LONGEST_XML:]
            found += MERGED.findall(text)
            unsaved += len(UNSAVED.findall(whole + b"</c>"))
            hidden += len(HIDDEN.findall(whole))
            if struck_in:
                struck.update(row for row, style in STYLED.findall(whole) if int(style) in struck_in)
            for number in map(int, NUMBERED.findall(whole)):
                passed += number <= last
                last = max(last, number)
    areas = filter(None, (bounds_of(ref.decode()) for ref in dict.fromkeys(found)))
    whole_areas = [(a, b, c, d) for a, b, c, d in areas if a and b and c and d]
    return Look(within_bounds(whole_areas), unsaved, hidden, passed, len(struck))


def bounds_of(ref: str) -> tuple[int | None, ...] | None:
    """The columns and rows of a merged area; None for an invalid one, such as "B2:A1" or a row 0."""
    try:
        left, top, right, bottom = range_boundaries(ref)
    except ValueError:
        return None
    is_area = left and top and right and bottom and left <= right and top <= bottom
    return (left, top, right, bottom) if is_area else None


def within_bounds(areas: Iterable[Area]) -> list[Area]:
    """The merged areas of a sheet, up to a limit: a small file can claim more than memory holds."""
    kept, covered = list[Area](), 0
    for left, top, right, bottom in areas:
        if right - left < MOST_COLUMNS and len(kept) < MOST_MERGED:
            covered += (min(right - left, WIDEST_SPREAD) + 1) * (bottom - top + 1)
            if covered > MOST_SPREAD:
                break
            kept.append((left, top, right, bottom))
    return kept


def notes(look: Look) -> Iterator[str]:
    """Yield what a person must know about how a sheet was read."""
    if look.unsaved:
        yield (
            f"{look.unsaved:,} formulas have no saved value and are empty. Open and save the workbook in a spreadsheet program"
        )
    if look.passed:
        yield f"rows that repeat an earlier row number are left out: {look.passed:,}"
    if look.struck:
        yield f"rows with struck-through text are imported like the others: {look.struck:,}"
    if look.hidden:
        yield f"rows that are hidden in the workbook are imported like the others: {look.hidden:,}"
