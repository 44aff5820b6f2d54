"""The page for printing: map, legend, filter, figures, table and attribution in one self-contained HTML document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from dashboard.map.map_svg import drawn, map_svg, sheet_for
from dashboard.parts.incident_table import table, table_rows
from dashboard.parts.theme import SHADES, legend_html
from dashboard.print.picture import picture
from dashboard.state.atlas import Atlas, rounded_atlas
from dashboard.state.library import Library
from dashboard.state.link import Draw, Screen
from dashboard.words.file_names import file_name
from dashboard.words.filter_words import described_in
from geodata.columns.masks import Chosen
from geodata.exporting.selection import ATTRIBUTIONS
from geodata.look import variables
from geodata.query import IncidentQuery
from geodata.summary.figures import counted
from geodata.summary.places import Box, extent
from geodata.totals import headline, not_added
from geodata.visible import visible
from geodata.vocabulary import IncidentType, Role
from geodata.words.catalogue import language, say

TEMPLATES = Path(__file__).with_name("templates")
WIDE, HIGH = 1040, 560  # size of the map in pixels
MOST_LINES = 300
MOST_NOT_ADDED = 5
WORLD = Box(-130.0, -50.0, 160.0, 70.0)
ROUNDINGS = (0.01, 0.1, 0.5)


def paper(exact: Atlas, params: Mapping[str, str], today: date | None = None) -> str:
    """Return the page for a link. It ignores invalid parts of the link, and says so."""
    screen, faults = Screen.from_params(params)
    degrees = next((d for d in ROUNDINGS if params.get("rounding") == f"{d:g}"), 0.0)
    atlas = rounded_atlas(degrees) if degrees else exact
    found = Library(atlas)
    found.look_at(screen.report)
    query = found.scoped(screen.query)
    chosen = atlas.chosen(query)
    title = found.source_name(found.current) if found.report else say("map.all_reports")
    box = box_of(atlas, query)
    sheet = sheet_for(box, WIDE, HIGH)
    shown = drawn(atlas, query, sheet, screen.draw.value, screen.weigh, screen.level)
    lines, left = table_of(found, chosen)
    kinds = {IncidentType(name): n for name, n in chosen.snapshot.types.counts(chosen.mask).items()}
    by_markers = screen.draw is Draw.MARKERS
    drawing = map_svg(shown, sheet, title)
    headed, filtered = headline(counted(chosen, atlas.places())), described_in(found, screen.query) or say("paper.no_filter")
    captions = [headed, say("paper.picture_filter", filter=filtered), *sources_of(found), say("paper.picture_made")]
    return page().render(
        say=say,
        language=language(),
        title=title,
        headline=headed,
        not_added=not_added_lines(found, chosen),
        filter=filtered,
        notes=[say("link.ignored", faults="; ".join(faults))] * bool(faults)
        + [say("share.rounded", degrees=f"{degrees:g}")] * bool(degrees),
        map=Markup(drawing),  # noqa: S704  (`safe` escaped all text in it)
        picture=Markup(picture(drawing, sheet, title, captions, kinds if by_markers else {})),  # noqa: S704  (the same)
        picture_name=file_name(found, query, "svg").removesuffix(".svg"),
        legend=Markup(legend_html(kinds)) if by_markers else "",  # noqa: S704  (the same)
        what=say(f"on_map.by_{screen.weigh}"),
        classes=classes_of(shown),
        columns=list(lines.columns),
        lines=lines.itertuples(index=False),
        left=left,
        attributions=". ".join(ATTRIBUTIONS),
        day=(today or date.today()).isoformat(),
        tones=Markup(variables(dark=False)),  # noqa: S704  (our own colours)
    )


def sources_of(found: Library) -> list[str]:
    """Return a line with the outlet and URL of the report, or no line if neither is known."""
    report = found.report
    said = " · ".join(part for part in (report.source, report.url) if part) if report else ""
    return [say("paper.picture_source", source=said)] if said else []


@cache
def page() -> Template:
    # Markup is ours and stays as it is
    shown = lambda value: visible(value) if type(value) is str else value  # noqa: E731
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, finalize=shown).get_template("paper.html")


def box_of(atlas: Atlas, query: IncidentQuery) -> Box:
    """Return the box around the incidents of a filter, with a margin."""
    box = extent(atlas.gathered(query)) or WORLD
    margin = max(1.0, 0.08 * max(box.north - box.south, box.east - box.west))
    return Box(box.west - margin, max(-84.0, box.south - margin), box.east + margin, min(84.0, box.north + margin))


def not_added_lines(found: Library, chosen: Chosen) -> list[str]:
    rows = np.flatnonzero(chosen.mask & chosen.snapshot.roles.among([Role.AGGREGATE])).tolist()
    totals = found.workspace.kept([chosen.snapshot.ids[row] for row in rows[:MOST_NOT_ADDED]])
    return [say("map.not_added", what=not_added(k.incident)) for k in totals]


def classes_of(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (tone, meaning) pairs for shaded areas or density."""
    bounds = shown.get("bounds")
    if bounds is None:
        words = [say("paper.few"), *("" for _ in SHADES[2:]), say("paper.many")]
        return list(zip(SHADES, words, strict=True))
    lows = [1, *(bound + 1 for bound in bounds)]
    return [(tone, f"{low:,} – {high:,}") for tone, low, high in zip(SHADES, lows, bounds, strict=False)]


def table_of(found: Library, chosen: Chosen) -> tuple[pd.DataFrame, int]:
    """Return the first rows of the table, and how many more there are."""
    frame = table(chosen.snapshot, table_rows(chosen, latest=not found.is_report)[:MOST_LINES])
    sure = frame.columns[-1]
    return frame.assign(**{sure: [f"{value:.0%}" for value in frame[sure]]}), max(0, chosen.count - MOST_LINES)
