"""All colours are defined in one file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import dashboard
from geodata.look import tones

FOLDER = Path(dashboard.__file__).parent
SHEETS = sorted([*(FOLDER / "static").glob("*.css"), *(FOLDER.parent / "geodata" / "exporting" / "page_files").glob("*.css")])
TOAST = {"#1c2126", "#8ec5ff"}  # the message after an action is dark in both themes


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_has_colours_that_the_program_decides(sheet: Path) -> None:
    known = {colour.lower() for dark in (False, True) for colour in tones(dark).values()}
    found = set(re.findall(r"#[0-9a-f]{6}\b", sheet.read_text("utf-8").lower()))
    assert found - TOAST <= set() if sheet.name == "page.css" else not found & known


@pytest.mark.parametrize(("theme", "dark"), [("light", False), ("dark", True)])
def test_the_theme_of_streamlit_has_the_same_colours(theme: str, dark: bool) -> None:
    settings = tomllib.loads((FOLDER / "config.toml").read_text("utf-8"))["theme"][theme]
    names = {
        "primaryColor": "accent", "backgroundColor": "page", "secondaryBackgroundColor": "panel", "textColor": "text",
        "linkColor": "accent", "borderColor": "line",
    }  # fmt: skip
    assert {key: settings[key] for key in names} == {key: tones(dark)[name] for key, name in names.items()}
