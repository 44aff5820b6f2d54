"""The map as an instrument: time, filters, links, charts, density, areas, comparing, sharing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from geodata.importing import loading
from geodata.records import Reading
from geodata.workspace import Workspace

from .conftest import SPOTS, Visit, open_page, params, started, sums, wait_for_param


def test_the_timeline_has_a_mark_for_each_incident(visit: Visit) -> None:
    page = visit.page
    expect(page.locator(".t-event")).to_have_count(7)  # one mark for each dated incident within the report's own days
    page.locator(".t-event[aria-label^='Odesa']").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    page.get_by_role("button", name="27 Jun 2022 · 6", exact=True).click()
    wait_for_param(page, "from")
    assert (params(page)["from"], params(page)["to"]) == ("2022-06-27", "2022-06-27")
    expect(sums(visit)).to_contain_text("showing")
    page.get_by_role("button", name="27 Jun 2022 · 6", exact=True).click()
    wait_for_param(page, "from", wanted=False)
    listed = page.locator(".t-listed .t-mark")
    expect(listed).to_have_count(0)
    page.get_by_role("button", name="2 earlier").click()
    expect(listed).to_have_text(["March 2022", "April 2022"])
    listed.last.click()
    expect(page.locator(".card h2")).to_have_text("Kramatorsk")
    visit.screen("earlier")
    page.get_by_role("button", name="Hide earlier").click()
    expect(listed).to_have_count(0)
    expect(page.locator(".t-event")).to_have_count(7)


@pytest.mark.parametrize("leave", ["Enter", "Escape", "elsewhere"])
def test_a_date_that_was_typed_counts_when_its_field_is_left(visit: Visit, leave: str) -> None:
    visit.menu("dates")
    visit.page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    visit.page.keyboard.type("20220627")
    if leave == "elsewhere":
        visit.page.locator(".atlas-brand").click()
    else:
        visit.page.keyboard.press(leave)
    wait_for_param(visit.page, "from")
    assert params(visit.page)["from"] == "2022-06-27"
    expect(sums(visit)).to_contain_text("showing 7 of 10")


def test_a_day_is_picked_in_the_calendar(visit: Visit) -> None:
    visit.menu("dates")
    visit.page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    days = visit.page.get_by_test_id("stDateInputCalendar").get_by_role("gridcell").get_by_role("button")
    days.filter(has_text=re.compile("^15$")).first.click()
    wait_for_param(visit.page, "from")
    assert params(visit.page)["from"].endswith("-15")


def test_a_link_shows_the_same_thing(visit: Visit, browser_of: dict[tuple[str, int], BrowserContext]) -> None:
    page = visit.page
    visit.only("Missile strike")
    expect(sums(visit)).to_contain_text("showing 3 of 10")
    visit.settle()
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    visit.map.locator(".leaflet-control-zoom-in").click()
    visit.settle()
    page.get_by_role("tab", name="Charts").click()
    wait_for_param(page, "tab")
    assert params(page)["type"] == "missile_strike"
    other = open_page(browser_of["dark", 1440], page.url)
    expect(other.page.locator(".card h2")).to_have_text("Odesa")
    expect(other.page.get_by_role("tab", name="Charts")).to_have_attribute("aria-selected", "true")
    expect(other.page.locator("figure[data-chart=type]")).to_be_visible()
    expect(other.page.locator(".st-key-chips")).to_contain_text("Missile strike")
    other.wait_for_markers()
    assert params(other.page) == params(page)
    assert other.outside == []
    other.leave()


@pytest.mark.parametrize(
    "link",
    [
        "type=dragon&from=soon&near=1,2&report=gone&versus=type%3Dx",
        "q=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E&at=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E",
        "view=%24%7Bwindow.hacked%3D1%7D,x,NaN&draw=%60%24%7B1%7D%60",
        "area=" + ";".join(["1,2"] * 400),
        "view=95,400,99&role=main",
    ],
)
def test_a_wrong_or_hostile_link_does_no_harm(
    server: str, browser_of: dict[tuple[str, int], BrowserContext], link: str
) -> None:
    visit = open_page(browser_of["light", 1440], f"{server}/?{link}")
    visit.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    visit.settle()
    if "view=95" not in link:
        expect(visit.page.get_by_text("Parts of the link could not be used")).to_be_visible()
        visit.page.get_by_role("button", name="Close", exact=True).first.click()
        expect(visit.page.get_by_text("Parts of the link could not be used")).to_have_count(0)
    visit.settle()
    assert visit.page.evaluate("window.hacked") is None
    assert visit.map.locator("body").evaluate("() => window.hacked") is None
    assert visit.complaints == []
    visit.leave()


def test_filters_combine_and_count(visit: Visit) -> None:
    page = visit.page
    visit.menu("more")
    expect(page.get_by_label("Near a place")).to_be_visible()
    province = page.get_by_role("combobox", name=re.compile("Province"))
    province.press_sequentially("Donet")
    option = page.get_by_role("option", name=re.compile("Donetsk"))
    expect(option).to_contain_text("· 3")
    option.click()
    expect(sums(visit)).to_contain_text("showing 3 of 10")
    page.keyboard.press("Escape")
    if page.get_by_label("Near a place").count() == 0:
        visit.menu("more")
    page.get_by_label("Near a place").fill("Sloviansk")
    expect(page.get_by_text("Sloviansk, Donetsk, UA").or_(page.get_by_text("Slovyansk, Donetsk, UA"))).to_be_visible()
    page.get_by_role("button", name="Filter by this place").click()
    expect(sums(visit)).to_contain_text("showing 2 of 10")
    wait_for_param(page, "near")
    assert params(page)["near"].startswith("48.8")
    page.keyboard.press("Escape")
    visit.menu("casualties")
    least = page.get_by_label("At least", exact=True)
    least.fill("50")
    least.press("Enter")
    expect(sums(visit)).to_contain_text("showing 1 of 10")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset filters").first.click()
    expect(sums(visit)).not_to_contain_text("showing")


def test_an_area_is_drawn_with_the_mouse_and_taken_from_the_view(visit: Visit) -> None:
    page = visit.page
    box = page.locator("iframe").first.bounding_box()
    assert box is not None
    visit.map.get_by_role("button", name="Draw an area").click()
    wide, high = box["width"], box["height"]
    for x, y in ((0.15, 0.65), (0.35, 0.65), (0.35, 0.95), (0.15, 0.95)):
        page.mouse.click(box["x"] + x * wide, box["y"] + y * high)
        page.wait_for_timeout(350)
    page.keyboard.press("Enter")
    wait_for_param(page, "area")
    expect(sums(visit)).to_contain_text("showing")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset filters").first.click()
    wait_for_param(page, "area", wanted=False)
    visit.map.get_by_role("button", name="Filter by this view").click()
    wait_for_param(page, "area")


def test_a_view_is_saved_opened_and_deleted(visit: Visit) -> None:
    page = visit.page
    visit.only("Shelling")
    expect(sums(visit)).to_contain_text("showing 4 of 10")
    visit.menu("views")
    name = page.get_by_label("Save the current view as")
    name.fill("Guns <b>")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".st-key-view_open")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset filters").first.click()
    expect(sums(visit)).not_to_contain_text("showing")
    if page.locator(".st-key-view_open").count() == 0:
        visit.menu("views")
    page.locator(".st-key-view_open button").click()
    expect(sums(visit)).to_contain_text("showing 4 of 10")
    if page.locator(".st-key-view_delete").count() == 0:
        visit.menu("views")
    page.locator(".st-key-view_delete button").click()
    expect(page.locator(".st-key-view_open")).to_have_count(0)


def test_charts_filter_and_are_downloaded(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("tab", name="Charts").click()
    bar = page.locator("figure[data-chart=type] .bar", has_text="Shelling")
    button = page.locator("figure[data-chart=type]").get_by_role("button", name="as PNG").element_handle()
    bar.click()
    expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-state", re.compile("^(?!.*place=).*type=shelling"))
    expect(bar).to_have_attribute("aria-pressed", "true")
    assert button.evaluate("b => b.isConnected"), "a click must not fall on a button that is being replaced"
    visit.settle()
    visit.screen("charts")
    bars = page.locator("figure[data-chart] .bar").count()
    place = page.locator("figure[data-chart=place] .bar", has_text="Kharkiv")
    place.focus()
    place.press("Enter")
    expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-state", re.compile("place=Kharkiv"))
    page.locator("figure[data-chart=place] .bar", has_text="Kharkiv").click()
    expect(visit.map.locator(".leaflet-container")).to_have_attribute("data-state", re.compile("^(?!.*place=).*type=shelling"))
    expect(page.locator("figure[data-chart=place] .bar[aria-pressed=true]")).to_have_count(0)
    expect(page.locator("figure[data-chart] .bar")).to_have_count(bars)  # the charts grow, and the buttons move with them
    visit.settle()
    for chart in ("type", "time", "place", "claimant"):
        for kind, begin in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"")):
            with page.expect_download() as download:
                page.locator(f"figure[data-chart={chart}]").get_by_role("button", name=f"as {kind}").click()
            assert Path(download.value.path()).read_bytes().startswith(begin)
            page.wait_for_timeout(150)  # Chromium drops further downloads after ten within a second
            if (chart, kind) == ("type", "CSV"):
                lines = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
                assert lines[1][:2] == ["Shelling", "4"]


def test_density_and_areas_keep_the_view_and_the_selection(visit: Visit) -> None:
    page = visit.page
    visit.map.locator(".atlas-marker[aria-label^='Odesa']").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    visit.settle()
    view = params(page)["view"]
    page.get_by_role("radio", name="Density").click()
    expect(visit.map.locator(".atlas-scale")).to_contain_text(re.compile(r"12within about \d+ km"))
    visit.settle()
    coloured = visit.map.locator("canvas.atlas-heat").evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"
    )
    assert coloured
    visit.screen("density")
    page.get_by_role("radio", name="Areas").click()
    page.get_by_role("radio", name="provinces").click()
    page.get_by_role("radio", name="killed").click()
    expect(visit.map.locator(".atlas-scale")).to_contain_text("Killed, at least")
    visit.settle()
    visit.screen("areas")
    assert params(page)["view"] == view
    assert (params(page)["draw"], params(page)["level"], params(page)["weigh"]) == ("areas", "province", "killed")
    expect(page.locator(".card h2")).to_have_text("Odesa")
    page.get_by_role("radio", name="Markers").click()
    visit.wait_for_markers()
    assert params(page)["view"] == view


def test_two_periods_are_compared(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Compared with: 10 incidents")).to_be_visible()
    for n in (0, 1):  # both maps show what the single map showed
        expect(page.frame_locator("iframe").nth(n).locator(".atlas-marker")).to_have_count(SPOTS)
    page.locator(".st-key-versus").get_by_role("spinbutton", name="year, From").click()
    page.keyboard.type("20220601")
    page.keyboard.press("Escape")
    page.locator(".atlas-brand").click()
    expect(page.get_by_text("Compared with: 8 incidents")).to_be_visible()
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    page.frame_locator("iframe").nth(1).locator(".leaflet-container[data-painted]").wait_for()
    visit.settle()
    page.frame_locator("iframe").nth(0).locator(".leaflet-control-zoom-in").click()
    visit.settle()
    visit.screen("compare")
    scales = [page.frame_locator("iframe").nth(n).locator(".leaflet-control-scale-line").first.inner_text() for n in (0, 1)]
    assert scales[0] == scales[1]
    assert "versus" in params(page)


def test_what_is_seen_is_printed(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.only("Missile strike")
    expect(sums(visit)).to_contain_text("showing 3 of 10")
    visit.settle()
    visit.menu("share")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Image or print").click()
    paper = opened.value
    expect(paper.locator("tbody tr")).to_have_count(3)
    expect(paper.locator("header")).to_contain_text("Type: Missile strike")
    with paper.expect_download() as download:
        paper.locator("#png").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    with paper.expect_download() as download:
        paper.locator("#svg").click()
    assert b"Missile" not in Path(download.value.path()).read_bytes()[:50]
    pdf = tmp_path / "page.pdf"
    paper.pdf(path=pdf)
    assert pdf.read_bytes().startswith(b"%PDF")
    paper.screenshot(path="screens/print.png")
    paper.close()


def test_care_settings(own: Visit) -> None:
    page = own.page
    page.get_by_role("link", name="Method").first.click()
    expect(page.get_by_text("What is counted")).to_be_visible()
    page.get_by_text("Hide quotes and articles until you show them", exact=True).click()
    page.get_by_test_id("stSelectbox").filter(has_text="Round positions").locator("input").click()
    page.get_by_role("option", name="to 0.1°").click()
    own.settle()
    own.screen("method")
    page.get_by_role("link", name="Map").first.click()
    own.wait_for_markers()
    own.map.locator(".atlas-marker[aria-label^='Odesa']").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    expect(page.locator(".card details.card-careful")).to_have_count(1)
    page.get_by_role("tab", name="Article").click()
    expect(page.get_by_text("The article may describe violence")).to_be_visible()
    page.get_by_text("Show the article").click()
    expect(page.locator(".article")).to_be_visible()
    own.menu("share")
    expect(page.get_by_text("Positions are rounded to 0.1°")).to_be_visible()


def test_a_report_is_opened_from_the_list(
    example: Reading, browser_of: dict[tuple[str, int], BrowserContext], tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        for title in ("The first report", "The second report"):
            workspace.add(replace(example, report=replace(example.report, title=title)))
        near = "".join(f"2024-03-05,Suva,{-18.1 - n / 500},{178.4 + n % 4 / 500}\n" for n in range(20))
        (tmp_path / "theirs.csv").write_text(f"date,place,latitude,longitude\n{near}2024-03-05,Perth,-31.9,115.8\n")
        loading.load(workspace, tmp_path / "theirs.csv")
    with started(tmp_path / "w.sqlite") as url:
        visit = open_page(browser_of["light", 1440], f"{url}/?report=all")
        page = visit.page
        visit.wait_for_markers()
        page.get_by_role("tab", name="Article").click()
        expect(page.get_by_role("button", name="theirs · 21 incidents")).to_be_visible()
        page.get_by_role("textbox", name="Find a report").fill("second")
        expect(page.locator(".st-key-reports button")).to_have_count(1)
        page.get_by_role("button", name=re.compile("^The second report")).click()
        page.wait_for_function("new URLSearchParams(location.search).get('report') !== 'all'", polling=100)
        visit.settle()
        expect(page.locator(".st-key-switcher input")).to_have_value(re.compile("^The second report"))
        page.goto(f"{url}/?report=all")
        visit.wait_for_markers()
        page.get_by_role("tab", name="Article").click()
        page.get_by_role("button", name="theirs · 21 incidents").click()
        expect(page.locator(".st-key-switcher input")).to_have_value("theirs")
        visit.settle(800)
        visit.map.locator(".atlas-marker[aria-label^='Suva']").first.press("Enter")
        visit.settle(1200)
        assert float(params(page)["view"].split(",")[2]) > 8, "a large pile is taken apart by a closer view"
        expect(visit.map.locator(".leaflet-container")).not_to_have_attribute("data-fanned", re.compile(r"\d"))
        assert visit.complaints == []
        visit.leave()


def test_a_menu_closes_when_one_presses_on_the_map(visit: Visit) -> None:
    visit.menu("more")
    expect(visit.page.get_by_test_id("stPopoverBody")).to_be_visible()
    visit.map.locator(".leaflet-container").click(position={"x": 200, "y": 480})
    expect(visit.page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_playing_to_the_end_filters_nothing(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Play", exact=True).click()
    expect(visit.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(visit.page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=60_000)
    visit.settle(800)
    assert not {"from", "to"} & params(visit.page).keys()
