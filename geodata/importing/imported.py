"""Convert an imported table's rows to workspace rows, column by column: a table repeats its values thousands of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import compress
from json.encoder import encode_basestring
from typing import Any, NamedTuple, TypeVar

from geodata.importing.cells import Cells, Made, each
from geodata.importing.elsewhere import elsewhere
from geodata.importing.kinds import is_strange, names_several, types, unclear_explosions
from geodata.importing.others import reject_others
from geodata.importing.outcome import (
    CODES,
    DAY_CODES,
    EXPLOSIONS,
    KINDS,
    ONGOING,
    SAME_ID,
    SEVERAL_KINDS,
    SHARED,
    SPREAD,
    Outcome,
)
from geodata.importing.people import people
from geodata.importing.placing import (
    Doubts,
    countries_of_provinces,
)
from geodata.importing.row_words import ROUNDED
from geodata.importing.usual_country import LookUp
from geodata.importing.where import located, where_of
from geodata.reading.values.remarks import is_unverified
from geodata.tables.cells.blanks import OPEN_ENDS
from geodata.tables.cells.days import BACKWARDS, span_of
from geodata.tables.cells.precision import coded, share, sharpened, whole
from geodata.tables.cells.spans import NoDate, Span, week_from
from geodata.tables.filling import Texts
from geodata.tables.layout import GUESSED
from geodata.tables.table import Table
from geodata.vocabulary import DatePrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.workspace import filing
from geodata.workspace import schema as s
from geodata.workspace.columns import GAZETTEER, type_words

LONGEST_ID = 64
NO_DAYS = frozenset(["1899-12-31", "1900-01-01", "1970-01-01"])  # what programs write for an unknown day
UNKNOWN = frozenset([999, 9_999, 99_999])  # what many tables write for an unknown number
COLUMNS = [c.name for c in s.incidents.columns if c.name != "number"]
Told = tuple[dict[str, str], ReviewState]
V = TypeVar("V")


class Rows(NamedTuple):
    """Rows that can be imported, by column: `columns` as in the workspace, `raws` the original rows, `positions` their numbers
    in the file, `words` for full-text search, `told` what a row gives beyond the workspace's columns."""

    columns: dict[str, Sequence[Any]]
    raws: Sequence[str]
    positions: Sequence[int]
    words: Sequence[str]
    told: Sequence[Told | None]

    @property
    def ids(self) -> Sequence[str]:
        return self.columns["id"]

    def values(self, n: int) -> dict[str, Any]:
        """Return row `n`, counted from 0, by column name."""
        return {name: column[n] for name, column in self.columns.items()}

    def only(self, numbers: Sequence[int]) -> Rows:
        """Return the rows with the given numbers, in that order."""

        def kept(column: Sequence[V]) -> Sequence[V]:
            return [column[n] for n in numbers]

        columns = {name: kept(column) for name, column in self.columns.items()}
        return Rows(columns, kept(self.raws), kept(self.positions), kept(self.words), kept(self.told))

    @classmethod
    def none(cls) -> Rows:
        return cls(dict.fromkeys(COLUMNS, ()), (), (), (), ())


def converted(chunk: Texts, outcome: Outcome, look_up: LookUp | None = None) -> Rows:
    """Return the good rows of a chunk; add the others to `outcome.rejected`. `look_up` finds places without a point."""
    table = outcome.table
    assert table is not None  # noqa: S101  (only our own JSON has no table, and it is not converted)
    for misfit in chunk.misfits:
        outcome.rows += 1
        outcome.reject(*misfit)
    if not chunk.positions:
        return Rows.none()
    cells = Cells(chunk, table)
    made = columns_of(cells, look_up, outcome.strange)
    outcome.rows += cells.size
    for i, reason in enumerate(cells.reasons):
        if reason:
            outcome.reject(cells.positions[i], reason, dict(zip(cells.texts, map(str, cells.raws[i]), strict=True)))
    good = [not reason for reason in cells.reasons]
    if cells.shared:
        outcome.strange[SHARED].update(cells.shared)
    if "date_end" in cells.fields:
        ends = zip(cells["date_end"], made["date_start"], good, strict=True)
        outcome.strange[ONGOING].update(
            e.strip() for e, day, is_good in ends if is_good and day and e.strip().casefold() in OPEN_ENDS
        )
    if "in_country" not in {*cells.fields, *cells.layout.constants}:
        found = zip(made["in_country"], made["geocoder"], good, strict=True)
        outcome.strange[SPREAD].update(code for code, how, is_good in found if code and how == GAZETTEER and is_good)
    named = made["in_country"]
    if look_up is not None and "in_country" not in {*cells.fields, *cells.layout.constants} and "admin1" in cells.fields:
        named = countries_of_provinces(made["admin1"], look_up)
    given = [None if how == GAZETTEER else lat for lat, how in zip(made["lat"], made["geocoder"], strict=True)]
    outcome.elsewhere += [cells.positions[i] for i in elsewhere(given, made["lon"], named) if good[i]]
    if several := {words for words in set(cells.kinds) if names_several(words, table)}:
        outcome.strange[SEVERAL_KINDS].update(words for words in cells.kinds if words in several)
    if strange := {words for words in set(cells.kinds) if is_strange(words, table)}:
        outcome.strange[KINDS].update(words for words in cells.kinds if words in strange)
    if cells.layout.name in GUESSED:
        figures = zip(made["killed_best"], made["injured_best"], good, strict=True)
        outcome.strange[CODES].update(str(n) for *both, fits in figures if fits for n in both if n in UNKNOWN)
        outcome.strange[EXPLOSIONS].update(unclear_explosions(cells, made["type"]))
        outcome.strange[SAME_ID].update(
            repeated_ids(cells["id"], made["place"], made["date_start"]) if "id" in cells.fields else ()
        )
    outcome.strange[DAY_CODES].update(day for day in compress(made["date_start"], good) if day in NO_DAYS)
    outcome.undated += sum(day is None for day in compress(made["date_start"], good))
    today = date.today().isoformat()
    outcome.future += sum(day is not None and day > today for day in compress(made["date_start"], good))
    outcome.unplaced += sum(lat is None for lat in compress(made["lat"], good))
    outcome.looked_up += sum(geocoder == GAZETTEER for geocoder in compress(made["geocoder"], good))
    quoted = (map(encode_basestring, column) for column in cells.texts.values())
    lines = [f"[{','.join(parts)}]" for parts in zip(*quoted, strict=True)]  # as json writes it, in a third of the time
    made["id"] = [ident_of(table, own.strip(), raw) for own, raw in zip(cells["id"], lines, strict=True)]
    told = told_beyond(made, cells)
    outlets = cells.told("source")
    said = (made["place"], map(type_words, made["type"]), made["actor"], made["attribution"], outlets, made["evidence"])
    spoken = zip(*said, strict=True)
    words = [" ".join(filter(None, parts)) for parts in spoken]
    rows = Rows({name: made[name] for name in COLUMNS}, lines, cells.positions, words, told)
    return rows if all(good) else rows.only(list(compress(range(cells.size), good)))


def columns_of(cells: Cells, look_up: LookUp | None, doubts: Doubts) -> Made:
    """Return the columns of the workspace except the ids. A missing value is None."""
    where = where_of(cells, look_up, doubts)
    notes = cells.told("evidence")
    header = tuple(cells.texts)
    cells.reject((raw == header for raw in cells.raws), "the header again")
    made: Made = days(cells) | people(cells, "killed") | people(cells, "injured")
    reject_others(cells, made, where.places, where.lats, where.placed)
    own = cells.table.path.stem
    return made | {
        "type": types(cells),
        "role": cells.mapped("role", lambda v: coded(v, Role) or cells.layout.constants.get("role", Role.MAIN.value)),
        "state": [ReviewState.UNREVIEWED.value] * cells.size,
        **located(cells, where, look_up, doubts),
        "evidence": notes,
        "confidence": [1.0 if n is None else n for n in cells.mapped("confidence", share)],
        "claims": [1] * cells.size,
        "body": [None] * cells.size,
        "killed_combatants": [None] * cells.size,
        "unverified": each(notes, lambda note: 1 if is_unverified(note) else None),
        "source": [name or own for name in cells.told("source")],  # or the table's name, as in a claim
        **{name: cells.words(name) for name in ("attribution", "actor")},
    }


def repeated_ids(ids: Sequence[str], places: Sequence[str | None], days: Sequence[str | None]) -> Counter[str]:
    """Return the ids that several rows with one place and day share, with the number of these rows: such a table has a row
    for each vehicle, victim or source of an incident."""
    rows = Counter((own.strip(), place, day) for own, place, day in zip(ids, places, days, strict=True) if own.strip() and day)
    return Counter({own: n for (own, _, _), n in rows.items() if n > 1})


EARTHQUAKE = IncidentType.EARTHQUAKE.value


def is_vague_end(first: Span | None, last: Span | None) -> bool:
    """Whether a period starts on a known day but its end is less precise."""
    day = DatePrecision.DAY
    return first is not None and last is not None and first.precision is day and last.precision is not day


def days(cells: Cells) -> Made:
    """Return the first and last day and their precision, from the row's own columns and the layout's codes."""
    order, layout = cells.table.order, cells.layout
    has_end = "date_end" in cells.fields

    def end_of(cell: str) -> Span | None:
        return None if cell.strip().casefold() in OPEN_ENDS else span_of(cell, order)

    def start_of(cell: str) -> Span | None:
        span = span_of(cell, order)
        return week_from(span) if span and layout.weeks else span

    starts = cells.tried("date_start", start_of, "date_start: {error}")
    ends = cells.tried("date_end", end_of, "date_end: {error}") if has_end else [None] * cells.size
    cells.reject((bool(a and b and a.start > b.end) for a, b in zip(starts, ends, strict=True)), BACKWARDS)
    if has_end and EARTHQUAKE in (kinds := types(cells)):  # it lasts one day, even if its end gives only the month
        rows = zip(starts, ends, kinds, strict=True)
        ends = [None if kind == EARTHQUAKE and is_vague_end(a, b) else b for a, b, kind in rows]
    codes = cells.mapped("date_precision", lambda v: (v, layout.date_precision.get(whole(v), "")))

    def of_row(said: tuple[Span | None, Span | None, tuple[str, str]]) -> tuple[str | None, str | None, str]:
        first, last, (code, layout_code) = said
        span = spanned(first or last, last or first)
        if span is None:
            return None, None, DatePrecision.UNKNOWN.value
        try:
            start, end, precision = sharpened(span, code, layout_code, has_end)
        except (NoDate, OverflowError):
            start, end, precision = span
        return start, end, precision.value

    made = each(list(zip(starts, ends, codes, strict=True)), of_row)
    return dict(zip(("date_start", "date_end", "date_precision"), zip(*made, strict=True), strict=True))


@lru_cache(200_000)
def spanned(first: Span | None, last: Span | None) -> Span | None:
    """Return the period from the first day of one span to the last day of the other."""
    if first is None or last is None or first == last:
        return first
    if last.precision not in (DatePrecision.DAY, DatePrecision.MONTH) and last.start <= first.start and first.end <= last.end:
        return first  # the end gives only the year or week of the start
    return Span(first.start, last.end, DatePrecision.DAY if first.start == last.end else DatePrecision.DAYS)


def ident_of(table: Table, external: str, raw: str) -> str:
    """Return a row's id. Unless the layout's ids are unique across files, it is a digest of the whole row."""
    layout = table.layout
    if layout.name == "atlas" and external:
        return external if external.isalnum() and len(external) <= LONGEST_ID else filing.digest(f"atlas|{external}")
    if ROUNDED.fullmatch(external):
        external = ""
    family = layout.family or layout.name
    return filing.digest(f"{family}|{external}" if external and layout.own_ids else f"{layout.name}|{raw}")


def told_beyond(made: Made, cells: Cells) -> list[Told | None]:
    """Return what each row gives beyond the workspace's columns, or None: figures in words, and an exported row's state."""
    blank, found = [""] * cells.size, list[Told | None]()
    own = cells.layout.name == "atlas"
    vague = Qualifier.VAGUE.value
    if not own and vague not in made["killed_qualifier"] and vague not in made["injured_qualifier"]:
        return [None] * cells.size
    said = (cells[f"{kind}_words" if own else f"{kind}_said"] for kind in ("killed", "injured"))
    hedges = zip(made["killed_qualifier"], made["injured_qualifier"], strict=True)
    for (killed, injured), how, word in zip(zip(*said, strict=True), hedges, cells["state"] if own else blank, strict=True):
        state = ReviewState(coded(word, ReviewState) or ReviewState.UNREVIEWED)
        beyond = Qualifier.VAGUE.value in how or state is not ReviewState.UNREVIEWED
        found.append(({"killed": killed, "injured": injured}, state) if beyond else None)
    return found
