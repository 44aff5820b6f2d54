"""The feeds that a workspace watches, their items, and when each is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from geodata.workspace import Workspace, database
from geodata.workspace import schema as s

LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A feed. Times are ISO 8601 in UTC, None for never. `failures`: since its last answer; `articles`: read from it so far."""

    url: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    last_success: str | None = None
    last_error: str = ""
    due: str | None = None
    failures: int = 0
    articles: int = 0

    def is_due(self, now: datetime) -> bool:
        return self.due is None or datetime.fromisoformat(self.due) <= now


def pause(every: timedelta, failures: int) -> timedelta:
    """Return the time until the next check: twice as long after each failure, but at most a day, or `every` if longer."""
    longer: int = 2 ** min(failures, 16)
    return min(every * longer, max(LONGEST_PAUSE, every))


def watched(workspace: Workspace) -> list[Watched]:
    """Return the feeds, in the order in which they were added."""
    count = (
        select(func.count())
        .where((s.feed_items.c.feed == s.feeds.c.url) & s.feed_items.c.report.is_not(None))
        .scalar_subquery()
    )
    query = select(s.feeds, count.label("articles")).order_by(s.feeds.c.added, s.feeds.c.url)
    with workspace.reading() as db:
        return [Watched(**{k: v for k, v in row.items() if k != "added"}) for row in db.execute(query).mappings()]


def add(workspace: Workspace, url: str) -> None:
    with workspace.writing() as db:
        db.execute(insert(s.feeds).prefix_with("OR IGNORE").values(url=url, added=database.now()))


def remove(workspace: Workspace, url: str) -> None:
    """Stop watching a feed; its reports stay."""
    with workspace.writing() as db:
        db.execute(delete(s.feed_items).where(s.feed_items.c.feed == url))
        db.execute(delete(s.feeds).where(s.feeds.c.url == url))


def known(workspace: Workspace, url: str) -> set[str]:
    """Return the ids of a feed's items that are already handled."""
    with workspace.reading() as db:
        return {str(ident) for (ident,) in db.execute(select(s.feed_items.c.item).where(s.feed_items.c.feed == url))}


def note_item(workspace: Workspace, url: str, item: str, report: str | None, error: str = "") -> None:
    with workspace.writing() as db:
        if not db.execute(select(s.feeds.c.url).where(s.feeds.c.url == url)).first():
            return  # a person has just stopped watching the feed
        row = {"feed": url, "item": item, "report": report, "error": error[:500], "at": database.now()}
        db.execute(insert(s.feed_items).prefix_with("OR IGNORE").values(**row))


def note_success(workspace: Workspace, feed: Watched, title: str, etag: str, modified: str, every: timedelta) -> None:
    now = datetime.now(UTC)
    at, due = (moment.isoformat(timespec="seconds") for moment in (now, now + every))
    values = {
        "title": title or feed.title, "etag": etag, "modified": modified,
        "last_success": at, "last_error": "", "failures": 0, "due": due,
    }  # fmt: skip
    with workspace.writing() as db:
        db.execute(update(s.feeds).where(s.feeds.c.url == feed.url).values(**values))


def note_failure(workspace: Workspace, feed: Watched, error: str, every: timedelta) -> None:
    failures = feed.failures + 1
    due = datetime.now(UTC) + pause(every, failures)
    values = {"last_error": error[:500], "failures": failures, "due": due.isoformat(timespec="seconds")}
    with workspace.writing() as db:
        db.execute(update(s.feeds).where(s.feeds.c.url == feed.url).values(**values))


def fresh(workspace: Workspace, since: str) -> int:
    """Count the incidents from the feeds' reports since a time (ISO 8601 in UTC, like that of `database.now`)."""
    query = (
        select(func.count(func.distinct(s.claims.c.incident)))
        .select_from(s.claims.join(s.feed_items, s.claims.c.report == s.feed_items.c.report))
        .where(s.feed_items.c.at > since)
    )
    with workspace.reading() as db:
        return int(db.execute(query).scalar() or 0)
