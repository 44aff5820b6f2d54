"""The data of the offline base map: outlines and names, compressed once and cached by the browser."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geodata.gazetteer import areas, build
from geodata.gazetteer.lookup import Gazetteer

LABELLED_FROM = 20_000  # inhabitants of the smallest town that the base map names
DAY = "public, max-age=86400"


def packed_json(body: bytes, request: Request, tag: str) -> Response:
    """Return gzipped JSON that the browser caches and revalidates by its ETag."""
    headers = {"cache-control": DAY, "etag": f'"{tag}"', "content-encoding": "gzip", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"], "cache-control": DAY})
    return Response(body, media_type="application/json", headers=headers)


@cache
def fingerprint() -> str:
    return build.fingerprint()[:16]


@cache
def world_bytes() -> bytes:
    return (files("geodata") / "data" / "areas" / "world.json.gz").read_bytes()


def world(request: Request) -> Response:
    return packed_json(world_bytes(), request, fingerprint())


def detail(request: Request) -> Response:
    body = areas.detail_bytes(request.path_params["country"])
    return packed_json(body, request, fingerprint()) if body else Response(status_code=404)


@cache
def label_bytes() -> bytes:
    """Return the names on the base map, cached next to the gazetteer because sorting all towns takes a second."""
    kept = build.cache_folder() / f"towns-{fingerprint()}.json.gz"
    if kept.exists():
        return kept.read_bytes()
    body = made_labels()
    with suppress(OSError):
        kept.write_bytes(body)
    return body


def made_labels() -> bytes:
    gazetteer = Gazetteer.open()
    rows: list[list[object]] = [[p.name, p.latitude, p.longitude, p.population, True] for p in gazetteer.countries()]
    rows += [
        [p.name, round(p.latitude, 3), round(p.longitude, 3), p.population, False] for p in gazetteer.largest(LABELLED_FROM)
    ]
    return gzip.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def labels(request: Request) -> Response:
    """Return the names of towns and countries, or status 503 until the gazetteer is built."""
    if not build.default_path().exists():
        return Response("the gazetteer is not built yet", status_code=503, headers={"cache-control": "no-store"})
    return packed_json(label_bytes(), request, fingerprint())


ROUTES = [
    Route("/world.json", world),
    Route("/detail/{country}.json", detail),
    Route("/labels.json", labels),
]
