"""Two readings of one report side by side: where the readers agree, where they differ, and whose value the user keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.parts.reader_table import OPEN, Row, kept_of, rows_of
from dashboard.words.escape import plain
from geodata.llm import comparing
from geodata.records import Reading
from geodata.words.catalogue import say

PENDING = "readings_to_compare"  # session key: readings that are not saved yet


@dataclass(frozen=True, slots=True)
class Both:
    """The readings of one report by the built-in reader and a language model."""

    one: Reading
    other: Reading


def pending() -> list[Both]:
    found: list[Both] = st.session_state.setdefault(PENDING, [])
    return found


def compared(number: int, both: Both) -> Reading:
    """Show the differences in a table, and return one reading merged by the user's choices."""
    names = (say("reader.one"), say("reader.other"))
    pairs = comparing.compared(both.one, both.other)
    rows = rows_of(pairs)
    agreed = len(pairs) - len({row.pair for row in rows})
    st.markdown(f"**{plain(both.one.report.title or say('compare_readers.untitled'))}**")
    st.caption(say("compare_readers.agreed", agreed=agreed, open=len(rows)))
    kept = kept_of(rows, edited(number, rows)) if rows else {}
    return comparing.merged(both.one, both.other, names, kept)


def edited(number: int, rows: list[Row]) -> list[str]:
    """Show the table, and return the choice in each row."""
    columns = {name: say(f"compare_readers.{name}") for name in ("incident", "field", "one", "other", "keep")}
    frame = pd.DataFrame([(row.incident, row.name, row.one, row.other, say(f"compare_readers.{OPEN}")) for row in rows],
                         columns=list(columns.values()))  # fmt: skip
    choices = [say(f"compare_readers.{name}") for name in (OPEN, "one", "other")]
    table: Any = st.data_editor(
        frame, hide_index=True, disabled=list(columns.values())[:-1], key=f"compare_readers_{number}",
        column_config={columns["keep"]: st.column_config.SelectboxColumn(columns["keep"], options=choices, required=True)},
    )  # fmt: skip
    meant = dict(zip(choices, (OPEN, "one", "other"), strict=True))
    return [meant.get(str(choice), OPEN) for choice in table[columns["keep"]]]
