"""The main view: what is looked at, its map, its time, its incidents, its articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import streamlit as st

from dashboard.charts import charts_data
from dashboard.escape import safe
from dashboard.headline import headline, not_added
from dashboard.incident_card import card_html
from dashboard.incident_table import PAGE, latest_first, table
from dashboard.library import ALL, Library
from dashboard.link import Tab
from dashboard.phrases import say, section
from dashboard.theme import legend_html
from dashboard.timeline import timeline_data
from dashboard.views import components, desk
from dashboard.views.article_view import show_article
from dashboard.views.claims import claims_of
from dashboard.views.filter_panel import filters
from dashboard.views.map_panel import await_map, draw_maps, how_drawn, tell_map
from dashboard.views.page_style import page_style, tones
from dashboard.views.places import gazetteer, unfound_places
from dashboard.views.reading_dialog import example_with_progress, read_article
from dashboard.views.reports_list import show_reports
from dashboard.views.session import library, sentence
from dashboard.views.settings import apply_style, careful
from dashboard.views.share import share
from geodata import kept
from geodata.errors import GeodataError
from geodata.records import Incident
from geodata.sources.example import example_report
from geodata.summary.chronology import Chronology, chronology
from geodata.summary.facets import facets
from geodata.summary.figures import counted
from geodata.vocabulary import IncidentType, Role
from geodata.workspace.masks import Chosen

MOST_NOT_ADDED = 3


def show() -> None:
    found = library()
    apply_style()
    desk.screen()
    desk.look_at(found)
    first = not found.choices
    looked = looked_at(found) if not first and found.atlas.is_ready else None
    if looked is not None:
        tell_map(found, *looked)  # before anything is drawn: the browser draws the map first, too
    page_style()
    with st.sidebar:
        st.markdown(f"### {say('app.name')}")
        choose_report(found)
    if first:
        start(found)
        return
    if not found.atlas.is_ready:
        with st.spinner(say("map.filing")):
            found.atlas.snapshot()
    chosen, selected = looked or looked_at(found)
    panel = st.sidebar.container()
    show_incidents(found, chosen, selected)
    with panel:
        filters(found, found.atlas.remembered("facets", chosen.snapshot, chosen.query, lambda: facets(chosen)))
        share(found, chosen)


def looked_at(found: Library) -> tuple[Chosen, Incident | None]:
    """What passes the filter, and the incident that is selected."""
    return found.chosen(desk.screen().query), found.incident(desk.screen().selected)


def start(found: Library) -> None:
    """The frame and the empty map first; then the example is read, with progress."""
    place = st.container()
    report = example_report()
    known = kept.load(report)
    try:
        if known is None:
            draw_maps(found, None, None)
            with place:
                known = example_with_progress()
            kept.keep(known)
        found.add(known)
    except GeodataError as error:
        st.error(sentence(error))
        st.stop()
    st.rerun()


def choose_report(found: Library) -> None:
    if found.choices:

        def changed() -> None:
            desk.change(report=st.session_state["report"], selected="")

        st.session_state["report"] = found.current
        st.selectbox(
            say("map.report"), found.choices, key="report", on_change=changed,
            format_func=lambda ident: say("map.all_reports") if ident == ALL else found.source_name(ident),
        )  # fmt: skip
        if found.report is not None and found.report.note:
            st.caption(found.report.note)
    if st.button(say("map.read_article"), key="read_article", width="stretch", icon=":material/add:"):
        read_article(found)


def show_incidents(found: Library, chosen: Chosen, selected: Incident | None) -> None:
    above = st.container()
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        draw_maps(found, chosen, selected)  # before what stands above it: the map is what a filter is waited for
    with above:
        say_what_was_wrong()
        show_headline(found, chosen)
        how_drawn()
    await_map()
    with left:
        times = times_of(found, chosen)
        show_timeline(chosen, times)
        st.html(legend_html(legend_types(found)) or "<span></span>")
    with right:
        show_card(selected, found, chosen)
    labels = {say(f"tab.{tab}"): tab for tab in Tab}
    now = desk.screen().tab
    st.session_state["tabs"] = say(f"tab.{now}")
    opened = st.tabs(list(labels), key="tabs", on_change=lambda: desk.change(tab=labels[st.session_state["tabs"]]))
    with opened[list(Tab).index(now)]:  # only the open one is drawn
        show_tab(now, found, chosen, selected, times)


def show_tab(tab: Tab, found: Library, chosen: Chosen, selected: Incident | None, times: Chronology | None) -> None:
    if tab is Tab.INCIDENTS:
        show_table(found, chosen, selected)
    elif tab is Tab.ARTICLE:
        if found.reading is not None:
            inside = {chosen.snapshot.ids[row] for row in chosen.mask.nonzero()[0].tolist()}
            show_article(found.reading, [i for i in found.reading.incidents if i.id in inside], selected)
        else:
            st.caption(say("article.choose"))
    elif tab is Tab.CHARTS:
        show_charts(found, chosen, times)
    else:
        show_reports(found)


def say_what_was_wrong() -> None:
    """A link that was wrong in part: said once, until it is closed."""
    faults = st.session_state.get("link_faults", ())
    if faults:
        text, button = st.columns([0.88, 0.12], vertical_alignment="center")
        text.warning(say("link.ignored", faults="; ".join(faults)))
        button.button(say("link.close"), on_click=desk.forget_faults, key="close_faults", width="stretch")


def show_headline(found: Library, chosen: Chosen) -> None:
    counts = counted(chosen, found.atlas.places())
    everything = found.chosen(desk.EMPTY).count
    part = f" · {say('map.showing', count=counts.incidents, every=everything)}" if counts.incidents != everything else ""
    st.html(f'<p class="atlas-headline" role="status">{safe(headline(counts))}{safe(part)}</p>{not_added_html(found, chosen)}')
    if not everything:
        st.info(say("map.nothing_found"))
    elif not counts.incidents:
        st.info(say("map.nothing_passes"))
        st.button(say("filter.reset"), on_click=desk.reset, key="reset_empty")
    if found.report is not None and found.report.published is None:
        st.caption(say("map.no_date"))


def not_added_html(found: Library, chosen: Chosen) -> str:
    """The totals that reports give themselves, which are added to nothing."""
    rows = (chosen.mask & chosen.snapshot.roles.among([Role.AGGREGATE])).nonzero()[0].tolist()
    totals = found.workspace.kept([chosen.snapshot.ids[row] for row in rows[:MOST_NOT_ADDED]])
    lines = [say("map.not_added", what=not_added(k.incident)) for k in totals]
    if len(rows) > MOST_NOT_ADDED:
        lines.append(say("map.more_totals", n=len(rows) - MOST_NOT_ADDED))
    return "".join(f'<p class="atlas-aside">{safe(line)}</p>' for line in lines)


def legend_types(found: Library) -> list[IncidentType]:
    """The types of everything looked at: the key does not jump with the filter."""
    whole = found.chosen(desk.EMPTY)
    return [IncidentType(name) for name in whole.snapshot.types.counts(whole.mask)]


def times_of(found: Library, chosen: Chosen) -> Chronology | None:
    """All that passes the filter but for its dates, over the whole time of what is looked at."""
    key = (chosen.query, "times")
    return found.atlas.remembered("times", chosen.snapshot, key, lambda: chronology(chosen.snapshot, chosen.but("dates")))


def show_timeline(chosen: Chosen, times: Chronology | None) -> None:
    if times is None:
        if chosen.count:
            st.caption(say("timeline.none"))
        return

    def on_range(value: Mapping[str, Any]) -> None:
        ends = [date.fromisoformat(str(value.get(name))) if value.get(name) else None for name in ("from", "to")]
        desk.change_query(start=ends[0], end=ends[1])

    def on_undated(value: Mapping[str, Any]) -> None:
        desk.change_query(dated=not value.get("shown"))

    words = section("timeline") | {"undated": say("timeline.without_date", n=times.undated)}
    data = timeline_data(times, desk.screen().query) | {"words": words, "channel": desk.channel()}
    components.timeline(data, "timeline", on_range, on_undated)


def show_card(selected: Incident | None, found: Library, chosen: Chosen) -> None:
    if selected is None:
        st.html(f'<div class="atlas-empty">{safe(say("card.none"))}</div>')
        if found.reading is not None and found.reading.unresolved:
            unfound_places(found, found.reading)
        return
    names = gazetteer().written(selected.geocode.place.id) if selected.geocode else ()
    st.html(card_html(selected, careful=careful(), written=names))
    claims_of(found, selected)
    if not chosen.holds(selected.id):
        st.caption(say("card.hidden"))
    st.button(say("card.close"), key="close_card", on_click=desk.select, args=("",))


def show_table(found: Library, chosen: Chosen, selected: Incident | None) -> None:
    if not chosen.count:
        return
    rows = np.flatnonzero(chosen.mask)
    if found.current == ALL:
        latest = found.atlas.remembered("latest", chosen.snapshot, None, lambda: latest_first(chosen.snapshot))
        rows = latest[chosen.mask[latest]]
    pages = -(-len(rows) // PAGE)
    page = 1
    if pages > 1:
        left, right = st.columns([0.75, 0.25], vertical_alignment="bottom")
        page = right.number_input(say("table.page", pages=pages), 1, pages, key="table_page")
        left.caption(say("table.latest_first", first=(page - 1) * PAGE + 1, last=min(page * PAGE, len(rows)), count=len(rows)))
    shown = rows[(page - 1) * PAGE : page * PAGE]
    ids = [chosen.snapshot.ids[row] for row in shown.tolist()]
    at = ids.index(selected.id) if selected and selected.id in ids else None
    # the table is made anew only when its selection moves: Streamlit keeps a selection by its line, not by its incident
    key = f"table-{selected.id}-{at}" if selected and at is not None else f"table-{page}"

    def on_select() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        desk.select(ids[picked[0]] if picked else "")

    st.dataframe(
        table(chosen.snapshot, shown),
        key=key,
        hide_index=True,
        on_select=on_select,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [at] if at is not None else [], "columns": [], "cells": []}},
        column_config={
            say("table.confidence"): st.column_config.ProgressColumn(
                say("table.confidence"), min_value=0.0, max_value=1.0, format="percent"
            )
        },
    )


def show_charts(found: Library, chosen: Chosen, times: Chronology | None) -> None:
    key = (chosen.query, "charts")
    made = found.atlas.remembered("charts", chosen.snapshot, key, lambda: charts_data(chosen, times))

    def on_pick(value: Mapping[str, Any]) -> None:
        pick_bar(str(value.get("chart")), value.get("key"), times)

    quiet = tones()
    stamp = f"{chosen.snapshot.stamp}{hash(chosen.query)}{quiet['muted']}"
    data = {"charts": made, "words": section("charts_words"), "stamp": stamp, "muted": quiet["muted"], "faint": quiet["line"]}
    data["columns"] = [say(f"charts_columns.{name}") for name in ("label", "incidents", "killed", "injured")]
    components.charts(data, "charts", on_pick)


def pick_bar(chart: str, key: Any, times: Chronology | None) -> None:
    """Filter by a bar of a chart; a second click takes it back."""
    query = desk.screen().query
    if chart == "time" and times is not None and isinstance(key, int) and 0 <= key < len(times.starts):
        first, last = times.span(key)
        same = (query.start, query.end) == (first, last)
        desk.change_query(start=None if same else first, end=None if same else last)
        return
    name = {"type": "types", "place": "places", "claimant": "claimants"}.get(chart)
    if name is None or not isinstance(key, str):
        return
    before = set(getattr(query, name))
    word = IncidentType(key) if name == "types" else key
    desk.change_query(**{name: tuple(sorted(before ^ {word}))})
