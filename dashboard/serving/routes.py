"""The routes that the map's script requests. Only our page knows the key; requests from other origins are refused."""

from __future__ import annotations

import hmac
import math
import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.map import map_feed
from dashboard.parts.incident_list import Part, list_payload
from dashboard.print.paper import paper
from dashboard.state import stopping
from dashboard.state.atlas import Atlas, atlas
from dashboard.words.wording import DateStyle, use_style
from geodata.errors import GeodataError
from geodata.query import IncidentQuery
from geodata.summary.density import Weight
from geodata.summary.places import STEEPEST, Box
from geodata.summary.shading import Level

KEY = secrets.token_urlsafe(16)
KEY_HEADER = "x-incident-atlas"
DEEPEST = 22.0
LONGEST_NAME = 100  # bytes
MOST_TURNS = 100  # how many times around the world a user can pan
UNSAVED = {"cache-control": "no-store", "cross-origin-resource-policy": "same-origin"}
E = TypeVar("E", bound=StrEnum)
Payload = Callable[[Atlas, IncidentQuery, Request], dict[str, Any]]


def ours(request: Request) -> bool:
    """Whether a request comes from our own page: it has the key, and the browser reports the same origin."""
    same = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return same and hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), KEY.encode())


def answered(make: Payload) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        if not ours(request):
            return Response(status_code=403, headers=UNSAVED)
        try:
            use_style(DateStyle.of(atlas().workspace.setting("dates")))
            query, _ = IncidentQuery.from_link(request.query_params)
            return JSONResponse(make(atlas(), query, request), headers=UNSAVED)
        except (ValueError, KeyError) as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers=UNSAVED)
        except GeodataError as error:
            return JSONResponse({"error": str(error)}, status_code=503, headers=UNSAVED)

    return endpoint


def view_of(request: Request) -> tuple[Box, float]:
    west, south, east, north = (finite(part) for part in request.query_params["box"].split(","))
    return boxed(west, south, east, north, finite(request.query_params["zoom"]))


def boxed(west: float, south: float, east: float, north: float, zoom: float) -> tuple[Box, float]:
    """Return a view clipped to the world. Raises ValueError if it is empty or too wide."""
    south, north = (max(-STEEPEST, min(STEEPEST, degrees)) for degrees in (south, north))
    if north <= south or not west < east <= west + MOST_TURNS * 360 or abs(west) > MOST_TURNS * 360:
        raise ValueError("the box is empty or wider than the map")
    return Box(west, south, east, north), max(0.0, min(DEEPEST, zoom))


def finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a number")
    return value


def one_of(enum: type[E], request: Request, name: str) -> E:
    return enum(request.query_params.get(name) or next(iter(enum)))


def markers(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    return map_feed.view_payload(found, query, *view_of(request))


def sums(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    box, _ = view_of(request)
    return map_feed.sums_payload(found, query, box)


def place(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    asked = request.query_params
    return map_feed.place_payload(found, query, asked["key"], asked.get("first", ""), max(0, int(asked.get("start", "0"))))


def density(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    return map_feed.density_payload(found, query, *view_of(request), one_of(Weight, request, "weigh"))


def shading(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    return map_feed.shading_payload(found, query, one_of(Level, request, "level"), one_of(Weight, request, "weigh"))


def listed(found: Atlas, query: IncidentQuery, request: Request) -> dict[str, Any]:
    asked = request.query_params
    return list_payload(found, query, Part(asked.get("part", Part.NEW)), max(0, int(asked.get("start", "0"))))


def print_page(request: Request) -> Response:
    """Return the page for printing. A navigation has no key: it shows only what its link requests, in this browser."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return Response(status_code=403, headers=UNSAVED)
    try:
        use_style(DateStyle.of(atlas().workspace.setting("dates")))
        return HTMLResponse(paper(atlas(), request.query_params), headers=UNSAVED)
    except GeodataError as error:
        return PlainTextResponse(str(error), status_code=503, headers=UNSAVED)


async def stop(request: Request) -> Response:
    """Stop long work that the page is waiting for. The request body is its name."""
    if not ours(request):
        return Response(status_code=403, headers=UNSAVED)
    name = (await request.body())[:LONGEST_NAME].decode("utf-8", "replace")
    return JSONResponse({"stopped": stopping.stop(name)}, headers=UNSAVED)


ROUTES = [
    Route("/print", print_page),
    Route("/stop", stop, methods=["POST"]),
    Route("/view", answered(markers)),
    Route("/sums", answered(sums)),
    Route("/place", answered(place)),
    Route("/list", answered(listed)),
    Route("/density", answered(density)),
    Route("/shading", answered(shading)),
]
