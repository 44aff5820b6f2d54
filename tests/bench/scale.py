"""The dashboard with up to 300,000 incidents, compared with a plain Streamlit page with folium's fastest cluster."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Page, Playwright, Request, WebSocket, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.bench import incidents
from tests.bench.dashboard import FLAGS, free_port, served, timed

SIZES = (100, 10_000, 100_000, 300_000)
MILLION = 1_000_000
JUDGED = 300_000  # the size that the targets apply to, and the peer's largest
LOADS, FILTERS, PANS = 3, 6, 8
EARLY = 2  # filters, and pans, before memory is measured
PATIENCE = 180_000  # ms
CALM = 500  # ms to wait after the server is done: longer than streamlit-folium waits before it reports a move
FAR = 300  # pixels per pan
KIND, PEERS_KIND = "shelling", "Shelling/artillery/missile attack"
MAP = "[...document.querySelectorAll('iframe[src*=streamlit_folium]')].map((f) => f.contentDocument)"
OUR_MAP = f"{MAP}[0]?.querySelector('.leaflet-container')"
REPAINTED = f"(least) => Number({OUR_MAP}?.dataset.painted ?? 0) > least"
REFILTERED = f"([least, on]) => ({REPAINTED})(least) && {OUR_MAP}.dataset.state.includes('type={KIND}') === on"
PEER_PAINTED = f"(kind) => {MAP}.some((d) => d?.body?.dataset.filter === kind && d.querySelector('.leaflet-marker-icon'))"


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians in milliseconds, memory in megabytes."""

    first: float
    filtered: float
    browser: float
    server: float
    panned: float = float("nan")
    frames: int = 0  # sent to Streamlit while panning
    asked: int = 0  # pans that asked the server for new data


class Visit:
    """A page in the browser, with counts of what it sends."""

    def __init__(self, browser: Browser) -> None:
        self.frames = self.asked = 0
        self.page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.set_default_timeout(PATIENCE)
        self.page.on("websocket", self.follow)
        self.page.on("request", self.note)

    def follow(self, socket: WebSocket) -> None:
        if "/map/live" not in socket.url:  # the map's own connection reports which view it shows
            socket.on("framesent", self.count)

    def count(self, _: object) -> None:
        self.frames += 1

    def note(self, request: Request) -> None:
        self.asked += "/map/view" in request.url

    def until(self, script: str, argument: object) -> None:
        self.page.wait_for_function(script, arg=argument, polling="raf")

    def settle(self) -> None:
        """Wait until the server's script has ended and nothing moves."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        self.page.wait_for_timeout(CALM)


class Ours:
    """How to start and filter the dashboard, and when its map is painted."""

    pans = PANS

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    def command(self, port: int) -> list[str]:
        options = ["--no-browser", "--port", str(port), "--workspace", str(self.workspace)]
        return [sys.executable, "-m", "dashboard", *options]

    def painted(self, visit: Visit) -> None:
        visit.until(REPAINTED, 0)

    def button(self, page: Page, on: bool) -> Locator:
        return page.frame_locator("iframe").first.locator(".atlas-legend-type", has_text="Shelling")

    def waiting(self, visit: Visit, on: bool) -> Callable[[], None]:
        before = paintings(visit)
        return lambda: visit.until(REFILTERED, [before, on])


class Peer:
    """The same for the plain page."""

    pans = 0

    def __init__(self, points: Path) -> None:
        self.points = points

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "tests.bench.peer_server", str(port), str(self.points)]

    def painted(self, visit: Visit) -> None:
        visit.until(PEER_PAINTED, "All")

    def button(self, page: Page, on: bool) -> Locator:
        return page.get_by_test_id("stButtonGroup").get_by_text(PEERS_KIND if on else "All", exact=True)

    def waiting(self, visit: Visit, on: bool) -> Callable[[], None]:
        return lambda: visit.until(PEER_PAINTED, PEERS_KIND if on else "All")


def paintings(visit: Visit) -> int:
    return int(visit.page.evaluate(f"{OUR_MAP}.dataset.painted"))


@contextmanager
def fresh(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def running(command: list[str], port: int) -> Iterator[psutil.Process]:
    """Run the server and yield its process; kill it at the end, busy or not."""
    with served(command, port):
        process = next(p for p in psutil.Process().children() if str(port) in p.cmdline())
        try:
            yield process
        finally:
            for part in family(process):
                part.kill()


def family(process: psutil.Process) -> list[psutil.Process]:
    return [*process.children(recursive=True), process]


def browser_memory() -> float:
    """Return the megabytes held only by the page renderers of the one open browser, without the renderer of its address bar."""
    commands = [(p, p.cmdline()) for p in psutil.Process().children(recursive=True)]
    pages = [p for p, command in commands if "--type=renderer" in command and "--top-chrome-webui" not in command]
    return sum(p.memory_full_info().uss for p in pages) / 1e6


def opened(browser: Browser, port: int, side: Ours | Peer) -> tuple[Visit, float]:
    """Open a page; return it and the seconds until its map was painted."""
    visit = Visit(browser)
    url = f"http://127.0.0.1:{port}"
    took = timed(lambda: visit.page.goto(url, wait_until="commit"), lambda: side.painted(visit))
    visit.settle()
    return visit, took


def first_paint(browser: Browser, port: int, side: Ours | Peer) -> float:
    visit, took = opened(browser, port, side)
    visit.page.close()
    return took


def filtered(visit: Visit, side: Ours | Peer, on: bool) -> float:
    """Return the seconds from the click to the painted map. A click toggles the filter, so calls must alternate `on`."""
    button, done = side.button(visit.page, on), side.waiting(visit, on)
    took = timed(button.click, done)
    visit.settle()
    return took


def panned(visit: Visit, way: int) -> float:
    """Return the seconds from the end of a drag to the repainted map. A pause before the end stops the drag's momentum."""
    mouse = visit.page.mouse
    box = visit.page.locator("iframe[src*=streamlit_folium]").first.bounding_box()
    assert box is not None
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(middle - way * FAR / 2, height)
    mouse.down()
    mouse.move(middle + way * FAR / 2, height, steps=10)
    visit.page.wait_for_timeout(120)
    before = paintings(visit)
    took = timed(mouse.up, lambda: visit.until(REPAINTED, before))
    visit.settle()
    return took


def measured(playwright: Playwright, side: Ours | Peer) -> Measured:
    port = free_port()
    with running(side.command(port), port) as server:
        with fresh(playwright) as browser:
            first_paint(browser, port, side)
            firsts = [first_paint(browser, port, side) for _ in range(LOADS)]
        with fresh(playwright) as browser:
            visit, _ = opened(browser, port, side)
            filters = [filtered(visit, side, on=n % 2 == 0) for n in range(EARLY)]
            sent, asked = visit.frames, visit.asked
            pans = [panned(visit, 1 - 2 * (n % 2)) for n in range(min(EARLY, side.pans))]
            memory = browser_memory()
            holds = sum(p.memory_info().rss for p in family(server)) / 1e6
            pans += [panned(visit, 1 - 2 * (n % 2)) for n in range(EARLY, side.pans)]
            sent, asked = visit.frames - sent, visit.asked - asked
            filters += [filtered(visit, side, on=n % 2 == 0) for n in range(EARLY, FILTERS)]
        moved = milliseconds(pans) if pans else float("nan")
        return Measured(milliseconds(firsts), milliseconds(filters), memory, holds, moved, sent, asked)


def milliseconds(times: list[float]) -> float:
    return 1000 * statistics.median(times)


def tried(playwright: Playwright, side: Ours | Peer) -> Measured | str:
    """Return the measurements, or the reason why they failed."""
    try:
        return measured(playwright, side)
    except (PlaywrightError, psutil.Error, RuntimeError) as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def sizes() -> list[int]:
    named = os.environ.get("ATLAS_BENCH_SIZES")
    chosen = sorted(int(part) for part in named.split(",")) if named else list(SIZES)
    return [*chosen, MILLION] if os.environ.get("ATLAS_BENCH_MILLION") and MILLION not in chosen else chosen


def points(path: Path, count: int) -> None:
    """Write the same incidents for the peer."""
    made = incidents.rows(count)[["latitude", "longitude", "sub_event_type"]]
    made.rename(columns={"sub_event_type": "kind"}).to_csv(path, index=False)


def bench() -> Iterator[str]:
    if chromium() is None:
        yield "skipped: no Chromium"
        return
    ours: dict[int, Measured] = {}
    peers: dict[int, Measured] = {}
    yield f"{'incidents':>10}  first paint  filter      pan  browser   server  | peer: first paint  filter  browser"
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        for size in sizes():
            workspace = folder / f"{size}.sqlite"
            incidents.fill(workspace, size)
            own = tried(playwright, Ours(workspace))
            other: Measured | str = "not measured"
            if size <= JUDGED:
                points(folder / "points.csv", size)
                other = tried(playwright, Peer(folder / "points.csv"))
            workspace.unlink()
            yield f"{size:>10,}  {row(own)}  | {peers_row(other)}"
            for found, result in ((ours, own), (peers, other)):
                if isinstance(result, Measured):
                    found[size] = result
    yield from verdict(ours, peers)


def row(own: Measured | str) -> str:
    if isinstance(own, str):
        return f"failed: {own}"
    times = f"{own.first:>8,.0f} ms {own.filtered:>4,.0f} ms {own.panned:>5,.0f} ms"
    return f"{times} {own.browser:>5,.0f} MB {own.server:>5,.0f} MB"


def peers_row(other: Measured | str) -> str:
    if isinstance(other, str):
        return other if other == "not measured" else f"died: {other}"
    return f"{other.first:>14,.0f} ms {other.filtered:>6,.0f} ms {other.browser:>5,.0f} MB"


def verdict(ours: dict[int, Measured], peers: dict[int, Measured]) -> Iterator[str]:
    """Yield the results at the largest size that has targets, compared with the smallest size and with the peer."""
    size = max((n for n in ours if n <= JUDGED), default=0)
    if not size:
        return
    least, own, other = min(ours), ours[size], peers.get(size)
    small = ours[least]
    yield f"at {size:,}, beside our own at {least:,} and the peer at {size:,}:"
    if other is not None:
        yield f"filter {own.filtered / other.filtered:.3f} of the peer's (wanted: 0.046)"
    yield f"filter {own.filtered / small.filtered:.2f} times our own at {least:,} (wanted: 1.50)"
    yield f"pan {own.panned / small.panned:.2f} times our own at {least:,} (wanted: 1.50)"
    sent = ", ".join(f"{found.frames} ({found.asked} of {PANS} pans asked for new data)" for found in ours.values())
    yield f"frames sent to Streamlit while panning, by size: {sent} (wanted: 0)"
    yield f"first paint {own.first / small.first:.2f} times our own at {least:,} (wanted: 1.50)"
    if other is not None:
        yield f"first paint {own.first / other.first:.2f} of the peer's (wanted: 0.20)"
        yield f"browser memory {own.browser / other.browser:.2f} of the peer's (wanted: 0.25)"
    yield f"server memory {own.server:,.0f} MB (wanted: under 1,000)"
