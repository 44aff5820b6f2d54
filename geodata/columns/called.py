"""What a filter of the command line names, as the workspace spells it: "kharkiv" for Kharkiv, an outlet for its reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import text

from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import Words
from geodata.gazetteer.names import fold
from geodata.query import IncidentQuery
from geodata.workspace.base import WorkspaceFile

Pairs = Iterable[tuple[str, str]]  # a name, and the value it stands for


def as_spelled(workspace: WorkspaceFile, snapshot: Snapshot, query: IncidentQuery) -> IncidentQuery:
    """The filter with places, claimants, actors, outlets and sources as the workspace has them, whatever their capitals and
    accents. What the workspace does not have stays as it is: no incident passes for it."""
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
    """The values of these names, and the names that stand for none."""
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
    """What reports and imported tables are called: by their ids, outlets, titles and file names."""
    with workspace.reading() as db:
        rows = db.execute(text("SELECT id, source, title FROM reports UNION ALL SELECT id, name, id FROM datasets")).all()
    return [(str(name), str(row[0])) for row in rows for name in row if name]


def by_name(workspace: WorkspaceFile, query: IncidentQuery) -> IncidentQuery:
    """The filter with its sources as people know them: by title, else by outlet, or by file name."""
    if not query.sources:
        return query
    names = {ident: name for name, ident in sources(workspace) if name != ident}
    return replace(query, sources=tuple(names.get(ident, ident) for ident in query.sources))
