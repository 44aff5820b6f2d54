"""The search for a place: results while typing, with province and country, or a point set by hand or dragged on the map."""

from __future__ import annotations

import streamlit as st

from dashboard.views import desk
from dashboard.words.escape import plain
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.search import POINT_KM, SHORTEST, full_names, homes_for, matches, search_places
from geodata.records import Place
from geodata.words.catalogue import say

MOST_HOMES = 5
Spot = tuple[float, float, float]  # latitude, longitude, and the radius in km that a pin covers on the map


@st.cache_resource
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def found_for(words: str) -> tuple[list[Place], list[str]]:
    """Return places for words, with those in the country of the current report first, and their full names. A full name adds
    why its place was found if that is not obvious."""
    return found_near(words, str(st.session_state.get(desk.COUNTRY, "")))


@st.cache_data(max_entries=200, show_spinner=False)
def found_near(words: str, country: str) -> tuple[list[Place], list[str]]:
    places = search_places(words, gazetteer(), country)
    name = words.partition(",")[0].strip()
    reasons = {"name": "", "other name": say("pick.also", name=name), "similar": say("pick.similar")}
    found = zip(full_names(places), matches(words, places, gazetteer()), strict=True)
    return places, [" · ".join(filter(None, (label, reasons[match]))) for label, match in found]


@st.cache_data(max_entries=200, show_spinner=False)
def homes_of(words: str) -> dict[str, str]:
    """Return places for the home of an outlet, with the words to write for each."""
    return dict(list(homes_for(words, gazetteer()).items())[:MOST_HOMES])


def home_field(key: str, value: str = "") -> str:
    """Ask where an outlet is based, with suggestions while typing. Return words that the reader resolves to the place."""
    words = st.text_input(
        say("read.home"), value=value, key=key, live=True, placeholder=say("read.home_hint"), help=say("read.home_help")
    ).strip()
    if len(words) < SHORTEST:
        return words
    homes = homes_of(words)
    if not homes:
        st.caption(plain(say("read.home_unknown", words=words[:80])))
        return words
    chosen = st.radio(
        say("read.home"), list(homes), index=0, format_func=plain, key=f"{key}_{words}", label_visibility="collapsed"
    )
    return homes[str(chosen)]


def first_choice(query: str, words: str, point: Spot | None, numbered: bool) -> int | None:
    """Return the default choice: None without options, or if the user corrects a place but has not searched yet."""
    if numbered and not point and query == words.strip():
        return None
    return 0 if options_of(query, words, point) else None


def picked(key: str, words: str, point: Spot | None, numbered: bool = False) -> Place | None:
    """Return the current choice in the widgets of `pick_place`: a click may arrive before the page is redrawn."""
    query = str(st.session_state.get(f"{key}_query", words)).strip()
    options = options_of(query, words, point)
    chosen: int | None = st.session_state.get(f"{key}_place_{query}_{point}", first_choice(query, words, point, numbered))
    if chosen is not None and chosen < len(options):
        return options[int(chosen)]
    latitude, longitude = (st.session_state.get(f"{key}_{name}") for name in ("lat", "lon"))
    if chosen is None or latitude is None or longitude is None:
        return None
    return Place.at(query or words, latitude, longitude, POINT_KM)


def options_of(query: str, words: str, point: Spot | None) -> list[Place]:
    """Return the point, named like the incident's place rather than the search, then the places found."""
    return [*([Place.at(words or say("pick.clicked"), *point)] if point else []), *found_for(query)[0]]


def choose(key: str, candidate: int, point: Spot | None) -> None:
    """Choose one of the found places from outside the list."""
    query = st.session_state.get(f"{key}_query", "").strip()
    st.session_state[f"{key}_place_{query}_{point}"] = candidate + (1 if point else 0)


def pick_place(key: str, words: str, point: Spot | None = None, numbered: bool = False) -> Place | None:
    """Let the user search for a place, take the `point` from the map, or type coordinates. Return None until one is chosen.
    `numbered`: show the numbers that the places have on the map."""
    query = st.text_input(
        say("pick.search"), value=words, key=f"{key}_query", live=True, icon=":material/search:", placeholder=say("pick.hint")
    ).strip()
    places, names = found_for(query)
    if numbered:
        names = [f"{n}. {name}" for n, name in enumerate(names, 1)]
    options = options_of(query, words, point)
    labels = [*([say("pick.clicked_at", latitude=f"{point[0]:.4f}", longitude=f"{point[1]:.4f}")] if point else []), *names]
    by_hand = len(options)
    chosen: int | None = st.radio(
        say("pick.place"),
        [*range(len(options)), by_hand],
        index=first_choice(query, words, point, numbered),
        format_func=lambda n: say("pick.by_hand") if n == by_hand else plain(labels[n]),
        key=f"{key}_place_{query}_{point}",
        label_visibility="collapsed",
    )
    if not places and len(query) >= SHORTEST:
        st.caption(say("pick.none", words=plain(query)))
    if chosen == by_hand:
        left, right = st.columns(2)
        left.number_input(say("pick.latitude"), -90.0, 90.0, value=None, format="%.5f", key=f"{key}_lat")
        right.number_input(say("pick.longitude"), -180.0, 180.0, value=None, format="%.5f", key=f"{key}_lon")
    return picked(key, words, point, numbered)
