"""Data: reports kept, files brought in, incidents taken out, the workspace itself."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.library import Library, name_of
from dashboard.views.page_style import page_style
from dashboard.views.reading_dialog import read_with_progress
from dashboard.views.session import library, sentence
from geodata.errors import GeodataError
from geodata.exchange.exports import FORMATS, write
from geodata.exchange.mapping import FIELDS
from geodata.query import IncidentQuery
from geodata.records import Report
from geodata.sources.text import make_report
from geodata.totals import plural
from geodata.vocabulary import IncidentType, ReviewState
from geodata.workspace import importing
from geodata.workspace.selecting import selection

KEPT = "kept as it is"
MOST_EXAMINED = 6
LABELS = {
    "csv": "CSV",
    "geojson": "GeoJSON",
    "kml": "KML (Google Earth)",
    "hxl": "HXL, single incidents",
    "hxl-aggregates": "HXL, totals",
    "acled": "ACLED's columns",
    "json": "JSON with full provenance",
    "xlsx": "Excel",
    "html": "One HTML page with map, works offline",
}


def show() -> None:
    page_style()
    found = library()
    with st.sidebar:
        st.markdown("### Data")
        info = found.workspace.info()
        counts = ", ".join(
            f"{info[f'{what}s']:,} {plural(info[f'{what}s'], what)}" for what in ("report", "incident", "review")
        )
        st.caption(counts)
        st.caption(f"Kept in {info['path']}")
    tabs = st.tabs(["Reports", "Bring in", "Take out", "Workspace"])
    for tab, draw in zip(tabs, (show_reports, show_import, show_export, show_file), strict=True):
        with tab:
            try:
                draw(found)
            except GeodataError as error:
                st.error(sentence(error))


def show_reports(found: Library) -> None:
    reports = found.workspace.reports()
    if not reports:
        st.info("No report is kept yet. Read an article on the Map page.")
        return
    rows = []
    for report in reports:
        incidents = found.workspace.read_of(report.id).incidents
        doubt = f"{round(100 * (1 - min(i.confidence for i in incidents)))} %" if incidents else ""
        rows.append((name_of(report), report.source, len(incidents), doubt))
    st.dataframe(pd.DataFrame(rows, columns=["Report", "Source", "Incidents", "Greatest doubt"]), hide_index=True)
    known = {r.id: r for r in reports}
    chosen = known[st.selectbox("Change a report", list(known), format_func=lambda r: name_of(known[r]), key="change_report")]
    edit_report(found, chosen)


def edit_report(found: Library, report: Report) -> None:
    with st.form(f"report_{report.id}"):
        title = st.text_input("Title", report.title)
        published = st.date_input("Published on", value=report.published, format="YYYY-MM-DD", min_value=date(1800, 1, 1))
        home = st.text_input("Home of the paper", report.home)
        text = st.text_area("Text", report.text, height=220)
        st.caption("The text is read again. Corrections stay where their sentence still stands.")
        if st.form_submit_button("Save and read again"):
            day = published if isinstance(published, date) else None
            changed = make_report(text, title=title, published=day, source=report.source, note=report.note, home=home)
            reading = read_with_progress(replace(changed, url=report.url))
            found.workspace.replace_report(report.id, reading)
            found.look_at(reading.report.id)
            st.rerun()
    sure = st.checkbox("Delete this report with all that was read from it", key=f"sure_{report.id}")
    if st.button("Delete", disabled=not sure, key=f"delete_{report.id}"):
        found.workspace.delete_report(report.id)
        st.rerun()


def show_import(found: Library) -> None:
    st.caption("ACLED and UCDP GED CSV, TimeMap and Civilian Harm JSON, GeoJSON, our own exports, any CSV or Excel table.")
    upload = st.file_uploader("File", type=["csv", "tsv", "txt", "json", "geojson", "xlsx"], key="import_file")
    if upload is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name).name
        path.write_bytes(upload.getvalue())
        if path.suffix.lower() == ".json" and importing.own_export(path) is not None:
            if st.button("Bring in this export", type="primary", key="import_own"):
                tell(importing.load(found.workspace, path))
            return
        remembered = f"mapping:{upload.name}"
        guess = examined(path, upload.file_id, None)
        columns = mapped_by_person(guess, found.workspace.setting(remembered))
        outcome = examined(path, upload.file_id, columns)
        st.markdown(f"**{outcome.rows:,} rows**: {outcome.new:,} can come in, {outcome.refused:,} rejected.")
        if outcome.rejected:
            st.dataframe(
                pd.DataFrame([(n, why) for n, why, _ in outcome.rejected[:200]], columns=["Row", "Why"]), hide_index=True
            )
            st.download_button(
                "Download the rejected rows",
                outcome.rejected_csv(),
                f"rejected-{path.stem}.csv",
                "text/csv",
                on_click="ignore",
                key="rejected",
            )
        if st.button("Bring them in", type="primary", disabled=not outcome.new, key="import_now"):
            found.workspace.set_setting(remembered, "\n".join(f"{c}\t{f}" for c, f in columns.items()))
            bar = st.progress(0.0, text="Bringing rows in")
            total = max(1, outcome.rows)

            def advance(rows: int) -> None:
                bar.progress(min(1.0, rows / total), text=f"{rows:,} of {total:,} rows")

            done = importing.load(found.workspace, path, columns, advance)
            tell(done)


def examined(path: Path, file_id: str, columns: dict[str, str] | None) -> importing.Outcome:
    """What importing would do; looked through once for each file and mapping, since a large one takes seconds."""
    done: dict[str, importing.Outcome] = st.session_state.setdefault("examined", {})
    key = f"{file_id}|{columns}"
    if key not in done:
        with st.spinner("Checking every row"):
            outcome = importing.examine(path, columns)
        if len(done) > MOST_EXAMINED:
            done.clear()
        done[key] = outcome
    return done[key]


def mapped_by_person(guess: importing.Outcome, remembered: str) -> dict[str, str]:
    """The columns with their meaning, as guessed, as remembered, and as a person changes them."""
    before = dict(line.split("\t", 1) for line in remembered.splitlines() if "\t" in line)
    meanings = {h: before.get(h) or guess.mapping.columns.get(h) or KEPT for h in guess.headers}
    st.markdown(f"Read as **{guess.mapping.format}**. What each column means:")
    table: Any = st.data_editor(
        pd.DataFrame({"Column": list(meanings), "Means": list(meanings.values())}),
        hide_index=True,
        disabled=["Column"],
        column_config={"Means": st.column_config.SelectboxColumn("Means", options=[KEPT, *FIELDS], required=True)},
        key="mapping",
    )
    pairs = zip(table["Column"], table["Means"], strict=True)
    return {str(column): str(field) for column, field in pairs if field != KEPT}


def tell(outcome: importing.Outcome) -> None:
    st.success(f"{outcome.new:,} came in, {outcome.known:,} were there already, {outcome.refused:,} rejected.")


def show_export(found: Library) -> None:
    st.caption("An export holds exactly what this filter chooses, and says so.")
    one, two, three = st.columns(3)
    types = one.multiselect("Types", list(IncidentType), format_func=lambda t: IncidentType(t).label, key="export_types")
    states = two.multiselect(
        "Review states", list(ReviewState), format_func=lambda s: ReviewState(s).label, key="export_states"
    )
    words = three.text_input("Words", key="export_words")
    query = IncidentQuery(types=tuple(sorted(types)), states=tuple(sorted(states)), text=words)
    chosen = selection(found.workspace, query)
    st.markdown(f"**{len(chosen.items):,} of {chosen.total:,} incidents**")
    name = st.selectbox("Format", list(FORMATS), format_func=lambda f: LABELS[f], key="export_format")
    if name == "acled":
        st.caption("Accidents, hazards, totals and what has no day or point are left out: ACLED does not code them.")
    if st.button("Make the file", key="make_export", disabled=not chosen.items):
        with st.spinner("Writing"):
            st.session_state["export"] = (f"incidents.{FORMATS[name][0]}", write(chosen, name), name, query)
    ready = st.session_state.get("export")
    if ready and ready[2:] == (name, query):
        st.download_button("Download", ready[1], ready[0], on_click="ignore", type="primary", key="download_export")


def show_file(found: Library) -> None:
    st.json(found.workspace.info())
    if st.button("Check the file", key="check"):
        faults = found.workspace.check()
        if faults:
            st.error("; ".join(faults))
        else:
            st.success("The file is sound.")
    if st.button("Save a backup beside it", key="backup"):
        target = found.workspace.path.with_name(f"{found.workspace.path.stem}-{date.today().isoformat()}.sqlite")
        st.success(f"Saved as {found.workspace.backup(target)}")
