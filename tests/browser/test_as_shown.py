"""The dashboard shows, shares and brings into view what was asked for."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from geodata.records import Reading
from geodata.vocabulary import UNREAD
from geodata.workspace import Workspace

from .conftest import Visit, open_page, started


def test_a_shared_table_has_what_is_shown(visit: Visit) -> None:
    def shared(name: str) -> str:
        visit.menu("share")
        with visit.page.expect_download() as download:
            visit.page.locator(f".st-key-share_{name} button").click()
        visit.page.keyboard.press("Escape")
        visit.settle()
        return Path(download.value.path()).read_text("utf-8")

    visit.only("Shelling")
    expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-state", re.compile("type=shelling"))
    visit.settle()
    rows = list(csv.DictReader(io.StringIO(shared("csv").removeprefix("\ufeff"))))
    assert {row["type"] for row in rows} == {"shelling"}
    assert len(rows) == 4
    assert "4 of 10" in shared("html")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_a_page_that_is_opened_again_shows_its_incidents(
    server: str, browser_of: dict[tuple[str, int], BrowserContext], width: int, height: int
) -> None:
    """The second time, all parts come from the browser's cache, and the map has its full size before it has data."""
    visit = open_page(browser_of["light", 1440], server)
    visit.page.set_viewport_size({"width": width, "height": height})
    for _ in range(2):
        visit.page.goto(server)
        visit.wait_for_markers()
        visit.settle(1000)
        zoom = float(visit.page.url.rpartition("view=")[2].split("%2C")[2])
        assert zoom >= 5.5
    visit.leave()


def test_after_a_reload_a_selection_is_brought_into_view(visit: Visit) -> None:
    page = visit.page
    for _ in range(2):
        visit.map.locator(".leaflet-control-zoom-in").click()
        visit.settle(500)
    page.reload()
    visit.wait_for_markers()
    visit.settle(800)
    page.locator(".l-row", has_text="Odesa").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    visit.settle(800)
    box, frame = (
        visit.map.locator(".atlas-marker[aria-label^='Odesa']").bounding_box(),
        page.locator("iframe").first.bounding_box(),
    )
    assert box is not None
    assert frame is not None
    assert frame["x"] < box["x"] < frame["x"] + frame["width"] - 364, "not under the card"
    assert frame["y"] < box["y"] < frame["y"] + frame["height"] - 20


def test_each_menu_can_be_pressed_in_a_narrow_window(visit: Visit) -> None:
    for width, height in ((768, 1024), (1024, 768), (1180, 800), (1280, 720)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle(600)
        hidden = visit.page.evaluate("""() => [...document.querySelectorAll("[class*=st-key-menu_] button")].filter((button) => {
            const { x, y, width, height } = button.getBoundingClientRect();
            return [4, width - 4].some((inside) => !button.contains(document.elementFromPoint(x + inside, y + height / 2)));
        }).map((button) => button.innerText)""")
        assert hidden == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_one_tip_at_a_time(visit: Visit) -> None:
    tips = visit.map.locator(".leaflet-tooltip")
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").focus()
    expect(tips).to_contain_text("Odesa")
    visit.map.locator(".atlas-marker[aria-label^='Kremenchuk']").hover()
    expect(tips).to_have_count(1)
    expect(tips).to_contain_text("Kremenchuk")


def test_provinces_are_drawn_only_from_near(visit: Visit) -> None:
    lines = visit.map.locator(".leaflet-atlasLines-pane path")
    expect(lines.first).to_be_attached()
    for _ in range(4):
        visit.map.locator(".leaflet-control-zoom-out").click()
        visit.settle(500)
    expect(lines).to_have_count(0)


def test_undo_says_what_it_took_back_where_another_tab_acted_since(own: Visit) -> None:
    def reject(page: Page, place: str) -> None:
        page.locator(".l-row", has_text=place).first.click()
        expect(page.locator(".card h2")).to_have_text(place)
        page.get_by_role("button", name="Not an incident").click()
        page.locator(".st-key-reason_no_incident button").click()

    reject(own.page, "Odesa")
    own.page.get_by_role("textbox", name="Your name").fill("Ada")
    own.page.get_by_role("button", name="Continue").click()
    expect(own.page.get_by_text("Rejected Odesa.")).to_be_visible()
    second = own.page.context.new_page()
    second.goto(own.page.url)
    second.bring_to_front()
    reject(second, "Kharkiv")
    expect(second.get_by_text("Rejected Kharkiv.")).to_be_visible()
    second.close()
    own.page.bring_to_front()
    own.page.locator(".atlas-brand").click()
    own.page.keyboard.press("u")
    expect(own.page.get_by_text("Undone: “Your last change of Kharkiv”")).to_be_visible()
    expect(own.page.locator(".l-row", has_text="Odesa")).to_have_count(0)
    own.settle()
    own.page.keyboard.press("u")
    expect(own.page.get_by_text("Undone: “Rejected Odesa.”")).to_be_visible()


def test_doubts_leave_room_for_type_and_day(
    example: Reading, browser_of: dict[tuple[str, int], BrowserContext], tmp_path: Path
) -> None:
    doubted = (replace(i, confidence=0.0, verified=False) if i.place == "Odesa" else i for i in example.incidents)
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(replace(example, incidents=tuple(doubted)))
    with started(tmp_path / "w.sqlite") as url:
        visit = open_page(browser_of["light", 1440], url)
        visit.wait_for_markers()
        row = visit.page.locator(".l-row", has_text="Odesa").first
        expect(row.locator(".l-doubt")).to_have_text(["not sure ", "+1"])
        expect(row).to_contain_text("not verified")
        assert "not verified" in (row.get_attribute("title") or "")
        assert row.locator(".l-second").evaluate("e => e.scrollWidth <= e.clientWidth"), "type and day are in view"
        visit.leave()


def test_a_figure_that_was_not_read_leads_to_its_words(
    example: Reading, tmp_path: Path, browser_of: dict[tuple[str, int], BrowserContext]
) -> None:
    words = "a railway station in Kramatorsk, in the east, which killed at least 59."
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(replace(example, notes=(f"{UNREAD}…{words}",)))
    with started(tmp_path / "w.sqlite") as url:
        visit = open_page(browser_of["light", 1440], url)
        visit.wait_for_markers()
        page = visit.page
        page.locator(".list h2 button", has_text="Needs a look").click()
        page.locator(".l-row", has_text="killed at least 59").click()
        add = page.locator(".a-add")
        expect(add).to_be_visible()
        expect(add).to_be_focused()
        assert page.evaluate("document.getSelection().toString()") == words
        below, article = add.bounding_box(), page.locator(".article").bounding_box()
        assert below is not None
        assert article is not None
        assert article["y"] < below["y"] < article["y"] + article["height"]
        assert visit.complaints == []
        visit.leave()


def test_review_looks_for_a_place_in_the_country_of_its_incident_first(own: Visit) -> None:
    page = own.page
    page.get_by_role("link", name=re.compile("Review")).first.click()
    page.get_by_role("button", name="Wrong place").click()
    page.get_by_role("textbox", name="Search for a place").fill("Alexandria")
    found = page.get_by_role("radiogroup", name="Place").get_by_role("radio")
    expect(page.get_by_text("Alexandria, Alexandria, EG")).to_be_visible()
    first = page.get_by_role("radiogroup", name="Place").locator("label").first
    expect(first).to_contain_text("Oleksandriya, Kirovohrad, UA")
    assert found.count() > 2
