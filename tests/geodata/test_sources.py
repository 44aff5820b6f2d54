"""Bad input gets a clear error, and no good input is lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import BadDate, EmptyReport, NotText, ReportTooLong, RowError
from geodata.reading.values.numbers import find_numbers
from geodata.sources.jsonl import parse_row, read_rows
from geodata.sources.text import MAX_BYTES, decode, make_report, parse_date
from geodata.visible import visible

TODAY = date(2022, 6, 28)
GERMAN = (
    "Bei einem Brand in einem Wohnhaus sind am Montag drei Menschen ums Leben gekommen, wie die Polizei mitteilte. Die Ursache des "
    "Feuers ist noch unklar, und die Ermittlungen dauern an, sagte ein Sprecher der Feuerwehr am Abend den Reportern vor Ort."
)


def test_good_text_passes() -> None:
    report = make_report("A fire\r\nkilled two people.", title=" Fire  in town ", published=date(2022, 6, 27), today=TODAY)
    assert report.text == "A fire\nkilled two people."
    assert report.title == "Fire in town"


@pytest.mark.parametrize(
    ("text", "published", "error"),
    [
        ("", None, EmptyReport),
        (" \n\t ", None, EmptyReport),
        ("123 456 789", None, EmptyReport),
        ("東京", None, EmptyReport),
        ("word " * (MAX_BYTES // 4), None, ReportTooLong),
        ("A fire killed two people.", date(2023, 1, 1), BadDate),
    ],
)
def test_what_cannot_be_read(text: str, published: date | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        make_report(text, published=published, today=TODAY)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A fire killed two people in the town on Monday, police said.", "en"),
        (GERMAN, "de"),
        ("В результате обстрела города погибли два человека, сообщили местные власти.", "ru"),
    ],
)
def test_the_language_of_a_report(text: str, language: str) -> None:
    assert make_report(text, today=TODAY).language == language


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x00\x00", b"\xff\xd8\xff\xe0"])
def test_a_binary_file_is_named(data: bytes) -> None:
    with pytest.raises(NotText, match=r"photo\.bin"):
        decode(data, "photo.bin")


def test_decoding() -> None:
    assert decode("Kyïv".encode()) == "Kyïv"
    assert decode(b"\xef\xbb\xbfplain") == "plain"
    assert decode("Kyïv".encode("utf-16")) == "Kyïv"
    with pytest.raises(ReportTooLong):
        decode(b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("value", ["yesterday", "27.6.2022", ""])
def test_bad_dates(value: str) -> None:
    with pytest.raises(BadDate):
        parse_date(value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "invalid JSON"),
        ("[]", "doc_id"),
        ('{"doc_id": "a", "text": 3}', "text is int"),
        ('{"doc_id": "a", "date": "soon"}', "date"),
    ],
)
def test_a_broken_row_names_its_place(line: str, words: str) -> None:
    with pytest.raises(RowError, match=words) as raised:
        parse_row(line, "in.jsonl:7")
    assert "in.jsonl:7" in str(raised.value)


def test_absent_and_unknown_keys(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        json.dumps({"doc_id": 7, "text": "x", "else": 1}) + "\n\n" + json.dumps({"doc_id": "b", "date": None}) + "\n"
    )
    rows = list(read_rows(path))
    assert [(r.doc_id, r.report.text, r.report.published) for r in rows] == [("7", "x", None), ("b", "", None)]


def test_text_that_breaks_readers() -> None:
    """Half a character, a number of 310 digits, and a day in the year 1: each once raised one of Python's exceptions."""
    report = make_report("The people in the town said that \ud800 " + "1" * 310 + " were killed.", title="A \udfff title")
    assert "\ufffd" in report.text + report.title
    assert find_numbers("1" * 310 + " were killed") == []
    find_numbers("twenty-one hundred and " * 5_000)  # no OverflowError
    with pytest.raises(BadDate, match="before the year"):
        make_report("A bomb killed two people in the town overnight, they said.", published=date(1, 1, 1))


def test_hidden_characters_are_made_visible() -> None:
    assert visible("Kyiv\x1b]0;x\x07 \u202egnp.exe\u200b\nnext") == "Kyiv\\u001b]0;x\\u0007 \\u202egnp.exe\\u200b\nnext"
    assert visible("می\u200cخواهم") == "می\u200cخواهم"


def test_a_row_says_its_language_by_its_words() -> None:
    german = "Bei einem Brand in einem Wohnhaus sind am Montag drei Menschen ums Leben gekommen, wie die Polizei mitteilte. Viele wurden verletzt."
    for text, language in ((german, "de"), ("Three people died in a fire on Monday, police said.", "en")):
        assert parse_row(json.dumps({"doc_id": "1", "text": text}), "in.jsonl:1").report.language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [("東京で爆発があり三人が死亡した", "ja"), ("东京发生爆炸造成三人死亡", "zh"), ("เกิดระเบิดในกรุงเทพมีผู้เสียชีวิตสามคน", "th")],
)
def test_a_text_without_spaces_is_a_text(text: str, language: str) -> None:
    assert make_report(text).language == language
