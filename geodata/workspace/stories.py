"""`geodata reconcile`: articles in, reconciled incidents out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geodata.exporting.rows import figure_row
from geodata.leftovers import temporary_folder
from geodata.records import Reading
from geodata.workspace.filing import Kept
from geodata.workspace.store import Workspace


def reconciled(readings: Iterable[tuple[str, Reading]]) -> list[dict[str, Any]]:
    """Return one row per incident with the ids of the articles about it. Add the articles in the order of publication."""
    ordered = sorted(readings, key=lambda pair: (str(pair[1].report.published or ""), pair[0]))
    doc_ids: dict[str, list[str]] = {}
    with (
        temporary_folder() as folder,
        Workspace.open(Path(folder) / "stories.sqlite") as kept,
    ):
        for doc_id, reading in ordered:
            doc_ids.setdefault(reading.report.id, []).append(doc_id)
            kept.add(reading)
        return [row_of_story(item, kept, doc_ids) for item in kept.kept()]


def row_of_story(item: Kept, workspace: Workspace, doc_ids: dict[str, list[str]]) -> dict[str, Any]:
    incident, geocode = item.incident, item.incident.geocode
    claims = workspace.claims_of(incident.id)
    told_by = dict.fromkeys(doc_id for c in claims if c.report_id for doc_id in doc_ids[c.report_id])
    return {
        "incident_id": incident.id,
        "role": incident.role.value,
        "type": incident.type.value,
        "place": incident.place,
        "lat": round(geocode.latitude, 5) if geocode else None,
        "lon": round(geocode.longitude, 5) if geocode else None,
        "date_start": incident.start.isoformat() if incident.start else None,
        "date_end": incident.end.isoformat() if incident.end else None,
        "killed": figure_row(incident.killed),
        "injured": figure_row(incident.injured),
        "doc_ids": list(told_by),
    }
