"""Bring tables of others into a workspace: ACLED, UCDP GED, TimeMap, GeoJSON, our own exports, any CSV or Excel file.

A row that cannot be understood is rejected with its reason and its number; the others come in. Every row becomes a claim
that keeps the row as it came; the same row a second time changes nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd
from sqlalchemy import Connection, insert, text

from geodata.errors import ImportRefused
from geodata.exchange import convert, tables
from geodata.exchange.mapping import FIELDS, TableMapping, recognised
from geodata.exchange.values import country_codes, dates, decimals, figure
from geodata.gazetteer.names import fold
from geodata.records import Incident
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import Qualifier, ReviewState
from geodata.workspace import corrections, database, filing
from geodata.workspace import schema as s
from geodata.workspace.columns import incident_of, words_of
from geodata.workspace.merging import Claim
from geodata.workspace.store import Workspace

CHUNK = 20_000
MOST_REJECTED = 10_000  # that are kept with their reasons
EXTRA = "extra_"
STATES = frozenset(state.value for state in ReviewState)
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
RADII = {precision.value: km for precision, km in convert.RADIUS_KM.items()}
ROW = [c.name for c in s.incidents.columns if c.name != "number"]
Progress = Callable[[int], None]
SAFE = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: rows read, new, known already, and rejected (row number, reason, the row)."""

    mapping: TableMapping
    headers: list[str]
    rows: int = 0
    new: int = 0
    known: int = 0
    rejected: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    refused: int = 0

    def reject(self, number: int, reason: str, row: dict[str, str]) -> None:
        """Count a row that cannot come in, and keep it with its reason."""
        self.refused += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append((number, reason, row))

    def rejected_csv(self) -> str:
        """The rejected rows with their reasons, to be mended and imported again."""
        rows = [{"row": number, "reason": reason, **row} for number, reason, row in self.rejected]
        return str(pd.DataFrame(rows, columns=["row", "reason", *self.headers]).to_csv(index=False))


def examine(path: Path, mapping: Mapping[str, str] | None = None) -> Outcome:
    """What importing a file would do, without doing it."""
    if path.suffix.lower() == ".json" and (items := own_export(path)) is not None:
        return Outcome(mapping=TableMapping("atlas-json", {}), headers=["item"], rows=len(items), new=len(items))
    outcome, chunks = opened(path, mapping)
    for chunk in chunks:
        good = converted(chunk, outcome)
        outcome.new += len({row["id"] for row in good})
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
    for chunk in chunks:
        good = converted(chunk, outcome)
        with workspace.writing() as db:
            insert_rows(db, good, dataset, outcome)
        if progress:
            progress(outcome.rows)
    with workspace.writing() as db:
        reasons = json.dumps([[number, reason] for number, reason, _ in outcome.rejected])
        db.execute(s.datasets.update().where(s.datasets.c.id == dataset).values(rejected=reasons))
    return outcome


def opened(path: Path, mapping: Mapping[str, str] | None) -> tuple[Outcome, Generator[pd.DataFrame, None, None]]:
    """The file's table in chunks of text, with the mapping to use. Columns that a mapping does not name are guessed."""
    outcome = Outcome(mapping=TableMapping("", {}), headers=[])

    def bad(number: int, reason: str, row: dict[str, str]) -> None:
        outcome.rows += 1
        outcome.reject(number, reason, row)

    chunks = whole_or_refused(path, tables.frames(path, CHUNK, bad))
    first = next(chunks, None)
    if first is None or first.empty:
        chunks.close()
        raise ImportRefused(f"{path.name} holds no rows")
    outcome.headers = [str(h) for h in first.columns]
    found = recognised(outcome.headers)
    if mapping is not None:
        unknown = set(mapping.values()) - set(FIELDS)
        if unknown:
            chunks.close()
            raise ImportRefused(f"no field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")
        found = TableMapping(found.format, {h: f for h, f in mapping.items() if h in outcome.headers})
    if not set(found.columns.values()) & {"latitude", "place", "evidence"}:
        chunks.close()
        raise ImportRefused(
            f"{path.name}: no column is known as place, latitude or notes; its columns are {', '.join(outcome.headers[:12])}. "
            "Say which is which with the column mapper"
        )
    outcome.mapping = found

    def every() -> Generator[pd.DataFrame, None, None]:
        with closing(chunks):
            yield first
            yield from chunks

    return outcome, every()


def whole_or_refused(path: Path, chunks: Generator[pd.DataFrame, None, None]) -> Generator[pd.DataFrame, None, None]:
    """The chunks of a file; what breaks off the reading names the file."""
    try:
        with closing(chunks):
            yield from chunks
    except (ValueError, KeyError, TypeError, AttributeError, OSError, csv.Error, BadZipFile) as error:
        raise ImportRefused(f"{path.name} cannot be read as a table: {error}") from error


def headers_of(path: Path) -> TableMapping:
    """What the columns of a file are taken for, before anybody says more."""
    with closing(whole_or_refused(path, tables.frames(path, 1, lambda *_: None))) as chunks:
        first = next(chunks, None)
    return recognised([str(h) for h in first.columns]) if first is not None else TableMapping("table", {})


def converted(chunk: pd.DataFrame, outcome: Outcome) -> list[dict[str, Any]]:
    """The good rows of a chunk as columns of the workspace; the others go to `outcome.rejected`."""
    format, columns = outcome.mapping.format, outcome.mapping.columns
    size, row_numbers = len(chunk), chunk.index.tolist()
    outcome.rows += size
    blank = pd.Series([""] * size, dtype=object)
    texts = {str(header): chunk[header].astype(object).tolist() for header in chunk.columns}
    by_field = {name: pd.Series(texts[header], dtype=object) for header, name in columns.items() if header in texts}

    def column(name: str) -> pd.Series:
        return by_field.get(name, blank)

    if format == "atlas":
        by_field = {name: series.map(lambda v: v[1:] if v.startswith(SAFE) else v) for name, series in by_field.items()}
    reasons: list[str] = [""] * size

    def reject(bad: Sequence[bool], reason: str) -> None:
        for i, wrong in enumerate(bad):
            if wrong and not reasons[i]:
                reasons[i] = reason

    points = {}
    for name, limit in (("latitude", 90), ("longitude", 180)):
        plain = column(name).str.strip()
        degrees = pd.to_numeric(plain.where(plain != "", None), errors="coerce")
        reject(((plain != "") & degrees.isna()).tolist(), f"{name} is no number")
        reject((degrees.abs() > limit).tolist(), f"{name} lies beyond {limit}")
        points[name] = [None if n != n else float(n) for n in degrees.tolist()]
    lats, lons = points["latitude"], points["longitude"]
    reject([(a is None) != (b is None) for a, b in zip(lats, lons, strict=True)], "latitude and longitude go together")
    months = convert.is_month_first(column("date_start"))
    starts = convert.mapped(column("date_start"), lambda v: convert.day_of(v, months))
    ends = convert.mapped(column("date_end"), lambda v: convert.day_of(v, months)) if "date_end" in by_field else starts
    for name, days in (("date_start", starts), ("date_end", ends)):
        reject([bool(t.strip()) and d is None for t, d in zip(column(name), days, strict=True)], f"{name} is no date")
    reject([bool(a and b and str(a) > str(b)) for a, b in zip(starts, ends, strict=True)], "the end lies before the start")
    numbers: dict[str, list[int | None]] = {}
    for name in ("killed", "killed_low", "killed_high", "injured", "injured_low", "injured_high"):
        numbers[name], wrong = convert.whole_numbers(column(name).astype(str))
        reject(wrong, f"{name} is no number of people")
    for kind in ("killed", "injured"):
        pairs = zip(numbers[f"{kind}_low"], numbers[f"{kind}_high"], strict=True)
        reject([low is not None and high is not None and low > high for low, high in pairs], f"{kind}: low lies above high")
    radii = decimals(column("radius_km"))
    sure = [1.0 if n is None else min(1.0, max(0.0, n)) for n in decimals(column("confidence"))]
    places, notes = column("place").str.strip().tolist(), column("evidence").tolist()
    empty = [not p and a is None and not n.strip() for p, a, n in zip(places, lats, notes, strict=True)]
    reject(empty, "no place, no point and no notes")
    types = convert.mapped(column("type"), lambda v: convert.kind_of(v, format))
    countries = convert.mapped(column("country"), lambda v: country_codes().get(fold(v)))
    roles = convert.mapped(column("role"), convert.role_of)
    precisions = convert.mapped(column("geo_precision"), lambda v: convert.precision_of(v, format))
    killed_words, injured_words = (texts.get(f"{kind}_words", [""] * size) for kind in ("killed", "injured"))
    given = {name: column(name).tolist() for name in FIELDS if name not in ("killed", "injured")}
    raws = list(zip(*texts.values(), strict=True))
    good = []
    for i in range(size):
        if reasons[i]:
            outcome.reject(row_numbers[i], reasons[i], dict(zip(texts, map(str, raws[i]), strict=True)))
            continue
        raw = as_json(raws[i])
        external = given["id"][i].strip()
        if format == "atlas" and external:
            ident = external
        else:  # ids of other tables may begin with 1 in every file: there the whole row tells one from another
            ident = filing.digest(f"{format}|{external}" if external and format in ("acled", "ucdp") else f"{format}|{raw}")
        lat, lon = (None, None) if lats[i] == 0 and lons[i] == 0 else (lats[i], lons[i])  # 0, 0 stands for unknown
        precision = precisions[i]
        radius = radii[i]
        row: dict[str, Any] = {
            "id": ident,
            "type": types[i],
            "role": roles[i],
            "state": ReviewState.UNREVIEWED.value,
            "place": places[i] or (f"{lat}, {lon}" if lat is not None else None),
            "latitude": lat,
            "longitude": lon,
            "country": countries[i],
            "admin1": given["admin1"][i] or None,
            "geo_precision": precision if lat is not None else None,
            "radius_km": None if lat is None else radius if radius is not None else RADII[str(precision)],
            **dates(starts[i], ends[i], given["date_precision"][i], format),
            **figure("killed", numbers, i, format, given["killed_qualifier"][i]),
            **figure("injured", numbers, i, format, given["injured_qualifier"][i]),
            "attribution": given["attribution"][i] or None,
            "actor": given["actor"][i] or None,
            "evidence": notes[i] if notes[i].strip() else " · ".join(filter(None, map(str.strip, raws[i]))),
            "source": given["source"][i] or None,
            "confidence": sure[i],
            "claims": 1,
            "body": None,
        }
        told = None
        if format == "atlas":
            state = ReviewState(given["state"][i]) if given["state"][i] in STATES else ReviewState.UNREVIEWED
            words = {"killed": killed_words[i], "injured": injured_words[i]}
            vague = Qualifier.VAGUE.value in (row["killed_qualifier"], row["injured_qualifier"])
            told = (words, state) if vague or state is not ReviewState.UNREVIEWED else None
        good.append(row | {"raw": raw, "position": row_numbers[i], "told": told})
    return good


def insert_rows(db: Connection, rows: list[dict[str, Any]], dataset: str, outcome: Outcome) -> None:
    """File rows that are not there yet, each as a claim and an incident of its own."""
    ids = json.dumps([row["id"] for row in rows])
    query = text(
        "SELECT id, raw FROM claims WHERE id IN (SELECT value FROM json_each(:ids)) "
        "UNION ALL SELECT id, NULL FROM incidents WHERE id IN (SELECT value FROM json_each(:ids))"
    )
    seen: dict[str, str | None] = {}
    for ident, raw in db.execute(query, {"ids": ids}):
        seen[str(ident)] = raw or seen.get(str(ident))
    fresh = []
    for row in rows:
        if row["id"] not in seen:
            seen[row["id"]] = row["raw"]
            fresh.append(row)
        elif seen[row["id"]] in (None, row["raw"]):
            outcome.known += 1
        else:
            cells = dict(zip(outcome.headers, json.loads(row["raw"]), strict=False))
            outcome.reject(row["position"], "its id is there already, with other content", cells)
    if not fresh:
        return
    outcome.new += len(fresh)
    number = int(db.execute(text("SELECT COALESCE(MAX(number), 0) FROM incidents")).scalar() or 0)
    values = itemgetter(*ROW)
    marks = ",".join("?" * (len(ROW) + 1))
    db.exec_driver_sql(
        f"INSERT INTO incidents (number, {', '.join(chr(34) + name + chr(34) for name in ROW)}) VALUES ({marks})",
        [(number + n, *values(row)) for n, row in enumerate(fresh, 1)],
    )
    filing.touch(db, filing.EVERYTHING)
    db.exec_driver_sql(
        "INSERT INTO claims (id, incident, dataset, position, raw) VALUES (?, ?, ?, ?, ?)",
        [(row["id"], number + n, dataset, row["position"], row["raw"]) for n, row in enumerate(fresh, 1)],
    )
    db.exec_driver_sql(
        "INSERT INTO search (rowid, words) VALUES (?, ?)", [(number + n, words_of(row)) for n, row in enumerate(fresh, 1)]
    )
    for row in fresh:
        if row["told"] is not None:
            as_exported(db, row)


def as_exported(db: Connection, row: dict[str, Any]) -> None:
    """What our own table says beyond its columns: a figure that was a word, and what people had said of the incident."""
    number = filing.number_of(db, row["id"])
    words, state = row["told"]
    own = db.execute(s.incidents.select().where(s.incidents.c.number == number)).mappings().one()
    record = incident_of({**own, "body": None})
    for kind in ("killed", "injured"):
        figure = getattr(record, kind)
        if figure is not None and figure.qualifier is Qualifier.VAGUE:
            changed: dict[str, Any] = {kind: replace(figure, word=words[kind] or None)}
            record = replace(record, **changed)
    body = json.dumps(to_plain(record), ensure_ascii=False)
    db.execute(s.claims.update().where(s.claims.c.id == row["id"]).values(body=body))
    as_reviewed(db, row["id"], state)
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
            raw = as_json([str(extra.get(name, "")) for name in headers])
            db.execute(s.claims.update().where(s.claims.c.id == claim.id).values(raw=raw))
            ident = filing.kept_at(db, number).incident.id
            as_reviewed(db, ident, state)
            filing.refresh(db, number)
            outcome.new += 1
    return outcome
