"""A Dask worker keeps freed memory while it reads a batch, then gets its own setting back."""

from __future__ import annotations

import ctypes

import pytest

from geodata.archives.memory import KEPT, MMAP, TRIM, VARIABLE, kept_memory


class Library:
    def __init__(self) -> None:
        self.settings: dict[int, int] = {}
        self.trimmed = 0

    def mallopt(self, setting: int, size: int) -> int:
        self.settings[setting] = size
        return 1

    def malloc_trim(self, _: int) -> int:
        self.trimmed += 1
        return 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    found = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: found)
    return found


def test_memory_is_kept_while_a_batch_is_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "65536")
    with kept_memory():
        assert library.settings == KEPT
    assert library.settings == {MMAP: 131_072, TRIM: 65_536}
    assert library.trimmed == 1


@pytest.mark.parametrize("before", ["", "many"])
def test_other_processes_are_left_alone(library: Library, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    monkeypatch.setenv(VARIABLE, before)
    with kept_memory():
        assert not library.settings
    assert not library.settings


def test_a_library_without_the_setting_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "65536")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    with kept_memory():
        pass
