"""Files in which small parts expand to much more: nested texts, file lists, attributes, elements within elements."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.errors import ImportRefused
from geodata.fields import PLAIN_DAY
from geodata.importing import loading
from geodata.tables.files import feed, kml
from geodata.tables.files.archive import check_directory
from geodata.tables.files.workbook_bounds import MOST_ATTRIBUTES, check_attributes
from geodata.tables.table import open_table


@pytest.mark.slow
def test_parquet_whose_nested_text_is_written_once(tmp_path: Path) -> None:
    pq.write_table(pa.table({"place": ["Kyiv"] * 20, "notes": [["x" * 200_000] * 1_000] * 20}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 20_000
    with pytest.raises(ImportRefused, match="too much memory"):
        open_table(tmp_path / "a.parquet")
    pq.write_table(pa.table({"place": ["Kyiv"] * 20, "notes": [["one", "two"]] * 20}), tmp_path / "b.parquet")
    assert open_table(tmp_path / "b.parquet").headers == ("place", "notes")


def test_columns_of_parquet_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({f"c{n}": [f"{n}" * 3_000] for n in range(8)}), tmp_path / "a.parquet")
    monkeypatch.setattr("geodata.tables.files.parquet.MOST_UNPACKED", 15_000)
    with pytest.raises(ImportRefused, match="a group of rows of more than"):
        open_table(tmp_path / "a.parquet")


@pytest.mark.parametrize("large", [False, True])
def test_an_archive_of_countless_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool) -> None:
    monkeypatch.setattr("zipfile.ZIP_FILECOUNT_LIMIT", 2 if large else 1_000)  # with more files, a Zip64 end record is written
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(10):
            archive.writestr(f"{n}.bin", "")
        archive.writestr("a.csv", "place,killed\nKyiv,3\n")
        archive.comment = b"made by hand"
    check_directory(tmp_path / "a.zip")
    assert open_table(tmp_path / "a.zip").headers == ("place", "killed")
    monkeypatch.setattr("geodata.tables.files.archive.MOST_LISTED", 100)
    with pytest.raises(ImportRefused, match="too many files"):
        open_table(tmp_path / "a.zip")


def test_an_element_with_countless_attributes() -> None:
    with pytest.raises(ImportRefused, match="attributes"):
        check_attributes(b"<row" + b"".join(b' a%d=""' % n for n in range(2 * MOST_ATTRIBUTES)) + b"/>", Path("a.xlsx"))
    check_attributes(b"<t>" + b"1 == 1; " * 20_000 + b"</t>", Path("a.xlsx"))
    check_attributes(b'<c r="A1" s="1" t="s"><v>1</v></c>' * 5_000, Path("a.xlsx"))


def test_a_text_that_takes_four_bytes_a_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"place": "Kyiv", "notes": "x" * 2_000}]), "utf-8")
    (tmp_path / "b.json").write_text(
        json.dumps([{"place": "Kyiv", "notes": "\U0001f600" + "x" * 2_000}], ensure_ascii=False), "utf-8"
    )
    monkeypatch.setattr("geodata.tables.files.records.MOST_HELD", 5_000)
    assert open_table(tmp_path / "a.json").headers == ("place", "notes")
    with pytest.raises(ImportRefused, match="too much memory"):
        open_table(tmp_path / "b.json")


def test_an_item_within_an_item_is_a_part_of_it(tmp_path: Path) -> None:
    inner = "<item><title>two</title><b>2</b></item>"
    (tmp_path / "a.xml").write_text(
        f"<rss><channel><item><title>one</title>{inner}</item><item><title>three</title></item></channel></rss>"
    )
    (found,) = feed.read(tmp_path / "a.xml")
    assert list(found.rows) == [{"title": "one", "b": "2"}, {"title": "three"}]


def test_a_shape_within_a_shape_is_a_part_of_it(tmp_path: Path) -> None:
    ring = "<LinearRing><coordinates>36,49 37,49 37,50 36,49</coordinates></LinearRing>"
    body = f"<kml><Placemark><name>Kharkiv</name><Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon></Placemark></kml>"
    (tmp_path / "a.kml").write_text(body)
    (mark,) = ElementTree.fromstring(body)  # noqa: S314  (our own text)
    assert [shape.tag for shape in kml.shapes_in(mark)] == ["Polygon"]
    (found,) = kml.read(tmp_path / "a.kml")
    (row,) = found.rows
    assert float(row["lat"]) == pytest.approx(49.4, abs=0.2)


def test_a_description_with_a_tag_without_end_is_no_table() -> None:
    table = "<table{}><tr><td>Killed</td><td>3</td></tr><tr><td>Place</td><td>Kyiv</td></tr></table>"
    assert kml.tabled(table.format("")) == {"Killed": "3", "Place": "Kyiv"}
    assert kml.tabled(table.format(" a" * 2_000)) == {}
    assert kml.plain("3 < 5 <b>killed</b>") == "3 < 5 killed"


def test_one_feature_with_too_many_names_is_rejected_alone(tmp_path: Path) -> None:
    def feature(named: dict[str, object]) -> dict[str, object]:
        return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [36, 50]}, "properties": named}

    own = {"date": "2024-05-01", "place": "Sumy", "killed": 1}
    wide = {f"p{i}": i for i in range(2_500)}
    body = {"type": "FeatureCollection", "features": [feature(own), feature(wide), feature(own | {"killed": 2})]}
    (tmp_path / "a.geojson").write_text(json.dumps(body), "utf-8")
    outcome = loading.examine(tmp_path / "a.geojson")
    assert outcome.new == 2
    assert [(number, "2,000 names" in reason) for number, reason, _ in outcome.rejected] == [(2, True)]


@pytest.mark.parametrize("tail", ["d", "m", "y", "1", "s", "en"])
def test_a_header_that_can_be_read_in_many_ways_is_read_at_once(tail: str) -> None:
    """The pattern needs a separator between words. Without it, sixty letters take longer than anyone waits."""
    assert re.fullmatch(PLAIN_DAY, "date" + 60 * tail + "x") is None
    assert re.fullmatch(PLAIN_DAY, "start_date_time_utc")
