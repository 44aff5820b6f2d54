"""The briefing that comes with the project: read by the pipeline like any other text."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from geodata.records import Report

TITLE = "Missile hits crowded shopping centre in Kremenchuk as Russia presses its offensive in the east"
NOTE = "A briefing written for this project from published reports."


def example_report() -> Report:
    text = (files("geodata") / "data" / "example" / "kremenchuk.txt").read_text("utf-8")
    return Report(text=text, title=TITLE, published=date(2022, 6, 27), source="Incident Atlas example", note=NOTE)
