"""Review, import, export and the page that works from disk, in headless Chromium."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from geodata.exporting.exports import write
from geodata.exporting.selection import Item, Selection
from geodata.records import Reading

from .conftest import Visit, sums


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def named(page: Page) -> None:
    """Enter a name, which the dashboard asks for once."""
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)


def test_review_by_keyboard_and_form(own: Visit) -> None:
    page = own.page
    go(page, "Review")
    first = page.locator(".card h2").inner_text()
    own.settle()
    page.keyboard.press("y")
    named(page)
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    expect(page.get_by_text(f"Confirmed {first}.")).to_be_visible()
    expect(page.locator(".card h2")).not_to_have_text(first)
    second = page.locator(".card h2").inner_text()
    page.keyboard.press("u")
    expect(page.get_by_text("0 of 10 incidents reviewed")).to_be_visible()
    expect(page.locator(".card h2")).to_have_text(first)
    page.keyboard.press("n")
    expect(page.locator(".card h2")).to_have_text(second)
    page.keyboard.press("e")
    dialog = page.get_by_test_id("stDialog")
    killed = dialog.get_by_test_id("stNumberInput").locator("input").first
    killed.fill("61")  # pressing Save ends the input
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    own.screen("review")
    go(page, "Map")
    own.wait_for_markers()


def test_behind_a_dialog_no_letter_acts(own: Visit) -> None:
    page = own.page
    page.locator(".l-row", has_text="Odesa").click()
    expect(page.locator(".card h2")).to_have_text("Odesa")
    page.get_by_role("button", name="Add article").click()
    dialog = page.get_by_test_id("stDialog")
    dialog.get_by_label("Text", exact=True).fill("A bomb exploded in Mosul.")
    dialog.get_by_text("Add article").first.click()
    for key in "yxe1":
        page.keyboard.press(key)
    own.settle(600)
    expect(dialog.get_by_label("Text", exact=True)).to_have_value("A bomb exploded in Mosul.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    own.settle()
    page.keyboard.press("y")  # the first action asks for the name, which can be typed at once
    expect(page.get_by_role("textbox", name="Your name")).to_be_focused()
    page.keyboard.type("Xeva")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed Odesa.")).to_be_visible()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)


def test_reject_takes_one_press_and_undo_brings_it_back(own: Visit) -> None:
    page = own.page
    go(page, "Review")
    third = "3 of 10"
    own.settle()
    page.keyboard.press("n")
    page.get_by_text("2 of 10, the most doubtful first").wait_for()
    page.keyboard.press("n")
    page.get_by_text(third).wait_for()
    gone = page.locator(".card h2").inner_text()
    page.keyboard.press("x")
    page.get_by_role("button", name="1 · Nothing happened").wait_for()
    page.keyboard.press("1")
    named(page)
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    expect(page.get_by_text("3 of 9, the most doubtful first")).to_be_visible()  # the queue stays at the same position
    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_role("button", name="2 · Duplicate").click()
    expect(page.get_by_text("2 of 10 incidents reviewed")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("1 of 10 incidents reviewed")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("0 of 10 incidents reviewed")).to_be_visible()
    expect(page.locator(".card h2")).to_have_text(gone)
    go(page, "Map")
    own.wait_for_markers()
    own.map.locator(".atlas-marker[aria-label^='Kyiv']").click()
    card = page.locator(".st-key-card")
    edge, last = card.bounding_box(), card.get_by_role("button", name="Merge").bounding_box()
    assert edge is not None
    assert last is not None
    assert last["x"] + last["width"] <= edge["x"] + edge["width"] - 8, "no act is cut off"
    card.get_by_role("button", name="Not an incident").click()
    page.get_by_role("button", name="1 · Nothing happened").click()
    expect(page.locator(".atlas-sums")).to_contain_text("in 6 new incidents")


def test_a_wrong_place_is_corrected_on_the_map_and_undone(own: Visit) -> None:
    page = own.page
    own.map.locator(".atlas-marker[aria-label^='Odesa']").click()
    page.locator(".st-key-card").get_by_role("button", name="Wrong place").click()
    search = page.get_by_role("textbox", name="Search for a place")
    search.fill("Louisville, Kentucky")
    option = page.locator(".st-key-card").get_by_text("Louisville, Kentucky, US")
    expect(option).to_be_visible()
    search.fill("qwertzuiop")
    expect(page.get_by_text('No place found for "qwertzuiop"')).to_be_visible()
    search.fill("Elizabethtown")
    expect(page.locator(".st-key-card").get_by_text("Elizabethtown, Kentucky, US")).to_be_visible()
    expect(own.map.locator(".atlas-pin")).not_to_have_count(0)
    page.locator(".st-key-card").get_by_text("Elizabethtown, Pennsylvania, US").click()
    page.get_by_role("button", name="Use this place").click()
    named(page)
    expect(page.get_by_text("Moved Odesa to Elizabethtown.")).to_be_visible()
    expect(page.locator(".card-place")).to_contain_text("40.153")
    expect(page.locator(".card h2")).to_have_text("Elizabethtown")  # the card takes the name of the new place
    page.keyboard.press("u")
    expect(page.locator(".card h2")).to_have_text("Odesa")
    expect(page.locator(".card-place")).to_contain_text("46.4")


def test_the_pin_is_dragged_to_the_right_place(own: Visit) -> None:
    page = own.page
    own.map.locator(".atlas-marker[aria-label^='Odesa']").click()
    page.locator(".st-key-card").get_by_role("button", name="Wrong place").click()
    pin = own.map.locator(".atlas-pin-own")
    pin.wait_for()
    own.settle()
    expect(page.get_by_role("textbox", name="Search for a place")).to_be_focused()  # so that no key triggers an action
    box = pin.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 13, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] - 80, steps=8)
    page.mouse.up()
    expect(page.get_by_text("The point on the map:")).to_be_visible()
    page.get_by_role("button", name="Use this place").click()
    named(page)
    expect(page.locator(".card-place")).to_contain_text("near a town")  # the precision follows the map's zoom
    expect(page.get_by_text(re.compile(r"Moved Odesa to 4\d\.\d+"))).to_be_visible()
    expect(page.locator(".card h2")).to_have_text("Odesa")


def test_a_missed_incident_is_added_from_the_text(own: Visit) -> None:
    page = own.page
    kyiv = own.map.locator(".atlas-marker[aria-label^='Kyiv']")
    before = kyiv.bounding_box()
    page.get_by_role("tab", name="Article").click()
    sentence = page.locator(".article .k-sentence", has_text="struck a busy shopping centre").first
    sentence.wait_for()
    own.settle()
    sentence.evaluate("""(run) => {
      const range = document.createRange();
      range.selectNodeContents(run);
      const chosen = (run.getRootNode().getSelection ? run.getRootNode() : document).getSelection();
      chosen.removeAllRanges();
      chosen.addRange(range);
      run.closest('.article').dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
    }""")
    page.get_by_role("button", name="Add incident here").click()
    dialog = page.get_by_test_id("stDialog")
    expect(dialog.get_by_role("textbox", name="Search for a place")).to_have_value("Kremenchuk", timeout=60_000)
    search = dialog.get_by_role("textbox", name="Search for a place")
    search.fill("qwertzuiop")
    expect(dialog.get_by_role("button", name="Add incident")).to_be_disabled()
    search.fill("Glasgow")
    expect(dialog.get_by_text("Pampa, Texas, US · also called Glasgow")).to_be_visible()
    dialog.get_by_text("Glasgow, Montana, US").click()
    expect(dialog.get_by_role("button", name="Add incident")).to_be_enabled()
    dialog.get_by_role("button", name="Add incident").click()
    named(page)
    expect(page.get_by_text("Added an incident at Glasgow.")).to_be_visible()
    expect(page.locator(".card h2")).to_have_text("Glasgow")
    expect(own.map.locator(".atlas-marker[aria-label^='Glasgow']")).to_be_in_viewport()
    page.keyboard.press("u")
    expect(page.get_by_text("Undone: “Added an incident at Glasgow.”")).to_be_visible()
    expect(own.map.locator(".atlas-marker[aria-label^='Glasgow']")).to_have_count(0)
    expect(kyiv).to_be_in_viewport()
    own.settle(600)
    assert kyiv.bounding_box() == before, "the map is where it was before it moved to Montana"


def test_a_table_is_brought_in_and_taken_out(own: Visit, tmp_path: Path) -> None:
    page = own.page
    rows = "".join(f"U{n},2022-06-{n + 1:02},Town {n},48.{n:02},38.0,Shots <b>n{n}</b> were heard,{n}\n" for n in range(20))
    table = tmp_path / "theirs.csv"
    table.write_text("id,date,place,lat,lon,notes,killed\n" + rows + "U99,someday,Town,48,38,?,1\n", "utf-8")
    go(page, "Data")
    page.get_by_role("tab", name="Import").click()
    page.get_by_test_id("stFileUploader").first.locator("input[type=file]").set_input_files(table)
    expect(page.get_by_text("20 can be imported, 1 rejected.")).to_be_visible()
    own.screen("import")
    page.get_by_role("button", name="Import 20 rows").click()
    expect(page.get_by_text("20 imported, 0 already there, 1 rejected.")).to_be_visible()
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    page.get_by_role("button", name="Show on the map").first.click()
    expect(page.locator(".st-key-switcher input")).to_have_value("theirs")
    expect(sums(own)).to_contain_text("in 20 new incidents")
    go(page, "Data")
    page.get_by_role("tab", name="Import").click()
    page.get_by_role("tab", name="Export").click()
    page.get_by_test_id("stMain").get_by_role("button", name="Export").last.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.suggested_filename.startswith("incidents-")
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    assert (len(lines), lines[0].split(",")[:5]) == (31, ["id", "type", "role", "state", "place"])
    go(page, "Map")
    own.settle()
    page.locator(".st-key-switcher input").click()
    page.get_by_role("option", name="All reports and imports").click()
    expect(page.locator(".atlas-sums")).to_contain_text("in 27 new incidents")
    page.mouse.move(700, 500)
    page.locator(".st-key-search input, input[aria-label='Search']").first.click(trial=True)  # the switcher does not cover it
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


def test_an_imported_table_is_removed_and_a_backup_restored(own: Visit, tmp_path: Path) -> None:
    page = own.page
    rows = "".join(f"{n},2022-06-{n + 1:02},Town {n},48.{n},37.5,Shots were heard in town {n}\n" for n in range(5))
    (tmp_path / "rows.csv").write_text("id,date,place,latitude,longitude,notes\n" + rows, "utf-8")
    go(page, "Data")
    page.get_by_role("tab", name="Workspace").click()
    page.get_by_role("button", name="Save a backup").click()
    expect(page.get_by_text("Saved as")).to_be_visible()
    page.get_by_role("tab", name="Import").click()
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(tmp_path / "rows.csv")
    page.get_by_role("button", name="Import 5 rows").click()
    expect(page.get_by_text("5 imported")).to_be_visible(timeout=60_000)
    own.settle()  # the list of tables moves below the message and is there twice for a moment
    page.get_by_text("Remove its 5 rows and your changes to them").click()
    own.settle()
    page.get_by_role("button", name="Remove the table").click()
    expect(page.get_by_text("1 report, 10 incidents")).to_be_visible()
    own.screen("import")
    page.get_by_role("tab", name="Workspace").click()
    page.get_by_text("Replace the current workspace with it").click()
    own.settle()
    page.get_by_role("button", name="Restore", exact=True).click()
    expect(page.get_by_text("The earlier workspace is saved")).to_be_visible(timeout=30_000)
    own.screen("restore")


def test_feeds_need_online_access_and_say_what_went_wrong(own: Visit) -> None:
    page = own.page
    go(page, "Data")
    page.get_by_role("tab", name="Feeds").click()
    expect(page.get_by_text("Online access is off")).to_be_visible()
    page.get_by_role("button", name="Turn on online access").click()
    page.get_by_role("tab", name="Feeds").click()
    expect(page.get_by_text("No feeds are watched.")).to_be_visible()
    address = page.get_by_label("Address of the feed")
    address.fill("nothing")
    page.get_by_role("button", name="Add feed").click()
    expect(page.get_by_text("is not a link to a page")).to_be_visible()
    address.fill(f"{page.url}/feed")
    page.get_by_role("button", name="Add feed").click()
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_test_id("stAlert").get_by_text("only public pages can be read")).to_be_visible(timeout=60_000)
    own.screen("feeds")


def test_another_outlet_is_saved_and_nothing_is_read_again(own: Visit) -> None:
    page = own.page
    go(page, "Data")
    expect(page.get_by_text("Read by: words marked by hand")).to_be_visible()
    expect(page.get_by_role("button", name="Read this report again")).to_be_enabled()
    outlet = page.get_by_label("Outlet", exact=True)
    outlet.fill("The Paper")
    outlet.press("Enter")
    expect(page.get_by_text("What was read stays")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    own.settle()  # while the page is redrawn, the form is there twice
    expect(page.get_by_role("button", name="Read this report again")).to_be_enabled()
    expect(page.get_by_text("Read by: words marked by hand")).to_be_visible()
    expect(outlet).to_have_count(1, timeout=60_000)
    expect(outlet).to_have_value("The Paper")
    own.settle()  # text typed while the page is redrawn is lost
    own.screen("report")
    title = page.get_by_label("Title", exact=True)
    title.fill("")
    title.fill("Another title")
    title.press("Enter")
    expect(page.get_by_role("button", name="Save and read again")).to_be_enabled()


def test_a_deleted_report_comes_back(own: Visit) -> None:
    page = own.page
    go(page, "Data")
    page.get_by_text("Delete this report and its incidents").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("No reports yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: “Deleted")).to_be_visible()
    expect(page.get_by_text("1 report, 10 incidents")).to_be_visible()
