"""The briefing that comes with the project. The pipeline reads it like any text; its incidents are also marked by hand."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

from geodata.records import Report

TITLE = "Missile hits crowded shopping centre in Kremenchuk as Russia presses its offensive in the east"
FOLDER = files("geodata") / "data" / "example"
NOTE = (
    "A briefing written for this project from published reports. Its words were marked by hand; the values are read from them."
)


def example_report() -> Report:
    text = (FOLDER / "kremenchuk.txt").read_text("utf-8")
    return Report(text=text, title=TITLE, published=date(2022, 6, 27), source="Incident Atlas example", note=NOTE)


def example_marks() -> list[dict[str, Any]]:
    """Return its ten incidents with the words that report each, marked like the articles that the reader was trained on."""
    incidents: list[dict[str, Any]] = json.loads((FOLDER / "marks.json").read_text("utf-8"))["incidents"]
    return incidents
