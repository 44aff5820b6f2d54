"""Online access: off until the user turns it on for a workspace. Without it, nothing here refers to another host.

The consent is a file next to the workspace, not a part of it, so a workspace or backup from elsewhere never includes it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.map.incident_map import ONLINE
from dashboard.state.atlas import atlas
from geodata.errors import GeodataError, WorkspaceError


def consent() -> Path:
    path = atlas().workspace.path
    return path.with_name(f"{path.name}.online")


def is_on() -> bool:
    """Whether the user of this server's workspace has turned online access on."""
    with suppress(GeodataError, OSError):
        return consent().exists()
    return False


def turn(on: bool) -> None:
    """Turn online access on or off. Raises WorkspaceError if the workspace's folder is not writable."""
    try:
        if on:
            consent().touch()
        else:
            consent().unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{consent()} cannot be written ({error.strerror})") from error


def tile_hosts() -> str:
    """Return the origins of the online layers in the syntax of a content security policy, or "" if online access is off."""
    origins = (urlsplit(layer.url) for layer in ONLINE)
    return " ".join(f"{origin.scheme}://{origin.netloc}" for origin in origins) if is_on() else ""
