"""Our own page can stop long work by its name while the work runs."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.serving.routes import KEY, KEY_HEADER, ROUTES
from dashboard.state.stopping import stoppable
from dashboard.views import reading_progress
from geodata.errors import Cancelled
from geodata.records import Reading

CLIENT = TestClient(Starlette(routes=ROUTES))
WAIT = 10.0  # seconds before a test fails


def test_work_is_stopped_by_its_name() -> None:
    with stoppable() as (one, stopped), stoppable() as (other, other_stopped):
        assert one != other
        answer = CLIENT.post("/stop", content=one, headers={KEY_HEADER: KEY})
        assert answer.json() == {"stopped": True}
        assert stopped.is_set()
        assert not other_stopped.is_set()
    assert other_stopped.is_set(), "what was left is not wanted any more"
    assert CLIENT.post("/stop", content=one, headers={KEY_HEADER: KEY}).json() == {"stopped": False}


def test_a_name_can_be_part_of_a_components_key() -> None:
    for _ in range(300):  # Streamlit refuses keys with two underscores in a row; one random name in fifty had them
        with stoppable() as (work, _stopped):
            assert work.isalnum()


@pytest.mark.parametrize("headers", [{}, {KEY_HEADER: "guess"}, {KEY_HEADER: KEY, "sec-fetch-site": "cross-site"}])
def test_no_one_else_stops_it(headers: dict[str, str]) -> None:
    with stoppable() as (work, stopped):
        assert CLIENT.post("/stop", content=work, headers=headers).status_code == 403
        assert not stopped.is_set()


def test_the_wait_for_the_gazetteer_is_cancelled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    built = SimpleNamespace(answer=Future(), seen=None)
    monkeypatch.setattr(reading_progress, "opening", lambda: built)
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(Cancelled):
        reading_progress.opened_gazetteer(stopped)


def test_who_waits_is_free_at_once_and_a_failure_is_handed_on() -> None:
    stopped, free = threading.Event(), threading.Event()

    def slow() -> Reading:
        free.wait(WAIT)
        raise AssertionError("no one waits for this")

    with pytest.raises(Cancelled):
        reading_progress.waited_for(slow, lambda _: stopped.set(), stopped)
    free.set()

    def failing() -> Reading:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        reading_progress.waited_for(failing, print, threading.Event())
