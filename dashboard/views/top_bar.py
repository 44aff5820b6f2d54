"""The bar of each page: a button to add an article, and links to the other pages; on the map page, also the choice of
report, search, filters and sharing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard.state.library import ALL, Library
from dashboard.views import components, desk, frame
from dashboard.views.add_article import read_article
from dashboard.views.filter_menus import facets_of, menus, search_box
from dashboard.views.page_style import page_style
from dashboard.views.settings import rounding
from dashboard.words.file_names import file_name
from dashboard.words.filter_words import described_in
from geodata.columns.masks import Chosen
from geodata.columns.selecting import selection
from geodata.exporting.exports import write
from geodata.query import IncidentQuery
from geodata.words.catalogue import say, section


def top_bar(found: Library, chosen: Chosen | None) -> None:
    with frame.bar():
        frame.brand()
        switcher(found)
        add_button(found)
        with st.container(key="filters", horizontal=True, vertical_alignment="center", gap=None):
            search_box()
            if chosen is not None:
                menus(found, lambda: facets_of(found, chosen))
        share(found, chosen)
        frame.ways(found)


def plain_page(found: Library, title: str) -> None:
    """Draw the frame of a page without a map. The map page shows an article that the user adds there."""
    page_style()
    with frame.bar():
        frame.brand()
        add_button(found)
        frame.ways(found)
    st.html(f'<h2 class="atlas-title">{title}</h2>')


def add_button(found: Library) -> None:
    components.dropping()
    if st.button(say("map.read_article"), key="read_article", icon=":material/add:", type="primary"):
        read_article(found)


def switcher(found: Library) -> None:
    """Show the choice of one report or table, or all of them."""
    if not found.choices:
        return

    def changed() -> None:
        desk.change(report=st.session_state["report"], selected="")

    st.session_state["report"] = found.current
    with st.container(key="switcher"):
        st.selectbox(
            say("map.report"), found.choices, key="report", on_change=changed, label_visibility="collapsed",
            format_func=lambda ident: say("map.all_reports") if ident == ALL else found.source_name(ident),
        )  # fmt: skip


def exported(found: Library, name: str, query: IncidentQuery, rounded: float) -> bytes:
    """Return the current view as a file. It is made on demand, by a request without access to the page's session."""
    chosen = replace(selection(found.workspace, found.scoped(query)), in_words=described_in(found, query))
    return write(chosen.rounded(rounded) if rounded else chosen, name)


def share(found: Library, chosen: Chosen | None) -> None:
    now = desk.screen()
    query = urlencode({**now.to_params(), "report": found.current, **({"rounding": f"{rounding():g}"} if rounding() else {})})
    with st.container(key="address"):  # outside the menu, which draws nothing while closed: the page's URL must always be right
        components.link(now.to_params(), section("link"), "link_state")
    with st.popover(say("menu.share"), key="menu_share"):
        st.link_button(
            say("share.print"), f"/print?{query}", width="stretch", icon=":material/print:",
            disabled=chosen is None or not chosen.count,
        )  # fmt: skip
        if chosen is not None and chosen.count:
            for name in ("html", "csv"):
                st.download_button(
                    say(f"share.{name}"), partial(exported, found, name, now.query, rounding()),
                    file_name(found, chosen.query, name), width="stretch", on_click="ignore", key=f"share_{name}",
                    icon=":material/download:",
                )  # fmt: skip
        components.link(now.to_params(), section("link"), "link_copy")
        st.caption(say("share.local"))
        if rounding():
            st.caption(say("share.rounded", degrees=f"{rounding():g}"))
