"""Convert an imported table's rows to workspace rows, column by column: a table repeats its values thousands of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
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
    LETTERS,
    NO_POINTS,
    ONGOING,
    SAME_ID,
    SEVERAL_KINDS,
    SHARED,
    SPREAD,
    USUAL_OF_PROVINCES,
    Outcome,
)
from geodata.importing.people import people
from geodata.importing.placing import (
    Asked,
    Doubts,
    countries_of_provinces,
    looked_up,
    note_far,
    note_swapped,
    unknown_countries,
)
from geodata.importing.row_words import ROUNDED, named_area, place_name
from geodata.importing.usual_country import LookUp, is_short, name_of, usual_of_provinces
from geodata.reading.values.remarks import is_unverified
from geodata.tables.cells.blanks import OPEN_ENDS, is_blank
from geodata.tables.cells.countries import country_of, successors
from geodata.tables.cells.days import BACKWARDS, span_of
from geodata.tables.cells.points import SIDES, degrees_of, on_side, point_of
from geodata.tables.cells.precision import RADIUS_KM, coded, geo_precision, kilometres, share, sharpened, whole
from geodata.tables.cells.spans import NoDate, Span, week_from
from geodata.tables.filling import Texts
from geodata.tables.layout import GUESSED, POINT
from geodata.tables.table import Table
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.workspace import filing
from geodata.workspace import schema as s
from geodata.workspace.columns import GAZETTEER, IMPORT, type_words

LONGEST_ID = 64
NO_DAYS = frozenset(["1899-12-31", "1900-01-01", "1970-01-01"])  # what programs write for an unknown day
UNKNOWN = frozenset([999, 9_999, 99_999])  # what many tables write for an unknown number
RADII = {precision.value: km for precision, km in RADIUS_KM.items()}
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
    size, layout = cells.size, cells.layout
    lats, lons = points(cells)
    if not {"lat", "lon", POINT} & cells.fields.keys():  # some cells in a column of names may contain a point
        spots = cells.mapped("place", lambda v: None if place_name(v) else point_of(v))
        lats, lons = ([getattr(spot, side, None) for spot in spots] for side in ("latitude", "longitude"))
    places = cells.mapped("place", str.strip if layout.name == "atlas" else place_name)
    notes = cells.told("evidence")
    placed = [not (a is None or b is None or a == b == 0) for a, b in zip(lats, lons, strict=True)]  # 0, 0 means unknown
    if not all(placed):
        given = zip(cells["lat"], cells["lon"], placed, cells.reasons, strict=True)
        codes = (f"{lat.strip()}, {lon.strip()}" for lat, lon, there, reason in given if not (there or reason))
        doubts[NO_POINTS].update(both for both in codes if not any(map(is_blank, both.split(", "))))
    if look_up is not None and not {"in_country", "admin1"} & {*cells.fields, *layout.constants}:
        note_swapped(places, lats, lons, look_up, doubts)
    areas = [False] * size
    if not all(places):  # a row with neither place nor point gets its province or country
        wider = [
            (a or b) for a, b in zip(cells.mapped("admin1", named_area), cells.mapped("in_country", named_area), strict=True)
        ]
        areas = [not (p or there) for p, there in zip(places, placed, strict=True)]
        places = [around if area else p for p, area, around in zip(places, areas, wider, strict=True)]
    header = tuple(cells.texts)
    cells.reject((raw == header for raw in cells.raws), "the header again")
    made: Made = days(cells) | people(cells, "killed") | people(cells, "injured")
    reject_others(cells, made, places, lats, placed)
    precisions: list[str | None] = [*cells.mapped("geo_precision", lambda v: geo_precision(v, layout))]
    widths = zip(precisions, cells.mapped("radius_km", kilometres), strict=True)
    radii: list[float | None] = [RADII[str(precision)] if km is None else km for precision, km in widths]
    countries = cells.mapped("in_country", lambda v: country_of(v, layout.numeric_countries))
    within = cells.mapped("in_country", successors)
    countries = [
        None if now else code or layout.constants.get("in_country") for code, now in zip(countries, within, strict=True)
    ]
    known = [code or (now and now[0]) or None for code, now in zip(countries, within, strict=True)]
    lost = unknown_countries(cells["in_country"], known, placed, doubts)
    admin1 = cells.mapped("admin1", lambda name: name.strip() if named_area(name) else None)
    written_at = [f"{lat}, {lon}" if there else None for there, lat, lon in zip(placed, lats, lons, strict=True)]
    rows = zip(places, precisions, admin1, written_at, strict=True)
    named = [place or (province if width == ADM1 and province else spot) for place, width, province, spot in rows]
    geocoders: list[str | None] = [IMPORT if there else None for there in placed]
    written = cells.mapped("geocode_score", share)
    scores: list[float | None] = [
        (1.0 if one is None else one) if there else None for there, one in zip(placed, written, strict=True)
    ]
    if look_up is not None:
        note_far(places, lats, lons, countries, look_up, doubts)
    missing = [i for i, there in enumerate(placed) if not there]
    usual = ""
    if look_up is not None and missing and "in_country" not in {*cells.fields, *layout.constants}:
        usual = usual_of_provinces(admin1, cells.header_of("admin1"), look_up)
        doubts[USUAL_OF_PROVINCES].update([name_of(usual)] * len(missing) if usual else [])
        bare = [not usual and area and is_short(place or "") for area, place in zip(areas, places, strict=True)]
        doubts[LETTERS].update(str(places[i]) for i in missing if bare[i])
        lost = [one or other for one, other in zip(lost, bare, strict=True)]
    asked: list[Asked | None] = []
    for i in missing:
        named_by = (countries[i] or "", areas[i], within[i], "" if countries[i] else usual)
        without = cells.reasons[i] or lost[i] or not places[i]
        asked.append(None if without else Asked(places[i] or "", (not areas[i] and admin1[i]) or "", *named_by))
    found_at = looked_up(asked, look_up, doubts) if look_up is not None else {}
    for i, one in zip(missing, asked, strict=True):
        lats[i] = lons[i] = precisions[i] = radii[i] = None
        if one and (found := found_at.get(one)) is not None:
            lats[i], lons[i], precisions[i], radii[i] = found.latitude, found.longitude, found.precision.value, found.radius_km
            countries[i] = countries[i] or found.place.country
            geocoders[i], scores[i] = GAZETTEER, found.score
    own = cells.table.path.stem
    sure = (1.0 if n is None else n for n in cells.mapped("confidence", share))
    return made | {
        "type": types(cells),
        "role": cells.mapped("role", lambda v: coded(v, Role) or layout.constants.get("role", Role.MAIN.value)),
        "state": [ReviewState.UNREVIEWED.value] * size,
        "place": named,
        "lat": lats,
        "lon": lons,
        "geo_precision": precisions,
        "radius_km": radii,
        "geocoder": geocoders,
        "geocode_score": scores,
        "in_country": countries,
        "admin1": admin1,
        "evidence": notes,
        "confidence": list(sure),
        "claims": [1] * size,
        "body": [None] * size,
        "killed_combatants": [None] * size,
        "unverified": each(notes, lambda note: 1 if is_unverified(note) else None),
        "source": [name or own for name in cells.told("source")],  # or the table's name, as in a claim
        **{name: cells.words(name) for name in ("attribution", "actor")},
    }


def repeated_ids(ids: Sequence[str], places: Sequence[str | None], days: Sequence[str | None]) -> Counter[str]:
    """Return the ids that several rows with one place and day share, with the number of these rows: such a table has a row
    for each vehicle, victim or source of an incident."""
    rows = Counter((own.strip(), place, day) for own, place, day in zip(ids, places, days, strict=True) if own.strip() and day)
    return Counter({own: n for (own, _, _), n in rows.items() if n > 1})


def points(cells: Cells) -> tuple[list[float | None], list[float | None]]:
    if POINT in cells.fields and "lat" not in cells.fields:
        both = cells.mapped(POINT, lambda v: point_of(v, cells.table.lon_first))
        cells.reject(
            (b is None and not is_blank(t) for b, t in zip(both, cells[POINT], strict=True)),
            "it cannot be read as latitude and longitude",
        )
        if any(b and b.radius_km is not None for b in both):  # lines and areas have an extent
            given = zip(both, cells["radius_km"], strict=True)
            cells.fields["radius_km"] = [f"{b.radius_km:.1f}" if b and b.radius_km is not None else km for b, km in given]
            given = zip(both, cells["geo_precision"], strict=True)
            area = GeoPrecision.REGION.value
            cells.fields["geo_precision"] = [area if b and b.radius_km is not None else said for b, said in given]
        return [b.latitude if b else None for b in both], [b.longitude if b else None for b in both]
    sides = []
    for name, title, limit in (("lat", "latitude", 90), ("lon", "longitude", 180)):
        degrees = cells.tried(name, partial(degrees_of, sides=SIDES[name]), f"{title} is not a number")
        degrees = on_side(degrees, cells.side_of(name))
        if name == "lon" and cells.table.full_circle:
            degrees = [d - 360 if d is not None and limit < d <= 360 else d for d in degrees]
        cells.reject((d is not None and abs(d) > limit for d in degrees), f"{title} is beyond {limit}")
        sides.append(degrees)
    lats, lons = sides
    cells.reject(((a is None) != (b is None) for a, b in zip(lats, lons, strict=True)), "latitude or longitude is missing")
    return lats, lons


ADM1 = GeoPrecision.ADM1.value
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
