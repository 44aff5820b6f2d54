"""What a map gets as soon as it is known: its new state with what its view shows, before the page is drawn.

A map holds one socket and says on it which view it shows. Streamlit's own way remains the reliable one: a state
sent here arrives there a second time, with the same turn, and changes nothing.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.serving.routes import KEY, boxed, finite

MOST_WAITING = 8  # messages for a map that does not read
PATIENCE = 10.0  # seconds for its first words
REFUSED = 1008  # the socket's code for what is not allowed


@dataclass(slots=True, eq=False)
class Open:
    """One map that listens: its last view as (west, south, east, north, zoom), empty where it shows no markers."""

    loop: asyncio.AbstractEventLoop
    waiting: asyncio.Queue[str]
    view: tuple[float, ...] = ()
    is_painted: bool = False

    def put(self, text: str) -> None:
        if not self.waiting.full():
            self.waiting.put_nowait(text)


class Maps:
    """The open maps by (channel, name). Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self.is_served = False  # by the server that has the line
        self._open: dict[tuple[str, str], Open] = {}

    def enter(self, name: tuple[str, str], found: Open) -> None:
        with self._lock:
            self._open[name] = found

    def leave(self, name: tuple[str, str], found: Open) -> None:
        with self._lock:
            if self._open.get(name) is found:
                del self._open[name]

    def painted(self, found: Open, view: tuple[float, ...]) -> None:
        """A map has painted what it was asked for."""
        with self._lock:
            found.view, found.is_painted = view, True
            self._lock.notify_all()

    def wait(self, channel: str, name: str, seconds: float) -> None:
        """Until a map has been painted for the first time, and no longer than that; not at all where no browser can be."""
        if not self.is_served:
            return
        with self._lock:
            self._lock.wait_for(lambda: (found := self._open.get((channel, name))) is not None and found.is_painted, seconds)

    def view(self, channel: str, name: str) -> tuple[float, ...] | None:
        """The view of a map that listens; None where none does."""
        with self._lock:
            found = self._open.get((channel, name))
            return found.view if found else None

    def tell(self, channel: str, name: str, message: Mapping[str, Any]) -> None:
        """Send to a map, if it listens."""
        with self._lock:
            found = self._open.get((channel, name))
        if found:
            with suppress(RuntimeError):  # the server is being stopped
                found.loop.call_soon_threadsafe(found.put, json.dumps(message))


MAPS = Maps()


async def live(socket: WebSocket) -> None:
    """The socket of one map. Its first words carry the key that only our page knows. The server has checked its origin."""
    await socket.accept()
    try:
        hello = json.loads(await asyncio.wait_for(socket.receive_text(), PATIENCE))
        name = (str(hello["channel"]), str(hello["map"]))
        if not hmac.compare_digest(str(hello["key"]).encode(), KEY.encode()):
            raise ValueError("another key")
    except (TimeoutError, ValueError, KeyError, TypeError, RecursionError):
        await socket.close(REFUSED)
        return
    except WebSocketDisconnect:
        return
    found = Open(asyncio.get_running_loop(), asyncio.Queue(MOST_WAITING))
    MAPS.enter(name, found)
    sending = asyncio.create_task(send(socket, found))
    try:
        while True:
            MAPS.painted(found, view_said(await socket.receive_text()))
    except WebSocketDisconnect:
        pass
    finally:
        MAPS.leave(name, found)
        sending.cancel()


async def send(socket: WebSocket, found: Open) -> None:
    while True:
        await socket.send_text(await found.waiting.get())


def view_said(text: str) -> tuple[float, ...]:
    """A view as a map says it, [west, south, east, north, zoom]; empty for anything else, such as a map at play."""
    try:
        said = json.loads(text)
        view = tuple(finite(str(part)) for part in said) if isinstance(said, list) and len(said) == 5 else ()
        return view if view and boxed(*view) else ()
    except (ValueError, RecursionError):
        return ()
