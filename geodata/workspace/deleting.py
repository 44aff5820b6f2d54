"""Delete a report and everything that came from it in one transaction, and put it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from geodata.errors import ReviewError
from geodata.workspace import filing
from geodata.workspace import schema as s

Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """The rows deleted with a report, by table, and the reviews that count as undone since."""

    report: Rows
    choices: Rows
    claims: Rows
    incidents: Rows  # those without other claims
    proposals: Rows
    ids: dict[int, str]  # of all incidents in these rows, by number
    undone: tuple[int, ...]


def take_out(db: Connection, report_id: str) -> Deleted:
    claims = rows_of(db, s.claims, s.claims.c.report == report_id)
    idents, numbers = [row["id"] for row in claims], sorted({int(row["incident"]) for row in claims})
    others = select(s.claims.c.incident).where(s.claims.c.report.is_distinct_from(report_id))
    incidents = rows_of(db, s.incidents, s.incidents.c.number.in_(numbers) & s.incidents.c.number.not_in(others))
    of_gone = s.proposals.c.claim.in_(idents) | s.proposals.c.incident.in_([row["number"] for row in incidents])
    live = s.reviews.c.incident.in_([row["id"] for row in incidents]) & (s.reviews.c.undone == 0)
    proposals = rows_of(db, s.proposals, of_gone)
    proposed = [int(row["incident"]) for row in proposals]
    deleted = Deleted(
        report=rows_of(db, s.reports, s.reports.c.id == report_id),
        choices=rows_of(db, s.choices, s.choices.c.report == report_id),
        claims=claims,
        incidents=incidents,
        proposals=proposals,
        ids={
            int(row["number"]): row["id"] for row in rows_of(db, s.incidents, s.incidents.c.number.in_([*numbers, *proposed]))
        },
        undone=tuple(int(row["id"]) for row in rows_of(db, s.reviews, live)),
    )
    db.execute(delete(s.proposals).where(s.proposals.c.claim.in_(idents)))
    db.execute(delete(s.claims).where(s.claims.c.report == report_id))
    for number in numbers:
        filing.refresh(db, number, forget=True)
    db.execute(delete(s.choices).where(s.choices.c.report == report_id))
    db.execute(delete(s.reports).where(s.reports.c.id == report_id))
    return deleted


def put_back(db: Connection, deleted: Deleted) -> None:
    """Return each claim to its incident, or to a new one if that is gone."""
    if any(rows_of(db, s.reports, s.reports.c.id == row["id"]) for row in deleted.report):
        raise ReviewError("the report is already in the workspace")
    insert_all(db, s.reports, deleted.report)
    insert_all(db, s.choices, deleted.choices)
    for row in deleted.incidents:
        if rows_of(db, s.incidents, s.incidents.c.id == row["id"]):
            continue  # another report brought it back
        is_taken = bool(rows_of(db, s.incidents, s.incidents.c.number == row["number"]))
        db.execute(insert(s.incidents).values(**{name: v for name, v in row.items() if not (is_taken and name == "number")}))
    now = {row["id"]: int(row["number"]) for row in rows_of(db, s.incidents, s.incidents.c.id.in_(deleted.ids.values()))}
    numbers = {old: now[ident] for old, ident in deleted.ids.items() if ident in now}
    for row in deleted.claims:
        if row["incident"] in numbers:
            db.execute(insert(s.claims).values({**row, "incident": numbers[row["incident"]]}))
        else:
            report = {name: deleted.report[0][name] for name in ("published", "source", "title")}
            filing.new_incident(db, filing.claim_at(db, {**row, **report, "name": None}))
    db.execute(update(s.reviews).where(s.reviews.c.id.in_(deleted.undone)).values(undone=0))
    for number in set(numbers.values()):
        filing.refresh(db, number)
    for row in deleted.proposals:
        if row["incident"] in numbers and rows_of(db, s.claims, s.claims.c.id == row["claim"]):
            db.execute(insert(s.proposals).prefix_with("OR IGNORE").values({**row, "incident": numbers[row["incident"]]}))


def rows_of(db: Connection, table: Table, where: ColumnElement[bool]) -> Rows:
    return tuple(dict(row) for row in db.execute(select(table).where(where)).mappings())


def insert_all(db: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        db.execute(insert(table).values(**row))
