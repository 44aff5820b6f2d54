"""Check that the parts, rows and texts of a workbook that are read whole do not have too many elements."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files.limits import MOST_STRINGS

BLOCK = 1_000_000  # bytes
WORDS_PART = re.compile(  # the two attributes can be in either order
    rb"""<Override(?=[^<>]{0,400}sharedStrings\+xml)[^<>]{0,400}?PartName=["']([^"']{1,200})["']"""
)
MOST_TAGS = 8_000_000  # elements of the texts: four for each
MOST_IN_ROW, MOST_IN_TEXT = 200_000, 50_000  # elements of one row, and of one text with several formats
MOST_RUNS = 300_000  # such formats in all texts: each takes a kilobyte
TYPES, MOST_TYPES = "[Content_Types].xml", 5_000_000  # bytes
MAIN_PART = re.compile(
    rb"""<Override(?=[^<>]{0,400}sheet[^<>"']{0,80}\.main\+xml)[^<>]{0,400}?PartName=["']([^"']{1,200})["']"""
)
# parts that are read whole, except for the texts and the sheets
WHOLE = re.compile(r"\[content_types\]\.xml|.*\.rels|docprops/.*|xl/(?:workbook|styles)\.xml|xl/(?:theme|externallinks)/.*")
MOST_WHOLE = 400_000  # elements of such a part: each takes up to 750 bytes
SHEET_PREFIX = re.compile(rb"<(\w{1,20}:)?worksheet\b")
CELL_TAGS = (b"row", b"c ", b"c>", b"v>", b"v/", b"f>", b"f ", b"is>", b"t>", b"t ")
MOST_STRAY, MOST_ROWS = 1_000_000, 1_048_576  # elements outside the cells of a sheet, and rows of a sheet
LONG_TAG = re.compile(rb"<[^<]{20000,}")
MOST_ATTRIBUTES = 2_000  # in an element of that length: each takes half a kilobyte


def check_parts(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ImportRefused if a part that is read whole has too many elements. `check_words` checks the part of texts."""
    types = archive.read(TYPES) if TYPES in archive.namelist() and archive.getinfo(TYPES).file_size <= MOST_TYPES else b""
    main = {match.decode("utf-8", "replace").lstrip("/").lower() for match in MAIN_PART.findall(types)}
    for info in archive.infolist():
        name = info.filename.lower()
        if not (name in main or WHOLE.fullmatch(name)):
            continue
        with archive.open(info) as file:
            tags = 0
            for part in iter(lambda: file.read(BLOCK), b""):
                tags += part.count(b"<")
                check_attributes(part, path)
        if tags > MOST_WHOLE:
            raise ImportRefused(f"{path.name} has more than {MOST_WHOLE:,} elements in {info.filename[:60]}. Save it as CSV")


def check_sheet(archive: zipfile.ZipFile, part: str, path: Path) -> None:
    """Raise ImportRefused if a sheet has too many elements outside its cells: they stay in memory until its end."""
    if part not in archive.namelist():
        return
    stray = in_row = rows = 0
    with archive.open(part) as file:
        prefix = SHEET_PREFIX.search(file.read(4_000))
        file.seek(0)
        mark = b"<" + ((prefix and prefix[1]) or b"")
        of_cells = [mark + tag for tag in CELL_TAGS]
        for block in iter(lambda: file.read(BLOCK), b""):
            check_attributes(block, path)
            stray += block.count(b"<") - block.count(b"</") - sum(map(block.count, of_cells))
            rows += block.count(of_cells[0])
            in_row = check_longest(block, of_cells[0], of_cells, in_row, MOST_IN_ROW, f"{path.name} has a row")
    if rows > MOST_ROWS:
        raise ImportRefused(f"{path.name} has a sheet of {rows:,} rows; Excel writes up to {MOST_ROWS:,}. Save it as CSV")
    if stray > MOST_STRAY:
        raise ImportRefused(f"{path.name} has a sheet with more than {MOST_STRAY:,} elements besides its cells. Save it as CSV")


def check_attributes(block: bytes, path: Path) -> None:
    """Raise ImportRefused if an element, or the part of it in this block, has too many attributes."""
    for piece in LONG_TAG.findall(block):
        if piece.count(b'="') + piece.count(b"='") > MOST_ATTRIBUTES:
            raise ImportRefused(f"{path.name} has an element with more than {MOST_ATTRIBUTES:,} attributes. Save it as CSV")


def check_longest(block: bytes, begins: bytes, tags: Sequence[bytes], before: int, most: int, what: str) -> int:
    """Count the `tags` of the last row or text in a block, after `before` in earlier blocks. Raises ImportRefused if any row or
    text, which is read whole, has more than `most`."""
    first, *rest = block.split(begins)
    counts = [before + sum(map(first.count, tags))]
    counts += [sum(map(part.count, tags)) for part in rest[:-1] if len(part) > most]
    counts += [sum(map(part.count, tags)) for part in rest[-1:]]
    if max(counts) > most:
        raise ImportRefused(f"{what} of more than {most:,} elements. Save it as CSV")
    return counts[-1]


def check_words(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ImportRefused if a workbook has too many texts, which are read whole. Their part can have any name."""
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    named = {match.decode("utf-8", "replace").lstrip("/").lower() for match in WORDS_PART.findall(types)}
    for info in archive.infolist():
        name = info.filename.lower()
        if name not in named and not name.endswith("sharedstrings.xml"):
            continue
        if info.file_size > MOST_STRINGS:
            raise ImportRefused(
                f"{path.name} holds {info.file_size:,} bytes of text; up to {MOST_STRINGS:,} can be read. Save it as CSV"
            )
        with archive.open(info) as file:
            tags = runs = in_text = 0
            for part in iter(lambda: file.read(BLOCK), b""):
                tags += part.count(b"<")
                check_attributes(part, path)
                runs += part.count(b"rPr/>") + part.count(b"/rPr>")
                in_text = check_longest(
                    part.replace(b"si/>", b"si>"), b"si>", [b"<"], in_text, MOST_IN_TEXT, f"{path.name} holds a text"
                )
        if tags > MOST_TAGS or runs > MOST_RUNS:
            raise ImportRefused(f"{path.name} has more than {MOST_TAGS // 4:,} texts or {MOST_RUNS:,} formats. Save it as CSV")
