"""A real server and a real browser. Without Chromium, the tests are skipped with a loud reason; in CI, they fail."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, Playwright, expect, sync_playwright

from geodata import kept
from geodata.records import Reading
from geodata.workspace.database import backup, copy_into

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # a page reuses the process of the previous one and opens in a fifth of the time
    "--num-raster-threads=1",
]
LOCAL = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:")
SCREENS = Path(__file__).parents[2] / "screens"
STARTING = 60.0
HEIGHTS = {1440: 900, 390: 844}  # of windows, by their width
idle: list[Page] = []  # left by earlier visits
SPOTS = 9  # places in the example; the total over Ukraine is an area
expect.set_options(timeout=20_000)  # a busy machine repaints late


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and os.environ.get("CI") != "true":
                item.add_marker(
                    pytest.mark.skip(reason="NO CHROMIUM: the browser tests did not run; install the package chromium")
                )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(example: Reading) -> Iterator[str]:
    kept.keep(example)
    with started() as url:
        yield url


class Changing(NamedTuple):
    """A server for tests that change its workspace; `saved` is a copy of the workspace from before the first of them."""

    url: str
    workspace: Path
    saved: Path


@pytest.fixture(scope="session")
def changing(
    example: Reading, browser_of: dict[tuple[str, int], BrowserContext], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Changing]:
    kept.keep(example)
    path = tmp_path_factory.mktemp("changing") / "w.sqlite"
    with started(path) as url:
        first = open_page(browser_of["light", 1440], url)
        first.wait_for_markers()
        first.leave()
        saved = tmp_path_factory.mktemp("saved") / "w.sqlite"
        backup(path, saved)
        yield Changing(url, path, saved)


@pytest.fixture
def own_server(changing: Changing) -> str:
    """Return the address of a server whose workspace holds only the example, for tests that change it."""
    for other in changing.workspace.parent.iterdir():
        if not other.name.startswith(changing.workspace.name) or other.suffix == ".online":
            other.unlink()
    copy_into(changing.saved, changing.workspace)
    return changing.url


@contextmanager
def started(workspace: Path | None = None) -> Iterator[str]:
    """Run the dashboard in a separate process, from a folder outside the project, with `workspace` or a new one."""
    port = free_port()
    with tempfile.TemporaryDirectory() as elsewhere, (Path(elsewhere) / "log").open("w+") as log:
        command = [sys.executable, "-m", "dashboard", "--no-browser", "--port", str(port)]
        command += ["--workspace", str(workspace or Path(elsewhere) / "workspace.sqlite")]
        with subprocess.Popen(command, cwd=elsewhere, stdout=log, stderr=subprocess.STDOUT) as process:
            try:
                wait_for(port, process)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(20)
        log.seek(0)
        assert "Traceback" not in log.read()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


@dataclass
class Visit:
    """A page, with its requests to other hosts and its error messages."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.size = self.page.viewport_size
        self.listeners: dict[Any, Any] = {
            "request": lambda r: None if LOCAL.match(r.url) else self.outside.append(r.url),
            "console": lambda m: self.complaints.append(m.text) if m.type == "error" else None,
            "pageerror": lambda e: self.complaints.append(str(e)),
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    def leave(self) -> None:
        """Leave the page blank, for the next visit: a new one takes twice as long to open."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        self.page.unroute_all()
        if self.size:
            self.page.set_viewport_size(self.size)
        self.page.goto("about:blank")
        idle.append(self.page)

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator("iframe").first

    def only(self, kind: str) -> None:
        """Filter by a type with a click in the legend."""
        self.map.locator(".atlas-legend-type", has_text=kind).click()

    def menu(self, name: str) -> None:
        """Open a menu of the bar."""
        self.page.locator(f".st-key-menu_{name} button").first.click()
        self.settle(400)

    @property
    def markers(self) -> int:
        return self.map.locator(".atlas-marker").count()

    def settle(self, milliseconds: int = 300) -> None:
        """Wait until the last action has reached the server and the server's script has ended."""
        self.page.wait_for_timeout(milliseconds)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
        self.page.wait_for_timeout(100)

    def wait_for_markers(self) -> None:
        self.map.locator(".atlas-marker").first.wait_for(timeout=90_000)
        for later in (".st-key-read_article button", ".st-key-panel"):  # the rest of the page waits for the map
            self.page.locator(later).first.wait_for(timeout=60_000)
        self.settle()

    def screen(self, name: str) -> None:
        SCREENS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png")


@pytest.fixture(scope="session")
def browser_of() -> Iterator[dict[tuple[str, int], BrowserContext]]:
    assert CHROMIUM is not None, "CI needs Chromium: install the package chromium"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profiles:
        contexts = Contexts(playwright, profiles)
        yield contexts
        for context in contexts.values():
            context.close()


class Contexts(dict[tuple[str, int], BrowserContext]):
    """Browsers by scheme and width, each started when it is first asked for."""

    def __init__(self, playwright: Playwright, profiles: str) -> None:
        super().__init__()
        self.playwright, self.profiles = playwright, profiles

    def __missing__(self, key: tuple[str, int]) -> BrowserContext:
        scheme, width = key
        self[key] = self.playwright.chromium.launch_persistent_context(
            f"{self.profiles}/{scheme}{width}",
            headless=True,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        idle.extend(self[key].pages)
        return self[key]


def open_page(context: BrowserContext, url: str) -> Visit:
    """Open an address in a page that an earlier visit left, or in a new one."""
    left = next((page for page in idle if page.context == context), None)
    if left:
        idle.remove(left)
    visit = Visit(left or context.new_page())
    visit.page.goto(url)
    visit.page.bring_to_front()  # closing the previous page can leave another one in front, and a hidden page paints nothing
    return visit


def card(visit: Visit) -> str:
    return visit.page.locator(".card").inner_text()


def sums(visit: Visit) -> Locator:
    """Return the block above the list: sums, counts, and how many of the incidents are shown."""
    return visit.page.locator(".atlas-sums").first  # the old block may still be there while a new one is drawn


def params(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def wait_for_param(page: Page, name: str, wanted: bool = True) -> None:
    page.wait_for_function(f"new URLSearchParams(location.search).has('{name}') === {str(wanted).lower()}", timeout=20_000)


def painted(visit: Visit) -> int:
    return int(visit.map.locator(".leaflet-container").get_attribute("data-painted") or 0)


def wait_for_paint(visit: Visit, before: int) -> None:
    visit.page.wait_for_function(
        "n => Number(document.querySelector('iframe').contentDocument.querySelector('.leaflet-container').dataset.painted) > n",
        arg=before,
        timeout=20_000,
    )


@pytest.fixture
def visit(server: str, browser_of: dict[tuple[str, int], BrowserContext]) -> Iterator[Visit]:
    """Open the dashboard with the example, at 1440 by 900 in the light theme."""
    found = open_page(browser_of["light", 1440], server)
    found.wait_for_markers()
    yield found
    assert found.outside == []
    assert found.complaints == []
    found.leave()


@pytest.fixture
def own(own_server: str, browser_of: dict[tuple[str, int], BrowserContext]) -> Iterator[Visit]:
    found = open_page(browser_of["light", 1440], own_server)
    found.wait_for_markers()
    yield found
    assert found.outside == []
    assert found.complaints == []
    found.page.evaluate("localStorage.clear()")  # for the next test, which uses the same server
    found.leave()
