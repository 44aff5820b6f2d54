"""Read JSON as records: GeoJSON in every legal form, the answers of ACLED's and other interfaces, lists of events."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import transform
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geodata.errors import ImportRefused
from geodata.tables.cells.geometries import point_on
from geodata.tables.files.grid import Records
from geodata.tables.files.limits import LARGEST_CELL, MOST_COLUMNS, MOST_JSON, MOST_OBJECTS, MOST_VALUES, check_width, too_deep
from geodata.visible import sound
from geodata.vocabulary import GeoPrecision

GEOMETRIES = frozenset(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"]
)
LISTS = (
    "data", "events", "incidents", "features", "results", "items", "records", "rows", "docs", "civcas_incidents", "value",
    "hits", "bindings", "values", "messages",
)  # fmt: skip
MOST_HELD = 180_000_000  # bytes of a text in memory
LONGEST_NUMBER, LONGEST_COUNT = 4_000, 15  # digits of a number, and of a number of people
TOO_WIDE = f"an object with more than {MOST_COLUMNS:,} names"
Broken = dict[int, tuple[str, str]]  # why a record was not read, and how it begins, by its number
NO_JSON, NO_OBJECT = "the line is not JSON", "not an object with names and values"
LONGEST_NAME = 500  # characters of a column's name, which contains the names of the objects around it
WRAPPERS = ("data", "response", "result", "payload", "hits", "results")
NAMES = ("columns", "fields", "headers", "header")
TERMS = ("uri", "literal", "typed-literal", "bnode")  # the types of SPARQL's values
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BEST_OF_OBJECT = ("path", "url", "name", "title", "label", "value", "id")  # keys whose value represents an object in a list
SIDES = {"lat": ("lat", "latitude"), "lon": ("lon", "lng", "long", "longitude")}
METRES = ("3857", "900913", "102100", "3785")  # codes of the Web Mercator map
EARTH_METRES = 6_378_137.0


def read(path: Path) -> list[Records]:
    if path.stat().st_size > MOST_JSON:
        raise ImportRefused(f"{path.name} has more than {MOST_JSON:,} bytes; JSON of that size cannot be read. Save it as CSV")
    try:
        body_bytes = path.read_bytes()
        text = body_bytes.decode("utf-16" if body_bytes.startswith(UTF16) else "utf-8-sig")
        if sys.getsizeof(text) > MOST_HELD:  # one emoji makes each character of its text take four bytes
            raise ImportRefused(f"{path.name} takes too much memory to be read as JSON. Save it as CSV or split it")
        if text.count("{") > MOST_OBJECTS or text.count(",") > MOST_VALUES:
            raise ImportRefused(
                f"{path.name} holds more than {MOST_OBJECTS:,} objects or {MOST_VALUES:,} values, too many to be read as JSON. "
                "Save it as CSV or split it"
            )
        body, broken = parsed(text)
    except ImportRefused:
        raise
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name} is not UTF-8, as JSON must be") from error
    except RecursionError as error:
        raise too_deep(path) from error
    except ValueError as error:
        raise ImportRefused(f"{path.name} cannot be read as JSON: {str(error)[:120]}") from error
    if isinstance(body, dict) and body.get("type") == "Topology":
        raise ImportRefused(f"{path.name} is TopoJSON. Convert it to GeoJSON")
    try:
        if kind := geojson_kind(body):
            wide: Broken = {}
            return [Records(path.stem, kind, list(narrow(features(body, path, wide), path)), (), wide)]
        found = by_columns(body) or list_in(body)
        if found is None:
            raise ImportRefused(f"{path.name} holds neither GeoJSON nor a list of events")
        if found and all(geojson_kind(one) for one in found):
            rows = (row for one in found for row in features(one, path, {}))
            return [Records(path.stem, "GeoJSON", list(narrow(rows, path)), (), broken)]
        found = [document(event) for event in named_cells(body, found)]
        found, broken = without_odd(found, broken)
        if found and not any(isinstance(event, dict) for event in found):
            raise ImportRefused(f"{path.name} holds a list, but not of objects with names and values")
        found = [in_degrees(event) for event in found] if is_esri_metres(body) else found
        notes = ("coordinates holds longitude and latitude, in this order",) if any(map(has_pair, found)) else ()
        return [Records(path.stem, "JSON", list(narrow(map(flat, found), path)), notes, broken)]
    except RecursionError as error:
        raise too_deep(path) from error


def without_odd(found: list[Any], broken: dict[int, tuple[str, str]]) -> tuple[list[Any], dict[int, tuple[str, str]]]:
    """Move events that are not objects, or that have more names than a table may have columns, to the broken ones, if others
    are left."""
    odd = {
        n: NO_OBJECT if not isinstance(event, dict) else TOO_WIDE
        for n, event in enumerate(found)
        if not isinstance(event, dict) or len(event) > MOST_COLUMNS
    }
    if not odd or len(odd) == len(found):
        return found, broken
    numbers = [n for n in range(1, len(found) + len(broken) + 1) if n not in broken]
    broken = broken | {numbers[n]: (why, json.dumps(found[n])[:LONGEST_NAME]) for n, why in odd.items()}
    return [event for n, event in enumerate(found) if n not in odd], broken


def is_esri_metres(body: Any) -> bool:
    """Whether an answer of ArcGIS has its points in metres of Web Mercator."""
    system = body.get("spatialReference") if isinstance(body, dict) else None
    return isinstance(system, dict) and any(str(system.get(key)) in METRES for key in ("wkid", "latestWkid"))


def in_degrees(event: Any) -> Any:
    """A feature of ArcGIS with its point, if it has one, in degrees."""
    point = event.get("geometry") if isinstance(event, dict) else None
    if not isinstance(point, dict) or not all(isinstance(point.get(side), (int, float)) for side in "xy"):
        return event
    try:
        lon, lat = from_metres(np.array([[point["x"], point["y"]]], dtype=float))[0]
    except OverflowError:
        return {**event, "geometry": None}
    return {**event, "geometry": {"x": round(float(lon), 7), "y": round(float(lat), 7)}}


def by_columns(body: Any) -> list[dict[str, Any]] | None:
    """The rows of JSON that holds columns, each as a list or by row number, as pandas writes them; None for any other JSON."""
    if not isinstance(body, dict) or len(body) < 2:
        return None
    if all(isinstance(v, list) and v and not any(isinstance(one, (dict, list)) for one in v) for v in body.values()):
        columns = list(body.values())
        same = len({len(column) for column in columns}) == 1
        return [dict(zip(body, row, strict=True)) for row in zip(*columns, strict=True)] if same else None
    if not all(isinstance(v, dict) and v for v in body.values()):
        return None
    numbers = list(next(iter(body.values())))
    if not all(n.isdigit() for n in numbers) or any(list(v) != numbers for v in body.values()):
        return None
    return [{name: values[n] for name, values in body.items()} for n in numbers]


def narrow(rows: Iterable[dict[str, str]], path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows. Raises ImportRefused if they have more columns than a table may have."""
    known: set[str] = set()
    for row in rows:
        known |= row.keys()
        check_width(path, len(known))
        yield row


def named_cells(body: Any, found: list[Any]) -> list[Any]:
    """Convert rows that are lists of cells to objects, if the names of their columns are next to them."""
    names = next((body[key] for key in NAMES if isinstance(body.get(key), list)), None) if isinstance(body, dict) else None
    if names is None:
        return under_first(found)
    if not all(isinstance(row, list) and len(row) == len(names) for row in found):
        return found
    headers = [words(name) for name in names]
    return [dict(zip(headers, row, strict=True)) for row in found]


def under_first(found: list[Any]) -> list[Any]:
    """Convert rows that are lists below a row of names to objects. Google Sheets answers so, without empty cells at the end."""
    head, *rows = found if len(found) > 1 and all(isinstance(row, list) for row in found) else [[]]
    named = head and all(isinstance(name, str) and name for name in head) and len(set(head)) == len(head)
    if not named or any(len(row) > len(head) for row in rows):
        return found
    return [dict(zip(head, row, strict=False)) for row in rows]


def document(event: Any) -> Any:
    """The document of a hit of Elasticsearch; any other event unchanged."""
    source = event.get("_source") if isinstance(event, dict) else None
    return {"id": event.get("_id"), **source} if isinstance(source, dict) else event


def parsed(text: str) -> tuple[Any, dict[int, tuple[str, str]]]:
    """Parse one JSON text, or one on each line; also return the lines that are not JSON, by number among non-blank lines."""
    try:
        return json.loads(text), {}
    except (ValueError, RecursionError) as error:
        if "digits" in str(error):
            return loaded(text), {}
        if not text.lstrip("\x1e \r\n\t").startswith(("{", "[")) or text.strip("\n").count("\n") < 1:
            raise
        return by_lines(text)


def by_lines(text: str) -> tuple[list[Any], dict[int, tuple[str, str]]]:
    """Parse JSON Lines; also return the lines that are not JSON. Raises the first error if most are not."""
    found, broken, first = list[Any](), dict[int, tuple[str, str]](), ValueError()
    lines = (line[0] for line in re.finditer(r"[^\n]*[^\s\x1e][^\n]*", text))
    for number, line in enumerate(lines, 1):
        try:
            found.append(loaded(line.strip("\x1e")))
        except (ValueError, RecursionError) as error:
            first = first if broken or isinstance(error, RecursionError) else error
            broken[number] = (NO_JSON, line[:LARGEST_CELL])
    if len(broken) > len(found):
        raise first
    return found, broken


def loaded(text: str) -> Any:
    """Parse JSON. A number with more digits than Python accepts becomes a text, which spoils only its row."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < LONGEST_NUMBER else digits)


def geojson_kind(body: Any) -> str | None:
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str):
        return None
    named = kind in GEOMETRIES and ("coordinates" in body or "geometries" in body)
    return "GeoJSON" if kind in ("FeatureCollection", "Feature") or named else None


def list_in(body: Any) -> list[Any] | None:
    """The list of events in a JSON text: itself, a list under a usual name, or its only list; None if there is none."""
    if isinstance(body, list):
        return body
    if not isinstance(body, dict):
        return None
    listed = [body[name] for name in LISTS if isinstance(body.get(name), list)]
    if listed:
        return list(next((one for one in listed if one), listed[0]))
    wrapped = next((body[name] for name in WRAPPERS if isinstance(body.get(name), dict)), None)
    if wrapped is not None and (found := list_in(wrapped)):
        return found
    if len(body) > 1 and all(isinstance(v, dict) for v in body.values()):  # events by id
        return [{"id": key, **value} for key, value in body.items()]
    nested = [v for v in body.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    if len(nested) == 1:
        inner = [found for one in nested[0] if (found := list_in(one))]
        return [event for found in inner for event in found] if inner and len(inner) == len(nested[0]) else nested[0]
    return [body] if any(not isinstance(v, (dict, list)) for v in body.values()) and not nested else None


def flat(event: Any, prefix: str = "") -> dict[str, str]:
    """An object's values by their paths, "killed.min"; the filters of a Civilian-Harm event by their own names."""
    if not isinstance(event, dict):
        return {"notes": words(event)}
    row: dict[str, str] = {}
    for key, value in event.items():
        if len(row) > MOST_COLUMNS:
            raise ValueError(f"an object in it has more than {MOST_COLUMNS:,} names")
        name = sys.intern(sound(f"{prefix}{key}"[:LONGEST_NAME]))  # one copy, not one for each row
        if key == "filters" and isinstance(value, list):
            row |= {sound(str(f["key"])): words(f.get("value")) for f in value if isinstance(f, dict) and "key" in f}
        elif key == "sendai" and isinstance(value, list):
            row |= impacts([one for one in value if isinstance(one, dict)])
        elif geojson_kind(value):
            row |= placed(value, web_mercator=False)
        elif key == "coordinates" and isinstance(value, list) and len(value) in (2, 3):
            row |= placed({"type": "Point", "coordinates": value}, web_mercator=False) or {name: words(value)}
        elif isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
            row[name] = words(next(iter(value.values())))  # MongoDB's {"$date": ...}
        elif isinstance(value, dict) and value.get("type") in TERMS and "value" in value:
            row[name] = words(value["value"])
        elif isinstance(value, dict):
            row |= flat(value, f"{name}.")
        else:
            row[name] = words(value)
    return row


def has_pair(event: Any) -> bool:
    """Whether an event that is not GeoJSON gives its point as two bare numbers."""
    pair = event.get("coordinates") if isinstance(event, dict) else None
    return isinstance(pair, list) and len(pair) in (2, 3) and not any(isinstance(n, list) for n in pair)


def impacts(reported: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The dead and hurt of an event that GDACS lists, as "sendai.death" and so on: successive reports from regions that may
    include each other. The newest of each region counts; of several, the highest, as "939+", since they cannot be added."""
    newest: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in sorted(reported, key=lambda one: words(one.get("dateinsert"))):
        newest[words(one.get("sendainame")).lower()][words(one.get("region")).casefold()] = one
    found = {}
    for name, regions in newest.items():
        values = [words(one.get("sendaivalue")) for one in regions.values()]
        numbers = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < LONGEST_COUNT]
        if name and numbers:
            found[f"sendai.{name}"] = f"{max(numbers)}+" if len(values) > 1 else str(numbers[0])
    return found


def words(value: Any) -> str:
    """The text of a value in one cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        if is_text_in_pieces(value):
            return sound("".join(piece if isinstance(piece, str) else str(piece["text"]) for piece in value)[:LARGEST_CELL])
        return "; ".join(filter(None, map(words, value)))
    if isinstance(value, dict):
        return next((words(value[key]) for key in BEST_OF_OBJECT if value.get(key)), json.dumps(value))
    return sound(str(value)[:LARGEST_CELL])


def is_text_in_pieces(value: list[Any]) -> bool:
    """Whether a list is one text in pieces, with links and bold words as objects, as in Telegram messages."""
    pieces = [piece for piece in value if not isinstance(piece, str)]
    return bool(pieces) and all(isinstance(piece, dict) and {"type", "text"} <= piece.keys() for piece in pieces)


def features(body: dict[str, Any], path: Path, wide: Broken) -> Iterator[dict[str, str]]:
    """Yield the features of GeoJSON, each with its `lat` and `lon`; those of a collection with too many names go to `wide`."""
    mercator = is_web_mercator(body, path)
    kind = body["type"]
    found = body.get("features") if kind == "FeatureCollection" else [body]
    for n, one in enumerate(found if isinstance(found, list) else [], 1):
        if not isinstance(one, dict):
            yield {"notes": words(one)}
            continue
        geometry = one.get("geometry") if one.get("type") not in GEOMETRIES else one
        properties = one.get("properties")
        own = {"id": words(one["id"])} if one.get("id") is not None else {}
        if isinstance(properties, dict) and len(properties) > MOST_COLUMNS and kind == "FeatureCollection":
            wide[n] = (TOO_WIDE, json.dumps(properties)[:LONGEST_NAME])
            continue
        said = flat(properties if isinstance(properties, dict) else {})
        point = placed(geometry, mercator) if isinstance(geometry, dict) else sides_of(said)
        yield own | said | point


def sides_of(said: Mapping[str, str]) -> dict[str, str]:
    """The point in the properties of a feature without a geometry; empty if there is none."""
    named = {key.lower(): value for key, value in said.items() if value}
    found = {side: next((named[name] for name in names if name in named), "") for side, names in SIDES.items()}
    return found if all(found.values()) else {}


def is_web_mercator(body: dict[str, Any], path: Path) -> bool:
    """Whether a file gives its positions in metres. Raises ImportRefused if it names a system that is not known."""
    crs = body.get("crs")
    said = crs.get("properties") if isinstance(crs, dict) else ""
    name = words((said.get("name") if isinstance(said, dict) else "") or said)
    if not name or any(known in name for known in ("CRS84", "4326", "WGS84", "WGS 84")):
        return False
    if any(known in name for known in METRES):
        return True
    raise ImportRefused(f"{path.name} has its positions in {name}. Convert it to longitude and latitude (EPSG:4326)")


def placed(geometry: dict[str, Any], web_mercator: bool) -> dict[str, str]:
    """`lat` and `lon` of a geometry; for lines and areas, a point on them with the precision of their extent."""
    try:
        found = shape(numbers_only(geometry))
        point = point_on(transform(found, from_metres) if web_mercator else found)
    except (ShapelyError, ArithmeticError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return {}
    if point is None:
        return {}
    row = {"lat": repr(round(point.latitude, 7)), "lon": repr(round(point.longitude, 7))}
    if point.radius_km is not None:
        row |= {"radius_km": f"{point.radius_km:.1f}", "geo_precision": GeoPrecision.REGION.value}
    return row


def numbers_only(geometry: Any) -> Any:
    """A geometry whose positions are two numbers each, even if a file writes them as text or with a height."""
    if isinstance(geometry, dict):
        return {
            k: [numbers_only(g) for g in v] if k == "geometries" else numbers_only(v) if k == "coordinates" else v
            for k, v in geometry.items()
        }
    if isinstance(geometry, list) and geometry and not isinstance(geometry[0], list):
        return [float(part) for part in geometry[:2]]
    return [numbers_only(part) for part in geometry] if isinstance(geometry, list) else geometry


def from_metres(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes of positions in metres of Web Mercator (EPSG:3857)."""
    with np.errstate(all="ignore"):  # a position off the earth becomes one that no row can have
        lon, lat = np.degrees(xy[:, 0] / EARTH_METRES), np.degrees(2 * np.arctan(np.exp(xy[:, 1] / EARTH_METRES)) - np.pi / 2)
    return np.column_stack([lon, lat])
