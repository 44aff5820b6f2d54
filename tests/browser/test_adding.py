"""Adding articles as a person does, in headless Chromium: pasted text, files, a link, and reading by a language model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.geodata.test_documents import HTML
from tests.said import TEXT, answer, completion, figure, said, serving

from .conftest import SPOTS, Visit, card, sums


def test_an_article_is_pasted_read_and_mapped(own: Visit) -> None:
    own.page.get_by_role("button", name="Add article").click()
    own.page.get_by_label("Text", exact=True).fill(
        "A ferry sank off Mombasa on Sunday, killing at least 14 people, the coast guard said.\n"
        "The ferry was on its way to Lamu. Divers searched for survivors until night.\n"
        "In Nairobi, gunmen shot dead three policemen on Saturday. The gunmen opened fire at a checkpoint and fled, officials said."
    )
    own.page.get_by_label("Title").fill("Ferry sinks off Mombasa")
    home = own.page.get_by_role("textbox", name="Where is this outlet based?")
    for words, told in (("Zzqqxw", "No place found for"), ("Glasgow", "Glasgow, Kentucky, US"), ("Mombasa", "Mombasa, KE")):
        home.fill(words)
        home.press("Tab")
        expect(own.page.get_by_test_id("stDialog")).to_contain_text(told)
    own.page.get_by_role("button", name="Read", exact=True).click()
    expect(own.page.get_by_text("Add the publication date")).to_be_visible()
    day = own.page.get_by_test_id("stDialog").get_by_test_id("stDateInput").locator("input")
    day.fill("2022-06-27")
    day.press("Enter")
    own.page.get_by_role("button", name="Read", exact=True).click()
    expect(sums(own)).to_contain_text("in 2 new incidents", timeout=90_000)
    own.wait_for_markers()
    assert own.markers == 2
    own.map.locator(".atlas-marker[aria-label^='Mombasa']").click()
    expect(own.page.locator(".card")).to_contain_text("at least 14 killed")
    expect(own.page.locator(".card")).to_contain_text("the coast guard")
    own.page.locator(".st-key-switcher input").click()
    own.page.get_by_role("option", name=re.compile("^Missile hits")).click()
    own.wait_for_markers()
    assert own.markers == SPOTS


def test_a_long_reading_is_cancelled_at_once(own: Visit) -> None:
    own.page.get_by_role("button", name="Add article").click()
    bomb = "A bomb exploded in Mosul on Sunday and killed nine people, police said. The council met and spoke of roads.\n"
    own.page.get_by_label("Text", exact=True).fill(bomb * 1_000)
    own.page.get_by_label("Text", exact=True).press("Control+Enter")
    own.page.get_by_text("I don't know the date").click()
    own.page.get_by_role("button", name="Read", exact=True).click()
    expect(own.page.get_by_text(re.compile(r"Reading 20,000 words \([1-9]"))).to_be_visible(timeout=60_000)
    own.page.get_by_role("button", name="Cancel", exact=True).click()
    expect(own.page.get_by_role("button", name="Read", exact=True)).to_be_visible(timeout=3_000)
    expect(own.page.get_by_label("Text", exact=True)).to_have_value(bomb * 1_000)


HOSTILE = (
    "A bomb exploded in Mosul on Sunday, killing nine people, said \"<script>window.hacked='a'</script>\" "
    "and ${window.hacked='b'} and `${window.hacked='c'}` \\${window.hacked='d'} {{window.hacked}} "
    "<img src=x onerror=\"window.hacked='e'\"> </div></iframe> &lt;b&gt; \u202eright to left\u202c עברית.\n"
    "Police <b onmouseover=\"window.hacked='f'\">chief</b> `x` said the blast in Mosul wounded 12 people ${1+1}."
)


def test_hostile_text_is_shown_as_text(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Add article").click()
    visit.page.get_by_label("Title").fill("<script>window.hacked='t'</script> ${window.hacked='u'} Bomb in Mosul")
    visit.page.get_by_label("Text", exact=True).fill(HOSTILE)
    visit.page.get_by_label("Text", exact=True).press("Control+Enter")
    visit.page.get_by_text("I don't know the date").click()
    visit.page.get_by_role("button", name="Read", exact=True).click()
    expect(sums(visit)).to_contain_text("in 1 new incident", timeout=90_000)
    visit.wait_for_markers()
    visit.map.locator(".atlas-marker").first.hover()
    visit.map.locator(".atlas-marker").first.click()
    expect(visit.page.locator(".card h2")).to_have_text("Mosul")
    assert "${window.hacked='b'}" in card(visit)
    assert "<script>" in card(visit)
    visit.page.get_by_role("tab", name="Article").click()
    visit.settle()
    assert "<img src=x onerror=" in visit.page.locator(".article").inner_text()
    for frame in visit.page.frames:
        assert frame.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste the article first."),
        ("Bei einem Brand in einem Wohnhaus sind am Montag drei Menschen ums Leben gekommen, wie die Polizei mitteilte, und viele wurden "
         "verletzt, sagte ein Sprecher der Feuerwehr.", "does not look like English"),
        ("The leaders met in Vienna and signed a treaty on trade.", "No incident was found in this text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(visit: Visit, text: str, words: str) -> None:
    visit.page.get_by_role("button", name="Add article").click()
    visit.page.get_by_label("Text", exact=True).fill(text)
    visit.page.get_by_label("Text", exact=True).press("Control+Enter")
    visit.page.get_by_text("I don't know the date").click()
    visit.page.get_by_role("button", name="Read", exact=True).click()
    expect(visit.page.get_by_text(words)).to_be_visible(timeout=60_000)


def test_a_binary_file_is_refused(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Add article").click()
    visit.page.get_by_role("radio", name="Files").click()
    visit.page.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"PK\x03\x04\x00\x01\xff"}
    )
    expect(visit.page.get_by_text(re.compile("as .txt"))).to_be_visible()
    expect(visit.page.get_by_role("button", name="Read", exact=True)).to_be_disabled()


def test_files_are_read_with_what_they_state(own: Visit, tmp_path: Path) -> None:
    page = own.page
    files = {
        "a.html": HTML.encode(),
        "b.md": b"# Ferry sinks\n\nA ferry sank off Mombasa on Sunday, killing at least 14 people, the coast guard said.",
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    page.locator(".st-key-ways a", has_text="Review").click()  # articles can be added on any page; the map shows what was added
    expect(page.locator(".atlas-title")).to_have_text("Review")
    own.settle()
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("radio", name="Files").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "a.html")
    expect(page.get_by_label("Title")).to_have_value("Missile hits shopping centre")
    expect(page.get_by_label("Outlet", exact=True)).to_have_value("The Gazette")
    expect(page.get_by_text("Title, date, outlet, link: from the page's metadata. Please check.")).to_be_visible()
    page.locator("input[type=file]").set_input_files(tmp_path / "b.md")
    page.get_by_text("Leave relative dates open if there is no publication date").click()
    own.settle()
    page.get_by_role("button", name="Read 2 articles").click()
    expect(page.locator(".st-key-switcher input")).to_have_value(re.compile("All"), timeout=90_000)
    own.wait_for_markers()
    expect(own.map.locator(".atlas-marker[aria-label^='Mombasa']")).to_have_count(1)


def test_a_link_needs_online_access(own: Visit) -> None:
    page = own.page
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("radio", name="Link").click()
    expect(page.get_by_text("Online access is off")).to_be_visible()
    page.get_by_role("button", name="Turn on online access").click()
    page.get_by_label("Link", exact=True).last.fill(own.page.url)
    page.get_by_label("Link", exact=True).last.press("Enter")
    page.get_by_role("button", name="Fetch").click()
    expect(page.get_by_text("only public pages can be read")).to_be_visible()


def test_a_language_model_reads_and_its_words_are_checked(own: Visit) -> None:
    answered = answer(said(), said(place="Oslo", country="NO", killed=figure(900, 900, "two men were hurt"), claimant=None))
    page = own.page
    # The server refuses two attempts, each with a schema for the answer and without one.
    with serving(lambda _, count: (400, "{}") if count <= 4 else (200, completion(answered))) as (url, asked):
        page.get_by_role("button", name="Add article").click()
        page.get_by_text("Language model", exact=True).click()
        page.get_by_label("Address of the server").fill(url)
        page.get_by_label("Address of the server").press("Enter")
        expect(page.get_by_text("The text stays on this computer.")).to_be_visible()
        page.get_by_label("Name of the model").fill("small")
        page.get_by_label("Name of the model").press("Enter")
        page.get_by_label("Text", exact=True).fill(TEXT)
        page.get_by_label("Title").fill("Missile hits shopping centre")
        day = page.get_by_test_id("stDialog").get_by_test_id("stDateInput").locator("input")
        day.fill("2022-06-28")
        day.press("Enter")
        own.settle()
        read = page.get_by_role("button", name="Read", exact=True)
        for tries in (1, 2):  # a failed reading can be tried again
            read.click()
            expect(page.get_by_text("400").first).to_be_visible(timeout=60_000)
            own.settle()
            assert len(asked) == 2 * tries
        read.click()
        own.map.locator(".atlas-marker[aria-label^='Oslo']").wait_for(timeout=90_000)
        assert len(asked) == 5
    expect(sums(own)).to_contain_text("10+ killed")
    own.map.locator(".atlas-marker[aria-label^='Oslo']").click()
    expect(page.locator(".card")).to_contain_text("unsupported: 900 killed")


DROP = """(target, name) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["A fire in Lima on Monday killed four people, police said. Shops were shut."], name));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried });
    if (target.dispatchEvent(event)) throw new Error(`${kind} is left to the browser`);
  }
}"""


def test_a_file_is_dropped_on_the_page(visit: Visit) -> None:
    page = visit.page
    visit.map.locator(".leaflet-container").evaluate(DROP, "first.txt")
    expect(page.get_by_role("dialog")).to_contain_text("first.txt")
    page.locator("[data-testid=stDialog]").evaluate(DROP, "second.txt")
    expect(page.get_by_role("dialog")).to_contain_text("second.txt")
    expect(page.get_by_role("dialog").get_by_role("button", name=re.compile("^Read 2 articles"))).to_be_visible()


def test_a_dropped_file_leaves_a_pasted_text(visit: Visit) -> None:
    page = visit.page
    page.locator(".st-key-read_article button").click()
    page.get_by_role("textbox", name="Text", exact=True).fill("Three people died in Oslo.")
    visit.settle()
    page.locator("[data-testid=stDialog]").evaluate(DROP, "first.txt")
    visit.settle(1500)
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("Three people died in Oslo.")
