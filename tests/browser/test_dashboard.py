"""The dashboard as a person uses it, in headless Chromium."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from .conftest import SPOTS, Visit, card, open_page, sums


def test_the_map_is_painted(visit: Visit) -> None:
    assert visit.markers == SPOTS
    visit.settle()
    expect(visit.map.locator(".atlas-sums")).to_be_hidden()  # a report's own sums are in the list
    expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-base", "ready", timeout=20_000)
    assert visit.map.locator(".atlas-label").count() > 5
    expect(sums(visit)).to_contain_text("13+ killed")
    expect(sums(visit)).to_contain_text("in 7 new incidents · 2 earlier · 1 total · 9 places")
    visit.page.get_by_text("1 total is not added: why?").click()
    expect(visit.page.locator(".atlas-why")).to_contain_text("without Kremenchuk")
    visit.screen("map")


def test_land_is_drawn_where_land_is(server: str, browser_of: dict[tuple[str, int], BrowserContext]) -> None:
    for view, is_land in (("48.5,31,5", True), ("43.4,34,5", False), ("48.5,31,7.5", True), ("43.4,34,7.5", False)):
        visit = open_page(browser_of["light", 1440], f"{server}/?view={view}")
        expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-painted", re.compile("[1-9]"), timeout=60_000)
        visit.settle()
        holds_middle = """(land) => {
          const box = document.querySelector(".leaflet-container").getBoundingClientRect();
          const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
          return [...land.querySelectorAll("path")].some((path) => path.isPointInFill(middle.matrixTransform(path.getScreenCTM().inverse())));
        }"""
        assert visit.map.locator(".leaflet-atlasLand-pane svg").evaluate(holds_middle) is is_land, view
        visit.leave()


def test_places_of_incidents_are_named_beside_their_markers(visit: Visit) -> None:
    name = visit.map.locator(".atlas-beside", has_text="Kremenchuk")
    marker = visit.map.locator(".atlas-marker[aria-label^='Kremenchuk']").bounding_box()
    beside = name.bounding_box()
    assert marker is not None
    assert beside is not None
    assert beside["x"] + 7 >= marker["x"] + marker["width"] - 2, "the name is not under its marker"
    assert abs(beside["y"] + beside["height"] / 2 - marker["y"] - marker["height"] / 2) < 6
    visit.only("Shelling")
    expect(name).to_have_count(0)
    expect(visit.map.locator(".atlas-beside", has_text="Kharkiv")).to_have_count(1)


def test_a_marker_opens_the_card_and_a_popup(visit: Visit) -> None:
    visit.map.locator(".atlas-marker[aria-label^='Kharkiv']").click()
    expect(visit.page.locator(".card h2")).to_have_text("Kharkiv")
    text = card(visit)
    assert "2 killed" in text
    assert "5 injured" in text
    assert "Two people were killed" in text
    expect(visit.map.locator(".atlas-place h4")).to_have_text("Kharkiv")
    visit.settle()
    visit.screen("card")
    popup, frame = (visit.map.locator(name).bounding_box() for name in (".leaflet-popup", ".leaflet-container"))
    assert popup is not None
    assert frame is not None
    assert popup["y"] >= frame["y"], "the whole popup is in view"
    assert popup["height"] < 110, "four lines at most"
    assert popup["x"] + popup["width"] <= frame["x"] + frame["width"]
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").hover()
    expect(visit.map.locator(".leaflet-tooltip")).to_contain_text("Odesa")
    visit.map.locator(".atlas-marker[aria-label^='Kharkiv']").hover()
    visit.page.wait_for_timeout(300)
    expect(visit.map.locator(".leaflet-tooltip")).to_have_count(0)  # the popup already shows more


def test_in_a_narrow_window_the_card_lies_over_the_list_and_not_over_the_map(visit: Visit) -> None:
    for width, place in ((768, "Kharkiv"), (1000, "Odesa")):
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.settle()
        marker = visit.map.locator(f".atlas-marker[aria-label^='{place}']")
        marker.press("Enter")
        expect(visit.map.locator(".leaflet-popup")).to_have_count(1)  # the previous popup has faded
        expect(visit.map.locator(".atlas-place h4")).to_have_text(place)
        visit.settle()
        card_box, map_box = visit.page.locator(".st-key-card").bounding_box(), visit.page.locator("iframe").first.bounding_box()
        assert card_box is not None
        assert map_box is not None
        assert card_box["x"] + card_box["width"] <= map_box["x"] + 1
        for part in (marker, visit.map.locator(".leaflet-popup")):
            box = part.bounding_box()
            assert box is not None
            assert box["x"] >= map_box["x"]
            assert box["x"] + box["width"] <= map_box["x"] + map_box["width"]


def test_a_marker_is_reached_by_keyboard(visit: Visit) -> None:
    marker = visit.map.locator(".atlas-marker[aria-label^='Odesa']")
    marker.focus()
    marker.press("Enter")
    expect(visit.page.locator(".card h2")).to_have_text("Odesa")


def test_the_type_filter_changes_map_table_and_totals(visit: Visit) -> None:
    before = visit.map.locator(".leaflet-container").evaluate("e => { e.dataset.kept = 'yes'; return e.dataset.kept }")
    assert before == "yes"
    visit.only("Missile strike")
    expect(sums(visit)).to_contain_text("showing 3 of 10")
    visit.settle()
    assert visit.markers == 3
    expect(sums(visit)).to_contain_text("in 3 new incidents")
    expect(visit.page.locator(".l-row")).to_have_count(3)
    expect(visit.map.locator(".atlas-legend-type")).to_have_count(4)  # the legend keeps its entries under a filter
    assert visit.map.locator(".leaflet-container").get_attribute("data-kept") == "yes"  # not mounted again, so the view stays
    visit.page.locator(".st-key-chips button", has_text="Missile strike").first.click()
    expect(sums(visit)).not_to_contain_text("showing")
    visit.settle()
    assert visit.markers == SPOTS


def test_an_empty_result_says_so(visit: Visit) -> None:
    search = visit.page.get_by_role("textbox", name="Search")
    search.press_sequentially("volcano", delay=120)  # typed text counts without Enter, and none of it is lost
    expect(visit.page.get_by_text("No incidents match these filters.")).to_be_visible()
    expect(search).to_have_value("volcano")
    expect(search).to_be_focused()
    visit.page.get_by_role("button", name="Reset filters").last.click()
    expect(sums(visit)).to_contain_text("in 7 new incidents")


def test_days_count_what_touches_them(visit: Visit) -> None:
    days = visit.page.locator(".t-days button")
    expect(days).to_have_text(["26 Jun 2022 · 5", "27 Jun 2022 · 6"])  # four of them lasted overnight


def test_a_sentence_selects_its_incident(visit: Visit) -> None:
    visit.page.get_by_role("tab", name="Article").click()
    visit.page.locator(".article .k-injured", has_text="injured six people").click()
    expect(visit.page.locator(".card h2")).to_have_text("Odesa")
    expect(visit.page.locator(".article .selected").first).to_be_in_viewport()
    expect(visit.map.locator(".atlas-marker[aria-label^='Odesa']")).to_be_in_viewport()
    visit.page.wait_for_function("location.search.includes('at=')", timeout=20_000)
    visit.settle()
    visit.screen("article")


def test_a_total_is_outlined_only_while_it_is_looked_at(visit: Visit) -> None:
    before = visit.map.locator(".leaflet-container").screenshot()
    visit.page.get_by_role("button", name=re.compile("^Totals")).click()
    row = visit.page.locator(".l-row", has_text="Ukraine")
    row.hover()
    visit.settle(800)
    assert visit.map.locator(".leaflet-container").screenshot() != before
    row.click()
    expect(visit.page.locator(".card h2")).to_have_text("Ukraine")
    expect(visit.page.locator(".card")).to_contain_text("a total, not added to its parts")
    expect(visit.map.locator(".atlas-area")).to_have_count(0)


def test_a_row_selects_its_incident_and_both_stay_in_view(visit: Visit) -> None:
    visit.page.get_by_role("button", name=re.compile("^Earlier")).click()
    visit.page.locator(".l-row", has_text="Mariupol").click()
    expect(visit.page.locator(".card h2")).to_have_text("Mariupol")
    expect(visit.map.locator(".atlas-place h4")).to_have_text("Mariupol")
    expect(visit.page.locator(".l-row[aria-selected=true]")).to_be_in_viewport()
    expect(visit.map.locator(".atlas-marker[aria-label^='Mariupol']")).to_be_in_viewport()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator(".card")).to_have_count(0)
    expect(visit.map.locator(".leaflet-popup")).to_have_count(0)


def test_what_is_under_the_pointer_lights_up_everywhere(visit: Visit) -> None:
    visit.page.locator(".l-row", has_text="Kharkiv").hover()
    expect(visit.map.locator(".atlas-lit")).to_have_count(1)
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").hover()
    expect(visit.page.locator(".l-lit")).to_contain_text("Odesa")
    visit.page.get_by_role("tab", name="Article").click()
    visit.page.locator(".article").wait_for()
    visit.settle()
    visit.map.locator(".atlas-marker[aria-label^='Kyiv']").hover()
    expect(visit.page.locator(".article .lit").first).to_be_attached()


def test_the_table_opens_over_the_page(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Open as a table").click()
    expect(visit.page.get_by_test_id("stDialog").get_by_test_id("stDataFrame")).to_be_visible()


SIZES = ((1440, 900, 0.60), (1920, 1080, 0.66), (390, 844, 0.60))  # width, height, and the map's smallest share of the window


def test_the_map_takes_most_of_the_window(visit: Visit) -> None:
    for width, height, least in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle(600)
        box = visit.page.locator("iframe").first.bounding_box()
        assert box is not None
        visible = box["height"] if width > 640 else visit.page.locator(".st-key-panel").bounding_box()["y"] - box["y"]
        assert box["width"] * visible / (width * height) >= least
        inside = visit.map.locator(".leaflet-container").bounding_box()
        assert inside is not None
        assert abs(inside["height"] - box["height"]) < 2, "the map fills its frame"
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert visit.page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


PLACES = ("Kremenchuk", "Kharkiv", "Odesa", "Sloviansk", "Lysychansk", "Kyiv", "Sievierodonetsk", "Kramatorsk", "Mariupol")


def test_each_incident_is_reached_at_the_first_zoom_by_mouse(visit: Visit) -> None:
    for place in PLACES:
        marker = visit.map.locator(f".atlas-marker[aria-label^='{place}']")
        at = marker.bounding_box()
        assert at is not None
        visit.page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        visit.settle(300)
        if visit.page.locator(".card h2").count() == 0:  # the first click fanned out a pile
            at = marker.bounding_box()
            assert at is not None
            visit.page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        expect(visit.page.locator(".card h2")).to_have_text(place)
        visit.page.keyboard.press("Escape")
        expect(visit.page.locator(".card")).to_have_count(0)
        visit.settle(200)


def test_each_incident_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.locator("body").evaluate("() => document.activeElement && document.activeElement.blur()")
    presses = 0
    while visit.map.locator(".leaflet-marker-icon:focus").count() == 0:
        page.keyboard.press("Tab")
        page.wait_for_timeout(200)  # on a busy machine, the map's frame gets the focus late
        presses += 1
        assert presses <= 4, "the map within three presses, its first marker with one more"
    outline = visit.map.locator(".leaflet-marker-icon:focus").evaluate(
        "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth"
    )
    assert outline == "solid3px"
    reached = set()
    for _ in PLACES:
        name = visit.map.locator(".leaflet-marker-icon:focus").get_attribute("aria-label") or ""
        reached.add(name.partition(",")[0])
        page.keyboard.press("ArrowRight")
    assert reached == set(PLACES)


TILE = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'


def policies(visit: Visit) -> list[str]:
    """Return the content security policies of the page and of the map's frame."""
    addresses = (visit.page.url, visit.page.locator("iframe").first.get_attribute("src") or "")
    return [visit.page.request.get(urljoin(visit.page.url, a)).headers["content-security-policy"] for a in addresses]


def test_online_layers_are_there_only_with_online_access(own: Visit) -> None:
    page, choices = own.page, own.map.locator(".leaflet-control-layers-base label")
    own.map.locator(".leaflet-control-layers").hover()
    assert choices.count() == 1
    assert not any("https:" in policy for policy in policies(own))
    page.get_by_role("link", name="Method").first.click()
    page.get_by_text("Online access", exact=True).click()
    own.settle()
    page.get_by_role("link", name="Map").first.click()
    own.wait_for_markers()
    own.map.locator(".leaflet-control-layers").hover()
    assert choices.count() == 3
    expect(choices.first.locator("input")).to_be_checked()
    own.settle()
    assert own.outside == []
    of_page, of_frame = policies(own)
    assert "https:" not in of_page
    assert "https://tile.openstreetmap.org" in of_frame
    page.route("https://tile.openstreetmap.org/**", lambda route: route.fulfill(content_type="image/svg+xml", body=TILE))
    choices.nth(1).click()
    own.settle()
    assert {urlsplit(url).hostname for url in own.outside} == {"tile.openstreetmap.org"}
    own.outside.clear()  # the test chose these tiles, so they are not a fault of the page


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 390)])
def test_dark_and_phone(server: str, browser_of: dict[tuple[str, int], BrowserContext], scheme: str, width: int) -> None:
    visit = open_page(browser_of[scheme, width], server)
    visit.wait_for_markers()
    name = "dark" if scheme == "dark" else "phone"
    visit.screen(name)
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    background = visit.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == ("rgb(18, 22, 26)" if scheme == "dark" else "rgb(255, 255, 255)")
    if name == "phone":
        handle = visit.page.locator(".st-key-sheet button")
        for _ in range(2):  # enlarge the sheet to the whole screen, where the tabs can still be pressed
            handle.click()
            visit.settle()
            expect(visit.page.locator(".l-row").nth(2)).to_be_in_viewport(ratio=0.5)
        visit.page.get_by_role("tab", name="Charts").click()
        expect(visit.page.locator("figure[data-chart=type]")).to_be_visible()
        handle.click()
    visit.map.locator(".atlas-marker[aria-label^='Kharkiv']").click()
    expect(visit.page.locator(".card h2")).to_have_text("Kharkiv")
    visit.page.locator(".card").scroll_into_view_if_needed()
    visit.settle()
    visit.screen(f"{name}-card")
    assert visit.outside == []
    visit.leave()


def test_a_strange_host_gets_400(server: str) -> None:
    address = urlsplit(server)
    for host, wanted in (("evil.example", 400), ("localhost", 200)):
        connection = HTTPConnection(address.hostname or "", address.port)
        connection.request("GET", "/", headers={"Host": f"{host}:{address.port}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == wanted
        assert wanted == 400 or "default-src 'self'" in (answer.getheader("content-security-policy") or "")
        connection.close()


def test_base_map_is_kept_by_the_browser(server: str) -> None:
    address = urlsplit(server)
    connection = HTTPConnection(address.hostname or "", address.port)
    connection.request("GET", "/map/world.json")
    first = connection.getresponse()
    first.read()
    tag = first.getheader("etag") or ""
    assert "max-age" in (first.getheader("cache-control") or "")
    assert first.getheader("access-control-allow-origin") is None
    connection.request("GET", "/map/world.json", headers={"If-None-Match": tag})
    second = connection.getresponse()
    assert (second.status, second.read()) == (304, b"")
    connection.close()


def test_the_map_has_names_though_the_gazetteer_comes_later(
    server: str, browser_of: dict[tuple[str, int], BrowserContext]
) -> None:
    context = browser_of["light", 1440]
    asked: list[str] = []

    def late(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503) if len(asked) == 1 else route.continue_()

    context.route("**/map/labels.json", late)
    try:
        visit = open_page(context, server)
        expect(visit.map.locator(".atlas-town").first).to_be_visible()
        assert len(asked) > 1
        visit.leave()
    finally:
        context.unroute("**/map/labels.json")
