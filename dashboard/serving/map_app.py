"""The app with all routes of the map, under /map, and the page for printing."""

from __future__ import annotations

from contextlib import suppress

from starlette.routing import Router, WebSocketRoute

from dashboard.map import base_map
from dashboard.serving import routes
from dashboard.serving.live import MAPS, live
from dashboard.state.atlas import atlas
from geodata.errors import GeodataError
from geodata.query import IncidentQuery

MAPS.is_served = True
app = Router([*base_map.ROUTES, *routes.ROUTES, WebSocketRoute("/live", live)])


def warm_up() -> None:
    """Load the incidents into memory."""
    with suppress(GeodataError):
        atlas().gathered(IncidentQuery())
