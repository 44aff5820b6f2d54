"""The map as one SVG drawing, for paper and for pictures: land, borders, names, incidents, scale, attribution."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from dashboard.map.map_feed import density_payload, shading_payload, view_payload
from dashboard.parts.theme import LIGHT, SHADES, colour_of
from dashboard.state.atlas import Atlas
from dashboard.words.escape import safe
from geodata.gazetteer import areas
from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.sources import packed_json
from geodata.look import EDGE, HOLLOW_EDGE, PALE, SHAPES
from geodata.query import IncidentQuery
from geodata.summary.density import Weight
from geodata.summary.places import TILE, Box
from geodata.summary.shading import Level
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import say

FINE_FROM = 4.5  # zoom from which countries have detailed outlines and provinces
MOST_NAMES, MOST_LETTERS = 40, 60
LEAST_PEOPLE = ((3.0, 6_000_000), (4.5, 1_500_000), (6.0, 400_000), (7.5, 100_000), (30.0, 30_000))
EARTH_PIXEL_KM = 156.54303  # kilometres per pixel at the equator at zoom 0
Ring = list[list[float]]


class Sheet(NamedTuple):
    """A view on paper: its size in pixels, its zoom, and its centre in pixels of the world map at that zoom."""

    wide: int
    high: int
    zoom: float
    x: float
    y: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the position of a point on the sheet, in pixels."""
        wx, wy = world(latitude, longitude, self.zoom)
        size = TILE * 2**self.zoom
        dx = (wx - self.x + size / 2) % size - size / 2
        return round(dx + self.wide / 2, 1), round(wy - self.y + self.high / 2, 1)

    @property
    def box(self) -> Box:
        west, north = degrees(self.x - self.wide / 2, self.y - self.high / 2, self.zoom)
        east, south = degrees(self.x + self.wide / 2, self.y + self.high / 2, self.zoom)
        return Box(west, south, east, north)

    def sees(self, west: float, south: float, east: float, north: float) -> bool:
        mine = self.box
        across = (
            east - west + mine.east - mine.west >= 360
            or (west - mine.west) % 360 <= mine.east - mine.west
            or (mine.west - west) % 360 <= east - west
        )
        return across and south <= mine.north and mine.south <= north


def world(latitude: float, longitude: float, zoom: float) -> tuple[float, float]:
    lat = math.radians(max(-85.05, min(85.05, latitude)))
    size = TILE * 2**zoom
    return (longitude / 360 + 0.5) * size, (0.5 - math.log(math.tan(math.pi / 4 + lat / 2)) / (2 * math.pi)) * size


def degrees(x: float, y: float, zoom: float) -> tuple[float, float]:
    size = TILE * 2**zoom
    return (x / size - 0.5) * 360, math.degrees(2 * math.atan(math.exp((0.5 - y / size) * 2 * math.pi)) - math.pi / 2)


def sheet_for(box: Box, wide: int, high: int) -> Sheet:
    """Return the sheet that fits a box."""
    x0, y1 = world(box.south, box.west, 0)
    x1, y0 = world(box.north, box.east, 0)
    zoom = max(0.5, min(11.0, math.log2(min(wide / max(1e-6, x1 - x0), high / max(1e-6, y1 - y0)))))
    return Sheet(wide, high, zoom, (x0 + x1) / 2 * 2**zoom, (y0 + y1) / 2 * 2**zoom)


def map_svg(payload: dict[str, Any], sheet: Sheet, title: str) -> str:
    """Return the drawing. `payload` is the result of `drawn` for this view."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.wide} {sheet.high}" width="{sheet.wide}" '
        f'height="{sheet.high}" role="img" aria-label="{safe(title)}" font-family="Source Sans, sans-serif">',
        f'<rect width="{sheet.wide}" height="{sheet.high}" fill="{LIGHT.water}"/>',
        *land(sheet),
        *shades(sheet, payload.get("areas_shaded"), payload.get("level", Level.COUNTRY)),
        *cells(sheet, payload.get("cells", [])),
        # a total has an outline only on the screen, while it is selected or under the pointer
        *(part for area in payload.get("areas", []) if not area["total"] for part in outline(sheet, area)),
        *names(sheet, payload.get("spots", []), payload.get("clusters", [])),
        *(ring(sheet, item) for item in payload.get("spots", [])),
        *(spot(sheet, item) for item in payload.get("spots", [])),
        *(cluster(sheet, item) for item in payload.get("clusters", [])),
        scale(sheet),
        f'<text x="{sheet.wide - 6}" y="{sheet.high - 6}" text-anchor="end" font-size="10" fill="{LIGHT.label}">'
        f"{safe(say('paper.map_credit'))}</text></svg>",
    ]
    return "".join(parts)


def path_of(sheet: Sheet, geometry: dict[str, Any]) -> str:
    """Return a geometry as an SVG path without the parts outside the sheet."""
    out = []
    for polygon in areas.rings(geometry):
        outer = polygon[0]
        lons, lats = [p[0] for p in outer], [p[1] for p in outer]
        if not sheet.sees(min(lons), min(lats), max(lons), max(lats)):
            continue
        shift = round((sheet.box.west + sheet.box.east) / 720 - (min(lons) + max(lons)) / 720) * 360
        out += [f"M{'L'.join(f'{x:g},{y:g}' for x, y in thinned(line(sheet, ring, shift)))}Z" for ring in polygon]
    return "".join(out)


def line(sheet: Sheet, ring: Ring, shift: float) -> Iterator[tuple[float, float]]:
    for longitude, latitude in ring:
        wx, wy = world(latitude, longitude + shift, sheet.zoom)
        yield round(wx - sheet.x + sheet.wide / 2, 1), round(wy - sheet.y + sheet.high / 2, 1)


def thinned(points: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Leave out points less than 0.7 pixels (in x plus y) from the last one kept."""
    last = (math.inf, math.inf)
    for point in points:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= 0.7:
            yield point
            last = point


def land(sheet: Sheet) -> Iterator[str]:
    for feature in packed_json("areas/world.json.gz")["features"]:
        if not any(sheet.sees(*box) for box in feature["properties"]["boxes"]):
            continue
        parts = areas.detail(feature["properties"]["country"]) if sheet.zoom >= FINE_FROM else []
        whole = path_of(sheet, (parts or [feature])[0]["geometry"])
        if whole:
            yield f'<path d="{whole}" fill="{LIGHT.land}" stroke="{LIGHT.border}" stroke-width="0.8"/>'
        for province in parts[1:]:
            if edge := path_of(sheet, province["geometry"]):
                yield f'<path d="{edge}" fill="none" stroke="{LIGHT.province}" stroke-width="0.6" stroke-dasharray="3 3"/>'


def shades(sheet: Sheet, shaded: list[dict[str, Any]] | None, level: Level) -> Iterator[str]:
    for area in shaded or ():
        country = area["code"].partition("-")[0]
        features = areas.detail(country)
        shape = features[0] if level is Level.COUNTRY and features else None
        shape = shape or next((f for f in features[1:] if f["properties"]["id"] == area["code"]), None)
        if shape and area["class"] and (edge := path_of(sheet, shape["geometry"])):
            tone = SHADES[area["class"] - 1]
            yield f'<path d="{edge}" fill="{tone}" fill-opacity="0.85" stroke="{LIGHT.label}" stroke-width="0.6"/>'


def names(sheet: Sheet, spots: list[dict[str, Any]], clusters: list[dict[str, Any]]) -> Iterator[str]:
    """Draw the places of incidents next to their markers, then the largest towns, leaving out names that would overlap."""
    marks = [(*sheet.at(*item["at"]), item["size"] / 2, str(item["name"])) for item in spots]
    marks += [(*sheet.at(*item["at"]), radius_of(item), "") for item in clusters]
    least = next(people for zoom, people in LEAST_PEOPLE if sheet.zoom <= zoom)
    towns = ((*sheet.at(p.latitude, p.longitude), 0.0, p.name) for p in Gazetteer.open().largest(least))
    held = [(x - half, y - half, x + half, y + half) for x, y, half, _ in marks]
    taken: list[tuple[float, float, float, float]] = []
    for n, (x, y, half, name) in enumerate(chain(marks, towns)):
        if not name or not (0 < x < sheet.wide - 40 and 8 < y < sheet.high - 8):
            continue
        wide = 6 * len(name) + 12
        sides = [(x + half - 3, x + half + 5, "start"), (x - half - wide + 3, x - half - 5, "end")]
        around = [*taken, *held[:n], *held[n + 1 :]]
        for left, at, anchor in sides if half else sides[:1]:
            box = (left, y - 8, left + wide, y + 8)
            if any(t[0] < box[2] and box[0] < t[2] and t[1] < box[3] and box[1] < t[3] for t in around):
                continue
            taken.append(box)
            if not half:
                yield f'<circle cx="{x}" cy="{y}" r="1.6" fill="{LIGHT.label}"/>'
            yield (
                f'<text x="{at:.1f}" y="{y + 3.5}" text-anchor="{anchor}" font-size="10.5" fill="{LIGHT.label}" '
                f'stroke="{LIGHT.halo}" stroke-width="2.4" paint-order="stroke">{safe(name[:MOST_LETTERS])}</text>'
            )
            break
        if len(taken) >= MOST_NAMES:
            return


def cells(sheet: Sheet, found: list[tuple[float, float, float]]) -> Iterator[str]:
    """Draw density as squares of one hue, scaled by the square root of each sum, as on the screen."""
    most = max((cell[2] for cell in found), default=1)
    for latitude, longitude, total in found:
        x, y = sheet.at(latitude, longitude)
        tone = SHADES[min(len(SHADES) - 1, int(len(SHADES) * math.sqrt(total / most)))]
        yield f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="{tone}" fill-opacity="0.85"/>'


def outline(sheet: Sheet, area: dict[str, Any]) -> Iterator[str]:
    """Draw a province or country with its name: its outline, or a circle if there is none and the circle fits on the sheet."""
    colour = colour_of(IncidentType(area["type"]))
    dashed = f'fill="none" stroke="{colour}" stroke-width="1.4" stroke-dasharray="7 5"'
    code = area.get("outline")
    x, y = sheet.at(*area["at"])
    shape = None
    if code:
        features = areas.detail(code.partition("-")[0])
        shape = next((f for f in features if f["properties"].get("id", "") == code), features[0] if features else None)
    if shape:
        yield f'<path d="{path_of(sheet, shape["geometry"])}" {dashed}/>'
    else:
        radius = max(4.0, pixels_of(sheet, area))
        if radius < min(sheet.wide, sheet.high) / 2:
            yield f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" {dashed}/>'
    yield (
        f'<text x="{x}" y="{y}" text-anchor="middle" font-size="11" font-weight="600" fill="{LIGHT.label}" '
        f'stroke="{LIGHT.halo}" stroke-width="3" paint-order="stroke">{safe(area["title"])}</text>'
    )


def pixels_of(sheet: Sheet, item: dict[str, Any]) -> float:
    """Return the radius of uncertainty of an item's place, in pixels."""
    return float(item["km"]) * 2**sheet.zoom / (EARTH_PIXEL_KM * math.cos(math.radians(item["at"][0])))


def ring(sheet: Sheet, item: dict[str, Any]) -> str:
    """Draw the ring of a marker whose place is not exact, if it is larger than the symbol and fits on the sheet."""
    radius = pixels_of(sheet, item)
    if not item["size"] / 2 + 2 < radius < min(sheet.wide, sheet.high) / 2:
        return ""
    (x, y), colour = sheet.at(*item["at"]), colour_of(IncidentType(item["type"]))
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="none" stroke="{colour}" stroke-dasharray="4 4" opacity="0.8"/>'


def spot(sheet: Sheet, item: dict[str, Any]) -> str:
    (x, y), kind, half = sheet.at(*item["at"]), IncidentType(item["type"]), item["size"] / 2
    fill, edge, width = ("#fff", colour_of(kind), HOLLOW_EDGE) if item["hollow"] else (colour_of(kind), "#fff", EDGE)
    count = f'<text x="{x + half}" y="{y - half + 4}" font-size="10" font-weight="600">{item["n"]:,}</text>'
    doubt = f'<text x="{x + half}" y="{y + half + 2}" font-size="11" font-weight="700">?</text>' if item["unverified"] else ""
    return (
        f'<g transform="translate({x} {y}) scale({half / 12:.3f})" opacity="{PALE if item["pale"] else 1}">'
        f'<path d="{SHAPES[kind]}" fill="{fill}" stroke="{edge}" stroke-width="{width}"/></g>'
        f"{count if item['n'] > 1 else ''}{doubt}"
    )


def radius_of(cluster: dict[str, Any]) -> float:
    return min(29.0, 15 + 2.5 * math.log10(cluster["n"]))


def cluster(sheet: Sheet, item: dict[str, Any]) -> str:
    x, y = sheet.at(*item["at"])
    dashes = ' stroke-dasharray="4 3"' if item["rough"] else ""
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius_of(item):.1f}" fill="#fff" fill-opacity="0.92" '
        f'stroke="{colour_of(IncidentType(item["type"]))}" stroke-width="3"{dashes}/>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle" font-size="11.5" font-weight="600">{item["n"]:,}</text>'
    )


def scale(sheet: Sheet) -> str:
    """Draw a scale bar of a round length, accurate at the centre of the sheet."""
    latitude = degrees(sheet.x, sheet.y, sheet.zoom)[1]
    per_pixel = EARTH_PIXEL_KM * math.cos(math.radians(latitude)) / 2**sheet.zoom
    reach = 140 * per_pixel
    power = 10 ** math.floor(math.log10(reach))
    km = next(step * power for step in (5, 2, 1) if step * power <= reach)
    end = 12 + km / per_pixel
    y = sheet.high - 12
    return (
        f'<path d="M12,{y - 6}V{y}H{end:.1f}V{y - 6}" fill="none" stroke="{LIGHT.label}" stroke-width="1.5"/>'
        f'<text x="{end + 6:.1f}" y="{y}" font-size="11" fill="{LIGHT.label}">{km:g} km</text>'
    )


def drawn(atlas: Atlas, query: IncidentQuery, sheet: Sheet, draw: str, weigh: Weight, level: Level) -> dict[str, Any]:
    """Return the data for a sheet in the form that the map on the screen gets."""
    if draw == "heat":
        return density_payload(atlas, query, sheet.box, sheet.zoom, weigh)
    if draw == "areas":
        told = shading_payload(atlas, query, level, weigh)
        return {"areas_shaded": told["areas"], "bounds": told["bounds"], "outside": told["outside"], "level": level}
    return view_payload(atlas, query, sheet.box, sheet.zoom)
