"""The map on the page, or two of them side by side, and the choice of how they are drawn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.incident_map import MapState, Shown, base_map, kit
from dashboard.library import Library
from dashboard.link import Draw, Screen
from dashboard.live import MAPS
from dashboard.map_feed import fit_of, marker_of, view_payload
from dashboard.phrases import say, section
from dashboard.routes import KEY, boxed
from dashboard.theme import colours
from dashboard.views import desk
from dashboard.views.compare import versus_panel
from dashboard.views.settings import careful
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.summary.density import Weight
from geodata.summary.shading import Level
from geodata.workspace.masks import Chosen

HEIGHT = 480
FIRST, SECOND = "map", "other"  # the names of the two maps
PATIENCE = 3.0  # seconds for a map that may have no line to say that it is there


def how_drawn() -> None:
    """Markers, density or shaded areas; by what; one map or two."""
    now = desk.screen()
    one, two, three, four = st.columns([0.36, 0.3, 0.2, 0.14], vertical_alignment="bottom")

    def pick(name: str) -> None:
        value = st.session_state[f"draw_{name}"]
        if value is not None:
            desk.change(**{name: value})

    def choice(place: Any, name: str, options: list[Any], label: str) -> None:
        st.session_state[f"draw_{name}"] = getattr(now, name)
        place.segmented_control(
            label, options, key=f"draw_{name}", on_change=pick, args=(name,), format_func=lambda v: say(f"{name}.{v}"),
            label_visibility="collapsed",
        )  # fmt: skip

    choice(one, "draw", list(Draw), say("map.drawn_as"))
    if now.draw is not Draw.MARKERS:
        choice(two, "weigh", list(Weight), say("map.weighed_by"))
    if now.draw is Draw.AREAS:
        choice(three, "level", list(Level), say("map.shaded_by"))

    def compare() -> None:
        desk.change(versus=desk.screen().query if st.session_state["draw_compare"] else None)

    st.session_state["draw_compare"] = now.versus is not None
    four.toggle(say("compare.switch"), key="draw_compare", on_change=compare)


def tell_map(found: Library, chosen: Chosen, selected: Incident | None) -> None:
    """The first map's new state, with what its view shows, told before the page is drawn: a filter is waited for there."""
    state = state_of(found, chosen, selected, FIRST)
    shown = MAPS.view(desk.channel(), FIRST)
    if shown is None or state is st.session_state.get("map_told"):
        return
    st.session_state["map_told"] = state
    with_markers = bool(shown) and state.draw is Draw.MARKERS
    answer = view_payload(found.atlas, chosen.query, *boxed(*shown)) if with_markers else None
    MAPS.tell(desk.channel(), FIRST, {"state": state.plain(), "view": shown, "answer": answer})


def await_map() -> None:
    """At a session's start, wait until the map is painted: what stands around it would take the browser from it."""
    if not st.session_state.get("map_awaited"):
        st.session_state["map_awaited"] = True
        MAPS.wait(desk.channel(), FIRST, PATIENCE)


def draw_maps(found: Library, chosen: Chosen | None, selected: Incident | None) -> None:
    now = desk.screen()
    if chosen is None or now.versus is None:
        draw_map(state_of(found, chosen, selected, FIRST), FIRST)
        return
    other = found.chosen(now.versus)
    left, right = st.columns(2, gap="small")
    with left:
        st.caption(say("compare.first", count=chosen.count))
        draw_map(state_of(found, chosen, selected, FIRST), FIRST)
    with right:
        st.caption(say("compare.second", count=other.count))
        draw_map(state_of(found, other, None, SECOND), SECOND)
    versus_panel(found, chosen, other)


def draw_map(state: MapState, name: str) -> None:
    from streamlit_folium import st_folium

    dark = st.context.theme.type == "dark"
    palette = colours(dark)
    key = f"{name}-{'dark' if dark else 'light'}-{'careful' if careful() else 'plain'}"

    def on_change() -> None:
        event = st.session_state.get(key)
        if isinstance(event, Mapping) and event.get("n") != st.session_state.get(f"{key}_seen"):
            st.session_state[f"{key}_seen"] = event.get("n")
            heard(event)

    words = section("on_map")
    st_folium(
        base_map(
            palette, kit(palette, words, name=name, channel=desk.channel(), careful=careful(), tools=name == FIRST), words
        ),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=Shown(state.plain()),
        returned_objects=[],
        on_change=on_change,
    )


def state_of(found: Library, chosen: Chosen | None, selected: Incident | None, name: str) -> MapState:
    """What a map's script is told. The same as before keeps its turn, and is the same object."""
    before: MapState | None = st.session_state.get(f"{name}_state")
    state = replace(found_state(found, chosen, selected, name), turn=before.turn if before else 0)
    if before is not None and state == before:
        return before
    # the clock, since a map outlives the session that it was drawn by
    state = replace(state, turn=max(state.turn + 1, time.time_ns() // 1_000_000))
    st.session_state[f"{name}_state"] = state
    return state


def found_state(found: Library, chosen: Chosen | None, selected: Incident | None, name: str) -> MapState:
    if chosen is None:
        return MapState(turn=0, key=KEY, scope="", query="", stamp="", linked=False)
    now: Screen = desk.screen()
    query = chosen.query
    whole = found.scoped(IncidentQuery())
    near = query.near
    return MapState(
        turn=0,
        key=KEY,
        scope=found.current,
        query=urlencode(query.to_params()),
        stamp=chosen.snapshot.stamp,
        draw=now.draw,
        weigh=now.weigh,
        level=now.level,
        selected=marker_of(chosen.snapshot, selected.id) if selected else None,
        fit=fit_of(found.atlas, whole),
        area=query.area,
        near=(near.latitude, near.longitude, near.km) if near else None,
        named=named_places(found),
        report=now.report,
        linked=name == FIRST,
        together=now.versus is not None,
    )


def named_places(found: Library) -> tuple[tuple[str, float, float], ...]:
    """Places that the report names without an incident there."""
    if found.reading is None:
        return ()
    used = {i.geocode.place.id for i in found.reading.incidents if i.geocode}
    others = {t.geocode.place.id: t for t in found.reading.toponyms if t.geocode and t.geocode.place.id not in used}
    return tuple((t.name, t.geocode.latitude, t.geocode.longitude) for t in others.values() if t.geocode)


def heard(event: Mapping[str, Any]) -> None:
    """What the map's script says: an incident picked, an area drawn, an area to filter by. It is checked like a link."""
    if isinstance(event.get("picked"), str):
        desk.select(event["picked"][:80])
    elif isinstance(event.get("area"), list):
        text = ";".join(f"{lat},{lon}" for lat, lon in event["area"])
        asked, faults = IncidentQuery.from_link({"area": text})
        if not faults:
            desk.change_query(area=asked.area)
    elif isinstance(event.get("only"), list) and len(event["only"]) == 2:
        level, code = (str(part) for part in event["only"])
        asked, _ = IncidentQuery.from_link({level: code})
        desk.change_query(countries=asked.countries, provinces=asked.provinces)
        desk.change(draw=Draw.MARKERS)
