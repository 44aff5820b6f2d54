"""Links: only public pages, on the connection actually made; limits, robots.txt, and errors in words."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from geodata.errors import LinkRefused
from geodata.sources import articles, links
from geodata.sources.documents import Opener
from geodata.sources.links import Fetcher, is_public
from tests.geodata.test_documents import FIRST, HTML

Reply = tuple[int, dict[str, str], bytes]


@contextmanager
def site(pages: Callable[[str], Reply]) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers['user-agent']}")
            status, headers, body = pages(self.path)
            self.send_response(status)
            for name, value in {"content-type": "text/html", "content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with_body: Any = self.wfile
            try:
                with_body.write(body)
            except OSError:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def paged(**pages: Reply | bytes) -> Callable[[str], Reply]:
    def reply(path: str) -> Reply:
        found = pages.get(path.strip("/").replace(".", "_"), (404, {}, b""))
        return (200, {}, found) if isinstance(found, bytes) else found

    return reply


ANYWHERE = Fetcher(permits=lambda _: True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "::",  # noqa: S104
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1", "ff02::1", "", "no address", "fec0::1",
        "64:ff9b:1::7f00:1", "192.0.0.8", "192.88.99.1", "3fff::1", "5f00::1", "2002:c058:6301::", "::ffff:0:127.0.0.1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://localhost:8501/", "http://0/", "http://[::]/", "https://127.0.0.1:443/",
        "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1.:80/", "http://127。0。0。1/",
    ],
)  # fmt: skip
def test_links_to_this_computer_are_refused(link: str) -> None:
    with pytest.raises(LinkRefused, match=r"private network|cannot be found|not a link"):
        Fetcher().fetch(link)


@pytest.mark.parametrize(
    "link",
    ["file:///etc/passwd", "ftp://example.org/a", "gopher://x", "javascript:alert(1)", "example.org", "http://", "https://u:p@example.org/",
     "http://exa mple.org/", "http://example.org:99999/", "data:text/html,x", "//example.org/a", "", "http://[x/a", "http://a℀.com/"],
)  # fmt: skip
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(LinkRefused):
        Fetcher().fetch(link)


def test_a_redirect_to_this_computer_is_refused() -> None:
    with site(paged(a=(302, {"location": "http://127.0.0.1:1/secret"}, b""))) as (url, asked):
        public = Fetcher(permits=lambda address: address == "127.0.0.1" and len(asked) < 2)
        with pytest.raises(LinkRefused, match="private network"):
            public.fetch(f"{url}/a")


def test_a_name_that_changes_its_address_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is resolved once per connection, and the connection goes to the address that was checked."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []

    def resolve(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    def connect(address: tuple[str, int], *_: Any) -> Any:
        connected.append(address[0])
        raise OSError("no network in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(LinkRefused, match="does not answer"):
        Fetcher().fetch("http://rebinding.example/")
    with pytest.raises(LinkRefused, match="private network"):
        Fetcher().fetch("http://rebinding.example/")
    assert connected == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(LinkRefused, match="private network"):
        Fetcher().fetch("http://both.example/")


@pytest.mark.slow
def test_a_page_is_fetched_after_its_robots_and_redirects() -> None:
    pages = paged(a=(301, {"location": "/b"}, b""), b=HTML.encode(), robots_txt=b"User-agent: *\nDisallow: /private\n")
    with site(pages) as (url, asked), Opener() as opener:
        found = articles.fetched(f"{url}/a", opener, ANYWHERE)
        assert found.text.startswith(FIRST)
        assert found.url == f"{url}/b"
        with pytest.raises(LinkRefused, match="asks programs not to read"):
            ANYWHERE.fetch(f"{url}/private/x")
    assert [path.split()[0] for path in asked] == ["/robots.txt", "/a", "/robots.txt", "/b", "/robots.txt"]
    assert all("IncidentAtlas/" in path for path in asked)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((401, {}, b""), "subscription or a password"),
        ((402, {}, b""), "needs a subscription"),
        ((403, {}, b""), "paste its text"),
        ((404, {}, b""), "no such page"),
        ((500, {}, b""), "error 500"),
        ((200, {"content-type": "image/png"}, b"x"), "type image/png"),
        ((302, {"location": "/a"}, b""), "more than 5 redirects"),
        ((200, {}, b"a" * (links.MOST_BYTES + 1)), "more than 10,000,000 bytes"),
        ((200, {"content-encoding": "gzip"}, gzip.compress(b"a" * 60_000_000)), "more than 10,000,000 bytes"),
        ((200, {"content-encoding": "gzip"}, b"no gzip"), "could not be read"),
        ((302, {"location": "file:///etc/passwd"}, b""), "not a link"),
        ((302, {"location": "http://[x/"}, b""), "not a link"),
    ],
)
def test_pages_that_cannot_be_read_say_why(reply: Reply, words: str) -> None:
    with site(paged(a=reply)) as (url, _), pytest.raises(LinkRefused, match=words):
        ANYWHERE.fetch(f"{url}/a")


def test_a_site_that_cannot_say_its_rules_is_left_alone() -> None:
    with site(paged(a=b"x", robots_txt=(503, {}, b""))) as (url, asked):
        with pytest.raises(LinkRefused, match="try again later"):
            ANYWHERE.fetch(f"{url}/a")
        assert len(asked) == 1


@pytest.mark.slow
def test_a_page_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then, in the headers, in the body or after it, does not keep a request open past the limit."""
    monkeypatch.setattr(links, "ALTOGETHER", 1.0)
    begin = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
    closing = begin + b"connection: close\r\n"
    for lead in (
        begin + b"content-length: 100000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        closing + b"content-length: 100000\r\n\r\n",
        closing + b"transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
    ):
        listener = socket.create_server(("127.0.0.1", 0))
        over = threading.Event()

        def drip(listener: socket.socket = listener, lead: bytes = lead, over: threading.Event = over) -> None:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    asked = connection.recv(4096)
                    if b"robots.txt" in asked:
                        connection.sendall(b"HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                        continue
                    connection.sendall(lead)
                    while not over.wait(0.1):
                        try:
                            connection.sendall(b"x: y\r\n")
                        except OSError:
                            break

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(LinkRefused, match="takes more than"):
            ANYWHERE.fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/a")
        assert time.monotonic() - begun < 4
        over.set()
        listener.close()


def test_an_address_that_cannot_be_asked() -> None:
    with pytest.raises(LinkRefused):
        Fetcher(permits=lambda _: True).get("http://[::1%25lo]/", 1_000, time.monotonic() + 5)
