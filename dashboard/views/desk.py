"""The session's screen: its report, filter and selection. Widgets show it; their callbacks change it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.state.library import Library
from dashboard.state.link import Screen
from geodata.errors import QueryError
from geodata.query import IncidentQuery
from geodata.summary.checks import main_country
from geodata.words.catalogue import say

EMPTY = IncidentQuery()
COUNTRY = "country_of_places"  # session key: the code of the country to search first for places


def screen() -> Screen:
    """Return the screen. At the start of a session, it comes from the link."""
    if "screen" not in st.session_state:
        found, faults = Screen.from_params(st.query_params.to_dict())
        st.session_state["screen"], st.session_state["link_faults"] = found, faults
    current: Screen = st.session_state["screen"]
    return current


def change(**values: Any) -> None:
    st.session_state["screen"] = replace(screen(), **values)


def change_query(**values: Any) -> None:
    """Change the filter. An invalid change, such as an end before the start, is refused and reported."""
    try:
        change(query=replace(screen().query, **values))
    except QueryError as error:
        st.session_state["refused_filter"] = str(error)


def reset() -> None:
    change(query=EMPTY)


def select(ident: str) -> None:
    change(selected=ident)


def forget_faults() -> None:
    st.session_state["link_faults"] = ()


def look_near(country: str) -> None:
    """Search for places in this country first, given by its code; "" for none."""
    st.session_state[COUNTRY] = country


def look_at(found: Library) -> None:
    """Show the screen's report in the library; if it does not exist, reset the screen."""
    wanted = screen().report
    if wanted:
        found.look_at(wanted)
        if found.current != wanted:
            st.session_state["link_faults"] = (*st.session_state.get("link_faults", ()), say("link.no_report"))
            change(report="", selected="")
    look_near(main_country(found.reading) if found.reading is not None else "")


def channel() -> str:
    """Return the name of the channel between this page's scripts."""
    return str(st.session_state.setdefault("channel", f"incident-atlas-{secrets.token_hex(8)}"))


def held(name: str, value: Any) -> str:
    """Make a widget show `value` in this run, whatever it showed before, and return its key."""
    key = f"filter_{name}"
    st.session_state[key] = value
    return key


def absorbed(name: str, read: Callable[[Any], Any] = lambda value: value) -> Callable[[], None]:
    """Return a widget callback that copies the widget's value to the filter."""

    def changed() -> None:
        change_query(**{name: read(st.session_state[f"filter_{name}"])})

    return changed
