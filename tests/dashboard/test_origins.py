"""Which requests reach Streamlit: those from our own pages, and from programs other than browsers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from dashboard.serving.server import OwnPages

OWN = b"http://127.0.0.1:8501"


def status_of(method: str, origin: bytes | None, kind: str = "http") -> object:
    """Return the status with which a request is refused, or "passed on"."""
    sent: list[dict[str, Any]] = []

    async def app(*_: Any) -> None:
        sent.append({"type": "passed on"})

    async def receive() -> dict[str, Any]:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    headers = [(b"host", b"127.0.0.1:8501"), *([(b"origin", origin)] if origin else [])]
    scheme = "ws" if kind == "websocket" else "http"
    scope = {"type": kind, "scheme": scheme, "method": method, "path": "/_stcore/upload_file/s/f", "headers": headers}
    running = OwnPages(app)(scope, receive, send)
    with suppress(StopIteration):  # nothing in it waits, and the browser tests keep an event loop running in this thread
        running.send(None)
    return sent[0].get("status") or sent[0].get("code") or sent[0]["type"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
@pytest.mark.parametrize(
    ("origin", "gets"),
    [(OWN, "passed on"), (None, "passed on"), (b"http://evil.example", 403), (b"http://127.0.0.1:9999", 403), (b"null", 403)],
)
def test_files_come_from_our_own_pages(method: str, origin: bytes | None, gets: object) -> None:
    assert status_of(method, origin) == gets


@pytest.mark.parametrize(("origin", "gets"), [(OWN, "passed on"), (None, 1008), (b"http://127.0.0.1:9999", 1008)])
def test_sockets_are_opened_to_our_own_pages(origin: bytes | None, gets: object) -> None:
    assert status_of("GET", origin, "websocket") == gets


def test_pages_are_shown_to_whoever_asks() -> None:
    assert status_of("GET", b"http://evil.example") == "passed on"
