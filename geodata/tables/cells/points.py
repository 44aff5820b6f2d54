"""Parse latitude and longitude: two columns, one column, decimal commas, degrees and minutes, WKT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite

from geodata.geocoding.written import find_coordinates
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.geometries import Point, geojson_of, wkt_of
from geodata.tables.cells.map_links import point_in_link

YES = (
    ("49.9935,36.2304", (49.9935, 36.2304)), ("49.9935, 36.2304", (49.9935, 36.2304)), ("49.9935 36.2304", (49.9935, 36.2304)),
    ("49.9935|36.2304", (49.9935, 36.2304)), ("(49.9935; 36.2304)", (49.9935, 36.2304)),
    ("[49.9935, 36.2304]", (49.9935, 36.2304)),
    ("49.9935N,36.2304W", (49.9935, -36.2304)), ("49 59 36 N 36 13 49 E", (49.9933, 36.2303)),
    ("49,993500, 36,230400", (49.9935, 36.2304)),
    ("49,9935; 36,2304", (49.9935, 36.2304)), ("POINT (36.2304 49.9935)", (49.9935, 36.2304)),
    ("SRID=4326;POINT(36.2304 49.9935)", (49.9935, 36.2304)), ("49°59′36″N 36°13′49″E", (49.9933, 36.2303)),
    ("POINT Z (36.2304 49.9935 120)", (49.9935, 36.2304)), ("49.9935, 36.2304, 120.5", (49.9935, 36.2304)),
    ("LINESTRING (36 50, 36.5 50, 37 50)", (50, 36.5)), ("POLYGON ((36 49, 38 49, 38 51, 36 51, 36 49))", (50, 37)),
    ("36.2304E, 49.9935N", (49.9935, 36.2304)), ("49° 59' 36'' N, 36° 13' 49'' E", (49.9933, 36.2303)),
    ("lat 49.9935 lon 36.2304", (49.9935, 36.2304)), ("–34.6, –58.4", (-34.6, -58.4)),
    ("49.9935˚, 36.2304˚", (49.9935, 36.2304)),
    ('{"lat": 49.9935, "lng": 36.2304}', (49.9935, 36.2304)), ("N49 59.61 E36 13.82", (49.9935, 36.2303)),
    ("https://www.google.com/maps/@49.9935,36.2304,15z", (49.9935, 36.2304)),
    ("47°05′46″N 37°32′56″E / 47.09611°N 37.54889°E / 47.09611; 37.54889", (47.09611, 37.54889)),
    ("lat: 49.9935, lon: 36.2304", (49.9935, 36.2304)),
    ('{"type": "Point", "coordinates": [36.2304, 49.9935]}', (49.9935, 36.2304)), ("geo:49.9935,36.2304", (49.9935, 36.2304)),
)  # fmt: skip
NO = (
    "Kharkiv", "49.9935", "POLYGON ((1 2", "POLYGON EMPTY", "SRID=3857;POINT(4000000 6000000)", "12, 13, 14", "999.5, 36.2",
)  # fmt: skip

UNKNOWN = frozenset(
    ["-99", "-99.0", "-999", "-999.0", "-9999", "999", "9999", "99.9999", "999.9999"]
)  # codes for a missing latitude or longitude
NAMES_ORDER = re.compile(r"\W*(?:geo:|lat)", re.IGNORECASE)  # "lat: 48.41, lon: 35.07", "geo:48.41,35.07"
POLE = 90  # degrees
LONGEST = 100  # characters of a point that is not WKT
LONGEST_LINK = 2_000
NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
PAIR = re.compile(
    r"\s*(?:geo:)?[(\[{]?\s*\"?(?:lat(?:itude)?\"?\s*[:=]?\s*)?(?P<a>[-+−]?\d{1,3}(?:\.\d+)?)\s*°?\s*(?:[,;|/ ]|,\s)\s*"
    r"\"?(?:lon(?:gitude)?|lng)?\"?\s*[:=]?\s*(?P<b>[-+−]?\d{1,3}(?:\.\d+)?)\s*°?"
    r"(?:(?<=\.\d\d\d)\d*\s*[,;|/ ]\s*[-+−]?\d+(?:\.\d+)?\s*m?)?\s*[)\]}]?\s*",
    re.IGNORECASE,
)
COMMAS = re.compile(
    rf"\s*[(\[]?\s*(?P<a>{NUMBER})\s*[;|/]\s*(?P<b>{NUMBER})\s*[)\]]?\s*"
    rf"|(?P<a2>{NUMBER})\s+(?P<b2>{NUMBER})(?:(?:\s+-?\d+(?:\.\d+)?){{2}})?"  # with altitude and accuracy, as forms write it
)
DECIMAL = re.compile(r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
DECIMAL_COMMA = re.compile(r"[-+−]?\d{1,3},\d+")
DEGREES = re.compile(
    r"\s*(?P<sign>[-−])?(?P<d>\d{1,3}(?:[.,]\d+)?)(?:\s*[°º:\s]\s*|(?=[NSEW])|$)(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’:\s]\s*|(?=[NSEW])|$))?(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|\'\')?\s*|''\s*)?"
    r"(?P<side>[NSEW])?\s*",
    re.IGNORECASE,
)
SIDE_FIRST = re.compile(r"\s*(?P<side>[NSEW])\s*(?P<rest>.*)", re.IGNORECASE)


SIDES = {"lat": "NS", "lon": "EW"}
# Headers of a column that gives the side, such as north or south, of the number next to it.
SIDE_COLUMNS = {
    "lat": (
        "hemisphere",
        "ns",
        "n_s",
        "lat_ns",
        "lat_dir",
        "latdir",
        "lat_hemi",
        "lat_hemisphere",
        "latitude_hemisphere",
        "north_south",
    ),
    "lon": (
        "hemisphere",
        "ew",
        "e_w",
        "lon_ew",
        "lon_dir",
        "londir",
        "lon_hemi",
        "lon_hemisphere",
        "longitude_hemisphere",
        "east_west",
    ),
}


# The side that a header names: "Latitude (°S)", "lat_s", "West longitude".
SIDE_IN_HEADER = re.compile(
    r"\b(?P<word>north|south|east|west)\b|(?:(?<![NSEW])/|[^\w/]|_)(?P<letter>[NSEW])\W*$", re.IGNORECASE
)
IN_HEADERS = (
    ("Latitude (°S)", "S"), ("Longitude °W", "W"), ("lat_s", "S"), ("Lat (deg S)", "S"), ("South latitude", "S"),
    ("Longitude West", "W"), ("latitude", ""), ("Latitude (WGS84)", ""), ("Lat NS", ""), ("lats", ""),
    ("Latitude (N/S)", ""), ("Longitude (E/W)", ""),
)  # fmt: skip


def side_in(header: str, letters: str) -> str:
    """The side of the equator or of Greenwich that a header names, as a letter; "" for none."""
    found = SIDE_IN_HEADER.search(header)
    side = (found["word"] or found["letter"])[0].upper() if found else ""
    return side if side and side in letters else ""


def on_side(degrees: Sequence[float | None], sides: Sequence[str]) -> list[float | None]:
    """Make degrees without a sign negative if their side is south or west."""
    if not sides:
        return list(degrees)
    return [-d if d is not None and d > 0 and side in ("S", "W") else d for d, side in zip(degrees, sides, strict=True)]


LON_NAMED_FIRST = re.compile(
    r"(?P<lon>(?=[^EW]*\d[^NSEW]*[EW])[^EW]+[EW])[\s,;/]*(?P<lat>(?=[^NS]*\d)[^NS]+[NS])", re.IGNORECASE
)
SIDES_BEFORE = re.compile(r"(?P<lat>[NS]\s?[^NSEW]*\d)[\s,;/]*(?P<lon>[EW]\s?[^NSEW]*\d)", re.IGNORECASE)
DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6) for n in range(10)}  # Arabic, Persian, Hindi, Bengali
WRITTEN = str.maketrans({"–": "-", "−": "-", "˚": "°", "º": "°", "٫": ".", **DIGITS})
SIDES_NAMED = re.compile(r"(?P<lat>(?=[^NS]*\d)[^NS]+[NS])[\s,;/]*(?P<lon>(?=[^EW]*\d)[^EW]+[EW])", re.IGNORECASE)
COMMA_PAIR = re.compile(r"\s*(?P<a>[-+−]?\d{1,3},\d{3,}),\s+(?P<b>[-+−]?\d{1,3},\d{3,})\s*")
LON_FIRST = re.compile(r"(?:lon|lng).*lat|(?:^|_)x_?y(?:_|$)")  # in a header: "lonlat", "coordinates_lon_lat"


def plain(number: str) -> float:
    return float(number.replace(",", ".").replace("−", "-"))


@lru_cache(100_000)
def degrees_of(cell: str, sides: str = "NSEW") -> float | None:
    """Decimal degrees of a latitude or longitude; None for an empty cell or a code for a missing one. Raises ValueError for any
    other cell, and for a side that is not one of `sides`."""
    text = " ".join(cell.translate(WRITTEN).split())
    if is_blank(text):
        return None
    if text in UNKNOWN:
        return None
    if (DECIMAL.fullmatch(text) or DECIMAL_COMMA.fullmatch(text)) and isfinite(number := plain(text)):
        return number
    side = SIDE_FIRST.fullmatch(text[: LONGEST + 1])
    match = DEGREES.fullmatch(side["rest"] if side else text[: LONGEST + 1])
    if (
        match is None
        or len(text) > LONGEST
        or (match["d"] and not (match["m"] or match["side"] or side or "°" in text or "º" in text))
    ):
        raise ValueError(f"{text[:LONGEST]!r} is not a number of degrees")
    if (match["m"] and re.search("[.,]", match["d"])) or any(plain(match[part] or "0") >= 60 for part in "ms"):
        raise ValueError(f"{cell!r} has invalid minutes or seconds")
    value = plain(match["d"]) + plain(match["m"] or "0") / 60 + plain(match["s"] or "0") / 3600
    letter = (side["side"] if side else match["side"] or "").upper()
    if letter not in sides:
        raise ValueError(f"{cell!r} is on the wrong side: it needs {' or '.join(sides)}")
    return -value if match["sign"] or letter in ("S", "W") else value


@lru_cache(100_000)
def point_of(cell: str, lon_first: bool = False) -> Point | None:
    """The point of a cell that holds both latitude and longitude; None for any other cell. `lon_first`: whether the longitude
    is the first of two bare numbers."""
    if wkt := wkt_of(cell) or geojson_of(cell):
        return within(*wkt)
    cell = in_one_line(cell).translate(WRITTEN)
    if cell.count(" / ") == 2 and ";" in cell:  # Wikipedia writes a point in three ways
        cell = cell.rpartition(" / ")[2]
    if link := point_in_link(cell[:LONGEST_LINK]):
        return within(*link)
    if len(cell) > LONGEST:
        return None
    if sides := SIDES_BEFORE.fullmatch(cell) or SIDES_NAMED.fullmatch(cell) or LON_NAMED_FIRST.fullmatch(cell):
        try:
            lat, lon = degrees_of(sides["lat"], SIDES["lat"]), degrees_of(sides["lon"], SIDES["lon"])
        except ValueError:
            return None
        return within(lat, lon) if lat is not None and lon is not None else None
    if pair := PAIR.fullmatch(cell) or COMMA_PAIR.fullmatch(cell):
        a, b = plain(pair["a"]), plain(pair["b"])
    elif pair := COMMAS.fullmatch(cell):
        a, b = plain(pair["a"] or pair["a2"]), plain(pair["b"] or pair["b2"])
    else:
        found = find_coordinates(cell)
        return Point(found[0].latitude, found[0].longitude) if len(found) == 1 else None
    return within(b, a) if lon_first and not NAMES_ORDER.match(cell) else within(a, b)


def in_one_line(cell: str) -> str:
    """A cell with single spaces, and with the characters that the patterns expect."""
    return " ".join(cell.replace("\ufeff", "").split()).translate(WRITTEN)


def within(latitude: float, longitude: float, radius_km: float | None = None) -> Point | None:
    return Point(latitude, longitude, radius_km) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def longitude_first(header: str, cells: Sequence[str]) -> bool | None:
    """Whether the longitude is first in the bare pairs of a column; None if there are pairs, but neither the header nor a
    number above 90 decides."""
    if LON_FIRST.search(header):
        return True
    lines = (line for line in map(in_one_line, cells) if len(line) <= LONGEST)
    pairs = [(plain(p["a"]), plain(p["b"])) for p in map(PAIR.fullmatch, lines) if p and "lat" not in p[0].lower()]
    first, second = (sum(abs(pair[side]) > POLE for pair in pairs) for side in (0, 1))
    return None if pairs and bool(first) == bool(second) else bool(first)


def looks_like_points(cells: list[str]) -> bool:
    """Whether most cells of a column are points with fractions of a degree: "1,000" is a number of people."""
    said = [cell for cell in cells if not is_blank(cell)]
    return bool(said) and sum(map(is_point, said)) > len(said) / 2


def is_point(cell: str) -> bool:
    return any(c in cell for c in ".°") and (point_of(cell) or point_of(cell, lon_first=True)) is not None
