"""Rows of a plain table that are in the workspace already with other content: its own ids say so.

The ids of such a table may begin with 1 in every file. In a file of the same name an id is enough; in one of another name, such
as "list_0315" after "list_0308", the place and the day have to be the same, too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from sqlalchemy import Connection, text

from geodata.importing.imported import Rows
from geodata.tables.table import Table

SETTING = ("place", "date_start")  # what a revised row of another file keeps
Key = tuple[str, ...]


class Twins(NamedTuple):
    """What tables with the same columns have brought: `own` from files of the same name, by id; `others`, by id, place and day.
    Each claim with the hash of its row. `at`: where a row has its id, and where the others."""

    at: int
    setting: tuple[int, ...]
    own: dict[Key, dict[str, int]]
    others: dict[Key, dict[str, int]]

    def of(self, row: Sequence[str]) -> tuple[str, int] | None:
        """The claim that a row is a version of, and the hash of its row; None where there is none, or several."""
        if not row[self.at]:
            return None
        ident = (row[self.at],)
        found = self.own.get(ident) or self.others.get((*ident, *(row[n] for n in self.setting)), {})
        return next(iter(found.items())) if len(found) == 1 else None


def twins_of(db: Connection | None, table: Table, dataset: str) -> Twins | None:
    """What is there already of a plain table with ids; None where that is nothing. `dataset`: its id in the workspace."""
    header = next((h for h, our in table.columns.items() if our == "id"), None)
    if db is None or header is None or table.layout.own_ids or table.layout.name == "atlas":
        return None
    setting = tuple(table.headers.index(h) for h, our in table.columns.items() if our in SETTING)
    found = Twins(table.headers.index(header), setting, defaultdict(dict), defaultdict(dict))
    alike = text("SELECT id FROM datasets WHERE format = :format AND columns = :columns AND mapping = :mapping")
    columns = {"columns": json.dumps(list(table.headers)), "mapping": json.dumps(dict(table.columns))}
    for (one,) in db.execute(alike, {"format": table.format, **columns}).all():
        if one != dataset and len(setting) < len(SETTING):
            continue
        for ident, raw in db.execute(text("SELECT id, raw FROM claims WHERE dataset = :dataset"), {"dataset": one}):
            row = json.loads(raw)
            key = (row[found.at],) if one == dataset else (row[found.at], *(row[n] for n in setting))
            (found.own if one == dataset else found.others)[key][str(ident)] = hash(raw)
    return found if found.own or found.others else None


def as_kept(rows: Rows, twins: Twins | None, replace_known: bool) -> tuple[Rows, int]:
    """The rows under the ids that they have in the workspace: those that are the same there and, with `replace_known`, those
    that are there with other content. And the number of the latter that stay."""
    if twins is None:
        return rows, 0
    cells = [json.loads(raw) for raw in rows.raws]
    counts = Counter(row[twins.at] for row in cells)
    ids, older = list(rows.ids), 0
    alone = (counts[row[twins.at]] == 1 for row in cells)
    for n, row in compress(enumerate(cells), alone):
        if (twin := twins.of(row)) is None or twin[0] == ids[n]:
            continue
        if replace_known or twin[1] == hash(rows.raws[n]):
            ids[n] = twin[0]
        else:
            older += 1
    return rows._replace(columns={**rows.columns, "id": ids}), older
