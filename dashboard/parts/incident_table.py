"""The incidents as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.map.map_feed import date_of, figure_at
from dashboard.words.wording import NOT_REPORTED
from geodata.columns.masks import Chosen
from geodata.columns.snapshot import Snapshot
from geodata.summary.places import Rows
from geodata.visible import all_visible
from geodata.vocabulary import IncidentType, ReviewState, Role
from geodata.words.catalogue import label, say

MOST = 5_000  # rows; browsers are slow to sort more
COLUMNS = (
    "place", "type", "date", "killed", "combatants", "injured", "claimant", "source", "role", "state", "confidence",
)  # fmt: skip


def table_rows(chosen: Chosen, latest: bool) -> Rows:
    """Return at most MOST rows of a filter: in the report's order, or latest first with undated incidents at the end."""
    rows = np.flatnonzero(chosen.mask)
    if latest:
        rows = rows[np.argsort(-chosen.snapshot.starts[rows].astype(np.int64), kind="stable")]
    return rows[:MOST]


def table(snapshot: Snapshot, rows: Rows) -> pd.DataFrame:
    """Return one row per incident. Figures are words, because a figure is never shown without its qualifier."""
    lines = [
        (
            snapshot.places.at(row) or say("word.no_place"),
            label(IncidentType(str(snapshot.types.at(row)))),
            date_of(snapshot, row),
            figure_at(snapshot.killed, row) or NOT_REPORTED,
            "" if np.isnan(snapshot.combatants[row]) else f"{int(snapshot.combatants[row]):,}",
            figure_at(snapshot.injured, row) or NOT_REPORTED,
            snapshot.claimants.at(row) or say("word.report_itself"),
            snapshot.outlets.at(row) or "",
            label(Role(str(snapshot.roles.at(row)))),
            label(ReviewState(str(snapshot.states.at(row)))),
            float(snapshot.confidences[row]),
        )
        for row in rows.tolist()
    ]
    frame = pd.DataFrame(all_visible(lines), columns=[say(f"table.{name}") for name in COLUMNS])
    return frame.drop(columns=[name for name in (say("table.combatants"), say("table.source")) if not frame[name].any()])
