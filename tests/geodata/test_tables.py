"""Other people's tables: how each kind of file, layout and cell is read."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geodata.errors import ImportRefused
from geodata.importing import datasets, loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.cells import countries, days, figures, harm, points
from geodata.tables.cells.days import span_of
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.order import Order
from geodata.tables.cells.spans import NoDate
from geodata.tables.table import Choices, open_table
from geodata.vocabulary import GeoPrecision, ReviewState
from geodata.workspace.store import Workspace
from tests.loading import Load, killed

# --- cells --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "wanted"), days.YES)
def test_days(cell: str, wanted: str) -> None:
    span = span_of(cell, Order.MDY if cell == "3/24/22" else Order.DMY)
    assert span is not None
    assert (span.start if span.start == span.end else f"{span.start}..{span.end}") == wanted


@pytest.mark.parametrize("cell", days.NO)
def test_what_is_no_day(cell: str) -> None:
    with pytest.raises(NoDate):
        span_of(cell)


@pytest.mark.parametrize(("cell", "wanted"), figures.YES)
def test_figures(cell: str, wanted: tuple[int | None, ...] | None) -> None:
    count = count_of(cell)
    assert (count and count[:3]) == wanted


@pytest.mark.parametrize("cell", figures.NO)
def test_what_is_no_figure(cell: str) -> None:
    with pytest.raises(Unreadable):
        count_of(cell)


@pytest.mark.parametrize("cell", ["", "unknown", "N/A", "-", "NULL"])
def test_cells_that_say_nothing(cell: str) -> None:
    assert count_of(cell) is None
    assert span_of(cell) is None
    assert points.degrees_of(cell) is None


@pytest.mark.parametrize(("cell", "killed", "injured"), harm.YES)
def test_cells_that_say_what_they_count(cell: str, killed: str, injured: str) -> None:
    assert harm.says_kind(cell)
    assert (harm.part_of(cell, "killed"), harm.part_of(cell, "injured")) == (killed, injured)


@pytest.mark.parametrize("cell", harm.NO)
def test_cells_that_do_not(cell: str) -> None:
    assert not harm.says_kind(cell)


@pytest.mark.parametrize(("cell", "wanted"), points.YES)
def test_points_in_one_cell(cell: str, wanted: tuple[float, float]) -> None:
    found = points.point_of(cell)
    assert found is not None
    assert found[:2] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("cell", points.NO)
def test_what_is_no_point(cell: str) -> None:
    assert points.point_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("49.99", 49.99), ("49,99", 49.99), ("−12.5", -12.5), ("33.5S", -33.5), ("48°51′36″N", 48.86), ("N 48°51", 48.85)],
)
def test_degrees(cell: str, wanted: float) -> None:
    assert points.degrees_of(cell) == pytest.approx(wanted)


@pytest.mark.parametrize(("cell", "wanted"), countries.YES)
def test_countries(cell: str, wanted: str) -> None:
    assert countries.country_of(cell) == wanted


@pytest.mark.parametrize("cell", countries.NO)
def test_what_is_no_country(cell: str) -> None:
    assert countries.country_of(cell) is None


def test_numbers_of_countries_only_where_the_layout_says_so() -> None:
    """GTD's own number 92 is India; ISO's is the British Virgin Islands."""
    assert countries.country_of("804", numeric=True) == "UA"
    assert countries.country_of("92") is None


# --- files --------------------------------------------------------------------------------------------------------------

HEADER = "date,city,country,latitude,longitude,killed,description\n"
ROW = "2022-03-24,Kharkiv,Ukraine,49.9935,36.2304,3,Three people were killed.\n"


@pytest.mark.parametrize(
    "body",
    [
        (HEADER + ROW).encode("utf-8-sig"),
        (HEADER + ROW).encode("utf-16"),
        (HEADER + ROW).replace(",", "\t").encode("utf-16-le"),
        b"sep=;\r\n" + (HEADER + ROW).replace(",", ";").encode(),
        (HEADER + ROW).replace(",", ";").replace("49.9935", "49,9935").replace("36.2304", "36,2304").encode(),
        b"\n\nIncidents of March\n,,,,,,\n" + (HEADER + ROW).encode(),
        (HEADER + ROW).replace(",", "|").encode(),
    ],
    ids=["utf-8 with a mark", "utf-16", "utf-16 without a mark", "sep=", "decimal commas", "titles above", "bars"],
)
def test_text_tables(load: Load, body: bytes) -> None:
    outcome, (found,) = load("t.csv", body)
    assert outcome.refused == 0
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (49.9935, 36.2304)
    assert (found.place, found.start, killed(found)) == ("Kharkiv", date(2022, 3, 24), (3, 3))


def test_windows_1252(load: Load) -> None:
    _, (found,) = load("t.csv", (HEADER + ROW.replace("Kharkiv", "Côte d’Abidjan")).encode("cp1252"))
    assert found.place == "Côte d’Abidjan"


def test_a_workbook_with_titles_merged_cells_and_a_second_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["This workbook lists incidents"])
    sheet = book.create_sheet("Data")
    sheet.append(["Monthly tracker"])
    sheet.append([])
    sheet.append(["When", "Where", None, "Victims", None, "Text"])
    sheet.append(["Date", "City", "Country", "Killed", "Injured", "Description"])
    sheet.append([44644, "Kharkiv", "Ukraine", 3, 5, "one"])
    sheet.append([date(2022, 3, 25), None, "Ukraine", 1, "dozens", "two"])
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("A1:F1")
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx")
    assert (table.sheet, table.line) == ("Data", 4)
    assert any("Data is read" in guess for guess in table.guesses)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "t.xlsx")
        one, two = (k.incident for k in workspace.kept())
        assert (one.start, one.place, two.place) == (date(2022, 3, 24), "Kharkiv", "Kharkiv")
        assert two.injured is not None
        assert str(two.injured) == "dozens"
    with pytest.raises(ImportRefused, match="its sheets are"):
        open_table(tmp_path / "t.xlsx", Choices(sheet="Sheet9"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"xl/sharedStrings.xml": b"\0" * 130_000_000}, "bytes of text"),
        ({f"xl/{n}.xml": b"\0" * 100_000_000 for n in range(5)}, "unpacks to"),
    ],
)
def test_a_workbook_that_would_fill_the_memory(tmp_path: Path, entries: dict[str, bytes], reason: str) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, body in entries.items():
            archive.writestr(name, body)
    with pytest.raises(ImportRefused, match=reason):
        open_table(tmp_path / "bomb.xlsx")


def test_a_workbook_with_a_cell_in_its_last_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1"], book.active["XFD1048576"] = "place", "x", "y"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(ImportRefused, match="columns"):
        open_table(tmp_path / "far.xlsx")


GEOMETRIES = {
    "Point": [36.2, 50.0, 120.5], "MultiPoint": [[36.2, 50.0]], "Polygon": [[[36.0, 49.8], [36.4, 49.8], [36.4, 50.2], [36.0, 50.2], [36.0, 49.8]]],
    "LineString": [["36.1", "49.9"], ["36.3", "50.1"]],
}  # fmt: skip


@pytest.mark.parametrize("kind", GEOMETRIES)
@pytest.mark.parametrize("form", ["collection", "feature", "lines"])
def test_geojson_in_every_form(load: Load, kind: str, form: str) -> None:
    feature = {"type": "Feature", "geometry": {"type": kind, "coordinates": GEOMETRIES[kind]}, "properties": {"name": "X", "killed": 2, "date": "2022-03-24"}}  # fmt: skip
    body = {"collection": {"type": "FeatureCollection", "features": [feature]}, "feature": feature}.get(
        form, f"{json.dumps(feature)}\n{json.dumps({**feature, 'id': 2})}\n"
    )
    _, (found, *_) = load("t.geojson", body)
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx((50.0, 36.2), abs=0.3)
    assert found.geocode.precision is (GeoPrecision.SETTLEMENT if "Point" in kind else GeoPrecision.REGION)
    assert killed(found) == (2, 2)


def test_geojson_in_metres_is_converted_and_another_system_refused(load: Load) -> None:
    def body(crs: str) -> dict[str, Any]:
        point = {"type": "Point", "coordinates": [4033145.0, 6445000.0]}
        return {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": crs}}, "features": [{"type": "Feature", "geometry": point, "properties": {"name": "Kharkiv"}}]}  # fmt: skip

    _, (found,) = load("t.geojson", body("urn:ogc:def:crs:EPSG::3857"))
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == pytest.approx((49.993, 36.230), abs=1e-3)
    with pytest.raises(ImportRefused, match="Convert it"):
        load("u.geojson", body("urn:ogc:def:crs:EPSG::27700"))


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>March</name>
<Placemark><name>A strike</name><description><![CDATA[Three died<br>on Thursday]]></description><ExtendedData>
<Data name="date"><value>2022-03-24</value></Data><Data name="killed"><value>3</value></Data></ExtendedData>
<Point><coordinates>
36.2304,49.9935,0
</coordinates></Point></Placemark><Placemark><name>Pin</name><address>Sumy, Ukraine</address></Placemark></Folder></Document></kml>"""


def test_kml_and_kmz(load: Load, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed", "w") as archive:
        archive.writestr("doc.kml", KML)
    for name, body in (("t.kml", KML.encode()), ("t.kmz", (tmp_path / "packed").read_bytes())):
        _, (strike, pin) = load(name, body)
        assert (strike.start, killed(strike), strike.evidence.quote) == (date(2022, 3, 24), (3, 3), "Three died\non Thursday")
        assert strike.geocode is not None
        assert (pin.place, pin.geocode, pin.evidence.quote) == ("Sumy, Ukraine", None, "")


def test_our_own_kml_comes_back(workspace: Workspace, load: Load) -> None:
    from geodata.columns.selecting import selection
    from geodata.exporting.exports import write
    from geodata.query import IncidentQuery

    load("t.csv", HEADER + ROW)
    body = write(selection(workspace, IncidentQuery()), "kml")
    _, found = load("own.kml", body)
    assert found[-1].geocode is not None
    assert found[-1].geocode.latitude == pytest.approx(49.9935)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("deep.json", "[" * 100_000),
        ("many.json", "[" + "{}," * 500_000 + "{}]"),
        (
            "deep.geojson",
            json.dumps({"type": "Feature", "geometry": None, "properties": {}})[:-2] + '{"a":' * 2000 + "1" + "}" * 2002,
        ),
        (
            "bomb.kml",
            '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaa">]><kml><Placemark><name>&a;</name></Placemark></kml>',
        ),
        ("page.html", "<html><body>no</body></html>"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest"),
        ("w.sqlite", b"SQLite format 3\0rest"),
        ("wide.csv", "a," * 3_000 + "\n"),
        ("one line.csv", "x" * 300_000),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(load: Load, name: str, body: str | bytes) -> None:
    with pytest.raises(ImportRefused, match=name.replace(".", r"\.")):
        load(name, body)


# --- what is decided for a whole file -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_day_and_month_by_all_dates_of_a_file(load: Load) -> None:
    rows = "".join(f"0{1 + n % 9}/02/2022,P{n},50,36,1,x\n" for n in range(25_000)) + "03/25/2022,Last,50,36,1,x\n"
    outcome, found = load("t.csv", "date,place,lat,lon,killed,notes\n" + rows)
    assert outcome.refused == 0
    assert found[0].start == date(2022, 1, 2)
    assert any("the month comes first" in guess for guess in outcome.table.guesses) if outcome.table else False


def test_an_end_column_tells_the_order_of_the_start(load: Load) -> None:
    _, (found,) = load("t.csv", "start_date,end_date,city,notes\n03/05/2022,03/25/2022,Dallas,x\n")
    assert (found.start, found.end) == (date(2022, 3, 5), date(2022, 3, 25))


def test_a_file_that_does_not_tell_is_asked_about(load: Load) -> None:
    body = "date,city,notes\n03/04/2022,Dallas,x\n"
    outcome, (found,) = load("t.csv", body)
    assert outcome.table is not None
    assert "03/04/2022" in outcome.table.asks
    assert found.start == date(2022, 4, 3)
    _, found_again = load("u.csv", body.replace("Dallas", "Austin"), choices=Choices(order=Order.MDY))
    assert found_again[-1].start == date(2022, 3, 4)


def test_hxl_by_its_tags_in_any_language(load: Load) -> None:
    body = (
        "Statistiques\n,,,,,,,\nJour,Lieu,Prov,Morts,Blessés,Y,X,Texte\n"
        "#date+occurred,#loc+name,#adm1+name,#affected+killed,#affected+injured,#geo+lat,#geo+lon,#description\n"
        "2022-03-24,Bukavu,Sud-Kivu,3,4,-2.51,28.86,Trois morts.\n"
    )
    outcome, (found,) = load("t.csv", body)
    assert outcome.format == "hxl"
    assert (found.place, killed(found), found.evidence.quote) == ("Bukavu", (3, 3), "Trois morts.")
    assert found.injured is not None
    assert found.geocode is not None


def test_a_column_of_points(load: Load) -> None:
    outcome, (found,) = load("t.csv", 'date,location,killed,description\n2022-03-24,"49.9935,36.2304",3,x\n')
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (49.9935, 36.2304)
    assert outcome.table is not None
    assert "location holds latitude and longitude" in outcome.table.guesses


def test_numbers_of_people_are_no_points(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('place,said,notes\nKyiv,"1,000",a\nLviv,"2,500",b\n', "utf-8")
    assert "point" not in open_table(file).columns.values()


def test_columns_that_are_not_used_are_named_with_samples(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("date,place,weather,notes\n2022-03-24,Kyiv,rain,x\n2022-03-25,Kyiv,snow,y\n", "utf-8")
    assert open_table(file).unused == {"weather": ("rain", "snow")}


def test_a_column_that_links_to_the_source_is_used(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("date,place,year,month,url\n2022-03-24,Kyiv,2022,3,https://example.org/1\n,Kyiv,2022,3,none\n", "utf-8")
    table = open_table(file)
    assert table.links == ("url",)
    assert "url" not in table.unused
    file.write_text("date,place,url\n2022-03-24,Kyiv,example\n", "utf-8")
    assert open_table(file).links == ()


def test_a_row_without_words_has_no_quotation(load: Load) -> None:
    _, (found,) = load("t.csv", "date,place,lat,lon,killed\n2022-03-24,Kyiv,50,30,2\n")
    assert found.evidence.quote == ""


def test_a_header_once_more_is_no_row(load: Load) -> None:
    outcome, found = load("t.csv", "place,notes,x\nKyiv,a,1\nplace,notes,x\nLviv,b,2\n")
    assert [i.place for i in found] == ["Kyiv", "Lviv"]
    assert [reason for _, reason, _ in outcome.rejected] == ["the header again"]


def test_blank_rows_are_no_rows(load: Load) -> None:
    outcome, found = load("t.csv", "date,place,notes\n2022-03-24,Kyiv,a\n,,\n2022-03-25,Lviv,b\n,,\n")
    assert (outcome.rows, outcome.refused, [i.place for i in found]) == (2, 0, ["Kyiv", "Lviv"])


def test_a_point_of_the_table_is_certain(load: Load) -> None:
    _, (kyiv,) = load("t.csv", "date,place,lat,lon\n2022-03-24,Kyiv,50.45,30.52\n")
    assert kyiv.geocode is not None
    assert (kyiv.geocode.geocoder, kyiv.geocode.score) == ("import", 1.0)


def test_names_are_looked_up_and_taken_back_as_a_whole(load: Load, workspace: Workspace) -> None:
    body = (
        "date,city,country,notes\n2022-03-24,Kharkiv,Ukraine,a\n2022-03-25,Nowhereville,Ukraine,b\n2022-03-26,Cordoba,Spain,c\n"
    )
    outcome, found = load("t.csv", body, look_up=GazetteerLookUp())
    assert (outcome.looked_up, outcome.unplaced) == (2, 1)
    kharkiv, nowhere, cordoba = found
    assert kharkiv.geocode is not None
    assert kharkiv.geocode.geocoder == "gazetteer"
    assert kharkiv.geocode.score < 1
    assert nowhere.geocode is None
    assert cordoba.geocode is not None
    assert cordoba.geocode.place.country == "ES"
    (table,) = datasets.datasets(workspace)
    assert (table.rows, table.looked_up) == (3, 2)
    workspace.confirm(kharkiv.id, "Ada")
    assert datasets.forget_look_ups(workspace, table.id) == 2
    assert [k.incident.geocode for k in workspace.kept()] == [None, None, None]
    assert workspace.kept()[0].state is ReviewState.CONFIRMED


# --- layouts --------------------------------------------------------------------------------------------------------------
