"""Long work that can be stopped from outside: Streamlit hears no press in a dialog while the dialog's own run lasts."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_under_way: dict[str, threading.Event] = {}


@contextmanager
def stoppable() -> Iterator[tuple[str, threading.Event]]:
    """Work that is under way: the name by which it is stopped, and whether it was."""
    name, stopped = secrets.token_hex(8), threading.Event()
    _under_way[name] = stopped
    try:
        yield name, stopped
    finally:
        del _under_way[name]
        stopped.set()


def stop(name: str) -> bool:
    """Stop the work of a name; False where none of it is under way."""
    found = _under_way.get(name)
    if found is not None:
        found.set()
    return found is not None
