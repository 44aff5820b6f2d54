"""The data for the map in the browser: markers and clusters of a view, the incidents of a place, density, shaded areas.

All values are plain JSON. Text from reports is not escaped; the map's script inserts it into the page as text.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any

import numpy as np

from dashboard.state.atlas import Atlas
from dashboard.words.headline import in_view
from dashboard.words.wording import (
    casualty_line,
    date_words,
    place_words,
    role_words,
    span_words,
)
from geodata.columns.snapshot import AREAS, Snapshot
from geodata.columns.vectors import Numbers, People
from geodata.gazetteer import provinces
from geodata.gazetteer.areas import area_code
from geodata.gazetteer.lookup import Gazetteer
from geodata.look import marker_size
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.summary.density import Weight, density
from geodata.summary.figures import counted
from geodata.summary.places import NEW, TOTAL, Box, Cluster, Gathered, Rows, extent, view
from geodata.summary.shading import Level, classes, shading
from geodata.visible import all_visible, visible
from geodata.vocabulary import SURROUNDINGS, Family, FigureKind, IncidentType, Qualifier, Role
from geodata.words.catalogue import label, say
from geodata.words.figures import figure_text, people_words

ALWAYS_TOLD = (FigureKind.KILLED, FigureKind.INJURED)
PAGE = 20  # incidents of a place in one answer


def view_payload(atlas: Atlas, query: IncidentQuery, box: Box, zoom: float) -> dict[str, Any]:
    """Return the clusters, markers and areas of a view."""
    found = atlas.gathered(query)
    snapshot = atlas.chosen(query).snapshot
    shown = view(found, box, zoom)
    return {
        "clusters": [cluster_of(cluster) for cluster in shown.clusters],
        "spots": [spot_of(snapshot, found, place) for place in shown.spots],
        "areas": [spot_of(snapshot, found, place) | area_of(snapshot, found.rows_at(place)) for place in shown.areas],
    }


def sums_payload(atlas: Atlas, query: IncidentQuery, box: Box) -> dict[str, str]:
    """Return the sums of the incidents in a view, in words."""
    return {"words": in_view(counted(atlas.chosen(query), atlas.places(), box))}


def cluster_of(cluster: Cluster) -> dict[str, Any]:
    west, south, east, north = cluster.box
    rough = say("cluster.rough", n=cluster.rough) if cluster.rough else ""
    mostly = say("cluster.mostly", type=label(cluster.kind).lower())
    least = ((cluster.killed, FigureKind.KILLED), (cluster.injured, FigureKind.INJURED))
    people = [people_words(say("figure.at_least", number=n), kind) for n, kind in least if n]
    return {
        "key": cluster.key,
        "at": [round(cluster.latitude, 5), round(cluster.longitude, 5)],
        "n": cluster.incidents,
        "type": cluster.kind.value,
        "box": [[south, west], [north, east]],
        "title": say("cluster.title", n=cluster.incidents, places=cluster.places),
        "lines": [mostly, ", ".join(people), rough],
        "rough": cluster.rough == cluster.incidents,
        "size": cluster.pixels,
        "parts": parts_of(cluster),
    }


def parts_of(cluster: Cluster) -> list[tuple[str, int]]:
    """Return (colour, number of incidents) for each family of types in a cluster, the largest first."""
    counts = dict.fromkeys(Family, 0)
    for kind, n in zip(IncidentType, cluster.kinds, strict=True):
        counts[kind.family] += n
    return [(family.colour, n) for family, n in sorted(counts.items(), key=lambda item: -item[1]) if n]


def spot_of(snapshot: Snapshot, found: Gathered, place: int) -> dict[str, Any]:
    """Return a marker: a place with the incident that decides its symbol."""
    rows = found.rows_at(place)
    lead = lead_of(snapshot, rows)
    kind = IncidentType(str(snapshot.types.at(lead)))
    weight = int(weights_of(snapshot, np.array([lead]))[0])
    more = f" {say('spot.more', n=len(rows) - 1)}" if len(rows) > 1 else ""
    more += f" {say('spot.area')}" if snapshot.roles.at(lead) == Role.AGGREGATE else ""
    latitude, longitude = float(found.index.latitudes[place]), float(found.index.longitudes[place])
    return {
        "key": key_of(latitude, longitude, bool(found.index.is_area[place])),
        "at": [latitude, longitude],
        "n": len(rows),
        "id": snapshot.ids[lead],
        "type": kind.value,
        "size": marker_size(weight),
        "hollow": not (weight or has_figures(snapshot, lead)),
        "pale": snapshot.roles.at(lead) == Role.BACKGROUND,
        "unverified": bool(snapshot.unverified[lead]),
        "km": float(snapshot.radii[rows].max()),
        "name": visible(snapshot.places.at(lead) or ""),
        "title": visible(snapshot.places.at(lead) or say("word.no_place")),
        "lines": [
            f"{label(kind)}{more}",
            date_of(snapshot, lead),
            " · ".join([people_of(snapshot, lead), *remarks_at(snapshot, lead)]),
        ],
    }


def lead_of(snapshot: Snapshot, rows: Rows) -> int:
    """Return the row that represents several: new incidents before earlier ones, then the most casualties, then the latest."""
    if len(rows) == 1:
        return int(rows[0])
    new = snapshot.roles.codes[rows] == NEW
    return int(rows[np.lexsort((snapshot.starts[rows], weights_of(snapshot, rows), new))[-1]])


def weights_of(snapshot: Snapshot, rows: Rows) -> Numbers:
    """Return the number of people killed or injured, from the given figures. It sizes a marker and orders the list."""
    return snapshot.killed.likely_at(rows) + snapshot.injured.likely_at(rows)


def ordered(snapshot: Snapshot, rows: Rows, first: str) -> Rows:
    """Return the rows of a place in list order: `first` on top, then new incidents before others, each latest first."""
    new = snapshot.roles.codes[rows] == NEW
    chosen = np.array([snapshot.ids[row] == first for row in rows])
    return rows[np.lexsort((-snapshot.starts[rows].astype(np.int64), ~new, ~chosen))]


def has_figures(snapshot: Snapshot, row: int) -> bool:
    return any(people.low[row] > 0 or people.high[row] > 0 for people in (snapshot.killed, snapshot.injured))


def date_of(snapshot: Snapshot, row: int) -> str:
    return span_words(snapshot.day(snapshot.starts[row]), snapshot.day(snapshot.ends[row]), snapshot.date_precisions.at(row))


def people_of(snapshot: Snapshot, row: int) -> str:
    """ "at least 10 killed, more than 40 injured"."""
    none = say("figure.none")
    columns = zip((snapshot.killed, snapshot.injured), ALWAYS_TOLD, strict=True)
    parts = [(figure_at(people, row), kind) for people, kind in columns]
    said = [people_words(say("short_figure.none") if words == none else words, kind) for words, kind in parts if words]
    return ", ".join(said) or say("people.none")


def remarks_at(snapshot: Snapshot, row: int, short: bool = False) -> list[str]:
    """Return remarks on the figures: "not verified", "3 combatants among the killed", or "3 combatants" if `short`."""
    found = []
    if not np.isnan(snapshot.combatants[row]):
        n = int(snapshot.combatants[row])
        found.append(say("list_row.combatants", n=n) if short else say("remark.combatants", n=n))
    return [*found, *([say("remark.unverified")] if snapshot.unverified[row] else [])]


def figure_at(people: People, row: int) -> str | None:
    """Return a figure in words, or None if the row has none."""
    low, high, best = (None if np.isnan(v) else int(v) for v in (people.low[row], people.high[row], people.best[row]))
    if low is None and high is None:
        return None
    return figure_text(low, high, best, Qualifier(people.qualifier.at(row) or Qualifier.EXACT), people.words.get(row))


def area_of(snapshot: Snapshot, rows: Rows) -> dict[str, Any]:
    """Return the code of the area's outline (if None, the map draws a circle), and whether it has only totals, which the map
    shows only while they are selected or under the pointer."""
    outline = outline_of(snapshot, rows)
    named = {"title": title} if (title := title_of_area(snapshot, rows, outline)) else {}
    return {"outline": outline, "total": bool((snapshot.roles.codes[rows] == TOTAL).all())} | named


def outline_of(snapshot: Snapshot, rows: Rows) -> str | None:
    return next((snapshot.outlines[row] for row in rows.tolist() if row in snapshot.outlines), None)


def title_at(snapshot: Snapshot, rows: Rows) -> str:
    """Return the name of the place of several incidents."""
    lead = snapshot.places.at(lead_of(snapshot, rows)) or say("word.no_place")
    return title_of_area(snapshot, rows, outline_of(snapshot, rows)) or lead


def title_of_area(snapshot: Snapshot, rows: Rows, outline: str | None) -> str:
    """Return the title of an area that shows a place of unknown location: "Zabarmari, somewhere in Nigeria"; else ""."""
    names = (area_names(Level.PROVINCE if "-" in outline else Level.COUNTRY)) if outline else {}
    if outline is None or outline not in names:
        return ""
    called = {snapshot.places.at(row) or "" for row in rows.tolist() if snapshot.roles.at(row) != Role.AGGREGATE}
    unknown = sorted(visible(name) for name in called if not is_called(name, outline))
    somewhere = say("spot.somewhere", area=names[outline])
    if not unknown:
        return ""
    return say("spot.unknown", place=unknown[0], where=somewhere) if len(called) == 1 else somewhere


def place_payload(atlas: Atlas, query: IncidentQuery, key: str, first: str, start: int) -> dict[str, Any]:
    """Return the incidents of one marker, PAGE at a time."""
    found = atlas.gathered(query)
    snapshot = atlas.chosen(query).snapshot
    place = place_at(found, key)
    rows = ordered(snapshot, found.rows_at(place), first) if place is not None else np.zeros(0, dtype=np.int64)
    ids = [snapshot.ids[row] for row in rows[start : start + PAGE]]
    kept = {k.incident.id: k.incident for k in atlas.workspace.kept(ids)}
    title = title_at(snapshot, rows) if len(rows) else ""
    items = [item_of(kept[i]) for i in ids if i in kept]
    return all_visible({"title": title, "total": len(rows), "start": start, "items": items})  # type: ignore[no-any-return]


def place_at(found: Gathered, key: str) -> int | None:
    """Return the place of a marker's key, or None if there is none."""
    try:
        latitude, longitude = (float(part) for part in key[1:].split(","))
    except ValueError:
        return None
    index = found.index
    same = (np.abs(index.latitudes - latitude) < 1e-5) & (np.abs(index.longitudes - longitude) < 1e-5)
    hits = np.flatnonzero(same & (index.is_area == (key[:1] == "a")) & (found.counts > 0))
    return int(hits[0]) if len(hits) else None


def item_of(incident: Incident) -> dict[str, Any]:
    """Return what a popup shows about an incident; the card shows the rest."""
    return {
        "id": incident.id,
        "name": place_words(incident),
        "place": shown_at(incident),
        "line": " · ".join(part for part in (label(incident.type), date_words(incident), role_words(incident.role)) if part),
        "people": casualty_line(incident),
    }


def shown_at(incident: Incident) -> str:
    """Return the place of an incident, and where it is shown if it is unknown: "Zabarmari, somewhere in Nigeria"."""
    at = incident.geocode
    if at is None or SURROUNDINGS not in incident.reasons:
        return place_words(incident)
    area = at.place.name
    where = say("spot.somewhere", area=area) if at.precision in AREAS else say("spot.around", area=area)
    return say("spot.unknown", place=place_words(incident), where=where)


def marker_of(snapshot: Snapshot, ident: str) -> dict[str, Any] | None:
    """Return the marker of one incident, or None if it has no place."""
    row = snapshot.ids.index(ident) if ident in snapshot.ids else -1
    if row < 0 or not snapshot.placed[row]:
        return None
    latitude, longitude = float(snapshot.latitudes[row]), float(snapshot.longitudes[row])
    return {"id": ident, "key": key_of(latitude, longitude, bool(snapshot.is_area[row])), "at": [latitude, longitude]}


def key_of_incident(incident: Incident) -> str:
    """Return the key of an incident's marker, or "" if it has no place."""
    at = incident.geocode
    is_area = incident.role is Role.AGGREGATE or (at is not None and at.precision in AREAS)
    return key_of(at.latitude, at.longitude, is_area) if at else ""


def key_of(latitude: float, longitude: float, area: bool) -> str:
    """Return the key of a marker, which is the same in every answer."""
    return f"{'a' if area else 'p'}{latitude:.5f},{longitude:.5f}"


def density_payload(atlas: Atlas, query: IncidentQuery, box: Box, zoom: float, weight: Weight) -> dict[str, Any]:
    return {"cells": density(atlas.gathered(query), box, zoom, weight)}


def shading_payload(atlas: Atlas, query: IncidentQuery, level: Level, weight: Weight) -> dict[str, Any]:
    """Return the areas, each with a class from 0 (none) to 5, and the bounds of the classes."""
    shaded = shading(atlas.chosen(query), level)
    values = {s.code: int(getattr(s, weight.value)) for s in shaded.shades}
    bounds = classes(list(values.values()))
    named = area_names(level)
    return {
        "bounds": bounds,
        "outside": shaded.outside,
        "areas": [
            {
                "code": s.code,
                "name": named.get(s.code, s.code),
                "class": 0 if not values[s.code] else 1 + int(np.searchsorted(bounds, values[s.code])),
                "lines": [say("shade.incidents", n=s.incidents), say("shade.people", killed=s.killed, injured=s.injured)],
            }
            for s in shaded.shades
        ],
    }


def area_names(level: Level) -> dict[str, str]:
    return country_names() if level is Level.COUNTRY else provinces.names()


@lru_cache(maxsize=4_096)
def is_called(name: str, area: str) -> bool:
    """Whether a country or province, by its code, has this name. True for names not in Latin script, which the gazetteer may
    not know. A place that the gazetteer doesn't know is shown in an area with another name."""
    if not unicodedata.name(name[:1] or " ", "").startswith("LATIN"):
        return True
    found = (candidate.place for candidate in Gazetteer.open().find(name))
    return any(area_code(place.feature, place.id, place.country) == area for place in found)


@cache
def country_names() -> dict[str, str]:
    """Return the names of the countries by two-letter code."""
    return {place.country: place.name for place in Gazetteer.open().countries() if place.country}


def fit_of(atlas: Atlas, query: IncidentQuery) -> list[list[float]] | None:
    """Return the south-west and north-east corners of a view of a filter's incidents with a margin, or None without any."""
    found = atlas.gathered(query)
    box = extent(found)
    if box is None:
        return None
    margin = max(1.2, 0.12 * max(box.north - box.south, box.east - box.west))
    return [[max(-85, box.south - margin), box.west - margin], [min(85, box.north + margin), box.east + margin]]
