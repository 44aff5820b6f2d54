"""Colours and marker shapes. Colour shows the family, shape the type. Both sets are safe for colour-blind readers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.words.escape import safe
from geodata.look import EDGE, HOLLOW_EDGE, LOOK, PALE, PALE_DARK, SHAPES
from geodata.vocabulary import Family, IncidentType
from geodata.words.catalogue import label, say


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
    on_accent: str
    page: str
    surface: str
    panel: str
    text: str
    muted: str
    line: str
    shades: tuple[str, ...]  # from few to many


# One hue from light to dark, which also works for colour-blind readers and in greyscale. On a dark map, lighter means more.
SHADES = tuple(LOOK["shades"])
LIGHT, DARK = MapColours(**LOOK["light"], shades=SHADES), MapColours(**LOOK["dark"], shades=SHADES[::-1])


def colours(dark: bool) -> MapColours:
    return DARK if dark else LIGHT


def colour_of(kind: IncidentType) -> str:
    return kind.family.colour


def type_looks(dark: bool) -> dict[str, dict[str, Any]]:
    """Return the colour and shape of every type for the scripts, with the edge of hollow symbols and the opacity of pale ones,
    which is higher on a dark background."""
    drawn = {"hollow": HOLLOW_EDGE, "pale": PALE_DARK if dark else PALE}
    return {kind.value: {"colour": colour_of(kind), "shape": SHAPES[kind], **drawn} for kind in IncidentType}


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
    """Return an inline SVG symbol of `size` pixels: hollow if no casualties are reported, with a ring if selected."""
    colour = colour_of(kind)
    fill, edge, width = (rim, colour, HOLLOW_EDGE) if hollow else (colour, rim, EDGE)
    drawn = f'fill="{fill}" stroke="{edge}" stroke-width="{width:g}" stroke-linejoin="round"'
    ring = f'<circle r="14" fill="none" stroke="{colour}" stroke-width="2.4"/>' if selected else ""
    label = f'role="img" aria-label="{safe(name)}"' if name else 'aria-hidden="true"'
    opacity = f"{PALE}" if pale else "1"
    box = 32 if selected else 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{-box / 2} {-box / 2} {box} {box}" '
        f'{label}><g opacity="{opacity}"><path d="{SHAPES[kind]}" {drawn}/></g>{ring}</svg>'
    )


def in_order(kinds: Iterable[IncidentType]) -> list[IncidentType]:
    """Sort types in legend order: by family, then by name."""
    order = list(Family)
    return sorted(kinds, key=lambda kind: (order.index(kind.family), label(kind)))


def legend_html(kinds: Mapping[IncidentType, int]) -> str:
    """Return the legend with the number of incidents of each type, or "" without types."""
    rows = "".join(f"<span>{symbol_image(kind, 15)} {safe(label(kind))} {kinds[kind]:,}</span>" for kind in in_order(kinds))
    notes = safe(say("map.legend_notes"))
    name = safe(say("map.legend"))
    return (
        f'<div class="atlas-legend" role="note" aria-label="{name}">{rows}<span class="atlas-aside">{notes}</span></div>'
        if rows
        else ""
    )


def symbol_image(kind: IncidentType, size: int, *, hollow: bool = False) -> str:
    """Return the symbol as an image, since `st.html` strips inline SVG. It has no rim, so that it suits any background."""
    drawing = b64encode(symbol(kind, size, hollow=hollow, rim="none").encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{drawing}" width="{size}" height="{size}" alt="">'
