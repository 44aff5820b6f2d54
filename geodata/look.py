"""How incidents look: the colours of their groups, the shapes of their types and the sizes of their symbols, from `look.json`.

The map, the timeline, the page for paper and the exported page all take it from here. Shapes are SVG paths in a box from -10 to
10: one for each type of a group. Sizes are pixels.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

LOOK: dict[str, Any] = json.loads((files("geodata") / "look.json").read_text("utf-8"))
COLOURS: dict[str, str] = LOOK["families"]
SHAPES: dict[str, str] = {kind: LOOK["shapes"][shape] for kind, shape in LOOK["types"].items()}  # by the type of incident
EDGE, HOLLOW_EDGE, PALE, PALE_DARK = (float(LOOK["symbol"][name]) for name in ("edge", "hollow_edge", "pale", "pale_dark"))


def tones(dark: bool) -> dict[str, str]:
    """The colours of a theme by what they are for, and those of the marks in a text."""
    return {**LOOK["dark" if dark else "light"], **LOOK["marks"]}


def variables(dark: bool) -> str:
    """The same as variables of CSS: "--atlas-on-accent:#ffffff;..."."""
    return ";".join(f"--atlas-{name.replace('_', '-')}:{value}" for name, value in tones(dark).items())


SAMPLES = (1, 10, 100)  # people, of a legend's sizes


def marker_size(people: int) -> int:
    """Pixels of a marker: its area grows with the casualties."""
    size: dict[str, float] = LOOK["size"]
    return round(min(size["largest"], size["smallest"] + size["growth"] * math.sqrt(people)))
