"""Compare two periods or two filters: what the second map shows, and how the figures differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.parts.comparison import differences
from dashboard.state.library import Library
from dashboard.state.link import Screen
from dashboard.views import desk
from dashboard.words.escape import safe
from geodata.columns.masks import Chosen
from geodata.errors import QueryError
from geodata.query import IncidentQuery
from geodata.summary.chronology import days_of
from geodata.vocabulary import Role
from geodata.words.catalogue import say

BEFORE, EARLIER, SAME = "before", "earlier", "same"


def versus_panel(found: Library, first: Chosen, second: Chosen) -> None:
    """Show the choice of the second set and the differences."""
    with st.container(key="versus", gap="small"):
        st.html(f'<h2 class="atlas-title">{say("compare.with")}</h2>')
        choose_second(found, first)
        if second.query == first.query:  # nothing else is chosen yet
            st.caption(say("compare.choose_first"))
            return
        rows = differences(first, second, found.atlas.places())
        columns = [say(f"compare.{name}") for name in ("what", "left", "right", "change")]
        head = "".join(f'<th scope="col">{safe(name)}</th>' for name in columns)
        lines = "".join(
            f'<tr><th scope="row">{safe(a)}</th>' + "".join(f"<td>{safe(b)}</td>" for b in rest) + "</tr>" for a, *rest in rows
        )
        st.html(f'<table class="atlas-codes atlas-compare"><tr>{head}</tr>{lines}</table>')
        st.caption(say("compare.note"))


def period_before(first: Chosen) -> IncidentQuery:
    """Return a filter for the period before that of the first set, of the same length."""
    query = first.query
    days = days_of(first.snapshot, first.mask & first.snapshot.roles.among([Role.MAIN])) or days_of(first.snapshot, first.mask)
    start, end = query.start or (days and days[0]), query.end or (days and days[1])
    if start is None or end is None:
        return query
    last = start - timedelta(days=1)
    return replace(desk.screen().query, start=last - (end - start), end=last)


def choose_second(found: Library, first: Chosen) -> None:
    versus = desk.screen().versus
    if versus is None:
        return
    views = found.workspace.views()

    def take() -> None:
        name = st.session_state["versus_view"]
        if name in views:
            kept, _ = Screen.from_params(dict(parse_qsl(views[name])))
            desk.change(versus=kept.query)
        elif name == BEFORE:
            desk.change(versus=period_before(first))
        elif name == EARLIER:
            desk.change(versus=replace(desk.screen().query, roles=(Role.BACKGROUND,)))
        else:
            desk.change(versus=desk.screen().query)

    st.selectbox(
        say("compare.view"), [BEFORE, EARLIER, SAME, *views], key="versus_view", on_change=take, index=None,
        placeholder=say("compare.choose"),
        format_func=lambda name: name if name in views else say(f"compare.{name}"),
    )  # fmt: skip

    def changed() -> None:
        now = desk.screen().versus
        if now is not None:
            start, end = st.session_state["versus_start"], st.session_state["versus_end"]
            try:
                desk.change(versus=replace(now, start=start, end=end))
            except QueryError as error:
                st.session_state["refused_filter"] = str(error)

    for name in ("start", "end"):
        st.session_state[f"versus_{name}"] = getattr(versus, name)
        st.date_input(
            say(f"compare.{name}"), value=None, format="YYYY-MM-DD", key=f"versus_{name}", on_change=changed,
            min_value=date(1800, 1, 1), max_value=date(2200, 1, 1),
        )  # fmt: skip
