"""The clickable article: a small two-way component, mounted in the page without a frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.escape import safe
from dashboard.phrases import say

STATIC = Path(__file__).parents[1] / "static"
KEY = "article"


def article(
    title: list[dict[str, Any]], text: list[dict[str, Any]], stamp: str, selected: str, on_pick: Callable[[str], None]
) -> Any:
    """Show the runs of an article; `on_pick` gets the id of the incident whose words were clicked."""
    name = safe(say("article.name"))
    html = f'<div class="article" tabindex="0" role="region" aria-label="{name}"></div>'
    mount = st.components.v2.component(
        "incident_atlas_article",
        html=html,
        css=(STATIC / "article.css").read_text("utf-8"),
        js=(STATIC / "article.js").read_text("utf-8"),
    )

    def picked() -> None:
        value = st.session_state[KEY].get("picked") or ""
        if value:
            on_pick(value.partition("#")[0])

    return mount(key=KEY, data={"title": title, "text": text, "stamp": stamp, "selected": selected}, on_picked_change=picked)
