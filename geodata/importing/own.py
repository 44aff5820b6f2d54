"""Import our own JSON export whole, with every quote and offset."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from geodata.importing.outcome import Outcome
from geodata.records import Incident
from geodata.serial import from_plain
from geodata.tables.files.limits import MOST_JSON
from geodata.vocabulary import ReviewState
from geodata.workspace import corrections, database, filing
from geodata.workspace import schema as s
from geodata.workspace.merging import Claim
from geodata.workspace.store import Workspace


def as_reviewed(db: Connection, ident: str, state: ReviewState) -> None:
    """Record an incident's state in an export as an act of the import."""
    acts = {
        ReviewState.CONFIRMED: corrections.CONFIRM,
        ReviewState.CORRECTED: corrections.IMPORTED,
        ReviewState.REJECTED: corrections.REJECT,
    }
    if state in acts:
        filing.note(db, ident, "import", acts[state], reason=f"{state.value} in the export")


def own_export(path: Path) -> list[dict[str, Any]] | None:
    """Return the items of our JSON export; None for any other file."""
    if path.suffix.lower() != ".json" or not path.is_file() or path.stat().st_size > MOST_JSON:
        return None
    try:
        body = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(body, dict) and body.get("made_by") == "Incident Atlas" and isinstance(body.get("items"), list):
        return list(body["items"])
    return None


def own_incident(outcome: Outcome, item: Any) -> tuple[Incident, ReviewState] | None:
    """Return the incident and state of an item of our JSON export; None for any other item, which is rejected in `outcome`."""
    outcome.rows += 1
    try:
        return from_plain(Incident, item["incident"]), ReviewState(item.get("state", "unreviewed"))
    except (AttributeError, KeyError, TypeError, ValueError):
        outcome.reject(outcome.rows, NOT_OURS, {"item": json.dumps(item, ensure_ascii=False)})
        return None


NOT_OURS = "not an incident in the format of Incident Atlas"


def load_own(workspace: Workspace, path: Path, items: list[dict[str, Any]]) -> Outcome:
    """Import the incidents of our JSON export whole, with every quote and offset."""
    outcome = Outcome(table=None, headers=["item"])
    headers = list(dict.fromkeys(name for item in items for name in extra_of(item)))
    dataset = filing.digest(f"atlas-json|{path.name}|{'|'.join(headers)}")
    with workspace.writing() as db:
        row = {"id": dataset, "name": path.stem, "format": "atlas-json", "imported": database.now()}
        db.execute(
            insert(s.datasets).prefix_with("OR IGNORE").values(**row, mapping="{}", columns=json.dumps(headers), rejected="[]")
        )
        for item in items:
            if (own := own_incident(outcome, item)) is None:
                continue
            incident, state = own
            known = text("SELECT 1 FROM claims WHERE id = :id UNION ALL SELECT 1 FROM incidents WHERE id = :id")
            if db.execute(known, {"id": incident.id}).first():
                outcome.known += 1
                continue
            outlet = str(item.get("source") or "")
            claim = Claim(id=incident.id, incident=incident, source=outlet or path.stem, dataset_id=dataset, outlet=outlet)
            number = filing.new_incident(db, replace(claim, position=outcome.rows))
            extra = extra_of(item)
            raw = json.dumps([str(extra.get(name, "")) for name in headers], ensure_ascii=False, separators=(",", ":"))
            db.execute(s.claims.update().where(s.claims.c.id == claim.id).values(raw=raw))
            ident = filing.kept_at(db, number).incident.id
            as_reviewed(db, ident, state)
            filing.refresh(db, number)
            outcome.new += 1
    return outcome


def extra_of(item: Any) -> dict[str, Any]:
    extra = item.get("extra") if isinstance(item, dict) else None
    return extra if isinstance(extra, dict) else {}
