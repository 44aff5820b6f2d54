"""Parse RSS and Atom into items, in a separate process with limits on memory and time, because feeds come from outside."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from geodata.child import Child, Gone, Send
from geodata.errors import LinkRefused
from geodata.visible import sound

MEMORY = 1_000_000_000  # bytes
PATIENCE = 30.0  # seconds
NOT_A_FEED = "this is not an RSS or Atom feed"
MOST_ITEMS = 500  # of one feed
KINDS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml", "text/html",
    "text/plain",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed. `text`: what the feed itself says about it, often a sentence or two, as HTML or plain text."""

    id: str
    link: str
    title: str
    published: date | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    title: str
    items: tuple[Item, ...]


def parsed(body: bytes, name: str) -> Feed:
    """Parse a feed, and keep the order of its items. Raises LinkRefused if it is not a feed."""
    with Child(__name__, MEMORY) as child:
        try:
            child.send(body)
            found = child.receive(PATIENCE)
        except Gone as error:
            raise LinkRefused(f"{name}: the feed takes too much time or memory to read") from error
    if isinstance(found, str):
        raise LinkRefused(f"{name}: {found}")
    feed: Feed = found
    return feed


def work(messages: Iterator[Any], send: Send) -> None:
    for body in messages:
        try:
            send(feed_of(body))
        except Exception:  # files from outside can fail in any way
            send(NOT_A_FEED)


def feed_of(body: bytes) -> Feed | str:
    """Return the feed, or the reason why it is not one. Broken XML gives the items before the break."""
    import feedparser

    try:
        found = feedparser.parse(REFERENCE.sub(whole, without_comments(body)))
    except (ValueError, OverflowError) as error:  # the parser itself fails at a day outside the calendar
        return f"{NOT_A_FEED}: {str(error)[:80]}"
    if not found.get("version") and not found.entries:
        return NOT_A_FEED
    items = [item_of(entry) for entry in found.entries[:MOST_ITEMS]]
    return Feed(title=str(found.feed.get("title", ""))[:300], items=tuple(item for item in items if item.id))


def without_comments(body: bytes) -> bytes:
    """Remove the comments from XML, because the parser's time for each grows with their number."""
    first, *others = body.split(b"<!--")
    return first + b"".join(rest if closed else piece for piece in others for _, closed, rest in [piece.partition(b"-->")])


def item_of(entry: Any) -> Item:
    parts = [str(part.get("value", "")) for part in entry.get("content", [])] or [str(entry.get("summary", ""))]
    link = str(entry.get("link", ""))
    return Item(
        id=sound(str(entry.get("id") or link)[:1_000]),
        link=sound(link[:2_000]),
        title=" ".join(sound(str(entry.get("title", ""))[:500]).split()),
        published=day_of(entry.get("published_parsed") or entry.get("updated_parsed")),
        text=sound("\n".join(parts)[:1_000_000]),
    )


REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,8});")


def whole(reference: re.Match[bytes]) -> bytes:
    """Replace a reference to a lone surrogate, at which the parser fails; keep any other."""
    digits = reference[1].decode()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return b"&#xFFFD;" if 0xD800 <= code <= 0xDFFF else reference[0]


def day_of(when: Any) -> date | None:
    """Return the day of an entry; None for one outside the calendar."""
    try:
        return datetime.fromtimestamp(calendar.timegm(when), UTC).date() if when else None
    except (ValueError, OverflowError, OSError):
        return None
