"""Fuzz tests: whatever the input, the result is an answer or one of our error types.

Each test run tries a few dozen inputs of each kind; `make fuzz` keeps trying others for FUZZ_MINUTES minutes.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.columns.selecting import selection
from geodata.errors import GeodataError
from geodata.gazetteer import dumps
from geodata.gazetteer.lookup import Gazetteer
from geodata.importing import loading
from geodata.query import PARTS, IncidentQuery
from geodata.reading.values.dates import find_dates, read_time
from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.people import count_people
from geodata.records import Reading
from geodata.sources.text import make_report
from geodata.tables.cells import countries, days, figures, points
from geodata.workspace import schema as s
from geodata.workspace.store import Workspace

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)

HEADERS = ["date", "place", "lat", "lon", "killed", "notes", "country", "event_id_cnty", "event_date", "time_precision",
           "sub_event_type", "timestamp", "#geo+lat", "type_of_violence", "where_prec", "date_start", "id", "location"]  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2022-03-24", "03/04/2022", "49.99", "1e999", "-", "5–7", "24-26 March 2022", "\x00", "=1+1", "0000-12-31",
                     "POINT (1 2)", "49°59′N", "\ud800", "9" * 400, "Ukraine", "1", "2", "0"]),
)  # fmt: skip
TABLES = st.builds(
    lambda names, rows, mark, encoding: "\n".join(mark.join(row) for row in [names, *rows]).encode(encoding, "replace"),
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=9), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]),
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "data", "id", "crs", "filters", "lat"]) | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)  # fmt: skip
KINDS = st.sampled_from(["FeatureCollection", "Feature", "Point", "Polygon", "GeometryCollection", "MultiPoint"])
JSON = st.builds(lambda kind, body: json.dumps({"type": kind, **(body if isinstance(body, dict) else {"features": body})}).encode(), KINDS, PLAIN)  # fmt: skip
KML = st.builds(
    lambda name, place, inner: f'<?xml version="1.0"?><kml><Placemark><name>{name}</name>{inner}<Point><coordinates>{place}</coordinates></Point></Placemark></kml>'.encode("utf-8", "replace"),
    st.text(max_size=6), st.text(alphabet="0123456789.,- e", max_size=12), st.sampled_from(["", "<Data name='date'/>", "<address/>", "<!DOCTYPE a>", "<x>"]),
)  # fmt: skip


def zipped(names: list[str], bodies: list[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in zip(dict.fromkeys(names), bodies, strict=False):
            archive.writestr(name, body)
    return out.getvalue()


WORKBOOKS = st.builds(
    zipped,
    st.lists(
        st.sampled_from(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "doc.kml", "_rels/.rels"]),
        max_size=5,
    ),
    st.lists(st.binary(max_size=60) | st.sampled_from([b"<a/>", b"<Types/>", b"<workbook><sheets/></workbook>"]), max_size=5),
)
FILES = st.tuples(st.just(".csv"), TABLES | st.binary(max_size=200)) | st.tuples(st.just(".json"), JSON) | st.tuples(
    st.just(".kml"), KML
) | st.tuples(st.sampled_from([".xlsx", ".kmz"]), WORKBOOKS)  # fmt: skip


def one(work: Callable[[], object]) -> None:
    with suppress(GeodataError):
        work()


@FEW
@given(FILES)
def test_importers(file: tuple[str, bytes]) -> None:
    suffix, body = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t{suffix}"
        path.write_bytes(body)
        one(lambda: loading.examine(path))


@FEW
@given(st.text(max_size=40))
def test_cells(cell: str) -> None:
    for read in (days.span_of, figures.count_of, points.degrees_of):
        with suppress(ValueError):
            read(cell)
    points.point_of(cell)
    countries.country_of(cell)


WORDS = st.lists(
    st.sampled_from("the a at least ten 1,200 killed wounded on Monday March 2022 between 5 and 7 - – since yesterday two others of 40 "
                    "passengers Kyiv half dozens + ( ) , . \" overnight".split()) | st.text(max_size=6),
    max_size=30,
).map(" ".join)  # fmt: skip


@FEW
@given(WORDS, st.dates() | st.none())
def test_values(words: str, published: object) -> None:
    day = published if published is None or published.year >= 1000 else None  # type: ignore[attr-defined]
    find_numbers(words)
    find_dates(words, day)  # type: ignore[arg-type]
    read_time(words, 0, len(words), day)  # type: ignore[arg-type]
    count_people(words, 0, len(words))


@settings(FEW, max_examples=max(4, EXAMPLES // 20))
@given(words=WORDS, title=st.text(max_size=20), published=st.dates() | st.none())
def test_reader(read: Callable[..., Reading], words: str, title: str, published: object) -> None:
    from geodata.reading import pipeline

    def work() -> None:
        report = make_report(f"The people of the town said that it was so. {words}", title=title, published=published)  # type: ignore[arg-type]
        reading = pipeline.read_report(report, Gazetteer.open())
        for incident in reading.incidents:
            assert incident.evidence.quote in report.part(incident.evidence.field)

    del read
    one(work)


@FEW
@given(st.dictionaries(st.sampled_from(sorted(PARTS)) | st.text(max_size=4), st.text(max_size=30), max_size=6))
def test_links(params: dict[str, str]) -> None:
    query, _ = IncidentQuery.from_link(params)
    again, faults = IncidentQuery.from_link(query.to_params())
    assert faults == ()
    assert again == query


@FEW
@given(
    st.binary(max_size=200)
    | st.lists(st.text(max_size=8), min_size=19, max_size=19).map(lambda c: "\t".join(c).encode("utf-8", "replace"))
)
def test_dumps(line: bytes) -> None:
    with suppress(ValueError):
        dumps.parse(line)


@FEW
@given(st.text(max_size=30))
def test_gazetteer(gazetteer: Gazetteer, name: str) -> None:
    gazetteer.find(name)
    gazetteer.find_like(name)


VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=10) | st.binary(max_size=6)
COLUMNS = [(table.name, column.name) for table in (s.incidents, s.claims, s.datasets, s.settings) for column in table.columns]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "t.csv").write_text(
        "date,place,lat,lon,killed,notes\n2022-03-24,Kyiv,50,30,3,a\n2022-03-25,Lviv,49,24,dozens,b\n", "utf-8"
    )
    with Workspace.open(folder / "w.sqlite") as workspace:
        loading.load(workspace, folder / "t.csv")
    with closing(sqlite3.connect(folder / "w.sqlite")) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    return folder / "w.sqlite"  # a path, not its bytes: a failure is reported with all arguments


@FEW
@given(where=st.sampled_from(COLUMNS), value=VALUES)
def test_workspaces(made: Path, where: tuple[str, str], value: object) -> None:
    table, column = where
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.sqlite"
        path.write_bytes(made.read_bytes())
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA foreign_keys=OFF")
            with suppress(sqlite3.Error, UnicodeEncodeError):
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = 1', (value,))  # noqa: S608  (names of the schema)
            db.commit()

        def work() -> None:
            with Workspace.open(path) as workspace:
                workspace.check()
                for look in (workspace.kept, lambda: selection(workspace, IncidentQuery())):
                    with suppress(GeodataError):
                        look()

        one(work)
