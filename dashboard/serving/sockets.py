"""Answers that leave at once.

Streamlit makes its listening socket without naming TCP. asyncio therefore leaves Nagle's algorithm on, and the body of each
small answer waits up to 40 ms until the browser acknowledges its headers: half a second in sixty files of a page, and most
of what a pan of the map waits for.
"""

from __future__ import annotations

import socket
from typing import Any

from streamlit.web.server.starlette import starlette_server

_bind = starlette_server._bind_socket


def bound(*args: Any, **kwargs: Any) -> socket.socket:
    """Streamlit's listening socket; the connections that it accepts inherit the option."""
    listening = _bind(*args, **kwargs)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def send_at_once() -> None:
    starlette_server._bind_socket = bound
