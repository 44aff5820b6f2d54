"""Turn a filter over a workspace into a selection for export, including extra columns of imported rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import text

from geodata.columns.called import by_name
from geodata.columns.masks import select
from geodata.columns.snapshot import Snapshot
from geodata.exporting.selection import ATTRIBUTIONS, Item, Selection
from geodata.query import IncidentQuery
from geodata.tables.cells.links import is_address, is_link
from geodata.words.catalogue import long_day
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.columns import UNREADABLE, unreadable
from geodata.workspace.filing import Kept

PART = 5_000


def selection(
    workspace: WorkspaceFile, query: IncidentQuery, today: date | None = None, snapshot: Snapshot | None = None
) -> Selection:
    """Return the incidents that match a filter, with an export's description of itself."""
    snapshot = snapshot or Snapshot.of(workspace)
    kept = select(workspace, query, snapshot)
    numbers = [k.number for k in kept]
    urls, extras = addresses(workspace, numbers), extra_columns(workspace, numbers)
    items = [
        Item(
            incident=k.incident,
            state=k.state,
            source=k.source,
            claims=k.claims,
            url=url,
            extra=without_link(extras.get(k.number, {}), url),
        )
        for k in kept
        for url in [urls.get(k.number) or link_of(k.source, extras.get(k.number, {}))]
    ]
    sources = {f"Imported: {name}" for name in datasets_of(workspace, numbers)}
    title = title_of(workspace, query)
    beyond = query.without("sources") if title else query
    return Selection(
        items=items,
        total=len(snapshot),
        filter=by_name(workspace, query).in_words,
        in_words="" if beyond.is_empty else by_name(workspace, beyond).in_words,
        title=title,
        made=today or date.today(),
        attributions=(*ATTRIBUTIONS, *sorted(sources)),
    )


def title_of(workspace: WorkspaceFile, query: IncidentQuery) -> str:
    """Return the title and day of a filter's report if the filter names only this source; otherwise ""."""
    if len(query.sources) != 1:
        return ""
    with workspace.reading() as db:
        found = db.execute(text("SELECT title, published FROM reports WHERE id = :id"), {"id": query.sources[0]}).first()
    if found is None or not found.title:
        return ""
    return f"{found.title}, {long_day(date.fromisoformat(found.published))}" if found.published else str(found.title)


def addresses(workspace: WorkspaceFile, numbers: list[int]) -> dict[int, str]:
    """Return each incident's web address, from its first report that has one."""
    query = text(
        "SELECT incident, url FROM claims JOIN reports ON reports.id = claims.report WHERE url IS NOT NULL AND url <> '' "
        "AND incident IN (SELECT value FROM json_each(:numbers)) ORDER BY claims.position DESC"
    )
    with workspace.reading() as db:
        return {int(number): str(url) for number, url in db.execute(query, {"numbers": json.dumps(numbers)})}


def address_of(workspace: WorkspaceFile, kept: Kept) -> str | None:
    """Return where an incident was published: its report's page, or the address in its row; None if unknown."""
    number = kept.number
    extra = extra_columns(workspace, [number]).get(number, {})
    return addresses(workspace, [number]).get(number) or link_of(kept.source, extra)


def link_of(source: str, extra: Mapping[str, str]) -> str | None:
    """Return the web address in an imported row, from a column of links or from its source; None if there is none."""
    named = (cell.strip() for name, cell in extra.items() if is_link(name, cell))
    return next(named, source if is_address(source) else None)


def without_link(extra: Mapping[str, str], url: str | None) -> dict[str, str]:
    """Return a row's extra columns without the one that contains its address."""
    return {name: cell for name, cell in extra.items() if not (is_link(name, cell) and cell.strip() == url)}


def extra_columns(workspace: WorkspaceFile, numbers: list[int]) -> dict[int, dict[str, str]]:
    """Return the columns of imported rows that fill no field of ours. Raise WorkspaceDamaged for unreadable rows."""
    try:
        return read_extra_columns(workspace, numbers)
    except UNREADABLE as error:
        raise unreadable("an imported", "row", error) from error


def read_extra_columns(workspace: WorkspaceFile, numbers: list[int]) -> dict[int, dict[str, str]]:
    extras: dict[int, dict[str, str]] = {}
    with workspace.reading() as db:
        datasets = {
            str(row.id): (json.loads(row.columns), json.loads(row.mapping), row.format)
            for row in db.execute(text("SELECT id, columns, mapping, format FROM datasets"))
        }
        if not datasets:
            return {}
        query = text(
            "SELECT incident, dataset, raw FROM claims WHERE raw IS NOT NULL "
            "AND incident IN (SELECT value FROM json_each(:numbers))"
        )
        for part in (numbers[i : i + PART] for i in range(0, len(numbers), PART)):
            for number, dataset, raw in db.execute(query, {"numbers": json.dumps(part)}):
                headers, mapping, format = datasets[str(dataset)]
                if format == "atlas":  # our own columns are fields, whether a mapping names them or not
                    mapping = {h: h for h in headers if not h.startswith("extra_")} | {"id": "ours"}
                values = zip(headers, json.loads(raw), strict=False)
                more = {
                    header: str(value) for header, value in values if mapping.get(header, "id") == "id" and str(value).strip()
                }
                extras.setdefault(int(number), {}).update({h.removeprefix("extra_"): v for h, v in more.items()})
    return extras


def datasets_of(workspace: WorkspaceFile, numbers: list[int]) -> list[str]:
    query = text(
        "SELECT DISTINCT name FROM datasets JOIN claims ON claims.dataset = datasets.id "
        "WHERE incident IN (SELECT value FROM json_each(:numbers))"
    )
    with workspace.reading() as db:
        return [str(name) for (name,) in db.execute(query, {"numbers": json.dumps(numbers)})]
