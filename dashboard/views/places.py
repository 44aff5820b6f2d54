"""Places that could not be found: pick one of the name's like, or set a point. The choice is kept with the report."""

from __future__ import annotations

import streamlit as st
from rapidfuzz import fuzz

from dashboard.library import Library
from dashboard.phrases import say
from dashboard.views.session import WHO
from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.names import fold
from geodata.records import Place, Reading
from geodata.workspace.store import chosen_point

MOST = 8
SET_BY_HAND_KM = 1.0


@st.cache_resource
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def words_of(place: Place) -> str:
    if place.id.startswith("point:"):
        return say("pick.clicked_at", latitude=f"{place.latitude:.4f}", longitude=f"{place.longitude:.4f}")
    people = f", {say('pick.people', n=place.population)}" if place.population else ""
    return f"{place.name} ({place.country or place.feature.lower()}{people}; {place.latitude:.2f}, {place.longitude:.2f})"


def candidates(words: str) -> list[Place]:
    """Places of a name, else those spelt nearly like it; each once."""
    named = gazetteer().find(words) or gazetteer().find_like(words)
    key = fold(words)
    found = sorted(named, key=lambda c: -fuzz.ratio(key, fold(c.place.name)))  # its present name before somebody's old one
    return list({c.place.id: c.place for c in found}.values())[:20]


def pick_place(key: str, words: str, clicked: tuple[float, float] | None = None) -> Place | None:
    """Take the point clicked on a map, search the gazetteer, or write a point: what is picked, or None until something is."""
    query = st.text_input(say("pick.search"), value=words, key=f"{key}_query")
    found = candidates(query) if query.strip() else []
    here = [Place.at(words or say("pick.clicked"), *clicked, radius_km=SET_BY_HAND_KM)] if clicked else []
    options: list[Place | str] = [*here, *found, "a point"]
    chosen = st.selectbox(
        say("pick.place"),
        options,
        format_func=lambda o: words_of(o) if isinstance(o, Place) else say("pick.by_hand"),
        key=f"{key}_place_{clicked}",
    )
    if isinstance(chosen, Place):
        return chosen
    left, right = st.columns(2)
    lat = left.number_input(say("pick.latitude"), -90.0, 90.0, value=None, format="%.5f", key=f"{key}_lat")
    lon = right.number_input(say("pick.longitude"), -180.0, 180.0, value=None, format="%.5f", key=f"{key}_lon")
    if lat is None or lon is None:
        return None
    return Place.at(query or words, lat, lon, SET_BY_HAND_KM)


def unfound_places(found: Library, reading: Reading) -> None:
    """The names of a report that no place is known for."""
    names = sorted({t.name for t in reading.unresolved})
    st.caption(say("pick.unfound", n=len(names)))
    for name in names[:MOST]:
        with st.popover(name, width="stretch"):
            place = pick_place(f"unfound_{reading.report.id}_{name}", name)
            if st.button(say("pick.use"), key=f"use_{reading.report.id}_{name}", disabled=place is None) and place is not None:
                who = found.workspace.setting(WHO) or say("who.nobody")
                found.workspace.choose_place(reading.report.id, name, chosen_point(name, place), who)
                st.rerun()
    if len(names) > MOST:
        st.caption(say("pick.unfound_more", n=len(names) - MOST, names=", ".join(names[MOST : MOST + 20])))
