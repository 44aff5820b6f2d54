"""The rows of an imported table as rows of the workspace, column by column: a table repeats its values by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from json.encoder import encode_basestring
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from geodata.exchange import convert
from geodata.exchange.mapping import TableMapping
from geodata.exchange.tables import Texts
from geodata.exchange.values import bounds, country_codes, decimals, span
from geodata.gazetteer.names import fold
from geodata.reading.values.remarks import is_unverified
from geodata.vocabulary import Qualifier, ReviewState
from geodata.workspace import filing
from geodata.workspace import schema as s
from geodata.workspace.columns import type_words

MOST_REJECTED = 10_000  # that are kept with their reasons
RADII = {precision.value: km for precision, km in convert.RADIUS_KM.items()}
COLUMNS = [c.name for c in s.incidents.columns if c.name != "number"]
SAFE = ("'=", "'+", "'-", "'@", "'\t", "'\r")
Told = tuple[dict[str, str], ReviewState]
Made = dict[str, Sequence[Any]]  # columns of the workspace
V = TypeVar("V")


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


class Row(NamedTuple):
    """A row that can come in: `values` in the order of COLUMNS, `raw` as it came, `words` for full-text search."""

    id: str
    values: tuple[Any, ...]
    raw: str
    position: int
    words: str
    told: Told | None  # what our own table says beyond its columns


class Cells:
    """A chunk of a table: its texts by header and by our field, and why a row of it cannot come in."""

    def __init__(self, chunk: Texts, mapping: TableMapping) -> None:
        self.texts, self.positions = chunk
        self.format, self.size = mapping.format, len(self.positions)
        self.fields = {name: self.texts[header] for header, name in mapping.columns.items() if header in self.texts}
        if self.format == "atlas":
            self.fields = {n: [v[1:] if v.startswith(SAFE) else v for v in cells] for n, cells in self.fields.items()}
        self.raws = list(zip(*self.texts.values(), strict=True))
        self.reasons: list[str] = [""] * self.size

    def __getitem__(self, name: str) -> list[str]:
        return self.fields.get(name) or [""] * self.size

    def series(self, name: str) -> pd.Series:
        return pd.Series(self[name], dtype=object)

    def words(self, name: str) -> list[str | None]:
        return [cell or None for cell in self[name]]

    def mapped(self, name: str, convert: Callable[[str], V]) -> list[V]:
        """A column converted once for each distinct value: dates and types repeat by the thousand."""
        cells = self[name]
        known = {value: convert(value) for value in set(cells)}
        return [known[value] for value in cells]

    def reject(self, bad: Iterable[object], reason: str) -> None:
        for i in compress(range(self.size), bad):
            self.reasons[i] = self.reasons[i] or reason


def converted(chunk: Texts, outcome: Outcome) -> list[Row]:
    """The good rows of a chunk; the others go to `outcome.rejected`."""
    cells = Cells(chunk, outcome.mapping)
    made = columns_of(cells)
    outcome.rows += cells.size
    for i, reason in enumerate(cells.reasons):
        if reason:
            outcome.reject(cells.positions[i], reason, dict(zip(cells.texts, map(str, cells.raws[i]), strict=True)))
    quoted = (map(encode_basestring, column) for column in cells.texts.values())
    lines = [f"[{','.join(parts)}]" for parts in zip(*quoted, strict=True)]  # as json writes it, in a third of the time
    made["id"] = [ident_of(cells.format, own.strip(), raw) for own, raw in zip(cells["id"], lines, strict=True)]
    told = told_beyond(made, cells) if cells.format == "atlas" else [None] * cells.size
    spoken = zip(
        made["place"], map(type_words, made["type"]), made["actor"], made["attribution"], made["evidence"], strict=True
    )
    words = [" ".join(filter(None, parts)) for parts in spoken]
    values = zip(*(made[name] for name in COLUMNS), strict=True)
    every = map(Row, made["id"], values, lines, cells.positions, words, told)
    return [row for row, reason in zip(every, cells.reasons, strict=True) if not reason]


def columns_of(cells: Cells) -> Made:
    """The columns of the workspace but for the ids. What a row lacks is None."""
    size, format = cells.size, cells.format
    lats, lons = points(cells)
    places, notes = [cell.strip() for cell in cells["place"]], cells["evidence"]
    empty = (not p and a is None and not n.strip() for p, a, n in zip(places, lats, notes, strict=True))
    made: Made = days(cells) | people(cells, "killed") | people(cells, "injured")
    cells.reject(empty, "no place, no point and no notes")
    placed = [not (a is None or b is None or a == b == 0) for a, b in zip(lats, lons, strict=True)]  # 0, 0 stands for unknown
    named = [p or (f"{lat}, {lon}" if there else None) for p, there, lat, lon in zip(places, placed, lats, lons, strict=True)]
    precisions = cells.mapped("geo_precision", lambda v: convert.precision_of(v, format))
    widths = zip(precisions, decimals(cells.series("radius_km")), strict=True)
    radii = [RADII[precision] if km is None else km for precision, km in widths]
    sure = (1.0 if n is None else min(1.0, max(0.0, n)) for n in decimals(cells.series("confidence")))
    told = zip(notes, cells.raws, strict=True)
    return made | {
        "type": cells.mapped("type", lambda v: convert.kind_of(v, format)),
        "role": cells.mapped("role", convert.role_of),
        "state": [ReviewState.UNREVIEWED.value] * size,
        "place": named,
        **{
            name: [value if there else None for value, there in zip(column, placed, strict=True)]
            for name, column in (("lat", lats), ("lon", lons), ("geo_precision", precisions), ("radius_km", radii))
        },
        "in_country": cells.mapped("in_country", lambda v: country_codes().get(fold(v))),
        "evidence": [n if n.strip() else " · ".join(filter(None, map(str.strip, raw))) for n, raw in told],
        "confidence": list(sure),
        "claims": [1] * size,
        "body": [None] * size,
        "killed_combatants": [None] * size,
        "unverified": [1 if is_unverified(note) else None for note in notes],
        **{name: cells.words(name) for name in ("admin1", "attribution", "actor", "source")},
    }


def points(cells: Cells) -> tuple[list[float | None], list[float | None]]:
    sides = []
    for name, title, limit in (("lat", "latitude", 90), ("lon", "longitude", 180)):
        plain = cells.series(name).str.strip()
        degrees = pd.to_numeric(plain.where(plain != "", None), errors="coerce")
        cells.reject(((plain != "") & degrees.isna()).tolist(), f"{title} is no number")
        cells.reject((degrees.abs() > limit).tolist(), f"{title} lies beyond {limit}")
        sides.append([None if n != n else float(n) for n in degrees.tolist()])
    lats, lons = sides
    cells.reject(((a is None) != (b is None) for a, b in zip(lats, lons, strict=True)), "latitude and longitude go together")
    return lats, lons


def days(cells: Cells) -> Made:
    months = convert.is_month_first(cells.series("date_start"))
    starts = cells.mapped("date_start", lambda v: convert.day_of(v, months))
    ends = cells.mapped("date_end", lambda v: convert.day_of(v, months)) if "date_end" in cells.fields else starts
    for name, found in (("date_start", starts), ("date_end", ends)):
        cells.reject((d is None and bool(t.strip()) for t, d in zip(cells[name], found, strict=True)), f"{name} is no date")
    cells.reject((bool(a and b and a > b) for a, b in zip(starts, ends, strict=True)), "the end lies before the start")
    spans = [span(a, b, p, cells.format) for a, b, p in zip(starts, ends, cells["date_precision"], strict=True)]
    return dict(zip(("date_start", "date_end", "date_precision"), zip(*spans, strict=True), strict=True))


def people(cells: Cells, kind: str) -> Made:
    found = []
    for name in (kind, f"{kind}_low", f"{kind}_high"):
        numbers = cells.mapped(name, convert.whole_number)
        if convert.WRONG in numbers:
            cells.reject((number == convert.WRONG for number in numbers), f"{name} is no number of people")
            numbers = [None if number == convert.WRONG else number for number in numbers]
        found.append(numbers)
    best, low, high = found
    cells.reject(
        (a is not None and b is not None and a > b for a, b in zip(low, high, strict=True)), f"{kind}: low lies above high"
    )
    figures = zip(best, low, high, cells[f"{kind}_qualifier"], strict=True)
    parts = zip(*(bounds(*figure, cells.format) for figure in figures), strict=True)
    return dict(zip((f"{kind}_{part}" for part in ("low", "high", "best", "qualifier")), parts, strict=True))


def ident_of(format: str, external: str, raw: str) -> str:
    """A row's id. Those of other tables may begin with 1 in every file: there the whole row tells one from another."""
    if format == "atlas" and external:
        return external
    return filing.digest(f"{format}|{external}" if external and format in ("acled", "ucdp") else f"{format}|{raw}")


def told_beyond(made: Made, cells: Cells) -> list[Told | None]:
    """What our own table says beyond the workspace's columns: a figure that was a word, and what people said of the row."""
    blank, found = [""] * cells.size, list[Told | None]()
    words = zip(*(cells.texts.get(f"{kind}_words", blank) for kind in ("killed", "injured")), strict=True)
    hedges = zip(made["killed_qualifier"], made["injured_qualifier"], strict=True)
    for (killed, injured), how, word in zip(words, hedges, cells["state"], strict=True):
        state = ReviewState(convert.coded(word, ReviewState) or ReviewState.UNREVIEWED)
        beyond = Qualifier.VAGUE.value in how or state is not ReviewState.UNREVIEWED
        found.append(({"killed": killed, "injured": injured}, state) if beyond else None)
    return found
