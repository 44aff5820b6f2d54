"""Send answers without delay.

Streamlit creates its listening socket without naming TCP as the protocol. So asyncio leaves Nagle's algorithm on, and the
body of each small answer waits up to 40 ms until the browser acknowledges the headers: half a second for the sixty files of
a page, and most of the delay when the map is panned.
"""

from __future__ import annotations

import socket
from typing import Any

from streamlit.web.server.starlette import starlette_server

_bind = starlette_server._bind_socket


def bound(*args: Any, **kwargs: Any) -> socket.socket:
    """Return Streamlit's listening socket with TCP_NODELAY; the connections that it accepts inherit the option."""
    listening = _bind(*args, **kwargs)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def send_at_once() -> None:
    starlette_server._bind_socket = bound
