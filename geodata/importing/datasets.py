"""Imported tables, and the places that were looked up for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import text

from geodata.records import Incident
from geodata.serial import from_plain
from geodata.tables.layout import layouts
from geodata.workspace import filing
from geodata.workspace import schema as s
from geodata.workspace.columns import GAZETTEER
from geodata.workspace.store import Workspace

THOSE = """dataset = :id AND EXISTS (SELECT 1 FROM json_each(:spans)
        WHERE incident >= json_extract(value, '$[0]') AND incident < json_extract(value, '$[1]'))"""
OF_DATASET = "SELECT incident FROM claims WHERE dataset = :id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """An imported table: its name, its layout's title, its number of rows, and how many of them were placed by name."""

    id: str
    name: str
    layout: str
    imported: str
    rows: int
    looked_up: int


def datasets(workspace: Workspace) -> list[Dataset]:
    """Return the imported tables, latest first."""
    query = text("""
        SELECT d.id, d.name, d.format, d.imported, COUNT(c.id) AS rows, COALESCE(SUM(i.geocoder = :gazetteer), 0) AS looked_up
        FROM datasets d LEFT JOIN claims c ON c.dataset = d.id LEFT JOIN incidents i ON i.number = c.incident
        GROUP BY d.id ORDER BY d.imported DESC
    """)
    with workspace.reading() as db:
        rows = db.execute(query, {"gazetteer": GAZETTEER}).mappings().all()
    titles = {name: layout.title for name, layout in layouts().items()}
    return [
        Dataset(**{k: v for k, v in row.items() if k != "format"}, layout=titles.get(row["format"], row["format"]))
        for row in rows
    ]


def remove(workspace: Workspace, dataset: str, of: Sequence[range] | None = None) -> int:
    """Delete an imported table, or only its incidents with the numbers `of`, and what was done to them. Incidents that have
    claims from elsewhere stay, without the table's claims. Return how many rows were deleted."""
    spans = [range(filing.LAST_NUMBER + 1)] if of is None else of
    values = {"id": dataset, "spans": json.dumps([(span.start, span.stop) for span in spans])}
    with workspace.writing() as db:
        rows = f"SELECT id FROM claims WHERE {THOSE}"  # noqa: S608
        shared = text(
            f"SELECT DISTINCT incident FROM claims WHERE id IN ({rows}) AND incident IN "  # noqa: S608
            "(SELECT incident FROM claims WHERE dataset IS NOT :id)"
        )
        stay = [int(number) for (number,) in db.execute(shared, values)]
        db.execute(text(f"DELETE FROM proposals WHERE claim IN ({rows})"), values)  # noqa: S608
        gone = db.execute(text(f"DELETE FROM claims WHERE {THOSE}"), values).rowcount  # noqa: S608
        lonely = "FROM incidents WHERE number NOT IN (SELECT incident FROM claims)"
        db.execute(text(f"UPDATE reviews SET undone = 1 WHERE incident IN (SELECT id {lonely})"))  # noqa: S608
        db.execute(text(f"DELETE FROM proposals WHERE incident IN (SELECT number {lonely})"))  # noqa: S608
        db.execute(text(f"DELETE FROM search WHERE rowid IN (SELECT number {lonely})"))  # noqa: S608
        db.execute(text(f"DELETE {lonely}"))
        for number in stay:
            filing.refresh(db, number)
        db.execute(
            text("DELETE FROM datasets WHERE id = :id AND id NOT IN (SELECT dataset FROM claims WHERE dataset = :id)"), values
        )
        filing.touch(db, filing.EVERYTHING)
    return int(gone)


def forget_look_ups(workspace: Workspace, dataset: str) -> int:
    """Remove the places that were looked up by name for a table. Its rows stay, without a point, and so do the places that
    people gave them. Return how many rows lost their point."""
    values = {"id": dataset, "gazetteer": GAZETTEER}
    with workspace.writing() as db:
        bare = f"geocoder = :gazetteer AND body IS NULL AND number IN ({OF_DATASET})"
        done = db.execute(
            text(
                "UPDATE incidents SET lat = NULL, lon = NULL, geo_precision = NULL, radius_km = NULL, geocoder = NULL, "  # noqa: S608
                f"geocode_score = NULL WHERE {bare}"
            ),
            values,
        ).rowcount
        rest = db.execute(text("SELECT id, incident, body FROM claims WHERE dataset = :id AND body IS NOT NULL"), values).all()
        for ident, number, body in rest:
            told = json.loads(body)
            incident = from_plain(Incident, told)
            geocode = incident.toponym.geocode if incident.toponym else None
            if incident.toponym is None or geocode is None or geocode.geocoder != GAZETTEER:
                continue
            without = replace(incident, toponym=replace(incident.toponym, geocode=None))
            plain = filing.body_of(without, str(told.get(filing.OUTLET, "")))
            db.execute(s.claims.update().where(s.claims.c.id == ident).values(body=plain))
            filing.refresh(db, number)
            done += 1
        filing.touch(db, filing.EVERYTHING)
    return done
