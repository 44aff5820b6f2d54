"""Review, import, export and the page that works from disk, in headless Chromium."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from geodata.exchange.exports import write
from geodata.exchange.selection import Item, Selection
from geodata.records import Reading

from .conftest import Visit


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def test_review_by_keyboard_and_form(own: Visit) -> None:
    page = own.page
    go(page, "Review")
    first = page.locator(".card h3").inner_text()
    page.keyboard.press("y")
    expect(page.get_by_text("Say who you are first")).to_be_visible()
    name = page.get_by_label("Your name", exact=True)
    name.fill("Ada")
    name.press("Enter")
    own.settle(1000)
    page.mouse.click(800, 62)
    page.keyboard.press("y")
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    expect(page.locator(".card h3")).not_to_have_text(first)
    killed = page.get_by_test_id("stNumberInput").locator("input").first
    killed.fill("61")
    killed.press("Enter")
    page.get_by_role("button", name="Save corrections").click()
    expect(page.get_by_text("2 of 10 incidents reviewed")).to_be_visible()
    own.screen("review")
    go(page, "Map")
    expect(page.locator(".atlas-headline")).to_contain_text("10 incidents")


def test_a_rejected_incident_leaves_the_map(own: Visit) -> None:
    page = own.page
    go(page, "Review")
    name = page.get_by_label("Your name", exact=True)
    name.fill("Ada")
    name.press("Enter")
    own.settle(1000)
    reason = page.get_by_label("Reason to reject")
    reason.fill("told for comparison only")
    reason.press("Enter")
    own.settle(800)
    page.get_by_role("button", name=re.compile("^Reject")).last.click()
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    go(page, "Map")
    expect(page.locator(".atlas-headline")).to_contain_text("9 incidents")


def test_a_table_is_brought_in_and_taken_out(own: Visit, tmp_path: Path) -> None:
    page = own.page
    rows = "".join(f"U{n},2022-06-{n + 1:02},Town {n},48.{n:02},38.0,Shots <b>n{n}</b> were heard,{n}\n" for n in range(20))
    table = tmp_path / "theirs.csv"
    table.write_text("id,date,place,lat,lon,notes,killed\n" + rows + "U99,someday,Town,48,38,?,1\n", "utf-8")
    go(page, "Data")
    page.get_by_role("tab", name="Bring in").click()
    page.locator("input[type=file]").set_input_files(table)
    expect(page.get_by_text("20 can come in, 1 rejected.")).to_be_visible()
    own.screen("import")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("20 came in, 0 were there already, 1 rejected.")).to_be_visible()
    page.get_by_role("tab", name="Take out").click()
    page.get_by_role("button", name="Make the file").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert "30 of 30 incidents" in Path(download.value.path()).read_text("utf-8").splitlines()[0]
    go(page, "Map")
    own.settle()
    page.get_by_role("combobox", name=re.compile("Report")).click()
    page.get_by_role("option", name="All reports and imports").click()
    expect(page.locator(".atlas-headline")).to_contain_text("30 incidents")
    own.settle()
    assert own.markers > 20
    own.screen("all-reports")


def test_the_single_page_works_from_disk(
    example: Reading, browser_of: dict[tuple[str, int], BrowserContext], tmp_path: Path
) -> None:
    chosen = Selection(
        items=[Item(incident=i, source="the example") for i in example.incidents], total=10, made=date(2026, 1, 2)
    )
    file = tmp_path / "incidents.html"
    file.write_bytes(write(chosen, "html"))
    visit = Visit(browser_of["light", 1440].new_page())
    asked: list[str] = []
    visit.page.on("request", lambda r: asked.append(r.url))
    visit.page.on("console", lambda m: visit.complaints.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("pageerror", lambda e: visit.complaints.append(str(e)))
    visit.page.goto(file.as_uri())
    expect(visit.page.locator("#count")).to_have_text("10 of 10 shown")
    visit.page.locator("#type").select_option("missile_strike")
    expect(visit.page.locator("#rows tr")).to_have_count(3)
    visit.page.locator("#rows tr").first.press("Enter")
    expect(visit.page.locator("#card h2")).to_have_text("Kremenchuk")
    expect(visit.page.locator("#card")).to_contain_text("at least 10 killed")
    visit.screen("single-page")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert visit.complaints == []
    visit.page.close()
