"""The list of incidents next to the map: new ones by casualties, then earlier ones and totals, then those of all kinds that
need a look. It is sent a page at a time."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np

from dashboard.map.map_feed import date_of, has_figures, key_of, remarks_at, weights_of
from dashboard.state.atlas import Atlas
from geodata.columns.masks import Chosen
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import Mask, People
from geodata.query import IncidentQuery
from geodata.reading.confidence import calibration, is_sure
from geodata.records import Reading
from geodata.summary.checks import far_places, unread_figures
from geodata.summary.places import Rows
from geodata.visible import all_visible
from geodata.vocabulary import FigureKind, IncidentType, Qualifier, ReviewState, Role
from geodata.words.catalogue import label, say
from geodata.words.figures import short_figure

PAGE = 60  # rows in one answer
UNREAD_ROW = "unread-"  # prefix of the ids of rows for figures that were not read; an index follows


class Part(StrEnum):
    """A section of the list."""

    NEW = "new"
    EARLIER = "earlier"
    TOTALS = "totals"
    LOOK = "look"  # incidents of all roles, listed a second time

    @property
    def role(self) -> Role | None:
        return {Part.NEW: Role.MAIN, Part.EARLIER: Role.BACKGROUND, Part.TOTALS: Role.AGGREGATE}.get(self)


def rows_of(chosen: Chosen, part: Part) -> Rows:
    """Return the rows of one part, ordered by most casualties, then by latest date."""
    snapshot = chosen.snapshot
    rows = np.flatnonzero(chosen.mask & within(snapshot, part))
    return rows[np.lexsort((-snapshot.starts[rows].astype(np.int64), -weights_of(snapshot, rows)))]


def counts_of(chosen: Chosen) -> dict[str, int]:
    """Return the number of incidents in each part."""
    return {part.value: int((chosen.mask & within(chosen.snapshot, part)).sum()) for part in Part}


def within(snapshot: Snapshot, part: Part) -> Mask:
    """Return a mask of the rows in a part."""
    return needs_look(snapshot) if part.role is None else snapshot.roles.among([part.role])


def needs_look(snapshot: Snapshot) -> Mask:
    """Mask the unconfirmed incidents that are unsure, unverified, far from all others, or count combatants among the killed."""
    unsure = snapshot.confidences < calibration().floor
    marked: Mask = unsure | snapshot.unverified | snapshot.far | ~np.isnan(snapshot.combatants)
    return marked & ~snapshot.states.among([ReviewState.CONFIRMED, ReviewState.REJECTED])


def where_is(atlas: Atlas, chosen: Chosen, ident: str) -> dict[str, Any] | None:
    """Return the part of the list that has an incident, and its index there, or None if it is not listed."""
    snapshot = chosen.snapshot
    row = snapshot.ids.index(ident) if ident in snapshot.ids else -1
    part = next((p for p in Part if row >= 0 and p.role == snapshot.roles.at(row)), None)
    if part is None or not chosen.mask[row]:
        return None
    return {"part": part.value, "n": int(np.flatnonzero(listed(atlas, chosen, part) == row)[0])}


def listed(atlas: Atlas, chosen: Chosen, part: Part) -> Rows:
    return atlas.remembered("listed", chosen.snapshot, (chosen.query, part), lambda: rows_of(chosen, part))


def list_payload(atlas: Atlas, query: IncidentQuery, part: Part, start: int) -> dict[str, Any]:
    """Return PAGE rows of a part, from `start`."""
    chosen = atlas.chosen(query)
    rows = listed(atlas, chosen, part)
    found = [row_of(chosen.snapshot, row) for row in rows[start : start + PAGE].tolist()]
    return {"start": start, "rows": all_visible(found)}


def row_of(snapshot: Snapshot, row: int) -> dict[str, Any]:
    kind = IncidentType(str(snapshot.types.at(row)))
    claimant = snapshot.claimants.at(row)
    confirmed = snapshot.states.at(row) == ReviewState.CONFIRMED
    sure = confirmed or is_sure(float(snapshot.confidences[row]))
    doubts = [label(ReviewState.CONFIRMED).lower()] if confirmed else [] if sure else [say("list_row.unsure")]
    key = ""
    if snapshot.placed[row]:
        key = key_of(float(snapshot.latitudes[row]), float(snapshot.longitudes[row]), bool(snapshot.is_area[row]))
    far = [say("remark.far")] if snapshot.far[row] and not confirmed else []
    return {
        "id": snapshot.ids[row],
        "key": key,
        "type": kind.value,
        "hollow": not has_figures(snapshot, row),
        "pale": snapshot.roles.at(row) == Role.BACKGROUND,
        "place": snapshot.places.at(row) or say("word.no_place"),
        "people": people_at(snapshot, row),
        "line": " · ".join(word for word in (label(kind), date_of(snapshot, row), claimant) if word),
        "doubts": [*doubts, *far, *remarks_at(snapshot, row, short=True)],
    }


def to_look_at(reading: Reading, chosen: Chosen, careful: bool) -> list[dict[str, Any]]:
    """Return further rows of a report that need a look: incidents far from all other places that it names, and figures that
    were not read. If `careful`, the rows leave out the report's words."""
    snapshot = chosen.snapshot
    known = {snapshot.ids[row]: row for row in np.flatnonzero(chosen.mask & ~snapshot.far).tolist()}
    far = [row_of(snapshot, known[one.id]) for one in far_places(reading) if one.id in known]
    unread = [
        {
            "id": f"{UNREAD_ROW}{n}",
            "key": "",
            "type": "",
            "hollow": True,
            "pale": False,
            "place": say("list_row.unread") if careful else f"“{words}”",
            "people": "",
            "line": say("list_row.to_add") if careful else say("list_row.unread_to_add"),
            "doubts": [],
        }
        for n, words in enumerate(unread_figures(reading))
    ]
    return [*({**row, "doubts": [say("remark.far"), *row["doubts"]]} for row in far), *unread]


def people_at(snapshot: Snapshot, row: int) -> str:
    """ "10+ killed, 40+ injured"; "no figures" if there are none."""
    columns = ((snapshot.killed, FigureKind.KILLED), (snapshot.injured, FigureKind.INJURED))
    parts = [say(f"people.{kind.value}", figure=figure) for people, kind in columns if (figure := short_at(people, row))]
    return ", ".join(parts) or say("list_row.no_figures")


def short_at(people: People, row: int) -> str | None:
    low, high, best = (None if np.isnan(v) else int(v) for v in (people.low[row], people.high[row], people.best[row]))
    if low is None and high is None:
        return None
    return short_figure(low, high, best, Qualifier(people.qualifier.at(row) or Qualifier.EXACT), people.words.get(row))
