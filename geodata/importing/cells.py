"""The cells of a chunk of a table, by header and by our field, and why a row cannot be imported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import compress
from typing import Any, TypeVar

from geodata.exporting.formats import bare
from geodata.importing.row_words import said
from geodata.tables.by_values import as_words, unsure
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.points import SIDE_COLUMNS, SIDES, side_in
from geodata.tables.cells.spans import from_parts, in_year, with_year
from geodata.tables.files.grid import Shared, Sheet
from geodata.tables.filling import Texts
from geodata.tables.layout import GUESSED, key_of
from geodata.tables.parts_of_people import HARM
from geodata.tables.table import Table
from geodata.vocabulary import Qualifier

Made = dict[str, Sequence[Any]]  # columns of the workspace
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
DAY_NUMBER = re.compile(r"\d{5}")
DAYS_TO_1904 = 1462
FRACTION = re.compile(r"(\d{1,6})\.\d*[1-9]\d*")
COUNTED = frozenset(f"{kind}{end}" for kind in ("killed", "injured") for end in ("", "_low", "_high"))


class Cells:
    """The cells of one chunk: `texts` by header, `fields` by our field, and `reasons` why a row cannot be imported."""

    def __init__(self, chunk: Texts, table: Table) -> None:
        self.texts, self.positions, _ = chunk
        self.table, self.layout, self.size = table, table.layout, len(self.positions)
        self.fields = {name: self.texts[header] for header, name in table.columns.items() if header in self.texts}
        if self.layout.name == "atlas" and isinstance(table.source, Sheet):  # GeoJSON escapes nothing
            self.fields = {n: [bare(v) for v in cells] for n, cells in self.fields.items()}
        by_key = {key_of(header): cells for header, cells in self.texts.items()}
        for name, keys in table.composed.items():
            there = [by_key[key] for key in keys if key in by_key]
            if name in self.layout.added or name in HARM:
                add = added if name in self.layout.added else added_up
                self.fields |= {name: list(map(add, zip(*there, strict=True)))} if there else {}
            elif name not in self.layout.joined and len(keys) == 2 and all(key in by_key for key in keys):
                year, day = (by_key[key] for key in keys)
                self.fields[name] = list(map(in_year if table.years_win else with_year, day, year))
            elif name not in self.layout.joined and keys[0] in by_key:
                blank = [""] * self.size
                short = not any(len(year.strip()) > 2 for year in by_key[keys[0]])
                self.fields[name] = list(map(partial(from_parts, short=short), *(by_key.get(key, blank) for key in keys)))
            elif there:
                self.fields[name] = [", ".join(filter(None, map(str.strip, parts))) for parts in zip(*there, strict=True)]
        self.shared = Counter[str]()
        has_merged = isinstance(table.source, Sheet) and table.source.has_merged
        for name in self.fields.keys() & COUNTED if has_merged else ():
            self.shared.update(str(cell) for cell in self.fields[name] if type(cell) is Shared)
            self.fields[name] = ["" if type(cell) is Shared else cell for cell in self.fields[name]]
        unclear: list[str] = [""] * self.size
        for header, name in table.columns.items() if self.layout.name in GUESSED else ():
            if name in ("killed", "injured") and name in self.fields:
                self.fields[name] = each(self.fields[name], partial(as_words, header))
                if header == table.counts_both:
                    unclear = each(self.fields[name], partial(unsure, header))
        if later := table.day_zero or (DAYS_TO_1904 if isinstance(table.source, Sheet) and table.source.since_1904 else 0):
            dated = self.fields.keys() & {"date_start", "date_end"}
            self.fields |= {name: each(self.fields[name], partial(since_1900, later=later)) for name in dated}
        if table.decimals:
            counts = self.fields.keys() & COUNTED
            self.fields |= {
                name: [v.strip().removesuffix(".000").removesuffix(",000") for v in self.fields[name]] for name in counts
            }
        if self.layout.fractions:
            counts = self.fields.keys() & COUNTED
            self.fields |= {name: list(map(without_fraction, self.fields[name])) for name in counts}
        if self.layout.blanks:
            empty = self.layout.blanks
            self.fields = {n: ["" if v.strip() in empty else v for v in cells] for n, cells in self.fields.items()}
        kinds = [by_key[key] for key in self.layout.type_from if key in by_key]
        self.kinds = [" / ".join(filter(None, parts)) for parts in zip(*kinds, strict=True)] if kinds else self["type"]
        self.raws = list(zip(*self.texts.values(), strict=True))
        self.reasons: list[str] = unclear

    def __getitem__(self, name: str) -> list[str]:
        return self.fields.get(name) or [""] * self.size

    def header_of(self, name: str) -> str:
        """Return the header of a field's column as layouts write it; "" if no column fills the field."""
        return next((key_of(header) for header, our in self.table.columns.items() if our == name), "")

    def side_of(self, name: str) -> list[str]:
        """Return each row's side of the equator or Greenwich, such as "S" or "W", by the header or another column; else []."""
        header = next((header for header, our in self.table.columns.items() if our == name), "")
        if side := side_in(header, SIDES[name]):
            return [side] * self.size
        named = next((cells for header, cells in self.texts.items() if key_of(header) in SIDE_COLUMNS[name]), [])
        letters = SIDES[name]
        return [next((c for c in cell.upper() if c in letters), "") for cell in named]  # "SW" contains both

    def words(self, name: str) -> list[str | None]:
        """Return a column of names, with None for a blank cell."""
        return [cell or None for cell in self.told(name)]

    def told(self, name: str) -> list[str]:
        """Return a column of words, with "" for a blank such as "NA" in R or "nan" in pandas. Our own tables use only ""."""
        return self.mapped(name, str.strip if self.layout.name == "atlas" else said)

    def mapped(self, name: str, convert: Callable[[str], V]) -> list[V]:
        """Return a column, converting each distinct value once."""
        return each(self[name], convert)

    def tried(self, name: str, convert: Callable[[str], V | None], reason: str = "{error}") -> list[V | None]:
        """Do the same, but reject the rows of a value that raises ValueError, with the reason; their result is None."""
        faults: dict[str, str] = {}

        def attempt(value: str) -> V | None:
            try:
                return convert(value)
            except ValueError as error:
                faults[value] = reason.format(error=error)
                return None

        found = self.mapped(name, attempt)
        if faults:
            for i, value in enumerate(self[name]):
                if value in faults:
                    self.reasons[i] = self.reasons[i] or faults[value]
        return found

    def reject(self, bad: Iterable[object], reason: str) -> None:
        for i in compress(range(self.size), bad):
            self.reasons[i] = self.reasons[i] or reason


def each(values: Sequence[K], convert: Callable[[K], V]) -> list[V]:
    """Convert each distinct value once: places, dates and types repeat thousands of times."""
    known = {value: convert(value) for value in set(values)}
    return [known[value] for value in values]


def added(parts: Sequence[str]) -> str:
    """Return the sum of plain numbers. If one is not plain, join them all with commas, so that no figure can be read."""
    said = [part.strip() for part in parts if not is_blank(part)]
    try:
        counts = [count_of(part) for part in said]
    except Unreadable:
        return ", ".join(said)
    plain = (Qualifier.EXACT, Qualifier.NONE)
    exact = [count.best for count in counts if count is not None and count.best is not None and count.qualifier in plain]
    return str(sum(n for n in exact if n is not None)) if len(exact) == len(said) and said else ", ".join(said)


def added_up(parts: Sequence[str]) -> str:
    """Add up the parts of a row's people. If a part is marked as unknown, the sum is a minimum: "12+"."""
    is_unknown = any(part.strip(" -–—.") and is_blank(part) for part in parts)
    whole = added(parts)
    return f"{whole}+" if is_unknown and whole.isdigit() else whole


def since_1900(cell: str, later: int) -> str:
    """Convert a day number that counts from `later` days after 1900 to one that counts from 1900."""
    return str(int(cell) + later) if DAY_NUMBER.fullmatch(cell.strip()) else cell


def without_fraction(cell: str) -> str:
    """Convert a fractional number of people to the whole numbers around it: "11.5" becomes "11-12"."""
    return f"{int(found[1])}-{int(found[1]) + 1}" if (found := FRACTION.fullmatch(cell.strip())) else cell
