"""Feeds: each new item is read once, whatever the feed, the page or the program does in between."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geodata.__main__ import parser
from geodata.errors import LinkRefused
from geodata.feeds import alarms, command, kept, parsing
from geodata.feeds.alarms import Alarms, Wanted
from geodata.feeds.watching import News, check
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.reading import pipeline
from geodata.records import Reading, Report
from geodata.sources.links import Fetcher
from geodata.workspace import Workspace, database
from tests.geodata.test_documents import HTML
from tests.geodata.test_links import ANYWHERE, Reply, site

QUARTER = timedelta(minutes=15)
TEASER = "A ferry sank off Mombasa."


def rss(*items: tuple[str, str, str], text: str = TEASER) -> bytes:
    entries = "".join(
        f"<item><guid>{ident}</guid><title>{title}</title><link>{link}</link><pubDate>Mon, 27 Jun 2022 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for ident, title, link in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title>{entries}</channel></rss>'.encode()


def atom(link: str) -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title><entry><id>tag:1</id><title>Missile hits</title>'
        f'<link href="{link}"/><updated>2022-06-27T10:00:00Z</updated><summary>{TEASER}</summary></entry></feed>'
    ).encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with Workspace.open(tmp_path / "w.sqlite") as opened:
        yield opened


@pytest.fixture
def look(workspace: Workspace, gazetteer: Gazetteer) -> Callable[..., list[News]]:
    def checked(url: str, fetcher: Fetcher = ANYWHERE) -> list[News]:
        kept.add(workspace, url)
        (feed,) = [one for one in kept.watched(workspace) if one.url == url]
        return list(check(workspace, feed, lambda report: pipeline.read_report(report, gazetteer), QUARTER, fetcher))

    return checked


@pytest.mark.slow
def test_rss_and_atom() -> None:
    for body in (rss(("1", "Missile hits", "https://x.example/a")), atom("https://x.example/a")):
        feed = parsing.parsed(body, "feed")
        (item,) = feed.items
        assert (feed.title, item.title, item.link, item.published, item.text) == (
            "The Gazette", "Missile hits", "https://x.example/a", date(2022, 6, 27), TEASER,
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("body", [b"", b"<html><body>A page</body></html>", b"\x00\x01", b"{}"])
def test_what_is_no_feed(body: bytes) -> None:
    with pytest.raises(LinkRefused, match="not an RSS or Atom feed"):
        parsing.parsed(body, "feed")


@pytest.mark.parametrize(
    "fault",
    [
        "<pubDate>9999-12-31T23:59:59-12:00</pubDate>", "<pubDate>0001-01-01T00:00:00+14:00</pubDate>",
        "<pubDate>0000-01-01T00:00:00Z</pubDate>", "<guid>a&#xD800;b</guid>",
    ],
)  # fmt: skip
def test_one_bad_entry_loses_no_other(fault: str) -> None:
    items = (
        f"<item><title>bad</title><link>http://a/1</link>{fault}</item><item><title>good</title><link>http://a/2</link></item>"
    )
    found = parsing.feed_of(f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode())
    assert isinstance(found, parsing.Feed)
    assert "good" in [item.title for item in found.items]
    for item in found.items:
        item.id.encode("utf-8")


@pytest.mark.slow
def test_broken_and_hostile_xml() -> None:
    broken = rss(("1", "Missile hits", "https://x.example/a"), ("2", "Fire", "https://x.example/b"))[:-60]
    assert parsing.parsed(broken, "feed").items[0].title == "Missile hits"
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
    outside = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
    for hostile in (bomb, outside):
        try:
            title = parsing.parsed(hostile.encode(), "feed").title
        except LinkRefused:
            continue
        assert len(title) <= 300
        assert "root:" not in title


@pytest.mark.slow
def test_new_items_are_read_once(workspace: Workspace, look: Callable[..., list[News]]) -> None:
    state: dict[str, Any] = {"items": [("1", "Missile hits shopping centre", "/a")], "etag": '"one"'}

    def pages(path: str) -> Reply:
        if path == "/feed":
            items = [(ident, title, f"{url}{link}") for ident, title, link in state["items"]]
            return 200, {"content-type": "application/rss+xml", "etag": state["etag"]}, rss(*items)
        return (200, {}, HTML.encode()) if path == "/a" else (404, {}, b"")

    with site(pages) as (url, asked):
        (first,) = look(f"{url}/feed")
        assert first.reading is not None
        report = first.reading.report
        assert (report.title, report.published, report.source, report.url) == (
            "Missile hits shopping centre", date(2022, 6, 27), "The Gazette", f"{url}/a",
        )  # fmt: skip
        assert look(f"{url}/feed") == []
        state["items"].insert(0, ("2", "Ferry sinks", "/missing"))
        (second,) = look(f"{url}/feed")
        assert second.reading is None
        assert "no such page" in second.error
        assert look(f"{url}/feed") == []
        assert sum(path.startswith("/a ") for path in asked) == 1
    assert len(workspace.reports()) == 1
    assert kept.fresh(workspace, "") == len(workspace.kept()) > 0
    assert kept.fresh(workspace, database.now()) == 0
    (feed,) = kept.watched(workspace)
    assert (feed.title, feed.articles, feed.failures, feed.last_error) == ("The Gazette", 1, 0, "")
    assert feed.last_success is not None
    assert not feed.is_due(datetime.now(UTC))
    assert workspace.check() == []


@pytest.mark.slow
def test_a_feed_that_has_not_changed_is_not_sent_again(look: Callable[..., list[News]], workspace: Workspace) -> None:
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            if self.path != "/feed":
                self.send_error(404)
                return
            seen.append({k.lower(): v for k, v in self.headers.items()})
            unchanged = self.headers["if-none-match"] == '"x"'
            self.send_response(304 if unchanged else 200)
            self.send_header("content-type", "application/atom+xml")
            self.send_header("etag", '"x"')
            self.send_header("last-modified", "Mon, 27 Jun 2022 10:00:00 GMT")
            self.end_headers()
            if not unchanged:
                self.wfile.write(rss())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/feed"
    try:
        look(url)
        look(url)
    finally:
        server.shutdown()
        server.server_close()
    assert "if-none-match" not in seen[0]
    assert (seen[1]["if-none-match"], seen[1]["if-modified-since"]) == ('"x"', "Mon, 27 Jun 2022 10:00:00 GMT")
    assert kept.watched(workspace)[0].last_error == ""


def test_a_dead_feed_is_asked_less_and_less(look: Callable[..., list[News]], workspace: Workspace) -> None:
    with site(lambda _: (500, {}, b"")) as (url, _):
        for _ in range(3):
            assert look(f"{url}/feed") == []
    (feed,) = kept.watched(workspace)
    assert feed.failures == 3
    assert "try again later" in feed.last_error
    assert feed.due is not None
    wait = datetime.fromisoformat(feed.due) - datetime.now(UTC)
    assert timedelta(minutes=115) < wait <= timedelta(minutes=120)
    assert kept.pause(QUARTER, 60) == kept.LONGEST_PAUSE
    assert kept.pause(timedelta(days=2), 3) == timedelta(days=2)


@pytest.mark.slow
def test_a_page_that_is_closed_leaves_the_feeds_own_text(look: Callable[..., list[News]]) -> None:
    long = (
        "<p>A ferry sank off Mombasa on Sunday, killing at least 14 people, the coast guard said. "
        + "Divers searched all night. " * 12
        + "</p>"
    )

    def pages(path: str) -> Reply:
        if path == "/feed":
            return 200, {"content-type": "text/xml"}, rss(("1", "Ferry sinks", f"{url}/a"), text=long)
        return 402, {}, b""

    with site(pages) as (url, _):
        (news,) = look(f"{url}/feed")
    assert news.reading is not None
    assert news.reading.report.text.startswith("A ferry sank off Mombasa on Sunday")
    assert "Mombasa" in {incident.place for incident in news.reading.incidents}


@pytest.mark.slow
def test_what_fails_for_the_moment_is_tried_again(look: Callable[..., list[News]], workspace: Workspace) -> None:
    busy = [True]

    def pages(path: str) -> Reply:
        if path == "/feed":
            return 200, {"content-type": "text/xml"}, rss(("1", "Missile hits", f"{url}/a"), ("2", "Bad", "http://[x/a"))
        if path == "/robots.txt":
            return 404, {}, b""
        return (429, {}, b"") if busy[0] else (200, {}, HTML.encode())

    with site(pages) as (url, _):
        assert [bool(news.error) for news in look(f"{url}/feed")] == [True, True]
        busy[0] = False
        (news,) = look(f"{url}/feed")
        assert news.reading is not None
        assert look(f"{url}/feed") == []
    assert len(workspace.reports()) == 1


@pytest.mark.slow
def test_a_stopped_check_goes_on_where_it_was(workspace: Workspace, gazetteer: Gazetteer) -> None:
    read: list[str] = []

    def stopping(report: Report) -> Reading:
        read.append(report.title)
        if len(read) == 2:
            raise KeyboardInterrupt
        return pipeline.read_report(report, gazetteer)

    def pages(path: str) -> Reply:
        if path == "/feed":
            items = [(str(n), f"Missile {n} hits", f"{url}/{n}") for n in range(3)]
            return 200, {"content-type": "text/xml"}, rss(*items)
        return (404, {}, b"") if path == "/robots.txt" else (200, {}, HTML.replace("Oslo", f"Oslo {path[1:]}").encode())

    with site(pages) as (url, _):
        kept.add(workspace, f"{url}/feed")
        (feed,) = kept.watched(workspace)
        with pytest.raises(KeyboardInterrupt):
            list(check(workspace, feed, stopping, QUARTER, ANYWHERE))
        assert len(list(check(workspace, feed, stopping, QUARTER, ANYWHERE))) == 2
    assert read == ["Missile 0 hits", "Missile 1 hits", "Missile 1 hits", "Missile 2 hits"]
    assert len(workspace.reports()) == 3


# --- alarms -----------------------------------------------------------------------------------------------------------------


def test_alarms_tell_what_is_wanted(example: Reading, gazetteer: Gazetteer, tmp_path: Path) -> None:
    found = GazetteerGeocoder(gazetteer).resolve("Kharkiv, Ukraine")
    assert found is not None
    near = Alarms(wanted=Wanted(near=found.place, within_km=50), file=tmp_path / "alarms.jsonl")
    assert {i.place for i in near.tell(example)} == {"Kharkiv"}
    (row,) = [json.loads(line) for line in (tmp_path / "alarms.jsonl").read_text("utf-8").splitlines()]
    assert (row["place"], row["report"]) == ("Kharkiv", example.report.id)
    many = Alarms(wanted=Wanted(killed=5))
    assert {i.place for i in many.tell(example)} == {
        i.place for i in example.incidents if i.role == "main" and i.killed and (i.killed.low or 0) >= 5
    }
    doubtful = replace(example, incidents=tuple(replace(i, confidence=0.0) for i in example.incidents))
    assert Alarms(wanted=Wanted()).tell(doubtful) == []


def test_alarms_go_to_this_computer_only(example: Reading) -> None:
    for url in ("http://example.org/alarm", "https://127.0.0.1/x", "file:///x", "http://127.0.0.1.evil.example/"):
        with pytest.raises(LinkRefused, match="not on this computer"):
            Alarms(wanted=Wanted(), url=url)
    with pytest.raises(LinkRefused, match="no program accepts alarms"):
        Alarms(wanted=Wanted(), url="http://127.0.0.1:9/alarm").tell(example)


# --- the command --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_watches_and_remembers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Stop(Exception):
        pass

    def pages(path: str) -> Reply:
        if path == "/feed":
            return 200, {"content-type": "text/xml"}, rss(("1", "Missile hits shopping centre", f"{url}/a"))
        return (200, {}, HTML.encode()) if path == "/a" else (404, {}, b"")

    file, alarms = tmp_path / "w.sqlite", tmp_path / "alarms.jsonl"
    with site(pages) as (url, asked):
        args = parser().parse_args(
            ["watch", f"{url}/feed", "--workspace", str(file), "--alarm-file", str(alarms), "--killed", "5"]
        )
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                raise Stop

        with pytest.raises(Stop):
            command.run_watch(args, ANYWHERE, wait)
        assert sum(path.startswith("/feed") for path in asked) == 1, "not due again within 15 minutes"
        out = capsys.readouterr().out
        assert "Missile hits shopping centre: " in out
        assert "Missile strike: Kremenchuk, at least 10 killed" in out
        again = parser().parse_args(["watch", "--once", "--workspace", str(file)])
        assert command.run_watch(again, ANYWHERE) == 0
        assert "Missile" not in capsys.readouterr().out
        stop = parser().parse_args(["watch", "--stop", f"{url}/feed", "--workspace", str(file)])
        assert command.run_watch(stop, ANYWHERE) == 0
    with Workspace.open(file) as workspace:
        assert kept.watched(workspace) == []
        assert len(workspace.reports()) == 1
    assert len(alarms.read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize("text", ["", "5", "10s", "0m", "soon", "-3m"])
def test_intervals_that_are_none(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        command.interval(text)


def test_intervals() -> None:
    assert [command.interval(t) for t in ("15m", "90s", "2h", "1d")] == [
        timedelta(minutes=15), timedelta(seconds=90), timedelta(hours=2), timedelta(days=1),
    ]  # fmt: skip


def test_comments_cost_no_time_and_hide_nothing() -> None:
    item = b"<item><title>Fire</title><link>https://example.org/1</link></item>"
    feed = b"<rss version='2.0'><channel><title>News</title>" + b"<!-- x -->" * 50_000 + item + b"</channel></rss><!-- open"
    found = parsing.feed_of(feed)
    assert isinstance(found, parsing.Feed)
    assert [i.title for i in found.items] == ["Fire"]
    assert parsing.without_comments(b"a<!-- b -->c<!--d<!-- e -->f") == b"acdf"


def test_a_notification_of_the_desktop_holds_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, str]] = []

    class Shown:
        def __init__(self, app_name: str) -> None:
            assert app_name == "Incident Atlas"

        def send(self, title: str, message: str) -> None:
            shown.append((title, message))

    monkeypatch.setitem(sys.modules, "desktop_notifier", ModuleType("desktop_notifier"))
    sync = ModuleType("desktop_notifier.sync")
    sync.DesktopNotifierSync = Shown  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "desktop_notifier.sync", sync)
    monkeypatch.setattr(sys, "platform", "linux")
    alarms.notify(["Shelling: <a href='x'>Kharkiv</a>"])
    alarms.notify([f"Fire: place {n}" for n in range(9)])
    assert shown[0] == ("1 new incident", "Shelling: &lt;a href='x'&gt;Kharkiv&lt;/a&gt;")
    assert (shown[1][0], shown[1][1].count("\n")) == ("9 new incidents", 4)
