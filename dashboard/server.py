"""The server: Streamlit, the map's assets and the base map on one port, for this machine only."""

from __future__ import annotations

import gzip
import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from dashboard.atlas import atlas
from dashboard.live import live
from dashboard.routes import ROUTES
from geodata.errors import GeodataError
from geodata.gazetteer import areas, build
from geodata.gazetteer.lookup import Gazetteer
from geodata.query import IncidentQuery

HERE = Path(__file__).parent
STARTED = "INCIDENT_ATLAS_SERVER"  # set here, so that the page knows that its routes are there
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
TILE_HOSTS = "https://tile.openstreetmap.org https://server.arcgisonline.com"
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit's components and folium's scripts are evaluated in the page and in the map's frame
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        # the tile hosts are asked only when the user chooses an online layer
        f"img-src 'self' data: blob: {TILE_HOSTS}",
        "font-src 'self' data:",
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:* data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)
LABELLED_FROM = 20_000  # inhabitants of the smallest town with a name on the base map
SWITCH = 0.0005  # seconds; the map's small answers should not wait for a page that is being drawn
DAY = "public, max-age=86400"
Message = MutableMapping[str, Any]


class SecurityHeaders:
    """Adds the policy to every answer."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def packed_json(body: bytes, request: Request, tag: str) -> Response:
    """Gzipped JSON that the browser keeps and asks about again by its tag."""
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
    """The names on the base map, kept beside the gazetteer: sorting all towns takes a second."""
    kept = build.cache_folder() / f"labels-{fingerprint()}.json.gz"
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
    """Names of towns and countries; 503 as long as the gazetteer is not built."""
    if not build.default_path().exists():
        return Response("the gazetteer is not built yet", status_code=503, headers={"cache-control": "no-store"})
    return packed_json(label_bytes(), request, fingerprint())


def package_folder(package: str) -> str:
    return str(files(f"xstatic.pkg.{package}") / "data")


def font(request: Request) -> Response:
    """Streamlit's own fonts, for the map's frame, which does not get them by itself."""
    wanted = {"sans": "SourceSansVF-Upright*.woff2", "serif": "SourceSerifVariable-Roman*.woff2"}.get(
        request.path_params["name"]
    )
    folder = Path(st.__file__).parent / "static" / "static" / "media"
    found = sorted(folder.glob(wanted)) if wanted else []
    return FileResponse(found[0], headers={"cache-control": DAY}) if found else Response(status_code=404)


def warm_up() -> None:
    """Import what the page draws with while the browser still loads Streamlit's own files.

    Not streamlit_folium: a component must be imported after the server runs, or it is not served.
    """
    for module in ("pandas", "folium", "dashboard.incident_map", "dashboard.incident_table"):
        import_module(module)
    with suppress(GeodataError):
        atlas().gathered(IncidentQuery())


os.environ[STARTED] = "1"
sys.setswitchinterval(SWITCH)
threading.Thread(target=warm_up, daemon=True).start()
app = st.App(
    HERE / "app.py",
    routes=[
        Mount("/assets/leaflet", StaticFiles(directory=package_folder("leaflet"))),
        Mount("/assets/jquery", StaticFiles(directory=package_folder("jquery"))),
        Mount("/assets/atlas", StaticFiles(directory=HERE / "static")),
        Route("/assets/fonts/{name}.woff2", font),
        Route("/map/world.json", world),
        Route("/map/detail/{country}.json", detail),
        Route("/map/labels.json", labels),
        WebSocketRoute("/map/live", live),
        *ROUTES,
    ],
    middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=ALLOWED_HOSTS), Middleware(SecurityHeaders)],
)
