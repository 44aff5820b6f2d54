"""The incidents as a table, a page at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.map_feed import date_of, figure_at
from dashboard.phrases import label, say
from dashboard.wording import NOT_REPORTED
from geodata.summary.places import Rows
from geodata.vocabulary import IncidentType, ReviewState, Role
from geodata.workspace.snapshot import Snapshot

PAGE = 200
COLUMNS = ("place", "type", "date", "killed", "injured", "claimant", "role", "state", "confidence")


def latest_first(snapshot: Snapshot) -> Rows:
    """All rows, the latest first and what has no date at the end."""
    return np.argsort(-snapshot.starts.astype(np.int64), kind="stable")


def table(snapshot: Snapshot, rows: Rows) -> pd.DataFrame:
    """One line an incident; words, since a figure is never shown without its qualifier."""
    lines = [
        (
            snapshot.places.at(row) or say("word.no_place"),
            label(IncidentType(str(snapshot.types.at(row)))),
            date_of(snapshot, row),
            figure_at(snapshot.killed, row) or NOT_REPORTED,
            figure_at(snapshot.injured, row) or NOT_REPORTED,
            snapshot.claimants.at(row) or say("word.report_itself"),
            label(Role(str(snapshot.roles.at(row)))),
            label(ReviewState(str(snapshot.states.at(row)))),
            float(snapshot.confidences[row]),
        )
        for row in rows.tolist()
    ]
    return pd.DataFrame(lines, columns=[say(f"table.{name}") for name in COLUMNS])
