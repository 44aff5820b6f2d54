"""Accessibility: no serious fault on any page, in both themes, on paper and on a phone. Hostile text stays text."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from geodata.columns.selecting import selection
from geodata.exporting.exports import write
from geodata.query import IncidentQuery
from geodata.records import Incident, Reading
from geodata.workspace import Workspace

from .conftest import Visit, open_page, started

# Streamlit's own widgets, which our pages cannot fix: the canvas table and the file picker's hidden parts.
THEIRS = ("stDataFrame", "stFileUploader", "data-react-aria", "rc-overflow")
HOSTILE = (
    "<img src=x onerror=\"window.hacked='a'\"><script>window.hacked='b'</script> ${window.hacked='c'} `${window.hacked='d'}` "
    "\\${window.hacked='e'} {{window.hacked}} \"'></text></svg><svg onload=\"window.hacked='f'\"> \u202eright to left\u202c \u200bz"
)
LONG = "Very" * 2_500  # ten thousand letters without a space


def all_faults(page: Page) -> list[str]:
    answer: dict[str, Any] = Axe().run(page).response
    found = []
    for fault in answer["violations"]:
        nodes = [n for n in fault["nodes"] if not any(name in n["html"] for name in THEIRS)]
        found += [f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for node in nodes]
    return found


MENUS = ("Type", "Casualties", "Dates", "More", "Share", "Add article")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_in_menus_and_dialogs(server: str, browser_of: dict[tuple[str, int], BrowserContext], scheme: str) -> None:
    visit = open_page(browser_of[scheme, 1440], server)
    visit.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    visit.settle()
    for name in MENUS:
        visit.page.get_by_role("button", name=name).first.click()
        visit.settle(1000)
        assert all_faults(visit.page) == [], name
        visit.page.keyboard.press("Escape")
        visit.settle(500)
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").press("Enter")
    visit.page.get_by_role("button", name="Wrong place").click()
    visit.map.locator(".atlas-pin-own").wait_for()
    visit.settle(500)
    assert all_faults(visit.page) == [], "another place is looked for"
    visit.leave()


PAGES = [("light", 1440, place) for place in ("", "?draw=areas", "?versus=all", "review", "data", "method", "print")]
PAGES += [("dark", 1440, place) for place in ("", "review")] + [("light", 390, place) for place in ("", "print")]


@pytest.mark.parametrize(("scheme", "width", "place"), PAGES)
def test_no_fault(server: str, browser_of: dict[tuple[str, int], BrowserContext], scheme: str, width: int, place: str) -> None:
    visit = open_page(browser_of[scheme, width], f"{server}/{place}")
    if place == "print":
        visit.page.locator("#map svg").wait_for()
        visit.page.wait_for_timeout(500)
    elif place.startswith("?") or not place:
        visit.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
        visit.settle()
        if not place:
            visit.map.locator(".atlas-marker[aria-label^='Kharkiv']").click()
            expect(visit.page.locator(".card h2")).to_be_visible()
            assert all_faults(visit.page) == [], "with the card open"
            if width < 640:
                visit.page.keyboard.press("Escape")
                visit.page.locator(".st-key-sheet button").click()
            visit.page.get_by_role("tab", name="Charts").click()
    else:
        visit.page.get_by_test_id("stMain").get_by_test_id("stElementContainer").first.wait_for()
    if place != "print":
        visit.settle(1000)
    name = place.strip("?").replace("=", "-") or "map"
    visit.screen(f"{name}-{scheme}-{width}")
    faults = all_faults(visit.page)
    assert faults == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.outside == []
    visit.leave()


@pytest.fixture(scope="module")
def evil(example: Reading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a workspace in which every word from outside is hostile; yield the address and an exported page."""
    path = tmp_path_factory.mktemp("evil") / "w.sqlite"

    def spoilt(incident: Incident) -> Incident:
        toponym = replace(incident.toponym, name=f"{incident.place} {HOSTILE}") if incident.toponym else None
        return replace(incident, toponym=toponym, attribution=HOSTILE + LONG, covers=(HOSTILE,), reasons=(HOSTILE,))

    with Workspace.open(path) as workspace:
        for title in (HOSTILE, LONG):
            report = replace(example.report, title=title)
            workspace.add(replace(example, report=report, incidents=tuple(map(spoilt, example.incidents))))
        workspace.save_view(HOSTILE, f"q={HOSTILE}")
        page = path.with_name("export.html")
        page.write_bytes(write(selection(workspace, IncidentQuery()), "html"))
    with started(path) as url:
        yield url, page


def unharmed(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    for frame in page.frames[1:]:
        if not frame.is_detached():
            assert frame.evaluate("window.hacked") is None


def test_hostile_words_are_words_everywhere(evil: tuple[str, Path], browser_of: dict[tuple[str, int], BrowserContext]) -> None:
    url, exported = evil
    visit = open_page(browser_of["light", 1440], f"{url}/?report=all")
    page = visit.page
    visit.wait_for_markers()
    marker = visit.map.locator(".atlas-marker").first
    marker.hover()
    visit.settle(600)
    unharmed(page)
    marker.press("Enter")
    expect(page.locator(".card")).to_contain_text("<script>window.hacked='b'</script>")
    expect(visit.map.locator(".atlas-place").first).to_contain_text("${window.hacked='c'}")
    visit.settle()
    visit.screen("hostile")
    unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for tab in ("Charts", "Article", "Incidents"):
        page.get_by_role("tab", name=tab).click()
        visit.settle()
        unharmed(page)
    for menu in ("more", "views"):
        visit.menu(menu)
        unharmed(page)
        page.keyboard.press("Escape")
        visit.settle()
    search = page.get_by_role("textbox", name="Search")
    search.fill(HOSTILE[:180])
    search.press("Enter")
    visit.settle()
    unharmed(page)
    for other in ("review", "data"):
        page.goto(f"{url}/{other}")
        page.get_by_test_id("stMain").get_by_test_id("stElementContainer").first.wait_for()
        visit.settle()
        unharmed(page)
    for other in (f"{url}/print?report=all", f"{url}/print?report=all&draw=areas", exported.as_uri()):
        page.goto(other)
        page.wait_for_timeout(800)
        unharmed(page)
    # On a page opened by its own address, Streamlit first looks for its server there and gets a 404.
    assert [complaint for complaint in visit.complaints if "404" not in complaint] == []
    visit.leave()


def test_the_map_is_used_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    first = visit.map.locator(".atlas-marker[tabindex='0']")
    first.focus()
    first.press("Enter")
    expect(page.locator(".card h2")).to_be_visible()
    chosen = page.locator(".card h2").inner_text()
    rows = page.get_by_role("listbox", name="New")
    names = rows.locator(".l-row b").all_inner_texts()
    visit.settle()
    visit.map.locator(".leaflet-popup-close-button").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    expect(first).to_be_focused()
    rows.focus()
    rows.press("ArrowDown")  # continues from the incident whose card was closed
    expect(page.locator(".card h2")).to_have_text(names[names.index(chosen) + 1])
    rows.press("Home")
    expect(page.locator(".card h2")).to_have_text(names[0])
    rows.press("ArrowDown")
    expect(page.locator(".card h2")).to_have_text(names[1])


def test_reduced_motion_is_respected(server: str, browser_of: dict[tuple[str, int], BrowserContext]) -> None:
    visit = open_page(browser_of["light", 1440], server)
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.reload()
    visit.wait_for_markers()
    seconds = visit.map.locator(".leaflet-map-pane").evaluate(
        "e => [...e.querySelectorAll('.leaflet-zoom-animated')].map(n => getComputedStyle(n).transitionDuration)"
    )
    assert all(value in ("0s", "") for value in seconds)
    visit.page.close()  # not left to others: it is still without motion


def test_requests_that_never_end_do_not_keep_others_waiting(server: str) -> None:
    port = int(server.rsplit(":", 1)[1].strip("/"))
    with ExitStack() as held:
        for _ in range(300):
            half = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        with urlopen(server, timeout=5) as answer:  # noqa: S310  (our own server)
            assert answer.status == 200
