"""The tables of a workspace, and the migrations from older versions.

A *claim* is what one report, or one row of an import, says about one incident; corrections do not change it. An *incident*
combines its claims and people's corrections; its row is rebuilt whenever one of them changes. Reviews are never deleted; an
undone one is marked.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from geodata.fields import FORMER, STORED, Told, killed_combatants, unverified
from geodata.reading.values.remarks import is_unverified
from geodata.records import Incident
from geodata.serial import from_plain

VERSION = 6
KINDS = {str: Text, int: Integer, float: Float}
metadata = MetaData()

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published", String),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("language", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("home", Text, nullable=False),
    Column("added", String, nullable=False),
    Column("reading", Text, nullable=False),  # toponyms, notes and provenance as JSON
)
datasets = Table(
    "datasets",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", String, nullable=False),
    Column("imported", String, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("columns", Text, nullable=False),
    Column("rejected", Text, nullable=False),
)
incidents = Table(
    "incidents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(f.name, KINDS[f.kind], nullable=not f.required) for f in STORED if f.name != "id"),
    Column("body", Text),  # the whole record as JSON; NULL if the columns are enough
    Index("incidents_by_doubt", "state", "confidence"),
)
claims = Table(
    "claims",
    metadata,
    Column("id", String, primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.number"), nullable=False),
    Column("report", String, ForeignKey("reports.id")),
    Column("dataset", String, ForeignKey("datasets.id")),
    Column("position", Integer, nullable=False),
    Column("body", Text),  # the record that was read; NULL for an imported row until its incident changes
    Column("raw", Text),  # the original imported row, as JSON
    Index("claims_by_incident", "incident"),
    Index("claims_by_report", "report", sqlite_where=text("report IS NOT NULL")),  # imported rows have none
)
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("action", String, nullable=False),
    Column("field", String),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("undone", Integer, nullable=False, server_default="0"),
    Index("reviews_by_incident", "incident"),
)
choices = Table(
    "choices",
    metadata,
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("geocode", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("report", "name"),
)
apart = Table(
    "apart",
    metadata,
    Column("one", String, nullable=False),
    Column("other", String, nullable=False),
    UniqueConstraint("one", "other"),
)
proposals = Table(
    "proposals",
    metadata,
    Column("claim", String, ForeignKey("claims.id"), nullable=False),
    Column("incident", Integer, ForeignKey("incidents.number"), nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    UniqueConstraint("claim", "incident"),
)
views = Table(
    "views",
    metadata,
    Column("name", String, primary_key=True),
    Column("query", Text, nullable=False),
    Column("at", String, nullable=False),
)
changes = Table(  # which incidents a step touched, so that a snapshot only reads these again
    "changes",
    metadata,
    Column("version", Integer, nullable=False),
    Column("stamp", String, nullable=False),
    Column("incident", Integer),  # NULL: none; EVERYTHING: too many to list
    Index("changes_by_version", "version"),
)
feeds = Table(
    "feeds",
    metadata,
    Column("url", String, primary_key=True),
    Column("title", Text, nullable=False, server_default=""),
    Column("etag", Text, nullable=False, server_default=""),
    Column("modified", Text, nullable=False, server_default=""),
    Column("last_success", String),
    Column("last_error", Text, nullable=False, server_default=""),
    Column("due", String),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("added", String, nullable=False),
)
feed_items = Table(  # items that were handled, so that each is read once
    "feed_items",
    metadata,
    Column("feed", String, ForeignKey("feeds.url"), nullable=False),
    Column("item", String, nullable=False),
    Column("report", String),  # its report, which may have been deleted; NULL if it could not be read
    Column("error", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("feed", "item"),
)
settings = Table("settings", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

# without row sizes, which only a ranking needs
SEARCH = "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(words, tokenize='unicode61 remove_diacritics 2', columnsize=0)"


def create(db: Connection) -> None:
    """Create all tables of the current version."""
    metadata.create_all(db)
    db.execute(text(SEARCH))
    db.execute(text(f"PRAGMA user_version = {VERSION}"))


def from_1(db: Connection) -> None:
    """Migrate to version 2, which stores a report's home and the claims that a person held apart."""
    db.execute(text("ALTER TABLE reports ADD COLUMN home TEXT NOT NULL DEFAULT ''"))
    apart.create(db, checkfirst=True)


def from_2(db: Connection) -> None:
    """Migrate to version 3, which finds an incident by every sentence about it, not only the first."""
    db.execute(
        text("""
            CREATE TEMP TABLE found_by AS SELECT s.rowid AS number, s.words || ' ' || COALESCE((
                SELECT group_concat(json_extract(value, '$.quote'), ' ') FROM json_each(i.body, '$.sentences')
            ), '') AS words FROM search s JOIN incidents i ON i.number = s.rowid WHERE i.body IS NOT NULL
        """)
    )
    db.execute(text("DELETE FROM search WHERE rowid IN (SELECT number FROM found_by)"))
    db.execute(text("INSERT INTO search (rowid, words) SELECT number, words FROM found_by"))
    db.execute(text("DROP TABLE found_by"))
    changes.create(db, checkfirst=True)


def from_3(db: Connection) -> None:
    """Migrate to version 4, which names an incident's columns as all tables do and stores combatants and unverified figures."""
    columns = {str(row[1]) for row in db.execute(text("PRAGMA table_info(incidents)"))}
    for former, name in FORMER.items():
        if former in columns:
            db.execute(text(f'ALTER TABLE incidents RENAME COLUMN "{former}" TO "{name}"'))
    for name in ("killed_combatants", "unverified"):
        if name not in columns:
            db.execute(text(f"ALTER TABLE incidents ADD COLUMN {name} INTEGER"))
    remarks = []
    for number, body, evidence in db.execute(text("SELECT number, body, evidence FROM incidents")).all():
        told = Told(incident=from_plain(Incident, json.loads(body))) if body else None
        found = (killed_combatants(told), unverified(told)) if told else (None, 1 if is_unverified(evidence) else None)
        if found != (None, None):
            remarks.append({"number": number, "combatants": found[0], "unverified": found[1]})
    if remarks:
        change = "UPDATE incidents SET killed_combatants = :combatants, unverified = :unverified WHERE number = :number"
        db.execute(text(change), remarks)


def from_4(db: Connection) -> None:
    """Migrate to version 5, which stores how a place was found, so that an import's look-ups can be found and undone."""
    columns = {str(row[1]) for row in db.execute(text("PRAGMA table_info(incidents)"))}
    for name, kind in (("geocoder", "TEXT"), ("geocode_score", "FLOAT")):
        if name not in columns:
            db.execute(text(f"ALTER TABLE incidents ADD COLUMN {name} {kind}"))
    db.execute(
        text("""
            UPDATE incidents SET
                geocoder = CASE WHEN body IS NULL THEN 'import' ELSE json_extract(body, '$.toponym.geocode.geocoder') END,
                geocode_score = CASE WHEN body IS NULL THEN 1.0 ELSE json_extract(body, '$.toponym.geocode.score') END
            WHERE lat IS NOT NULL
        """)
    )


def from_5(db: Connection) -> None:
    """Migrate to version 6, which adds feeds. The index of reports leaves out imported rows; that of first days is unused."""
    feeds.create(db, checkfirst=True)
    feed_items.create(db, checkfirst=True)
    for name in ("incidents_by_start", "claims_by_report"):
        db.execute(text(f"DROP INDEX IF EXISTS {name}"))
    next(index for index in claims.indexes if index.name == "claims_by_report").create(db)


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: from_1, 2: from_2, 3: from_3, 4: from_4, 5: from_5}
