"""File claims with incidents inside one transaction. Every other part of the workspace builds on this."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import inf
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from geodata.errors import ReviewError, WorkspaceDamaged
from geodata.gazetteer.lookup import kilometres
from geodata.records import Incident, Provenance, Report, Toponym
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import ReviewState
from geodata.workspace import corrections, database, reconciling
from geodata.workspace import schema as s
from geodata.workspace.columns import UNREADABLE, incident_of, row_of, unreadable, words_of
from geodata.workspace.corrections import Review
from geodata.workspace.merging import Claim, merged

OUTLET = "outlet"  # key in a claim's body: the source that its row names
REPORT_FIELDS = ("title", "text", "source", "url", "language", "note", "home")
WINDOW_DAYS = 8  # before and after an incident, within which to look for its claims


EVERYTHING = -1  # in `changes`: a step that touched too many incidents to list
STEPS_KEPT = 500
LAST_NUMBER = 2**53  # of an incident: a browser counts exactly up to here
OPEN_STEP = -1  # the version of changes whose step has not ended


@dataclass(frozen=True, slots=True)
class Kept:
    """An incident of the workspace with its review state. `number` is its row; `source` names its reports."""

    number: int
    incident: Incident
    state: ReviewState
    source: str
    claims: int


def join(db: Connection, claim: Claim, taken: set[int]) -> int:
    """File a claim with the incident that it certainly reports, or as a new one, and propose doubtful matches."""
    held_apart = {
        str(other)
        for row in db.execute(select(s.apart).where((s.apart.c.one == claim.id) | (s.apart.c.other == claim.id)))
        for other in row
    }
    found: list[tuple[float, int, tuple[str, ...]]] = []
    for number in neighbours(db, claim):
        if number in taken:
            continue  # claims of one report are separate events
        claims = claims_at(db, number)
        if held_apart & {c.id for c in claims} or any(c.report_id == claim.report_id for c in claims if c.report_id):
            continue
        fit = reconciling.best_match(claim, claims)
        if fit.score >= reconciling.DOUBTFUL:
            found.append((fit.score, number, fit.reasons))
    found.sort(reverse=True)
    if found and found[0][0] >= reconciling.SURE:
        number = found[0][1]
        insert_claim(db, claim, number)
        refresh(db, number)
        return number
    number = new_incident(db, claim)
    for score, other, reasons in found[:3]:
        db.execute(
            insert(s.proposals).values(
                claim=claim.id, incident=other, score=score, reasons=json.dumps(reasons, ensure_ascii=False)
            )
        )
    return number


def neighbours(db: Connection, claim: Claim) -> list[int]:
    """Return the numbers of incidents near a claim in time and place."""
    span = reconciling.span_of(claim)
    query = "SELECT number FROM incidents WHERE state <> 'rejected'"
    values: dict[str, Any] = {}
    if span is not None:
        query += " AND (date_start IS NULL OR (date(date_start, :less) <= :last AND date(date_end, :more) >= :first))"
        values |= {"first": span[0].isoformat(), "last": span[1].isoformat()}
        values |= {"less": f"-{WINDOW_DAYS} days", "more": f"+{WINDOW_DAYS} days"}
    geocode = claim.incident.geocode
    if geocode is not None and not geocode.precision.is_area:
        query += " AND (lat IS NULL OR radius_km > 30 OR (lat BETWEEN :south AND :north))"
        values |= {"south": geocode.latitude - 1.0, "north": geocode.latitude + 1.0}
    return [int(row[0]) for row in db.execute(text(query + " ORDER BY number DESC LIMIT 2000"), values)]


def nearest(db: Connection, claim: Claim, most: int) -> list[int]:
    """Return the nearest of a claim's neighbours; those without a point come last."""
    found, own = neighbours(db, claim), claim.incident.geocode
    if own is None:
        return found[:most]
    points = db.execute(
        select(s.incidents.c.number, s.incidents.c.lat, s.incidents.c.lon).where(s.incidents.c.number.in_(found))
    )
    away = {int(n): inf if lat is None else kilometres(lat, lon, own.latitude, own.longitude) for n, lat, lon in points}
    return sorted(away, key=lambda n: (away[n], n))[:most]


def insert_claim(db: Connection, claim: Claim, number: int) -> None:
    db.execute(
        insert(s.claims).values(
            id=claim.id,
            incident=number,
            report=claim.report_id,
            dataset=claim.dataset_id,
            position=claim.position,
            body=body_of(claim.incident, claim.outlet),
        )
    )


def body_of(incident: Incident, outlet: str) -> str:
    return json.dumps(to_plain(incident) | ({OUTLET: outlet} if outlet else {}), ensure_ascii=False)


def new_incident(db: Connection, claim: Claim) -> int:
    """File a claim as a separate incident, under the claim's id unless another incident has or had that id."""
    ident = free_id(db, claim.id)
    row = row_of(replace(claim.incident, id=ident), ReviewState.UNREVIEWED, claim.source, 1)
    number = int(db.execute(insert(s.incidents).values(**row)).inserted_primary_key[0])  # type: ignore[index]
    insert_claim(db, claim, number)
    refresh(db, number)
    return number


def free_id(db: Connection, wanted: str) -> str:
    """Return `wanted`, or another id if an incident has it already or the record still has reviews for it."""
    ident, n = wanted, 0
    query = text("SELECT 1 FROM incidents WHERE id = :id UNION ALL SELECT 1 FROM reviews WHERE incident = :id LIMIT 1")
    while db.execute(query, {"id": ident}).first():
        n += 1
        ident = digest(f"{wanted}|{n}")
    return ident


def freeze(db: Connection, number: int) -> None:
    """Give an imported claim its own record before the incident's row, from which it was read, changes."""
    bare = db.execute(select(s.claims.c.id).where((s.claims.c.incident == number) & s.claims.c.body.is_(None))).all()
    if bare:
        own = db.execute(select(s.incidents).where(s.incidents.c.number == number)).mappings().one()
        body = body_of(incident_of({**own, "body": None}), outlet_of(db, own))
        db.execute(update(s.claims).where(s.claims.c.id.in_([row[0] for row in bare])).values(body=body))


def outlet_of(db: Connection, row: Mapping[Any, Any]) -> str:
    """Return the source that an imported row itself names; "" if the row only has the name of its table."""
    named = select(s.datasets.c.name).join(s.claims, s.claims.c.dataset == s.datasets.c.id)
    names = db.execute(named.where(s.claims.c.incident == row["number"])).scalars().all()
    return "" if row["source"] in names else row["source"] or ""


def refresh(db: Connection, number: int, forget: bool = False) -> None:
    """Rebuild an incident's row from its claims and corrections, or delete it if it has no claims.

    `forget`: its report is deleted, so undo its reviews; they must not apply to a later incident.
    """
    touch(db, number)
    freeze(db, number)
    claims = claims_at(db, number)
    ident = str(db.execute(select(s.incidents.c.id).where(s.incidents.c.number == number)).scalar_one())
    db.execute(text("DELETE FROM search WHERE rowid = :number"), {"number": number})
    if not claims:
        db.execute(delete(s.proposals).where(s.proposals.c.incident == number))
        db.execute(delete(s.incidents).where(s.incidents.c.number == number))
        if forget:
            db.execute(update(s.reviews).where(s.reviews.c.incident == ident).values(undone=1))
        return
    incident, state = corrections.overlaid(replace(merged(claims), id=ident), reviews_of(db, ident))
    source = "; ".join(dict.fromkeys(c.source for c in claims if c.source))
    row = row_of(incident, state, source, len(claims))
    db.execute(update(s.incidents).where(s.incidents.c.number == number).values(**row))
    words = {"number": number, "words": words_of(row, incident, [c.outlet for c in claims])}
    db.execute(text("INSERT INTO search (rowid, words) VALUES (:number, :words)"), words)


def claims_at(db: Connection, number: int) -> list[Claim]:
    joined = s.claims.outerjoin(s.reports, s.claims.c.report == s.reports.c.id).outerjoin(
        s.datasets, s.claims.c.dataset == s.datasets.c.id
    )
    columns = (s.claims, s.reports.c.published, s.reports.c.source, s.reports.c.title, s.datasets.c.name)
    rows = db.execute(select(*columns).select_from(joined).where(s.claims.c.incident == number)).mappings().all()
    return sorted((claim_at(db, row) for row in rows), key=lambda c: c.order)


def claim_at(db: Connection, row: Mapping[Any, Any]) -> Claim:
    if row["body"]:
        try:
            told = json.loads(row["body"])
            incident = from_plain(Incident, told)
            outlet = str(told.get(OUTLET, ""))
        except UNREADABLE as error:
            raise unreadable("claim", row["id"], error) from error
    else:
        own = db.execute(select(s.incidents).where(s.incidents.c.number == row["incident"])).mappings().one()
        incident, outlet = incident_of({**own, "body": None}), outlet_of(db, own)
    return Claim(
        id=row["id"],
        incident=incident,
        source=row["source"] or row["title"] or outlet or row["name"] or "",
        report_id=row["report"],
        dataset_id=row["dataset"],
        told=day_of(row["published"]),
        position=row["position"],
        outlet=outlet,
    )


def kept_at(db: Connection, number: int) -> Kept:
    return kept_of(db.execute(select(s.incidents).where(s.incidents.c.number == number)).mappings().one())


def number_of(db: Connection, incident_id: str) -> int:
    number = db.execute(select(s.incidents.c.number).where(s.incidents.c.id == incident_id)).scalar()
    if number is None:
        raise ReviewError(f"no incident {incident_id}")
    return int(number)


def reviews_of(db: Connection, incident_id: str) -> list[Review]:
    rows = db.execute(select(s.reviews).where(s.reviews.c.incident == incident_id).order_by(s.reviews.c.id)).mappings()
    return [Review(**{**row, "undone": bool(row["undone"])}) for row in rows]


def live_acts(db: Connection, incident_id: str) -> list[Review]:
    """Return what people did to an incident and did not undo."""
    return [r for r in reviews_of(db, incident_id) if not r.undone and r.action not in corrections.LOG_ONLY]


def hold_apart(db: Connection, pairs: Iterable[Sequence[str]]) -> None:
    """Record claims that a person separated. They are never joined again unless a person asks."""
    for one, other in pairs:
        db.execute(insert(s.apart).prefix_with("OR IGNORE").values(one=one, other=other))


def apart_between(db: Connection, some: Sequence[str], others: Sequence[str]) -> list[list[str]]:
    """Return the pairs held apart between two groups of claims."""
    one, two = s.apart.c.one, s.apart.c.other
    query = select(s.apart).where((one.in_(some) & two.in_(others)) | (one.in_(others) & two.in_(some)))
    return [[str(a), str(b)] for a, b in db.execute(query)]


def forget_apart(db: Connection, some: Sequence[str], others: Sequence[str]) -> None:
    for a, b in apart_between(db, some, others):
        db.execute(delete(s.apart).where((s.apart.c.one == a) & (s.apart.c.other == b)))


def repoint_proposals(db: Connection, gone: int, number: int, within: Sequence[str]) -> None:
    """Move the proposals of an absorbed incident to the one that absorbs it; delete those between the two."""
    db.execute(delete(s.proposals).where(s.proposals.c.claim.in_(within) & s.proposals.c.incident.in_([gone, number])))
    query = "UPDATE OR IGNORE proposals SET incident = :number WHERE incident = :gone"
    db.execute(text(query), {"number": number, "gone": gone})
    db.execute(delete(s.proposals).where(s.proposals.c.incident == gone))


def touch(db: Connection, number: int) -> None:
    """Note that this step changes an incident."""
    db.execute(insert(s.changes).values(version=OPEN_STEP, stamp="", incident=number))


def close_step(db: Connection) -> None:
    """Give the step's changes the next version and a new stamp; delete changes that are too old to be of use."""
    newest = select(func.max(s.changes.c.version)).where(func.typeof(s.changes.c.version) == "integer")
    version = max(int(db.execute(newest).scalar() or 0), 0) + 1
    stamp = secrets.token_hex(8)
    db.execute(update(s.changes).where(s.changes.c.version == OPEN_STEP).values(version=version, stamp=stamp))
    db.execute(insert(s.changes).values(version=version, stamp=stamp, incident=None))
    db.execute(delete(s.changes).where((s.changes.c.version < version - STEPS_KEPT) & (s.changes.c.version != OPEN_STEP)))


def note(db: Connection, incident_id: str, who: str, action: str, **more: Any) -> None:
    if not who.strip():
        raise ReviewError("enter your name first: corrections are stored with a name")
    db.execute(insert(s.reviews).values(incident=incident_id, who=who.strip(), at=database.now(), action=action, **more))


def digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def kept_of(row: Mapping[Any, Any]) -> Kept:
    try:
        state, claims = ReviewState(row["state"]), int(row["claims"])
        if not isinstance(row["source"], str | None):
            raise TypeError("bytes instead of text")
    except UNREADABLE as error:
        raise unreadable("incident", row["id"], error) from error
    return Kept(row["number"], incident_of(row), state, row["source"] or "", claims)


def report_of(row: Mapping[Any, Any]) -> Report:
    published = day_of(row["published"])
    words = {name: row[name] for name in REPORT_FIELDS}
    if wrong := [name for name, value in words.items() if not isinstance(value, str | None)]:
        raise unreadable("report", row["id"], TypeError(f"{wrong[0]} is not text"))
    return Report(published=published, **words)


def reading_of(row: Mapping[Any, Any]) -> tuple[Report, tuple[Toponym, ...], Provenance, tuple[str, ...]]:
    """Return what a report's row keeps of its reading. Raise WorkspaceDamaged for unreadable values."""
    report = report_of(row)
    try:
        body = json.loads(row["reading"])
        toponyms = tuple(from_plain(Toponym, t) for t in body["toponyms"])
        return report, toponyms, from_plain(Provenance, body["provenance"]), tuple(map(str, body["notes"]))
    except UNREADABLE as error:
        raise unreadable("report", row["id"], error) from error


def day_of(value: Any) -> date | None:
    """Return a report's publication day from its row; None if it is unknown."""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise unreadable("report", f"published {value!r}"[:60], error) from error


def faults(db: Connection) -> Iterator[str]:
    """Yield a message for each row that cannot be read or that another program changed."""
    for row in db.execute(select(s.incidents)).mappings():
        if row["number"] > LAST_NUMBER:
            yield f"incident {row['id']} has the number {row['number']:,}, which this program does not assign"
        if fault := fault_of(partial(kept_of, row)) or fault_of(partial(kept_of, {**row, "body": None})):
            yield fault
        elif row["body"] and record(row["body"]).id != row["id"]:
            yield f"incident {row['id']}: its id was changed by another program"
    for row in db.execute(select(s.claims).where(s.claims.c.body.is_not(None))).mappings():
        if fault := fault_of(partial(record, row["body"])):
            yield f"claim {row['id']}: {fault}"
    for table in (s.datasets, s.views, s.settings, s.changes, s.choices, s.feeds, s.feed_items, s.reviews):
        try:
            db.execute(select(table)).all()
        except DBAPIError as error:  # text that is not UTF-8
            yield f"{table.name}: {str(error.orig)[:120]}"
            return
    for row in db.execute(select(s.reports)).mappings():
        if fault := fault_of(partial(reading_of, row)):
            yield f"report {row['id']}: {fault}"
        elif report_of(row).id != row["id"]:
            yield f"report {row['id']}: its text, title, source or day was changed by another program"
    homeless = select(func.count()).where(s.claims.c.report.is_(None) & s.claims.c.dataset.is_(None))
    if n := db.execute(homeless).scalar():
        yield f"{n} claims without a report or table"
    for ident, mapping in db.execute(select(s.datasets.c.id, s.datasets.c.mapping)):
        if fault := fault_of(partial(plain_dict, mapping)):
            yield f"table {ident}: its column mapping cannot be read: {fault}"
    widths: dict[str, int] = {}
    for ident, columns in db.execute(select(s.datasets.c.id, s.datasets.c.columns)):
        names = plain_list(columns)
        if names is None:
            yield f"table {ident}: its columns cannot be read"
        widths[str(ident)] = len(names or ())
    for ident, dataset, raw in db.execute(
        select(s.claims.c.id, s.claims.c.dataset, s.claims.c.raw).where(s.claims.c.raw.is_not(None))
    ):
        cells = plain_list(raw)
        if cells is None or len(cells) != widths.get(str(dataset), len(cells)):
            yield f"claim {ident}: its row cannot be read"


def record(body: str) -> Incident:
    return from_plain(Incident, json.loads(body))


def plain_dict(text: Any) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("it does not consist of names and values")
    return found


def fault_of(read: Callable[[], object]) -> str:
    try:
        read()
    except (*UNREADABLE, WorkspaceDamaged) as error:
        return str(error)
    return ""


def plain_list(text: Any) -> list[Any] | None:
    try:
        found = json.loads(text)
    except UNREADABLE:
        return None
    return found if isinstance(found, list) else None
