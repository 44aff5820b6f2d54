"""The look of incidents, from `look.json`: the colours of their groups, the shapes of their types, the sizes of their symbols.

The map, the timeline, the print page and the exported page all use it. Shapes are SVG paths in a box from -10 to 10, one for
each type in a group. Sizes are in pixels.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

LOOK: dict[str, Any] = json.loads((files("geodata") / "look.json").read_text("utf-8"))
COLOURS: dict[str, str] = LOOK["families"]
SHAPES: dict[str, str] = {kind: LOOK["shapes"][shape] for kind, shape in LOOK["types"].items()}  # by type of incident
EDGE, HOLLOW_EDGE, PALE, PALE_DARK = (float(LOOK["symbol"][name]) for name in ("edge", "hollow_edge", "pale", "pale_dark"))


def tones(dark: bool) -> dict[str, str]:
    """Return the colours of a theme by their use, and those of the marks in a text."""
    return {**LOOK["dark" if dark else "light"], **LOOK["marks"]}


def variables(dark: bool) -> str:
    """Return the same as CSS variables: "--atlas-on-accent:#ffffff;..."."""
    return ";".join(f"--atlas-{name.replace('_', '-')}:{value}" for name, value in tones(dark).items())


SAMPLES = (1, 10, 100)  # people, for the sizes in a legend


def marker_size(people: int) -> int:
    """Return the size of a marker in pixels. Its area grows with the casualties."""
    size: dict[str, float] = LOOK["size"]
    return round(min(size["largest"], size["smallest"] + size["growth"] * math.sqrt(people)))
