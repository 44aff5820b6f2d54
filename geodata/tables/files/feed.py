"""Read the items of an RSS or Atom file as rows with their points: alerts of GDACS, earthquakes of USGS, other GeoRSS; also
read the waypoints of a GPX file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from geodata.errors import ImportRefused
from geodata.tables.files.failing import xml_root
from geodata.tables.files.grid import Records
from geodata.tables.files.kml import is_deep, plain
from geodata.tables.files.limits import MOST_JSON, too_deep
from geodata.tables.files.records import narrow
from geodata.tables.files.xml_rows import local

IS_FEED = re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:\w+:)?(?:rss|feed|RDF|gpx)\b", re.DOTALL)
ITEMS = ("item", "entry", "wpt")
OF_WAYPOINT = {"name": "place", "time": "date", "desc": "description", "cmt": "notes"}
MARKED_UP = ("description", "summary", "content")
NAMES = {"long": "lon"}  # in the W3C's points


def read(path: Path) -> list[Records]:
    if path.stat().st_size > MOST_JSON:
        raise ImportRefused(f"{path.name} has more than {MOST_JSON:,} bytes; a feed of that size cannot be read")
    root = xml_root(path.read_bytes(), path, "a feed")
    if is_deep(root):
        raise too_deep(path)
    rows = list(narrow(map(record, items(root)), path))
    return [Records(path.stem, "feed", rows)]


def items(root: Element) -> Iterator[Element]:
    """Yield the items of a feed, without those nested in another item."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if local(one) in ITEMS:
            yield one
        else:
            waiting += reversed(one)


def record(item: Element) -> dict[str, str]:
    """The texts of an item by the names of their elements; the first element of each name is used."""
    is_waypoint = local(item) == "wpt"
    row = {side: item.get(side, "") for side in ("lat", "lon")} if is_waypoint else {}
    for element in parts(item):
        name, text = local(element), (element.text or "").strip()
        name = OF_WAYPOINT.get(name, name) if is_waypoint else name
        text = text or (element.get("href") or "" if name == "link" else "")
        if name == "point" and len(pair := text.replace(",", " ").split()) == 2:  # GeoRSS: latitude first
            row |= {"lat": pair[0], "lon": pair[1]}
        elif text:
            row.setdefault(NAMES.get(name, name), plain(text) if name in MARKED_UP else text)
    return row


def parts(element: Element) -> Iterator[Element]:
    """Yield the elements that hold no others, in order."""
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if len(one):
            waiting += reversed(one)
        else:
            yield one
