"""One spelling of an incident's columns everywhere."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest

from geodata.columns.snapshot import COLUMNS as OF_SNAPSHOT
from geodata.exporting.exports import HXL, write
from geodata.exporting.formats import CSV_COLUMNS
from geodata.exporting.rows import incident_row
from geodata.exporting.selection import COLUMNS, Item, Selection
from geodata.fields import EXPORTED, FIELDS, FORMER, IMPORTED, STORED, Told, exported, stored
from geodata.importing import loading
from geodata.records import Reading
from geodata.tables.layout import GUESSES, OWN_NAMES, recognised
from geodata.workspace import Workspace
from geodata.workspace import schema as s


def test_a_column_has_one_name_everywhere(example: Reading) -> None:
    names = [field.name for field in FIELDS]
    assert len(set(names)) == len(names)
    stored_names = {field.name for field in STORED}
    assert stored_names <= {column.name for column in s.incidents.columns}
    assert {column.name for column in s.incidents.columns} - stored_names == {"number", "body"}
    assert set(OF_SNAPSHOT) - {"number"} <= stored_names
    assert set(HXL) <= set(COLUMNS) == {field.name for field in EXPORTED}
    plain = {name for name, value in incident_row(example.incidents[0]).items() if not isinstance(value, dict | list)}
    beyond = {"attackers_killed", "actor_quote", "actor_attribution", "sure", "killed", "injured", "missing"}
    assert plain - beyond <= set(names), "the rows of `geodata read` have the same names"
    assert {name for name in CSV_COLUMNS if not re.match("missing|attackers", name)} - {"sure", "reasons"} <= set(names)
    assert not FORMER.keys() & set(names)


def test_every_column_reads_every_incident(example: Reading) -> None:
    for incident in example.incidents:
        told = Told(incident=incident, source="a paper", url="https://example.org")
        for field in FIELDS:
            value = field.read(told)
            assert value is None or isinstance(value, field.kind), field.name
            assert value is not None or not field.required, field.name
        assert stored(told).keys() == {field.name for field in STORED}
        assert exported(told)["url"] == "https://example.org"


@pytest.mark.parametrize("field", [field for field in IMPORTED if field.guess], ids=lambda field: field.name)
def test_a_header_of_ours_means_itself_and_no_other(field: object) -> None:
    name = field.imports  # type: ignore[attr-defined]  # pytest passes it as an object
    meant = [other for other, patterns in GUESSES.items() if any(p.fullmatch(name) for p in patterns)]
    assert meant == [name]


def test_a_table_of_an_earlier_version_comes_back(example: Reading, tmp_path: Path) -> None:
    chosen = Selection(items=[Item(incident=example.incidents[0])], total=1, made=date(2026, 1, 2))
    rows = list(csv.reader(io.StringIO(write(chosen, "csv").decode())))
    present = {name: former for former, name in FORMER.items() if former not in ("start", "end")}
    rows[0] = [present.get(name, name) for name in rows[0]]
    assert "latitude" in rows[0]
    file = tmp_path / "old.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write("# Incident Atlas: 1 of 1 incidents; exported 2026-01-02.\n")
        csv.writer(out).writerows(rows)
    assert recognised(rows[0]).name == "atlas"
    assert {OWN_NAMES[former] for former in present.values()} == set(present)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        assert loading.load(workspace, file).new == 1
        (kept,) = workspace.kept()
        assert kept.incident.geocode is not None
        assert abs(kept.incident.geocode.latitude - 49.06) < 0.1
        assert kept.incident.geocode.place.country == "UA"
