"""Our own parts of the page, each a small script without an iframe: the list, the timeline, the charts, the link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from geodata.words.catalogue import say

STATIC = Path(__file__).parents[1] / "static"
TIMELINE = (
    '<div class="timeline" role="group"><div class="t-bar-row"><button type="button" class="t-play"></button>'
    '<select class="t-speed"></select><select class="t-way"></select><button type="button" class="t-clear"></button>'
    '<label class="t-undated"><input type="checkbox"><span></span></label><span class="t-loose"></span>'
    '<span class="t-status" role="status"></span></div>'
    '<button type="button" class="t-earlier"></button><div class="t-listed" role="group"></div>'
    '<div class="t-chart"><div class="t-days"></div>'
    '<svg role="group"></svg></div></div>'
)
CHARTS = '<div class="charts"></div>'
SHEET = '<button type="button"></button>'
LIST = '<div class="list"></div>'
# The scripts to put before each part's own: a script of a Streamlit component cannot import others.
SHARED = {
    "article": ("elements", "hearing"),
    "charts": ("elements", "ticks", "saving"),
    "dropping": (),
    "focus": (),
    "keys": (),
    "link": ("elements",),
    "list": ("elements", "fetching", "hearing", "symbols"),
    "sheet": (),
    "stopping": ("fetching",),
    "timeline": ("elements", "hearing", "symbols", "ticks", "timeline_layout", "timeline_drawing", "timeline_playing"),
}
Heard = Callable[[Mapping[str, Any]], None]
LINK = '<div class="link"><button type="button"></button><span role="status"></span></div>'


@cache
def source(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def part(name: str, html: str) -> Any:
    js = "".join(source(f"{script}.js") for script in (*SHARED[name], name))
    return st.components.v2.component(f"incident_atlas_{name}", html=html, css=source(f"{name}.css"), js=js)


def told(key: str, what: str, act: Heard) -> Callable[[], None]:
    """Return a callback that passes on each value from the script only once, although Streamlit keeps it."""

    def changed() -> None:
        value = st.session_state[key].get(what)
        if isinstance(value, Mapping) and value.get("n") != st.session_state.get(f"{key}_{what}_seen"):
            st.session_state[f"{key}_{what}_seen"] = value.get("n")
            act(value)

    return changed


def timeline(data: Mapping[str, Any], key: str, on_range: Heard, on_undated: Heard, on_act: Heard) -> None:
    """Show the timeline. `on_range` gets {"from", "to"} as ISO dates or "", `on_undated` {"shown"}, `on_act` {"picked"} with an
    incident's id, or {"earlier"} when the user shows or hides the earlier events."""
    heard = {"range": on_range, "undated": on_undated, "act": on_act}
    acts = {f"on_{name}_change": told(key, name, act) for name, act in heard.items()}
    part("timeline", TIMELINE)(key=key, data=dict(data), **acts)


def incidents(data: Mapping[str, Any], key: str, on_pick: Heard) -> None:
    """Show the list next to the map. `on_pick` gets {"id"}, which is "" for none."""
    part("list", LIST)(key=key, data=dict(data), on_picked_change=told(key, "picked", on_pick))


def sheet(words: Mapping[str, str], selected: str, of: str = "sheet") -> None:
    """Show the handle that pulls up the panel, or the card if `of` is "card_sheet". It is visible only on phones."""
    part("sheet", SHEET)(key=of, data={"words": dict(words), "selected": selected, "of": of})


def charts(data: Mapping[str, Any], key: str, on_pick: Heard) -> None:
    """Show the charts. `on_pick` gets {"chart", "key"} of a bar."""
    part("charts", CHARTS)(key=key, data=dict(data), on_picked_change=told(key, "picked", on_pick))


def keys() -> None:
    """Commit a typed date on Enter, Escape or a click elsewhere, and block keyboard shortcuts behind a dialog."""
    part("keys", "<i></i>")(key="keys")


def dropping() -> None:
    """Pass files that are dropped anywhere on the page to "Add article"."""
    part("dropping", "<i></i>")(key="dropping", data={"way": say("read.from_files")})


def focus(of: str) -> None:
    """Focus the first field of a container, given by its key, once when it opens."""
    part("focus", "<i></i>")(key=f"focus_{of}", data={"of": of})


def link(params: Mapping[str, str], words: Mapping[str, str], key: str) -> None:
    """Keep the page's URL up to date, and show a button that copies it."""
    part("link", LINK)(key=key, data={"params": dict(params), "words": dict(words)})


def stop_button(work: str, key: str) -> None:
    """Show a button that stops work by the name from `stopping.stoppable`."""
    words = {name: say(f"stop.{name}") for name in ("stop", "stopping", "failed")}
    part("stopping", '<button type="button"></button>')(key=f"stop_{work}", data={"work": work, "key": key, "words": words})
