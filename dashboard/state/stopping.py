"""Long work that can be stopped from outside: Streamlit ignores clicks in a dialog while the dialog itself is running."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_under_way: dict[str, threading.Event] = {}


@contextmanager
def stoppable() -> Iterator[tuple[str, threading.Event]]:
    """Register work in progress. Yields the name to stop it by, and an event that is set when it is stopped."""
    name, stopped = secrets.token_hex(8), threading.Event()
    _under_way[name] = stopped
    try:
        yield name, stopped
    finally:
        del _under_way[name]
        stopped.set()


def stop(name: str) -> bool:
    """Stop the work with a name. Return False if there is none in progress."""
    found = _under_way.get(name)
    if found is not None:
        found.set()
    return found is not None
