"""The incidents as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.wording import date_words, figure_words, place_words
from geodata.records import Incident

COLUMNS = ("Place", "Type", "Date", "Killed", "Injured", "Source", "Role", "Confidence")


def table(incidents: Sequence[Incident]) -> pd.DataFrame:
    """One row an incident, in the order of the text; words, since a figure is never shown without its qualifier."""
    rows = [
        (
            place_words(i),
            i.type.label,
            date_words(i),
            figure_words(i.killed),
            figure_words(i.injured),
            i.attribution or "the report itself",
            i.role.label,
            i.confidence,
        )
        for i in incidents
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
