"""Find the header of a sheet: below titles, over two lines, above or below HXL tags, or missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace

from geodata.fields import IMPORTED
from geodata.tables.cells.days import span_of
from geodata.tables.cells.spans import NoDate
from geodata.tables.layout import (
    OTHER,
    Layout,
    columns_of,
    key_of,
    layouts,
    means_something,
    recognised,
    tells_where_or_when,
)

LOOKED_AT = 40  # lines
TAG = re.compile(r"#\s*[A-Za-z][\w]*(?:\s*\+\s*[\w-]+)*")
LONGEST_HEADER = 120


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, the number of lines before the first row of data, and the HXL tags by column, if any. `line`:
    the header's own line, from 1; 0 for a table without a header."""

    names: tuple[str, ...]
    before_data: int
    line: int
    tags: tuple[str, ...] = ()
    layout: Layout | None = None


def find_header(rows: Sequence[Sequence[str]], line: int | None = None) -> Header | None:
    """Find the header of a sheet in its first lines; None for an empty sheet. `line`: the line that a person chose, from 1."""
    rows = rows[:LOOKED_AT] if line is None else rows
    if not any(any(cell.strip() for cell in row) for row in rows):
        return None
    tagged = next((i for i, row in enumerate(rows) if is_tags(row)), None)
    if line is None and tagged is not None:
        above = next((i for i in range(tagged - 1, -1, -1) if any(cell.strip() for cell in rows[i])), None)
        tags = tuple(plain_tag(cell) for cell in rows[tagged])
        names = rows[above] if above is not None else rows[tagged]
        wide = max(len(names), len(tags))
        named = [*names, *[""] * (wide - len(names))]
        tags += ("",) * (wide - len(tags))
        return Header(
            distinct([n.strip() or t for n, t in zip(named, tags, strict=True)]),
            tagged + 1,
            (tagged if above is None else above) + 1,
            tags,
        )
    if line is None and (layout := without_header(rows)):
        first = next(i for i, row in enumerate(rows) if any(row))
        return Header(layout.headerless, first, 0, layout=layout)
    at = min(line - 1, len(rows) - 1) if line is not None else best_line(rows)
    names = [cell.strip()[:LONGEST_HEADER] for cell in rows[at]]
    if line is None and has_row_names(rows[at], rows[at + 1 :]):
        return Header(distinct(["", *names]), at + 1, at + 1)
    if line is None and (parts := part_line(rows, at)) is not None:
        return Header(distinct(parts), at + 2, at + 1)
    upper = group_line(rows, at) if line is None else None
    if upper is None and line is None and (filled := filled_from_above(rows, at, names)) is not None:
        return Header(distinct(filled), at + 1, at + 1)
    if upper is not None:
        groups = groups_over(rows[upper], names)
        names = [part_name(group, names, k) for k, group in enumerate(groups)]
    return Header(distinct(names), at + 1, at + 1)


def has_row_names(header: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether R wrote row numbers in front of the rows, without a header over them."""
    filled = [row for row in below if any(row)]
    return bool(filled) and all(len(row) == len(header) + 1 and row[0].strip() == str(n) for n, row in enumerate(filled, 1))


def without_groups(header: Header) -> tuple[Header, list[str]]:
    """Remove the groups of questions that a form wrote into a header, "incident/killed", if that makes more columns known; also
    describe the change."""
    groups = Counter(name.partition("/")[0] for name in header.names if "/" in name)
    if header.layout or max(groups.values(), default=0) < LEAST_GROUP:
        return header, []
    bare = distinct(
        [name.rpartition("/")[2] if groups[name.partition("/")[0]] >= LEAST_GROUP else name for name in header.names]
    )
    if len(columns_of(recognised(bare), bare)) <= len(columns_of(recognised(header.names), header.names)):
        return header, []
    return replace(header, names=bare), ["groups in the headers are left out, such as " + max(groups, key=lambda g: groups[g])]


def without_points(header: Header) -> tuple[Header, list[str]]:
    """Replace the dots that R wrote into a header, "Start.Year", with spaces, if that makes more columns known; also describe
    the change."""
    if header.layout or any(" " in name or "_" in name for name in header.names):
        return header, []
    spaced = distinct([" ".join(name.split(".")).strip() for name in header.names])
    known = ((recognised(names), names) for names in (header.names, spaced))
    before, after = ((layout.name != OTHER, len(columns_of(layout, names))) for layout, names in known)
    return (replace(header, names=spaced), ["dots in the headers are read as spaces"]) if after > before else (header, [])


def part_line(rows: Sequence[Sequence[str]], at: int) -> list[str] | None:
    """The names of a header whose next line divides some columns: "Killed" over "Civilians", "Soldiers" and "Total". None if
    the next line is data: it has a number or a day, or words under a name with one column."""
    below = [cell.strip()[:LONGEST_HEADER] for cell in rows[at + 1]] if at + 1 < len(rows) else []
    if sum(map(bool, below)) < 2 or any(is_value(cell) for cell in below if cell):
        return None
    wide = max(len(below), len(rows[at]))
    upper = [cell.strip()[:LONGEST_HEADER] for cell in rows[at]] + [""] * (wide - len(rows[at]))
    below += [""] * (wide - len(below))
    groups: list[list[int]] = []  # the columns under each name, which is in the first of them or in all of them
    for k, name in enumerate(upper):
        if name and not (k and name == upper[k - 1]):
            groups.append([])
        if not groups:
            return None
        groups[-1].append(k)
    names = list(upper)
    for columns in groups:
        group = upper[columns[0]]
        parts = [below[k] for k in columns]
        if not any(parts) or all(part.casefold() == group.casefold() for part in parts):
            continue
        if len(columns) < 2:
            return None
        for k in columns:
            names[k] = part_name(group, below, k) if below[k] else upper[k]
    return names if names != upper else None


def part_name(group: str, below: Sequence[str], k: int) -> str:
    """Join a part to its group, unless only the part alone gives the place or time: "Town" of "Location"."""
    whole = joined(group, below[k])
    alone = not tells_where_or_when(whole) and below.count(below[k]) == 1 and tells_where_or_when(below[k])
    return below[k] if alone else whole


def filled_from_above(rows: Sequence[Sequence[str]], at: int, names: Sequence[str]) -> list[str] | None:
    """Fill the empty names of a header from the line above it, which also has groups: "Date" next to "Casualties" over "Killed"
    and "Injured". None if the line above has no such name."""
    above = [cell.strip()[:LONGEST_HEADER] for cell in rows[at - 1]] if at else []
    if sum(map(bool, above)) < 2 or any(is_value(cell) for cell in above if cell):
        return None
    both = [name or (above[k] if k < len(above) else "") for k, name in enumerate(names)]
    return both if any(means_something(new) and not old for new, old in zip(both, names, strict=True)) else None


def groups_over(upper: Sequence[str], names: Sequence[str]) -> list[str]:
    """The group over each name. A group also covers empty cells if the names below them recur: "Killed" in two groups."""
    groups, last = list[str](), ""
    for k, name in enumerate(names):
        own = upper[k].strip() if k < len(upper) else ""
        last = own or (last if name and names.count(name) > 1 else "")
        groups.append(last)
    return groups


def is_tags(row: Sequence[str]) -> bool:
    """Whether a line holds HXL tags: at least two hashtags and nothing else."""
    said = [cell.strip() for cell in row if cell.strip()]
    return len(said) > 1 and all(TAG.fullmatch(cell) for cell in said)


def plain_tag(cell: str) -> str:
    """A tag with its attributes in alphabetical order: "#geo+lat"."""
    tag, *attributes = re.sub(r"\s", "", cell.lower()).split("+")
    return "+".join([tag, *sorted(attributes)])


def by_tags(header: Header) -> dict[str, str]:
    """Our field by column, according to the tags. The first of a field's possible tags that a column has is used; if several
    columns have it, the one with the shortest tag."""
    found: dict[str, str] = {}
    dated = {attribute for tag in header.tags if tag.startswith("#date") for attribute in tag.split("+")}
    for one in IMPORTED:
        never = HXL_NOT.get(one.imports, frozenset())
        if one.imports in ("date_start", "date_end") and {"year", "month"} <= dated:
            never |= PARTS_OF_DAY  # each column is a part of one day
        for wanted in (plain_tag(tag) for tag in (one.hxl, *HXL_TOO.get(one.imports, ())) if tag):
            fitting = [
                (len(tag.replace("+all", "").replace("+total", "")), name)
                for tag, name in zip(header.tags, header.names, strict=True)
                if name not in found and not never & set(tag.split("+")) and holds(tag, wanted)
            ]
            if fitting:
                found[min(fitting)[1]] = one.imports
                break
    return found


# Attributes that a field's tag must not have: they mean another day, or only some of the people.
PART_OF_PEOPLE = frozenset(
    """f m i o female male children child adults adult elderly infants infant women men girls boys civilians civilian military
    combatants police refugees idps returnees hcw staff""".split()
)
NOT_THE_DAY = frozenset(["reported", "published", "updated", "created", "retrieved"])
PARTS_OF_DAY = frozenset(["year", "month", "day"])
HXL_NOT = {
    "date_start": NOT_THE_DAY | {"end"}, "date_end": NOT_THE_DAY | {"start"},
    "killed": PART_OF_PEOPLE,
    "injured": PART_OF_PEOPLE,
}  # fmt: skip


def holds(tag: str, wanted: str) -> bool:
    """Whether a tag has every attribute of the one wanted: "#adm1+en+name" has those of "#adm1+name"."""
    (one, *attributes), (other, *needed) = tag.split("+"), wanted.split("+")
    return one == other and set(needed) <= set(attributes)


# Tags in the tables of HDX that are less exact than those of our exports.
HXL_TOO = {
    "date_start": ("#date+occurred", "#date+start", "#date"), "date_end": ("#date+end",),
    "place": ("#loc", "#adm2+name", "#adm3+name"),
    "in_country": ("#country+code", "#country+name", "#country"), "admin1": ("#adm1+name", "#adm1"),
    "killed": ("#affected+killed", "#affected+deaths", "#affected+dead"), "injured": ("#affected+injured", "#affected+wounded"),
    "evidence": ("#description", "#event+description", "#meta+notes"), "type": ("#event+type", "#event", "#cause"),
    "source": ("#meta",), "actor": ("#group+name", "#group", "#actor"), "id": ("#event+id", "#meta+id"),
}  # fmt: skip


def best_line(rows: Sequence[Sequence[str]]) -> int:
    """The line with the most headers that some layout knows; else the first line with several words and no number."""
    known = [sum(means_something(cell) for cell in row if cell.strip()) for row in rows]
    if max(known) > 1:
        return known.index(max(known))
    for i, row in enumerate(rows):
        said = [cell for cell in row if cell.strip()]
        if len(said) > 1 and not any(is_value(cell) for cell in said):
            return i
    return next(i for i, row in enumerate(rows) if any(cell.strip() for cell in row))


def group_line(rows: Sequence[Sequence[str]], at: int) -> int | None:
    """The line above a header that groups its columns ("Civilians" over "killed" and "injured"), if it distinguishes columns
    with the same name; else None."""
    names = [cell.strip().casefold() for cell in rows[at] if cell.strip()]
    if at == 0 or len(set(names)) == len(names):
        return None
    said = {cell.strip() for cell in rows[at - 1] if cell.strip()}
    return at - 1 if len(said) > 1 and not any(is_value(cell) for cell in said) else None


LEAST_GROUP = 2  # headers of one group
KNOWN_NAMES = 0.5  # share of the names in a header
BELOW = "it is below a second header with other columns"


class Below(list[str]):
    """A row below a second header that names other columns: the meaning of its cells is unknown."""


def reordered(rows: Iterable[list[str]], headers: Sequence[str]) -> Generator[list[str], None, None]:
    """Yield the rows, which can have a second header among them. If it names the same columns in another order, the rows below
    take the order of the first header; if it names others, they become `Below`. A repeated header stays a row."""
    ours = [key_of(header) for header in headers]
    names = {header.strip().casefold() for header in headers}
    places: list[int] | None = None
    is_below = False
    for row in rows:
        if (
            row
            and row[0].strip().casefold() in names
            and is_header(row)
            and len(said := [key_of(c) for c in row if c.strip()]) > 2
        ):
            is_below = not set(said) <= set(ours)
            places = None if is_below or said == ours else [said.index(key) if key in said else -1 for key in ours]
            if said != ours:
                continue
        if is_below:
            yield Below(row)
        else:
            yield row if places is None else [row[k] if 0 <= k < len(row) else "" for k in places]


def is_header(row: Sequence[str]) -> bool:
    """Whether at least half of a row's cells are names of columns that some layout knows."""
    said = [cell[:LONGEST_HEADER] for cell in row if cell.strip()]
    return sum(map(means_something, said)) >= KNOWN_NAMES * len(said)


def joined(group: str, name: str) -> str:
    return f"{group} {name}".strip() if group.casefold() != name.casefold() else name


def is_value(cell: str) -> bool:
    """Whether a cell is data, not a header: a number or a day."""
    text = cell.strip()
    if re.fullmatch(r"[-+−]?[\d.,' ]+%?", text):
        return True
    try:
        return any(c.isdigit() for c in text) and span_of(text) is not None
    except NoDate:
        return False


def without_header(rows: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a table without a header, by its number of columns and the form of its codes; None if no layout fits."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), None)
    for layout in layouts().values():
        if layout.headerless and first is not None and len(first) in (len(layout.headerless), len(layout.headerless) + 1):
            cells = dict(zip(layout.headerless, first, strict=False))
            if all(re.fullmatch(pattern, cells[column].strip()) for column, pattern in layout.checks.items()):
                return layout
    return None


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Make headers unique, and give a name to empty ones."""
    seen: dict[str, int] = {}
    result = []
    for k, name in enumerate(names, 1):
        header = name or f"column {k}"
        seen[header] = seen.get(header, 0) + 1
        result.append(header if seen[header] == 1 else f"{header} {seen[header]}")
    return tuple(result)
