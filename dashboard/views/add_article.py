"""Add articles: paste one, choose files, or enter a link; confirm their details; watch them being read; see their map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.serving import online
from dashboard.state import drafts
from dashboard.state.drafts import Details, Draft
from dashboard.state.library import ALL, Library
from dashboard.views import desk, frame
from dashboard.views.compare_readers import Both, compared, pending
from dashboard.views.placing import home_field
from dashboard.views.reader_choice import Choice, choose_reader
from dashboard.views.reading_progress import read_by_choice
from dashboard.views.session import sentence
from dashboard.words.escape import plain
from geodata.errors import Cancelled, GeodataError
from geodata.sources.articles import READ
from geodata.sources.documents import MOST_BYTES, Document
from geodata.sources.text import with_headline
from geodata.words.catalogue import say

WAYS = ("text", "files", "link")
PASTED = Draft(name="", document=Document(text=""))
OPENED, FETCHED = "new_opened", "new_fetched"  # session keys of drafts
AGAIN = "new_again"  # session key: whether to repeat a failed reading


@st.dialog(say("map.read_article"), width="large")
def read_article(library: Library) -> None:
    if pending():
        compare_and_save(library)
        return
    way = st.segmented_control(
        say("read.from"), WAYS, default="text", format_func=lambda w: say(f"read.from_{w}"), key="new_way", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    found = {"text": pasted, "files": chosen_files, "link": linked}[str(way)]()
    ready = [draft for draft in found if not draft.error]
    for draft in found:
        if draft.error:
            st.error(plain(draft.error))
    several = len(ready) > 1
    details = table_of(ready) if several else [fields_of(draft, way == "text") for draft in ready]
    reader = choose_reader()
    without = not details or all(one.published for one in details)
    without = without or st.checkbox(say("read.undated_some" if several else "read.undated"), key="new_undated")
    said = st.container()  # next to the button, where the user looks after clicking it
    label = say("read.read_n", n=len(details)) if several else say("read.read")
    spot = st.empty()
    pressed = spot.button(label, type="primary", key="new_read", disabled=not details or not reader.ready)
    if not (pressed or st.session_state.pop(AGAIN, False)):
        return
    with said:
        if not all(one.text.strip() for one in details):
            st.error(say("read.ask_text"))
            return
        if not without:
            st.error(say("read.ask_date"))
            return
        spot.empty()  # a click during reading would start again
        well = read_all(library, details, reader)
        if pending():
            st.rerun(scope="fragment")
        if not well:
            spot.button(label, type="primary", key="new_read_again", on_click=read_again)
            return
    desk.change(report=ALL if several else library.current, selected="")
    frame.go_to("map")


def read_again() -> None:
    """Handle a click on the button that appears after a failure, which is not the original button."""
    st.session_state[AGAIN] = True


def pasted() -> list[Draft]:
    return [PASTED]


def chosen_files() -> list[Draft]:
    """Return the articles in the chosen files. Each file is opened once."""
    types = [suffix.lstrip(".") for suffix in READ]
    uploads = st.file_uploader(
        say("read.files"),
        type=types,
        accept_multiple_files=True,
        key="new_files",
        help=say("read.files_help"),
        max_upload_size=MOST_BYTES // 1_000_000,
    )
    known: dict[str, list[Draft]] = st.session_state.setdefault(OPENED, {})
    fresh = [u for u in uploads if u.file_id not in known]
    if fresh:
        with st.spinner(say("read.opening_files")):
            opened = drafts.of_files((u.name, u.getvalue()) for u in fresh)
        known |= {u.file_id: found for u, found in zip(fresh, opened, strict=True)}
    return [draft for u in uploads for draft in known[u.file_id]]


def linked() -> list[Draft]:
    """Return the article at a link, if online access is on."""
    if not online.is_on():
        st.info(say("read.offline"))
        if st.button(say("read.go_online"), key="go_online"):
            online.turn(True)
            st.rerun(scope="fragment")
        return []
    one, two = st.columns([4, 1], vertical_alignment="bottom")
    link = one.text_input(say("read.link"), key="new_link", placeholder=say("read.url_hint"), help=say("read.link_help"))
    if two.button(say("read.fetch"), key="fetch") and link.strip():
        st.session_state.pop(FETCHED, None)
        with st.spinner(say("read.fetching")):
            try:
                st.session_state[FETCHED] = drafts.of_link(link.strip())
            except GeodataError as error:
                st.error(sentence(error))
    found = st.session_state.get(FETCHED)
    return [found] if isinstance(found, Draft) else []


def fields_of(draft: Draft, typed: bool) -> Details:
    """Show the fields of one article, filled in with what it states. `typed`: whether the user pastes its text here."""
    key = "" if typed else f"_{draft.key}"
    stated, document = draft.document.stated or {}, draft.document
    text = st.text_area(
        say("read.text"), value=document.text, key=f"new_text{key}", height=180, placeholder=say("read.text_hint")
    )
    headline, _ = with_headline(text)
    title = st.text_input(
        say("read.title"), value=document.title, key=f"new_title{key}", placeholder=headline or say("read.title_hint")
    )
    left, right = st.columns(2)
    published = left.date_input(
        say("read.published"), value=document.published, key=f"new_published{key}", max_value=None, format="YYYY-MM-DD",
        help=say("read.published_help"),
    )  # fmt: skip
    outlet = right.text_input(
        say("read.source"), value=document.source, key=f"new_source{key}", placeholder=say("read.source_hint")
    )
    left, right = st.columns(2)
    url = left.text_input(say("read.url"), value=document.url, key=f"new_url{key}", placeholder=say("read.url_hint"))
    with right:
        home = home_field(f"new_home{key}")
    if stated:
        names = ", ".join(say(f"read.stated_{name}") for name in drafts.FIELDS if name in stated)
        st.caption(say("read.stated", names=names, where=next(iter(stated.values()))))
    day = published if isinstance(published, date) else None
    return Details(text=text, title=title, published=day, source=outlet, url=url, home=home)


def table_of(ready: Sequence[Draft]) -> list[Details]:
    """Show several articles as a table in which the user can change their details."""
    names = {name: say(f"read.column_{name}") for name in ("name", *drafts.FIELDS)}
    rows = [{names["name"]: draft.name, **{names[f]: getattr(draft.document, f) for f in drafts.FIELDS}} for draft in ready]
    frame = pd.DataFrame(rows, columns=list(names.values()))
    frame[names["published"]] = pd.to_datetime(frame[names["published"]])
    edited: Any = st.data_editor(
        frame, hide_index=True, disabled=[names["name"]], key=f"new_table_{'_'.join(draft.key for draft in ready)[:200]}",
        column_config={names["published"]: st.column_config.DateColumn(names["published"], format="YYYY-MM-DD")},
    )  # fmt: skip
    st.caption(say("read.table_help"))
    found = []
    for draft, row in zip(ready, edited.to_dict("records"), strict=True):
        day = row[names["published"]]
        words = {f: "" if pd.isna(row[names[f]]) else str(row[names[f]]) for f in ("title", "source", "url")}
        found.append(Details(text=draft.document.text, published=None if pd.isna(day) else pd.Timestamp(day).date(), **words))
    return found


def compare_and_save(library: Library) -> None:
    """Show the readings of two readers side by side. Nothing is stored until the user clicks "Save"."""
    found = pending()
    st.markdown(say("compare_readers.help"))
    readings = [compared(number, both) for number, both in enumerate(found)]
    left, right = st.columns(2)
    if right.button(say("compare_readers.discard"), key="discard_readings", width="stretch"):
        found.clear()
        st.rerun(scope="fragment")
    if left.button(say("compare_readers.save"), type="primary", key="save_readings", width="stretch"):
        for reading in readings:
            library.add(reading)
        several = len(readings) > 1
        found.clear()
        desk.change(report=ALL if several else library.current, selected="")
        frame.go_to("map")


def read_all(library: Library, details: Sequence[Details], reader: Choice) -> bool:
    """Read and store each article. Failures are shown, and the others are stored. Return whether all succeeded."""
    failed = kept = 0
    for one in details:
        try:
            reading = read_by_choice(one.report(), reader)
            if isinstance(reading, Both):
                pending().append(reading)
            else:
                library.add(reading)
            kept += 1
        except Cancelled as error:
            st.info(str(error) + (" " + say("read.some_kept", n=kept) if kept else ""))
            return False
        except GeodataError as error:
            failed += 1
            st.error(say("read.failed", name=plain(one.title), why=sentence(error)) if len(details) > 1 else sentence(error))
    if failed and kept:
        st.info(say("read.some_kept", n=kept))
    return not failed
