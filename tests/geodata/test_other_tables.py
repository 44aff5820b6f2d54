"""Tables from other sources and their traps: no good row is lost, and a file that is not a table is refused by name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geodata.__main__ import main
from geodata.columns.selecting import selection
from geodata.errors import ImportRefused
from geodata.exporting.exports import ACLED_COLUMNS, write
from geodata.importing import loading
from geodata.importing.outcome import Outcome
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.tables.table import Choices
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Qualifier, ReviewState
from geodata.workspace import Workspace


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
        (4, "latitude is beyond 90"),
        (5, "date_start: 'someday' is not a date"),
        (6, "killed is not a number of people: many"),
    ]
    assert "latitude is beyond 90" in outcome.rejected_csv()
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
    assert preview.table.columns == {"Datum": "date_start", "Ort": "place", "lat": "lat", "lon": "lon", "Tote": "killed"}
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
