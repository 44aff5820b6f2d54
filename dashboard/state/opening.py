"""Opens the gazetteer in a thread separate from the page, so that leaving the page does not stop its build."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from geodata.gazetteer.lookup import Gazetteer


class Opening:
    """One opening of the gazetteer. `seen`: rows done, rows in total and the current step while it is built, else None."""

    def __init__(self) -> None:
        self.answer: Future[Gazetteer] = Future()
        self.seen: tuple[int, int, str] | None = None
        threading.Thread(target=self._open, daemon=True).start()

    def _open(self) -> None:
        try:
            self.answer.set_result(Gazetteer.open(progress=self._advance))
        except BaseException as error:
            self.answer.set_exception(error)

    def _advance(self, done: int, total: int, what: str) -> None:
        self.seen = (done, total, what)


_lock = threading.Lock()
_latest: Opening | None = None


def opening() -> Opening:
    """Return the opening in progress, from whichever session, or start a new one."""
    global _latest
    with _lock:
        if _latest is None or _latest.answer.done():
            _latest = Opening()
        return _latest
