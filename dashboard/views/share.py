"""Sharing what is seen: the link, a page for paper, a picture of the map."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.library import Library
from dashboard.phrases import say, section
from dashboard.views import components, desk
from dashboard.views.settings import rounding
from geodata.workspace.masks import Chosen


def share(found: Library, chosen: Chosen) -> None:
    now = desk.screen()
    components.link(now.to_params(), section("link"), "link_state")
    query = urlencode({**now.to_params(), "report": found.current, **({"rounding": f"{rounding():g}"} if rounding() else {})})
    st.link_button(say("share.print"), f"/print?{query}", width="stretch", icon=":material/print:", disabled=not chosen.count)
    if rounding():
        st.caption(say("share.rounded", degrees=f"{rounding():g}"))
