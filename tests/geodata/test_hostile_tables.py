"""Small files that used to take minutes or gigabytes or crash the process: each is read or refused at once."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from geodata.columns.selecting import selection
from geodata.errors import ImportRefused
from geodata.exporting.exports import write
from geodata.importing import loading
from geodata.importing.row_words import place_name
from geodata.query import IncidentQuery
from geodata.reading.values.people import count_people
from geodata.tables.cells.countries import country_of
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.geometries import depth, wkt_of
from geodata.tables.cells.points import degrees_of, longitude_first, point_of
from geodata.tables.cells.precision import kilometres
from geodata.tables.table import open_table
from geodata.workspace import Workspace


def test_brackets_that_overflow_a_parser() -> None:
    assert wkt_of("GEOMETRYCOLLECTION(" * 45_000 + ")" * 45_000) is None
    assert depth("POINT (1 2)") == 1


@pytest.mark.parametrize(
    "cell",
    [
        "1.5" + " " * 20_000 + "people",
        "1" * 20_000 + "N" + "1" * 20_000,
        "1.1." * 20_000,
        " " * 20_000 + ".",
        "POINT" + " " * 20_000,
    ],
)
def test_cells_that_are_nearly_points(cell: str) -> None:
    assert point_of(cell) is None


@pytest.mark.parametrize("cell", ["1" + " " * 20_000 + "x", "1" * 20_000 + "N"])
def test_cells_that_are_nearly_degrees(cell: str) -> None:
    with pytest.raises(ValueError, match="not a number of degrees"):
        degrees_of(cell)


@pytest.mark.parametrize("cell", ["3 men and " * 6_000, "1" + " " * 40_000 + "(", "(" * 40_000])
def test_cells_that_are_nearly_figures(cell: str) -> None:
    with pytest.raises(Unreadable):
        count_of(cell)


@pytest.mark.parametrize("filler", [" ", "\u00a0", "(", "9", "a ", "taiwan ", "["])
def test_a_long_cell_is_read_in_the_time_of_its_length(filler: str) -> None:
    """Each of these cells used to take minutes, because the work was quadratic in the length or worse."""
    cell = f"A{filler * 60_000}B"
    assert country_of(cell) is None
    assert place_name(cell).startswith("A")
    assert longitude_first("coordinates", [f"50,{filler * 60_000}36"]) in (None, False)


def test_a_number_that_is_too_large_to_be_one() -> None:
    with pytest.raises(ValueError, match="not a number of degrees"):
        degrees_of("1" * 400)


@pytest.mark.slow
def test_a_table_that_begins_with_a_sign_of_markup(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("<b>,date,place\nx,2022-03-24,Kyiv\n")
    assert open_table(tmp_path / "a.csv").headers == ("<b>", "date", "place")
    (tmp_path / "a.html").write_text("<b>,date,place\nx,2022-03-24,Kyiv\n")
    with pytest.raises(ImportRefused):
        open_table(tmp_path / "a.html")


def changed_sheet(path: Path, old: str, new: str) -> None:
    """Write a workbook of two rows, with `old` replaced by `new` in the XML of its sheet."""
    book = openpyxl.Workbook()
    for row in (["date", "place"], ["2022-03-24", "Kyiv"], ["2022-03-25", "Lviv"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, sheet.replace(old, new, 1) if name.endswith("sheet1.xml") else body)


@pytest.mark.slow
@pytest.mark.parametrize("long", ["<!--" + "x>" * 6_000_000 + "-->", "<?x " + "y" * 12_000_000 + "?>"])
def test_a_sheet_with_one_long_token(tmp_path: Path, long: str) -> None:
    changed_sheet(tmp_path / "a.xlsx", "<sheetData>", f"{long}<sheetData>")
    assert loading.examine(tmp_path / "a.xlsx").new == 2


def test_rows_whose_number_was_there_before_are_named(tmp_path: Path) -> None:
    changed_sheet(tmp_path / "a.xlsx", '<row r="3"', '<row r="2"')
    outcome = loading.examine(tmp_path / "a.xlsx")
    assert outcome.new == 1
    assert outcome.table is not None
    assert "rows that repeat an earlier row number are left out: 1" in outcome.table.guesses


def test_spaces_that_do_not_break_a_line() -> None:
    words = "At least ten people" + "\u00a0" * 20_000 + "and two soldiers were killed"
    found = count_people(words, 0, len(words))
    assert found is not None
    assert found.low in (10, 12)


def test_a_radius_beyond_the_earth() -> None:
    assert kilometres("9" * 400) is None
    assert kilometres("250 km") == 250


def test_a_workbook_goes_out_without_what_xml_cannot_hold(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("place,notes\nKyiv,a \ufffe and \uffff\n", "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        body = write(selection(workspace, IncidentQuery()), "xlsx")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(body))["Incidents"].iter_rows(values_only=True) for cell in row]
    assert "a \ufffd and \ufffd" in cells


def workbook(path: Path, sheets: int = 1) -> None:
    book = openpyxl.Workbook()
    for n in range(sheets - 1):
        book.create_sheet(f"s{n}")
    for sheet in book.worksheets:
        for row in (["place", "killed"], ["Kyiv", 1]):
            sheet.append(row)
    book.save(path)


def with_part(path: Path, name: str, change: bytes, by: bytes) -> None:
    """Replace `change` with `by` in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, body in parts.items():
            archive.writestr(part, body.replace(change, by) if part == name else body)


def test_a_comment_in_a_sheet_is_no_formula(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    with_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData><!--" + b"<f " * 150_000 + b"-->")
    assert not any("formulas" in guess for guess in open_table(tmp_path / "a.xlsx").guesses)


def test_merged_cells_over_merged_cells(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx")
    merges = b"".join(b'<mergeCell ref="D2:BXS%d"/>' % n for n in range(2, 5_000))
    with_part(
        tmp_path / "a.xlsx",
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b"</sheetData><mergeCells>" + merges + b"</mergeCells>",
    )
    (chunk,) = open_table(tmp_path / "a.xlsx").chunks(10)
    assert chunk.columns["killed"] == ["1"]


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (b'r="A2"', b'r="F-3"'),
        (b'<row r="2"', b'<row r="two"'),
        (b"<sheetData>", b'<sheetViews><sheetView workbookViewId="none"/></sheetViews><sheetData>'),
        (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="2B"/></hyperlinks>'),
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="none"/></mergeCells>'),
    ],
    ids=["reference", "row", "view", "link", "merged"],
)
def test_what_is_broken_in_a_sheet_takes_no_cells_with_it(tmp_path: Path, change: bytes, by: bytes) -> None:
    workbook(tmp_path / "a.xlsx")
    with_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", change, by)
    (chunk,) = open_table(tmp_path / "a.xlsx").chunks(10)
    assert chunk.columns == {"place": ["Kyiv"], "killed": ["1"]}


def test_hundreds_of_sheets(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", sheets=101)
    with pytest.raises(ImportRefused, match="101 sheets"):
        open_table(tmp_path / "a.xlsx")


@pytest.mark.slow
def test_words_of_a_workbook_under_another_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/xl/words.xml" ContentType="{kind}"/></Types>')
        archive.writestr("xl/words.xml", b"<si/>" * 9_000_000)
    with pytest.raises(ImportRefused, match="texts or"):
        open_table(tmp_path / "a.xlsx")


def test_kml_with_a_column_for_each_pin_or_pins_in_pins(tmp_path: Path) -> None:
    pin = '<Placemark><ExtendedData><Data name="n{}"><value>1</value></Data></ExtendedData></Placemark>'
    (tmp_path / "wide.kml").write_text(f"<kml>{''.join(pin.format(n) for n in range(2_100))}</kml>", "utf-8")
    with pytest.raises(ImportRefused, match="columns"):
        open_table(tmp_path / "wide.kml")
    (tmp_path / "deep.kml").write_text(f"<kml><Placemark>{'<Point>' * 5_000}{'</Point>' * 5_000}</Placemark></kml>", "utf-8")
    with pytest.raises(ImportRefused, match="nested too deeply"):
        open_table(tmp_path / "deep.kml")
