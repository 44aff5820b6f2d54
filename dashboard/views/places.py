"""Places that were not found: pick one with a similar name, or set a point. The choice is stored with the report."""

from __future__ import annotations

import streamlit as st

from dashboard.state.library import Library
from dashboard.views.placing import pick_place
from dashboard.views.session import WHO
from dashboard.words.escape import plain
from geodata.records import Reading
from geodata.summary.checks import unfound_names
from geodata.words.catalogue import say
from geodata.workspace.store import chosen_point

MOST = 8


def unfound_places(found: Library, reading: Reading) -> None:
    """Show the place names of a report that the gazetteer does not know."""
    names = unfound_names(reading)
    st.caption(say("pick.unfound", n=len(names)))
    for name in names[:MOST]:
        with st.popover(plain(name), width="stretch"):
            place = pick_place(f"unfound_{reading.report.id}_{name}", name)
            if st.button(say("pick.use"), key=f"use_{reading.report.id}_{name}", disabled=place is None) and place is not None:
                who = found.workspace.setting(WHO) or say("who.nobody")
                found.workspace.choose_place(reading.report.id, name, chosen_point(name, place), who)
                st.rerun()
    if len(names) > MOST:
        st.caption(say("pick.unfound_more", n=len(names) - MOST, names=plain(", ".join(names[MOST : MOST + 20]))))
