"""The form in which every kind of file is read: sheets of rows, or records that name their own columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Row = list[str]
COUNT = re.compile(r"(?!(?:19|20)\d\d$)\d+")  # a number that is not a year
RAISED = re.compile(r"\s*[\[(]?[\w, ]{1,8}[\])]?\s*")  # a footnote mark


class Wide(str):
    """The text of a cell that is merged over several columns, repeated in each of them."""

    __slots__ = ()


class Shared(str):
    """A figure that is merged over several rows, repeated in each of them: it counts for all of them together."""

    __slots__ = ()


def merged_text(text: str, wide: bool, tall: bool) -> str:
    """The text of a merged cell, as it is repeated in each of its cells."""
    return Wide(text) if wide else Shared(text) if tall and COUNT.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of cells. `rows` starts from the first line each time it is called; `notes` describe how it was read."""

    name: str
    rows: Callable[[], Iterator[Row]]
    decimal_comma: bool = False
    notes: tuple[str, ...] = ()
    first_line: int = 1  # its number in the file, from 1
    since_1904: bool = False  # day numbers without a format count from 1904
    has_merged: bool = False  # whether cells can be merged


def given(name: str, rows: list[Row], notes: tuple[str, ...] = ()) -> Sheet:
    """A sheet of rows in memory."""

    def again() -> Iterator[Row]:
        yield from rows

    return Sheet(name, again, notes=notes, has_merged=True)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows that name their own columns: JSON, GeoJSON, KML. `kind`: the format; `broken`: why a row cannot be read, and its
    text, by its number among all rows."""

    name: str
    kind: str
    rows: list[dict[str, str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    broken: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def headers(self) -> list[str]:
        return list(dict.fromkeys(key for row in self.rows for key in row))
