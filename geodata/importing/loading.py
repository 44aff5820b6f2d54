"""Import tables into a workspace: the layouts that `geodata.tables` knows, our own exports, and any other table.

A row that cannot be understood is rejected with its number and the reason; the others are imported. Every row becomes a claim
that keeps the original row. Importing the same row again changes nothing; a newer version replaces it, and people's
corrections still apply.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from geodata.errors import GeodataError, ImportRefused, WorkspaceDamaged
from geodata.importing import datasets
from geodata.importing.converting import CHUNK, Part, helper, parts_of, uncollected
from geodata.importing.imported import Rows, converted, ident_of
from geodata.importing.outcome import Outcome
from geodata.importing.own import as_reviewed, load_own, own_export, own_incident
from geodata.importing.twins import Twins, as_kept, twins_of
from geodata.importing.usual_country import LookUp
from geodata.tables.layout import FIELDS
from geodata.tables.table import NOT_PLACED, Choices, Table, open_table
from geodata.vocabulary import Qualifier, ReviewState
from geodata.workspace import corrections, database, filing
from geodata.workspace import schema as s
from geodata.workspace.columns import incident_of
from geodata.workspace.store import Workspace

Progress = Callable[[int], None]


def examine(
    path: Path, choices: Choices | None = None, look_up: LookUp | None = None, workspace: Workspace | None = None
) -> Outcome:
    """Return what importing a file would do, without doing it. `workspace`: the target, if it exists yet."""
    if (items := own_export(path)) is not None:
        outcome = Outcome(table=None, headers=["item"])
        outcome.new = sum(own is not None for own in map(partial(own_incident, outcome), items))
        return outcome
    table = open_table(path, choices)
    outcome = Outcome(table=table, headers=list(table.headers))
    seen = Remembered()
    with workspace.reading() if workspace else nullcontext() as db:
        twins = twins_of(db, table, dataset_of(table))
    with closing(table.chunks(CHUNK)) as chunks:
        for chunk in chunks:
            if table.layout.deletes:
                outcome.rows += len(chunk.positions)
                continue
            rows, older, same = as_kept(converted(chunk, outcome, look_up), twins, replace_known=False)
            outcome.older += older
            outcome.known += same
            with workspace.reading() if workspace else nullcontext() as db:
                judge(db, rows, seen, outcome)
    return outcome


def judge(db: Connection | None, rows: Rows, seen: Remembered, outcome: Outcome) -> None:
    """Count what filing rows would do, as `insert_rows` does it. `seen`: the earlier rows of this file, by id."""
    kept = known_rows(db, rows.ids) if db is not None else {}
    for n, (ident, raw) in enumerate(zip(rows.ids, rows.raws, strict=True)):
        if ident not in seen and ident not in kept:
            outcome.new += 1
        elif (before := seen[ident] if ident in seen else kept[ident]) in (None, raw):
            outcome.known += 1
            outcome.repeated += ident in seen
            continue
        else:
            names = headers_of(db, ident) if db is not None and ident not in seen else None
            newer = is_newer(raw, before or "", names, outcome)
            if newer is None:
                outcome.reject(rows.positions[n], TAKEN, dict(zip(outcome.headers, json.loads(raw), strict=False)))
                continue
            outcome.revised += newer and ident in kept
            outcome.known += not (newer and ident in kept)
        seen[ident] = raw


class Remembered:
    """The earlier rows of a file, by id. Long ones are compressed, because a preview keeps all of them in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, str | bytes] = {}

    def __contains__(self, ident: str) -> bool:
        return ident in self.rows

    def __getitem__(self, ident: str) -> str:
        row = self.rows[ident]
        return row if isinstance(row, str) else zlib.decompress(row).decode("utf-8", "surrogatepass")

    def __setitem__(self, ident: str, raw: str) -> None:
        is_long = len(raw) >= LONG_ROW
        self.rows[ident] = zlib.compress(raw.encode("utf-8", "surrogatepass"), 1) if is_long else raw


LONG_ROW = 2_000  # characters
TAKEN = "its id already exists with other content"


def known_rows(db: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Return the ids that exist already, each with its original row, or None if it came from no table."""
    query = text(
        "SELECT id, raw FROM claims WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION ALL SELECT id, NULL FROM incidents WHERE id IN (SELECT value FROM json_each(:ids))"
    )
    seen: dict[str, str | None] = {}
    for ident, raw in db.execute(query, {"ids": json.dumps(list(ids))}):
        seen[str(ident)] = raw or seen.get(str(ident))
    return seen


def load(
    workspace: Workspace,
    path: Path,
    choices: Choices | None = None,
    progress: Progress | None = None,
    look_up: LookUp | None = None,
    replace_known: bool = False,
) -> Outcome:
    """Import a file in steps of 15,000 rows, each kept as a whole. If `progress(rows done)` raises, the import is cancelled and
    its new rows are deleted again, but rows that it replaced stay replaced. `replace_known`: replace a filed row that has the
    same id and other content, even if nothing shows which of the two is newer."""
    if (items := own_export(path)) is not None:
        return load_own(workspace, path, items)
    with helper(path) as child:
        table = open_table(path, choices)
        return load_table(workspace, table, parts_of(table, choices, look_up, child), progress, replace_known)


def load_table(
    workspace: Workspace,
    table: Table,
    steps: Generator[Part, None, None],
    progress: Progress | None,
    replace_known: bool,
) -> Outcome:
    path = table.path
    if NOT_PLACED in table.guesses:
        raise ImportRefused(
            f"{path.name}: {NOT_PLACED}, for example with --map COLUMN=place. Its columns are {', '.join(table.headers[:12])}; "
            f"the fields are {', '.join(FIELDS)}"
        )
    outcome = Outcome(table=table, headers=list(table.headers))
    columns = json.dumps(dict(table.columns))
    dataset = dataset_of(table)
    with workspace.writing() as db:
        twins = twins_of(db, table, dataset)
        row = {
            "id": dataset, "name": path.stem, "format": table.format, "imported": database.now(),
            "mapping": columns, "columns": json.dumps(outcome.headers), "rejected": "[]",
        }  # fmt: skip
        db.execute(insert(s.datasets).prefix_with("OR IGNORE").values(**row))
        first = next_number(db)
    brought: list[range] = []
    try:
        with uncollected(), closing(steps) as parts:
            for part in parts:
                if table.layout.deletes:
                    mark_deleted(workspace, table, part.named, outcome)
                else:
                    outcome.add(part.outcome)
                    with workspace.writing() as db:
                        brought += insert_rows(db, part.rows, dataset, outcome, replace_known, first, twins)
                if progress:
                    progress(outcome.rows)
    except GeodataError:
        raise  # if the file breaks off, keep the good rows
    except BaseException:
        datasets.remove(workspace, dataset, brought)  # but not rows that others imported since
        raise
    with workspace.writing() as db:
        reasons = json.dumps([[number, reason] for number, reason, _ in outcome.rejected])
        db.execute(s.datasets.update().where(s.datasets.c.id == dataset).values(rejected=reasons))
    return outcome


def dataset_of(table: Table) -> str:
    """Return the id of a table in the workspace: the same for files with the same name and columns."""
    columns = json.dumps({header: table.columns[header] for header in table.headers if header in table.columns})
    return filing.digest(f"{table.format}|{table.path.name}|{'|'.join(table.headers)}|{columns}")


def brought_since(db: Connection, first: int, idents: Iterable[str]) -> set[str]:
    """Return which rows this import added: their incidents have the number `first` or a higher one."""
    query = text("SELECT id FROM claims WHERE incident >= :first AND id IN (SELECT value FROM json_each(:ids))")
    return {str(ident) for (ident,) in db.execute(query, {"first": first, "ids": json.dumps(list(idents))})}


def insert_rows(
    db: Connection, rows: Rows, dataset: str, outcome: Outcome, replace_known: bool, first: int, twins: Twins | None
) -> list[range]:
    """File new rows, each as a claim with its own incident; newer versions replace rows that are there already. `first`: the
    number of this import's first incident. Return the numbers of the new incidents."""
    rows, older, same = as_kept(rows, twins, replace_known)
    outcome.older += older
    outcome.known += same
    seen = known_rows(db, rows.ids)
    if not seen and len(set(rows.ids)) == len(rows.ids):
        return insert_fresh(db, rows, dataset, outcome)
    fresh: dict[str, int] = {}
    own = brought_since(db, first, seen)
    for n, (ident, raw) in enumerate(zip(rows.ids, rows.raws, strict=True)):
        if ident not in seen:
            seen[ident] = raw
            fresh[ident] = n
        elif seen[ident] in (None, raw):
            outcome.known += 1
            outcome.repeated += ident in fresh or ident in own
        elif (newer := replace_known or is_newer(raw, seen[ident] or "", headers_of(db, ident), outcome)) is None:
            outcome.reject(rows.positions[n], TAKEN, dict(zip(outcome.headers, json.loads(raw), strict=False)))
        elif newer and ident in fresh:
            fresh[ident] = n
            seen[ident] = raw
            outcome.known += 1  # counts the older row of the file
        elif newer:
            revise(db, rows, n, dataset)
            outcome.revised += 1
            seen[ident] = raw
        else:
            outcome.known += 1
    return insert_fresh(db, rows.only(list(fresh.values())), dataset, outcome)


def headers_of(db: Connection, ident: str) -> list[str] | None:
    """Return the headers of the table that a row came from; None if it came from no table."""
    names = db.execute(
        text("SELECT d.columns FROM claims c JOIN datasets d ON d.id = c.dataset WHERE c.id = :id"), {"id": ident}
    ).scalar()
    return list(json.loads(names)) if names else None


def is_newer(raw: str, before: str, names: Sequence[str] | None, outcome: Outcome) -> bool | None:
    """Whether the first of two rows with one id is newer than the second, which is filed already; None if no column says so.
    `names`: the headers of the second row; None if they are this table's."""
    stamp = outcome.table.layout.revision if outcome.table else ""
    names = outcome.headers if names is None else names
    if not stamp or stamp not in outcome.headers or stamp not in names:
        return None
    new, old = (json.loads(row)[list(headers).index(stamp)] for row, headers in ((raw, outcome.headers), (before, names)))
    return moment(new) > moment(old)


def moment(stamp: str) -> tuple[float, str]:
    """Return a sort key for a time stamp: seconds as a number, even as a spreadsheet saves them ("1.742E+09"); ISO as it is."""
    try:
        return float(stamp), ""
    except ValueError:
        return 0.0, stamp


def revise(db: Connection, rows: Rows, n: int, dataset: str) -> None:
    """Give a claim the content of a newer row, and rebuild its incident from its claims and people's corrections."""
    ident = rows.ids[n]
    number = db.execute(text("SELECT incident FROM claims WHERE id = :id"), {"id": ident}).scalar_one()
    row = {**rows.values(n), "body": None, "number": number}
    body = filing.body_of(incident_of(row), filing.outlet_of(db, row))
    changed = {"dataset": dataset, "position": rows.positions[n], "raw": rows.raws[n], "body": body}
    db.execute(s.claims.update().where(s.claims.c.id == ident).values(**changed))
    filing.refresh(db, number)


def mark_deleted(workspace: Workspace, table: Table, named: Sequence[str], outcome: Outcome) -> None:
    """Reject, as an act of the import, the incidents that their source lists as deleted."""
    with workspace.writing() as db:
        for external in named:
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


def next_number(db: Connection) -> int:
    last = int(db.execute(text("SELECT COALESCE(MAX(number), 0) FROM incidents")).scalar() or 0)
    if last > filing.LAST_NUMBER:
        raise WorkspaceDamaged(f"the workspace has an incident with the number {last:,}, which this program does not assign")
    return last + 1


def insert_fresh(db: Connection, rows: Rows, dataset: str, outcome: Outcome) -> list[range]:
    size = len(rows.ids)
    if not size:
        return []
    outcome.new += size
    first = next_number(db)
    numbers = range(first, first + size)
    filled = {name: column for name, column in rows.columns.items() if any(value is not None for value in column)}
    insert_many(db, "incidents", {"number": numbers, **filled})
    filing.touch(db, filing.EVERYTHING)
    known_by = {"id": rows.ids, "incident": numbers, "dataset": repeat(dataset, size)}
    insert_many(db, "claims", {**known_by, "position": rows.positions, "raw": rows.raws})
    insert_many(db, "search", {"rowid": numbers, "words": rows.words})
    for ident, told in zip(rows.ids, rows.told, strict=True):
        if told is not None:
            as_exported(db, ident, *told)
    return [numbers]


def insert_many(db: Connection, table: str, columns: Mapping[str, Iterable[Any]]) -> None:
    """Insert rows given as columns, which have the names of the schema."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    db.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(zip(*columns.values(), strict=True)))


def as_exported(db: Connection, ident: str, words: Mapping[str, str], state: ReviewState) -> None:
    """Add to a filed row what its table gives beyond the columns: figures in words, and the incident's review state."""
    number = filing.number_of(db, ident)
    own = db.execute(s.incidents.select().where(s.incidents.c.number == number)).mappings().one()
    record = incident_of({**own, "body": None})
    for kind in ("killed", "injured"):
        figure = getattr(record, kind)
        if figure is not None and figure.qualifier is Qualifier.VAGUE:
            changed: dict[str, Any] = {kind: replace(figure, word=words[kind] or None)}
            record = replace(record, **changed)
    body = filing.body_of(record, filing.outlet_of(db, own))
    db.execute(s.claims.update().where(s.claims.c.id == ident).values(body=body))
    as_reviewed(db, ident, state)
    filing.refresh(db, number)
