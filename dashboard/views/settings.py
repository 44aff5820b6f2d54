"""How this workspace is shown and shared: warnings, dates, positions. The settings are stored in the workspace."""

from __future__ import annotations

import streamlit as st

from dashboard.serving import online
from dashboard.views.session import WHO, library
from dashboard.words.wording import DateStyle, use_style
from geodata.words.catalogue import say

CAREFUL, DATES, ROUNDING = "careful", "dates", "rounding"
ROUNDINGS = ("0", "0.01", "0.1", "0.5")  # degrees


def setting(name: str, default: str) -> str:
    """Return a setting of the workspace, cached for the session."""
    known: dict[str, str] = st.session_state.setdefault("settings", {})
    if name not in known:
        known[name] = library().workspace.setting(name, default)
    return known[name]


def keep(name: str, value: str) -> None:
    library().workspace.set_setting(name, value)
    st.session_state.setdefault("settings", {})[name] = value


def careful() -> bool:
    """Whether quotes and articles are hidden until the user asks for them, because they may describe violence."""
    return setting(CAREFUL, "no") == "yes"


def rounding() -> float:
    """Return the degrees to which shared positions are rounded; 0 means no rounding."""
    value = setting(ROUNDING, "0")
    return float(value) if value in ROUNDINGS else 0.0


def apply_style() -> None:
    """Apply the workspace's date style."""
    use_style(DateStyle.of(setting(DATES, "")))


def show_settings() -> None:
    """Show the settings."""
    workspace = library().workspace
    st.text_input(
        say("who.name"), value=workspace.setting(WHO), key="who_input", help=say("who.name_help"), max_chars=80,
        on_change=lambda: workspace.set_setting(WHO, st.session_state["who_input"].strip()),
    )  # fmt: skip
    st.toggle(
        say("settings.careful"), value=careful(), key="set_careful", help=say("settings.careful_help"),
        on_change=lambda: keep(CAREFUL, "yes" if st.session_state["set_careful"] else "no"),
    )  # fmt: skip
    st.toggle(
        say("settings.online"), value=online.is_on(), key="set_online", help=say("settings.online_help"),
        on_change=lambda: online.turn(st.session_state["set_online"]),
    )  # fmt: skip
    st.selectbox(
        say("settings.dates"), list(DateStyle), index=list(DateStyle).index(DateStyle.of(setting(DATES, ""))),
        format_func=lambda style: say(f"dates.{style}"), key="set_dates",
        on_change=lambda: keep(DATES, st.session_state["set_dates"].value),
    )  # fmt: skip
    st.selectbox(
        say("settings.rounding"), ROUNDINGS, index=ROUNDINGS.index(setting(ROUNDING, "0")), key="set_rounding",
        format_func=lambda value: say(f"rounding.{value.replace('.', '_')}"), help=say("settings.rounding_help"),
        on_change=lambda: keep(ROUNDING, st.session_state["set_rounding"]),
    )  # fmt: skip
