"""Articles on their way in: pasted, from files, from a link; each with what it states, for a person to confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geodata.errors import GeodataError
from geodata.records import Report
from geodata.sources.articles import fetched
from geodata.sources.documents import Document, Opener
from geodata.sources.links import Fetcher
from geodata.sources.text import make_report, with_headline

FIELDS = ("title", "published", "source", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is not read yet. `error`: why its file or link gave none."""

    name: str
    document: Document
    error: str = ""

    @property
    def key(self) -> str:
        """The same for the same content: what a person typed for one file never appears in another's fields."""
        return hashlib.sha256(f"{self.name}|{self.document.text}".encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says of an article, beginning with what it states."""

    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""
    home: str = ""

    def report(self) -> Report:
        """The report; its first line is its title where none is given and the line looks like one."""
        title, text = (self.title, self.text) if self.title.strip() else with_headline(self.text)
        return make_report(
            text, title=title, published=self.published, source=self.source, home=self.home, url=self.url,
        )  # fmt: skip


def of_files(files: Iterable[tuple[str, bytes]]) -> list[Draft]:
    """A draft of each file, also of those that cannot be opened."""
    found = []
    with Opener() as opener:
        for name, data in files:
            try:
                found.append(Draft(name=name, document=opener.open(data, name)))
            except GeodataError as error:
                found.append(Draft(name=name, document=Document(text=""), error=str(error)))
    return found


def of_link(link: str, fetcher: Fetcher | None = None) -> Draft:
    """The draft of a page. Raises LinkRefused."""
    with Opener() as opener:
        return Draft(name=link, document=fetched(link, opener, fetcher or Fetcher()))


def details_of(draft: Draft) -> Details:
    """What the article states."""
    document = draft.document
    return Details(
        text=document.text, title=document.title, published=document.published, source=document.source, url=document.url
    )
