"""Fixtures that several tests of the dashboard share."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from dashboard.state.atlas import Atlas
from geodata.records import Reading
from geodata.workspace import Workspace


@pytest.fixture(scope="module")
def atlas(example: Reading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    with Workspace.open(tmp_path_factory.mktemp("map") / "w.sqlite") as workspace:
        workspace.add(example)
        yield Atlas(workspace)


@pytest.fixture(autouse=True)
def the_same_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore the main module: the page runner leaves its page there, and processes that later tests start would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
