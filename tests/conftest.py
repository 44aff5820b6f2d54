"""What all tests share: the real gazetteer and the real reading of the example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.records import Reading, Report
from geodata.sources.example import example_report
from geodata.workspace.database import VARIABLE

PUBLISHED = date(2022, 6, 27)  # a Monday


@pytest.fixture(scope="session", autouse=True)
def workspace_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test touches the workspace of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("workspace") / "workspace.sqlite"))
        yield


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Callable[..., Reading]:
    from geodata.reading import pipeline

    def read_text(text: str, title: str = "", published: date | None = PUBLISHED) -> Reading:
        return pipeline.read_report(Report(text=text, title=title, published=published), gazetteer)

    return read_text


@pytest.fixture(scope="session")
def example(gazetteer: Gazetteer) -> Reading:
    from geodata.reading import pipeline

    return pipeline.read_report(example_report(), gazetteer)
