"""Online access: off until the user turns it on for a workspace. Without it nothing here names another host."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from dashboard.atlas import atlas
from dashboard.incident_map import ONLINE
from geodata.errors import GeodataError

SETTING = "online"


def is_on() -> bool:
    """Whether the user of this server's workspace has turned online access on."""
    with suppress(GeodataError):
        return atlas().workspace.setting(SETTING) == "yes"
    return False


def tile_hosts() -> str:
    """The origins of the online layers as a content security policy lists them; empty while online access is off."""
    origins = (urlsplit(layer.url) for layer in ONLINE)
    return " ".join(f"{origin.scheme}://{origin.netloc}" for origin in origins) if is_on() else ""
