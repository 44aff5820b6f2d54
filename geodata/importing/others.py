"""Rows of a table that are not an incident: headings, empty rows, totals of other rows, notes."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.importing.cells import Cells, Made, each
from geodata.importing.row_words import NOTES
from geodata.importing.sums import sums_above
from geodata.tables.cells.totals import NATION, TOTAL_OF, TOTALS
from geodata.tables.chunks import HEADING
from geodata.tables.files.grid import Sheet
from geodata.tables.layout import GUESSED

LEAST_WIDE = 4  # columns
A_TOTAL = "a total of other rows"


def reject_others(
    cells: Cells, made: Made, places: Sequence[str | None], lats: Sequence[float | None], placed: Sequence[bool]
) -> None:
    """Reject these rows, each with its reason."""
    layout = cells.layout
    guessed = layout.name in GUESSED
    totals = each(places, lambda p: bool(p and TOTALS.search(p)))
    if guessed and isinstance(cells.table.source, Sheet) and len(cells.texts) >= LEAST_WIDE:
        cells.reject((raw.count("") == len(raw) - 1 for raw in cells.raws), HEADING)  # "2021", "Kharkiv oblast"
    empty = (not p and a is None and not n for p, a, n in zip(places, lats, cells.told("evidence"), strict=True))
    cells.reject(empty, "no place, point or notes")
    if any(totals) and layout.name != "atlas":  # our own exports have no totals, but a place can be called "Total"
        dated = zip(totals, made["date_start"], places, strict=True)
        cells.reject((t and (day is None or is_total(p or "")) for t, day, p in dated), A_TOTAL)
    if guessed:
        firsts = zip(next(iter(cells.texts.values())), cells["id"], cells.kinds or [""] * cells.size, strict=True)
        cells.reject((any(is_total(word) for word in words) for words in firsts), A_TOTAL)
    if guessed:
        said = zip(made["date_start"], cells["place"], placed, cells["admin1"], strict=True)
        bare = [not there and (not day or not (p.strip() or area.strip())) for day, p, there, area in said]
        if not all(bare):  # otherwise all rows look alike, and none is a sum
            cells.reject(sums_above(made, bare, [bool(r) for r in cells.reasons]), A_TOTAL)
    noted = zip(each(places, lambda p: bool(p and NOTES.search(p))), made["date_start"], placed, strict=True)
    cells.reject((is_note and day is None and not there for is_note, day, there in noted), "a note, not a row")


def is_total(cell: str) -> bool:
    """Whether a cell calls its row a sum of others, with or without a day."""
    return TOTAL_OF.fullmatch(cell.strip()) is not None and not NATION.fullmatch(cell.strip())
