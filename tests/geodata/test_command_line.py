"""The command line, called as a user calls it."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.commands.output import write_whole
from geodata.errors import OptionError
from geodata.exporting.formats import safe_cell

EXAMPLE = str(files("geodata") / "data" / "example" / "kremenchuk.txt")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.slow
def test_read_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "read", EXAMPLE, "--published", "2022-06-27")
    assert code == 0
    assert re.match(r"\d+ incidents \(", out)
    assert "Kremenchuk · 2022-06-27 · new" in out
    assert "killed: at least 10, says the governor of the region" in out


@pytest.mark.slow
def test_read_as_geojson_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "read", EXAMPLE, "--published", "2022-06-27", "--format", "geojson")
    features = json.loads(out)["features"]
    assert len(features) >= 7
    assert features[0]["geometry"]["coordinates"] == pytest.approx([33.42, 49.07], abs=0.05)
    _, out, _ = run(capsys, "read", EXAMPLE, "--published", "2022-06-27", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    places = [r["place"] for r in rows]
    assert places[0] == "Kremenchuk"
    assert {"Kramatorsk", "Lysychansk", "Kyiv"} < set(places)
    assert {r["sure"] for r in rows} <= {"True", "False"}
    assert rows[0]["killed_low"] == "10"
    assert rows[0]["killed_high"] == ""


def test_rows_in_rows_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        {
            "doc_id": "a",
            "date": "2022-06-27",
            "title": None,
            "text": "A bomb in Mosul killed nine people on Sunday, police said.",
        },
        {"doc_id": "b", "text": ""},
        {"doc_id": "c", "date": "2022-06-27", "text": "Leaders met in Vienna."},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in rows))
    code, _, _ = run(capsys, "read", "--jsonl", str(source), "--out", str(target))
    assert code == 0
    out = [json.loads(line) for line in target.read_text().splitlines()]
    assert [r["doc_id"] for r in out] == ["a", "b", "c"]
    (incident,) = out[0]["incidents"]
    assert incident["killed"] | {"start": 0, "end": 0} == {
        "low": 9, "high": 9, "best": 9, "qualifier": "exact", "word": None, "quote": "killed nine people", "attribution": "police",
        "field": "text", "start": 0, "end": 0,
    }  # fmt: skip
    text = rows[0]["text"] or ""
    assert text[incident["killed"]["start"] : incident["killed"]["end"]] == "killed nine people"
    assert {
        "geo_precision",
        "confidence",
        "reasons",
        "date_start",
        "in_country",
        "missing",
        "attackers_killed",
    } <= incident.keys()
    assert out[1]["incidents"] == out[2]["incidents"] == []


def test_toponyms(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"doc_id": "a", "text": "Russian troops left Kherson, Ukraine said."}) + "\n")
    code, out, _ = run(capsys, "toponyms", "--jsonl", str(source))
    assert code == 0
    names = [(t["name"], t["start"], t["geonameid"] is not None) for t in json.loads(out)["toponyms"]]
    assert names == [("Russian", 0, True), ("Kherson", 20, True), ("Ukraine", 29, True)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "/nowhere/at/all.txt"),
        ("read", EXAMPLE, "--published", "soon"),
        ("read",),
        ("geocode", "Qwertzuiopa"),
    ],
)
def test_errors_are_one_line(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-3", "@sum", "\tx", "\u200b=1", "\ufeff =1", "−1"])
def test_cells_that_spreadsheets_would_run(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell("plain") == "plain"
    assert safe_cell(-3) == -3


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("before")
    write_whole(tmp_path / "a.csv", b"after")
    assert (tmp_path / "a.csv").read_text() == "after"

    def full(path: Path, body: bytes) -> int:
        with path.open("wb") as file:
            file.write(body[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OptionError, match=r"a\.csv cannot be written \(No space left on device\)"):
        write_whole(tmp_path / "a.csv", b"never")
    assert (tmp_path / "a.csv").read_text() == "after"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
