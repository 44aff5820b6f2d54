"""Read the tables of a web page: a saved Wikipedia article, or what portals call .xls and write as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from geodata.child import Child, Gone, Send
from geodata.errors import ImportRefused
from geodata.tables.files.grid import RAISED, Row, Sheet, given, merged_text
from geodata.tables.files.limits import MOST_COLUMNS, MOST_VALUES
from geodata.tables.files.text import encoding_of

MEMORY = 1_000_000_000  # bytes
PATIENCE = 30.0  # seconds
MOST_BYTES = 20_000_000  # a page takes many times its size in memory
LEAST = 2  # rows and columns of a table: smaller ones only arrange a page
CHARSET = re.compile(rb"charset\s*=", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
LINES = frozenset(("br", "p", "div", "li"))
SILENT = frozenset(("script", "style", "table", "s", "strike", "del"))  # struck-out text is no longer valid


def read(path: Path) -> list[Sheet]:
    """The tables of a page, in order, with their captions. Raises ImportRefused if there are none. This happens in another
    process: a parser's time is quadratic in the number of an element's attributes."""
    with Child(__name__, MEMORY) as child:
        try:
            child.send(path)
            found = child.receive(PATIENCE)
        except Gone as error:
            raise ImportRefused(f"{path.name} takes too much time or memory to read. Save its table as CSV") from error
    if isinstance(found, ImportRefused):
        raise found
    return [given(name, rows) for name, rows in found]


def work(messages: Iterator[Any], send: Send) -> None:
    """Run in the other process: send the names and rows of a page's tables, or why there are none."""
    for path in messages:
        try:
            send(tables(path))
        except ImportRefused as error:
            send(error)


def tables(path: Path) -> list[tuple[str, list[Row]]]:
    body = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    if not body:
        raise ImportRefused(f"{path.name} has more than {MOST_BYTES:,} bytes; a web page of that size cannot be read")
    named = CHARSET.search(body[:4_096]) is not None
    parser = html.HTMLParser(encoding=None if named else encoding_of(path))
    try:
        page = html.document_fromstring(body, parser)
    except etree.LxmlError as error:
        if "unknown error" in str(error):  # the parser's message when it runs out of memory
            raise ImportRefused(f"{path.name} takes too much memory to read. Save its table as CSV") from error
        raise ImportRefused(f"{path.name} cannot be read as a web page: {str(error)[:120]}") from error
    if any("depth" in entry.message for entry in parser.error_log):  # the text below is lost
        raise ImportRefused(f"{path.name} nests its elements too deeply to be read whole. Save its table as CSV")
    found: list[tuple[str, list[Row]]] = []
    left = MOST_VALUES
    for table in page.iter("table"):
        rows = list(rows_of(table, left, path)) if table.find(".//table") is None else []
        left -= sum(map(len, rows))
        if len(rows) >= LEAST and max(map(len, rows)) >= LEAST:
            caption = table.find("caption")
            name = text_of(caption)[:60] if caption is not None else ""
            found.append((f"{len(found) + 1} {name}".strip(), rows))
    if not found:
        raise ImportRefused(f"{path.name} is a web page or XML without a table. To read its text, add it as an article")
    return found


def rows_of(table: etree._Element, most: int, path: Path) -> Iterator[Row]:
    """Yield the rows of a table. A cell over several rows or columns is in each; a figure over several rows is `Shared`."""
    below: dict[int, tuple[int, str]] = {}  # by column: for how many more rows a cell continues, and its text
    for line in table.iter("tr"):
        row: Row = []
        for cell in line.iterchildren("td", "th"):
            fill(row, below)
            text = text_of(cell)
            wide, high = span(cell, "colspan"), span(cell, "rowspan")
            if len(row) + wide > MOST_COLUMNS:
                raise ImportRefused(f"{path.name} has a table of more than {MOST_COLUMNS:,} columns")
            for _ in range(wide):
                shown = merged_text(text, wide > 1, high > 1)
                if high > 1:
                    below[len(row)] = (high - 1, shown)
                row.append(shown)
        fill(row, below)
        most -= len(row)
        if most < 0:
            raise ImportRefused(f"{path.name} has more than {MOST_VALUES:,} cells. Save its table as CSV")
        yield row


def fill(row: Row, below: dict[int, tuple[int, str]]) -> None:
    """Add the cells that continue from the rows above."""
    while len(row) in below:
        rows, text = below.pop(len(row))
        if rows > 1:
            below[len(row)] = (rows - 1, text)
        row.append(text)


def span(cell: etree._Element, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return max(1, min(MOST_COLUMNS, int(said))) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def text_of(cell: etree._Element) -> str:
    """The text that a cell shows, without footnote marks."""
    lines = "".join(words_in(cell, is_outer=True)).split("\n")
    return "\n".join(line for line in (" ".join(part.split()) for part in lines) if line)


def words_in(element: etree._Element, is_outer: bool = False) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT or HIDDEN.search(element.get("style") or ""):
        return
    if element.tag == "sup" and not is_outer and RAISED.fullmatch("".join(element.itertext())):
        return
    broken = element.tag in LINES
    yield "\n" if broken else ""
    yield element.text or ""
    for child in element:
        yield from words_in(child)
        yield child.tail or ""
    yield "\n" if broken else ""
