"""Convert a file's rows to workspace rows, in steps. A separate process converts a large table, so that converting and filing
run in parallel."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from geodata.child import Child, Gone, Send
from geodata.errors import GeodataError, ImportRefused
from geodata.importing.imported import Rows, converted
from geodata.importing.outcome import Outcome
from geodata.importing.usual_country import LookUp
from geodata.tables.files.grid import Sheet
from geodata.tables.table import Choices, Table, open_table

CHUNK = 15_000  # rows in a step; with more, importing 300,000 rows takes 700 MB
LARGE = 8_000_000  # bytes; for a larger file, a separate process is worth the second that it takes to start


class Part(NamedTuple):
    """One step: its good rows, the outcome of all its rows, and the listed ids if the file names deleted events."""

    rows: Rows
    outcome: Outcome
    named: list[str]


@contextmanager
def helper(path: Path) -> Iterator[Child | None]:
    """Yield a process that converts a large file, or None for a small one. It starts while the caller opens the table."""
    if not path.is_file() or path.stat().st_size <= LARGE:
        yield None
        return
    with Child(__name__) as child:
        yield child


def parts_of(table: Table, choices: Choices | None, look_up: LookUp | None, child: Child | None) -> Generator[Part, None, None]:
    """Yield the steps of an import, from the helper if there is one. Raise ImportRefused if the file breaks off."""
    if isinstance(table.source, Sheet) and child is not None:
        yield from apart(table, choices, look_up, child)
    else:
        yield from here(table, look_up, CHUNK)


def here(table: Table, look_up: LookUp | None, size: int) -> Generator[Part, None, None]:
    named_by = next((header for header, our in table.columns.items() if our == "id"), None) if table.layout.deletes else None
    with closing(table.chunks(size)) as chunks:
        for chunk in chunks:
            outcome = Outcome(table=table, headers=list(table.headers))
            if table.layout.deletes:
                yield Part(Rows.none(), outcome, chunk.columns[named_by] if named_by else [])
            else:
                yield Part(converted(chunk, outcome, look_up), outcome, [])


def apart(table: Table, choices: Choices | None, look_up: LookUp | None, child: Child) -> Generator[Part, None, None]:
    """Do the same in a child process, which converts the next step while the caller files the last one."""
    try:
        child.send((table.path, choices, look_up, CHUNK))
        while (found := child.receive()) is not None:
            if isinstance(found, GeodataError):
                raise found
            part: Part = found
            part.outcome.table = table
            yield part
    except Gone as error:
        raise ImportRefused(f"{table.path.name}: the import was stopped; is there enough memory?") from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Turn off the cycle collector: rows contain no cycles, and looking for them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def work(messages: Iterator[Any], send: Send) -> None:
    """Run in the child process: send one file in steps, then None. Send a GeodataError instead of raising it."""
    path, choices, look_up, size = next(messages)
    try:
        with uncollected(), closing(here(open_table(path, choices), look_up, size)) as parts:
            for part in parts:
                part.outcome.table = None
                send(part)
        send(None)
    except GeodataError as error:
        send(error)
