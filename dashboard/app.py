"""The page: its frame and its navigation, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from geodata.words.catalogue import say

st.set_page_config(
    page_title=say("app.name"),
    page_icon=str(Path(__file__).with_name("static") / "icon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)

if not os.environ.get("INCIDENT_ATLAS_SERVER"):
    st.error(say("pages.start"))
    st.stop()

from dashboard.views import data_view, frame, map_view, method_view, review_view  # noqa: E402  (the page's frame is first)

shown = {"map": map_view.show, "review": review_view.show, "data": data_view.show, "method": method_view.show}
pages = {
    name: st.Page(show, title=say(f"pages.title_{name}"), url_path=name, default=name == "map") for name, show in shown.items()
}
frame.use(pages)
st.navigation(list(pages.values()), position="hidden").run()
