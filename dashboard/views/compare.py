"""Two periods or two filters side by side: what the second map shows, and how the figures differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st

from dashboard.comparison import differences
from dashboard.library import Library
from dashboard.link import Screen
from dashboard.phrases import say
from dashboard.views import desk
from geodata.errors import QueryError
from geodata.workspace.masks import Chosen


def versus_panel(found: Library, first: Chosen, second: Chosen) -> None:
    """Choose the second set, and read what differs."""
    with st.container(border=True):
        choose_second(found)
        rows = differences(first, second, found.atlas.places())
        columns = [say(f"compare.{name}") for name in ("what", "left", "right", "change")]
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, key="compare_table")
        st.caption(say("compare.note"))


def choose_second(found: Library) -> None:
    versus = desk.screen().versus
    if versus is None:
        return
    one, two, three = st.columns(3, vertical_alignment="bottom")

    def changed() -> None:
        now = desk.screen().versus
        if now is not None:
            start, end = st.session_state["versus_start"], st.session_state["versus_end"]
            try:
                desk.change(versus=replace(now, start=start, end=end))
            except QueryError as error:
                st.session_state["refused_filter"] = str(error)

    for place, name in ((one, "start"), (two, "end")):
        st.session_state[f"versus_{name}"] = getattr(versus, name)
        place.date_input(
            say(f"compare.{name}"), value=None, format="YYYY-MM-DD", key=f"versus_{name}", on_change=changed,
            min_value=date(1800, 1, 1), max_value=date(2200, 1, 1),
        )  # fmt: skip
    views = found.workspace.views()

    def take() -> None:
        name = st.session_state["versus_view"]
        if name == "":
            desk.change(versus=desk.screen().query)
        else:
            kept, _ = Screen.from_params(dict(parse_qsl(views[name])))
            desk.change(versus=kept.query)

    three.selectbox(
        say("compare.view"), ["", *views], key="versus_view", on_change=take, index=None, placeholder=say("compare.choose"),
        format_func=lambda name: name or say("compare.same"),
    )  # fmt: skip
