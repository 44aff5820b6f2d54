"""The dashboard's start and its filter, compared with the plainest Streamlit pages in the same browser."""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from geodata import kept
from geodata.evaluation import oracle
from geodata.gazetteer.lookup import Gazetteer

ROUNDS = 5
WINDOW: ViewportSize = {"width": 1440, "height": 900}
EMPTY = "import streamlit as st\nst.write('ready')\n"
WIDGET = "import streamlit as st\nif st.checkbox('tick'):\n    st.write('ticked')\nelse:\n    st.write('ready')\n"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def served(command: list[str], port: int) -> Iterator[float]:
    """Run a server in a separate process; yield the time at which it was started."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not answers(port):
                if process.poll() is not None:
                    raise RuntimeError(f"the server ended with {process.returncode} before it answered")
                time.sleep(0.02)
            yield start
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain(script: Path, port: int) -> list[str]:
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options, "--browser.gatherUsageStats", "false"]


def ours(port: int) -> list[str]:
    return [sys.executable, "-m", "dashboard", "--no-browser", "--port", str(port)]


READY = "document.querySelector('[data-testid=stMarkdownContainer]')?.textContent === 'ready'"
PAINTED = """[...document.querySelectorAll('iframe')].some(({ contentDocument: map }) =>
  map?.querySelector('.leaflet-container[data-base=ready]') && map.querySelector('.atlas-marker')?.offsetWidth)"""


def waiting(sign: str) -> Callable[[Page], object]:
    """Return a function that waits for `sign` at each animation frame, since the driver itself checks only twice a second."""
    return lambda page: page.wait_for_function(sign, polling="raf", timeout=60_000)


painted = waiting(PAINTED)


def said(text: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_text(text, exact=True).wait_for(timeout=60_000)


def timed(action: Callable[[], object], done: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    done()
    return time.perf_counter() - start


def bench() -> Iterator[str]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        yield "skipped: no Chromium"
        return
    kept.keep(oracle.read_example(Gazetteer.open()))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield from starts(browser, Path(folder) / "empty.py")
        rerun, filtered = rerun_of_a_widget(browser, Path(folder) / "widget.py"), filter_to_map(browser)
        yield f"rerun of a page with one widget {rerun:.0f} ms; filter to repainted map {filtered:.0f} ms, {filtered / rerun:.2f} times (wanted: 3)"
        browser.close()


def starts(browser: Browser, empty: Path) -> Iterator[str]:
    """Yield the times from the start of the process, and from the request, to the painted page."""
    empty.write_text(EMPTY)

    def start_of(command: Callable[[int], list[str]], wait: Callable[[Page], object]) -> tuple[float, float]:
        port = free_port()
        with served(command(port), port) as begun:
            page = browser.new_page(viewport=WINDOW)
            page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
            wait(page)
            whole = time.perf_counter() - begun
            page.close()
            page = browser.new_page(viewport=WINDOW)
            loaded = timed(lambda: page.goto(f"http://127.0.0.1:{port}", wait_until="commit"), lambda: wait(page))
            page.close()
            return whole, loaded

    rounds = [(start_of(lambda port: plain(empty, port), waiting(READY)), start_of(ours, painted)) for _ in range(ROUNDS)]
    floor, own = ([statistics.median(column) for column in zip(*times, strict=True)] for times in zip(*rounds, strict=True))
    yield f"from start to an empty page {floor[0]:.2f} s; to the painted map {own[0]:.2f} s, {own[0] / floor[0]:.2f} times (wanted: 2.5)"
    yield f"loading an empty page {floor[1]:.2f} s; the map {own[1]:.2f} s, {own[1] / floor[1]:.2f} times (wanted: 2.2)"


def rerun_of_a_widget(browser: Browser, widget: Path) -> float:
    """Return the milliseconds from a click to the page's answer."""
    widget.write_text(WIDGET)
    port, times = free_port(), []
    with served(plain(widget, port), port):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}")
        said("ready")(page)
        box = page.get_by_text("tick", exact=True)
        for n in range(2 * ROUNDS):
            times.append(timed(box.click, lambda n=n: said("ready" if n % 2 else "ticked")(page)))
            page.wait_for_timeout(300)
    return 1000 * statistics.median(times)


def filter_to_map(browser: Browser) -> float:
    """Return the milliseconds from a click on a type in the legend until only its markers, or all of them, are shown."""
    port, times = free_port(), []
    with served(ours(port), port):
        page = browser.new_page(viewport=WINDOW)
        page.goto(f"http://127.0.0.1:{port}")
        painted(page)
        page.wait_for_timeout(1500)
        pill = page.frame_locator("iframe").first.locator(".atlas-legend-type", has_text="Missile strike")
        markers = "document.querySelectorAll('.atlas-marker').length"
        frame = next(f for f in page.frames if "streamlit_folium" in f.url)
        for n in range(2 * ROUNDS):
            want = 9 if n % 2 else 3
            times.append(timed(pill.click, lambda want=want: frame.wait_for_function(f"{markers} === {want}", polling="raf")))
            page.wait_for_timeout(700)
    return 1000 * statistics.median(times)
