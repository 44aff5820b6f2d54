"""Colours and marker shapes. Colour tells the family, shape the type; both sets are safe for colour-blind eyes."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.words.escape import safe
from geodata.exporting.symbols import SHAPES, TYPE_SHAPES
from geodata.vocabulary import Family, IncidentType
from geodata.words.catalogue import label, say

FAMILY_COLOURS = {family: family.colour for family in Family}
SMALLEST, LARGEST = 18, 38  # pixels of a symbol


@dataclass(frozen=True, slots=True)
class MapColours:
    land: str
    water: str
    border: str
    province: str
    label: str
    halo: str
    rim: str
    accent: str
    shades: tuple[str, ...]  # from few to many


# One hue from light to dark: read alike by every eye and on grey paper. On a dark map the many are the light ones.
SHADES = ("#fee6ce", "#fdae6b", "#f16913", "#a63603", "#5c1a00")
LIGHT = MapColours("#f4f1ea", "#d3e0e8", "#b5ada0", "#d4cdc1", "#5b5348", "#f8f6f1", "#ffffff", "#0b5cad", SHADES)
DARK = MapColours("#222930", "#161b20", "#4a545e", "#323b44", "#9aa5b1", "#161b20", "#12161a", "#6cb2ff", SHADES[::-1])


def colours(dark: bool) -> MapColours:
    return DARK if dark else LIGHT


def colour_of(kind: IncidentType) -> str:
    return FAMILY_COLOURS[kind.family]


def type_looks() -> dict[str, dict[str, str]]:
    """Colour and outline of every type, for the scripts."""
    return {kind.value: {"colour": colour_of(kind), "shape": SHAPES[TYPE_SHAPES[kind]]} for kind in IncidentType}


def symbol(
    kind: IncidentType,
    size: int,
    *,
    hollow: bool = False,
    pale: bool = False,
    selected: bool = False,
    rim: str = "#ffffff",
    name: str = "",
) -> str:
    """An inline SVG symbol of `size` pixels; hollow where no casualties are reported, with a ring where selected."""
    colour = colour_of(kind)
    fill = (
        f'fill="{rim}" stroke="{colour}" stroke-width="3.2"' if hollow else f'fill="{colour}" stroke="{rim}" stroke-width="2"'
    )
    ring = f'<circle r="14" fill="none" stroke="{colour}" stroke-width="2.4"/>' if selected else ""
    label = f'role="img" aria-label="{safe(name)}"' if name else 'aria-hidden="true"'
    opacity = "0.55" if pale else "1"
    box = 32 if selected else 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{-box / 2} {-box / 2} {box} {box}" '
        f'{label}><g opacity="{opacity}"><path d="{SHAPES[TYPE_SHAPES[kind]]}" {fill} stroke-linejoin="round"/></g>{ring}</svg>'
    )


def legend_html(kinds: Iterable[IncidentType]) -> str:
    """The key to the symbols, for the strip below the map; "" for none."""
    order = list(Family)
    rows = "".join(
        f"<span>{symbol_image(kind, 15)} {safe(label(kind))}</span>"
        for kind in sorted(kinds, key=lambda kind: (order.index(kind.family), label(kind)))
    )
    notes = safe(say("map.legend_notes"))
    name = safe(say("map.legend"))
    return (
        f'<div class="atlas-legend" role="note" aria-label="{name}">{rows}<span class="atlas-aside">{notes}</span></div>'
        if rows
        else ""
    )


def marker_size(people: int) -> int:
    """Pixels of a marker: its area grows with the casualties."""
    return round(min(LARGEST, SMALLEST + 1.6 * math.sqrt(people)))


def symbol_image(kind: IncidentType, size: int, *, hollow: bool = False) -> str:
    """The symbol as an image for `st.html`, which takes inline SVG away."""
    drawing = b64encode(symbol(kind, size, hollow=hollow).encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{drawing}" width="{size}" height="{size}" alt="">'
