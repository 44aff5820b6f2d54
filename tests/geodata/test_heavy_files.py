"""Small files that unpack to millions of elements, cells of the wrong type, and files that must not be overwritten."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geodata.__main__ import main
from geodata.errors import ImportRefused, WorkspaceDamaged, WorkspaceError
from geodata.tables.table import open_table
from geodata.workspace import Workspace, database
from tests.loading import Load, killed

CSV = "date,place,killed,notes\n2022-03-24,Kharkiv,3,a\n2022-03-25,Odesa,4,b\n"


def workbook() -> dict[str, bytes]:
    """The parts of a workbook with two rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (line.split(",") for line in CSV.split()):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "tag", "count"),
    [
        ("xl/styles.xml", b"</cellXfs>", 400_001),
        ("xl/workbook.xml", b"</workbook>", 400_001),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", 400_001),
        ("[Content_Types].xml", b"</Types>", 400_001),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", 1_000_001),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", 1_000_001),
    ],
)
def test_a_workbook_of_countless_elements(tmp_path: Path, part: str, tag: bytes, count: int) -> None:
    parts = workbook()
    parts[part] = parts[part].replace(tag, b"<q/>" * count + tag)
    (tmp_path / "a.xlsx").write_bytes(packed(parts))
    with pytest.raises(ImportRefused, match="elements"):
        open_table(tmp_path / "a.xlsx")


def test_a_workbook_whose_sheets_are_one_large_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.files.workbook.MOST_UNPACKED", 50_000)
    parts = workbook()
    sheet = b'<sheet name="S%d" sheetId="%d" r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    more = b"".join(sheet % (n, n) for n in range(2, 60))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", more + b"</sheets>")
    (tmp_path / "a.xlsx").write_bytes(packed(parts))
    with pytest.raises(ImportRefused, match="sheets of more than"):
        open_table(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["a.kml", "a.xml"])
def test_xml_of_countless_elements(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.files.failing.MOST_TAGS", 1_000)
    inner = b"<a/>" * 1_000
    body = b"<kml>" + inner + b"</kml>" if name == "a.kml" else b"<rss><channel>" + inner + b"</channel></rss>"
    (tmp_path / name).write_bytes(body)
    with pytest.raises(ImportRefused, match="elements or values"):
        open_table(tmp_path / name)


def test_definitions_of_entities_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(
        '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY x "y">]><kml><Placemark><name>&x;</name></Placemark></kml>'
    )
    with pytest.raises(ImportRefused, match="defines its own entities"):
        open_table(tmp_path / "a.kml")


@pytest.mark.parametrize("value", [b"<v>abc</v>", b"<v>Infinity</v>", b"<v>" + b"9" * 5_000 + b"</v>"])
def test_a_cell_that_is_no_number_takes_no_others_with_it(load: Load, value: bytes) -> None:
    parts = workbook()
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v>3</v>", value)
    outcome, (found,) = load("a.xlsx", packed(parts))
    assert outcome.refused == 1
    assert killed(found) == (4, 4)


@pytest.mark.parametrize("area", [b"B2:A1", b"ZZZZ1:ZZZZ9", b"A0:B0", b"A1:B9999999"])
def test_a_merged_area_that_is_none(load: Load, area: bytes) -> None:
    parts = workbook()
    merged = b'</sheetData><mergeCells><mergeCell ref="' + area + b'"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", merged)
    _, found = load("a.xlsx", packed(parts))
    assert [killed(i) for i in found] == [(3, 3), (4, 4)]


def test_a_nul_in_one_cell_and_a_number_of_thousands_of_digits(load: Load) -> None:
    _, found = load("a.csv", CSV.replace(",a\n", ",a\x00b\n") + "2022-03-26,Sumy,5,c\n" * 40)
    assert len(found) == 3
    digits = "9" * 5_000
    outcome, found = load("b.json", f'[{{"date":"2022-03-24","place":"Izium","killed":{digits}}},{{"date":"2022-03-24","place":"Poltava","killed":1}}]'.encode())  # fmt: skip
    assert outcome.refused == 1
    assert "Poltava" in {i.place for i in found}


def test_an_archive_in_an_archive_that_is_called_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"b.csv": packed({"c.csv": CSV.encode()})}))
    with pytest.raises(ImportRefused, match="another archive"):
        open_table(tmp_path / "a.zip")
    long = packed({"x" * 5_000 + ".csv": CSV.encode()})
    (tmp_path / "long.zip").write_bytes(long)
    assert open_table(tmp_path / "long.zip").headers[:2] == ("date", "place")


def test_nothing_is_written_over_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace, rows = tmp_path / "w.sqlite", tmp_path / "a.csv"
    rows.write_text(CSV + "2022-99-99,Sumy,5,c\n")
    at = ["--workspace", str(workspace)]
    assert main(["import", str(rows), *at, "--rejected", str(rows)]) == 1
    assert main(["import", str(rows), *at]) == 0
    before = workspace.read_bytes()
    assert main(["export", *at, "--out", str(workspace)]) == 1
    assert main(["import", str(rows), *at, "--rejected", str(workspace)]) == 1
    (tmp_path / "t.txt").write_text("A bomb killed three people in Mosul on Monday.")
    assert main(["read", str(tmp_path / "t.txt"), "--published", "2022-06-27", "--out", str(workspace)]) == 1
    (tmp_path / "t.jsonl").write_text('{"doc_id": "a", "text": "A bomb killed three people in Mosul on Monday."}\n')
    assert main(["read", "--jsonl", str(tmp_path / "t.jsonl"), "--out", str(workspace)]) == 1
    assert workspace.read_bytes() == before
    assert rows.read_text().startswith("date,place")
    assert capsys.readouterr().err.count("choose another output file") == 5


def test_a_restore_that_fails_leaves_the_workspace_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, saved = tmp_path / "w.sqlite", tmp_path / "b.sqlite"
    for one in (path, saved):
        Workspace.open(one).close()
    before = path.read_bytes()

    def full(*_: object) -> Path:
        raise WorkspaceError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(database, "backup", full)
        with pytest.raises(WorkspaceError, match="full"):
            database.restore(saved, path)  # the workspace is sound, so it is not moved away
    assert path.read_bytes() == before
    path.write_bytes(b"no database at all" * 1_000)

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(database, "copy_into", fails)
    with pytest.raises(WorkspaceError, match="cannot restore"):
        database.restore(saved, path)
    assert path.read_bytes().startswith(b"no database")


@pytest.mark.parametrize(
    "change",
    ["UPDATE reports SET published = '[]'", "UPDATE reports SET reading = '99999-01-01'", "UPDATE datasets SET mapping = '2022-02-30'"],
)  # fmt: skip
def test_what_cannot_be_read_is_found(load: Load, workspace: Workspace, change: str) -> None:
    load("a.csv", CSV)
    with sqlite3.connect(workspace.path) as db:
        db.execute(
            "INSERT INTO reports VALUES ('r', 't', 'x', '2022-06-27', '', NULL, 'en', '', '', '2022', '{\"toponyms\":[]}')"
        )
        db.execute(change)
    db.close()
    assert workspace.check() != []
    if "published" in change:
        with pytest.raises(WorkspaceDamaged, match="cannot be read"):
            workspace.reports()


def test_a_line_of_countless_positions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.tables.files.failing.MOST_POSITIONS", 100)
    line = " ".join(f"37.{n:03},48.5" for n in range(200))
    (tmp_path / "a.kml").write_text(
        f"<kml><Placemark><LineString><coordinates>{line}</coordinates></LineString></Placemark></kml>"
    )
    with pytest.raises(ImportRefused, match="positions"):
        open_table(tmp_path / "a.kml")


def test_a_bad_byte_in_a_text_of_utf8_spoils_its_own_cell(load: Load) -> None:
    rows = "".join(f"2022-03-{n:02},Харків,{n},Обстріл міста\n" for n in range(1, 26))
    outcome, found = load("a.csv", f"date,place,killed,notes\n{rows}".encode() + b"2022-03-26,Odesa,26,\xff\xfe bad\n")
    assert outcome.table is not None
    assert any("not UTF-8" in guess for guess in outcome.table.guesses)
    assert {i.evidence.quote for i in found} == {"Обстріл міста", "\ufffd\ufffd bad"}
    _, found = load("b.csv", "date,place,killed,notes\n2022-03-01,Cañete,1,Explosión\n".encode("cp1252"))
    assert "Cañete" in {i.place for i in found}


def test_a_cell_without_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV + '"' + "x" * 1_100_000)
    with pytest.raises(ImportRefused, match="has a cell of more than"):
        list(open_table(tmp_path / "a.csv").chunks(10))


def test_a_value_of_another_kind_in_an_export(tmp_path: Path, load: Load, workspace: Workspace) -> None:
    load("a.csv", CSV)
    with sqlite3.connect(workspace.path) as db:
        db.execute("UPDATE incidents SET admin1 = x'fffe00'")
        db.execute("UPDATE datasets SET name = CAST(x'ff41' AS TEXT)")
    db.close()
    assert any("datasets" in fault for fault in workspace.check())
    assert main(["export", "--workspace", str(workspace.path), "--out", str(tmp_path / "o.csv")]) in (0, 1)


def test_a_workspace_on_a_full_disk_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.sqlite"
    (tmp_path / "a.csv").write_text(CSV)
    assert main(["import", str(tmp_path / "a.csv"), "--workspace", str(path)]) == 0
    monkeypatch.setattr(database, "has_no_room", lambda _: True)
    with Workspace.open(path) as opened:
        assert len(opened.kept()) == 2
        assert opened.check() == []
        with pytest.raises(WorkspaceError, match="the disk is full"):
            opened.set_setting("who", "Ada")
    assert not list(tmp_path.glob("*-wal"))
