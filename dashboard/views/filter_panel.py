"""The filters in the sidebar. What they choose is the screen's IncidentQuery; what passes is told by its masks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.library import ALL, Library
from dashboard.link import Screen
from dashboard.map_feed import country_names
from dashboard.phrases import label, say
from dashboard.views.desk import absorbed, change, change_query, held, reset, screen
from dashboard.views.places import candidates, words_of
from geodata.gazetteer import provinces
from geodata.query import AcledGroup, Casualties, Near
from geodata.summary.facets import Facets
from geodata.vocabulary import Family, GeoPrecision, IncidentType, ReviewState, Role

OLDEST = date(1800, 1, 1)
LATEST = date(2200, 1, 1)
KILOMETRES = 25


def sorted_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(values))


def choices(name: str, counts: Mapping[str, int], labels: Callable[[str], str], enum: Callable[[str], Any] = str) -> None:
    """A list of choices with their counts; what is chosen stays in it though nothing is left of it."""
    chosen = [str(value) for value in getattr(screen().query, name)]
    options = [*counts, *(value for value in chosen if value not in counts)]
    if not options:
        return
    st.multiselect(
        say(f"filter.{name}"),
        options,
        key=held(name, chosen),
        on_change=absorbed(name, lambda values: sorted_tuple(enum(v) for v in values)),
        format_func=lambda value: f"{labels(value)} · {counts.get(value, 0):,}",
        placeholder=say("filter.any"),
    )


def pills(name: str, counts: Mapping[str, int], enum: Callable[[str], Any], help_text: str | None = None) -> None:
    chosen = [str(value) for value in getattr(screen().query, name)]
    options = [*counts, *(value for value in chosen if value not in counts)]
    st.pills(
        say(f"filter.{name}"),
        options,
        selection_mode="multi",
        key=held(name, chosen),
        on_change=absorbed(name, lambda values: sorted_tuple(enum(v) for v in values)),
        format_func=lambda value: f"{label(enum(value))} {counts.get(value, 0):,}",
        help=help_text,
    )


def filters(found: Library, counts: Facets) -> None:
    """The filters of what is looked at, each choice with how many incidents it would leave."""
    query = screen().query
    pills("types", counts.types, IncidentType)
    left, right = st.columns([0.62, 0.38])
    left.selectbox(
        say("filter.casualties"),
        list(Casualties),
        key=held("casualties", query.casualties),
        on_change=absorbed("casualties"),
        format_func=lambda value: f"{label(Casualties(value))} · {counts.casualties[value]:,}",
    )
    right.number_input(
        say("filter.least"), min_value=0, step=1, key=held("least", query.least), on_change=absorbed("least", int),
        help=say("filter.least_help"),
    )  # fmt: skip
    start, end = st.columns(2)
    for place, name in ((start, "start"), (end, "end")):
        place.date_input(
            say(f"filter.{name}"), value=None, min_value=OLDEST, max_value=LATEST, format="YYYY-MM-DD",
            key=held(name, getattr(query, name)), on_change=absorbed(name),
        )  # fmt: skip
    if st.session_state.get("refused_filter"):
        st.error(st.session_state.pop("refused_filter"))
    pills("roles", counts.roles, Role, say("filter.roles_help"))
    st.text_input(
        say("filter.text"), key=held("text", query.text), on_change=absorbed("text", str.strip), max_chars=200,
        placeholder=say("filter.text_hint"),
    )  # fmt: skip
    more = st.expander(say("filter.more"), expanded=False, key="more_filters", on_change="rerun")
    if more.open:
        with more:
            more_filters(found, counts)
    st.button(say("filter.reset"), on_click=reset, disabled=query.is_empty, key="reset_filter", width="stretch")
    saved_views(found)


def more_filters(found: Library, counts: Facets) -> None:
    query = screen().query
    choices("families", counts.families, lambda v: label(Family(v)), Family)
    choices("acled", counts.acled, lambda v: say(f"acled.{v}"), AcledGroup)
    choices("countries", counts.countries, lambda v: country_names().get(v, v))
    choices("provinces", counts.provinces, lambda v: f"{provinces.names().get(v, v)} ({v})")
    choices("places", counts.places, str)
    near_a_place()
    if query.area:
        st.caption(say("filter.area_on", n=len(query.area)))
        st.button(say("filter.area_off"), on_click=change_query, kwargs={"area": ()}, key="area_off", width="stretch")
    else:
        st.caption(say("filter.area_hint"))
    choices("claimants", counts.claimants, str)
    choices("actors", counts.actors, str)
    if found.current == ALL:
        choices("sources", counts.sources, found.source_name)
    choices("states", counts.states, lambda v: label(ReviewState(v)), ReviewState)
    choices("precisions", counts.precisions, lambda v: label(GeoPrecision(v)), GeoPrecision)
    st.slider(
        say("filter.confidence"), 0.0, 1.0, step=0.05, format="percent", key=held("confidence", query.confidence),
        on_change=absorbed("confidence", lambda v: round(float(v), 2)),
    )  # fmt: skip
    if counts.undated:
        st.checkbox(
            say("filter.undated", n=counts.undated), key=held("dated", not query.dated),
            on_change=absorbed("dated", lambda shown: not shown),
        )  # fmt: skip


def near_a_place() -> None:
    """Incidents within some kilometres of a place of the gazetteer."""
    near = screen().query.near
    if near is not None:
        st.caption(say("filter.near_on", km=f"{near.km:g}", place=near.name or f"{near.latitude:.2f}, {near.longitude:.2f}"))
        st.button(say("filter.near_off"), on_click=change_query, kwargs={"near": None}, key="near_off", width="stretch")
        return
    left, right = st.columns([0.62, 0.38])
    words = left.text_input(say("filter.near"), key="near_words", placeholder=say("filter.near_hint"), max_chars=100).strip()
    km = right.number_input(say("filter.km"), min_value=1, max_value=20_000, value=KILOMETRES, key="near_km")
    if not words:
        return
    places = candidates(words)
    if not places:
        st.caption(say("filter.near_none", place=words))
        return
    place = st.selectbox(say("filter.near_which"), places, format_func=words_of, key="near_which")

    def use() -> None:
        if place is not None:
            change_query(near=Near(round(place.latitude, 4), round(place.longitude, 4), float(km), place.name))

    st.button(say("filter.near_use"), on_click=use, key="near_use", width="stretch")


def saved_views(found: Library) -> None:
    """Filters and ways of drawing kept under a name, with the workspace."""
    known = found.workspace.views()
    shelf = st.expander(say("views.title"), expanded=False, key="saved_views", on_change="rerun")
    if not shelf.open:
        return
    with shelf:
        if known:
            name = st.selectbox(say("views.which"), list(known), key="view_which")
            left, right = st.columns(2)
            left.button(
                say("views.open"), on_click=open_view, args=(known.get(name or "", ""),), key="view_open", width="stretch"
            )
            right.button(
                say("views.delete"), on_click=found.workspace.delete_view, args=(name,), key="view_delete", width="stretch"
            )
        new = st.text_input(say("views.name"), key="view_name", max_chars=80).strip()

        def save() -> None:
            found.workspace.save_view(new, urlencode({**screen().to_params(), "report": found.current}))
            st.session_state["view_name"] = ""

        st.button(say("views.save"), on_click=save, disabled=not new, key="view_save", width="stretch")


def open_view(saved: str) -> None:
    kept, faults = Screen.from_params(dict(parse_qsl(saved)))
    st.session_state["screen"], st.session_state["link_faults"] = kept, faults
    change(selected="")
