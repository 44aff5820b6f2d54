"""Read articles as people name them: files, folders and links."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geodata.errors import EmptyReport, RowError
from geodata.records import Report
from geodata.sources.documents import SUFFIXES, Document, Opener
from geodata.sources.jsonl import bounded, row_of
from geodata.sources.links import Fetcher

ROWS = ".jsonl"  # a file of many articles, one per line
READ = (*SUFFIXES, ROWS)
EXTENSIONS = {"application/pdf": ".pdf", "text/plain": ".txt"}  # by a page's content type; other pages are HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A document and its name: a path or a link."""

    name: str
    document: Document


def is_link(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def is_rows(name: str) -> bool:
    """Whether a name is that of a file with many articles."""
    return not is_link(name) and Path(name).suffix.lower() == ROWS


def files_of(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, with each folder replaced by the articles in it, sorted. Other files in a folder, and links
    out of it, are skipped."""
    for name in names:
        path = Path(name)
        if is_link(name) or not path.is_dir():
            yield name
            continue
        found = (p for p in path.rglob("*") if p.suffix.lower() in READ and p.is_file())
        inside = sorted(p for p in found if Path(os.path.realpath(p)).is_relative_to(os.path.realpath(path)))
        if not inside:
            raise EmptyReport(f"{path} contains no article; supported types: {', '.join(READ)}")
        yield from map(str, inside)


def rows_of(lines: IO[str], name: str) -> Iterator[tuple[str, Report | RowError]]:
    """Yield each report of a file with many, with its name; for a line that is not a report, the error that says why."""
    for line in bounded(lines):
        try:
            row = row_of(line, name)
            if not row.report.text.strip():
                raise RowError(f"{name}:{line.number}: the row has no text")
        except RowError as error:
            yield f"{name}:{line.number}", error
        else:
            yield f"{name}:{row.doc_id}", row.report


def article(name: str, opener: Opener, fetcher: Fetcher) -> Article:
    """Read one file or link. Raises ReportError if it cannot be read."""
    return Article(name=name, document=fetched(name, opener, fetcher) if is_link(name) else opener.open_path(Path(name)))


def fetched(link: str, opener: Opener, fetcher: Fetcher) -> Document:
    """Fetch and open the page at a link. The document's address is the one after redirects."""
    page = fetcher.fetch(link)
    found = opener.open(page.body, f"the page{EXTENSIONS.get(page.kind, '.html')}")
    stated = {**(found.stated or {}), "url": "the link"}
    return Document(
        text=found.text, title=found.title, published=found.published, source=found.source, url=page.url, stated=stated
    )
