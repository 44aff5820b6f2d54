"""A workspace to bring tables into."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geodata.importing import loading
from geodata.importing.outcome import Outcome
from geodata.records import Incident
from geodata.workspace.store import Workspace
from tests.loading import Load


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        yield opened


@pytest.fixture
def load(tmp_path: Path, workspace: Workspace) -> Load:
    def write_and_load(name: str, body: str | bytes | Any, **more: Any) -> tuple[Outcome, list[Incident]]:
        file = tmp_path / name
        if isinstance(body, bytes):
            file.write_bytes(body)
        else:
            file.write_text(body if isinstance(body, str) else json.dumps(body), "utf-8")
        outcome = loading.load(workspace, file, **more)
        return outcome, [k.incident for k in workspace.kept()]

    return write_and_load
