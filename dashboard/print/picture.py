"""The map as a standalone picture to share: with a title, the filter, a legend, and the source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from dashboard.map.map_svg import Sheet
from dashboard.parts.theme import LIGHT, in_order, symbol
from dashboard.words.escape import safe
from geodata.look import SAMPLES, marker_size
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import label, say

EDGE = 16  # pixels around the map
TITLE, LINE = 20, 13  # font sizes in pixels
LETTER = 0.52  # average width of a letter, as a share of the font size
MOST_TITLE_LINES = 2
ROW = 24  # pixels between rows of the legend


def picture(drawing: str, sheet: Sheet, title: str, lines: Sequence[str], kinds: Mapping[IncidentType, int]) -> str:
    """Return an SVG drawing in a frame. `drawing` is the map, in the size of its sheet. `lines` go below the title. `kinds` are
    the numbers of incidents of each type."""
    wide = sheet.wide + 2 * EDGE
    y = float(EDGE)
    parts = []
    for size, weight, words in set_in_lines(title, lines, sheet.wide):
        y += 1.35 * size
        look = f'font-size="{size}" font-weight="{weight}" fill="{LIGHT.text}"'
        parts.append(f'<text x="{EDGE}" y="{y - 0.3 * size:.1f}" {look}>{safe(words)}</text>')
    y += 8
    parts.append(f'<svg x="{EDGE}" y="{y:.1f}" {drawing.removeprefix("<svg ")}')
    y += sheet.high + 10
    rows, depth = legend(kinds, sheet.wide, y)
    parts += rows
    high = round(y + depth + EDGE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'aria-label="{safe(title)}" font-family="Source Sans, Source Sans Pro, Helvetica, Arial, sans-serif">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def set_in_lines(title: str, lines: Sequence[str], wide: int) -> Iterator[tuple[int, int, str]]:
    """Yield the font size, font weight and words of each line."""
    for words in textwrap.wrap(title, int(wide / (LETTER * TITLE)), max_lines=MOST_TITLE_LINES, placeholder=" …"):
        yield TITLE, 700, words
    for line in lines:
        for words in textwrap.wrap(line, int(wide / (LETTER * LINE))):
            yield LINE, 400, words


def legend(kinds: Mapping[IncidentType, int], wide: int, y: float) -> tuple[list[str], float]:
    """Return the legend of symbols and sizes in rows that start at `y`, and its height."""
    keys = [(symbol(kind, 15, rim="none"), 21, f"{label(kind)} {kinds[kind]:,}") for kind in in_order(kinds)]
    if keys:
        keys += [(dot(0.6 * marker_size(n)), round(0.6 * marker_size(n)) + 6, say("on_map.people", n=n)) for n in SAMPLES]
        keys += [("", 0, words) for words in say("on_map.legend_note").split(" · ")]
    parts: list[str] = []
    x, depth = 0.0, 0.0
    for drawing, before, words in keys:
        needs = before + LETTER * LINE * len(words) + 20
        if x and x + needs > wide:
            x, depth = 0.0, depth + ROW
        if drawing:
            parts.append(f'<svg x="{EDGE + x:.1f}" y="{y + depth:.1f}" {drawing.removeprefix("<svg ")}')
        parts.append(
            f'<text x="{EDGE + x + before:.1f}" y="{y + depth + 12:.1f}" font-size="{LINE}" '
            f'fill="{LIGHT.text}">{safe(words)}</text>'
        )
        x += needs
    return parts, depth + (ROW if parts else 0)


def dot(size: float) -> str:
    """Return a dot of a marker's size, in a box that is as high as the symbols."""
    half = size / 2
    circle = f'<circle cx="{half:.1f}" cy="7.5" r="{half:.1f}" fill="{LIGHT.label}"/>'
    return f'<svg width="{size:.1f}" height="15" overflow="visible">{circle}</svg>'
