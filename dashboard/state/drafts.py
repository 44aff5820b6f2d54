"""Articles to be added: pasted, from files or from a link, each with the details that it states, for the user to confirm."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from geodata.errors import GeodataError, RowError
from geodata.records import Report
from geodata.sources.articles import fetched, is_rows, rows_of
from geodata.sources.documents import Document, Opener
from geodata.sources.links import Fetcher
from geodata.sources.text import make_report, with_headline
from geodata.words.catalogue import say

MOST_ROWS = 200  # rows of JSON Lines; the user looks through them
FIELDS = ("title", "published", "source", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is not read yet. `error`: why its file or link has none."""

    name: str
    document: Document
    error: str = ""

    @property
    def key(self) -> str:
        """A key that depends on the content, so that what the user types for one file never appears in another's fields."""
        return hashlib.sha256(f"{self.name}|{self.document.text}".encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The details of an article: at first what it states, then what the user changes."""

    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""
    home: str = ""

    def report(self) -> Report:
        """Return the report. Without a title, its first line becomes the title if it looks like one."""
        title, text = (self.title, self.text) if self.title.strip() else with_headline(self.text)
        return make_report(
            text, title=title, published=self.published, source=self.source, home=self.home, url=self.url,
        )  # fmt: skip


def of_files(files: Iterable[tuple[str, bytes]]) -> list[list[Draft]]:
    """Return the drafts of each file: one, or one per row of JSON Lines. Files that cannot be opened have drafts too."""
    with Opener() as opener:
        return [of_rows(name, data) if is_rows(name) else [of_file(opener, name, data)] for name, data in files]


def of_file(opener: Opener, name: str, data: bytes) -> Draft:
    try:
        return Draft(name=name, document=opener.open(data, name))
    except GeodataError as error:
        return Draft(name=name, document=Document(text=""), error=str(error))


def of_rows(name: str, data: bytes) -> list[Draft]:
    found = list(islice(rows_of(io.StringIO(data.decode("utf-8-sig", "replace")), name), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        return [Draft(name=name, document=Document(text=""), error=say("read.many_rows", name=name, most=MOST_ROWS))]
    return [
        Draft(name=row, document=Document(text=""), error=str(one)) if isinstance(one, RowError)
        else Draft(name=row, document=Document(text=one.text, title=one.title, published=one.published))
        for row, one in found
    ]  # fmt: skip


def of_link(link: str, fetcher: Fetcher | None = None) -> Draft:
    """Return the draft of a web page. Raises LinkRefused."""
    with Opener() as opener:
        return Draft(name=link, document=fetched(link, opener, fetcher or Fetcher()))


def details_of(draft: Draft) -> Details:
    """Return the details that the article states."""
    document = draft.document
    return Details(
        text=document.text, title=document.title, published=document.published, source=document.source, url=document.url
    )
