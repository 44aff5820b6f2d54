"""Read articles from files: web pages, PDF, Word, Markdown, mail and plain text, with the metadata that a file states.

Files from outside are opened in a separate process, with limits on memory and time. The metadata is returned for a person to
confirm; nothing is guessed from the text.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from geodata.child import Child, Gone, Send
from geodata.errors import GeodataError, NotText, ReportTooLong
from geodata.sources.text import decode

MOST_BYTES = 50_000_000  # of a file; pages and PDFs with pictures are large
MOST_PAGES = 300
MOST_UNPACKED = 100_000_000  # bytes of an unpacked Word file
MOST_MARKUP = 10_000_000  # bytes of a web page without its pictures
MEMORY = 400_000_000  # bytes that opening one file may take: less than a gigabyte with the loaded reader
PATIENCE = 30.0  # seconds for one file
LONGEST_TITLE = 300  # characters
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx", ".md", ".markdown", ".eml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a file and its metadata; what is missing is None or empty. `stated`: the fields that it states, and where."""

    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""
    stated: Mapping[str, str] | None = None


class Opener:
    """Opens files, one after another, in one process. A file that ends the process is refused; the next file gets a new one."""

    def __init__(self) -> None:
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._child is not None:
            self._child.__exit__(None, None, None)
            self._child = None

    def open_path(self, path: Path) -> Document:
        """Return the document of a file on this computer."""
        if path.exists() and not path.is_file():
            raise NotText(f"{path.name} is not a file")  # a device or pipe: it may have no end
        check_size(path.stat().st_size, path.name)
        return self.open(path.read_bytes(), path.name)

    def open(self, data: bytes, name: str) -> Document:
        """Return the document of a file's bytes. Raises ReportError if it is not a document, or exceeds the limits."""
        check_size(len(data), name)
        if kind_of(data, name) == "text":
            return Document(text=decode(data, name))
        self._child = self._child or Child(__name__, MEMORY)
        try:
            self._child.send((data, name))
            found = self._child.receive(PATIENCE)
        except Gone as error:
            self._stop()
            raise ReportTooLong(
                f"{name} takes more than {PATIENCE:.0f} seconds or {MEMORY // 10**6} MB to open; save its text as .txt"
            ) from error
        if isinstance(found, GeodataError):
            raise found
        document: Document = found
        return document


def work(messages: Iterator[Any], send: Send) -> None:
    """Open files in the separate process."""
    for data, name in messages:
        try:
            send(opened(data, name))
        except GeodataError as error:
            send(error)
        except MemoryError:
            send(ReportTooLong(f"{name} takes more than {MEMORY // 10**6} MB to open; save its text as .txt"))
        except Exception:  # third-party parsers can raise anything on files from outside
            send(NotText(f"{name} cannot be opened; it may be damaged. Save its text as .txt"))


MAIL = re.compile(  # at least two headers: a plain text can begin with "Date: "
    rb"(?i)(?:(?:from|to|mime-version|return-path|received|date|subject|message-id|content-type): [^\r\n]*\r?\n"
    rb"(?:[ \t][^\r\n]*\r?\n)*){2,}"
)


def kind_of(data: bytes, name: str) -> str:
    """Return the kind of a file by its content; the name decides for plain text."""
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    suffix = Path(name).suffix.lower()
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if suffix in (".eml", ".mhtml", ".mht") or MAIL.match(head):
        return "mail"
    if suffix in (".html", ".htm", ".xhtml") or re.match(
        rb"(?i)<(?:!doctype html|html|head|\?xml[^>]*>\s*<(?:!doctype )?html)", head
    ):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def opened(data: bytes, name: str) -> Document:
    document = READERS[kind_of(data, name)](data, name)
    if not document.text.strip():
        raise NotText(f"{name} has no readable text; if it is a picture of a page, type the text yourself")
    title = " ".join(CONTROL.sub(" ", document.title).split())
    return replace(document, title=title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…")


def of_html(data: bytes, name: str) -> Document:
    """Return a web page's article, without menus and notices, and its metadata."""
    import trafilatura

    if len(data) > MOST_MARKUP:
        raise ReportTooLong(f"{name} has {len(data):,} bytes of markup; the limit is {MOST_MARKUP:,}")
    only_stated = {"extensive_search": False, "original_date": True}
    found: Any = trafilatura.bare_extraction(
        data, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=only_stated
    )
    if found is None:
        raise NotText(f"{name} holds no article that can be separated from its menus; save its text as .txt")
    title, text = found.title or "", found.text or ""
    first, _, rest = text.partition("\n")
    if title and " ".join(first.split()) == " ".join(title.split()):
        text = rest
    stated = {"title": title, "published": found.date or "", "source": found.sitename or "", "url": found.url or ""}
    return Document(
        text=text, title=title, published=day(found.date), source=found.sitename or "", url=found.url or "",
        stated={key: "the page's metadata" for key, value in stated.items() if value},
    )  # fmt: skip


def of_pdf(data: bytes, name: str) -> Document:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotText(f"{name} is locked with a password; save it without one")
    if len(reader.pages) > MOST_PAGES:
        raise ReportTooLong(f"{name} has {len(reader.pages):,} pages; the limit is {MOST_PAGES}. Split it into articles")
    text = "\n".join(page.extract_text() for page in reader.pages)
    title = str(reader.metadata.title or "") if reader.metadata else ""
    title = "" if title.lower().endswith((".doc", ".docx", ".pdf", ".indd")) else title  # a file's name is not a headline
    return Document(text=text, title=title, stated={"title": "the PDF's properties"} if title else {})


def of_word(data: bytes, name: str) -> Document:
    import docx

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise ReportTooLong(f"{name} unpacks to more than {MOST_UNPACKED:,} bytes")
        if "word/document.xml" not in archive.namelist():
            raise NotText(f"{name} is an archive, not a Word document; unpack it first")
    document = docx.Document(io.BytesIO(data))
    title = document.core_properties.title or ""
    text = "\n".join(paragraphs(document.element.body))
    return Document(text=text, title=title, stated={"title": "the document's properties"} if title else {})


def paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs of a Word document in order, also those in tables, fields and boxes, with tracked insertions."""
    from docx.oxml.ns import qn

    paragraph, text = qn("w:p"), {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    for one in body.iter(paragraph):
        if any(outer.tag.endswith("}Fallback") for outer in one.iterancestors()):
            continue  # a copy of a box, for programs that do not support boxes
        own = (t for t in one.iter(*text) if next(t.iterancestors(paragraph)) is one)
        yield "".join(text[t.tag] or t.text or "" for t in own)


def of_markdown(data: bytes, name: str) -> Document:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(decode(data, name))
    blocks = [(tokens[n - 1].type, t) for n, t in enumerate(tokens) if t.type in ("inline", "fence", "code_block")]
    lines = ["".join(child.content if child.type in ("text", "code_inline") else " " if child.type == "softbreak" else ""
                     for child in token.children or ()) if token.type == "inline" else token.content.rstrip()
             for _, token in blocks]  # fmt: skip
    titled = bool(blocks) and blocks[0][0] == "heading_open"
    title = lines[0] if titled else ""
    return Document(
        text="\n".join(lines[1:] if titled else lines), title=title, stated={"title": "its first heading"} if titled else {}
    )


def of_mail(data: bytes, name: str) -> Document:
    """Read a mail, or a web page saved as one (MHTML)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    if message.get_content_type() == "multipart/related" and page is not None:
        found = of_html(page.get_payload(decode=True) or b"", name)  # type: ignore[arg-type]
        url = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
        url = url if url.startswith(("http://", "https://")) else ""  # a page saved from a disk gives the path of its file
        return replace(
            found, url=url or found.url, stated={**(found.stated or {}), **({"url": "the saved page"} if url else {})}
        )
    assert isinstance(message, EmailMessage)  # noqa: S101  (by its policy)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise NotText(f"{name} is an email without text")
    if body.get_content_charset() is None:  # no charset is stated: most such mails are UTF-8
        body.set_param("charset", "utf-8")
    content = body.get_content()
    text = of_html(content.encode(), name).text if body.get_content_type() == "text/html" else content
    sender = email.utils.parseaddr(str(message.get("From", "")))
    sent = message.get("Date")
    stated = {"title": message.get("Subject"), "published": sent, "source": sender[0] or sender[1]}
    return Document(
        text=text, title=str(message.get("Subject") or ""), source=sender[0] or sender[1],
        published=sent.datetime.date() if sent is not None and getattr(sent, "datetime", None) else None,
        stated={key: "the mail's header" for key, value in stated.items() if value},
    )  # fmt: skip


def check_size(size: int, name: str) -> None:
    if size > MOST_BYTES:
        raise ReportTooLong(f"{name} has {size:,} bytes; the limit for an article is {MOST_BYTES:,}")


def day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


READERS: dict[str, Callable[[bytes, str], Document]] = {
    "html": of_html,
    "pdf": of_pdf,
    "docx": of_word,
    "markdown": of_markdown,
    "mail": of_mail,
    "text": lambda data, name: Document(text=decode(data, name)),
}
