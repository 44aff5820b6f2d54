"""The reports and tables of the workspace, each with its number of incidents. A click opens one."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.state.library import Library, name_of
from dashboard.views import desk
from dashboard.words.escape import plain
from geodata.words.catalogue import say

MOST = 100


def show_reports(found: Library) -> None:
    if not found.reports and not found.datasets:
        st.caption(say("reports.none"))
        return
    with st.container(key="reports", gap="small"):
        words = st.text_input(say("reports.find"), key="reports_find", live=True, icon=":material/search:").strip().lower()
        shown = [report for report in found.reports if words in f"{report.title} {report.source}".lower()]
        tables = {ident: name for ident, name in found.datasets.items() if words in name.lower()}
        counts = told_of(found)
        if found.reports:
            st.caption(say("reports.hint", n=len(shown)))
        for report in shown[:MOST]:
            name = f"{name_of(report)} · {report.source}" if report.source else name_of(report)
            one_of(report.id, name, counts.get(report.id, 0))
        if found.datasets:
            st.caption(say("reports.tables", n=len(tables)))
        for ident, name in list(tables.items())[:MOST]:
            one_of(ident, name, counts.get(ident, 0))


def one_of(ident: str, name: str, count: int) -> None:
    """Show a button that opens a report or table, with its number of incidents."""
    st.button(
        plain(f"{name} · {say('data.incidents', n=count)}"), key=f"report_{ident}", type="tertiary", on_click=desk.change,
        kwargs={"report": ident, "selected": ""},
    )  # fmt: skip


def told_of(found: Library) -> dict[str, int]:
    """Return the number of incidents of each report and table."""
    sources = found.atlas.snapshot().sources
    counts = np.bincount(sources.codes[sources.codes >= 0], minlength=len(sources.values))
    return dict(zip(sources.values, counts.tolist(), strict=True))
