"""Small or plain files that claim more than memory holds: each is refused, with a reason, before it is loaded."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.__main__ import main as dashboard
from dashboard.views.session import sentence
from geodata.__main__ import main
from geodata.errors import ImportRefused, RowError
from geodata.importing import loading
from geodata.importing.own import NOT_OURS
from geodata.leftovers import sweep_all
from geodata.reading.foreign import begins_sentence
from geodata.sources import markup
from geodata.sources.jsonl import parse_row
from geodata.sources.text import MAX_BYTES, make_report
from geodata.tables.chunks import weighed
from geodata.tables.files import limits, parquet, text
from geodata.tables.files.failing import in_one_line, weight
from geodata.tables.files.workbook_bounds import MOST_IN_ROW, MOST_IN_TEXT
from geodata.tables.table import open_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, part: str, change: bytes, by: bytes) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["place", "killed"], ["Kyiv", 1]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body.replace(change, by) if name == part else body)


def test_a_row_of_millions_of_cells(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", SHEET, b"</row></sheetData>", b"<c />" * (MOST_IN_ROW + 1) + b"</row></sheetData>")
    with pytest.raises(ImportRefused, match=r"a\.xlsx has a row of more than 200,000 elements"):
        open_table(tmp_path / "a.xlsx")


@pytest.mark.slow
def test_what_comes_behind_the_rows_is_in_none(tmp_path: Path) -> None:
    links = b"<hyperlinks>" + b'<hyperlink ref="A1"/>' * (MOST_IN_ROW + 1) + b"</hyperlinks>"
    workbook(tmp_path / "a.xlsx", SHEET, b"</sheetData>", b"</sheetData>" + links)
    assert open_table(tmp_path / "a.xlsx").headers == ("place", "killed")


def test_a_sheet_of_more_rows_than_excel_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.files.workbook_bounds.MOST_ROWS", 2)
    workbook(tmp_path / "a.xlsx", SHEET, b"", b"")
    assert open_table(tmp_path / "a.xlsx").headers == ("place", "killed")
    workbook(tmp_path / "a.xlsx", SHEET, b"</sheetData>", b"<row/></sheetData>")
    with pytest.raises(ImportRefused, match="a sheet of 3 rows"):
        open_table(tmp_path / "a.xlsx")


def test_a_refused_table_of_an_archive_names_the_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.csv", b"x" * 300_000)
    with pytest.raises(ImportRefused, match=r"^a\.zip: b\.csv: its first line"):
        open_table(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("words", "said"),
    [("u1.xlsx is damaged", "u1\\.xlsx is damaged"), ("the text is too long", "The text is too long"), ("a, b", "A, b")],
)
def test_a_files_name_is_said_as_it_is(words: str, said: str) -> None:
    assert sentence(ValueError(words)) == said


def test_a_text_of_millions_of_looks(tmp_path: Path) -> None:
    for prefix in (b"", b"x:"):
        runs = b"<%br><%brPr/><%bt>a</%bt></%br>".replace(b"%b", prefix) * (MOST_IN_TEXT // 3)
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/sharedStrings.xml", b"<%bsst><%bsi>".replace(b"%b", prefix) + runs)
        with pytest.raises(ImportRefused, match="holds a text of more than 50,000 elements"):
            open_table(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * MOST_IN_TEXT)
    with pytest.raises(ImportRefused) as refusal:
        open_table(tmp_path / "a.xlsx")
    assert "elements" not in str(refusal.value), "many short texts are what workbooks have"


def test_parquet_of_more_cells_than_a_table_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"place": ["Kyiv"] * 3_000, "killed": [1] * 3_000}), tmp_path / "a.parquet")
    assert open_table(tmp_path / "a.parquet").headers == ("place", "killed")
    monkeypatch.setattr(parquet, "MOST_CELLS", 5_999)
    with pytest.raises(ImportRefused, match=r"a\.parquet has more than 5,999 cells"):
        open_table(tmp_path / "a.parquet")
    monkeypatch.undo()
    monkeypatch.setattr(parquet, "MOST_UNPACKED", 10)
    with pytest.raises(ImportRefused, match="a group of rows of more than 10 bytes"):
        open_table(tmp_path / "a.parquet")
    monkeypatch.undo()
    pq.write_table(pa.table({"place": ["Kyiv"], "killed": [[0] * 30_000]}), tmp_path / "b.parquet")
    with pytest.raises(ImportRefused, match="lists of more than 20,000 values"):
        open_table(tmp_path / "b.parquet")


def test_xml_whose_elements_have_many_attributes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.files.failing.MOST_TAGS", 3_000)
    page = "<Placemark><name>Kyiv</name></Placemark>"
    (tmp_path / "a.kml").write_text(f"<kml>{page}" + '<a b="1"/>' * 1_001 + "</kml>", "utf-8")
    with pytest.raises(ImportRefused, match="more than 3,000 elements or values"):
        open_table(tmp_path / "a.kml")
    words = "<description><![CDATA[" + '<td a="1">' * 2_000 + "]]></description>"
    (tmp_path / "b.kml").write_text(f"<kml>{page.replace('<name>', words + '<name>')}</kml>", "utf-8")
    assert "description" in open_table(tmp_path / "b.kml").headers
    with zipfile.ZipFile(tmp_path / "c.kmz", "w") as archive:
        for n in range(4):
            archive.writestr(f"{n}.kml", f"<kml>{page}{'<a/>' * 900}</kml>")
    with pytest.raises(ImportRefused, match="more than 3,000 elements or values"):
        open_table(tmp_path / "c.kmz")


def test_what_hides_in_cdata_weighs_nothing_and_what_only_looks_so_does() -> None:
    elements = b"<a/>" * 100
    assert weight(b"<k><![CDATA[" + elements + b"]]></k>") == 2
    assert weight(b"<k><!-- <![CDATA[ -->" + elements + b"<!-- ]]> --></k>") > 100
    assert weight(b"<?p <![CDATA[ ?><?q?>" + elements + b"<?p ]]> ?>") > 100
    assert weight(b"<k><![CDATA[" + elements) > 100, "it never ends"
    assert weight(b"<![CDATA[" * 500_000) == 0  # in linear time


def test_a_row_of_many_lines_is_bounded_like_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LONGEST_LINE", 5_000)
    cell = '"' + "word\n" * 300 + '"'
    (tmp_path / "a.csv").write_text(f"place,notes\nKyiv,{cell}\nLviv,{cell}\nOdesa,{cell}\nSumy,{cell}\n", "utf-8")
    assert [len(c.positions) for c in open_table(tmp_path / "a.csv").chunks(10)] == [4], "each row is short enough"
    (tmp_path / "a.csv").write_text("place,notes,a,b,c\nKyiv," + ",".join([cell] * 4) + "\n", "utf-8")
    with pytest.raises(ImportRefused, match="more than 5,000 characters"):
        open_table(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text("place,notes\nKyiv," + "x" * 9_000, "utf-8")
    with pytest.raises(ImportRefused, match="more than 5,000 characters"):
        open_table(tmp_path / "a.csv")


def test_letters_weigh_what_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.chunks.HEAVIEST", 10_000)
    rows = [["a" * 1_000]] * 8
    assert len(list(weighed(rows, 100))) == 1
    assert len(list(weighed([[f"{row[0]}\U0001f525"] for row in rows], 100))) > 1


def test_long_rows_are_remembered_packed() -> None:
    seen = loading.Remembered()
    for ident, raw in (("a", "short"), ("b", "ж" * 5_000)):
        seen[ident] = raw
        assert (ident in seen, seen[ident]) == (True, raw)
    assert len(seen.rows["b"]) < 500
    assert "c" not in seen


def test_names_of_nested_values_are_kept_once(tmp_path: Path) -> None:
    rows = [{"K" * 400: {f"a{n}": 1 for n in range(3)}, "place": "Kyiv"} for _ in range(2)]
    (tmp_path / "a.json").write_text(json.dumps(rows), "utf-8")
    source = open_table(tmp_path / "a.json").source
    one, other = (list(row) for row in source.rows)  # type: ignore[union-attr, operator]
    assert all(a is b for a, b in zip(one, other, strict=True))


HUGE = 10**400


def feature(at: list[int]) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": {"name": "A"}}


@pytest.mark.parametrize(
    "rows",
    [
        {"type": "FeatureCollection", "features": [feature([30, 50]), feature([HUGE, 1])]},
        {
            "spatialReference": {"wkid": 3857},
            "features": [
                {"attributes": {"name": "A"}, "geometry": {"x": 3339584, "y": 6446275}},
                {"attributes": {"name": "B"}, "geometry": {"x": HUGE, "y": 1e308}},
            ],
        },
        [
            {"name": "A", "lat": 50, "lon": 30},
            {"name": "B", "sendai": [{"sendainame": "death", "sendaivalue": "9" * 5_000}]},
        ],
        [{"name": "A", "lat": 50, "lon": 30}, {f"n{n}": 1 for n in range(limits.MOST_COLUMNS + 1)}],
    ],
    ids=["geojson", "arcgis", "gdacs", "wide"],
)
def test_one_row_that_is_beyond_all_bounds_takes_no_others_with_it(tmp_path: Path, rows: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(rows), "utf-8")
    outcome = loading.examine(tmp_path / "a.json")
    assert outcome.rows == 2
    assert outcome.new >= 1


def test_what_a_file_says_of_its_coordinates_may_be_anything(tmp_path: Path) -> None:
    for crs in ({"properties": ["x"]}, {"properties": "y"}):
        (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}), "utf-8")
        with pytest.raises(ImportRefused, match="has its positions in"):
            open_table(tmp_path / "a.geojson")


def test_a_preview_of_our_own_export_names_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps({"made_by": "Incident Atlas", "items": [{"incident": {"id": "x"}}, 3]}), "utf-8"
    )
    outcome = loading.examine(tmp_path / "a.json")
    assert (outcome.rows, outcome.new, [why for _, why, _ in outcome.rejected]) == (2, 0, [NOT_OURS] * 2)


def test_xml_in_an_encoding_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text('<?xml version="1.0" encoding="hex"?><kml><Placemark/></kml>', "utf-8")
    with pytest.raises(ImportRefused, match=r"a\.kml names an unknown encoding"):
        open_table(tmp_path / "a.kml")


@pytest.mark.parametrize(("words", "wanted"), [*((one, True) for one in markup.YES), *((one, False) for one in markup.NO)])
def test_html_that_was_pasted_is_read_without_its_tags(words: str, wanted: bool) -> None:
    assert markup.is_marked_up(words) is wanted


def test_blocks_of_html_are_paragraphs() -> None:
    words = "<div><p>Two people <b>died</b> in Mosul &amp; Erbil.</p><p>One was hurt.</p></div>" * 3
    assert make_report(words).text.startswith("Two people died in Mosul & Erbil.\n\nOne was hurt.")


def test_a_start_cleans_up_what_was_left_behind(tmp_path: Path) -> None:
    (tmp_path / "readings").mkdir()
    old, young, other = (tmp_path / "readings" / ".a.part"), tmp_path / "b.part", tmp_path / "c.sqlite"
    for file in (old, young, other):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    sweep_all(tmp_path)
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


@pytest.mark.parametrize("point", [("nan", "5"), ("91", "0"), ("1e400", "5"), ("5", "181")])
def test_a_point_that_is_none_has_no_place(point: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "--reverse", *point]) == 1
    assert "latitude of -90 to 90" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", True),
        ("Er kam. ", True),
        ("Er kam", False),
        ("Er kam ", False),
        ("Er kam.\n", True),
        ("kam,\n  ", True),
        ("z.B.", False),
    ],
)
def test_where_a_foreign_sentence_begins(words: str, wanted: bool) -> None:
    for before in ("", "Er ging. " * 50):
        if words or not before:
            assert begins_sentence(before + words, len(before + words)) is wanted


def test_what_a_library_says_is_one_line_without_a_folder(tmp_path: Path) -> None:
    error = ValueError(f"cannot read\n\n  {tmp_path / 'a.csv'}\nat all")
    assert in_one_line(error, tmp_path / "a.csv") == "cannot read a.csv at all"


def test_a_row_has_the_length_of_a_report() -> None:
    body = json.dumps({"doc_id": "a", "text": "x" * (MAX_BYTES + 1)})
    with pytest.raises(RowError, match="more than 1,000,000 bytes"):
        parse_row(body, "rows.jsonl:1")


@pytest.mark.parametrize("arguments", [("import", "x.csv", "--header-line", "-1"), ("read", "--processes", "0")])
def test_an_option_that_counts_is_a_number_from_1(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(list(arguments))
    assert "is not a whole number of 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "-5", "99999", "x"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dashboard(["--port", port])
    assert "is not a port from 1 to 65535" in capsys.readouterr().err
