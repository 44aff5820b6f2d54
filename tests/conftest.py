"""What all tests share: the real gazetteer and the real reading of the example."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.records import Reading, Report
from geodata.workspace.database import VARIABLE
from tests.marked import is_marked, read_marked

# Each garbage collection scans all loaded objects, including the gazetteer and the language model.
gc.set_threshold(20_000, 20, 100)

CELLS = ("geodata.tables.cells", "geodata.importing", "geodata.reading.values")
PUBLISHED = date(2022, 6, 27)  # a Monday
MEMORY = Path("/dev/shm")  # noqa: S108  (pytest makes a folder in it that only its user can read)
ROOM = 4_000_000_000  # free bytes that a run's temporary files need


def pytest_configure() -> None:
    """Keep temporary files in memory if the system has a folder for that: otherwise a test with a workspace spends half of its
    time waiting for the disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def workspace_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests away from the workspace of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("workspace") / "workspace.sqlite"))
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_remembered() -> None:
    """Clear caches: `make mutants` runs the tests once and then again in copies of that process, where a filled cache would
    answer instead of the faulty code."""
    if "MUTANT_UNDER_TEST" in os.environ:
        for cached in [o for o in gc.get_objects() if isinstance(o, _lru_cache_wrapper)]:
            if str(cached.__module__).startswith(CELLS):
                cached.cache_clear()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Callable[..., Reading]:
    """Return a function that reads a text: by its marks if it has any (see `tests/marked.py`), else with the pipeline."""
    from geodata.reading import pipeline

    def read_text(text: str, title: str = "", published: date | None = PUBLISHED) -> Reading:
        if is_marked(text):
            return read_marked(text, gazetteer, title, published)
        return pipeline.read_report(Report(text=text, title=title, published=published), gazetteer)

    return read_text


@pytest.fixture(scope="session")
def example(gazetteer: Gazetteer) -> Reading:
    """Return the example as marked by hand and shown by the dashboard, for tests of everything after the reading.

    `tests/geodata/test_reading.py` tests how well the reader itself reads it.
    """
    from geodata.evaluation.oracle import read_example

    return read_example(gazetteer)
