"""The reports of the workspace, each with its incidents and its doubt; a row opens its report."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.library import Library
from dashboard.phrases import say
from dashboard.views import desk
from geodata.query import IncidentQuery

COLUMNS = ("report", "published", "source", "incidents", "doubt")


def show_reports(found: Library) -> None:
    reports = found.reports
    rows = []
    for report in reports:
        told = found.atlas.chosen(IncidentQuery(sources=(report.id,)))
        doubt = float(1 - told.snapshot.confidences[told.mask].min()) if told.count else None
        rows.append((report.title or found.source_name(report.id), report.published, report.source, told.count, doubt))
    if not rows:
        st.caption(say("reports.none"))
        return
    key = f"reports-{found.workspace.stamp()}-{found.current}"

    def on_select() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        if picked:
            desk.change(report=reports[picked[0]].id, selected="")

    names = [say(f"reports.{name}") for name in COLUMNS]
    st.dataframe(
        pd.DataFrame(rows, columns=names),
        key=key,
        hide_index=True,
        on_select=on_select,
        selection_mode="single-row",
        column_config={
            names[1]: st.column_config.DateColumn(names[1], format="YYYY-MM-DD"),
            names[4]: st.column_config.ProgressColumn(names[4], min_value=0.0, max_value=1.0, format="percent"),
        },
    )
    st.caption(say("reports.hint"))
