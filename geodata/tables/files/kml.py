"""Read KML and KMZ: our own, Google My Maps with folders and ExtendedData, pins with only an address."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

from lxml import etree, html

from geodata.errors import ImportRefused
from geodata.tables.files.archive import checked
from geodata.tables.files.failing import check_weight, xml_root
from geodata.tables.files.grid import Records
from geodata.tables.files.limits import DEEPEST, MOST_JSON, too_deep
from geodata.tables.files.records import narrow, placed
from geodata.tables.files.xml_rows import local, rows_of

TAG = re.compile(r"<br\s*/?>|</(?:p|div|td|th|tr|li)>", re.IGNORECASE)
LONGEST_HTML = 200_000  # characters of a description to search for a table
LONGEST_NAME = 100  # characters of a name in such a table
MARKUP = re.compile(r"<[^<>]{0,500}>")
LONG_TAG = re.compile(r"<[^<>]{2000}")  # a parser's time is quadratic in the number of attributes
SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString", "Polygon": "Polygon"}


def read(path: Path) -> list[Records]:
    roots = [xml_root(body, path, "KML") for body in bodies_of(path)]
    if any(map(is_deep, roots)):
        raise too_deep(path)
    rows = list(narrow((row for root in roots for row in placemarks(root)), path))
    if not rows and not any(local(root) == "kml" for root in roots):
        return [Records(path.stem, "XML", list(narrow((row for root in roots for row in rows_of(root)), path)))]
    if not rows and any(local(e) == "NetworkLink" for root in roots for e in root.iter()):
        raise ImportRefused(
            f"{path.name} holds only a link to a map on the web. Export the map itself (for My Maps: as KML, all data)"
        )
    return [Records(path.stem, "KML", rows)]


def bodies_of(path: Path) -> list[bytes]:
    """The XML of a KML file, or of all KML files in a KMZ."""
    if not zipfile.is_zipfile(path):
        if path.stat().st_size > MOST_JSON:
            raise ImportRefused(f"{path.name} has more than {MOST_JSON:,} bytes; KML of that size cannot be read")
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as archive:
        checked(archive, path)
        names = [n for n in archive.namelist() if n.lower().endswith(".kml")]
        if not names or sum(archive.getinfo(n).file_size for n in names) > MOST_JSON:
            raise ImportRefused(f"{path.name} holds no KML, or more than {MOST_JSON:,} bytes of it")
        bodies = [archive.read(n) for n in sorted(names, key=lambda n: n.lower() != "doc.kml")]
        check_weight(bodies, path)
        return bodies


def is_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def placemarks(root: Element) -> Iterator[dict[str, str]]:
    """Yield the placemarks as records, each with the name of its folder."""
    waiting: list[tuple[Element, str, dict[str, str]]] = [(root, "", {})]
    while waiting:
        element, folder, time = waiting.pop()
        if local(element) == "Placemark":
            row = record(element)
            own = {} if row.keys() & {"date_start", "date_end"} else time
            yield row | own | ({"folder": folder} if folder else {})
            continue
        if local(element) in ("Folder", "Document"):
            folder = next(((c.text or "").strip() for c in element if local(c) == "name"), "") or folder
            time = times(element) or time
        waiting += [(child, folder, time) for child in reversed(element)]


def times(element: Element) -> dict[str, str]:
    """The days of an element's own TimeStamp, TimeSpan or track, not of its view."""
    found: dict[str, str] = {}
    for child in (c for c in element if local(c) in ("TimeStamp", "TimeSpan")):
        for one in child:
            if local(one) in ("begin", "when", "end") and (text := (one.text or "").strip()):
                found.setdefault("date_end" if local(one) == "end" else "date_start", text)
    days = sorted(text for child in element if local(child) == "Track" for one in child if (text := day_of_track(one)))
    return found or ({"date_start": days[0], "date_end": days[-1]} if days else {})


def day_of_track(element: Element) -> str:
    """The time of one point of a track; "" for any other element."""
    return (element.text or "").strip() if local(element) == "when" else ""


def record(element: Element) -> dict[str, str]:
    """A placemark as a record."""
    row: dict[str, str] = {}
    if ident := element.get("id"):
        row["id"] = ident
    for child in element.iter():
        name, text = local(child), (child.text or "").strip()
        if name in ("name", "address") and text:
            row.setdefault(name, text)
        elif name == "description" and text:
            cells = tabled(text)
            for header, value in cells.items() if cells else (("description", plain(text)),):
                row.setdefault(header, value)
        elif name == "Data" and child.get("name"):
            value = next((v.text or "" for v in child if local(v) == "value"), "")
            row[str(child.get("name"))] = value.strip()
        elif name == "SimpleData" and child.get("name"):
            row[str(child.get("name"))] = text
    if is_repeated(row.get("description", ""), row):
        del row["description"]
    if place := row.get("address") or row.get("name"):
        row.setdefault("place", place)
    if day := next((row[key] for key in row if key.lower() == "date" and row[key]), ""):
        row.setdefault("date_start", day)  # from its data; other placemarks have a TimeSpan
    if not row.keys() & {"date_start", "date_end"}:
        row |= times(element)
    shapes = [g for g in map(geometry_of, shapes_in(element)) if g]
    several = any(local(child) == "MultiGeometry" for child in element.iter())
    geometry = {"type": "GeometryCollection", "geometries": shapes} if several else next(iter(shapes), None)
    return row | (placed(geometry, web_mercator=False) if geometry else {})


def is_repeated(description: str, row: dict[str, str]) -> bool:
    """Whether a description only repeats the data of its pin, as My Maps writes it: "Killed: 7"."""
    lines = [line.partition(":") for line in description.splitlines() if line.strip()]
    return bool(lines) and all(row.get(name.strip()) == value.strip() for name, _, value in lines)


def shapes_in(element: Element) -> Iterator[Element]:
    """Yield the shapes of a placemark in order, without those that are part of another shape."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if local(one) in SHAPES or local(one) == "Track":
            yield one
        else:
            waiting += reversed(one)


def geometry_of(element: Element) -> dict[str, object] | None:
    """Convert a KML geometry to GeoJSON; None for any other element."""
    if local(element) == "Track":
        track = [(c.text or "").split()[:2] for c in element if local(c) == "coord"]
        return {"type": "LineString", "coordinates": track} if len(track) > 1 else None
    kind = SHAPES.get(local(element))
    if kind is None:
        return None
    text = next((c.text or "" for c in element.iter() if local(c) == "coordinates"), "")
    positions = [position.split(",")[:2] for position in re.sub(r"\s*,\s*", ",", text).split()]
    positions = [p for p in positions if len(p) == 2]
    if not positions:
        return None
    coordinates: object = positions[0] if kind == "Point" else [positions] if kind == "Polygon" else positions
    return {"type": kind, "coordinates": coordinates}


def tabled(text: str) -> dict[str, str]:
    """The values by name of a description that is a table, as ArcGIS writes it; empty for any other description."""
    if "<table" not in text.lower() or len(text) > LONGEST_HTML or LONG_TAG.search(text):
        return {}
    try:
        rows = html.fromstring(text).iter("tr")
        pairs = [[" ".join(cell.text_content().split()) for cell in row if cell.tag in ("td", "th")] for row in rows]
    except (etree.ParserError, ValueError):
        return {}
    found = {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and 0 < len(pair[0]) <= LONGEST_NAME}
    return found if len(found) > 1 else {}


def plain(text: str) -> str:
    """A description without its markup."""
    return unescape(MARKUP.sub("", TAG.sub("\n", text))).strip()
