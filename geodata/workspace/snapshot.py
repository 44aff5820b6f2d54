"""The incidents of a workspace as columns, for filters over hundreds of thousands of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import text

from geodata.query import Casualties, IncidentQuery
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.filing import Kept

COLUMNS = """
    number id type role state place latitude longitude country admin1 geo_precision start end killed_low killed_high
    injured_low injured_high attribution actor confidence
""".split()
WORDS = ("type", "role", "state", "country", "admin1", "geo_precision")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns by row of the table `incidents`; `version` tells which state of the workspace they show."""

    version: int
    frame: pd.DataFrame

    @classmethod
    def of(cls, workspace: WorkspaceFile) -> Snapshot:
        version = workspace.version()
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        with workspace.reading() as db:
            rows = db.execute(text(f"SELECT {names} FROM incidents ORDER BY number")).all()
        frame = pd.DataFrame.from_records([tuple(row) for row in rows], columns=COLUMNS)
        for name in WORDS:
            frame[name] = frame[name].astype("category")
        for name in ("start", "end"):
            frame[name] = pd.to_datetime(frame[name], errors="coerce")
        for name in ("killed_low", "killed_high", "injured_low", "injured_high", "latitude", "longitude", "confidence"):
            frame[name] = pd.to_numeric(frame[name], errors="coerce")
        return cls(version, frame)

    def mask(self, query: IncidentQuery, found: Sequence[int] | None = None) -> Mask:
        """Which rows pass a filter. `found` are the numbers that full-text search gave for the query's words.

        A row without a date passes every filter of dates: it may lie within.
        """
        frame = self.frame
        kept = np.ones(len(frame), dtype=bool)
        for name, wanted in (
            ("type", [t.value for t in query.types]),
            ("role", [r.value for r in query.roles]),
            ("state", [s.value for s in query.states]),
            ("country", list(query.countries)),
        ):
            if wanted:
                kept &= frame[name].isin(wanted).to_numpy()
        if query.start:
            kept &= ~(frame["end"] < pd.Timestamp(query.start)).to_numpy()
        if query.end:
            kept &= ~(frame["start"] > pd.Timestamp(query.end)).to_numpy()
        kept &= self.harmed(query.casualties)
        if query.text:
            kept &= np.isin(frame["number"].to_numpy(), np.array(found or [], dtype=np.int64))
        return kept

    def harmed(self, casualties: Casualties) -> Mask:
        """Rows that report casualties of the kind asked for: a figure that is more than nobody."""
        some = {
            kind: ((self.frame[f"{kind}_low"] > 0) | (self.frame[f"{kind}_high"] > 0)).to_numpy()
            for kind in ("killed", "injured")
        }
        if casualties is Casualties.KILLED:
            return some["killed"]
        if casualties is Casualties.INJURED:
            return some["injured"]
        if casualties is Casualties.REPORTED:
            return some["killed"] | some["injured"]
        return np.ones(len(self.frame), dtype=bool)


def select(workspace: WorkspaceFile, query: IncidentQuery, snapshot: Snapshot | None = None) -> list[Kept]:
    """The incidents that pass a filter. Rejected ones only where the filter asks for them."""
    snapshot = snapshot or Snapshot.of(workspace)
    found = workspace.search(query.text) if query.text else None
    kept = snapshot.mask(query, found)
    if not query.states:
        kept &= (snapshot.frame["state"] != "rejected").to_numpy()
    if kept.all():
        return workspace.kept()
    return workspace.kept(snapshot.frame["id"].to_numpy()[kept].tolist())
