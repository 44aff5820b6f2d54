"""The server: Streamlit, the map's assets and the base map on one port, for this machine only."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.map.map_script import SCRIPT, map_script, package_folder
from dashboard.serving.sockets import send_at_once

HERE = Path(__file__).parents[1]
STARTED = "INCIDENT_ATLAS_SERVER"  # set here so that the page knows that its routes exist
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
FRAMES = "/component/"  # path of the maps, the only documents that show images from other hosts


def policy(hosts: str = "") -> str:
    """Return the content security policy of a document. `hosts`: other hosts that it may load images from."""
    return "; ".join(
        (
            "default-src 'self'",
            # the page and the map's frame evaluate Streamlit's components and folium's scripts
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {hosts}".strip(),
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
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)
SWITCH = 0.0005  # seconds; the map's small answers should not wait for the page to be drawn
SAFE = ("GET", "HEAD", "OPTIONS")  # methods that change nothing
REFUSED = 1008  # WebSocket close code: policy violation
DAY = "public, max-age=86400"
Message = MutableMapping[str, Any]


class SecurityHeaders:
    """Adds the content security policy and other headers to every answer."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hosts = await run_in_threadpool(tile_hosts) if scope["path"].startswith(FRAMES) else ""
        headers = [*HEADERS, (b"content-security-policy", policy(hosts).encode())]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        await self.app(scope, receive, with_headers)


def tile_hosts() -> str:
    """Return the hosts of the online layers, or "" if online access is off."""
    return str(import_module("dashboard.serving.online").tile_hosts())


class OwnPages:
    """Rejects sockets, uploads and other changes that do not come from our own pages, before Streamlit sees them.

    Streamlit compares host names but not ports, so a page on any other port of this machine would get a session. For an
    unknown origin, it asks another host for this machine's external address.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] == "websocket" and not is_own_origin(Headers(scope=scope), scope.get("scheme", "ws")):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
            return
        if (
            scope["type"] == "http"
            and scope["method"] not in SAFE
            and not is_ours(Headers(scope=scope), scope.get("scheme", "http"))
        ):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, send)


def is_ours(headers: Headers, scheme: str) -> bool:
    """Whether a request that changes something can be from our page. Only browsers send an origin."""
    return "origin" not in headers or is_own_origin(headers, "wss" if scheme == "https" else "ws")


def is_own_origin(headers: Headers, scheme: str = "ws") -> bool:
    """Whether the origin that the browser reports has this scheme, host and port."""
    try:
        origin = urlsplit(headers.get("origin", ""))
        return (origin.scheme, origin.netloc) == ("https" if scheme == "wss" else "http", headers["host"])
    except (ValueError, KeyError):
        return False


class Late:
    """An ASGI app that is imported on its first request: until then, the browser is busy with Streamlit's own files."""

    def __init__(self, module: str) -> None:
        self.module = module

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        app = (await run_in_threadpool(import_module, self.module)).app
        await app(scope, receive, send)


def font(request: Request) -> Response:
    """Serve Streamlit's own fonts to the map's frame, which has no other access to them."""
    wanted = {"sans": "SourceSansVF-Upright*.woff2", "serif": "SourceSerifVariable-Roman*.woff2"}.get(
        request.path_params["name"]
    )
    folder = Path(st.__file__).parent / "static" / "static" / "media"
    found = sorted(folder.glob(wanted)) if wanted else []
    return FileResponse(found[0], headers={"cache-control": DAY}) if found else Response(status_code=404)


def warm_up() -> None:
    """Import the page's modules and load the incidents while the browser still loads Streamlit's own files.

    Do not import streamlit_folium: Streamlit does not serve a component that is imported outside a run of the page.
    """
    try:
        import_module("dashboard.serving.map_app").warm_up()
        for module in ("dashboard.views.map_view", "folium.plugins"):
            import_module(module)
    finally:
        gc.freeze()  # imported objects live as long as the server, so later collections can skip them
        gc.enable()


gc.disable()  # until all is imported: garbage collection takes a fifth of the import time
import_module("geopy.geocoders")  # its modules have circular imports, which fail if two threads import them at once
os.environ[STARTED] = "1"
send_at_once()
sys.setswitchinterval(SWITCH)
threading.Thread(target=warm_up, daemon=True).start()
late = Late("dashboard.serving.map_app")
app = st.App(
    HERE / "app.py",
    routes=[
        Mount("/assets/leaflet", StaticFiles(directory=package_folder("leaflet"))),
        Route(SCRIPT, map_script),
        Mount("/assets/atlas", StaticFiles(directory=HERE / "static")),
        Route("/assets/fonts/{name}.woff2", font),
        Mount("/map", late),
        Route("/print", late),
    ],
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=ALLOWED_HOSTS),
        Middleware(OwnPages),
        Middleware(SecurityHeaders),
    ],
)
