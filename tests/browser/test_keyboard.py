"""The whole job with the keyboard alone: add an article, find its incident on the map, confirm, undo, filter, export."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Visit

MOST_TABS = 60  # from one control of the job to the next
TEXT = "A bomb killed nine people in Mosul on Sunday, police said.\nA train crashed near Pune, killing four people."
FOCUSED = """() => {
  let element = document.activeElement;
  while (element && element.tagName === "IFRAME" && element.contentDocument) element = element.contentDocument.activeElement;
  if (!element) return "";
  const label = element.labels && element.labels[0] ? element.labels[0].innerText : "";
  return [element.getAttribute("aria-label"), label, element.innerText, element.getAttribute("placeholder"), element.title]
    .filter(Boolean).join(" | ");
}"""


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def tab_to(page: Page, name: str, backwards: bool = False) -> None:
    """Press Tab until the focus is on a control whose words match `name`."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        passed.append(focused(page)[:40])
        if re.search(name, passed[-1]):
            return
    raise AssertionError(f"{name} is not reached in {MOST_TABS} presses: {passed}")


def test_the_whole_job(own: Visit) -> None:
    page = own.page
    tab_to(page, "Add article")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    own.settle()
    tab_to(page, "Text")
    page.keyboard.type(TEXT)
    tab_to(page, "^I don.t know the date")
    own.settle()
    page.keyboard.press("Space")
    own.settle()
    tab_to(page, "Read")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=120_000)
    own.wait_for_markers()
    expect(own.map.locator(".atlas-marker")).to_have_count(2)

    tab_to(page, "^Mosul")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("Mosul")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Mosul, .+: the details are open"))).to_have_count(1)
    own.settle()
    page.keyboard.press("Tab")  # the first stop after the marker
    assert "Go to the details" in focused(page)
    page.keyboard.press("Enter")
    assert "Confirm" in focused(page)
    page.keyboard.press("y")
    expect(page.get_by_role("textbox", name="Your name")).to_be_visible()
    own.settle()
    tab_to(page, "Your name")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed Mosul.")).to_be_visible()
    own.settle()
    page.keyboard.press("u")
    expect(page.get_by_text("Undone: “Confirmed Mosul.”")).to_be_visible()
    own.settle()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)

    tab_to(page, "Search", backwards=True)
    page.keyboard.type("Pune")
    page.keyboard.press("Enter")
    expect(own.map.locator(".atlas-marker")).to_have_count(1)
    own.settle()
    tab_to(page, "Share")
    page.keyboard.press("Enter")
    own.settle()
    tab_to(page, "CSV")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Pune" in download.value.path().read_text("utf-8")
