"""The page: only its frame and its navigation."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st

from geodata.errors import GeodataError
from geodata.words.catalogue import say

st.set_page_config(
    page_icon=str(Path(__file__).with_name("static") / "icon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)

if not os.environ.get("INCIDENT_ATLAS_SERVER"):
    st.error(say("pages.start"))
    st.stop()

from dashboard.views import frame, session  # noqa: E402  (the page must be configured first)

NAMES = ("map", "review", "data", "method")


def view(name: str) -> Callable[[], None]:
    """Return a page that imports its module when first opened: the table readers take a second, and the map comes first."""
    return lambda: import_module(f"dashboard.views.{name}_view").show()


pages = {name: st.Page(view(name), title=say(f"pages.title_{name}"), url_path=name, default=name == "map") for name in NAMES}
shown = st.navigation(list(pages.values()), position="hidden")
frame.use(pages, shown)
try:
    shown.run()
except GeodataError as error:
    st.error(session.sentence(error))
