"""Check one feed: fetch what is new, read it, and add it to the workspace. A check can be stopped at any point, because an item
is noted only when its report is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from geodata.errors import GeodataError, LinkFailed, LinkRefused, WorkspaceError
from geodata.feeds import kept
from geodata.feeds.kept import Watched
from geodata.feeds.parsing import KINDS, Item, parsed
from geodata.records import Reading, Report
from geodata.sources.articles import fetched
from geodata.sources.documents import Document, Opener
from geodata.sources.links import Fetcher
from geodata.sources.text import make_report
from geodata.workspace import Workspace

Read = Callable[[Report], Reading]
ENOUGH = 40  # words with which a feed's own text replaces an article whose page cannot be fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The result for one new item: a reading that is kept, or the reason why there is none."""

    item: Item
    reading: Reading | None = None
    error: str = ""


def check(workspace: Workspace, feed: Watched, read: Read, every: timedelta, fetcher: Fetcher | None = None) -> Iterator[News]:
    """Check a feed, and yield the news. The failure of a feed is noted, not raised, and the feed is checked again later."""
    fetcher = fetcher or Fetcher()
    conditions = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    try:
        page = fetcher.fetch_newer(feed.url, {k: v for k, v in conditions.items() if v}, KINDS)
        found = parsed(page.body, feed.url) if page else None
    except GeodataError as error:
        kept.note_failure(workspace, feed, str(error), every)
        return
    if found is not None:
        seen = kept.known(workspace, feed.url)
        with Opener() as opener:
            for item in found.items:
                if item.id not in seen:
                    seen.add(item.id)
                    yield taken(workspace, feed, found.title, item, read, opener, fetcher)
    headers = page.headers if page else {}
    etag, modified = headers.get("etag", feed.etag), headers.get("last-modified", feed.modified)
    kept.note_success(workspace, feed, found.title if found else "", etag, modified, every)


def taken(workspace: Workspace, feed: Watched, outlet: str, item: Item, read: Read, opener: Opener, fetcher: Fetcher) -> News:
    """Fetch, read, keep and note one item."""
    try:
        report = report_of(item, outlet or feed.title, opener, fetcher)
        reading = read(report)
        workspace.add(reading)
    except (LinkFailed, WorkspaceError) as error:  # temporary: the next check tries the item again
        return News(item=item, error=str(error))
    except GeodataError as error:
        kept.note_item(workspace, feed.url, item.id, None, str(error))
        return News(item=item, error=str(error))
    kept.note_item(workspace, feed.url, item.id, report.id)
    return News(item=item, reading=reading)


def report_of(item: Item, outlet: str, opener: Opener, fetcher: Fetcher) -> Report:
    """Return the report of an item: its page or, if that cannot be fetched, the feed's own text, unless it is only a teaser."""
    try:
        document = fetched(item.link, opener, fetcher)
    except GeodataError as error:
        document = own_text(item, opener)
        if len(document.text.split()) < ENOUGH:
            again = LinkFailed if isinstance(error, LinkFailed) else LinkRefused
            raise again(f"{item.link or item.id}: {error}") from error
    return make_report(
        document.text, title=item.title or document.title, published=item.published or document.published,
        source=document.source or outlet, url=document.url or item.link,
    )  # fmt: skip


def own_text(item: Item, opener: Opener) -> Document:
    if "<" not in item.text:
        return Document(text=item.text)
    try:
        page = f"<html><body><article>{item.text}</article></body></html>"
        return opener.open(page.encode("utf-8", "replace"), "the feed.html")
    except GeodataError:
        return Document(text="")
