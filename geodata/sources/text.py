"""Check text from people and files before it is read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import date, timedelta
from urllib.parse import urlsplit

from geodata.errors import BadAddress, BadDate, EmptyReport, NotText, ReportTooLong
from geodata.records import Report
from geodata.sources import markup
from geodata.vocabulary import ENGLISH

MAX_BYTES = 1_000_000
MIN_WORDS = 3
LONGEST_HEADLINE = 140  # characters
COMMON = frozenset(
    """
        the of and to in a is was that for on with as by at from were said has have had be are it its an after who this
        which their they his he not been but or about more than two people
    """.split()
)
FEW = 20  # in fewer words than this, the common ones are not counted
FAR = 25.0  # log-likelihood: 3 to 19 English words reach 10, with foreign names 21; "Tres muertos en Bogotá" has 34
PLAINLY = 0.25  # share of common words that no text in another language reaches
# Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese, which put no spaces between words.
UNSPACED, MIN_LETTERS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"), 8
WORD = re.compile(r"[^\W\d_]+")
EARLIEST = 1000  # year; no report is older
SURROGATE = re.compile("[\ud800-\udfff]")  # a lone surrogate, which cannot be stored in a file
TOMORROW = timedelta(days=1)  # in its time zone, a report can be a day ahead


def decode(data: bytes, name: str = "the file") -> str:
    """Decode a file's bytes (UTF-8, or UTF-16 with a byte order mark). Raises ReportTooLong or NotText."""
    if len(data) > MAX_BYTES:
        raise ReportTooLong(f"{name} has {len(data):,} bytes; the limit is {MAX_BYTES:,}. Split it into articles.")
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText(f"{name} is not UTF-8 text (byte {error.start}); save it as plain text and try again.") from error
    if any(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f\x0b\x85" for c in text[:20_000]):
        raise NotText(f"{name} has control characters, so it is not plain text; save it as .txt and try again.")
    return text


def check_length(text: str) -> None:
    """Raise ReportTooLong if a text exceeds the limit."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ReportTooLong(f"the text has more than {MAX_BYTES:,} bytes; split it into articles.")


def make_report(
    text: str,
    title: str = "",
    published: date | None = None,
    source: str = "",
    note: str = "",
    home: str = "",
    url: str = "",
    today: date | None = None,
) -> Report:
    """Make a report that can be read. Raises a ReportError that says what is wrong with it."""
    check_length(text)
    if len(WORD.findall(text)) < MIN_WORDS and len(UNSPACED.findall(text)) < MIN_LETTERS:
        raise EmptyReport("there is no text to read; paste the article or choose another file.")
    if published and published > (today or date.today()) + TOMORROW:
        raise bad_year(published, "in the future")
    if published and published.year < EARLIEST:
        raise bad_year(published, f"before the year {EARLIEST}")
    text = markup.plain(text) if markup.is_marked_up(text) else text
    clean = whole(text.replace("\r\n", "\n").replace("\r", "\n"))
    return Report(
        text=clean,
        title=whole(" ".join(title.split())),
        published=published,
        source=whole(source.strip()),
        note=note,
        home=" ".join(home.split()),
        url=web_address(url),
        language=spoken(text),
    )


def whole(text: str) -> str:
    """Replace lone surrogates, which cannot be stored in a file, with the replacement character."""
    return SURROGATE.sub("\ufffd", text)


def web_address(text: str) -> str | None:
    """Return the address of a web page, None for an empty text. Raises BadAddress for anything else."""
    text = text.strip()
    if not text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        is_page = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not any(c.isspace() for c in text)
    except ValueError:
        is_page = False
    if not is_page:
        raise BadAddress(f"{text!r} is not a web address; write it as https://example.org/article.")
    return parts.geturl()


def with_headline(text: str) -> tuple[str, str]:
    """Split a pasted article into (headline, text). Its first line is the headline if it is short, does not end like a
    sentence, and an article follows."""
    first, _, rest = text.lstrip().partition("\n")
    is_headline = first.strip() and len(first) <= LONGEST_HEADLINE and first.rstrip()[-1] not in '.:;,!”"'
    return (first.strip(), rest.lstrip("\n")) if is_headline and len(WORD.findall(rest)) > 20 else ("", text)


def english_share(words: list[str]) -> float:
    """Return the share of the most common English words among some words; 0 for another script."""
    sample = [word.lower() for word in words[:2_000]]
    if sum(word.isascii() for word in sample) < 0.6 * len(sample):
        return 0.0
    return sum(word in COMMON for word in sample) / len(sample)


def spoken(text: str) -> str:
    """Detect the language of a text, as an ISO 639-1 code. A short text is English unless another language is far likelier,
    because names alone have no language."""
    words = WORD.findall(text)
    if len(words) >= FEW and english_share(words) >= PLAINLY:
        return ENGLISH
    import py3langid

    likelihoods = {str(language): float(by) for language, by in py3langid.rank(text[:10_000])}
    best = max(likelihoods, key=likelihoods.__getitem__)
    far = len(words) >= FEW or likelihoods[best] - likelihoods[ENGLISH] >= FAR
    return best if far else ENGLISH


def parse_date(value: str) -> date:
    """Parse an ISO date. Raises BadDate."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError as error:
        raise BadDate(f"{value!r} is not a date; write it as 2022-06-27.") from error


def bad_year(published: date, where: str) -> BadDate:
    return BadDate(f"the publication date {published.isoformat()} is {where}; check the year.")
