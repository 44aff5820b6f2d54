"""Read reports from JSON Lines: one `{"doc_id", "date", "title", "text"}` per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.errors import ReportTooLong, RowError
from geodata.records import Report
from geodata.sources.text import MAX_BYTES, check_length, parse_date, spoken, whole

LONGEST = 7 * MAX_BYTES  # characters of a line: the longest text with every character escaped, and some more


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number, from 1, and its text, or None if it is too long to be a report."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A report and its id in the file. The text can be empty; the report then has no incidents."""

    doc_id: str
    report: Report


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file in order. Raises RowError, with file, line and field, for a line that is not a report."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in bounded(lines):
            yield row_of(line, str(path))


def row_of(line: Line, name: str) -> Row:
    """Return the report of a line. Raises RowError, with file, line and field, if the line is not a report."""
    if line.text is None:
        raise RowError(f"{name}:{line.number}: the line is too long for a report")
    return parse_row(line.text, f"{name}:{line.number}")


def bounded(opened: Any) -> Iterator[Line]:
    """Yield the lines that are not blank. A line that is far too long gets the text None, and is not held in memory."""
    number = 0
    while text := opened.readline(LONGEST):
        number += 1
        text = text.removeprefix("\ufeff") if number == 1 else text
        if len(text) == LONGEST and not text.endswith("\n"):
            while (rest := opened.readline(LONGEST)) and not rest.endswith("\n"):
                pass
            yield Line(number, None)
        elif text.strip():
            yield Line(number, text)


def value_of(line: str, where: str) -> Any:
    """Parse a line of JSON. Raises RowError, with the place of the line."""
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise RowError(f"{where}: invalid JSON ({error.msg} at column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise RowError(f"{where}: unreadable JSON ({error})") from error


def parse_row(line: str, where: str) -> Row:
    row = value_of(line, where)
    doc_id = row.get("doc_id", row.get("id")) if isinstance(row, dict) else None
    if doc_id is None:
        raise RowError(f'{where}: not an object with "doc_id" and "text"')
    for key in ("date", "title", "text", "home"):
        if not isinstance(row.get(key), str | None):
            raise RowError(f"{where}: {key} is {type(row[key]).__name__}, not text")
    try:
        published = parse_date(row["date"]) if row.get("date") else None
    except ValueError as error:
        raise RowError(f"{where}: date: {error}") from error
    try:
        for key in ("title", "text", "home"):
            check_length(row.get(key) or "")
    except ReportTooLong as error:
        raise RowError(f"{where}: {error}") from error
    text, title, home = (whole(row.get(key) or "") for key in ("text", "title", "home"))
    return Row(whole(str(doc_id)), Report(text=text, title=title, published=published, home=home, language=spoken(text)))
