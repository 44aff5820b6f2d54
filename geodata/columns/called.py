"""Spell the names in a command-line filter as the workspace does: "kharkiv" becomes Kharkiv, an outlet its reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import text

from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import Words
from geodata.gazetteer.names import fold
from geodata.query import IncidentQuery
from geodata.workspace.base import WorkspaceFile

Pairs = Iterable[tuple[str, str]]  # a name, and the value that it means


def as_spelled(workspace: WorkspaceFile, snapshot: Snapshot, query: IncidentQuery) -> IncidentQuery:
    """Return the filter with places, claimants, actors, outlets and sources spelled as in the workspace, ignoring case and
    accents. Names that the workspace does not have stay as they are and match no incident."""
    return replace(
        query,
        places=called(query.places, themselves(snapshot.places)),
        claimants=called(query.claimants, themselves(snapshot.claimants)),
        actors=called(query.actors, themselves(snapshot.actors)),
        outlets=called(query.outlets, themselves(snapshot.outlets)),
        sources=called(query.sources, sources(workspace)),
    )


def themselves(column: Words) -> Pairs:
    return ((word, word) for word in column.values)


def called(wanted: tuple[str, ...], pairs: Pairs) -> tuple[str, ...]:
    """Return the values of these names, and the names without a value."""
    if not wanted:
        return ()
    unknown = {fold(name): name for name in wanted}
    keys = frozenset(unknown)
    meant = set()
    for name, value in pairs:
        if (key := fold(name)) in keys:
            meant.add(value)
            unknown.pop(key, None)
    return tuple(sorted({*meant, *unknown.values()}))


def sources(workspace: WorkspaceFile) -> Pairs:
    """Return pairs of a name and an id for reports and imported tables; names are ids, outlets, titles and file names."""
    with workspace.reading() as db:
        rows = db.execute(text("SELECT id, source, title FROM reports UNION ALL SELECT id, name, id FROM datasets")).all()
    return [(str(name), str(row[0])) for row in rows for name in row if name]


def by_name(workspace: WorkspaceFile, query: IncidentQuery) -> IncidentQuery:
    """Return the filter with its sources as people know them: by title, or else by outlet or file name."""
    if not query.sources:
        return query
    names = {ident: name for name, ident in sources(workspace) if name != ident}
    return replace(query, sources=tuple(names.get(ident, ident) for ident in query.sources))
