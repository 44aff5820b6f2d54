"""The rows of a file as rows of the workspace, step by step. A large table is converted by a process of its own, so that one
processor converts while the other files. That process, `serve`, reads what to do from its standard input and writes each
step to its standard output, both as pickles.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import IO, Any, NamedTuple

from geodata.errors import GeodataError, ImportRefused
from geodata.tables.files.grid import Sheet
from geodata.tables.table import Choices, Table, open_table
from geodata.workspace.imported import LookUp, Outcome, Rows, converted

CHUNK = 20_000
SIZE = 8  # bytes that say how long a message is
LARGE = 8_000_000  # bytes of a file from which a process of its own is worth the second that it takes to start


class Part(NamedTuple):
    """One step: its good rows, what became of all of them, and the ids it names where the file lists deleted events."""

    rows: Rows
    outcome: Outcome
    named: list[str]


def parts_of(table: Table, choices: Choices | None, look_up: LookUp | None) -> Generator[Part, None, None]:
    """The steps of an import. Raises ImportRefused where the file breaks off."""
    if isinstance(table.source, Sheet) and table.path.stat().st_size > LARGE:
        yield from apart(table, choices, look_up)
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


def apart(table: Table, choices: Choices | None, look_up: LookUp | None) -> Generator[Part, None, None]:
    """The same, from a process that goes on to the next step while the last one is filed."""
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with ThreadPoolExecutor(1) as reader, subprocess.Popen(command, env=paths, **pipes) as process:  # noqa: S603  (our own module)
        orders, results = process.stdin, process.stdout
        assert orders is not None and results is not None  # noqa: S101, PT018  (both are pipes)
        try:
            with orders:
                pickle.dump((table.path, choices, look_up, CHUNK), orders)
            coming = reader.submit(message, results)
            while (part := unpacked(coming.result(), table)) is not None:
                coming = reader.submit(message, results)
                yield part
        finally:
            process.kill()


def message(stream: IO[bytes]) -> bytes:
    """The next message, read while the last one is filed. Empty where the stream ends before it."""
    size = int.from_bytes(stream.read(SIZE), "big")
    body = stream.read(size)
    return body if len(body) == size else b""


def unpacked(body: bytes, table: Table) -> Part | None:
    if not body:
        raise ImportRefused(f"{table.path.name}: the import was stopped; is there enough memory?")
    found = pickle.loads(body)  # noqa: S301  (from a process that this one started)
    if isinstance(found, GeodataError):
        raise found
    part: Part | None = found
    if part is not None:
        part.outcome.table = table
    return part


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: rows hold none, and it takes a fifth of the time to look for them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def serve() -> None:
    results, sys.stdout = sys.stdout.buffer, sys.stderr  # what else is printed must not get among the pickles
    path, choices, look_up, size = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that started this one)

    def send(what: Any) -> None:
        body = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        results.write(len(body).to_bytes(SIZE, "big") + body)
        results.flush()

    try:
        with uncollected(), closing(here(open_table(path, choices), look_up, size)) as parts:
            for part in parts:
                part.outcome.table = None
                send(part)
        send(None)
    except GeodataError as error:
        send(error)
    except BrokenPipeError:
        os._exit(0)  # the import was cancelled
