"""The page: its frame and its navigation, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard.phrases import say

st.set_page_config(
    page_title=say("app.name"),
    page_icon=str(Path(__file__).with_name("static") / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)

if not os.environ.get("INCIDENT_ATLAS_SERVER"):
    st.error(say("pages.start"))
    st.stop()

from dashboard.views import data_view, map_view, method_view, review_view  # noqa: E402  (the page's frame is set up first)

pages = [
    st.Page(map_view.show, title=say("pages.map"), url_path="map", default=True),
    st.Page(review_view.show, title=say("pages.review"), url_path="review"),
    st.Page(data_view.show, title=say("pages.data"), url_path="data"),
    st.Page(method_view.show, title=say("pages.method"), url_path="method"),
]
st.navigation(pages, position="top").run()
