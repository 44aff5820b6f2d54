"""Read XML that is neither KML nor a feed: repeated elements are the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from geodata.tables.files.limits import LARGEST_CELL

LONGEST_NAME = 200  # characters of a column's name, which contains the names of the elements around it


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def rows_of(root: Element) -> Iterator[dict[str, str]]:
    """Yield the outermost repeated elements of one name, each with its content by path."""
    level = [root]
    while level:
        found: list[Element] = []
        for parent in level:
            names = Counter(local(child) for child in parent if len(child) or child.attrib)
            name, times = max(names.items(), key=lambda item: item[1], default=("", 0))
            if times > max(1, len(found)):
                found = [child for child in parent if local(child) == name]
        if found:
            break
        level = [child for parent in level for child in parent]
    yield from map(record, found if level else ())


def record(element: Element) -> dict[str, str]:
    """An element's attributes and content by path: "location.lat". Several values of one path are joined."""
    row: dict[str, list[str]] = {}
    waiting = [(element, "")]
    while waiting:
        one, path = waiting.pop()
        for name, value in one.attrib.items():
            row.setdefault(f"{path}{name.rpartition('}')[2]}", []).append(value.strip())
        waiting.extend((child, f"{path[-LONGEST_NAME:]}{local(child)[:LONGEST_NAME]}.") for child in reversed(one))
        text = " ".join((one.text or "").split())
        if text and path:
            row.setdefault(path.removesuffix("."), []).append(text)
    return {name[:LONGEST_NAME]: "; ".join(dict.fromkeys(filter(None, values)))[:LARGEST_CELL] for name, values in row.items()}
