"""What stays in place, and what closes in which order: filters move nothing, Escape goes back one step, a sheet has stops."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.conftest import Visit, open_page, params, sums

SIZES = {"12px", "14px", "16px", "22px"}
# The size and face of each visible text, with its first words, including shadow trees and the map's frame.
TEXTS = """() => {
  const found = [];
  const look = (root, view) => {
    for (const e of root.querySelectorAll("*")) {
      if (e.shadowRoot) look(e.shadowRoot, view);
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
      if (!own || ["STYLE", "SCRIPT", "NOSCRIPT", "TITLE"].includes(e.tagName) || !e.getClientRects().length) continue;
      const { fontSize, fontFamily, visibility } = view.getComputedStyle(e);
      const isSeen = visibility !== "hidden" && e.checkVisibility();
      if (isSeen) found.push([fontSize, fontFamily.split(",")[0].replaceAll('"', ""), e.textContent.trim().slice(0, 30)]);
    }
  };
  look(document, window);
  for (const frame of document.querySelectorAll("iframe")) look(frame.contentDocument, frame.contentWindow);
  return found;
}"""


def sizes_of(visit: Visit) -> list[tuple[str, str, str]]:
    """Return the texts whose size is not one of the four, or whose face is not one of ours or that of the icons."""
    texts = [(size, face, words) for size, face, words in visit.page.evaluate(TEXTS)]
    assert len(texts) > 20
    faces = {"Source Sans", "Source Serif", "Material Symbols Rounded"}
    return [one for one in texts if one[0] not in SIZES or one[1] not in faces]


def test_one_face_and_four_sizes(visit: Visit) -> None:
    page = visit.page
    assert sizes_of(visit) == []
    visit.map.locator(".atlas-marker[aria-label^='Kharkiv']").press("Enter")
    expect(page.locator(".card h2")).to_have_text("Kharkiv")
    expect(visit.map.locator(".atlas-place h4")).to_have_text("Kharkiv")
    page.locator(".st-key-wrong_place button").click()
    expect(page.get_by_role("radio").first).to_be_visible()
    assert sizes_of(visit) == []
    for tab in ("Charts", "Article"):
        page.get_by_role("tab", name=tab).click()
        visit.settle()
        assert sizes_of(visit) == []
    for menu in ("share", "more"):
        visit.menu(menu)
        visit.settle(1200)  # its fields appear one by one
        assert sizes_of(visit) == []
        page.keyboard.press("Escape")
    for other in ("Review", "Data", "Method"):
        page.locator(".st-key-ways a", has_text=other).click()
        expect(page.locator(".atlas-title")).to_be_visible()
        visit.settle()
        assert sizes_of(visit) == []


def left_of(part: Locator) -> tuple[float, float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"]


def test_a_filter_moves_nothing(visit: Visit) -> None:
    names = (".l-row >> nth=0", ".t-chart", ".t-earlier", ".t-undated", ".t-event[aria-label^='Odesa'] >> nth=0")
    parts = [visit.page.locator(name) for name in names]
    before = [left_of(part) for part in parts]
    visit.only("Missile strike")
    expect(sums(visit)).to_contain_text("showing 3 of 10")
    expect(visit.page.locator(".t-earlier")).to_have_text("0 earlier")
    visit.settle()
    assert [left_of(part) for part in parts] == before
    expect(visit.page.locator(".t-event")).to_have_count(3)
    field = visit.page.get_by_role("textbox", name="Search")
    aside = visit.page.locator(".atlas-sums p").nth(1)
    at = left_of(aside)[1]
    field.fill("volcano")
    field.press("Enter")
    expect(sums(visit)).to_contain_text("showing 0 of 10")
    assert left_of(aside)[1] == at


def test_an_incident_without_a_date_has_a_mark_on_the_timeline(visit: Visit) -> None:
    mark = visit.page.get_by_role("button", name="Sievierodonetsk · Armed clash")
    mark.click()
    expect(visit.page.locator(".card h2")).to_have_text("Sievierodonetsk")
    expect(mark).to_have_attribute("aria-pressed", "true")
    visit.only("Missile strike")
    expect(mark).to_have_count(0)


def test_a_dragged_pin_stays_in_view(visit: Visit) -> None:
    page = visit.page
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").press("Enter")
    expect(page.locator(".card h2")).to_have_text("Odesa")
    page.locator(".st-key-wrong_place button").click()
    pin = visit.map.locator(".atlas-pin-own")
    pin.wait_for()
    visit.settle(600)
    box = pin.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=8)
    page.mouse.up()
    expect(page.get_by_role("radio").first).to_be_checked()
    visit.settle(1200)
    now = pin.bounding_box()
    assert now is not None
    assert abs(now["x"] - box["x"] - 60) < 6, "the map did not move"
    assert abs(now["y"] - box["y"] + 40) < 6
    page.locator(".st-key-placing input[type=text]").first.fill("Louisville")
    expect(page.get_by_text("Louisville, Kentucky, US")).to_be_visible()
    visit.settle(800)
    page.locator(".st-key-cancel_act button").click()
    visit.settle(800)
    page.locator(".st-key-wrong_place button").click()
    visit.settle(800)
    page.locator(".st-key-placing input[type=text]").first.fill("Louisville")
    expect(page.get_by_text("Louisville, Kentucky, US")).to_be_visible()
    visit.settle(800)
    page.keyboard.press("Escape")
    expect(pin).to_have_count(0)
    odesa = visit.map.locator(".atlas-marker[aria-label^='Odesa']")
    odesa.wait_for()
    visit.settle(1200)
    marker = odesa.bounding_box()
    assert marker is not None
    assert abs(marker["x"] + marker["width"] / 2 - x) < 8, "back where it was, the second time, too"


def test_each_half_of_a_comparison_is_fitted(visit: Visit) -> None:
    visit.map.locator(".atlas-marker[aria-label^='Kyiv']").press("Enter")
    expect(visit.page.locator(".card h2")).to_have_text("Kyiv")
    visit.page.keyboard.press("Escape")
    zoom = float(params(visit.page)["view"].split(",")[2])
    visit.page.locator(".st-key-draw_compare button").click()
    maps = visit.page.locator("iframe")
    expect(maps).to_have_count(2)
    visit.settle(1500)
    assert float(params(visit.page)["view"].split(",")[2]) < zoom
    for n in range(2):
        frame = maps.nth(n).bounding_box()
        inside = visit.page.frame_locator("iframe").nth(n).locator(".atlas-marker")
        assert frame is not None
        expect(inside).to_have_count(9)
        for k in range(9):
            box = inside.nth(k).bounding_box()
            assert box is not None
            assert frame["x"] <= box["x"]
            assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_the_switcher_shows_the_whole_title_and_its_date(visit: Visit) -> None:
    title = visit.page.locator(".st-key-switcher input")
    expect(title).to_have_value(re.compile(r"\(27 Jun 2022\)$"))
    cut = "e => e.scrollWidth > e.clientWidth"
    visit.page.locator(".atlas-brand").hover()
    assert title.evaluate(cut)
    assert left_of(title)[2] < 400
    visit.page.locator(".st-key-switcher").hover()
    visit.page.wait_for_timeout(100)
    assert not title.evaluate(cut)
    visit.page.locator(".atlas-brand").hover()
    title.focus()
    assert not title.evaluate(cut)


def test_escape_closes_the_search_for_a_place_before_the_card(visit: Visit) -> None:
    page = visit.page
    marker = visit.map.locator(".atlas-marker[aria-label^='Odesa']")
    marker.press("Enter")
    expect(page.locator(".card h2")).to_have_text("Odesa")
    visit.settle()
    where = left_of(marker)
    page.locator(".st-key-wrong_place button").click()
    field = page.locator(".st-key-placing input[type=text]").first
    field.fill("Elizabethtown")
    expect(page.get_by_text("Elizabethtown, Kentucky, US")).to_be_visible()
    visit.settle(800)
    field.press("Escape")
    expect(page.locator(".st-key-placing")).to_have_count(0)
    expect(page.locator(".card h2")).to_have_text("Odesa")
    visit.settle(800)
    assert max(abs(a - b) for a, b in zip(left_of(marker), where, strict=True)) < 4, "the map is back where it was"
    expect(visit.map.locator(".atlas-place h4")).to_have_text("Odesa")  # and so is its popup
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)


# The labels of the markers whose centre a popup covers.
HIDDEN = """body => {
  const popup = body.querySelector('.leaflet-popup-content-wrapper').getBoundingClientRect();
  const middles = [...body.querySelectorAll('.atlas-marker')].map(marker => [marker.ariaLabel, marker.getBoundingClientRect()]);
  const isUnder = ({ x, y, width, height }) =>
    x + width / 2 > popup.left && x + width / 2 < popup.right
    && y + height / 2 > popup.top && y + height / 2 < popup.bottom;
  return middles.filter(([, box]) => isUnder(box)).map(([label]) => label);
}"""


def test_the_card_of_a_phone_has_three_stops_and_leaves_its_marker_free(
    server: str, browser_of: dict[tuple[str, int], BrowserContext]
) -> None:
    visit = open_page(browser_of["light", 390], server)
    visit.wait_for_markers()
    page = visit.page
    handle = page.locator(".st-key-card_sheet button")
    for place in ("Kharkiv", "Mariupol", "Kremenchuk", "Odesa"):
        visit.map.locator(f".atlas-marker[aria-label^='{place}']").press("Enter")
        expect(page.locator(".card h2")).to_have_text(place)
        expect(visit.map.locator(".atlas-place h4")).to_have_text(place)
        visit.settle(1500)  # the map also moves to make room for the popup
        marker = visit.map.locator(f".atlas-marker[aria-label^='{place}']").bounding_box()
        top = left_of(page.locator(".st-key-card"))[1]
        assert marker is not None
        assert marker["y"] + marker["height"] < top, place
        popup = visit.map.locator(".leaflet-popup-content-wrapper").bounding_box()
        bar = visit.page.locator(".st-key-drawn").bounding_box()
        assert popup is not None
        assert bar is not None
        assert bar["y"] + bar["height"] <= popup["y"] + 1, place
        assert popup["y"] + popup["height"] <= top + 1, place
        assert not visit.map.locator("body").evaluate(HIDDEN), place
    heights = []
    for stop in ("half", "whole", "small"):
        expect(handle).to_have_attribute("aria-label", re.compile(stop))
        page.wait_for_timeout(300)
        box = page.locator(".st-key-card").bounding_box()
        assert box is not None
        heights.append(box["height"])
        handle.click()
    assert heights[2] < 130 < heights[0] <= 0.51 * 844 < heights[1]
    expect(handle).to_have_attribute("aria-label", re.compile("half"))
    page.locator(".st-key-card").get_by_role("button", name="Wrong place").click()
    page.get_by_role("textbox", name="Search for a place").fill("Elizabethtown")
    expect(visit.map.locator(".atlas-pin")).to_have_count(13)
    visit.settle(1000)
    card_top = left_of(page.locator(".st-key-card"))[1]
    pins = [pin.bounding_box() for pin in visit.map.locator(".atlas-pin").all()]
    assert all(pin is not None and pin["y"] > 52 and pin["y"] + pin["height"] < card_top for pin in pins), "pins are in view"
    page.keyboard.press("Escape")
    handle.press("ArrowDown")
    expect(page.locator(".card h2")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".st-key-acts")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    page.locator(".st-key-sheet button").click()
    page.wait_for_timeout(500)
    row, head = (page.locator(name).first.bounding_box() for name in (".l-row[data-id] >> text=Odesa", ".list h2"))
    assert row is not None
    assert head is not None
    assert head["y"] + head["height"] <= row["y"] < 690, "the row of the incident is not under the heading of the list"
    visit.leave()
