"""The scores of `geodata evaluate`, on small cases that can be counted by hand."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.__main__ import main
from geodata.evaluation.command import PUBLIC
from geodata.evaluation.incidents import Tally
from geodata.evaluation.matching import best_assignment
from geodata.evaluation.toponyms import Tally as ToponymTally


def row(place: str, lat: float, lon: float, **more: Any) -> dict[str, Any]:
    figure = {"low": 3, "high": 3, "quote": "three"}
    return {
        "role": "main", "type": "shooting", "place": place, "lat": lat, "lon": lon, "date_start": "2022-06-26",
        "date_end": "2022-06-26", "killed": figure, "injured": None, "attribution": "police", "evidence": "three died",
    } | more  # fmt: skip


def test_scores_by_hand() -> None:
    tally = Tally()
    gold = [row("Mosul", 36.34, 43.13), row("Kabul", 34.53, 69.17)]
    read = [row("Mosul", 36.4, 43.1, killed={"low": 4, "high": 4, "quote": "four"}), row("Paris", 48.85, 2.35)]
    tally.add("a", gold, read, "three died\nthree")
    scores = tally.scores()
    assert scores["found precision"] == scores["found recall"] == scores["found F1"] == 0.5
    assert scores["killed F1"] == 0.0
    assert scores["whole F1"] == 0.0
    assert scores["quotes"] == pytest.approx(3 / 4)
    assert len(tally.disagreements) == 3


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=4))
)
def test_the_assignment_is_the_best_there_is(worth: list[list[int]]) -> None:
    rows, columns = len(worth), len(worth[0])
    best = max(
        sum(worth[i][j] for i, j in zip(range(rows), chosen, strict=False) if j < columns)
        for chosen in itertools.permutations(range(max(rows, columns)), rows)
    )
    found = best_assignment(worth)
    assert sum(worth[i][j] for i, j in found) == best
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


def test_toponyms_by_hand() -> None:
    tally = ToponymTally()
    gold = [
        {"start": 0, "end": 5, "lat": 48.85, "lon": 2.35},
        {"start": 9, "end": 14, "lat": 50.45, "lon": 30.52},
        {"start": 20, "end": 25},
    ]
    read = [
        {"start": 0, "end": 5, "lat": 48.86, "lon": 2.34},
        {"start": 9, "end": 14, "lat": 40.0, "lon": 30.5},
        {"start": 20, "end": 25, "lat": 0.0, "lon": 0.0},
    ]
    tally.add(gold, read)
    scores = tally.scores()
    assert scores["F1"] == 1.0
    assert scores["located F1"] == scores["found and placed"] == 0.5


def test_evaluate_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Gunmen shot dead three people in Mosul on Sunday, police said."
    articles, gold = tmp_path / "articles.jsonl", tmp_path / "gold.jsonl"
    articles.write_text(json.dumps({"doc_id": "a", "date": "2022-06-27", "title": "", "text": text}) + "\n", "utf-8")
    gold.write_text(json.dumps({"doc_id": "a", "incidents": [row("Mosul", 36.34, 43.13, evidence=text)]}) + "\n", "utf-8")
    assert main(["evaluate", "--articles", str(articles), "--gold", str(gold), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["found F1"] == scores["whole F1"] == scores["quotes"] == 1.0


def test_evaluate_names_what_is_absent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, gold = tmp_path / "articles.jsonl", tmp_path / "gold.jsonl"
    articles.write_text(json.dumps({"doc_id": "a", "date": None, "title": "", "text": "x"}) + "\n", "utf-8")
    gold.write_text(json.dumps({"doc_id": "b", "incidents": []}) + "\n", "utf-8")
    assert main(["evaluate", "--articles", str(articles), "--gold", str(gold)]) == 1
    assert "b" in capsys.readouterr().err


def test_rows_of_another_reader_on_the_public_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = [json.loads(line) for line in (PUBLIC / "incidents.jsonl").read_text("utf-8").splitlines()]
    perfect = tmp_path / "read.jsonl"
    perfect.write_text("".join(json.dumps(one) + "\n" for one in marked), "utf-8")
    assert main(["evaluate", "--public", "--read", str(perfect), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["whole F1"] == scores["quotes"] == 1.0
    perfect.write_text("", "utf-8")  # an article without a row counts as one without incidents
    assert main(["evaluate", "--public", "--held-out", "--read", str(perfect), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["found F1"] == 0.0
    assert 0 < scores["articles' incidents"] < sum(len(one["incidents"]) for one in marked)


def test_the_marks_of_the_public_benchmark_are_where_they_say() -> None:
    texts = {one["doc_id"]: one for one in map(json.loads, (PUBLIC / "articles.jsonl").read_text("utf-8").splitlines())}
    for line in (PUBLIC / "incidents.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        for incident in one["incidents"]:
            for span in (s for found in incident["spans"].values() for s in found):
                assert texts[one["doc_id"]][span["field"]][span["start"] : span["end"]] == span["words"]
    assert {one["held_out"] for one in texts.values()} == {True, False}
    assert all(one["licence"].startswith(("CC BY 2.5", "US public domain")) for one in texts.values())


def test_held_out_articles_have_to_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, gold = tmp_path / "articles.jsonl", tmp_path / "gold.jsonl"
    articles.write_text(json.dumps({"doc_id": "a", "date": None, "title": "", "text": "x"}) + "\n", "utf-8")
    gold.write_text(json.dumps({"doc_id": "a", "incidents": []}) + "\n", "utf-8")
    assert main(["evaluate", "--articles", str(articles), "--gold", str(gold), "--held-out"]) == 1
    assert "held_out" in capsys.readouterr().err


@pytest.mark.parametrize(
    "incidents",
    [7, None, [None], [{"type": 7}], [{"type": "shelling", "role": "main", "place": {}, "lat": "x", "lon": 1}]],
    ids=["a number", "nothing", "no object", "a type that is none", "a place that is none"],
)
def test_faulty_marks_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], incidents: object) -> None:
    articles, gold = tmp_path / "a.jsonl", tmp_path / "g.jsonl"
    text = "A bomb killed nine people in Mosul on Monday, police said."
    articles.write_text(json.dumps({"doc_id": "a", "text": text, "date": "2022-06-28"}) + "\n")
    gold.write_text(json.dumps({"doc_id": "a", "incidents": incidents}) + "\n")
    for more in ([], ["--oracle"], ["--checks"]):
        assert main(["evaluate", "--articles", str(articles), "--gold", str(gold), *more]) == 1
        assert re.search(r"geodata: .*g\.jsonl.*: a (lacks|is not marked)", capsys.readouterr().err)


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[" * 100_000, b'{"id": ' + b"9" * 5_000 + b"}", b"7"])
def test_a_line_that_is_no_row_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line)
    for option in ("--counts", "--toponyms"):
        assert main(["evaluate", option, str(path)]) == 1
        assert f"{path}:1: " in capsys.readouterr().err
