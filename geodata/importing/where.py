"""Where the rows of an imported table are: the columns of name, point, precision and country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from geodata.importing.cells import Cells, Made
from geodata.importing.outcome import LETTERS, NO_POINTS, USUAL_OF_PROVINCES
from geodata.importing.placing import Asked, Doubts, looked_up, note_far, note_swapped, unknown_countries
from geodata.importing.row_words import named_area, place_name
from geodata.importing.usual_country import LookUp, is_short, name_of, usual_of_provinces
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.countries import country_of, successors
from geodata.tables.cells.points import SIDES, degrees_of, on_side, point_of
from geodata.tables.cells.precision import RADIUS_KM, geo_precision, kilometres, share
from geodata.tables.layout import POINT
from geodata.vocabulary import GeoPrecision
from geodata.workspace.columns import GAZETTEER, IMPORT

RADII = {precision.value: km for precision, km in RADIUS_KM.items()}
ADM1 = GeoPrecision.ADM1.value
Degrees = list[float | None]


@dataclass(frozen=True, slots=True)
class Where:
    """What the rows say of their places, by column. `lats` and `lons` in degrees; `placed`: the row has a point; `areas`: its
    place is only its province or country. The lists are filled in by the gazetteer."""

    places: list[str]
    lats: Degrees
    lons: Degrees
    placed: list[bool]
    areas: list[bool]

    @property
    def missing(self) -> list[int]:
        """The numbers of the rows without a point."""
        return [i for i, there in enumerate(self.placed) if not there]


def where_of(cells: Cells, look_up: LookUp | None, doubts: Doubts) -> Where:
    """Return what the rows say of their places. Reject rows whose point cannot be read."""
    lats, lons = points(cells)
    if not {"lat", "lon", POINT} & cells.fields.keys():  # some cells in a column of names may contain a point
        spots = cells.mapped("place", lambda v: None if place_name(v) else point_of(v))
        lats, lons = ([getattr(spot, side, None) for spot in spots] for side in ("latitude", "longitude"))
    places = [*cells.mapped("place", str.strip if cells.layout.name == "atlas" else place_name)]
    placed = [not (a is None or b is None or a == b == 0) for a, b in zip(lats, lons, strict=True)]  # 0, 0 means unknown
    if not all(placed):
        given = zip(cells["lat"], cells["lon"], placed, cells.reasons, strict=True)
        codes = (f"{lat.strip()}, {lon.strip()}" for lat, lon, there, reason in given if not (there or reason))
        doubts[NO_POINTS].update(both for both in codes if not any(map(is_blank, both.split(", "))))
    if look_up is not None and not {"in_country", "admin1"} & {*cells.fields, *cells.layout.constants}:
        note_swapped(places, lats, lons, look_up, doubts)
    areas = [False] * cells.size
    if not all(places):  # a row with neither place nor point gets its province or country
        divisions = zip(cells.mapped("admin1", named_area), cells.mapped("in_country", named_area), strict=True)
        areas = [not (p or there) for p, there in zip(places, placed, strict=True)]
        places = [a or b if area else p for p, area, (a, b) in zip(places, areas, divisions, strict=True)]
    return Where(places, lats, lons, placed, areas)


def located(cells: Cells, where: Where, look_up: LookUp | None, doubts: Doubts) -> Made:
    """Return the workspace's columns of place. `look_up` finds the places of rows without a point."""
    precisions: list[str | None] = [*cells.mapped("geo_precision", lambda v: geo_precision(v, cells.layout))]
    widths = zip(precisions, cells.mapped("radius_km", kilometres), strict=True)
    radii: list[float | None] = [RADII[str(precision)] if km is None else km for precision, km in widths]
    within = [*cells.mapped("in_country", successors)]
    countries = countries_of(cells, within)
    known = [code or (now and now[0]) or None for code, now in zip(countries, within, strict=True)]
    lost = unknown_countries(cells["in_country"], known, where.placed, doubts)
    admin1 = [*cells.mapped("admin1", lambda name: name.strip() if named_area(name) else None)]
    geocoders: list[str | None] = [IMPORT if there else None for there in where.placed]
    given = zip(where.placed, cells.mapped("geocode_score", share), strict=True)
    scores: list[float | None] = [(1.0 if score is None else score) if there else None for there, score in given]
    made: Made = {
        "place": names(where, precisions, admin1),
        "lat": where.lats,
        "lon": where.lons,
        "geo_precision": precisions,
        "radius_km": radii,
        "geocoder": geocoders,
        "geocode_score": scores,
        "in_country": countries,
        "admin1": admin1,
    }
    if look_up is not None:
        note_far(where.places, where.lats, where.lons, countries, look_up, doubts)
    usual = usual_country(cells, where, admin1, look_up, doubts, lost)
    asked = [
        None
        if cells.reasons[i] or lost[i] or not (place := where.places[i])
        else Asked(
            place,
            (not where.areas[i] and admin1[i]) or "",
            countries[i] or "",
            where.areas[i],
            within[i],
            "" if countries[i] else usual,
        )
        for i in where.missing
    ]
    found_at = looked_up(asked, look_up, doubts) if look_up is not None else {}
    for i, one in zip(where.missing, asked, strict=True):
        where.lats[i] = where.lons[i] = precisions[i] = radii[i] = None
        if one and (found := found_at.get(one)) is not None:
            where.lats[i], where.lons[i] = found.latitude, found.longitude
            precisions[i], radii[i] = found.precision.value, found.radius_km
            countries[i] = countries[i] or found.place.country
            geocoders[i], scores[i] = GAZETTEER, found.score
    return made


def countries_of(cells: Cells, within: Sequence[tuple[str, ...]]) -> list[str | None]:
    """Return the country of each row, by its cell or else the layout; None for a former state, which is `within` others now."""
    codes = cells.mapped("in_country", lambda v: country_of(v, cells.layout.numeric_countries))
    constant = cells.layout.constants.get("in_country")
    return [None if now else code or constant for code, now in zip(codes, within, strict=True)]


def names(where: Where, precisions: Sequence[str | None], admin1: Sequence[str | None]) -> list[str | None]:
    """Return the names of the places; for a row without one, its province if the point is that precise, else the point."""
    points = zip(where.placed, where.lats, where.lons, strict=True)
    spots = [f"{lat}, {lon}" if there else None for there, lat, lon in points]
    rows = zip(where.places, precisions, admin1, spots, strict=True)
    return [place or (province if width == ADM1 and province else spot) for place, width, province, spot in rows]


def usual_country(
    cells: Cells,
    where: Where,
    admin1: Sequence[str | None],
    look_up: LookUp | None,
    doubts: Doubts,
    lost: list[bool],
) -> str:
    """Return the country that a table without countries means by its provinces, or "". If there is none, mark the rows that
    have only the letters of a province as `lost`."""
    missing = where.missing
    if look_up is None or not missing or "in_country" in {*cells.fields, *cells.layout.constants}:
        return ""
    usual = usual_of_provinces(admin1, cells.header_of("admin1"), look_up)
    doubts[USUAL_OF_PROVINCES].update([name_of(usual)] * len(missing) if usual else [])
    bare = [not usual and area and is_short(place) for area, place in zip(where.areas, where.places, strict=True)]
    doubts[LETTERS].update(where.places[i] for i in missing if bare[i])
    lost[:] = [one or other for one, other in zip(lost, bare, strict=True)]
    return usual


def points(cells: Cells) -> tuple[Degrees, Degrees]:
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
