"""Read how many people a row counts: from one cell, from its bounds, or from a cell that counts both killed and injured."""

from __future__ import annotations

from functools import lru_cache, partial

from geodata.importing.cells import Cells, Made
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.figures import Count, Unreadable, count_of
from geodata.tables.cells.harm import aside_of, part_of, says_kind
from geodata.vocabulary import Qualifier

QUALIFIERS = frozenset(q.value for q in Qualifier)


def people(cells: Cells, kind: str) -> Made:
    """Return the columns of one figure, from one cell or from its bounds."""
    reason = f"{kind} is not a number of people: {{error}}"
    best = cells.tried(column_of(cells, kind), partial(count_in, kind=kind, alone=kind not in cells.fields), reason)
    low, high = (cells.tried(f"{kind}_{end}", count_of, reason) for end in ("low", "high"))
    other = "injured" if kind == "killed" else "killed"
    if {kind, other} <= cells.fields.keys():  # "5 killed, 3 injured" next to a blank cell
        elsewhere_said = zip(cells[kind], cells.mapped(other, partial(told_of_other, kind=kind)), best, strict=True)
        best = [said if b is None and is_blank(own) else b for own, said, b in elsewhere_said]
        contradicts = zip(cells[kind], cells[other], strict=True)
        cells.reject(
            (contradicts_other(own, its, kind, other) for own, its in contradicts),
            f"its {kind} cell counts the {other}",
        )
    words = cells.mapped(f"{kind}_words", word_of)  # our HXL has "dozens" there and blank numbers
    best = [w if (b, lo, hi) == (None, None, None) else b for b, lo, hi, w in zip(best, low, high, words, strict=True)]
    hedges = cells.mapped(f"{kind}_qualifier", lambda hedge: hedge.strip().lower().replace(" ", "_"))
    least = cells.layout.at_least
    figures = [figure_of(b, lo, hi, hedge, least) for b, lo, hi, hedge in zip(best, low, high, hedges, strict=True)]
    cells.reject((f[0] is not None and f[1] is not None and f[0] > f[1] for f in figures), f"{kind}: low is above high")
    beyond = {f for f in set(figures) if f[2] is not None and ((f[0] or 0) > f[2] or (f[1] is not None and f[1] < f[2]))}
    if beyond:
        cells.reject((f in beyond for f in figures), f"{kind}: the number is not between its low and high")
    parts = zip(*figures, strict=True)
    made: Made = dict(zip((f"{kind}_{part}" for part in ("low", "high", "best", "qualifier")), parts, strict=True))
    cells.fields.setdefault(f"{kind}_said", [(b and b.word) or (w and w.word) or "" for b, w in zip(best, words, strict=True)])
    return made


def told_of_other(cell: str, kind: str) -> Count | None:
    """Return the figure of one kind in a cell of the other; None if it has none or cannot be read."""
    try:
        return count_in(cell, kind, alone=True)
    except Unreadable:
        return None


@lru_cache(100_000)
def contradicts_other(cell: str, its: str, kind: str, other: str) -> bool:
    """Whether a cell of one kind counts only people of the other kind, and a different number than that kind's own cell:
    "3 wounded" in the cell of the killed next to 5 injured. A cell that counts none, or the same number, does not."""
    if not says_kind(cell) or part_of(cell, kind) or is_blank(its):
        return False
    said, own = told_of_other(cell, other), told_of_other(its, other) or plain(its)
    return said is not None and bool(said.low) and own is not None and said[:3] != own[:3]


def plain(cell: str) -> Count | None:
    try:
        return count_of(cell)
    except Unreadable:
        return None


def word_of(cell: str) -> Count | None:
    """Return the figure of a cell with a word for a number, such as "dozens"; None for any other cell."""
    try:
        found = count_of(cell)
    except Unreadable:
        return None
    return found if found and found.qualifier is Qualifier.VAGUE else None


def column_of(cells: Cells, kind: str) -> str:
    """Return the column that counts one kind of harm: its own, or else the other kind's, whose cells can give both."""
    return kind if kind in cells.fields else "killed" if kind == "injured" else "injured"


def count_in(cell: str, kind: str, alone: bool) -> Count | None:
    """Return the figure of one kind in a cell. `alone`: the column is of another kind, so the cell must name this one."""
    if says_kind(cell):
        return count_of(part_of(cell, kind))
    return count_of(aside_of(cell, kind)) if alone else count_of(cell)


@lru_cache(100_000)
def figure_of(
    best: Count | None, low: Count | None, high: Count | None, hedge: str, least: bool
) -> tuple[int | None, int | None, int | None, str | None]:
    """Return low, high, best and qualifier. `least`: numbers are minimums, as ACLED's, so the upper end stays open."""
    if hedge in QUALIFIERS and (low or high or not (best and best.word)):
        bounds = (low.best if low else None, high.best if high else None, best.best if best else None)
        return (*bounds, hedge) if bounds[:2] != (None, None) else (None, None, None, None)
    if low is None and high is None:
        if best is None:
            return None, None, None, None
        if least and best.qualifier is Qualifier.EXACT:
            return best.low, None, best.best, Qualifier.AT_LEAST.value
        return best.low, best.high, best.best, best.qualifier.value
    a = (low.low if low else None) if low else (best.low if best else None)
    b = high.high if high else None
    how = Qualifier.RANGE if b is not None else Qualifier.AT_LEAST
    if a == b:
        how = Qualifier.EXACT if a else Qualifier.NONE
    return a, b, best.best if best else (a if a == b else None), how.value
