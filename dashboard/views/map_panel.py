"""The map on the page, or two maps side by side, and the choice of how they are drawn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.map.incident_map import MapState, Shown, base_map, kit
from dashboard.map.map_feed import fit_of, marker_of, view_payload
from dashboard.parts.theme import colours
from dashboard.serving import online
from dashboard.serving.live import MAPS
from dashboard.serving.routes import KEY, boxed
from dashboard.state.library import Library
from dashboard.state.link import Draw, Screen
from dashboard.views import desk
from dashboard.views.placing import choose, found_for
from dashboard.views.review_card import MOVED, PLACING, step_back
from dashboard.words.escape import safe
from geodata.columns.masks import Chosen
from geodata.geocoding.search import POINT_KM
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.summary.density import Weight
from geodata.summary.shading import Level
from geodata.vocabulary import Family, IncidentType
from geodata.words.catalogue import label, say, section

HEIGHT = 480  # pixels until the page's style applies; then the map fills the free height
FIRST, SECOND = "map", "other"  # the names of the two maps
PATIENCE = 3.0  # seconds to wait for a map, which may have no socket to announce itself


def how_drawn() -> None:
    """Show the choices: markers, density or shaded areas; their weight and level; one map or two."""
    now = desk.screen()

    def pick(name: str) -> None:
        value = st.session_state[f"draw_{name}"]
        if value is not None:
            desk.change(**{name: value})

    def choice(name: str, options: list[Any], label: str) -> None:
        st.session_state[f"draw_{name}"] = getattr(now, name)
        st.segmented_control(
            label, options, key=f"draw_{name}", on_change=pick, args=(name,), format_func=lambda v: say(f"{name}.{v}"),
            label_visibility="collapsed",
        )  # fmt: skip

    def compare() -> None:
        desk.change(versus=None if desk.screen().versus is not None else desk.screen().query)

    if now.draw is Draw.AREAS:
        choice("level", list(Level), say("map.shaded_by"))
    if now.draw is not Draw.MARKERS:
        choice("weigh", list(Weight), say("map.weighed_by"))
    choice("draw", list(Draw), say("map.drawn_as"))
    st.button(say("compare.stop" if now.versus is not None else "compare.switch"), key="draw_compare", on_click=compare)


def tell_map(found: Library, chosen: Chosen, selected: Incident | None) -> None:
    """Send the first map its new state and the content of its view before the page is drawn, so that a filter acts at once."""
    state = state_of(found, chosen, selected, FIRST)
    shown = MAPS.view(desk.channel(), FIRST)
    if shown is None or state is st.session_state.get("map_told"):
        return
    st.session_state["map_told"] = state
    with_markers = bool(shown) and state.draw is Draw.MARKERS
    answer = view_payload(found.atlas, chosen.query, *boxed(*shown)) if with_markers else None
    MAPS.tell(desk.channel(), FIRST, {"state": state.plain(), "view": shown, "answer": answer})


def await_map() -> None:
    """Wait until the map is painted, once per session: the rest of the page would keep the browser busy."""
    if not st.session_state.get("map_awaited"):
        st.session_state["map_awaited"] = True
        MAPS.wait(desk.channel(), FIRST, PATIENCE)


def draw_maps(found: Library, chosen: Chosen | None, selected: Incident | None) -> None:
    now = desk.screen()
    if chosen is None or now.versus is None:
        draw_map(state_of(found, chosen, selected, FIRST), FIRST)
        return
    other = found.chosen(now.versus)
    with st.container(key="map_one", gap=None):
        draw_map(state_of(found, chosen, selected, FIRST), FIRST)
        st.html(f'<p class="atlas-map-name">{safe(say("compare.first", n=chosen.count))}</p>')
    with st.container(key="map_two", gap=None):
        draw_map(state_of(found, other, None, SECOND), SECOND)
        st.html(f'<p class="atlas-map-name">{safe(say("compare.second", n=other.count))}</p>')


def draw_map(state: MapState, name: str) -> None:
    from streamlit_folium import st_folium

    dark = st.context.theme.type == "dark"
    palette = colours(dark)
    parts = (("light", "dark")[dark], ("offline", "online")[online.is_on()])
    key = "-".join((name, *parts))

    def on_change() -> None:
        event = st.session_state.get(key)
        if isinstance(event, Mapping) and event.get("n") != st.session_state.get(f"{key}_seen"):
            st.session_state[f"{key}_seen"] = event.get("n")
            heard(event)

    words = section("on_map")
    st_folium(
        base_map(
            palette,
            kit(palette, words, name=name, channel=desk.channel(), tools=name == FIRST),
            words,
            online.is_on(),
        ),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=Shown(state.plain()),
        returned_objects=[],
        on_change=on_change,
    )


def state_of(found: Library, chosen: Chosen | None, selected: Incident | None, name: str) -> MapState:
    """Return the state for a map's script. An unchanged state keeps its turn and is the same object."""
    before: MapState | None = st.session_state.get(f"{name}_state")
    state = replace(found_state(found, chosen, selected, name), turn=before.turn if before else 0)
    if before is not None and state == before:
        return before
    # from the clock, because a map outlives the session that drew it
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
        query=query.encoded(),
        stamp=chosen.snapshot.stamp,
        draw=now.draw,
        weigh=now.weigh,
        level=now.level,
        selected=marker_of(chosen.snapshot, selected.id) if selected else None,
        fit=fit_of(found.atlas, whole),
        area=query.area,
        near=(near.latitude, near.longitude, near.km) if near else None,
        named=named_places(found),
        legend=legend_of(found, chosen) if name == FIRST else (),
        placing=placing_of(selected) if name == FIRST else None,
        note=note_of(chosen),
        report=now.report,
        sums=not found.is_report,
        linked=name == FIRST,
        together=now.versus is not None,
    )


def legend_of(found: Library, chosen: Chosen) -> tuple[dict[str, Any], ...]:
    """Return the types of all unfiltered incidents, so that the legend stays stable, with the number that each would leave."""
    whole = found.chosen(IncidentQuery(states=chosen.query.states))
    left = chosen.snapshot.types.counts(chosen.but("types"))
    order = list(Family)
    kinds = sorted(
        (IncidentType(name) for name in whole.snapshot.types.counts(whole.mask)),
        key=lambda kind: (order.index(kind.family), label(kind)),
    )
    return tuple(
        {"type": kind.value, "label": label(kind), "n": f"{left.get(kind.value, 0):,}", "on": kind in chosen.query.types}
        for kind in kinds
    )


def note_of(chosen: Chosen) -> str:
    """Return a note for a map with nothing to show although there are incidents, else ""."""
    placed = int((chosen.mask & chosen.snapshot.placed).sum())
    return say("map.unplaced", n=chosen.count) if chosen.count and not placed else ""


def placing_of(selected: Incident | None) -> dict[str, Any] | None:
    """Return the pin to drag and the places found while the user changes an incident's place, else None."""
    if selected is None or st.session_state.get(PLACING) != selected.id:
        return None
    places, names = found_for(st.session_state.get(f"place_{selected.id}_query", selected.place or "").strip())
    at = selected.geocode
    moved = st.session_state.get(MOVED)
    start = moved[:2] if moved else (at.latitude, at.longitude) if at else None
    start = start or ((places[0].latitude, places[0].longitude) if places else (0.0, 0.0))
    pins = [{"label": name, "at": [p.latitude, p.longitude]} for p, name in zip(places, names, strict=True)]
    return {"at": list(start), "candidates": pins}


def named_places(found: Library) -> tuple[tuple[str, float, float], ...]:
    """Return the places that the report names but that have no incident."""
    if found.reading is None:
        return ()
    used = {i.geocode.place.id for i in found.reading.incidents if i.geocode}
    others = {t.geocode.place.id: t for t in found.reading.toponyms if t.geocode and t.geocode.place.id not in used}
    return tuple((t.name, t.geocode.latitude, t.geocode.longitude) for t in others.values() if t.geocode)


def placed(event: Mapping[str, Any]) -> None:
    """Handle a dragged pin, or a click on one of the found places on the map."""
    ident = desk.screen().selected
    if st.session_state.get(PLACING) != ident:
        return
    if isinstance(event.get("moved"), list) and len(event["moved"]) == 3:
        asked, faults = IncidentQuery.from_link({"near": ",".join(map(str, event["moved"]))})
        if not faults and asked.near:
            st.session_state[MOVED] = (asked.near.latitude, asked.near.longitude, max(POINT_KM, asked.near.km))
    elif isinstance(event.get("candidate"), int):
        choose(f"place_{ident}", int(event["candidate"]), st.session_state.get(MOVED))


def heard(event: Mapping[str, Any]) -> None:
    """Handle a message from the map's script: a picked incident, a type in the legend, a drawn area, an area to filter by.

    The message is validated like a link.
    """
    if isinstance(event.get("picked"), str):
        if event["picked"]:
            desk.select(event["picked"][:80])
        else:
            step_back()
    elif "moved" in event or "candidate" in event:
        placed(event)
    elif event.get("type") in set(IncidentType):
        kind, types = IncidentType(event["type"]), set(desk.screen().query.types)
        desk.change_query(types=tuple(sorted(types ^ {kind})))
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
