"""Formats of the field: exports can be imported again, traps are imported correctly, and no good data is lost."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.__main__ import main
from geodata.columns.called import as_spelled
from geodata.columns.selecting import selection
from geodata.columns.snapshot import Snapshot
from geodata.exporting.exports import FORMATS, metadata, write
from geodata.exporting.formats import as_geojson, as_json, safe_cell
from geodata.exporting.selection import Item, Selection
from geodata.importing import loading
from geodata.importing.datasets import datasets
from geodata.query import IncidentQuery
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Place, Reading, Toponym
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
    at = incident.geocode
    point = (at.latitude, at.longitude, at.precision, at.score) if at else None
    numbers = [
        (f.low, f.high, f.qualifier) if (f := incident.figure(k)) else None for k in (FigureKind.KILLED, FigureKind.INJURED)
    ]
    actor = incident.actor.name if incident.actor else None
    return (
        incident.id, incident.type, incident.role, incident.place, point, incident.start, incident.end, *numbers,
        incident.attribution, actor, incident.evidence.quote, incident.confidence,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["csv", "geojson", "json", "xlsx"])
@pytest.mark.parametrize("claimant", ["=1+1", "'=", "''=1", "'said'"])
def test_signs_of_spreadsheets_come_back(tmp_path: Path, example: Reading, name: str, claimant: str) -> None:
    one = replace(example.incidents[0], attribution=claimant)
    file = tmp_path / f"out.{FORMATS[name][0]}"
    file.write_bytes(write(chosen(Item(incident=one, source="paper")), name))
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, file)
        assert [k.incident.attribution for k in workspace.kept()] == [claimant]


@pytest.mark.parametrize("name", ["csv", "geojson", "json", "xlsx"])
def test_a_place_that_is_called_like_a_total_comes_back(tmp_path: Path, example: Reading, name: str) -> None:
    first = example.incidents[0]
    assert first.toponym is not None
    one = replace(
        first, toponym=replace(first.toponym, name="Grand Total"), start=None, end=None, date_precision=DatePrecision.UNKNOWN
    )
    file = tmp_path / f"out.{FORMATS[name][0]}"
    file.write_bytes(write(chosen(Item(incident=one, source="paper")), name))
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, file)
        assert [k.incident.place for k in workspace.kept()] == ["Grand Total"]


@pytest.mark.slow
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


@pytest.mark.slow
@given(st.lists(items(), max_size=4))
@settings(max_examples=20, deadline=None)
def test_every_format_says_what_was_chosen_and_stands_any_text(those: list[Item]) -> None:
    selected = chosen(*those)
    for name in FORMATS:
        body = write(selected, name)
        if name in ("xlsx", "csv", "hxl", "hxl-aggregates", "acled"):
            continue  # a table begins with its header; a workbook describes the selection in a sheet, CSV in its metadata
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


def test_the_page_says_what_is_not_verified_and_who_of_the_killed_were_combatants(example: Reading) -> None:
    first, second, *_ = (i for i in example.incidents if i.killed is not None)
    assert first.killed is not None
    doubted = replace(first, verified=False, killed=replace(first.killed, low=4, high=4, best=4, combatants=3))
    page = write(chosen(Item(incident=doubted), Item(incident=second)), "html").decode()
    data = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    one, two = json.loads(data)["items"]
    assert (one["unverified"], two["unverified"]) == (True, False)
    assert "3 of them combatants" in one["figures"][0]["words"]
    assert "combatants" not in two["figures"][0]["words"]


def test_a_workbook_has_days_names_and_a_filter(example: Reading) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    body = write(chosen(*(Item(incident=i, url="https://example.org/a") for i in example.incidents)), "xlsx")
    sheet = load_workbook(io.BytesIO(body))["Incidents"]
    columns = [cell.value for cell in sheet[1]]
    row = dict(zip(columns, (cell.value for cell in sheet[2]), strict=True))
    assert row["Type"] == "Missile strike"
    assert row["First day"].date() == date(2022, 6, 27)
    assert row["Link"] == "https://example.org/a"
    assert (row["Province"], row["Country"]) == ("Poltava", "Ukraine")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.column_dimensions[get_column_letter(columns.index("Quote") + 1)].width > 40


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


@pytest.mark.parametrize("name", ["csv", "geojson", "hxl", "kml", "xlsx"])
def test_dozens_come_back_as_dozens(tmp_path: Path, name: str) -> None:
    evidence = Evidence(report_id="r", field="text", start=0, end=6, quote="dozens")
    dozens = Figure(
        kind=FigureKind.KILLED, low=24, high=None, best=None, qualifier=Qualifier.VAGUE, evidence=evidence, word="dozens"
    )
    incident = Incident(id="a", type=IncidentType.FIRE, role=Role.MAIN, toponym=None, start=None, end=None, date_precision=DatePrecision.UNKNOWN, evidence=evidence, sentences=(evidence,), killed=dozens)  # fmt: skip
    file = tmp_path / f"out.{FORMATS[name][0]}"
    file.write_bytes(write(chosen(Item(incident=incident)), name))
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        assert loading.load(workspace, file).new == 1
        (kept,) = workspace.kept()
    killed = kept.incident.killed
    assert killed is not None
    assert (killed.low, killed.high, killed.best, killed.qualifier, killed.word) == (24, None, None, Qualifier.VAGUE, "dozens")


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


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\n=1+1", "\u200b=1+1", "＝1+1", "\t", "@SUM(1)", "-1"])
def test_no_form_of_a_formula_is_left_for_a_spreadsheet(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_letters_of_other_scripts_are_written_as_they_are(example: Reading) -> None:
    named = replace(example.incidents[0], attribution="Харків")
    for written in (as_geojson, as_json):
        assert "Харків" in written(replace(example, incidents=(named,)))


@pytest.mark.parametrize("text", ["", " ", "a=1", "'quoted'", "3 killed"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_an_export_names_the_report_or_table_that_it_is_of(tmp_path: Path, example: Reading) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        (tmp_path / "spring.csv").write_text("date,place,killed\n2022-03-24,Kyiv,3\n")
        loading.load(workspace, tmp_path / "spring.csv")
        (table,) = datasets(workspace)
        for ident, name in ((example.report.id, example.report.title), (table.id, "spring")):
            query = IncidentQuery(sources=(ident,))
            told = selection(workspace, query)
            assert name in told.note
            assert ident not in told.note
            again = as_spelled(workspace, Snapshot.of(workspace), IncidentQuery.from_words(told.filter))
            assert again == query, "the note's filter chooses the same"
