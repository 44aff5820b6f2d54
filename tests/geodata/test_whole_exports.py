"""Each export, byte for byte, of a report with three incidents: one with every kind of figure, a total in words, an earlier event
without a place. A difference is either a fault or a change in what others read. For a change, rewrite the files with
`UPDATE_EXPORTS=1` and include them in it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from geodata.exporting.exports import metadata, spreadsheet_value, write
from geodata.exporting.formats import WRITERS
from geodata.exporting.rows import is_area, toponym_rows
from geodata.exporting.selection import Item, Selection
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Place, Provenance, Reading, Report, Toponym
from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, IncidentType, Qualifier, ReviewState, Role

FOLDER = Path(__file__).with_name("exports")
TEXT = (
    "A missile hit a mall in Kremenchuk on Monday, killing at least ten people and injuring 41, the governor said. Two are "
    "missing. Three of the attackers died, an aide said. Earlier reports spoke of eight dead. Dozens were killed across Ukraine "
    "since May. A bus crashed in Nowhereville."
)
REPORT = Report(text=TEXT, title="Mall hit", published=date(2022, 6, 28), source="Paper", url="https://example.org/a")


def words(quote: str) -> Evidence:
    return REPORT.quote("text", TEXT.index(quote), TEXT.index(quote) + len(quote))


def place(name: str, ref: str, feature: str, latitude: float, longitude: float, precision: GeoPrecision) -> Geocode:
    found = Place(id=ref, name=name, latitude=latitude, longitude=longitude, feature=feature, country="UA",
                  admin1="Poltava" if feature == "PPL" else None, population=217_000, radius_km=5.5)  # fmt: skip
    return Geocode(place=found, precision=precision, radius_km=5.5, score=0.9, reason="the only place of this name")


def figure(kind: FigureKind, quote: str, low: int | None, high: int | None, how: Qualifier, **more: str) -> Figure:
    best = more.pop("best", None)
    return Figure(kind=kind, low=low, high=high, best=int(best) if best else high, qualifier=how, evidence=words(quote), **more)


STRIKE = Incident(
    id="a1b2c3d4e5f6",
    type=IncidentType.MISSILE_STRIKE,
    role=Role.MAIN,
    evidence=words("A missile hit a mall in Kremenchuk on Monday, killing at least ten people and injuring 41, the governor said."),
    toponym=Toponym(
        evidence=words("Kremenchuk"), name="Kremenchuk",
        geocode=place("Kremenchuk", "geonames:704147", "PPL", 49.0680112, 33.4204212, GeoPrecision.SETTLEMENT),
    ),
    start=date(2022, 6, 27),
    end=date(2022, 6, 27),
    date_precision=DatePrecision.DAY,
    sentences=(words("A missile hit a mall"),),
    killed=figure(FigureKind.KILLED, "at least ten people", 10, None, Qualifier.AT_LEAST, best="10", attribution="the governor"),
    injured=figure(FigureKind.INJURED, "41", 41, 41, Qualifier.EXACT),
    missing=figure(FigureKind.MISSING, "Two are missing", 2, 2, Qualifier.EXACT),
    attackers_killed=figure(FigureKind.ATTACKERS_KILLED, "Three of the attackers", 3, 3, Qualifier.EXACT, attribution="an aide"),
    history=(figure(FigureKind.KILLED, "eight dead", 8, 8, Qualifier.EXACT),),
    actor=Actor(name="=Russia", evidence=words("an aide"), attribution="the governor"),
    attribution="the governor",
    confidence=0.8,
    reasons=("only a country is named", "no date is given"),
)  # fmt: skip
TOTAL = Incident(
    id="b1b2c3d4e5f6",
    type=IncidentType.ATTACK_OTHER,
    role=Role.AGGREGATE,
    evidence=words("Dozens were killed across Ukraine since May."),
    toponym=Toponym(
        evidence=words("Ukraine"), name="Ukraine",
        geocode=place("Ukraine", "geonames:690791", "COUNTRY", 49.0, 32.0, GeoPrecision.COUNTRY),
    ),
    start=date(2022, 5, 1),
    end=date(2022, 6, 28),
    date_precision=DatePrecision.DAYS,
    sentences=(words("Dozens were killed across Ukraine since May."),),
    killed=figure(FigureKind.KILLED, "Dozens", 24, None, Qualifier.VAGUE, word="dozens"),
    covers=("Kremenchuk",),
    confidence=0.1,
)  # fmt: skip
CRASH = Incident(
    id="c1b2c3d4e5f6",
    type=IncidentType.TRANSPORT_ACCIDENT,
    role=Role.BACKGROUND,
    evidence=words("A bus crashed in Nowhereville."),
    toponym=Toponym(evidence=words("Nowhereville"), name="Nowhereville", geocode=None),
    start=None,
    end=None,
    date_precision=DatePrecision.UNKNOWN,
    sentences=(words("A bus crashed in Nowhereville."),),
    confidence=0.6,
)
READING = Reading(
    report=REPORT,
    toponyms=tuple(i.toponym for i in (STRIKE, TOTAL, CRASH) if i.toponym),
    incidents=(STRIKE, TOTAL, CRASH),
    provenance=Provenance(part="reader", version="1", settings_hash="0123"),
    notes=("figure not read: 200 houses",),
)
ITEMS = (
    Item(
        incident=STRIKE, source="Paper", url="https://example.org/a", state=ReviewState.CONFIRMED, claims=2, extra={"tag": "x"}
    ),
    Item(incident=TOTAL, source="Paper", state=ReviewState.UNREVIEWED, claims=1, extra={"more": "=1"}),
    Item(incident=CRASH, source="Other", state=ReviewState.UNREVIEWED, claims=1),
)
SELECTION = Selection(items=ITEMS, total=7, filter="role=main", title="Mall hit", made=date(2022, 7, 1))


def same(name: str, body: str) -> None:
    file = FOLDER / name
    if os.environ.get("UPDATE_EXPORTS"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(body, "utf-8", newline="")
    assert body == file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", ["csv", "geojson", "kml", "hxl", "hxl-aggregates", "acled", "json"])
def test_a_selection_as_a_file(name: str) -> None:
    same(f"selection.{name}.txt", write(SELECTION, name).decode("utf-8"))


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_reading_as_a_file(name: str) -> None:
    same(f"reading.{name}.txt", WRITERS[name](READING))


def test_the_data_of_the_page() -> None:
    page = write(SELECTION, "html").decode("utf-8")
    data = page[page.index('type="application/json"') :]
    data = data[data.index(">") + 1 : data.index("</script>")]
    same("page.json.txt", json.dumps(json.loads(data), ensure_ascii=False, indent=1) + "\n")


def test_what_goes_with_a_table() -> None:
    same("metadata.json.txt", metadata(SELECTION, "incidents.csv"))
    same("toponyms.json.txt", json.dumps(toponym_rows(READING), indent=1) + "\n")


def test_a_selection_on_a_grid() -> None:
    same("rounded.geojson.txt", write(SELECTION.rounded(0.5), "geojson").decode("utf-8"))


def test_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(write(SELECTION, "xlsx"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Incidents"]
    rows = [[None if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    widths = {letter: dimension.width for letter, dimension in sheet.column_dimensions.items()}
    bold = sheet["A1"].font.bold and not sheet["A2"].font.bold
    about = [[cell.value for cell in row] for row in book["About"].iter_rows()]
    told = {"rows": rows, "widths": widths, "about": about, "frozen": sheet.freeze_panes, "filter": sheet.auto_filter.ref,
            "bold": bold, "kinds": [cell.data_type for cell in sheet[2]]}  # fmt: skip
    same("workbook.json.txt", json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def test_small_things() -> None:
    assert [is_area(i) for i in (STRIKE, TOTAL, CRASH)] == [False, True, False]
    assert spreadsheet_value("date_start", "2022-06-27") == date(2022, 6, 27)
    assert spreadsheet_value("type", "shelling") == "Shelling"
    assert spreadsheet_value("place", "shelling") == "shelling"
    assert spreadsheet_value("type", None) is None
    assert WRITERS["text"](replace(READING, incidents=(), toponyms=(), notes=())) == "No incident was found in this text.\n"
