"""Find rows of a plain table that are in the workspace already with other content, by the table's own ids.

The ids of such a table may begin with 1 in every file. In a file with the same name an id is enough; in one with another name,
such as "list_0315" after "list_0308", the place and the day must match too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from sqlalchemy import Connection, text

from geodata.importing.imported import Rows
from geodata.tables.layout import key_of
from geodata.tables.table import Table
from geodata.workspace.columns import UNREADABLE, unreadable

SETTING = ("place", "date_start")  # what a revised row in another file keeps
ALIKE = 0.6  # share of the narrower table's columns
DATES = ("date_start", "date_end")
Key = tuple[str | None, ...]
Days = Sequence[str | None]


class Twins(NamedTuple):
    """The filed rows of tables with the same layout: `own` from files with the same name and columns, by id; `others` by id,
    place and day. Each entry has the claims and the hashes of their rows (see `said`). `at`, `place`: the positions of a row's
    id and place; `place` is -1 for a table that cannot be compared with others."""

    headers: Sequence[str]
    mapping: Mapping[str, str]
    at: int
    place: int
    own: dict[Key, dict[str, int]]
    others: dict[Key, dict[str, int]]

    def of(self, row: Sequence[str], day: str | None) -> tuple[str, int] | None:
        """Return the claim that a row is a version of, and the claim's hash; None if there is none or several."""
        if not row[self.at]:
            return None
        found = self.own.get((row[self.at],)) or (
            self.others.get((row[self.at], row[self.place], day)) if self.place >= 0 else {}
        )
        return next(iter(found.items())) if found and len(found) == 1 else None

    def says(self, row: Sequence[str], days: Days) -> int:
        return said(row, self.headers, self.mapping, days)


def said(row: Sequence[str], headers: Sequence[str], mapping: Mapping[str, str], days: Days) -> int:
    """Return a hash of a row's cells by the fields that they fill, or else by their headers. The order of its columns and the
    format of its days do not matter."""
    cells = {mapping.get(header, key_of(header)): cell for header, cell in zip(headers, row, strict=False) if cell}
    cells |= {field: day or "" for field, day in zip(DATES, days, strict=True) if field in cells}
    return hash(frozenset(cells.items()))


def is_alike(ours: Twins, headers: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Whether two tables share most columns of the narrower one, by what the columns mean."""
    a = {ours.mapping.get(header, key_of(header)) for header in ours.headers}
    b = {mapping.get(header, key_of(header)) for header in headers}
    return len(a & b) >= ALIKE * min(len(a), len(b))


def place_of(headers: Sequence[str], mapping: Mapping[str, str]) -> int:
    """Return the position of a table's place column; -1 for a table without ids, places or days."""
    by_field = {our: headers.index(h) for h, our in mapping.items() if h in headers}
    return by_field["place"] if all(our in by_field for our in ("id", *SETTING)) else -1


def twins_of(db: Connection | None, table: Table, dataset: str) -> Twins | None:
    """Return the filed rows of a plain table with ids; None if there are none. `dataset`: its id in the workspace."""
    header = next((h for h, our in table.columns.items() if our == "id"), None)
    if db is None or header is None or table.layout.own_ids or table.layout.name == "atlas":
        return None
    place = place_of(table.headers, table.columns)
    found = Twins(table.headers, table.columns, table.headers.index(header), place, defaultdict(dict), defaultdict(dict))
    alike = text("SELECT id, columns, mapping FROM datasets WHERE format = :format")
    filed = text(
        "SELECT c.id, c.raw, i.date_start, i.date_end FROM claims c JOIN incidents i ON i.number = c.incident "
        "WHERE c.dataset = :id"
    )
    for one, columns, mapped in db.execute(alike, {"format": table.format}).all():
        try:
            headers, mapping = list(json.loads(columns)), dict(json.loads(mapped))
            theirs = place_of(headers, mapping)
            if one != dataset and (min(place, theirs) < 0 or not is_alike(found, headers, mapping)):
                continue
            at = next(headers.index(h) for h, our in mapping.items() if our == "id")
            for ident, raw, *days in db.execute(filed, {"id": one}):
                row = json.loads(raw)
                key = (row[at],) if one == dataset else (row[at], row[theirs], days[0])
                (found.own if one == dataset else found.others)[key][str(ident)] = said(row, headers, mapping, days)
        except (*UNREADABLE, StopIteration) as error:
            raise unreadable("table", one, error) from error
    return found if found.own or found.others else None


def as_kept(rows: Rows, twins: Twins | None, replace_known: bool) -> tuple[Rows, int, int]:
    """Return the rows to file, the number of those that are filed already with other content, and the number left out because a
    filed row says the same. With `replace_known`, a row with other content takes the id of its filed version instead of being
    counted."""
    if twins is None:
        return rows, 0, 0
    cells = [json.loads(raw) for raw in rows.raws]
    counts = Counter(row[twins.at] for row in cells)
    ids, older, stay = list(rows.ids), 0, [True] * len(rows.ids)
    alone = (counts[row[twins.at]] == 1 for row in cells)
    for n, row in compress(enumerate(cells), alone):
        days = [rows.columns[name][n] for name in DATES]
        if (twin := twins.of(row, days[0])) is None or twin[0] == ids[n]:
            continue
        if twin[1] == twins.says(row, days):
            stay[n] = False
        elif replace_known:
            ids[n] = twin[0]
        else:
            older += 1
    kept = rows._replace(columns={**rows.columns, "id": ids})
    return (kept if all(stay) else kept.only([n for n, one in enumerate(stay) if one])), older, stay.count(False)
