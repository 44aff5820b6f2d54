"""Names of downloaded files: what they contain, and from when."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from dashboard.state.library import Library
from geodata.query import IncidentQuery

LONGEST = 60  # characters of a title in a file name


def file_name(found: Library, query: IncidentQuery, ending: str, today: date | None = None) -> str:
    """ "missile-hits-crowded-shopping-centre-2022-06-27.csv" for one report, "incidents-" and the date for more."""
    only = found.report if query.sources == (found.current,) else None
    if not query.sources and len(found.reports) == 1 and not found.datasets:
        only = found.reports[0]
    if only is None:
        return f"incidents-{(today or date.today()).isoformat()}.{ending}"
    plain = unicodedata.normalize("NFKD", only.title or "report").encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    short = words if len(words) <= LONGEST else words[:LONGEST].rpartition("-")[0] or words[:LONGEST]
    day = (only.published or today or date.today()).isoformat()
    return f"{short or 'report'}-{day}.{ending}"
