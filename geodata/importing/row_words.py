"""What the words of an imported row mean: a name, an area, a note, a kind that is not ours."""

from __future__ import annotations

import re

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.geometries import wkt_of
from geodata.tables.cells.points import point_of

NOTES = re.compile(
    r"^[*†‡]|^of which\b|^\W*(?:sources?|notes?|n\.b\.|disclaimer|last updated|updated|footnotes?)\s*:", re.IGNORECASE
)
ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)  # an id that a spreadsheet rounded as a number: many rows share it
SAYS_OTHER = re.compile(r"\bother\b|^\W*$", re.IGNORECASE)
ALTITUDE = re.compile(r"(?<=\d) -?\d+(?:\.\d+)? -?\d+(?:\.\d+)?$")  # and accuracy, after a point from a form
LINK = re.compile(r"(?:(?<!\s)\s+)?\(?https?://[^\s)]+\)?")  # from Notion and Wikidata, after a name or instead of one
# What a column "region" can contain besides provinces.
CONTINENTS = frozenset(
    """africa, asia, europe, americas, the americas, america, oceania, north america, south america, central america, latin
    america, middle east, mena, sub-saharan africa, north africa, northern africa, west africa, western africa, east
    africa, eastern africa, central africa, middle africa, southern africa, south asia, southern asia, east asia, eastern
    asia, southeast asia, south-eastern asia, central asia, western asia, eastern europe, western europe, northern europe,
    southern europe, caribbean, caucasus and central asia, emea, apac, lac, latin america and the caribbean, middle east
    and north africa, global, world
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)


def said(cell: str) -> str:
    """Return a name; "" for a word that means blank."""
    return "" if is_blank(cell) and cell.strip() != "Nan" else cell.strip()  # Nan is a province and a town in Thailand


def place_name(cell: str) -> str:
    """Return the name of a place; "" for a cell with only a point, as forms write it."""
    name = said(LINK.sub("", cell))
    is_point = name and (not any(c.isalpha() for c in name) or wkt_of(name)) and point_of(ALTITUDE.sub("", name))
    return "" if is_point else name


def named_area(cell: str) -> str:
    """Return the name of a country or province; "" for a continent, and for a code of digits, which has a meaning only in its
    own list."""
    name = cell.strip()
    return "" if name.isdigit() or (name.casefold() in CONTINENTS and name != "Lac") else said(cell)  # a province of Chad
