"""Bring tables of others into a workspace: the layouts that `geodata.tables` knows, our own exports, any other table.

A row that cannot be understood is rejected with its reason and its number; the others come in. Every row becomes a claim
that keeps the row as it came. The same row a second time changes nothing; a newer one replaces it, and what people corrected
stays on top.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from geodata.records import Geocode, Incident
from geodata.serial import from_plain, to_plain
from geodata.tables.files.limits import MOST_JSON
from geodata.tables.table import Choices, Table, Texts, open_table
from geodata.vocabulary import Qualifier, ReviewState
from geodata.workspace import corrections, database, filing
from geodata.workspace import schema as s
from geodata.workspace.columns import incident_of
from geodata.workspace.imported import COLUMNS, LookUp, Outcome, Row, converted, ident_of
from geodata.workspace.merging import Claim
from geodata.workspace.store import Workspace

CHUNK = 20_000
Progress = Callable[[int], None]


def examine(path: Path, choices: Choices | None = None, look_up: LookUp | None = None) -> Outcome:
    """What importing a file would do, without doing it."""
    if (items := own_export(path)) is not None:
        return Outcome(table=None, headers=["item"], rows=len(items), new=len(items))
    table = open_table(path, choices)
    outcome = Outcome(table=table, headers=list(table.headers))
    with closing(table.chunks(CHUNK)) as chunks:
        for chunk in chunks:
            if table.layout.deletes:
                outcome.rows += len(chunk.positions)
                continue
            good = converted(chunk, outcome, look_up)
            outcome.new += len({row.id for row in good})
    return outcome


def load(
    workspace: Workspace,
    path: Path,
    choices: Choices | None = None,
    progress: Progress | None = None,
    look_up: LookUp | None = None,
    replace_known: bool = False,
) -> Outcome:
    """Import a file; each 20,000 rows are one step that is kept whole. `progress(rows done)`. `replace_known`: a row whose id
    is there with other content replaces it, also where nothing says which of the two is newer."""
    if (items := own_export(path)) is not None:
        return load_own(workspace, path, items)
    table = open_table(path, choices)
    outcome = Outcome(table=table, headers=list(table.headers))
    columns = json.dumps(dict(table.columns))
    dataset = filing.digest(f"{table.format}|{path.name}|{'|'.join(outcome.headers)}|{columns}")
    with workspace.writing() as db:
        row = {
            "id": dataset, "name": path.stem, "format": table.format, "imported": database.now(),
            "mapping": columns, "columns": json.dumps(outcome.headers), "rejected": "[]",
        }  # fmt: skip
        db.execute(insert(s.datasets).prefix_with("OR IGNORE").values(**row))
    with uncollected(), closing(steps(table, look_up)) as found:
        for chunk, good, part in found:
            if table.layout.deletes:
                mark_deleted(workspace, table, chunk.columns, outcome)
            else:
                outcome.add(part)
                with workspace.writing() as db:
                    insert_rows(db, good, dataset, outcome, replace_known)
            if progress:
                progress(outcome.rows)
    with workspace.writing() as db:
        reasons = json.dumps([[number, reason] for number, reason, _ in outcome.rejected])
        db.execute(s.datasets.update().where(s.datasets.c.id == dataset).values(rejected=reasons))
    return outcome


def steps(table: Table, look_up: LookUp | None) -> Generator[tuple[Texts, list[Row], Outcome], None, None]:
    """The chunks of a table with their good rows and what became of the others; the next is converted while one is filed."""
    with closing(table.chunks(CHUNK)) as chunks, ThreadPoolExecutor(1) as pool:

        def step() -> tuple[Texts, list[Row], Outcome] | None:
            chunk = next(chunks, None)
            if chunk is None:
                return None
            part = Outcome(table=table, headers=list(table.headers))
            return chunk, [] if table.layout.deletes else converted(chunk, part, look_up), part

        coming = pool.submit(step)
        while (made := coming.result()) is not None:
            coming = pool.submit(step)
            yield made


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


def insert_rows(db: Connection, rows: list[Row], dataset: str, outcome: Outcome, replace_known: bool) -> None:
    """File rows that are not there yet, each as a claim and an incident of its own; newer ones replace those that are."""
    ids = json.dumps([row.id for row in rows])
    query = text(
        "SELECT id, raw FROM claims WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION ALL SELECT id, NULL FROM incidents WHERE id IN (SELECT value FROM json_each(:ids))"
    )
    seen: dict[str, str | None] = {}
    for ident, raw in db.execute(query, {"ids": ids}):
        seen[str(ident)] = raw or seen.get(str(ident))
    fresh: dict[str, Row] = {}
    for row in rows:
        if row.id not in seen:
            seen[row.id] = row.raw
            fresh[row.id] = row
        elif seen[row.id] in (None, row.raw):
            outcome.known += 1
        elif (newer := is_newer(db, row, seen[row.id] or "", outcome, replace_known)) is None:
            cells = dict(zip(outcome.headers, json.loads(row.raw), strict=False))
            outcome.reject(row.position, "its id is there already, with other content", cells)
        elif newer and row.id in fresh:
            fresh[row.id] = row
            seen[row.id] = row.raw
        elif newer:
            revise(db, row, dataset)
            outcome.revised += 1
            seen[row.id] = row.raw
        else:
            outcome.known += 1
    insert_fresh(db, list(fresh.values()), dataset, outcome)


def is_newer(db: Connection, row: Row, before: str, outcome: Outcome, replace_known: bool) -> bool | None:
    """Whether a row is newer than the one that is there; None where neither the layout nor the user says so."""
    if replace_known:
        return True
    stamp = outcome.table.layout.revision if outcome.table else ""
    if not stamp or stamp not in outcome.headers:
        return None
    names = db.execute(
        text("SELECT d.columns FROM claims c JOIN datasets d ON d.id = c.dataset WHERE c.id = :id"), {"id": row.id}
    ).scalar()
    old_names = json.loads(names) if names else outcome.headers
    if stamp not in old_names:
        return None
    new, old = (json.loads(raw)[headers.index(stamp)] for raw, headers in ((row.raw, outcome.headers), (before, old_names)))
    return (len(new), new) > (len(old), old)


def revise(db: Connection, row: Row, dataset: str) -> None:
    """A claim with the content of a newer row. Its incident is made again from its claims and what people corrected."""
    number = db.execute(text("SELECT incident FROM claims WHERE id = :id"), {"id": row.id}).scalar_one()
    incident = incident_of({**dict(zip(COLUMNS, row.values, strict=True)), "id": row.id, "body": None})
    body = json.dumps(to_plain(incident), ensure_ascii=False)
    changed = {"dataset": dataset, "position": row.position, "raw": row.raw, "body": body}
    db.execute(s.claims.update().where(s.claims.c.id == row.id).values(**changed))
    filing.refresh(db, number)


def mark_deleted(workspace: Workspace, table: Table, columns: dict[str, list[str]], outcome: Outcome) -> None:
    """Reject, as an act of the import, the incidents that their source names as deleted."""
    header = next(header for header, our in table.columns.items() if our == "id")
    with workspace.writing() as db:
        for external in columns[header]:
            outcome.rows += 1
            claim = ident_of(table, external.strip(), "")
            number = db.execute(text("SELECT incident FROM claims WHERE id = :id"), {"id": claim}).scalar()
            if number is None:
                outcome.known += 1
                continue
            ident = filing.kept_at(db, int(number)).incident.id
            if filing.kept_at(db, int(number)).state is ReviewState.REJECTED:
                outcome.known += 1
                continue
            filing.note(db, ident, "import", corrections.REJECT, reason=f"named in {table.layout.title}")
            filing.refresh(db, int(number))
            outcome.deleted += 1


def insert_fresh(db: Connection, fresh: list[Row], dataset: str, outcome: Outcome) -> None:
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
    if path.suffix.lower() != ".json" or not path.is_file() or path.stat().st_size > MOST_JSON:
        return None
    try:
        body = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(body, dict) and body.get("made_by") == "Incident Atlas" and isinstance(body.get("items"), list):
        return list(body["items"])
    return None


def load_own(workspace: Workspace, path: Path, items: list[dict[str, Any]]) -> Outcome:
    """Incidents of our own JSON export, whole: every quote and offset."""
    outcome = Outcome(table=None, headers=["item"])
    headers = list(dict.fromkeys(name for item in items for name in extra_of(item)))
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


def gazetteer_look_up() -> LookUp:
    """Places by their names, with their province and country as the table gives them, from the gazetteer of this machine."""
    from geodata.gazetteer.lookup import Gazetteer
    from geodata.geocoding.gazetteer_geocoder import ASKED, GazetteerGeocoder
    from geodata.geocoding.resolver import Query, holds, resolve

    gazetteer = Gazetteer.open()
    geocoder = GazetteerGeocoder(gazetteer)

    @cache
    def look_up(place: str, admin1: str, country: str) -> Geocode | None:
        if "," in place and (found := geocoder.resolve(place)) and country in ("", found.place.country):
            return found
        name = place.partition(",")[0].partition("(")[0].strip()
        candidates = [c for c in gazetteer.find(name) if country in ("", c.place.country)]
        provinces = [c.place for c in gazetteer.find(admin1) if c.place.feature == "ADM1"] if admin1 else []
        inside = [c for c in candidates if any(holds(province, c.place) for province in provinces)]
        return resolve([Query(name=name, candidates=tuple(inside or candidates))], weights=ASKED)[0]

    return look_up
