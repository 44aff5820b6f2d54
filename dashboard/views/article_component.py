"""The clickable article: a small two-way component, mounted in the page without an iframe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.views.components import part
from dashboard.words.escape import safe
from geodata.words.catalogue import say

KEY = "article"


def article(
    title: list[dict[str, Any]],
    text: list[dict[str, Any]],
    stamp: str,
    selected: str,
    on_pick: Callable[[str], None],
    on_mark: Callable[[str, int, int], None],
    sought: tuple[str, int, int, float] | None = None,
    channel: str = "",
    keys: Mapping[str, str] | None = None,
) -> Any:
    """Show the runs of an article. `on_pick` gets the id of the incident whose words the user clicks; `on_mark` gets the field,
    start and end of words to add as an incident. `sought`: field, start, end and a number; each number selects its words once.

    `keys` are the markers' keys by incident id: the map learns on `channel` what is under the pointer.
    """
    name = safe(say("article.name"))
    html = (
        f'<div class="article" tabindex="0" role="region" aria-label="{name}"></div>'
        '<button type="button" class="a-add" hidden></button>'
    )
    mount = part("article", html)

    def picked() -> None:
        value = st.session_state[KEY].get("picked") or ""
        if value:
            on_pick(value.partition("#")[0])

    def marked() -> None:
        value = st.session_state[KEY].get("marked")
        if value and value.get("n") != st.session_state.get(f"{KEY}_marked_seen"):
            st.session_state[f"{KEY}_marked_seen"] = value.get("n")
            on_mark(str(value["field"]), int(value["start"]), int(value["end"]))

    data = {
        "title": title,
        "text": text,
        "stamp": stamp,
        "selected": selected,
        "sought": sought and dict(zip(("field", "start", "end", "n"), sought, strict=True)),
        "channel": channel,
        "keys": dict(keys or {}),
        "add": say("add.here"),
    }
    return mount(key=KEY, data=data, on_picked_change=picked, on_marked_change=marked)
