"""The connection between the server and its maps, without a browser."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard.serving.live import MOST_WAITING, Maps, Open, view_said

FIRST = ("channel", "map")


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `work` in a separate thread: while a browser is open, Playwright keeps an event loop running in the main thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result(120)


def opened(maps: Maps, name: tuple[str, str] = FIRST) -> Open:
    found = Open(asyncio.get_running_loop(), asyncio.Queue(MOST_WAITING))
    maps.enter(name, found)
    return found


def test_each_map_is_told_its_own() -> None:
    async def work() -> None:
        maps = Maps()
        mine, other = opened(maps), opened(maps, ("channel", "other"))
        maps.tell(*FIRST, {"state": "Odesa"})
        maps.tell("nobody", "map", {"state": "Kyiv"})
        assert json.loads(await asyncio.wait_for(mine.waiting.get(), 1)) == {"state": "Odesa"}
        assert other.waiting.empty()

    run(work)


def test_a_map_that_does_not_read_fills_no_memory() -> None:
    async def work() -> None:
        maps = Maps()
        mine = opened(maps)
        for n in range(3 * MOST_WAITING):
            maps.tell(*FIRST, {"n": n})
        await asyncio.sleep(0.01)
        assert mine.waiting.qsize() == MOST_WAITING

    run(work)


def test_a_line_that_is_replaced_takes_nothing_with_it() -> None:
    async def work() -> None:
        maps = Maps()
        before = opened(maps)
        now = opened(maps)
        maps.painted(now, (20, 43, 42, 54, 6))
        maps.leave(FIRST, before)
        assert maps.view(*FIRST) == (20, 43, 42, 54, 6)
        maps.leave(FIRST, now)
        assert maps.view(*FIRST) is None

    run(work)


def test_a_page_waits_until_its_map_is_painted_and_not_for_ever() -> None:
    async def work() -> None:
        maps = Maps()
        start = time.monotonic()
        maps.wait(*FIRST, seconds=60)
        assert time.monotonic() - start < 30, "where no browser can be, nothing is waited for"
        maps.is_served = True
        maps.wait(*FIRST, seconds=0.01)
        mine = opened(maps)
        waiting = threading.Thread(target=maps.wait, args=(*FIRST, 60.0))
        waiting.start()
        maps.painted(mine, ())
        waiting.join(30)
        assert not waiting.is_alive()

    run(work)


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "{",
        "[1,2,3,4]",
        '["a",1,2,3,4]',
        "[1e999,0,0,0,0]",
        '{"box": 1}',
        "[[],1,2,3,4]",
        "7",
        "[5,5,5,9,6]",
        "[" * 99_999,
    ],
)
def test_what_is_no_view_is_none(text: str) -> None:
    assert view_said(text) == ()


def test_a_view_is_five_numbers() -> None:
    assert view_said("[20.5, 43, 42, 54, 6.5]") == (20.5, 43, 42, 54, 6.5)
