"""Drafts of articles: how uploaded files become drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.state import drafts


def test_the_rows_of_an_upload_are_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"doc_id": n, "date": "2022-06-28", "title": "Fire", "text": "A fire in Lima killed four."} for n in range(3)]
    body = "\n".join([*(json.dumps(row) for row in rows), "no JSON"]).encode()
    (text,), found = drafts.of_files([("a.txt", b"A fire in Lima."), ("rows.jsonl", body)])
    assert text.document.text == "A fire in Lima."
    assert [str(one.document.published) for one in found] == ["2022-06-28"] * 3 + ["None"]
    assert [one.document.title for one in found] == ["Fire"] * 3 + [""]
    assert "rows.jsonl:4: invalid JSON" in found[3].error
    monkeypatch.setattr(drafts, "MOST_ROWS", 2)
    ((refused,),) = drafts.of_files([("rows.jsonl", body)])
    assert "more than 2 articles" in refused.error


@pytest.mark.parametrize(
    "name", ["../../../escaped.txt", "/escaped.txt", "C:\\escaped.txt", "a\x00b.txt", "x" * 5_000 + ".txt", "..", ""]
)
def test_the_name_of_an_upload_is_only_shown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ((draft,),) = drafts.of_files([(name, b"A fire in Lima killed four.")])
    assert (draft.name, draft.error, draft.document.text) == (name, "", "A fire in Lima killed four.")
    assert not list(tmp_path.iterdir())
    assert not list(tmp_path.parent.glob("escaped*"))
