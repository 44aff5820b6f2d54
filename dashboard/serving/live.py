"""The fast channel to a map: it sends the new state and the content of the view before the page is drawn.

Each map holds one socket, on which it reports its view. Streamlit remains the reliable channel: a state sent here
arrives through Streamlit a second time, with the same turn, and changes nothing.
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

MOST_WAITING = 8  # messages to queue for a map that does not read
PATIENCE = 10.0  # seconds to wait for its first message
REFUSED = 1008  # WebSocket close code: policy violation


@dataclass(slots=True, eq=False)
class Open:
    """A connected map. `view` is its last view as (west, south, east, north, zoom), empty if it shows no markers."""

    loop: asyncio.AbstractEventLoop
    waiting: asyncio.Queue[str]
    view: tuple[float, ...] = ()
    is_painted: bool = False

    def put(self, text: str) -> None:
        if not self.waiting.full():
            self.waiting.put_nowait(text)


class Maps:
    """The connected maps by (channel, name). Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self.is_served = False  # whether the server with the socket route runs
        self._open: dict[tuple[str, str], Open] = {}

    def enter(self, name: tuple[str, str], found: Open) -> None:
        with self._lock:
            self._open[name] = found

    def leave(self, name: tuple[str, str], found: Open) -> None:
        with self._lock:
            if self._open.get(name) is found:
                del self._open[name]

    def painted(self, found: Open, view: tuple[float, ...]) -> None:
        """Record that a map has painted what it requested."""
        with self._lock:
            found.view, found.is_painted = view, True
            self._lock.notify_all()

    def wait(self, channel: str, name: str, seconds: float) -> None:
        """Wait until a map is painted for the first time, or until the time is up. Return at once if no map can connect."""
        if not self.is_served:
            return
        with self._lock:
            self._lock.wait_for(lambda: (found := self._open.get((channel, name))) is not None and found.is_painted, seconds)

    def view(self, channel: str, name: str) -> tuple[float, ...] | None:
        """Return the view of a map, or None if it is not connected."""
        with self._lock:
            found = self._open.get((channel, name))
            return found.view if found else None

    def tell(self, channel: str, name: str, message: Mapping[str, Any]) -> None:
        """Send a message to a map if it is connected."""
        with self._lock:
            found = self._open.get((channel, name))
        if found:
            with suppress(RuntimeError):  # the server is stopping
                found.loop.call_soon_threadsafe(found.put, json.dumps(message))


MAPS = Maps()


async def live(socket: WebSocket) -> None:
    """Serve the socket of one map. Its first message has the key of our page. The server has already checked its origin."""
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
    """Parse a view [west, south, east, north, zoom] from a map. Empty for anything else, such as during playback."""
    try:
        said = json.loads(text)
        view = tuple(finite(str(part)) for part in said) if isinstance(said, list) and len(said) == 5 else ()
        return view if view and boxed(*view) else ()
    except (ValueError, RecursionError):
        return ()
