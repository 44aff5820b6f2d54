"""Read the rows of marked articles and of readings; raise RowError for a row that does not follow the guideline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geodata.errors import GeodataError, RowError
from geodata.sources.jsonl import bounded, value_of


def rows(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the position of each row in a file, its id, and the row."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in bounded(lines):
            where = f"{path}:{line.number}"
            if line.text is None:
                raise RowError(f"{where}: the line is too long for an article")
            row = value_of(line.text, where)
            doc_id = (row.get("doc_id") or row.get("id")) if isinstance(row, dict) else None
            if doc_id is None:
                raise RowError(f"{where}: not an object with an id")
            yield where, str(doc_id), row


def marked(path: Path, key: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a file by their id; each must have `key`."""
    found: dict[str, dict[str, Any]] = {}
    for where, doc_id, row in rows(path):
        if key not in row:
            raise RowError(f'{where}: {doc_id} has no "{key}"')
        if doc_id in found:
            raise RowError(f"{where}: {doc_id} occurs twice")
        found[doc_id] = row
    return found


@contextmanager
def as_marked(name: object, doc_id: str) -> Iterator[None]:
    """Raise RowError, naming the file and the row, if the block fails because of the shape of a row."""
    try:
        yield
    except GeodataError:
        raise
    except KeyError as error:
        raise RowError(f"{name}: {doc_id} lacks {error}") from error
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise RowError(f"{name}: {doc_id} is not marked as in the guideline ({error})") from error
