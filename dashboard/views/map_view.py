"""The map page: the map fills the space that the bar, the panel and the timeline leave; the card floats over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.parts.theme import colours, type_looks
from dashboard.parts.timeline import Strip, strip_of, timeline_data
from dashboard.state.library import Library
from dashboard.state.link import Tab
from dashboard.views import components, desk, frame
from dashboard.views.acting import message
from dashboard.views.add_article import read_article
from dashboard.views.claims import claims_of
from dashboard.views.filter_menus import chips
from dashboard.views.map_panel import await_map, draw_maps, how_drawn, tell_map
from dashboard.views.page_style import page_style
from dashboard.views.reading_progress import example_with_progress
from dashboard.views.review_card import acts, opened, part_open
from dashboard.views.session import library, sentence
from dashboard.views.settings import apply_style
from dashboard.views.side_panel import is_shut, side_panel
from dashboard.views.top_bar import top_bar
from dashboard.views.whole_card import whole_card
from dashboard.words.escape import safe
from dashboard.words.wording import place_words
from geodata import kept as kept_readings
from geodata.columns.masks import Chosen
from geodata.errors import GeodataError
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.sources.example import example_report
from geodata.summary.chronology import Chronology, chronology
from geodata.vocabulary import ReviewState
from geodata.words.catalogue import say, section

EXAMPLE = "example"  # a setting of the workspace: whether the example was added once; a deleted example stays deleted
EARLIER = "earlier_open"  # session key: whether the timeline shows earlier events


def show() -> None:
    found = library()
    apply_style()
    desk.screen()
    desk.look_at(found)
    first = not found.choices
    looked = looked_at(found) if not first and found.atlas.is_ready else None
    if looked is not None:
        tell_map(found, *looked)  # before anything else, because the browser draws the map first
    page_style(map_page=True, panel_shut=is_shut(), timeline=not first)
    if first:
        if found.workspace.setting(EXAMPLE):
            welcome(found)
        else:
            start(found)
        return
    if not found.workspace.setting(EXAMPLE):
        found.workspace.set_setting(EXAMPLE, "shown")  # a user who started with something else does not get it later
    if not found.atlas.is_ready:
        with st.spinner(say("map.filing")):
            found.atlas.snapshot()
    chosen, selected = looked or looked_at(found)
    with st.container(key="atlas_map", gap=None):  # first, because users wait for it, and first for the keyboard
        draw_maps(found, chosen, selected)
    await_map()
    with st.container(key="strip", gap=None):
        show_timeline(found, chosen)
    top_bar(found, chosen)
    chips(found)
    with st.container(key="drawn", horizontal=True, vertical_alignment="center", gap="small"):
        how_drawn()
    side_panel(found, chosen, selected, lambda: times_of(found, chosen))
    announce(selected)
    if selected is not None:
        with st.container(key="card", gap="small"):
            show_card(selected, found, chosen)
    message(found, desk.select)


def looked_at(found: Library) -> tuple[Chosen, Incident | None]:
    """Return the incidents that match the filter, and the selected one or None."""
    return found.chosen(desk.screen().query), found.incident(desk.screen().selected)


def empty_page(found: Library) -> None:
    with st.container(key="atlas_map", gap=None):
        draw_maps(found, None, None)
    top_bar(found, None)


def welcome(found: Library) -> None:
    """Show ways to begin with an empty workspace."""
    empty_page(found)
    with st.container(key="panel"), st.container(key="welcome"):
        st.html(f'<h2 class="atlas-title">{safe(say("welcome.title"))}</h2>')
        st.caption(say("welcome.text"))
        if st.button(say("map.read_article"), key="welcome_read", type="primary", width="stretch", icon=":material/add:"):
            read_article(found)
        if st.button(say("welcome.import"), key="welcome_import", width="stretch", icon=":material/upload:"):
            frame.go_to("data")
        st.button(
            say("welcome.example"), key="welcome_example", width="stretch", icon=":material/map:",
            on_click=found.workspace.set_setting, args=(EXAMPLE, ""),
        )  # fmt: skip


def start(found: Library) -> None:
    """Draw the frame and an empty map, then read the example and show the progress."""
    empty_page(found)
    report = example_report()
    known = kept_readings.load(report)
    try:
        if known is None:
            with st.container(key="panel"):
                known = example_with_progress()
            kept_readings.keep(known)
        found.add(known)
        found.workspace.set_setting(EXAMPLE, "shown")
    except GeodataError as error:
        st.error(sentence(error))
        st.stop()
    st.rerun()


def times_of(found: Library, chosen: Chosen) -> Chronology | None:
    """Return all incidents over time that match the filter apart from its dates."""
    key = (chosen.query, "times")
    return found.atlas.remembered("times", chosen.snapshot, key, lambda: chronology(chosen.snapshot, chosen.but("dates")))


def show_timeline(found: Library, chosen: Chosen) -> None:
    opened = bool(st.session_state.get(EARLIER))

    def on_range(value: Mapping[str, Any]) -> None:
        ends = [date.fromisoformat(str(value.get(name))) if value.get(name) else None for name in ("from", "to")]
        desk.change_query(start=ends[0], end=ends[1])

    def on_undated(value: Mapping[str, Any]) -> None:
        desk.change_query(dated=not value.get("shown"))

    def on_act(value: Mapping[str, Any]) -> None:
        if "picked" in value:
            desk.select(str(value["picked"])[:80])
        else:
            st.session_state[EARLIER] = not opened

    def strip_now() -> Strip:
        whole = found.chosen(IncidentQuery(states=chosen.query.states)).mask
        return strip_of(chosen.snapshot, whole, chosen.but("dates"), one_report=found.is_report, opened=opened)

    strip = found.atlas.remembered("strip", chosen.snapshot, (chosen.query, found.current, opened), strip_now)
    told = timeline_data(strip, chosen.snapshot, desk.screen().query)
    words = section("timeline") | {
        "undated": say("timeline.without_date", n=told.get("undated", 0)),
        "earlier": say("timeline.earlier_shut" if opened else "timeline.earlier", n=strip.earlier),
    }
    if not chosen.count:
        words["none"] = words["empty"]
    dark = st.context.theme.type == "dark"
    looks = {"types": type_looks(dark), "rim": colours(dark).rim, "selected": desk.screen().selected, "opened": opened}
    components.timeline(told | looks | {"words": words, "channel": desk.channel()}, "timeline", on_range, on_undated, on_act)


def announce(selected: Incident | None) -> None:
    """Announce an open card to screen readers, because the focus stays on the marker or in the list."""
    words = say("card.announced", place=place_words(selected), type=selected.type.label) if selected is not None else ""
    with st.container(key="announced"):
        st.html(f'<p role="status">{safe(words)}</p>')


def show_card(selected: Incident, found: Library, chosen: Chosen) -> None:
    components.sheet(section("card_sheet"), selected.id, "card_sheet")
    st.button(
        say("card.close"), key="close_card", on_click=desk.select, args=("",), icon=":material/close:", type="tertiary",
        shortcut=None if part_open(selected.id) else "Escape",
    )  # fmt: skip
    kept = found.workspace.get(selected.id)
    with st.container(key="card_top", gap="small"):
        if not chosen.holds(selected.id):
            rejected = kept.state is ReviewState.REJECTED and not chosen.query.states
            st.caption(say("card.rejected" if rejected else "card.hidden"))
        opened(found, kept)
    st.html(whole_card(found, kept))
    claims_of(found, selected)
    if found.reading is not None and desk.screen().tab is not Tab.ARTICLE:
        st.button(say("card.in_article"), key="in_article", on_click=desk.change, kwargs={"tab": Tab.ARTICLE}, type="tertiary")
    acts(found, kept, reject=say("card.not_an_incident"))
