"""The main view: one report, its map, its incidents, its article."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import filters
from dashboard.article_text import KEY, article_runs
from dashboard.escape import safe
from dashboard.incident_card import card_html
from dashboard.incident_map import base_map, clicked, incident_layer, legend_html
from dashboard.incident_table import table
from dashboard.library import ALL, MOST_DRAWN, Library
from dashboard.theme import colours
from dashboard.views import article_component
from dashboard.views.claims import claims_of
from dashboard.views.page_style import page_style
from dashboard.views.places import unfound_places
from dashboard.views.reading_dialog import read_article, read_with_progress
from dashboard.views.session import library, sentence
from geodata import kept
from geodata.errors import GeodataError
from geodata.records import Incident, Reading
from geodata.sources.example import example_report
from geodata.totals import headline, not_added, totals

MAP_HEIGHT = 520
NOTHING_FOUND = (
    "No incident was found in this text: nothing that it says to have happened, at a place, that hurt people or damaged things."
)
NOTHING_SELECTED = (
    '<div class="atlas-empty">Click a marker, a row or a marked sentence to see the figures, who says them and in which '
    "words.</div>"
)
METHOD = """
**What is counted.** The sums are over the *new* incidents that the report tells of, each with the least that its
figures can mean: "at least ten" counts ten, "dozens" 24. Earlier events told for comparison are listed and not summed.
A total over several places is drawn as an area and never added, since its parts may be listed too.

**What a figure is.** Every figure keeps its qualifier, the one who says it and its words. Click a marker, a row or a
sentence to see them. The program reads; it does not check whether a report is true.

**Where a place lies** is told offline from a gazetteer. The dashed ring shows how sharply it is known.
"""


def show() -> None:
    page_style()
    st.session_state.setdefault("selected", "")
    found = library()
    first = not found.choices
    with st.sidebar:
        st.markdown("### Incident Atlas")
        choose_report(found)
        chosen = filters.sidebar(found.incidents, found.current)
    if first:
        start(found)
        return
    show_incidents(found, chosen.apply(found.incidents))


def start(found: Library) -> None:
    """The frame and the empty map first; then the example is read, with progress."""
    place = st.container()
    report = example_report()
    known = kept.load(report)
    try:
        if known is None:
            draw_map(None, (), (), "")
            with place:
                known = read_with_progress(report)
            kept.keep(known)
        found.add(known)
    except GeodataError as error:
        st.error(sentence(error))
        st.stop()
    st.rerun()


def choose_report(found: Library) -> None:
    if found.choices:

        def change() -> None:
            found.look_at(st.session_state["report"])
            st.session_state["selected"] = ""

        st.session_state["report"] = found.current
        st.selectbox("Report", found.choices, format_func=found.name_of, key="report", on_change=change)
        if found.report is not None and found.report.note:
            st.caption(found.report.note)
    if st.button("Read an article", key="read_article", width="stretch", icon=":material/add:"):
        read_article(found)


def select(incident_id: str) -> None:
    st.session_state["selected"] = incident_id


def show_incidents(found: Library, shown: Sequence[Incident]) -> None:
    reading = found.reading
    selected = next((i for i in found.incidents if i.id == st.session_state["selected"]), None)
    show_headline(found, shown)
    drawn = shown[:MOST_DRAWN]
    if found.total > len(found.incidents):
        st.caption(
            f"These are the newest {len(found.incidents):,} of {found.total:,} incidents; the Data page takes out any of them."
        )
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if len(drawn) < len(shown):
            st.caption(f"The map draws the first {len(drawn):,} of {len(shown):,}; choose a filter to see the others.")
        draw_map(reading, found.incidents[:MOST_DRAWN], drawn, selected.id if selected else "")
    with right:
        show_card(selected, found, shown)
    incidents_tab, article_tab = st.tabs(["Incidents", "Article"])
    with incidents_tab:
        show_table(shown, selected)
    with article_tab:
        if reading is not None:
            show_article(reading, shown, selected)
        else:
            st.caption("Choose one report in the sidebar to see its text.")


def show_headline(found: Library, shown: Sequence[Incident]) -> None:
    counts = totals(shown)
    every = len(found.incidents)
    part = f" · showing {len(shown)} of {every}" if len(shown) != every else ""
    notes = "".join(f'<p class="atlas-aside">Not added: {safe(not_added(a))}.</p>' for a in counts.aggregates)
    text, method = st.columns([0.86, 0.14], vertical_alignment="top")
    text.html(f'<p class="atlas-headline" role="status">{safe(headline(counts))}{part}</p>{notes}')
    with method, st.popover("Method", width="stretch"):
        st.markdown(METHOD)
    if not every:
        st.info(NOTHING_FOUND)
    elif not shown:
        st.info("No incident passes the filter.")
        st.button("Reset the filter", on_click=filters.reset, args=(found.current,), key="reset_empty")
    if found.report is not None and found.report.published is None:
        st.caption('The publication date is not known, so days like "Monday" stay open.')


def draw_map(reading: Reading | None, incidents: Sequence[Incident], shown: Sequence[Incident], selected: str) -> None:
    from streamlit_folium import st_folium

    dark = st.context.theme.type == "dark"
    palette = colours(dark)
    used = {i.geocode.place.id for i in incidents if i.geocode}
    others = {
        t.geocode.place.id: t for t in (reading.toponyms if reading else ()) if t.geocode and t.geocode.place.id not in used
    }
    name = reading.report.id if reading else ALL if incidents else "empty"
    key = f"map-{name}-{'dark' if dark else 'light'}"

    def on_change() -> None:
        event = st.session_state.get(key) or {}
        point, count = event.get("last_object_clicked"), event.get("last_object_clicked_count")
        if point and (count, point["lat"], point["lng"]) != st.session_state.get("last_click"):
            st.session_state["last_click"] = (count, point["lat"], point["lng"])
            hit = clicked(st.session_state.get("on_map", ()), point["lat"], point["lng"], st.session_state["selected"])
            if hit:
                select(hit)

    st.session_state["on_map"] = tuple(shown)
    target = next((i.geocode for i in shown if i.id == selected and i.geocode), None)
    st_folium(
        base_map(incidents, list(others.values()), palette),
        key=key,
        height=MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=incident_layer(shown, selected, palette),
        center=(target.latitude, target.longitude) if target else None,
        returned_objects=["last_object_clicked", "last_object_clicked_count"],
        on_change=on_change,
    )
    st.html(legend_html(incidents) or "<span></span>")


def show_card(selected: Incident | None, found: Library, shown: Sequence[Incident]) -> None:
    if selected is None:
        st.html(NOTHING_SELECTED)
        if found.reading is not None and found.reading.unresolved:
            unfound_places(found, found.reading)
        return
    st.html(card_html(selected))
    claims_of(found, selected)
    if selected not in shown:
        st.caption("This incident is hidden by the filter.")
    st.button("Close", key="close_card", on_click=select, args=("",))


def show_table(shown: Sequence[Incident], selected: Incident | None) -> None:
    if not shown:
        return
    rows = [i.id for i in shown]
    row = rows.index(selected.id) if selected and selected.id in rows else None
    key = f"table-{selected.id if selected else ''}-{hash(tuple(rows))}"

    def on_select() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        select(rows[picked[0]] if picked else "")

    st.dataframe(
        table(shown),
        key=key,
        hide_index=True,
        on_select=on_select,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [row] if row is not None else [], "columns": [], "cells": []}},
        column_config={
            "Confidence": st.column_config.ProgressColumn("Confidence", min_value=0.0, max_value=1.0, format="percent")
        },
    )


def show_article(reading: Reading, shown: Sequence[Incident], selected: Incident | None) -> None:
    report = reading.report
    st.html(
        '<div class="atlas-key" aria-label="Key to the colours">'
        + "".join(f'<span class="k-{k}">{label}</span>' for k, label in KEY)
        + "</div>"
    )
    picked = article_component.article(
        title=article_runs(reading, shown, "title"),
        text=article_runs(reading, shown, "text"),
        stamp=f"{report.id}-{hash(tuple(i.id for i in shown))}",
        selected=selected.id if selected else "",
        on_pick=select,
    )
    del picked
    source = " · ".join(
        part
        for part in (
            report.source,
            report.published.isoformat() if report.published else "no date",
            f"{len(report.text.split()):,} words",
        )
        if part
    )
    st.caption(source)
