"""The page's own CSS, with the colours of the theme in use."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

CSS = Path(__file__).parents[1] / "static" / "page.css"
LIGHT = {"muted": "#5b6570", "line": "#dcd7ce", "panel": "#f7f6f3", "accent": "#0b5cad", "on-accent": "#ffffff"}
DARK = {"muted": "#9aa5b1", "line": "#333d46", "panel": "#1a2026", "accent": "#6cb2ff", "on-accent": "#12161a"}


def tones() -> dict[str, str]:
    """The theme's quieter colours by what they are for."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def page_style() -> None:
    variables = ";".join(f"--atlas-{name}:{value}" for name, value in tones().items())
    st.html(f"<style>:root{{{variables}}}{CSS.read_text('utf-8')}</style>")
