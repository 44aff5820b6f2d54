"""Reports from JSON Lines: one `{"doc_id", "date", "title", "text"}` a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import RowError
from geodata.records import Report
from geodata.sources.text import parse_date, spoken, whole


@dataclass(frozen=True, slots=True)
class Row:
    """A report and the id its file gives it. The text may be empty: it then has no incidents."""

    doc_id: str
    report: Report


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file in order. A line that is not a report is an error that names file, line and field."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield parse_row(line, f"{path}:{number}")


def parse_row(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise RowError(f"{where}: no JSON ({error.msg} at column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise RowError(f"{where}: no JSON that can be read ({error})") from error
    doc_id = row.get("doc_id", row.get("id")) if isinstance(row, dict) else None
    if doc_id is None:
        raise RowError(f'{where}: a row is an object with "doc_id" and "text"')
    for key in ("date", "title", "text", "home"):
        if not isinstance(row.get(key), str | None):
            raise RowError(f"{where}: {key} is {type(row[key]).__name__}, not text")
    try:
        published = parse_date(row["date"]) if row.get("date") else None
    except ValueError as error:
        raise RowError(f"{where}: date: {error}") from error
    text, title, home = (whole(row.get(key) or "") for key in ("text", "title", "home"))
    return Row(whole(str(doc_id)), Report(text=text, title=title, published=published, home=home, language=spoken(text)))
