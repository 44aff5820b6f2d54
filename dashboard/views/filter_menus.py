"""The filters: menus in the bar and chips on the map. They set the screen's IncidentQuery."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.map.map_feed import country_names
from dashboard.state.library import ALL, Library
from dashboard.state.link import Screen
from dashboard.views.desk import absorbed, change, change_query, held, reset, screen
from dashboard.views.placing import found_for
from dashboard.words.escape import plain
from dashboard.words.filter_words import parts
from geodata.columns.masks import Chosen
from geodata.gazetteer import provinces
from geodata.query import AcledGroup, Casualties, Near
from geodata.summary.facets import Facets, facets
from geodata.vocabulary import Family, GeoPrecision, IncidentType, Remark, ReviewState, Role
from geodata.words.catalogue import label, say

OLDEST = date(1800, 1, 1)
LATEST = date(2200, 1, 1)
KILOMETRES = 25
MOST_CHIPS = 12


def sorted_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(values))


def choices(name: str, counts: Mapping[str, int], labels: Callable[[str], str], enum: Callable[[str], Any] = str) -> None:
    """Show a list of choices with their counts. Chosen values stay listed even if nothing matches them."""
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


def facets_of(found: Library, chosen: Chosen) -> Facets:
    """Return how many incidents each choice of a filter would leave."""
    return found.atlas.remembered("facets", chosen.snapshot, chosen.query, lambda: facets(chosen))


def menus(found: Library, counts: Callable[[], Facets]) -> None:
    """Show the filters as menus in the bar. Only an open menu is drawn, and only then is `counts` called."""
    shown: dict[str, Callable[[], None]] = {
        "types": lambda: types_menu(counts()),
        "casualties": lambda: casualties_menu(counts()),
        "dates": lambda: dates_menu(counts()),
        "more": lambda: more_filters(found, counts()),
        "views": lambda: saved_views(found),
    }
    for name, draw in shown.items():
        menu = st.popover(say(f"menu.{name}"), key=f"menu_{name}", on_change="rerun")
        if menu.open:
            with menu:
                draw()


def types_menu(counts: Facets) -> None:
    pills("types", counts.types, IncidentType)
    choices("families", counts.families, lambda v: label(Family(v)), Family)
    choices("acled", counts.acled, lambda v: say(f"acled.{v}"), AcledGroup)


def casualties_menu(counts: Facets) -> None:
    query = screen().query
    st.selectbox(
        say("filter.casualties"),
        list(Casualties),
        key=held("casualties", query.casualties),
        on_change=absorbed("casualties"),
        format_func=lambda value: f"{label(Casualties(value))} · {counts.casualties[value]:,}",
    )
    st.number_input(
        say("filter.least"), min_value=0, step=1, key=held("least", query.least), on_change=absorbed("least", int),
        help=say("filter.least_help"),
    )  # fmt: skip
    choices("remarks", counts.remarks, lambda v: label(Remark(v)), Remark)


def dates_menu(counts: Facets) -> None:
    query = screen().query
    shown = [day for day in (counts.latest, query.start, query.end) if day]
    # if today is later, the calendar opens at this month
    latest = max(month_end(max(shown)), OLDEST) if shown else LATEST
    for name in ("start", "end"):
        st.date_input(
            say(f"filter.{name}"), value=None, min_value=OLDEST, max_value=latest, format="YYYY-MM-DD",
            key=held(name, getattr(query, name)), on_change=absorbed(name),
        )  # fmt: skip
    if counts.undated:
        st.checkbox(
            say("filter.undated", n=counts.undated), key=held("dated", not query.dated),
            on_change=absorbed("dated", lambda shown: not shown),
        )  # fmt: skip


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def search_box() -> None:
    st.text_input(
        say("filter.text"), key=held("text", screen().query.text), on_change=absorbed("text", str.strip), max_chars=200,
        placeholder=say("filter.text_hint"), label_visibility="collapsed", icon=":material/search:", live=True,
    )  # fmt: skip


def chips(found: Library) -> None:
    """Show the parts of the filter; a click removes one. They are drawn over the map, so that they move nothing else."""
    asked = list(parts(screen().query, found.source_name))
    # drawn even if empty: otherwise Streamlit would redraw what follows, which would lose its scroll position
    with st.container(key="chips", horizontal=True, gap="small"):
        if not asked:
            return
        for n, part in enumerate(asked[:MOST_CHIPS]):
            st.button(
                say("filter.chip", value=plain(part.value)), key=f"chip_{n}", on_click=change_query, kwargs=dict(part.without),
                help=say("filter.chip_help", label=part.label), icon=":material/close:", icon_position="right",
            )  # fmt: skip
        if len(asked) > MOST_CHIPS:
            st.caption(say("filter.more_chips", n=len(asked) - MOST_CHIPS))
        st.button(say("filter.reset"), on_click=reset, key="reset_filter", type="tertiary")


def more_filters(found: Library, counts: Facets) -> None:
    query = screen().query
    pills("roles", counts.roles, Role, say("filter.roles_help"))
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
    choices("outlets", counts.outlets, str)
    if found.current == ALL:
        choices("sources", counts.sources, found.source_name)
    choices("states", counts.states, lambda v: label(ReviewState(v)), ReviewState)
    choices("precisions", counts.precisions, lambda v: label(GeoPrecision(v)), GeoPrecision)
    st.slider(
        say("filter.confidence"), 0.0, 1.0, step=0.05, format="percent", key=held("confidence", query.confidence),
        on_change=absorbed("confidence", lambda v: round(float(v), 2)),
    )  # fmt: skip


def near_a_place() -> None:
    """Show the filter for incidents within some kilometres of a place in the gazetteer."""
    near = screen().query.near
    if near is not None:
        st.caption(
            say("filter.near_on", km=f"{near.km:g}", place=plain(near.name) or f"{near.latitude:.2f}, {near.longitude:.2f}")
        )
        st.button(say("filter.near_off"), on_click=change_query, kwargs={"near": None}, key="near_off", width="stretch")
        return
    left, right = st.columns([0.62, 0.38])
    words = left.text_input(
        say("filter.near"), key="near_words", placeholder=say("filter.near_hint"), max_chars=100, live=True
    ).strip()
    km = right.number_input(say("filter.km"), min_value=1, max_value=20_000, value=KILOMETRES, key="near_km")
    if not words:
        return
    places, names = found_for(words)
    if not places:
        st.caption(say("pick.none", words=plain(words)))
        return
    n = st.radio(
        say("filter.near_which"), range(len(places)), format_func=lambda n: plain(names[n]), key=f"near_which_{words}",
        label_visibility="collapsed",
    )  # fmt: skip
    place = places[n] if n is not None else None

    def use() -> None:
        if place is not None:
            change_query(near=Near(round(place.latitude, 4), round(place.longitude, 4), float(km), place.name))

    st.button(say("filter.near_use"), on_click=use, key="near_use", width="stretch")


def saved_views(found: Library) -> None:
    """Show the filters and ways of drawing that the workspace stores under a name."""
    known = found.workspace.views()
    if known:
        name = st.selectbox(say("views.which"), list(known), key="view_which")
        left, right = st.columns(2)
        left.button(say("views.open"), on_click=open_view, args=(known.get(name or "", ""),), key="view_open", width="stretch")
        right.button(
            say("views.delete"), on_click=found.workspace.delete_view, args=(name,), key="view_delete", width="stretch"
        )
    st.text_input(say("views.name"), key="view_name", max_chars=80)

    def save() -> None:
        new = st.session_state["view_name"].strip()
        st.session_state["view_nameless"] = not new
        if not new:
            return
        found.workspace.save_view(new, urlencode({**screen().to_params(), "report": found.current}))
        st.session_state["view_name"] = ""

    st.button(say("views.save"), on_click=save, key="view_save", width="stretch")
    if st.session_state.pop("view_nameless", False):
        st.caption(say("views.nameless"))


def open_view(saved: str) -> None:
    kept, faults = Screen.from_params(dict(parse_qsl(saved)))
    st.session_state["screen"], st.session_state["link_faults"] = kept, faults
    change(selected="")
