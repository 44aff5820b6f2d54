"""The scripts of the map's frame, joined into one file."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

SCRIPTS = (
    "elements",
    "fetching",
    "hearing",
    "symbols",
    "outlines",
    "labels",
    "basemap",
    "density",
    "notes",
    "sums",
    "markers",
    "shading",
    "places",
    "tools",
    "live",
    "fan",
    "rove",
    "legend",
    "placing",
    "pointing",
    "returning",
    "overlay",
    "drawing",
    "asking",
    "address",
    "view",
    "together",
    "incidents",
)


@cache
def script() -> bytes:
    """Join all scripts: the frame would fetch separate files one after another."""
    parts = [package_folder("leaflet") / "leaflet.js", package_folder("jquery") / "jquery.min.js"]
    parts += [Path(__file__).parents[1] / "static" / f"{name}.js" for name in SCRIPTS]
    return b"\n;\n".join([b'"use strict"', *(part.read_bytes() for part in parts)])


def package_folder(package: str) -> Path:
    """Return the folder in which an installed package keeps its files for the browser."""
    return Path(str(files(f"xstatic.pkg.{package}") / "data"))


SCRIPT = f"/assets/map-{hashlib.sha256(script()).hexdigest()[:12]}.js"


@cache
def packed_script() -> bytes:
    return gzip.compress(script(), 6)


def map_script(_: Request) -> Response:
    """Return the map's scripts. Their URL changes with their content, so the browser never has to revalidate them."""
    headers = {"cache-control": "public, max-age=31536000, immutable", "content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(packed_script(), media_type="text/javascript", headers=headers)
