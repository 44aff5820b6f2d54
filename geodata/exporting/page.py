"""A single HTML file with map, filters, table and quotes that works from disk with no network."""

from __future__ import annotations

import gzip
import json
from datetime import date
from importlib.resources import files
from typing import Any

from geodata.exporting.selection import Item, Selection
from geodata.fields import figure_line, unverified
from geodata.gazetteer.sources import DATA
from geodata.look import LOOK, SHAPES, variables
from geodata.records import Figure
from geodata.visible import all_visible
from geodata.vocabulary import NOT_FOUND, GeoPrecision
from geodata.words.catalogue import long_day, say

FOLDER = files("geodata.exporting") / "page_files"


def as_page(selection: Selection) -> str:
    """Return the page. It contains texts as JSON and draws them with `textContent`, so none of them can run."""
    import xstatic.pkg.leaflet

    leaflet = files(xstatic.pkg.leaflet) / "data"
    data = {
        "title": selection.title,
        "note": about(selection),
        "attributions": list(selection.attributions),
        "words": {"unverified": say("remark.card_unverified")},
        "symbol": LOOK["symbol"],
        "size": LOOK["size"],
        "items": [item_of(item) for item in selection.items],
    }
    parts = {
        "/*LEAFLET_CSS*/": (leaflet / "leaflet.css").read_text("utf-8"),
        "/*PAGE_CSS*/": both_themes() + (FOLDER / "page.css").read_text("utf-8"),
        "/*DATA*/": embedded(all_visible(data)),
        "/*WORLD*/": embedded(json.loads(gzip.decompress((DATA / "areas" / "world.json.gz").read_bytes()))),
        "/*LEAFLET_JS*/": (leaflet / "leaflet.js").read_text("utf-8"),
        "/*PAGE_JS*/": (FOLDER / "page.js").read_text("utf-8"),
    }
    page = (FOLDER / "page.html").read_text("utf-8")
    out = []
    for mark, body in parts.items():
        before, _, page = page.partition(mark)
        out += [before, body]
    return "".join([*out, page])


def about(selection: Selection) -> str:
    """Describe how many incidents of how many were chosen, by which filter, and when they were exported."""
    count = say("page.count", n=len(selection.items), total=selection.total)
    asked = selection.filter if selection.in_words is None else selection.in_words
    return " · ".join(filter(None, (count, asked, say("page.exported", day=long_day(selection.made)))))


def both_themes() -> str:
    return f":root{{{variables(dark=False)}}}@media(prefers-color-scheme:dark){{:root{{{variables(dark=True)}}}}}"


def embedded(value: Any) -> str:
    """Return JSON that cannot end the script element around it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def item_of(item: Item) -> dict[str, Any]:
    incident, geocode = item.incident, item.incident.geocode
    area = geocode is not None and (geocode.precision.is_area or geocode.precision is GeoPrecision.ADM2)
    searched = [incident.place, incident.attribution, incident.evidence.quote, item.source, incident.type.label]
    return {
        "id": incident.id,
        "type": incident.type.value,
        "type_label": incident.type.label,
        "colour": incident.type.family.colour,
        "shape": SHAPES[incident.type],
        "role": incident.role.value,
        "role_label": incident.role.label,
        "place": incident.place,
        "lat": geocode.latitude if geocode else None,
        "lon": geocode.longitude if geocode else None,
        "area": area,
        "radius_km": geocode.radius_km if geocode else None,
        "place_note": f"{geocode.precision.label}; {geocode.reason}" if geocode else NOT_FOUND,
        "start": incident.start.isoformat() if incident.start else None,
        "end": incident.end.isoformat() if incident.end else None,
        "when": when(incident.start, incident.end),
        "killed": said(incident.killed),
        "injured": said(incident.injured),
        "killed_size": size(incident.killed),
        "injured_size": size(incident.injured),
        "figures": [
            {"words": figure_line(f, incident.sentences), "claimant": f.attribution, "quote": f.evidence.quote}
            for f in incident.figures
        ],
        "unverified": bool(unverified(item)),
        "attribution": incident.attribution,
        "actor": incident.actor.name if incident.actor else None,
        "evidence": incident.evidence.quote,
        "source": item.source,
        "url": item.url,
        "state": item.state.value,
        "search": " ".join(word for word in searched if word),
    }


def when(start: date | None, end: date | None) -> str:
    if start is None or end is None:
        return "no date"
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def day(value: date) -> str:
    """Format a day as "27 Jun 2022"."""
    return f"{value.day} {value:%b %Y}"


def said(figure: Figure | None) -> str | None:
    return str(figure) if figure else None


def size(figure: Figure | None) -> int:
    return (figure.best or figure.low or figure.high or 0) if figure else 0
