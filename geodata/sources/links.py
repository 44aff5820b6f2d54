"""Fetch an article by its link: one page, requested politely, from public addresses only.

The connection goes to the same address that was checked, so a name server that changes its answer gains nothing. Each
redirect is checked in the same way.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Timeout

from geodata.errors import LinkFailed, LinkRefused
from geodata.version import VERSION

AGENT = f"IncidentAtlas/{VERSION} (asks for single pages, for a person)"
ROBOT = "IncidentAtlas"
MOST_BYTES = 10_000_000
MOST_ROBOTS = 500_000
REDIRECTS = 5
CONNECT, READ, ALTOGETHER = 10.0, 20.0, 60.0  # seconds
KINDS = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
CHUNK = 65_536
MOVED = (301, 302, 303, 307, 308)
Permits = Callable[[str], bool]  # whether an IP address may be connected to
STATUSES = {
    401: "the page needs a subscription or a password; open it yourself and paste its text",
    402: "the page needs a subscription; open it yourself and paste its text",
    403: "the site blocks programs, perhaps because the page needs a subscription; open it yourself and paste its text",
    404: "there is no such page; check the link",
    410: "the page is gone",
    429: "too many requests; try again later",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page at a link. `url`: its address after redirects."""

    url: str
    kind: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def is_public(address: str) -> bool:
    """Whether an address is on the public internet, and not on this computer, a private network, a local link or a carrier's
    network. An address that is embedded in another one must be public too."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found.is_multicast or any(found in network for network in RESERVED if network.version == found.version):
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global
    if found.is_site_local or any(found in network for network in CARRYING):
        return False
    inside = [i for i in (found.ipv4_mapped, found.sixtofour, *(found.teredo or ())) if i is not None]
    inside += [ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)] if found in NAT64 else []
    return found.is_global and all(is_public(str(i)) for i in inside)


CARRYING = tuple(map(ipaddress.ip_network, ("64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")))  # IPv4 in forms that no page needs
# Special addresses that `is_global` accepts in some Python versions: for protocols, relays, documentation, routing.
RESERVED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")))
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def connect(host: str, port: int, timeout: float, permits: Permits) -> socket.socket:
    """Connect to the first address of a host that answers. Raises LinkRefused unless all its addresses are permitted."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LinkFailed(f"{host} cannot be found; check the link and the connection") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(permits(address) for address in addresses):
        raise LinkRefused(f"{host} is on this computer or a private network; only public pages can be read")
    trouble: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            trouble = error
    raise LinkFailed(f"{host} does not answer; try again later") from trouble


class Fetcher:
    """Fetches pages. `permits`: which addresses may be connected to."""

    def __init__(self, permits: Permits = is_public) -> None:
        self.permits = permits

    def fetch(self, url: str, kinds: Sequence[str] = KINDS) -> Page:
        """Fetch the page at a link. Raises LinkRefused, with the reason in words."""
        page = self.fetch_newer(url, {}, kinds)
        if page is None:
            raise LinkRefused(f"{host_of(url)}: {STATUSES[404]}")  # "not changed", although no condition was given
        return page

    def fetch_newer(self, url: str, conditions: Mapping[str, str], kinds: Sequence[str]) -> Page | None:
        """Like `fetch`, with conditions as headers (If-None-Match, If-Modified-Since); None if the page has not changed."""
        end = time.monotonic() + ALTOGETHER
        parsed(url)
        for _ in range(REDIRECTS + 1):
            self.check_robots(url, end)
            status, headers, body = self.get(url, MOST_BYTES, end, {"Accept": ", ".join(kinds), **conditions})
            if status == 304 and conditions:
                return None
            if status in MOVED and headers.get("location"):
                url = joined(url, headers["location"])
                continue
            if status != 200:
                kind_of = LinkFailed if status >= 500 or status in (408, 429) else LinkRefused
                raise kind_of(f"{host_of(url)}: {STATUSES.get(status, f'the site answers with error {status}')}")
            kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
            if kind not in kinds:
                raise LinkRefused(f"{host_of(url)}: the link leads to a file of type {kind}, which is not supported")
            return Page(url=url, kind=kind, body=body, headers=headers)
        raise LinkRefused(f"{host_of(url)}: more than {REDIRECTS} redirects")

    def check_robots(self, url: str, end: float) -> None:
        """Raise LinkRefused if the site asks programs not to read the page."""
        address = joined(url, "/robots.txt")
        status, headers, body = self.get(address, MOST_ROBOTS, end)
        for _ in range(REDIRECTS):
            if status not in MOVED or not headers.get("location"):
                break
            address = joined(address, headers["location"])
            status, headers, body = self.get(address, MOST_ROBOTS, end)
        if status >= 500:
            raise LinkFailed(f"{host_of(url)}: the site cannot say which pages programs may read; try again later")
        if status == 200 and not Protego.parse(body.decode("utf-8", "replace")).can_fetch(url, ROBOT):
            raise LinkRefused(
                f"{host_of(url)}: the site asks programs not to read this page; open it yourself and paste its text"
            )

    def get(self, url: str, most: int, end: float, more: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Make one request, without redirects. Return status, headers and body. Raises LinkRefused beyond `most` bytes."""
        target = parsed(url)
        host, permits = target.host or "", self.permits
        plain = target.scheme == "http"

        live: list[socket.socket] = []
        base: Any = HTTPConnection if plain else HTTPSConnection

        def _new_conn(self: Any) -> socket.socket:
            live.append(connect(host, self.port, CONNECT, permits))
            return live[-1]

        def connected(self: Any) -> None:
            base.connect(self)
            live.append(self.sock)  # with TLS, another one; and a connection that closes after its answer forgets it

        def hang_up() -> None:
            """End the connection in time, however slowly the server sends."""
            for one in live:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        kind = type("Checked", (base,), {"_new_conn": _new_conn, "connect": connected})
        pool_kind: Any = HTTPConnectionPool if plain else HTTPSConnectionPool
        try:
            pool = pool_kind(host, port=target.port or (80 if plain else 443), timeout=Timeout(CONNECT, READ), retries=False)
        except (HTTPError, ValueError) as error:
            raise LinkRefused(f"{url[:80]} is not a valid address") from error
        pool.ConnectionCls = kind
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **(more or {})}
        watch = threading.Timer(max(0.0, end - time.monotonic()), hang_up)
        watch.start()
        try:
            answer = pool.request("GET", path, headers=headers, redirect=False, preload_content=False, assert_same_host=False)
            try:
                body = b""
                for part in answer.stream(CHUNK):
                    body += part
                    if len(body) > most:
                        raise LinkRefused(f"{host}: the page has more than {most:,} bytes")
                check_time(end, host)  # a connection that was hung up looks like the end of the page
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, body
            finally:
                answer.close()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            if isinstance(error, LinkRefused):
                raise
            check_time(end, host)
            raise LinkFailed(f"{host}: the page could not be read ({type(error).__name__}); try again later") from error
        finally:
            watch.cancel()
            pool.close()


def parsed(url: str) -> urllib3.util.Url:
    """Split a link into its parts. Raises LinkRefused if it is not a link, names a user, or has another protocol."""
    try:
        found = urllib3.util.parse_url(url.strip())
    except (LocationParseError, ValueError) as error:
        raise not_a_link(url) from error
    if found.scheme not in ("http", "https") or not found.host:
        raise LinkRefused(f"{url[:80]!r} is not a link to a page; begin it with https:// or http://")
    if found.auth:
        raise LinkRefused("remove the user name and password from the link")
    return found._replace(host=found.host.strip("[]"))


def not_a_link(text: str) -> LinkRefused:
    return LinkRefused(f"{text[:80]!r} is not a link; write it as https://example.org/article")


def check_time(end: float, host: str) -> None:
    if time.monotonic() > end:
        raise LinkFailed(f"{host}: the page takes more than {ALTOGETHER:.0f} seconds")


def joined(url: str, link: str) -> str:
    """Resolve a link that is on the page at `url`. Raises LinkRefused if it is not a link."""
    try:
        found = urljoin(url, link)
    except ValueError as error:
        raise not_a_link(link) from error
    parsed(found)
    return found


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or url[:80]
    except ValueError:
        return url[:80]
