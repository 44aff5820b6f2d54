"""Fixtures: a workspace to import tables into, and a language model with given answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.importing import loading
from geodata.importing.outcome import Outcome
from geodata.llm.reading import read_with
from geodata.records import Incident, Reading
from geodata.workspace.store import Workspace
from tests.loading import Load
from tests.said import MODEL, REPORT, answer


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty workspace; copying it takes a tenth of the time that making one takes."""
    path = tmp_path_factory.mktemp("empty") / "w.sqlite"
    Workspace.open(path).close()
    return path


@pytest.fixture
def workspace(tmp_path: Path, empty_workspace: Path) -> Any:
    with Workspace.open(Path(shutil.copy(empty_workspace, tmp_path / "w.sqlite"))) as opened:
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


@pytest.fixture
def answered(gazetteer: Gazetteer) -> Callable[..., Reading]:
    return lambda *incidents, report=REPORT: read_with(report, MODEL, lambda _: answer(*incidents), gazetteer)
