"""Connect to a language model's server, with limits on the size (`MOST_BYTES`) and the time of an answer.

Any program on this computer can listen at a server's port, so an answer is trusted as little as a web page.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from geodata.errors import ServerError

MOST_BYTES = 20_000_000  # a long answer has 100 kB, the list of a large provider's models 1 MB
WATCH = "geodata.watch"  # key in a request's extensions
MOST_HEADERS = {"Accept-Encoding": "identity"}  # the size of a compressed answer is unknown until it is unpacked


class Watch:
    """Ends a connection when its time is up, however slowly the server sends."""

    def __init__(self, seconds: float) -> None:
        self.late = self.is_sent = False
        self._open: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def traced(self, event: str, info: dict[str, Any]) -> None:
        """Remember the sockets that a request opens. httpcore calls this at each step of a request."""
        self.is_sent = self.is_sent or event.endswith("send_request_body.complete")
        stream: Any = info.get("return_value") if event.endswith(".complete") else None
        if hasattr(stream, "get_extra_info") and (found := stream.get_extra_info("socket")) is not None:
            self._open.append(found)

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.late = True
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def client(openai: Any, timeout: float, **options: Any) -> Any:
    """Return an httpx client for the openai package. `timeout`: seconds from a request to the end of its answer."""
    own = next(kind.__module__ for kind in openai.DefaultHttpxClient.__mro__ if kind.__name__ == "Client")
    httpx: Any = import_module(own.partition(".")[0])  # the package that openai takes its client from

    class Bounded(httpx.SyncByteStream):  # type: ignore[misc]
        def __init__(self, inner: Any, request: Any) -> None:
            self.inner, self.request, self.watch = inner, request, request.extensions[WATCH]

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in self.inner:
                size += len(part)
                if size > MOST_BYTES:
                    raise ServerError(
                        f"{self.request.url.host} sends an answer of more than {MOST_BYTES:,} bytes; is it a model?"
                    )
                yield part
            if self.watch.late:  # without a Content-Length, a cut connection looks like the end of an answer
                raise openai.APITimeoutError(request=self.request)

        def close(self) -> None:
            self.watch.stop()
            self.inner.close()

    def asked(request: Any) -> None:
        watch = Watch(timeout)
        request.headers.update(MOST_HEADERS)
        request.extensions |= {WATCH: watch, "trace": watch.traced}

    def answered(response: Any) -> None:
        response.stream = Bounded(response.stream, response.request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise ServerError(f"{response.request.url.host} compresses its answer without being asked")

    return openai.DefaultHttpxClient(
        timeout=timeout, limits=httpx.Limits(max_keepalive_connections=0),  # a reused connection would have no watch
        event_hooks={"request": [asked], "response": [answered]}, **options,
    )  # fmt: skip


def was_answered(request: Any) -> bool:
    """Whether a request was sent completely, which means that something listens at the address."""
    watch = request.extensions.get(WATCH)
    return isinstance(watch, Watch) and watch.is_sent


def was_late(request: Any) -> bool:
    """Whether a request's watch ended it because its time was up."""
    watch = request.extensions.get(WATCH)
    return isinstance(watch, Watch) and watch.late
