"""The gazetteer, opened in another thread than the page's: whoever leaves the page does not stop its building."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from geodata.gazetteer.lookup import Gazetteer


class Opening:
    """One opening of the gazetteer. `seen`: rows done, rows in all, and what is being done, as long as it is built."""

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
    """The opening that is under way, in whatever session it began; a new one where none is."""
    global _latest
    with _lock:
        if _latest is None or _latest.answer.done():
            _latest = Opening()
        return _latest
