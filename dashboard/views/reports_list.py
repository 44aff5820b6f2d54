"""The reports of the workspace, each with its incidents; one is opened by a press."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.state.library import Library, name_of
from dashboard.views import desk
from dashboard.words.escape import plain
from geodata.words.catalogue import say

MOST = 100


def show_reports(found: Library) -> None:
    if not found.reports:
        st.caption(say("reports.none"))
        return
    with st.container(key="reports", gap="small"):
        words = st.text_input(say("reports.find"), key="reports_find", live=True, icon=":material/search:").strip().lower()
        shown = [report for report in found.reports if words in f"{report.title} {report.source}".lower()]
        counts = told_of(found)
        st.caption(say("reports.hint", n=len(shown)))
        for report in shown[:MOST]:
            outlet = f" · {report.source}" if report.source else ""
            name = f"{name_of(report)}{outlet} · {say('data.incidents', n=counts.get(report.id, 0))}"
            st.button(
                plain(name), key=f"report_{report.id}", type="tertiary", on_click=desk.change,
                kwargs={"report": report.id, "selected": ""},
            )  # fmt: skip


def told_of(found: Library) -> dict[str, int]:
    """How many incidents each report has."""
    sources = found.atlas.snapshot().sources
    counts = np.bincount(sources.codes[sources.codes >= 0], minlength=len(sources.values))
    return dict(zip(sources.values, counts.tolist(), strict=True))
