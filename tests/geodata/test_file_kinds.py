"""Tables in files other than CSV and .xlsx: compressed files, web pages, old Excel, LibreOffice, feeds, GPX."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from geodata.errors import ImportRefused
from geodata.records import Incident
from geodata.tables.files import packed, spreadsheet
from geodata.tables.table import Choices, open_table
from tests.loading import Load

HERE = Path(__file__).parent
CSV = "Date,Place,Country,Killed,Injured\n2022-06-27,Kremenchuk,Ukraine,18,59\n2022-07-01,Odesa,Ukraine,at least 21,38\n"
TOLD = [(date(2022, 6, 27), "Kremenchuk", "18", "59"), (date(2022, 7, 1), "Odesa", "at least 21", "38")]


def told(found: list[Incident]) -> list[tuple[date | None, str | None, str, str]]:
    return [(i.start, i.place, str(i.killed), str(i.injured)) for i in found]


def zipped(**entries: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name.replace("__", "."), body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.csv.gz", gzip.compress(CSV.encode(), mtime=0)),
        ("a.zip", zipped(incidents__csv=CSV, read_me__pdf="%PDF")),
        ("a.csv", gzip.compress(CSV.encode(), mtime=0)),  # compressed despite its name
    ],
)
def test_one_packed_table(load: Load, name: str, body: bytes) -> None:
    _, found = load(name, body)
    assert told(found) == TOLD


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.zip", zipped(one__csv=CSV, two__csv=CSV), "an archive with 2 tables"),
        ("a.zip", zipped(picture__png=b"PNG"), "an archive with no table"),
        ("a.zip", zipped(one__csv=gzip.compress(CSV.encode(), mtime=0)), "holds another archive"),
        ("a.csv.gz", gzip.compress(CSV.encode(), mtime=0)[:40], "cannot be read as a table"),
    ],
)
def test_what_is_not_one_packed_table_is_refused(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(ImportRefused, match=reason):
        open_table(tmp_path / name)


@pytest.mark.parametrize("pack", [gzip.compress, lambda body: zipped(a__csv=body)])
def test_a_packed_file_is_unpacked_within_bounds(tmp_path: Path, pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(pack)
    (tmp_path / "a.csv").write_bytes(pack(CSV.encode() * 50))
    monkeypatch.setattr(packed, "MOST_BYTES", 2_000)
    with pytest.raises(ImportRefused, match="a table of more than 2,000 bytes"):
        open_table(tmp_path / "a.csv")


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>td {color: red}</style></head><body>
<table><tr><td><table><tr><td>Menu</td><td>Home</td></tr><tr><td>About</td><td>Help</td></tr></table></td></tr></table>
<table class="wikitable"><caption>Attacks in 2022</caption><tbody>
<tr><th>Date</th><th>Place</th><th>Country</th><th>Killed</th><th>Injured</th><th>Notes</th></tr>
<tr><td rowspan="2">27 June 2022</td><td><a href="/wiki/Kremenchuk">Kremenchuk</a></td><td rowspan="3">Ukraine</td>
 <td>18<sup class="reference">[12]</sup></td><td>59<sup>2</sup></td><td>A <b>mall</b>.<br>Two missiles.</td></tr>
<tr><td>Kharkiv</td><td rowspan="2">9</td><td>20<span style="display:none">99</span></td><td>Shelling.</td></tr>
<tr><td>1 July 2022</td><td>Odesa</td><td>38</td><td>A <script>9</script>house.</td></tr>
</tbody></table></body></html>"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["list.html", "list.xls"])  # portals name such pages .xls
def test_the_table_of_a_web_page(load: Load, name: str) -> None:
    _, found = load(name, PAGE)
    assert told(found) == [
        (date(2022, 6, 27), "Kremenchuk", "18", "59"),
        (date(2022, 6, 27), "Kharkiv", "None", "20"),
        (date(2022, 7, 1), "Odesa", "None", "38"),  # a figure merged over two rows belongs to neither
    ]
    assert [i.evidence.quote for i in found] == ["A mall.\nTwo missiles.", "Shelling.", "A house."]
    assert {i.geocode.place.country if i.geocode else i.toponym and i.toponym.country for i in found} == {"UA"}


@pytest.mark.slow
def test_a_cell_over_rows_in_the_last_column(load: Load) -> None:
    rows = "<tr><td>2022-06-27</td><td>Kyiv</td><td rowspan='2'>Ukraine</td></tr><tr><td>2022-06-28</td><td>Lviv</td></tr>"
    _, found = load("a.html", f"<table><tr><th>Date</th><th>Place</th><th>Country</th></tr>{rows}</table>")
    assert [i.toponym and i.toponym.country for i in found] == ["UA", "UA"]


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    body = bytearray(zipped(a__csv=CSV))
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(body)
    with pytest.raises(ImportRefused, match="locked with a password"):
        open_table(tmp_path / "a.zip")


@pytest.mark.slow
def test_a_person_chooses_among_the_tables_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    table = open_table(tmp_path / "a.html")
    assert (table.sheet, table.sheets) == ("2 Attacks in 2022", ("1", "2 Attacks in 2022"))
    assert "of the sheets 1, 2 Attacks in 2022, only 2 Attacks in 2022 is read" in table.guesses
    assert open_table(tmp_path / "a.html", Choices(sheet="1")).headers == ("Menu", "Home")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body><p>Nothing</p></body></html>", "without a table"),
        ("<table><tr><td colspan='1999'>a</td><td colspan='1999'>b</td></tr></table>", "more than 2,000 columns"),
        ("<table>" + "<tr><td colspan='1999'>a</td></tr>" * 1_700 + "</table>", "more than 3,200,000 cells"),
        ("<table><tr><td>a</td><td>" + "<div>" * 300 + "</table>", "too deeply to be read whole"),
    ],
)
def test_web_pages_that_are_refused(tmp_path: Path, body: str, reason: str) -> None:
    (tmp_path / "a.html").write_text(body)
    with pytest.raises(ImportRefused, match=reason):
        open_table(tmp_path / "a.html")


@pytest.mark.slow
def test_a_workbook_of_old_excel(load: Load) -> None:
    """The first line of the table is one cell merged over all five columns; one cell gives the country of both rows."""
    outcome, found = load("old.xls", (HERE / "old_excel.xls").read_bytes())
    assert outcome.table is not None
    assert outcome.table.line == 2
    assert told(found) == TOLD
    assert {i.toponym and i.toponym.country for i in found} == {"UA"}


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Incidents">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(rows: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
        <manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>"""
    return zipped(mimetype=kind, content__xml=ODS.replace("{rows}", rows), **{"META-INF/manifest__xml": manifest})


def ods_row(cells: list[str]) -> str:
    def cell(said: str) -> str:
        if said.isdigit():
            return (
                f'<table:table-cell office:value-type="float" office:value="{said}"><text:p>{said}</text:p></table:table-cell>'
            )
        if said.startswith("2022-"):
            return f'<table:table-cell office:value-type="date" office:date-value="{said}"><text:p>27.6.</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'

    return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"


@pytest.mark.slow
def test_a_spreadsheet_of_libreoffice(load: Load) -> None:
    _, found = load("a.ods", ods("".join(ods_row(line.split(",")) for line in CSV.splitlines())))
    assert told(found) == TOLD


@pytest.mark.slow
@pytest.mark.parametrize("wide", ["900", "90", "4"])
def test_a_spreadsheet_that_would_fill_the_memory(tmp_path: Path, wide: str) -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="{wide}" '
    row += 'office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'
    (tmp_path / "a.ods").write_bytes(ods(row.replace("{wide}", wide)))
    with pytest.raises(ImportRefused, match=r"more than 3,200,000 cells|too much .*memory|Cell limit"):
        open_table(tmp_path / "a.ods")


@pytest.mark.slow
@pytest.mark.parametrize("body", [b"\xd0\xcf\x11\xe0" + b"\0" * 600, zipped(mimetype="x", content__xml="<a")])
def test_a_broken_spreadsheet(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(body)
    with pytest.raises(ImportRefused, match=r"a\.xls cannot be read as a spreadsheet"):
        open_table(tmp_path / "a.xls")


@pytest.mark.slow
def test_a_spreadsheet_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "PATIENCE", 0.0)
    (tmp_path / "a.xls").write_bytes((HERE / "old_excel.xls").read_bytes())
    with pytest.raises(ImportRefused, match="too much time or memory"):
        open_table(tmp_path / "a.xls")


def test_the_raised_mark_of_a_footnote_is_no_digit(load: Load) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Place", "Country", "Killed"])
    sheet.append([date(2022, 6, 27), "FIRST", "Ukraine", "SECOND"])
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    words = "<si><r><t>Kremen</t></r><r><rPr><b/></rPr><t>chuk</t></r></si>"
    words += '<si><r><t>13</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></si>'
    kind, made = "spreadsheetml.sharedStrings+xml", "http://schemas.openxmlformats.org/"
    replaced = {  # as Excel writes it: texts in a separate part
        't="inlineStr"><is><t>FIRST</t></is>': 't="s"><v>0</v>',
        't="inlineStr"><is><t>SECOND</t></is>': 't="s"><v>1</v>',
        "</Types>": '<Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}"/></Types>',
    }
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            body = before.read(name).decode()
            for old, new in replaced.items():
                body = body.replace(old, new)
            after.writestr(name, body)
        after.writestr("xl/sharedStrings.xml", f'<sst xmlns="{made}spreadsheetml/2006/main">{words}</sst>')
    _, found = load("a.xlsx", changed.getvalue())
    assert [(i.place, str(i.killed)) for i in found] == [("Kremenchuk", "13")]


GDACS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:gdacs="http://www.gdacs.org" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"><channel>
<title>GDACS RSS information</title><item><title>Green earthquake in Chile</title><description>&lt;p&gt;A shock.&lt;/p&gt;</description>
<link>https://example.org/1</link><geo:Point><geo:lat>-22.1</geo:lat><geo:long>-68.9</geo:long></geo:Point>
<gdacs:eventtype>EQ</gdacs:eventtype><gdacs:eventid>141</gdacs:eventid><gdacs:fromdate>Mon, 27 Jun 2022 08:12:00 GMT</gdacs:fromdate>
<gdacs:todate>Mon, 27 Jun 2022 08:12:00 GMT</gdacs:todate><gdacs:country>Chile</gdacs:country></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss"><title>Fires</title>
<entry><title>Fire in Leeds</title><date>2022-06-27</date><country>United Kingdom</country><type>fire</type>
<georss:point>53.8 -1.55</georss:point></entry></feed>"""


@pytest.mark.parametrize(
    ("body", "kind", "country", "point"),
    [(GDACS, "earthquake", "CL", (-22.1, -68.9)), (ATOM, "fire", "GB", (53.8, -1.55))],
)
def test_the_items_of_a_feed(load: Load, body: str, kind: str, country: str, point: tuple[float, float]) -> None:
    _, (incident,) = load("alerts.xml", body)
    assert incident.geocode is not None
    assert (incident.type.value, incident.geocode.place.country) == (kind, country)
    assert (incident.geocode.latitude, incident.geocode.longitude) == point
    assert incident.start == date(2022, 6, 27)


def test_a_feed_that_is_nested_too_deeply(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rss>" + "<a>" * 5_000 + "</a>" * 5_000 + "</rss>")
    with pytest.raises(ImportRefused, match="nested too deeply"):
        open_table(tmp_path / "a.xml")


def test_the_waypoints_of_a_gpx_file(load: Load) -> None:
    """A field worker's waypoints are read; the track between them is not."""
    body = (
        '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="36.2" lon="37.16"><time>2016-11-18T09:30:00Z</time><name>Aleppo</name><desc>Shelling, 3 killed</desc>'
        "<type>Shelling</type></wpt><trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk></gpx>"
    )
    _, (found,) = load("a.gpx", body)
    assert (found.place, found.type.value, str(found.start)) == ("Aleppo", "shelling", "2016-11-18")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (36.2, 37.16)
    assert found.evidence.quote == "Shelling, 3 killed"
