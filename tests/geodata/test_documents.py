"""Articles in files of every kind: the text and the metadata of each, and the files that are refused."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml

from geodata.__main__ import main
from geodata.errors import NotText, ReportError, ReportTooLong
from geodata.sources import documents
from geodata.sources.documents import Document, Opener, kind_of

FIRST = "A missile hit a shopping centre in Kremenchuk on Monday, killing at least ten people, the governor said."
SECOND = "Police in Oslo said that two men were hurt in a fire on Sunday; it was the third this month."
HTML = f"""<!doctype html><html lang="en"><head><title>Missile hits | The Gazette</title>
<meta property="og:title" content="Missile hits shopping centre"><meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2022-06-27T10:00:00Z">
<link rel="canonical" href="https://gazette.example/missile"></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Missile hits shopping centre</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<footer>Subscribe to our newsletter</footer></body></html>"""


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as opened:
        yield opened


def pdf(content: bytes, pages: int = 1) -> bytes:
    """A PDF with one font whose pages draw `content`."""
    writer = pypdf.PdfWriter()
    generic = pypdf.generic
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        font = generic.DictionaryObject(
            {generic.NameObject(f"/{k}"): generic.NameObject(f"/{v}") for k, v in
             (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"))}
        )  # fmt: skip
        page[generic.NameObject("/Resources")] = generic.DictionaryObject(
            {generic.NameObject("/Font"): generic.DictionaryObject({generic.NameObject("/F1"): font})}
        )
        stream = generic.StreamObject()
        stream._data = content
        stream[generic.NameObject("/Filter")] = generic.NameObject("/FlateDecode")
        page[generic.NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Missile hits shopping centre"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def shown(*lines: str) -> bytes:
    drawn = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    return zlib.compress(f"BT /F1 12 Tf 14 TL 20 700 Td {drawn} ET".encode("latin-1"))


def word(title: str = "Missile hits shopping centre") -> bytes:
    made = docx.Document()
    made.core_properties.title = title
    made.add_paragraph(FIRST)
    made.add_paragraph(SECOND)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mail(html: bool = False) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "Missile hits shopping centre", "The Gazette <news@gazette.example>"
    made["Date"] = "Mon, 27 Jun 2022 20:00:00 +0000"
    made.set_content(HTML if html else f"{FIRST}\n{SECOND}\n", subtype="html" if html else "plain")
    return made.as_bytes()


def saved_page() -> bytes:
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/saved\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        b"Content-Location: https://gazette.example/saved\r\n\r\n" + HTML.encode() + b"\r\n--B--\r\n"
    )


FILES = {
    "a.txt": f"{FIRST}\n{SECOND}\n".encode(),
    "a.html": HTML.encode(),
    "page": HTML.encode(),
    "a.mhtml": saved_page(),
    "a.pdf": pdf(shown(FIRST, SECOND)),
    "a.docx": word(),
    "a.md": f"# Missile hits shopping centre\n\n{FIRST.replace('Kremenchuk', '**Kremenchuk**')}\n\n[{SECOND}](https://x.example)\n".encode(),
    "a.eml": mail(),
    "b.eml": mail(html=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_the_article_of_a_file(opener: Opener, name: str) -> None:
    found = opener.open(FILES[name], name)
    lines = [" ".join(line.split()) for line in found.text.splitlines() if line.strip()]
    assert lines == [FIRST, SECOND]
    if name != "a.txt":
        assert found.title == "Missile hits shopping centre"
        assert found.stated
        assert found.stated["title"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("a.html", (date(2022, 6, 27), "The Gazette", "https://gazette.example/missile")),
        ("a.mhtml", (date(2022, 6, 27), "The Gazette", "https://gazette.example/saved")),
        ("a.eml", (date(2022, 6, 27), "The Gazette", "")),
        ("a.pdf", (None, "", "")),
        ("a.docx", (None, "", "")),
    ],
)
def test_what_a_file_states_of_itself(opener: Opener, name: str, stated: tuple[date | None, str, str]) -> None:
    found = opener.open(FILES[name], name)
    assert (found.published, found.source, found.url) == stated


def test_a_date_that_stands_in_the_text_alone_is_not_guessed(opener: Opener) -> None:
    bare = HTML.replace('<meta property="article:published_time" content="2022-06-27T10:00:00Z">', "")
    bare = bare.replace(SECOND, SECOND + " Copyright 2021, updated 3 May 2020.")
    assert opener.open(bare.encode(), "a.html").published is None


def bomb_of_entities() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10))
    return f"<?xml version='1.0'?><!DOCTYPE html [{entities}]><html><body><p>&a9;</p></body></html>".encode()


def word_with(name: str, content: bytes) -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def archive_of(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


BAD = {
    "empty.html": b"<html></html>",
    "scan.pdf": pdf(zlib.compress(b"q Q")),
    "cut.pdf": FILES["a.pdf"][:300],
    "cut.docx": FILES["a.docx"][:900],
    "zip.docx": archive_of(a=b"x"),
    "bytes.txt": bytes(range(256)) * 4,
    "empty.eml": b"Subject: x\n\n",
    "not.pdf": b"%PDF-1.7\n" + b"\x00" * 500,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_refused_in_words(opener: Opener, name: str) -> None:
    with pytest.raises(ReportError) as told:
        opener.open(BAD[name], name)
    assert name.partition(".")[0] in str(told.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.docx", lambda: word_with("word/media/x.bin", bytes(150_000_000))),
        ("bomb.pdf", lambda: pdf(zlib.compress(b"(" + b"a" * 400_000_000 + b") Tj"))),
        ("pages.pdf", lambda: pdf(shown("a"), pages=documents.MOST_PAGES + 1)),
        ("large.html", lambda: b"<html><p>" + b"a" * 11_000_000),
        ("line.txt", lambda: b"a" * 100_000_000),
    ],
)
def test_bombs_are_refused_and_the_next_file_is_read(name: str, data: object) -> None:
    with Opener() as opener:
        with pytest.raises(ReportError):
            opener.open(data(), name)  # type: ignore[operator]
        assert opener.open(FILES["a.html"], "a.html").title


def test_a_mail_that_states_no_charset_is_utf_8(opener: Opener) -> None:
    raw = "Subject: Blast in Bogotá\nFrom: a@gazette.example\n\nTen people died in Bogotá, said José Núñez of the police.\n"
    found = opener.open(raw.encode(), "a.eml")
    assert found.text.strip() == "Ten people died in Bogotá, said José Núñez of the police."
    text = b"Date: Monday\nA bomb killed ten people in the town of Oslo.\n"
    assert opener.open(text, "a.txt").text == text.decode()


def test_entities_are_not_unpacked(opener: Opener) -> None:
    assert len(opener.open(bomb_of_entities(), "a.html").text) < 1_000


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PATIENCE", 0.0)
    with Opener() as opener, pytest.raises(ReportTooLong, match="more than 0 seconds"):
        opener.open(FILES["a.html"], "a.html")


@pytest.mark.slow
def test_a_folder_is_read_and_one_bad_file_leaves_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "articles"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.html").write_bytes(FILES["a.html"])
    (folder / "inner" / "b.docx").write_bytes(FILES["a.docx"])
    (folder / "c.pdf").write_bytes(BAD["cut.pdf"])
    (folder / "picture.png").write_bytes(b"\x89PNG")
    out = tmp_path / "out.jsonl"
    assert main(["read", str(folder), "--format", "json", "--out", str(out), "--keep", str(tmp_path / "w.sqlite")]) == 1
    errors = capsys.readouterr().err
    assert "published 2022-06-27, as the page's metadata says" in errors
    assert "c.pdf: c.pdf" in errors
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [Path(row["doc_id"]).name for row in rows] == ["a.html", "b.docx"]
    assert {i["place"] for i in rows[0]["incidents"]} >= {"Kremenchuk"}
    assert main(["read", str(tmp_path / "articles" / "nothing"), "--format", "json"]) == 1


def test_an_empty_folder_says_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path)]) == 1
    assert "contains no article; supported types: .txt, .html" in capsys.readouterr().err


def test_words_that_are_no_article_say_so(opener: Opener) -> None:
    with pytest.raises(NotText, match="type the text yourself"):
        opener.open(BAD["scan.pdf"], "scan.pdf")
    assert isinstance(opener.open(b"plain words here", "x.txt"), Document)


@pytest.mark.slow
def test_words_in_tables_fields_and_tracked_changes_of_a_word_file_are_read(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("First.")
    made.add_table(1, 1).cell(0, 0).text = "Seven people were killed in Kharkiv."
    body = made.element.body
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body.insert(0, parse_xml(f"<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>A field.</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    changes = "<w:ins><w:r><w:t>added</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    body.insert(1, parse_xml(f"<w:p {ns}><w:r><w:t>It was </w:t></w:r>{changes}</w:p>"))
    made.save(tmp_path / "a.docx")
    with Opener() as opener:
        text = opener.open_path(tmp_path / "a.docx").text
    assert text.split("\n") == ["A field.", "It was added", "First.", "Seven people were killed in Kharkiv."]


@pytest.mark.slow
def test_a_text_box_of_a_word_file_is_read_once(tmp_path: Path) -> None:
    made = docx.Document()
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    made.element.body.insert(0, parse_xml(f"<w:p {w} {mc}><w:r><w:t>Around.</w:t></w:r><w:r>{both}</w:r></w:p>"))
    made.save(tmp_path / "a.docx")
    with Opener() as opener:
        assert opener.open_path(tmp_path / "a.docx").text.strip().split("\n") == ["Around.", "In a box."]


@pytest.mark.slow
def test_code_blocks_of_markdown_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Title\n\nOne.\n\n```\nTwo.\n```\n\n    Three.\n", "utf-8")
    with Opener() as opener:
        assert opener.open_path(tmp_path / "a.md").text.split("\n") == ["One.", "Two.", "Three."]


@pytest.mark.slow
def test_a_title_is_one_short_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# {'word ' * 200}\n\nOne.\n", "utf-8")
    with Opener() as opener:
        assert len(opener.open_path(tmp_path / "a.md").title) == 301


def test_a_header_that_goes_over_many_lines_is_looked_at_once() -> None:
    folded = b"From: Reuters\r\n" + b" and others\r\n" * 100
    assert kind_of(folded + b"A bomb in Mosul killed nine people.\r\n", "a.txt") == "text"  # not exponential in the lines
    assert kind_of(folded + b"Subject: A bomb\r\n\r\nIt killed nine people.\r\n", "a.txt") == "mail"
