"""The page's own CSS, with the colours of the current theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from geodata.look import variables

STATIC = Path(__file__).parents[1] / "static"


def is_dark() -> bool:
    return bool(st.context.theme.type == "dark")


def page_style(*, map_page: bool = False, panel_shut: bool = False, timeline: bool = True) -> None:
    """Add the CSS. With a `timeline`, the map leaves space for it from the start, so that it is drawn only once."""
    sheets = [sheet("page"), *([sheet("map_page")] if map_page else [])]
    rooms = (":root{--panel:48px}" if panel_shut else "") + ("" if timeline else ":root{--strip:0px}")
    st.html(f"<style>:root{{{variables(is_dark())}}}{''.join(sheets)}{rooms}</style>")


@cache
def sheet(name: str) -> str:
    return (STATIC / f"{name}.css").read_text("utf-8")
