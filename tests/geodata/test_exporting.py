"""Formats of the field: what goes out comes back, traps are imported right, nothing good is lost."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.__main__ import main
from geodata.columns.selecting import selection
from geodata.errors import ImportRefused
from geodata.exporting.exports import ACLED_COLUMNS, FORMATS, metadata, write
from geodata.exporting.formats import safe_cell
from geodata.exporting.selection import Item, Selection
from geodata.importing import loading
from geodata.importing.imported import Outcome
from geodata.query import IncidentQuery
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Place, Reading, Toponym
from geodata.tables.table import Choices
from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.workspace import Workspace

HOSTILE = [
    "=1+1",
    "+cmd",
    "@x",
    "-2",
    "<b>a</b>",
    "${7*7}",
    "`x`",
    "a,b;\t\"c'",
    "\u202eabc",
    "Київ",
    "</script><script>1",
    "\u2028",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
).filter(lambda t: t.strip() == t and t != "")
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@st.composite
def figures(draw: st.DrawFn, kind: FigureKind, evidence: Evidence) -> Figure | None:
    shape = draw(st.sampled_from(["none", "exact", "at_least", "up_to", "range", "nobody", "dozens"]))
    n = draw(st.integers(1, 5000))
    values = {
        "exact": (n, n, n, Qualifier.EXACT, None),
        "at_least": (n, None, n, Qualifier.AT_LEAST, None),
        "up_to": (None, n, n, Qualifier.UP_TO, None),
        "range": (n, n + 7, n, Qualifier.RANGE, None),
        "nobody": (0, 0, 0, Qualifier.NONE, None),
        "dozens": (24, None, None, Qualifier.VAGUE, "dozens"),
    }
    if shape == "none":
        return None
    low, high, best, qualifier, word = values[shape]
    return Figure(kind=kind, low=low, high=high, best=best, qualifier=qualifier, evidence=evidence, word=word)


@st.composite
def items(draw: st.DrawFn) -> Item:
    quote = draw(TEXTS)
    ident = f"{draw(st.integers(0, 16**12)):012x}"
    evidence = Evidence(report_id=ident, field="text", start=0, end=len(quote), quote=quote)
    toponym = None
    if draw(st.booleans()):
        lat, lon = draw(st.floats(-90, 90)), draw(st.floats(-180, 180))
        precision = draw(st.sampled_from([GeoPrecision.SETTLEMENT, GeoPrecision.ADM1, GeoPrecision.NEAR_SETTLEMENT]))
        place = Place(id="geonames:1", name="X", latitude=round(lat, 5) or 1.0, longitude=round(lon, 5), feature="PPL", country="UA", admin1="04", population=1, radius_km=5.0)  # fmt: skip
        geocode = Geocode(place=place, precision=precision, radius_km=5.0, score=0.9, reason="r")
        toponym = Toponym(evidence=evidence, name=draw(TEXTS), geocode=geocode)
    start = draw(st.none() | DAYS)
    end = start + timedelta(days=draw(st.integers(0, 40))) if start else None
    incident = Incident(
        id=ident,
        type=draw(st.sampled_from(IncidentType)),
        role=draw(st.sampled_from(Role)),
        toponym=toponym,
        start=start,
        end=end,
        date_precision=DatePrecision.UNKNOWN if start is None else DatePrecision.DAY if start == end else DatePrecision.DAYS,
        evidence=evidence,
        sentences=(evidence,),
        killed=draw(figures(FigureKind.KILLED, evidence)),
        injured=draw(figures(FigureKind.INJURED, evidence)),
        attribution=draw(st.none() | TEXTS),
        actor=Actor(name=draw(TEXTS), evidence=evidence) if draw(st.booleans()) else None,
        confidence=draw(st.floats(0, 1).map(lambda x: round(x, 2))),
    )
    return Item(incident=incident, source="paper", extra={"Their column": draw(TEXTS)} if draw(st.booleans()) else {})


def chosen(*those: Item) -> Selection:
    return Selection(items=list(those), total=len(those) + 3, filter="type=fire", made=date(2026, 1, 2))


def told(incident: Incident) -> tuple[object, ...]:
    point = (incident.geocode.latitude, incident.geocode.longitude, incident.geocode.precision) if incident.geocode else None
    numbers = [
        (f.low, f.high, f.qualifier) if (f := incident.figure(k)) else None for k in (FigureKind.KILLED, FigureKind.INJURED)
    ]
    actor = incident.actor.name if incident.actor else None
    return (
        incident.id, incident.type, incident.role, incident.place, point, incident.start, incident.end, *numbers,
        incident.attribution, actor, incident.evidence.quote, incident.confidence,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["csv", "geojson", "json", "xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(items(), min_size=1, max_size=6, unique_by=lambda i: i.incident.id))
def test_round_trip(tmp_path: Path, name: str, those: list[Item]) -> None:
    file = tmp_path / f"out.{FORMATS[name][0]}"
    file.write_bytes(write(chosen(*those), name))
    path = tmp_path / "w.sqlite"
    for old in tmp_path.glob("w.sqlite*"):
        old.unlink()
    with Workspace.open(path) as workspace:
        outcome = loading.load(workspace, file)
        assert (outcome.new, outcome.refused) == (len(those), 0), outcome.rejected
        back = {k.incident.id: k.incident for k in workspace.kept()}
        assert loading.load(workspace, file).known == len(those)
        assert workspace.check() == []
    for item in those:
        original, again = told(item.incident), told(back[item.incident.id])
        if name == "json":
            assert back[item.incident.id] == item.incident
        assert original == again


@given(st.lists(items(), max_size=4))
@settings(max_examples=20, deadline=None)
def test_every_format_says_what_was_chosen_and_stands_any_text(those: list[Item]) -> None:
    selected = chosen(*those)
    for name in FORMATS:
        body = write(selected, name)
        if name in ("xlsx", "csv", "hxl", "hxl-aggregates", "acled"):
            continue  # a table begins with its header; a workbook has a sheet for it, a CSV file its metadata
        text = body.decode("utf-8")
        assert f"{len(selected.items)} of " in text or f'"of": {selected.total}' in text
        assert "GeoNames" in text
    about = json.loads(metadata(selected, "incidents.csv"))
    assert f"{len(selected.items)} of {selected.total}" in about["dc:description"]
    header = next(csv.reader(io.StringIO(write(selected, "csv").decode())))
    assert [column["titles"] for column in about["tableSchema"]["columns"]] == header
    assert header[0] == "id"
    ElementTree.fromstring(write(selected, "kml"))  # noqa: S314  (our own output)
    for row in csv.reader(io.StringIO(write(selected, "csv").decode())):
        assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row)
    page = write(selected, "html").decode()
    data = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    assert len(json.loads(data)["items"]) == len(those)


def test_a_workbook_has_days_names_and_a_filter(example: Reading) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    body = write(chosen(*(Item(incident=i, url="https://example.org/a") for i in example.incidents)), "xlsx")
    sheet = load_workbook(io.BytesIO(body))["Incidents"]
    columns = [cell.value for cell in sheet[1]]
    row = dict(zip(columns, (cell.value for cell in sheet[2]), strict=True))
    assert row["type"] == "Missile strike"
    assert row["date_start"].date() == date(2022, 6, 27)
    assert row["url"] == "https://example.org/a"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.column_dimensions[get_column_letter(columns.index("evidence") + 1)].width > 40


def test_dozens_stay_a_word() -> None:
    evidence = Evidence(report_id="r", field="text", start=0, end=6, quote="dozens")
    dozens = Figure(
        kind=FigureKind.KILLED, low=24, high=None, best=None, qualifier=Qualifier.VAGUE, evidence=evidence, word="dozens"
    )
    incident = Incident(id="a", type=IncidentType.FIRE, role=Role.MAIN, toponym=None, start=None, end=None, date_precision=DatePrecision.UNKNOWN, evidence=evidence, sentences=(evidence,), killed=dozens)  # fmt: skip
    table = pd.read_csv(io.BytesIO(write(chosen(Item(incident=incident)), "csv")))
    assert table.loc[0, "killed_words"] == "dozens"
    hxl = pd.read_csv(io.BytesIO(write(chosen(Item(incident=incident)), "hxl")), dtype=str)
    assert hxl.loc[1, "killed_words"] == "dozens"
    assert pd.isna(hxl.loc[1, "killed_low"])


def acled(**more: str) -> dict[str, str]:
    row = dict.fromkeys(ACLED_COLUMNS, "") | {
        "event_id_cnty": "UKR1", "event_date": "16 May 2025", "time_precision": "1", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "Force A", "country": "Ukraine", "admin1": "Donetsk", "location": "Bakhmut",
        "latitude": "48.59", "longitude": "38.0", "geo_precision": "1", "source": "Some paper", "notes": "They fought.",
        "fatalities": "3", "tags": "crowd size=no report",
    }  # fmt: skip
    return row | more


def load(tmp_path: Path, rows: list[dict[str, str]], name: str = "t.csv") -> tuple[Outcome, list[Incident], Workspace]:
    file = tmp_path / name
    pd.DataFrame(rows).to_csv(file, index=False)
    workspace = Workspace.open(tmp_path / f"{name}.sqlite")
    outcome = loading.load(workspace, file)
    return outcome, [k.incident for k in workspace.kept()], workspace


def test_acled_traps(tmp_path: Path) -> None:
    rows = [
        acled(),
        acled(
            event_id_cnty="UKR2",
            event_date="2025-05-16",
            time_precision="2",
            sub_event_type="AIR/DRONE STRIKE",
            geo_precision="2",
            fatalities="0",
        ),
        acled(event_id_cnty="UKR3", time_precision="3", sub_event_type="Excessive force against protestors", geo_precision="3"),
        acled(event_id_cnty="UKR4", latitude="95"),
        acled(event_id_cnty="UKR5", event_date="someday"),
        acled(event_id_cnty="UKR6", fatalities="many"),
    ]
    outcome, found, workspace = load(tmp_path, rows)
    assert outcome.format == "acled"
    assert [(row, reason) for row, reason, _ in outcome.rejected] == [
        (4, "latitude lies beyond 90"),
        (5, "date_start: 'someday' is not a date"),
        (6, "killed is not a number of people: many"),
    ]
    assert "latitude lies beyond 90" in outcome.rejected_csv()
    clash, strike, protest = found
    assert clash.start == date(2025, 5, 16)
    assert clash.killed is not None
    assert (clash.killed.low, clash.killed.high, clash.killed.best) == (3, None, 3)
    assert clash.geocode is not None
    assert (clash.geocode.place.country, clash.geocode.precision) == ("UA", GeoPrecision.SETTLEMENT)
    assert clash.evidence.quote == "They fought."
    assert (strike.type, strike.date_precision) == (IncidentType.AIR_STRIKE, DatePrecision.WEEK)
    assert strike.killed is not None
    assert strike.killed.qualifier is Qualifier.NONE
    assert (protest.type, protest.start, protest.end) == (IncidentType.PROTEST_RIOT, date(2025, 5, 1), date(2025, 5, 31))
    exported = selection(workspace, IncidentQuery())
    assert exported.items[0].extra["tags"] == "crowd size=no report"
    workspace.close()


def test_ucdp(tmp_path: Path) -> None:
    row = {
        "id": "7", "year": "2020", "type_of_violence": "3", "side_a": "Group X", "source_original": "police", "where_prec": "4",
        "where_coordinates": "Kivu province", "latitude": "-2.5", "longitude": "28.8", "country": "DR Congo (Zaire)",
        "date_prec": "2", "date_start": "2020-01-02 00:00:00.000", "date_end": "2020-01-05 00:00:00.000", "best": "10",
        "high": "14", "low": "8", "source_headline": "Ten killed",
    }  # fmt: skip
    _, (found,), workspace = load(tmp_path, [row])
    assert found.killed is not None
    assert (found.killed.low, found.killed.high, found.killed.best) == (8, 14, 10)
    assert (found.start, found.end, found.date_precision) == (date(2020, 1, 2), date(2020, 1, 5), DatePrecision.DAYS)
    assert found.geocode is not None
    assert found.geocode.precision is GeoPrecision.ADM1
    assert found.attribution == "police"
    workspace.close()


def test_any_table_is_guessed_and_can_be_mapped(tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("Datum;Ort;lat;lon;Tote;Was geschah\n2022-06-27;Kyjiw;50.45;30.52;4;Raketen trafen ein Haus\n", "utf-8")
    preview = loading.examine(file)
    assert preview.table is not None
    assert preview.table.columns == {"lat": "lat", "lon": "lon"}
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        mapping = dict(preview.table.columns) | {
            "Datum": "date_start",
            "Ort": "place",
            "Tote": "killed",
            "Was geschah": "evidence",
        }
        loading.load(workspace, file, Choices(columns=mapping))
        (kept,) = workspace.kept()
        assert (kept.incident.place, kept.incident.start) == ("Kyjiw", date(2022, 6, 27))
        assert str(kept.incident.killed) == "4"
        with pytest.raises(ImportRefused, match="no field"):
            loading.load(workspace, file, Choices(columns={"Ort": "city"}))


def test_rows_that_do_not_fit_their_header(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text('place,notes,killed\nKyiv,first text,2,\nLviv,"quoted\nline",3\nOdesa,too,4,5,6\nSumy,short\n', "utf-8-sig")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        outcome = loading.load(workspace, file)
        assert [k.incident.place for k in workspace.kept()] == ["Kyiv", "Lviv", "Sumy"]
        assert str(workspace.kept()[0].incident.killed) == "2"
        assert [(row, reason) for row, reason, _ in outcome.rejected] == [(3, "5 cells under 3 headers")]


def test_states_words_and_ids_come_back(tmp_path: Path) -> None:
    _, _, workspace = load(tmp_path, [acled(), acled(event_id_cnty="UKR2", notes="Others fought.")])
    one, two = [k.incident.id for k in workspace.kept()]
    workspace.confirm(one, "Ada")
    workspace.reject(two, "Ada", "a duplicate")
    picked = selection(workspace, IncidentQuery(states=(ReviewState.CONFIRMED, ReviewState.REJECTED)))
    assert picked.items[0].extra["event_id_cnty"] == "UKR1"
    workspace.close()
    for name in ("csv", "json"):
        file = tmp_path / f"again.{name}"
        file.write_bytes(write(picked, name))
        with Workspace.open(tmp_path / f"again-{name}.sqlite") as again:
            loading.load(again, file)
            assert {k.incident.id: k.state for k in again.kept()} == {one: ReviewState.CONFIRMED, two: ReviewState.REJECTED}
            extras = selection(again, IncidentQuery(states=(ReviewState.CONFIRMED,))).items[0].extra
            assert extras["event_id_cnty"] == "UKR1"
            assert extras["tags"] == "crowd size=no report"


def test_acled_dates_do_not_drift(tmp_path: Path) -> None:
    row = acled(event_date="2022-06-10", time_precision="2")
    _, _, workspace = load(tmp_path, [row])
    body = write(selection(workspace, IncidentQuery()), "acled").decode()
    assert "2022-06-10" in body.splitlines()[1]
    workspace.close()


def test_zero_zero_is_nowhere(tmp_path: Path) -> None:
    _, (found,), workspace = load(tmp_path, [{"place": "Atlantis", "lat": "0", "lon": "0", "date": "2022-01-01", "notes": "?"}])
    assert found.geocode is None
    workspace.close()


def test_timemap_and_civilian_harm_and_geojson(tmp_path: Path) -> None:
    events = [{"id": "E1", "date": "03/24/2022", "latitude": "50.0", "longitude": "36.2", "location": "Kharkiv", "description": "A house was hit", "sources": ["a", "b"], "filters": [{"key": "Type of area affected", "value": "Residential"}]}]  # fmt: skip
    features = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.2, 50.0]}, "properties": {"date": "2022-03-24", "description": "A house was hit"}}, {"type": "Feature", "geometry": None, "properties": {"place": "Kharkiv"}}]}  # fmt: skip
    for name, body, count in (("events.json", events, 1), ("features.geojson", features, 2)):
        file = tmp_path / name
        file.write_text(json.dumps(body), "utf-8")
        with Workspace.open(tmp_path / f"{name}.sqlite") as workspace:
            assert loading.load(workspace, file).new == count
            first = workspace.kept()[0].incident
            assert first.start == date(2022, 3, 24)
            assert first.geocode is not None
            assert (first.geocode.latitude, first.geocode.longitude) == (50.0, 36.2)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.csv", b""),
        ("binary.csv", b"\x00\xff\xfe\x80" * 50),
        ("wrong.json", b"{"),
        ("odd.csv", b"a,b\n1,2\n"),
        ("not.xlsx", b"zip?"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, name: str, body: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with Workspace.open(tmp_path / "w.sqlite") as workspace, pytest.raises(ImportRefused, match=name):
        loading.load(workspace, file)


def test_exports_hold_exactly_what_is_filtered(
    tmp_path: Path, read: Callable[..., Reading], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.sqlite"
    with Workspace.open(path) as workspace:
        workspace.add(
            read(
                "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said. [killed2:Two people were [event2=shooting:shot dead]] in [where2:Basra] on [when2:Sunday]."
            )
        )
        ident = next(k.incident.id for k in workspace.kept() if k.incident.place == "Basra")
        workspace.confirm(ident, "Ada")
        picked = selection(workspace, IncidentQuery(states=(ReviewState.CONFIRMED,)))
        assert [i.incident.place for i in picked.items] == ["Basra"]
        assert picked.note.startswith("Incident Atlas: 1 of 2 incidents; filter: state=confirmed")
        workspace.reject(next(k.incident.id for k in workspace.kept() if k.incident.place == "Mosul"), "Ada", "wrong")
        assert len(selection(workspace, IncidentQuery()).items) == 1
    out = tmp_path / "out.geojson"
    command = ["export", "--workspace", str(path), "--format", "geojson", "--where", 'q="basra"', "--out", str(out)]
    assert main(command) == 0
    assert len(json.loads(out.read_text("utf-8"))["features"]) == 1
    assert "1 of 2" in capsys.readouterr().err


def test_import_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, path, rejected = tmp_path / "a.csv", tmp_path / "w.sqlite", tmp_path / "rejected.csv"
    pd.DataFrame([acled(), acled(event_id_cnty="UKR2", latitude="x")]).to_csv(file, index=False)
    assert main(["import", str(file), "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == 1
    assert not path.exists()
    assert main(["import", str(file), "--workspace", str(path), "--rejected", str(rejected)]) == 0
    assert "1 new" in capsys.readouterr().out
    assert "latitude is not a number" in rejected.read_text("utf-8")
    assert main(["import", str(tmp_path / "nowhere.csv"), "--workspace", str(path)]) == 1


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\n=1+1", "＝1+1", "\t", "@SUM(1)", "-1"])
def test_no_form_of_a_formula_is_left_for_a_spreadsheet(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "a=1", "'quoted'", "3 killed"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
