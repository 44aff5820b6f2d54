"""Marked articles: as pieces with labels, and as the output of networks that make no errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.evaluation import marks
from geodata.reading.labels import EVENT, KINDS
from geodata.reading.model_files import FOLDER
from geodata.reading.pieces import cut, load_tokenizer
from geodata.sources.example import example_marks, example_report
from geodata.training.reader.spans import labels, spans_of


def test_every_mark_of_the_example_holds_its_words() -> None:
    article = marks.example()
    assert len(article.incidents) == 10
    spans = [s for incident in example_marks() for found in incident["spans"].values() for s in found]
    assert all(example_report().part(s["field"])[s["start"] : s["end"]] == s["words"] for s in spans)
    assert {article.full[m.start : m.end] for m in article.marks} == {s["words"] for s in spans}


def test_white_space_around_a_title_moves_no_mark() -> None:
    row = {"doc_id": "a", "title": "  Blast in Lima ", "text": "Two died.", "date": "2022-06-27"}
    spans = {
        "event": [{"field": "title", "start": 2, "end": 7, "words": "Blast"}],
        "killed": [{"field": "text", "start": 0, "end": 8}],
    }
    article = marks.marked_article(row, [{"type": "fire", "role": "main", "spans": spans}])
    assert [article.full[m.start : m.end] for m in article.marks] == ["Blast", "Two died"]


def test_labels_begin_and_go_on() -> None:
    article = marks.example()
    pieces = cut(load_tokenizer(FOLDER / "tokenizer.json"), article.full, len(article.title), [(0, len(article.full))], [])
    spans = spans_of(article, pieces)
    table = labels(spans, len(pieces))
    first = next(s for s in spans if s.kind == KINDS.index("killed"))
    assert table[first.first, first.kind] == 1
    assert set(table[first.first + 1 : first.last, first.kind].tolist()) == {2}
    own = labels(spans, len(pieces), incident=1)
    assert 0 < (own[:, EVENT] > 0).sum() < (table[:, EVENT] > 0).sum()


def test_the_oracle_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = marks.example()
    text = article.full[len(article.title) + 1 :]
    row = {"doc_id": article.doc_id, "date": "2022-06-27", "title": article.title, "text": text}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (tmp_path / "m.jsonl").write_text(json.dumps({"doc_id": article.doc_id, "incidents": example_marks()}) + "\n", "utf-8")
    command = ["evaluate", "--oracle", "--json", "--articles", str(tmp_path / "a.jsonl"), "--gold", str(tmp_path / "m.jsonl")]
    assert main(command) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["found F1"] == scores["whole F1"] == scores["quotes"] == 1.0
