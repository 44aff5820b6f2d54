"""Where the rows of a table lie that name a place and give no point: looked up by name, with what is doubtful about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from geodata.importing.outcome import COUNTRIES, NAMESAKES, PROVINCES, SEVERAL_PLACES
from geodata.importing.row_words import named_area
from geodata.records import Geocode
from geodata.tables.cells.totals import TOTALS
from geodata.vocabulary import NOT_IN_DIVISION, SEVERAL

# a place, its province and its country, as the table writes them, and whether it is an area and no town
LookUp = Callable[[str, str, str, bool], Geocode | None]
Doubts = dict[str, Counter[str]]
SURE = 0.8  # score from which no other place of a name comes into question
OF_REASON = {NOT_IN_DIVISION: PROVINCES, SEVERAL: SEVERAL_PLACES}


def unknown_countries(
    cells: Sequence[str], countries: Sequence[str | None], placed: Sequence[bool], doubts: Doubts
) -> list[bool]:
    """Which rows without a point name a country that is not known: their places are not looked for in the whole world."""
    unknown = [
        country is None and not there and bool(named_area(cell)) and not TOTALS.search(cell)
        for cell, country, there in zip(cells, countries, placed, strict=True)
    ]
    if any(unknown):
        doubts[COUNTRIES].update(cell.strip() for cell, is_unknown in zip(cells, unknown, strict=True) if is_unknown)
    return unknown


def note_doubt(place: str, area: bool, country: str | None, found: Geocode, doubts: Doubts) -> None:
    """Keep a name whose place is not sure. An area of a country that the row names is; one of any country is not."""
    unsure = found.alternatives and (not country if area else found.score < SURE)
    doubt = OF_REASON.get(found.reason) or (NAMESAKES if unsure else None)
    if doubt:
        doubts[doubt][place] += 1
