"""Progress on standard error."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from geodata.gazetteer import build as building
from geodata.gazetteer.lookup import Gazetteer


class progress_bar:  # noqa: N801  (used like a function)
    """A bar on stderr that appears when the gazetteer has to be built."""

    def __enter__(self) -> building.Progress:
        self.bar: Any = None
        return self.advance

    def advance(self, done: int, total: int, what: str) -> None:
        if self.bar is None:
            self.bar = tqdm(total=total, unit=" steps", unit_scale=True, desc="Building the gazetteer", file=sys.stderr)
        self.bar.set_postfix_str(what)
        self.bar.update(done - self.bar.n)

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.close()


def open_gazetteer() -> Gazetteer:
    """Open the gazetteer of this machine, with a progress bar if it has to be built first."""
    with progress_bar() as report:
        return Gazetteer.open(progress=report)
