"""The gazetteer is opened once for all callers that wait for it."""

from __future__ import annotations

import threading

import pytest

from dashboard.state import opening as state
from geodata.errors import GazetteerError
from geodata.gazetteer.lookup import Gazetteer

WAIT = 10.0  # seconds before a test fails


def test_who_comes_later_waits_for_the_same_opening(monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    go = threading.Event()
    begun = []

    def slow(progress: object) -> Gazetteer:
        begun.append(progress)
        assert callable(progress)
        progress(1, 4, "indexing place names")
        go.wait(WAIT)
        return gazetteer

    monkeypatch.setattr(Gazetteer, "open", slow)
    first, second = state.opening(), state.opening()
    go.set()
    assert first is second
    assert first.answer.result(WAIT) is gazetteer
    assert (first.seen, len(begun)) == ((1, 4, "indexing place names"), 1)


def test_a_failed_opening_is_tried_again(monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    def failing(progress: object) -> Gazetteer:
        raise GazetteerError(f"the disk is full at {progress}")

    monkeypatch.setattr(Gazetteer, "open", failing)
    with pytest.raises(GazetteerError):
        state.opening().answer.result(WAIT)
    monkeypatch.setattr(Gazetteer, "open", lambda progress: gazetteer)
    assert state.opening().answer.result(WAIT) is gazetteer
