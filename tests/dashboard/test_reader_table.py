"""The differences between two readers as a table, and a person's answers to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.parts.reader_table import OPEN, kept_of, rows_of
from geodata.llm.comparing import WHOLE, compared
from geodata.records import Reading


def test_rows_are_differences_and_answers_what_to_keep(example: Reading) -> None:
    first, second, *_ = example.incidents
    assert first.killed is not None
    more = replace(first, killed=replace(first.killed, low=99, best=99), start=None, end=None)
    rows = rows_of(compared(replace(example, incidents=(more,)), replace(example, incidents=(first, second))))
    assert [(row.pair, row.field) for row in rows] == [(0, "killed"), (0, "days"), (1, WHOLE)]
    assert (rows[0].one, rows[0].other) == ("at least 99", "at least 10")
    assert (rows[2].one, rows[2].other) == ("Not read", second.evidence.quote)
    assert kept_of(rows, ["one", OPEN, "other"]) == {(0, "killed"): "one", (1, WHOLE): "other"}
    with pytest.raises(ValueError, match="shorter"):
        kept_of(rows, ["one"])


def test_readers_that_agree_leave_nothing_to_decide(example: Reading) -> None:
    assert rows_of(compared(example, example)) == []
