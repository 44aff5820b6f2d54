"""The page's own CSS, with the colours of the theme in use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).parents[1] / "static"
LIGHT = {
    "page": "#ffffff",
    "muted": "#5b6570",
    "line": "#dcd7ce",
    "panel": "#f7f6f3",
    "accent": "#0b5cad",
    "on-accent": "#ffffff",
}
DARK = {
    "page": "#12161a",
    "muted": "#9aa5b1",
    "line": "#333d46",
    "panel": "#1a2026",
    "accent": "#6cb2ff",
    "on-accent": "#12161a",
}


def tones() -> dict[str, str]:
    """The theme's quieter colours by what they are for."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def page_style(*, map_page: bool = False, panel_shut: bool = False) -> None:
    variables = ";".join(f"--atlas-{name}:{value}" for name, value in tones().items())
    sheets = [sheet("page"), *([sheet("map_page")] if map_page else [])]
    panel = ":root{--panel:48px}" if panel_shut else ""
    st.html(f"<style>:root{{{variables}}}{''.join(sheets)}{panel}</style>")


@cache
def sheet(name: str) -> str:
    return (STATIC / f"{name}.css").read_text("utf-8")
