"""The frame of every page: the bar with links to the other pages, and moving between pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.state.library import Library
from dashboard.views import components
from geodata.vocabulary import ReviewState
from geodata.words.catalogue import say

PAGES, SHOWN = "pages", "page_shown"


def use(pages: Mapping[str, Any], shown: Any) -> None:
    """Store the pages of this run by name, for the links, and the current page."""
    st.session_state[PAGES], st.session_state[SHOWN] = pages, shown


def go_to(name: str) -> None:
    """Go to a page, or rerun it if it is the current one."""
    if page(name) is st.session_state[SHOWN]:
        st.rerun()
    st.switch_page(page(name))


def page(name: str) -> Any:
    return st.session_state[PAGES][name]


def bar() -> Any:
    """Return the bar at the top of a page. Its content goes between the brand and the links to the other pages."""
    return st.container(key="bar", horizontal=True, vertical_alignment="center", gap=None)


def brand() -> None:
    st.html(f'<h1 class="atlas-brand">{say("app.name")}</h1>')


def ways(found: Library) -> None:
    """Show links to the pages, with the numbers of unreviewed incidents and of new ones from feeds."""
    left = found.workspace.states().get(ReviewState.UNREVIEWED, 0)
    news = found.news()
    counted = {"review": ("review_left", {"left": left}), "data": ("data_fresh", {"n": news})}
    components.keys()
    with st.container(key="ways", horizontal=True, vertical_alignment="center", gap=None):
        for name, page in st.session_state[PAGES].items():
            words, numbers = counted.get(name, ("", {}))
            label = say(f"pages.{words}", **numbers) if any(numbers.values()) else say(f"pages.{name}")
            st.page_link(page, label=label)
