"""The incidents of a workspace as columns, for filters and counts over hundreds of thousands of rows."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from geodata.columns.distant import distant
from geodata.columns.vectors import EPOCH, NO_DAY, Codes, Mask, Numbers, People, Words, days, decimals
from geodata.errors import WorkspaceDamaged
from geodata.gazetteer.areas import area_code
from geodata.gazetteer.provinces import provinces_of
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.columns import UNREADABLE, unreadable
from geodata.workspace.filing import EVERYTHING

CHUNK = 50_000
KM_PER_DEGREE = 111.2
MOST_CHANGED = 2_000
COLUMNS = """
    number id type role state place lat lon radius_km in_country geo_precision date_start date_end date_precision
    killed_low killed_high killed_best killed_qualifier injured_low injured_high injured_best injured_qualifier
    killed_combatants unverified attribution actor source confidence claims
""".split()
AREAS = (GeoPrecision.ADM1, GeoPrecision.REGION, GeoPrecision.COUNTRY)
COARSER_THAN_A_PROVINCE = (GeoPrecision.REGION, GeoPrecision.COUNTRY)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The table `incidents` as columns, in the order of `numbers`; `version` and `stamp` identify the state that they show.

    Days are counted from 1970-01-01, NO_DAY for none. Degrees are NaN for rows without a point. `source_rows` and `sources`
    are pairs of a row and a report or data set that it comes from.
    """

    version: int
    stamp: str
    numbers: NDArray[np.int64]
    ids: tuple[str, ...]
    types: Words
    roles: Words
    states: Words
    places: Words
    latitudes: Numbers
    longitudes: Numbers
    radii: Numbers
    countries: Words
    provinces: Words
    precisions: Words
    starts: Codes
    ends: Codes
    date_precisions: Words
    killed: People
    injured: People
    combatants: Numbers  # among the killed; NaN if unknown
    unverified: Mask
    far: Mask  # from all other incidents of its report
    claimants: Words
    actors: Words
    confidences: Numbers
    claims: Codes
    outlets: Words
    source_rows: NDArray[np.int64]
    sources: Words
    outlines: dict[int, str]  # row to the code of the country or province that it is drawn as

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def placed(self) -> Mask:
        return np.asarray(~np.isnan(self.latitudes))

    @property
    def undated(self) -> Mask:
        return np.asarray(self.starts == NO_DAY)

    @property
    def is_area(self) -> Mask:
        """Rows drawn as an area: totals, and incidents only known by province, region or country."""
        areas: Mask = self.placed & (self.roles.among([Role.AGGREGATE]) | self.precisions.among(AREAS))
        return areas

    @staticmethod
    def day(value: int) -> date | None:
        """Convert a day of `starts` or `ends` to a date."""
        return None if value == NO_DAY else date.fromordinal(int(value) + EPOCH)

    def rows_of(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Return the rows with these numbers, in rising order, without unknown numbers."""
        wanted = np.sort(np.array(numbers, dtype=np.int64))
        at = np.searchsorted(self.numbers, wanted)
        inside = at < len(self.numbers)
        rows: NDArray[np.int64] = at[inside][self.numbers[at[inside]] == wanted[inside]]
        return rows

    @classmethod
    def of(cls, workspace: WorkspaceFile, known: Snapshot | None = None) -> Snapshot:
        """Return what the workspace contains now. If `known` is given, read only what changed since."""
        with workspace.reading() as db:
            version, stamp = workspace.state_in(db)
            if known is not None and known.stamp == stamp:
                return known
            touched = changed_since(db, known) if known is not None else None
            if known is not None and touched == []:
                return replace(known, version=version, stamp=stamp)
            if known is not None and touched is not None:
                now = updated(known, with_provinces(read(db, version, stamp, touched)), touched)
            else:
                now = with_provinces(read(db, version, stamp))
            return with_far(now, {str(ident) for (ident,) in db.execute(text("SELECT id FROM reports"))})


VAGUE = """
    SELECT number, json_extract(body, '$.killed.word'), json_extract(body, '$.injured.word') FROM incidents
    WHERE body IS NOT NULL AND (killed_qualifier = 'vague' OR injured_qualifier = 'vague')
"""
OUTLINED = """
    SELECT number, json_extract(body, '$.toponym.geocode.place.feature'), json_extract(body, '$.toponym.geocode.place.id'),
        in_country FROM incidents
    WHERE body IS NOT NULL AND lat IS NOT NULL
        AND (role = 'aggregate' OR geo_precision IN ('adm1', 'region', 'country'))
"""


def read(db: Connection, version: int, stamp: str, numbers: Sequence[int] | None = None) -> Snapshot:
    """Return the rows as columns, without their provinces: all, or those with the given numbers. Raise WorkspaceDamaged for
    unreadable values."""
    try:
        return read_columns(db, version, stamp, numbers)
    except UNREADABLE as error:
        raise unreadable("the table of", "incidents", error) from error


def read_columns(db: Connection, version: int, stamp: str, numbers: Sequence[int] | None) -> Snapshot:
    raw: Any = db.connection.driver_connection
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    only = "" if numbers is None else " WHERE number IN (SELECT value FROM json_each(:numbers))"
    values = {} if numbers is None else {"numbers": json.dumps(list(numbers))}
    cursor = raw.execute(f"SELECT {names} FROM incidents{only} ORDER BY number", values)
    parts = []
    while rows := cursor.fetchmany(CHUNK):
        parts.append(part_of(rows, version, stamp))
    whole = joined(parts) if parts else part_of([], version, stamp)
    also = only.replace("number IN", "incident IN")
    pairs = raw.execute(f"SELECT incident, COALESCE(report, dataset) FROM claims{also}", values).fetchall()
    of_these = only.replace(" WHERE", " AND")
    vague = raw.execute(VAGUE + of_these, values).fetchall()
    outlined = raw.execute(OUTLINED + of_these, values).fetchall()
    row_of = dict(zip(whole.numbers.tolist(), range(len(whole)), strict=True)) if vague or outlined else {}
    incidents, sources = tuple(zip(*pairs, strict=True)) if pairs else ((), ())
    return replace(
        whole,
        killed=replace(whole.killed, words={row_of[n]: w for n, w, _ in vague if w}),
        injured=replace(whole.injured, words={row_of[n]: w for n, _, w in vague if w}),
        source_rows=np.searchsorted(whole.numbers, np.array(incidents, dtype=np.int64)),
        sources=Words.of(sources),
        outlines={row_of[n]: code for n, *place in outlined if (code := area_code(*place))},
    )


def part_of(rows: Sequence[Sequence[Any]], version: int, stamp: str) -> Snapshot:
    """Convert some rows of the table to columns."""
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    if not all(isinstance(ident, str) for ident in columns["id"]):
        raise WorkspaceDamaged("the id of an incident is not text")
    for name, known in (("type", IncidentType), ("role", Role), ("state", ReviewState)):
        if strange := set(columns[name]) - set(known):
            raise ValueError(f"{name} {strange.pop()!r:.40}")
    latitudes, longitudes = decimals(columns["lat"]), decimals(columns["lon"])
    if (np.abs(latitudes) > 90).any() or (np.abs(longitudes) > 540).any():
        raise ValueError("a point that is not on the Earth")
    return Snapshot(
        version=version,
        stamp=stamp,
        numbers=np.array(columns["number"], dtype=np.int64),
        ids=tuple(columns["id"]),
        types=Words.within(columns["type"], IncidentType),
        roles=Words.within(columns["role"], Role),
        states=Words.within(columns["state"], ReviewState),
        places=Words.of(columns["place"]),
        latitudes=latitudes,
        longitudes=longitudes,
        radii=np.nan_to_num(decimals(columns["radius_km"])),
        countries=Words.of(columns["in_country"]),
        provinces=Words.of([None] * len(rows)),
        precisions=Words.within(columns["geo_precision"], GeoPrecision),
        starts=days(columns["date_start"]),
        ends=days(columns["date_end"]),
        date_precisions=Words.within(columns["date_precision"], DatePrecision),
        killed=people(columns, "killed"),
        injured=people(columns, "injured"),
        combatants=decimals(columns["killed_combatants"]),
        unverified=np.array([bool(value) for value in columns["unverified"]], dtype=bool),
        far=np.zeros(len(rows), dtype=bool),
        claimants=Words.of(columns["attribution"]),
        actors=Words.of(columns["actor"]),
        confidences=decimals(columns["confidence"]),
        claims=np.array(columns["claims"], dtype=np.int32),
        outlets=Words.of(columns["source"]),
        source_rows=np.zeros(0, dtype=np.int64),
        sources=Words.of([]),
        outlines={},
    )


def with_provinces(snapshot: Snapshot) -> Snapshot:
    """Add the province that each point is in, and the country if the row has none."""
    sharp = ~snapshot.precisions.among(COARSER_THAN_A_PROVINCE) & snapshot.placed
    provinces, countries = provinces_of(snapshot.latitudes, snapshot.longitudes, sharp)
    return replace(snapshot, provinces=Words(*provinces), countries=filled(snapshot.countries, Words(*countries)))


def with_far(snapshot: Snapshot, reports: Collection[str]) -> Snapshot:
    """Mark the rows far from everything else in their report. Rows of a table can be anywhere, so none of them is marked."""
    told = np.isin(snapshot.sources.codes, [n for n, name in enumerate(snapshot.sources.values) if name in reports])
    pairs = snapshot.source_rows[told], snapshot.sources.codes[told]
    sharp = snapshot.placed & ~snapshot.is_area
    return replace(snapshot, far=distant(snapshot.latitudes, snapshot.longitudes, sharp, *pairs))


def changed_since(db: Connection, known: Snapshot) -> list[int] | None:
    """Return the numbers of the incidents that changed since; None if everything must be read again."""
    rows = db.execute(text("SELECT incident, stamp FROM changes WHERE version >= :version"), {"version": known.version}).all()
    if known.stamp not in {stamp for _, stamp in rows}:
        return None  # another file, or the changes are not recorded
    numbers = {incident for incident, stamp in rows if stamp != known.stamp}
    return None if EVERYTHING in numbers or len(numbers) > MOST_CHANGED else sorted(int(n) for n in numbers if n is not None)


def updated(known: Snapshot, fresh: Snapshot, touched: Sequence[int]) -> Snapshot:
    """Return a snapshot in which the fresh rows replace the touched ones."""
    stays = np.flatnonzero(~np.isin(known.numbers, np.array(touched, dtype=np.int64)))
    both = joined([taken(known, stays), fresh])
    order = np.argsort(both.numbers, kind="stable")
    return replace(taken(both, order), version=fresh.version, stamp=fresh.stamp)


def people(columns: dict[str, Any], kind: str) -> People:
    low, high, best = (decimals(columns[f"{kind}_{part}"]) for part in ("low", "high", "best"))
    return People(low, high, best, Words.within(columns[f"{kind}_qualifier"], Qualifier), {})


def joined(parts: Sequence[Snapshot]) -> Snapshot:
    """Put snapshots one below the other."""
    starts = np.cumsum([0, *(len(part) for part in parts)])
    first = parts[0]
    out: dict[str, Any] = {}
    for name in (f.name for f in fields(Snapshot)):
        values = [getattr(part, name) for part in parts]
        if name == "source_rows":
            out[name] = np.concatenate([rows + start for rows, start in zip(values, starts, strict=False)])
        elif isinstance(values[0], np.ndarray):
            out[name] = np.concatenate(values)
        elif isinstance(values[0], Words):
            out[name] = Words.joined(values)
        elif isinstance(values[0], People):
            arrays = {n: np.concatenate([getattr(v, n) for v in values]) for n in ("low", "high", "best")}
            words = {row + int(start): w for v, start in zip(values, starts, strict=False) for row, w in v.words.items()}
            out[name] = People(**arrays, qualifier=Words.joined([v.qualifier for v in values]), words=words)
        elif name == "ids":
            out[name] = tuple(itertools.chain.from_iterable(values))
        elif name == "outlines":
            out[name] = {row + int(start): v for o, start in zip(values, starts, strict=False) for row, v in o.items()}
        else:
            out[name] = getattr(first, name)
    return Snapshot(**out)


def taken(snapshot: Snapshot, rows: NDArray[np.int64]) -> Snapshot:
    """Return some rows of a snapshot, in the given order."""
    now = np.full(len(snapshot), -1, dtype=np.int64)
    now[rows] = np.arange(len(rows))
    out: dict[str, Any] = {}
    told = now[snapshot.source_rows]
    for name in (f.name for f in fields(Snapshot)):
        value = getattr(snapshot, name)
        if name == "source_rows":
            out[name] = told[told >= 0]
        elif name == "sources":
            out[name] = Words(value.codes[told >= 0], value.values)
        elif isinstance(value, np.ndarray):
            out[name] = value[rows]
        elif isinstance(value, Words):
            out[name] = Words(value.codes[rows], value.values)
        elif isinstance(value, People):
            arrays = {n: getattr(value, n)[rows] for n in ("low", "high", "best")}
            out[name] = People(
                **arrays,
                qualifier=Words(value.qualifier.codes[rows], value.qualifier.values),
                words=moved(value.words, now),
            )
        elif name == "ids":
            out[name] = tuple(map(value.__getitem__, rows.tolist()))
        elif name == "outlines":
            out[name] = moved(value, now)
        else:
            out[name] = value
    return Snapshot(**out)


def rounded(snapshot: Snapshot, degrees: float) -> Snapshot:
    """Return the snapshot with every point on a grid of `degrees`, and no radius smaller than the grid allows."""
    reach = degrees * KM_PER_DEGREE / math.sqrt(2)  # from the centre of a square to its corner
    return replace(
        snapshot,
        latitudes=np.clip(np.round(snapshot.latitudes / degrees) * degrees, -90, 90),
        longitudes=np.clip(np.round(snapshot.longitudes / degrees) * degrees, -180, 180),
        radii=np.maximum(snapshot.radii, reach),
    )


def moved(words: dict[int, str], now: NDArray[np.int64]) -> dict[int, str]:
    return {int(now[row]): word for row, word in words.items() if now[row] >= 0}


def filled(given: Words, found: Words) -> Words:
    """Return the given words, with blanks filled by those found."""
    if not (given.codes < 0).any():
        return given
    values = (*given.values, *(value for value in found.values if value not in given.values))
    place = {value: n for n, value in enumerate(values)}
    other = np.array([*(place[value] for value in found.values), -1], dtype=np.int32)
    return Words(np.where(given.codes < 0, other[found.codes], given.codes), values)
