"""Run a job in a separate process that can be stopped or limited from outside. Messages go both ways as pickles.

Not `multiprocessing`, because its children import the main module again, and in the dashboard that is the page.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, Self

SIZE = 8  # bytes that give the length of a message
Send = Callable[[Any], None]


class Gone(Exception):
    """The process has ended without an answer: killed, out of memory, or out of time."""


class Child:
    """Runs `work(messages, send)` of a module in another process."""

    def __init__(self, module: str, memory: int = 0) -> None:
        """`memory`: bytes that the process may use, 0 for no limit."""
        command = [sys.executable, "-c", f"from geodata.child import serve; from {module} import work; serve(work, {memory})"]
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        if memory:  # when it runs out of memory, libraries print their own messages
            pipes["stderr"] = subprocess.DEVNULL
        self._process = subprocess.Popen(command, env=paths, **pipes)  # noqa: S603  (our own module)
        self._reader = ThreadPoolExecutor(1)
        self._coming: Future[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._reader.shutdown()
        self._process.__exit__(None, None, None)

    def send(self, message: Any) -> None:
        if self._process.stdin is None:
            raise Gone
        try:
            write(self._process.stdin, message)
        except OSError as error:
            raise Gone from error

    def receive(self, timeout: float | None = None) -> Any:
        """Return the next message, and read the one after it in the background. Raises Gone."""
        if self._process.stdout is None:
            raise Gone
        coming = self._coming or self._reader.submit(read, self._process.stdout)
        try:
            body = coming.result(timeout)
        except TimeoutError as error:
            self._process.kill()
            raise Gone from error
        self._coming = self._reader.submit(read, self._process.stdout)
        if not body:
            raise Gone
        return pickle.loads(body)  # noqa: S301  (from a process that this one started)


def read(stream: IO[bytes]) -> bytes:
    """Read one message; it is empty if the stream ends early."""
    size = int.from_bytes(stream.read(SIZE), "big")
    body = stream.read(size)
    return body if len(body) == size else b""


def write(stream: IO[bytes], message: Any) -> None:
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(body).to_bytes(SIZE, "big") + body)
    stream.flush()


def serve(work: Callable[[Iterator[Any], Send], None], memory: int) -> None:
    """Run `work` on the messages, in the child process."""
    results, sys.stdout = sys.stdout.buffer, sys.stderr  # other output must not mix with the messages
    if memory:
        with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            threading.stack_size(1_000_000)

    def messages() -> Iterator[Any]:
        while body := read(sys.stdin.buffer):
            yield pickle.loads(body)  # noqa: S301  (from the process that started this one)

    try:
        work(messages(), lambda message: write(results, message))
    except BrokenPipeError:
        os._exit(0)  # no one waits for the answer any more
