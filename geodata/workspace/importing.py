"""Bring tables of others into a workspace: ACLED, UCDP GED, TimeMap, GeoJSON, our own exports, any CSV or Excel file.

A row that cannot be understood is rejected with its reason and its number; the others come in. Every row becomes a claim
that keeps the row as it came; the same row a second time changes nothing.
"""

from __future__ import annotations

import csv
import gc
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sqlalchemy import Connection, insert, text

from geodata.errors import ImportRefused
from geodata.exchange import tables
from geodata.exchange.mapping import FIELDS, TableMapping, recognised
from geodata.records import Incident
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import Qualifier, ReviewState
from geodata.workspace import corrections, database, filing
from geodata.workspace import schema as s
from geodata.workspace.columns import incident_of
from geodata.workspace.imported import COLUMNS, Outcome, Row, converted
from geodata.workspace.merging import Claim
from geodata.workspace.store import Workspace

CHUNK = 20_000
Progress = Callable[[int], None]


def examine(path: Path, mapping: Mapping[str, str] | None = None) -> Outcome:
    """What importing a file would do, without doing it."""
    if path.suffix.lower() == ".json" and (items := own_export(path)) is not None:
        return Outcome(mapping=TableMapping("atlas-json", {}), headers=["item"], rows=len(items), new=len(items))
    outcome, chunks = opened(path, mapping)
    for chunk in chunks:
        good = converted(chunk, outcome)
        outcome.new += len({row.id for row in good})
    return outcome


def load(
    workspace: Workspace, path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> Outcome:
    """Import a file; each 20,000 rows are one step that is kept whole. `progress(rows done)`."""
    if path.suffix.lower() == ".json" and (items := own_export(path)) is not None:
        return load_own(workspace, path, items)
    outcome, chunks = opened(path, mapping)
    columns = json.dumps(dict(outcome.mapping.columns))
    dataset = filing.digest(f"{outcome.mapping.format}|{path.name}|{'|'.join(outcome.headers)}|{columns}")
    with workspace.writing() as db:
        row = {
            "id": dataset, "name": path.stem, "format": outcome.mapping.format, "imported": database.now(),
            "mapping": columns, "columns": json.dumps(outcome.headers), "rejected": "[]",
        }  # fmt: skip
        db.execute(insert(s.datasets).prefix_with("OR IGNORE").values(**row))
    while True:
        with uncollected():
            chunk = next(chunks, None)
            if chunk is None:
                break
            good = converted(chunk, outcome)
            with workspace.writing() as db:
                insert_rows(db, good, dataset, outcome)
        if progress:
            progress(outcome.rows)
    with workspace.writing() as db:
        reasons = json.dumps([[number, reason] for number, reason, _ in outcome.rejected])
        db.execute(s.datasets.update().where(s.datasets.c.id == dataset).values(rejected=reasons))
    return outcome


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: rows hold none, and it takes a fifth of the time to look for them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def opened(path: Path, mapping: Mapping[str, str] | None) -> tuple[Outcome, Generator[tables.Texts, None, None]]:
    """The file's table in chunks of text, with the mapping to use. Columns that a mapping does not name are guessed."""
    outcome = Outcome(mapping=TableMapping("", {}), headers=[])

    def bad(number: int, reason: str, row: dict[str, str]) -> None:
        outcome.rows += 1
        outcome.reject(number, reason, row)

    chunks = whole_or_refused(path, tables.texts(path, CHUNK, bad))
    first = next(chunks, None)
    if first is None or not first.positions:
        chunks.close()
        raise ImportRefused(f"{path.name} holds no rows")
    outcome.headers = list(first.columns)
    found = recognised(outcome.headers)
    if mapping is not None:
        unknown = set(mapping.values()) - set(FIELDS)
        if unknown:
            chunks.close()
            raise ImportRefused(f"no field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")
        found = TableMapping(found.format, {h: f for h, f in mapping.items() if h in outcome.headers})
    if not set(found.columns.values()) & {"lat", "place", "evidence"}:
        chunks.close()
        raise ImportRefused(
            f"{path.name}: no column is known as place, latitude or notes; its columns are {', '.join(outcome.headers[:12])}. "
            "Say which is which with the column mapper"
        )
    outcome.mapping = found

    def every() -> Generator[tables.Texts, None, None]:
        with closing(chunks):
            yield first
            yield from chunks

    return outcome, every()


def whole_or_refused(path: Path, chunks: Generator[tables.Texts, None, None]) -> Generator[tables.Texts, None, None]:
    """The chunks of a file; what breaks off the reading names the file."""
    try:
        with closing(chunks):
            yield from chunks
    except (ValueError, KeyError, TypeError, AttributeError, OSError, csv.Error, BadZipFile) as error:
        raise ImportRefused(f"{path.name} cannot be read as a table: {error}") from error


def headers_of(path: Path) -> TableMapping:
    """What the columns of a file are taken for, before anybody says more."""
    with closing(whole_or_refused(path, tables.texts(path, 1, lambda *_: None))) as chunks:
        first = next(chunks, None)
    return recognised(list(first.columns)) if first is not None else TableMapping("table", {})


def insert_rows(db: Connection, rows: list[Row], dataset: str, outcome: Outcome) -> None:
    """File rows that are not there yet, each as a claim and an incident of its own."""
    ids = json.dumps([row.id for row in rows])
    query = text(
        "SELECT id, raw FROM claims WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION ALL SELECT id, NULL FROM incidents WHERE id IN (SELECT value FROM json_each(:ids))"
    )
    seen: dict[str, str | None] = {}
    for ident, raw in db.execute(query, {"ids": ids}):
        seen[str(ident)] = raw or seen.get(str(ident))
    fresh = []
    for row in rows:
        if row.id not in seen:
            seen[row.id] = row.raw
            fresh.append(row)
        elif seen[row.id] in (None, row.raw):
            outcome.known += 1
        else:
            cells = dict(zip(outcome.headers, json.loads(row.raw), strict=False))
            outcome.reject(row.position, "its id is there already, with other content", cells)
    if not fresh:
        return
    outcome.new += len(fresh)
    number = int(db.execute(text("SELECT COALESCE(MAX(number), 0) FROM incidents")).scalar() or 0)
    marks = ",".join("?" * (len(COLUMNS) + 1))
    db.exec_driver_sql(
        f"INSERT INTO incidents (number, {', '.join(chr(34) + name + chr(34) for name in COLUMNS)}) VALUES ({marks})",
        [(number + n, *row.values) for n, row in enumerate(fresh, 1)],
    )
    filing.touch(db, filing.EVERYTHING)
    db.exec_driver_sql(
        "INSERT INTO claims (id, incident, dataset, position, raw) VALUES (?, ?, ?, ?, ?)",
        [(row.id, number + n, dataset, row.position, row.raw) for n, row in enumerate(fresh, 1)],
    )
    db.exec_driver_sql(
        "INSERT INTO search (rowid, words) VALUES (?, ?)", [(number + n, row.words) for n, row in enumerate(fresh, 1)]
    )
    for row in fresh:
        if row.told is not None:
            as_exported(db, row.id, *row.told)


def as_exported(db: Connection, ident: str, words: Mapping[str, str], state: ReviewState) -> None:
    """What our own table says beyond its columns: a figure that was a word, and what people had said of the incident."""
    number = filing.number_of(db, ident)
    own = db.execute(s.incidents.select().where(s.incidents.c.number == number)).mappings().one()
    record = incident_of({**own, "body": None})
    for kind in ("killed", "injured"):
        figure = getattr(record, kind)
        if figure is not None and figure.qualifier is Qualifier.VAGUE:
            changed: dict[str, Any] = {kind: replace(figure, word=words[kind] or None)}
            record = replace(record, **changed)
    body = json.dumps(to_plain(record), ensure_ascii=False)
    db.execute(s.claims.update().where(s.claims.c.id == ident).values(body=body))
    as_reviewed(db, ident, state)
    filing.refresh(db, number)


def as_reviewed(db: Connection, ident: str, state: ReviewState) -> None:
    """File the state that an export gives an incident, as an act of the import."""
    acts = {
        ReviewState.CONFIRMED: corrections.CONFIRM,
        ReviewState.CORRECTED: corrections.IMPORTED,
        ReviewState.REJECTED: corrections.REJECT,
    }
    if state in acts:
        filing.note(db, ident, "import", acts[state], reason=f"{state.value} in the export")


def own_export(path: Path) -> list[dict[str, Any]] | None:
    """The items of our own JSON export; None for any other JSON."""
    try:
        body = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise ImportRefused(f"{path.name} is no JSON: {error}") from error
    if isinstance(body, dict) and body.get("made_by") == "Incident Atlas" and isinstance(body.get("items"), list):
        return list(body["items"])
    return None


def load_own(workspace: Workspace, path: Path, items: list[dict[str, Any]]) -> Outcome:
    """Incidents of our own JSON export, whole: every quote and offset."""
    outcome = Outcome(mapping=TableMapping("atlas-json", {}), headers=["item"])
    headers = list(dict.fromkeys(name for item in items if isinstance(item, dict) for name in item.get("extra") or {}))
    dataset = filing.digest(f"atlas-json|{path.name}|{'|'.join(headers)}")
    with workspace.writing() as db:
        row = {"id": dataset, "name": path.stem, "format": "atlas-json", "imported": database.now()}
        db.execute(
            insert(s.datasets).prefix_with("OR IGNORE").values(**row, mapping="{}", columns=json.dumps(headers), rejected="[]")
        )
        for position, item in enumerate(items, 1):
            outcome.rows += 1
            try:
                incident = from_plain(Incident, item["incident"])
                state = ReviewState(item.get("state", "unreviewed"))
            except (KeyError, TypeError, ValueError) as error:
                outcome.reject(position, f"no incident: {error}", {"item": json.dumps(item, ensure_ascii=False)})
                continue
            known = text("SELECT 1 FROM claims WHERE id = :id UNION ALL SELECT 1 FROM incidents WHERE id = :id")
            if db.execute(known, {"id": incident.id}).first():
                outcome.known += 1
                continue
            claim = Claim(id=incident.id, incident=incident, source=item.get("source") or path.stem, dataset_id=dataset)
            number = filing.new_incident(db, replace(claim, position=position))
            extra = item.get("extra") or {}
            raw = json.dumps([str(extra.get(name, "")) for name in headers], ensure_ascii=False, separators=(",", ":"))
            db.execute(s.claims.update().where(s.claims.c.id == claim.id).values(raw=raw))
            ident = filing.kept_at(db, number).incident.id
            as_reviewed(db, ident, state)
            filing.refresh(db, number)
            outcome.new += 1
    return outcome
