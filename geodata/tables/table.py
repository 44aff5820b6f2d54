"""A file as one table: its layout, its columns, what was guessed, and its rows in chunks of text."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.above import Period, found_above, under_periods
from geodata.tables.by_values import COUNTED, added_by_values, counts_events, is_of_both, reads_well
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.links import is_link
from geodata.tables.cells.order import Order
from geodata.tables.cells.points import SIDE_COLUMNS
from geodata.tables.chunks import record_chunks, sheet_chunks
from geodata.tables.deciding import DATES, decision
from geodata.tables.files.failing import refused
from geodata.tables.files.grid import Records, Sheet, given
from geodata.tables.files.open import contents
from geodata.tables.filling import Texts, filled, gaps
from geodata.tables.header import LOOKED_AT, Header, by_tags, find_header, without_groups, without_points
from geodata.tables.layout import (
    FIELDS,
    GUESSED,
    IN_PARTS,
    OTHER,
    POINT,
    Layout,
    columns_of,
    composed,
    key_of,
    layouts,
    of_people,
    recognised,
)
from geodata.tables.pointed import with_points
from geodata.tables.replaced import with_county, with_years
from geodata.tables.telling import (
    day_zero,
    has_decimals,
    is_full_circle,
    of_points,
    put_together,
    repeated,
    short_years,
    swapped,
    without_codes,
)
from geodata.vocabulary import IncidentType, Role

SAMPLES = 3  # values of each column
LOOKED_THROUGH = 2_000  # rows from which columns are identified


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A person's choices for a table: which header fills which field, the sheet, the line of the header, whether the day or
    month comes first, the kind of rows that do not give theirs, and the columns whose blank cells mean the value above
    (`fill`). None leaves the choice to the program. `changes`: corrections to the guessed columns; "" removes a guess."""

    columns: Mapping[str, str] | None = None
    changes: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    line: int | None = None
    order: Order | None = None
    kind: IncidentType | None = None
    fill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How to read a file. `guesses`: what the program decided, in words; `samples`: some values of each column; `asks`: a
    question that only a person can answer."""

    path: Path
    layout: Layout
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    order: Order
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    line: int = 1
    guesses: tuple[str, ...] = ()
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asks: str = ""
    other_order: Order | None = None  # the order to use if the answer to `asks` is no
    kind: IncidentType | None = None
    lon_first: bool = False  # in a column that holds both latitude and longitude
    day_zero: int = 0  # the days from a spreadsheet's first day to the day from which the table counts
    decimals: bool = False  # "3.000" is three, since the table writes decimals
    source: Sheet | Records | None = None
    before_data: int = 1
    gaps: Mapping[str, int] = field(default_factory=dict)  # the number of blank cells that may mean the value above, by header
    fill: tuple[str, ...] = ()  # headers whose blank cells mean the value above
    counts_both: str = ""  # the column whose values show that it counts both the killed and the injured
    under: str = ""  # the column of days whose year, or month and year, is in a line above them
    period: Period | None = None  # the period before the first heading
    as_days: tuple[str, ...] = ()  # columns of years or months shown as days
    full_circle: bool = False  # longitudes count from 0 to 360
    counties: str = ""  # a column of counties without the word "county"
    years_win: bool = False  # the column of years wins over the year in a date, which a spreadsheet added

    @property
    def format(self) -> str:
        return self.layout.name

    @property
    def says_type(self) -> bool:
        """Whether a column, or the layout for all rows, gives the kind of incident."""
        present = {key_of(header) for header in self.headers}
        return "type" in self.columns.values() or "type" in self.layout.constants or bool(present & set(self.layout.type_from))

    @property
    def usual_type(self) -> str:
        """The kind of rows that do not give theirs."""
        return self.kind.value if self.kind else self.layout.default_type

    @property
    def links(self) -> tuple[str, ...]:
        """The columns that fill no field and link to where a row was published."""
        return tuple(h for h, cells in self.samples.items() if h not in self.columns and any(is_link(h, c) for c in cells))

    @property
    def by_layout(self) -> tuple[str, ...]:
        """The columns that fill no field alone but are read as part of one, or show which rows are newer."""
        sides = (SIDE_COLUMNS[name] for name in ("lat", "lon") if name in self.columns.values())
        read = {*self.layout.type_from, self.layout.revision}.union(*sides, *self.composed.values())
        return tuple(h for h in self.samples if h not in self.columns and key_of(h) in read)

    @property
    def unused(self) -> dict[str, tuple[str, ...]]:
        """The columns that are not read, with some of their values."""
        read = {*self.columns, *self.by_layout, *self.links}
        return {header: values for header, values in self.samples.items() if values and header not in read}

    @property
    def composed(self) -> dict[str, tuple[str, ...]]:
        """The fields that are made of several columns, with the keys of these columns."""
        return composed(self.layout, self.columns, self.headers)

    def chunks(self, size: int) -> Generator[Texts, None, None]:
        """Yield the rows, `size` at a time. Raises ImportRefused if the file breaks off."""
        with refused(self.path):
            chunks: Iterable[Texts] = ()
            if isinstance(self.source, Records):
                chunks = record_chunks(self.source, self.headers, size)
            elif self.source is not None:
                chunks = sheet_chunks(self.source, self.headers, self.before_data, size)
            chunks = with_years(chunks, self.as_days) if self.as_days else chunks
            chunks = under_periods(chunks, self.under, self.period) if self.under else chunks
            chunks = with_county(chunks, self.counties) if self.counties else chunks
            yield from filled(chunks, self.fill) if self.fill else chunks


def open_table(path: Path, choices: Choices | None = None) -> Table:
    """Decide how to read a file. Raises ImportRefused if it holds no readable table."""
    choices = choices or Choices()
    found = contents(path)
    if not found:
        raise no_rows(path)
    if isinstance(found[0], Records):
        table = of_records(path, found[0])
    else:
        table = of_sheets(path, [s for s in found if isinstance(s, Sheet)], choices)
    if absent := set(choices.fill) - set(table.headers):
        raise no_column(absent, table)
    table = looked_through(replace(with_columns(table, choices), fill=choices.fill), choices)
    if table.layout.name in GUESSED and (parts := table.composed.get("date_start")):
        said, wins = put_together(table.headers, parts, next(table.chunks(LOOKED_THROUGH)).columns)
        table = replace(table, guesses=(*table.guesses, *said), years_win=wins)
    names = {key_of(header): header for header in table.headers}
    for our, keys in table.layout.added.items():
        there = [names[key] for key in keys if key in names]
        if len(there) > 1 and our in table.composed:
            table = replace(table, guesses=(*table.guesses, f"{our} is the sum of {' and '.join(there)}"))
    if table.layout.deletes:
        return replace(table, guesses=(*table.guesses, "each event that a row names is marked as deleted in the workspace"))
    if not is_placed(table):
        return replace(table, guesses=(*table.guesses, NOT_PLACED))
    if "date_start" not in {*table.columns.values(), *table.composed}:
        return replace(table, guesses=(*table.guesses, "no column was recognised as a date: the rows have none"))
    return table


NOT_PLACED = "no column was recognised as place, country, latitude or notes: assign one"


def with_columns(table: Table, choices: Choices) -> Table:
    """Apply a person's choices to the columns of a table. Raises ImportRefused for an unknown column or field."""
    unknown = {*(choices.columns or {}).values(), *filter(None, choices.changes.values())} - set(FIELDS)
    if unknown:
        raise ImportRefused(f"no field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")
    if choices.columns is not None:
        table = replace(table, columns={h: f for h, f in choices.columns.items() if h in table.headers})
    if absent := choices.changes.keys() - set(table.headers):
        raise no_column(absent, table)
    if not choices.changes:
        return table
    taken = set(choices.changes.values())
    kept = {h: f for h, f in table.columns.items() if h not in choices.changes and f not in taken}
    return replace(table, columns=kept | {h: f for h, f in choices.changes.items() if f})


def no_column(absent: set[str], table: Table) -> ImportRefused:
    return ImportRefused(f"no column {', '.join(sorted(absent))}; its columns are {', '.join(table.headers)}")


def no_rows(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} holds no rows")


def is_placed(table: Table) -> bool:
    filled = set(table.columns.values()) | set(table.composed)
    return bool(filled & {"lat", POINT, "place", "evidence", "admin1", "in_country"})


def of_records(path: Path, found: Records) -> Table:
    headers = tuple(found.headers)
    if not found.rows or not headers:
        raise no_rows(path)
    layout = recognised(headers)
    if layout.name == OTHER and found.kind in ("GeoJSON", "KML"):
        layout = layouts()[found.kind.lower()]
    columns = columns_of(layout, headers)
    if found.kind == "GeoJSON" and {"lat", "lon"} <= set(headers):  # a geometry wins over its properties
        columns = {h: our for h, our in columns.items() if our not in ("lat", "lon", POINT)} | {"lat": "lat", "lon": "lon"}
    return Table(
        path=path, layout=layout, headers=headers, columns=columns, order=layout.order or Order.DMY,
        guesses=found.notes, source=found, before_data=0, line=0,
    )  # fmt: skip


def of_sheets(path: Path, sheets: Sequence[Sheet], choices: Choices) -> Table:
    """The table of a workbook or text file: the sheet that a person chose, else the one with the best known header."""
    named = [s for s in sheets if s.name == choices.sheet] if choices.sheet else list(sheets)
    if not named:
        raise ImportRefused(f"{path.name} has no sheet {choices.sheet}; its sheets are {', '.join(s.name for s in sheets)}")
    tables = []
    for sheet in named:
        with refused(path), closing(sheet.rows()) as rows:  # type: ignore[type-var]  # they are generators
            header = find_header(list(islice(rows, max(LOOKED_AT, choices.line or 0))), choices.line)
        if header is not None:
            tables.append(of_sheet(path, sheet, header))
    if not tables:
        raise no_rows(path)
    best = max(tables, key=lambda t: (t.layout.name != OTHER, len(t.columns)))
    if choices.line is None and isinstance(best.source, Sheet) and (turned := turned_table(path, best.source, best)):
        best = turned
    names = tuple(s.name for s in sheets if s.name)
    guesses = list(best.guesses)
    if len(names) > 1 and choices.sheet is None:
        guesses.insert(0, f"of the sheets {', '.join(names)}, only {best.sheet} is read")
    return replace(best, sheets=names, guesses=tuple(guesses))


def turned_table(path: Path, sheet: Sheet, upright: Table) -> Table | None:
    """The table of a sheet with the names of the fields in its first column; None for any other sheet. `upright`: the table if
    its first lines hold the header."""
    with refused(path), closing(sheet.rows()) as rows:  # type: ignore[type-var]
        lines = list(islice(rows, LOOKED_AT + 1))
    if len(lines) > LOOKED_AT:
        return None
    wide = max(map(len, lines))
    columns = [[line[k] if k < len(line) else "" for line in lines] for k in range(wide)]
    columns[0] = [name.strip().rstrip(":") for name in columns[0]]
    if (header := find_header(columns, 1)) is None:
        return None
    table = of_sheet(path, replace(sheet, rows=given(sheet.name, columns).rows), header)
    is_better = is_placed(table) and len(table.columns) > (len(upright.columns) if is_placed(upright) else 1)
    if not is_better or not reads_well(table.columns, next(table.chunks(LOOKED_AT)).columns):
        return None
    return replace(table, guesses=(*table.guesses, TURNED))


TURNED = "the first column holds the field names: each other column is read as a row"


def of_sheet(path: Path, sheet: Sheet, header: Header) -> Table:
    guesses: list[str] = []
    if header.tags:
        tagged = by_tags(header)
        untagged = [name for name, tag in zip(header.names, header.tags, strict=True) if not tag]
        guessed = {h: f for h, f in columns_of(layouts()[OTHER], untagged).items() if f not in tagged.values()}
        named = recognised(header.names)  # HDX adds a line of tags to other publishers' files
        is_known = named.name not in (*GUESSED, "hxl", "atlas")
        layout, columns = (named, columns_of(named, header.names)) if is_known else (layouts()["hxl"], tagged | guessed)
    else:
        header, of_groups = without_groups(header)
        header, of_points = without_points(header)
        layout = header.layout or recognised(header.names)
        columns = columns_of(layout, header.names)
        guesses += [*of_groups, *of_points]
    guesses = [*sheet.notes, *guesses]
    line = header.line + sheet.first_line - 1
    if header.line == 0:
        guesses.append(f"the table has no header; its {len(header.names)} columns are those of {layout.title}")
    elif line > 1:
        guesses.append(f"the header is in line {line}")
    return Table(
        path=path, layout=layout, headers=header.names, columns=columns, order=layout.order or Order.DMY, sheet=sheet.name,
        line=line, guesses=tuple(guesses), source=sheet, before_data=header.before_data,
    )  # fmt: skip


def looked_through(table: Table, choices: Choices) -> Table:
    """Add what only the table's values show: a column of points, the order of day and month, samples of each column."""
    first = next(table.chunks(LOOKED_THROUGH), None)
    if first is None or not (first.positions or first.misfits):
        raise no_rows(table.path)
    columns, guesses = dict(table.columns), list(table.guesses)
    if isinstance(sheet := table.source, Sheet) and table.layout.name in GUESSED:
        changes, said = found_above(first, columns, sheet, table.before_data, table.path.stem)
        table, guesses = replace(table, **changes), [*guesses, *said]
        first = next(table.chunks(LOOKED_THROUGH)) if changes else first
    is_open = choices.columns is None and POINT not in choices.changes.values() and table.layout.name in (*GUESSED, "hxl")
    columns, lon_first, said = with_points(table.layout, table.headers, columns, first, is_open)
    guesses += said + swapped(columns, first.columns) + repeated(table.headers, columns) + short_years(columns, first.columns)
    if full_circle := is_full_circle(columns, first.columns):
        guesses.append("longitudes run from 0 to 360: those above 180 are west of Greenwich")
    if table.layout.name in GUESSED and choices.columns is None:
        columns, said = without_codes(table.layout, table.headers, columns, first.columns)
        guesses += said
    if choices.columns is None:
        columns, said = added_by_values(
            table.headers, columns, first.columns, lambda h: h not in choices.changes, table.layout.name in GUESSED
        )
        guesses += said
    both = next((h for h, our in columns.items() if our == "killed" and h not in table.columns and is_of_both(h)), "")
    found = decision(replace(table, columns=columns), first, choices.order)
    guesses += [found.guess] if found.guess else []
    table = replace(
        table,
        columns=columns,
        counts_both=both,
        order=found.order,
        asks=found.asks,
        other_order=found.other,
        samples={header: samples(cells) for header, cells in first.columns.items()},
        kind=choices.kind,
        lon_first=bool(lon_first),
        full_circle=full_circle,
        decimals=has_decimals(columns, first.columns, isinstance(table.source, Sheet) and table.source.decimal_comma),
        gaps=gaps(columns, first.columns),
    )
    table, said = with_day_zero(table, first)
    guesses += said
    guesses += of_points(table.decimals, columns, first.columns)
    for header, blanks in table.gaps.items():
        rows = f"{blanks:,} of the first {len(first.positions):,} rows"
        guesses.append(f"{header} is blank in {rows}. If a blank means the value above, fill it (--fill)")
    if not (table.says_type or table.kind or table.layout.deletes):
        guesses.append("no column gives the type of incident: every row gets the type Other")
    if table.layout.name in GUESSED and "role" not in columns.values() and (many := counts_events(columns, first.columns)):
        totals = {**table.layout.constants, "role": Role.AGGREGATE.value}
        table = replace(table, layout=replace(table.layout, constants=totals))
        guesses.append(f"{many} counts the incidents in each row: the rows are totals, which are not added up")
    for our, keys in of_people(table.layout, columns, table.headers).items():
        named = ", ".join(h for h in table.headers if key_of(h) in keys)
        guesses.append(f"{named} are added up: no other column counts the {our}")
    counted = COUNTED & {*columns.values(), *table.composed}
    if table.layout.name in IN_PARTS and not any(our.startswith("killed") for our in counted):
        kinds, has = ("killed", "only the injured") if counted else ("killed or injured", "no figures")
        guesses.append(f"no column was recognised as the number of {kinds}: the rows have {has}")
    return replace(table, guesses=tuple(guesses))


def with_day_zero(table: Table, first: Texts) -> tuple[Table, list[str]]:
    """Add the day from which the table's day numbers count; also describe it."""
    if isinstance(table.source, Sheet) and table.source.since_1904:
        return table, []
    days = {h: first.columns[h] for h, our in table.columns.items() if our in DATES and h in first.columns}
    years = next((cells for h, cells in first.columns.items() if key_of(h) == "year"), [""] * len(first.positions))
    later, said = day_zero(days, years, date.today())
    return replace(table, day_zero=later), [said] if said else []


def samples(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(c.strip()[:60] for c in cells if not is_blank(c)), SAMPLES))
