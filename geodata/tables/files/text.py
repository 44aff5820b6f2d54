"""Read tables of text: CSV with any of the usual separators and encodings."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from geodata.errors import ImportRefused
from geodata.tables.cells.points import DECIMAL_COMMA
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, LONGEST_LINE, MOST_BYTES, check_width
from geodata.tables.layout import means_something

SAMPLE = 256_000  # bytes from which the encoding and the separator are guessed
LINES = 50
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
CODE_PAGES = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "latin_1", "iso8859_2", "iso8859_15", "koi8_r",
    "gb18030", "cp932", "cp949", "big5",
)  # fmt: skip
HEADER_PAGES = ("cp1252", "cp1250", "cp850", "cp852", "cp1254", "mac_roman")  # between which known headers can decide
CENTRAL = ("cp1250", "iso8859_2", "cp1254")  # as a detector reports for short texts from western Europe
# Bytes that are letters in central Europe but signs in western Europe, between letters; the central European s, z and t with
# carons; and its long o, whose byte western Europe has only in "õe".
CENTRAL_BYTES = re.compile(
    rb"(?<=[A-Za-z])[\xb1\xb3\xb6\xb9\xbc\x9c\x9f\xbf\xbe\xba\xfe](?=[A-Za-z])|[\x9a\x9e\x9d\x8a\x8e]|\xf5(?!e)|\xfb(?=[a-z]*[\xf5\xfb])"
)
# All Turkish letters beyond ASCII, and those that a detector reports as central European.
TURKISH, ONLY_TURKISH = frozenset(bytes.fromhex("c7d0d6dcdddee2e7eef0f6fbfcfdfe")), frozenset(bytes.fromhex("d0dddef0fdfe"))
# Old Mac programs write "á", "é" and "ñ" as bytes that Windows texts never have after a small letter, all below LAST.
MAC, LAST = re.compile(rb"(?<=[a-z])[\x80-\x84\x86-\x89\x8b\x8d-\x90\x95\x98\x99\x9b\x9d\x9f]"), 0xE0
# Bytes between letters that are not letters in Windows: "ü", "é" and "ö" in DOS.
OLD = re.compile(rb"(?<=[A-Za-z])[\x81-\x89\x8b\x8d\x8f\x90\x94\x95\x98\x99\x9b\x9d\xa0-\xa4](?=[A-Za-z])")
RUN, ALONE = re.compile(rb"[\x80-\xff]+"), 0.9  # the share of single bytes among the runs of such bytes
EAST_ASIAN, USUAL_LETTERS = ("gb18030", "cp932", "cp949", "big5"), "éèüöäñçáóíãàêßú"
SEPARATORS = ",;\t|"
FORMULA = '="'
QUOTED_CELLS = re.compile(rf'"[{SEPARATORS}]"')  # separate cells in quotation marks, not a line in them
IN_CELL = re.compile(rf'(?:^|["{SEPARATORS}])="', re.MULTILINE)
# "Ã¼", "â€™": the bytes of one UTF-8 letter, each as a letter of Windows-1252.
_tail = "[\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
ENCODED = re.compile(f"[ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß]{_tail}|[àáâãäåæçèéêëìíîï]{_tail}{{2}}|ð{_tail}{{3}}")
C1 = frozenset(map(chr, range(0x80, 0xA0)))
RARELY = 10  # letters beyond ASCII for each broken one in a UTF-8 text
# Latin, Greek, Cyrillic, Hebrew, Arabic and East Asian letters, signs and emoji: not the marks that two capitals can decode to.
WRITTEN = re.compile(
    "[\u00a0-\u017f\u0370-\u03ff\u0400-\u04ff\u05d0-\u05ea\u0600-\u06ff\u1e00-\u1eff\u2010-\u2044\u20ac\u2122"
    "\u3000-\u9fff\uac00-\ud7af\U0001f300-\U0001faff]"
)
STRAY = re.compile(r"[^\x00-\x7f\U0001f300-\U0001faff]")  # letters that were encoded only once


def read(path: Path) -> list[Sheet]:
    """The one sheet of a text file."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ImportRefused(f"{path.name} has {size:,} bytes; a table can have up to {MOST_BYTES:,}. Split it")
    csv.field_size_limit(LARGEST_CELL)
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors=errors_of(encoding), newline="") as file:
        head = file.read(SAMPLE)
    if head.count("\x00") > len(head) / 100:  # a single one spoils only its cell
        raise ImportRefused(f"{path.name} is neither text nor a known kind of table")
    if len(head) == SAMPLE and "\n" not in head and "\r" not in head:
        raise ImportRefused(f"{path.name}: its first line has more than {SAMPLE:,} characters; that is not a table")
    lines = head.splitlines()[:LINES]
    first = len(lines)
    notes = []
    twice = encoding in ("utf-8", "utf-8-sig") and is_encoded_twice(head)
    if twice:
        notes.append("letters such as Ã¼ are read as ü: the file was encoded twice")
    if "\ufffd" in head:
        notes.append("some bytes are not UTF-8 and become \ufffd")
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"the text looks like {encoding}; if names look wrong, save it as UTF-8")
    lines, mark = after_comments(lines)
    skipped = first - len(lines)
    inside = [row[0] for row in csv.reader(lines) if len(row) == 1]
    quoted = not mark and len(inside) > 1 and len(inside) == sum(map(bool, lines)) and lines[0].startswith('"')
    quoted = quoted and any(one in inside[0] for one in SEPARATORS) and not any(map(QUOTED_CELLS.search, lines))
    if quoted:
        lines = inside
        notes.append("each line is in quotation marks, which are removed")
    mark = mark or separator(lines)
    comma = mark != "," and has_decimal_commas(lines, mark)
    if comma:
        notes.append("numbers have decimal commas")

    formulas = IN_CELL.search(head) is not None  # if a file has such cells, for Excel, one is near its beginning

    def rows() -> Iterator[Row]:
        csv.field_size_limit(LARGEST_CELL)  # another process may ask for the rows
        with path.open(encoding=encoding, errors=errors_of(encoding), newline="") as file:
            whole = iter(partial(file.readline, LONGEST_LINE + 1), "")  # an endless line is not read to its end
            for _ in islice(whole, skipped):
                pass
            wide = 0
            raw: list[str] = []  # the lines of the current row
            read = map(once, whole) if twice else whole
            for row in csv.reader(kept(unquoted(read) if quoted else read, path, raw), delimiter=mark):
                check_width(path, len(row))
                row = [plain_cell(cell) for cell in row] if formulas else row
                swallowed = len(raw) > 1 and not is_whole(raw, mark)
                raw.clear()
                for part in unswallowed(row, mark, wide) if swallowed else (row,):
                    wide = max(wide, len(part))
                    yield part

    return [Sheet("", rows, comma, tuple(notes), 1 + skipped)]


def after_comments(lines: list[str]) -> tuple[list[str], str]:
    """Return the lines after comments and "sep=;", and the separator that such a line names, else ""."""
    mark = ""
    while lines and (lines[0].startswith("# ") or lines[0].lower().startswith("sep=")):
        if lines[0].lower().startswith("sep="):
            mark = lines[0].strip().strip('"')[4:5]
        lines = lines[1:]
    return lines, mark


def plain_cell(cell: str) -> str:
    """Unwrap a cell that a program wrote so that Excel keeps it as text: "3" of ="3"."""
    return cell[2:-1] if cell.startswith(FORMULA) and cell.endswith('"') and len(cell) > len(FORMULA) else cell


def unquoted(lines: Iterable[str]) -> Iterator[str]:
    """Yield the content of lines that are one quoted cell each."""
    return (f"{row[0] if row else ''}\n" for row in csv.reader(lines))


def once(words: str) -> str:
    """Undo a wrong decoding of UTF-8 in a text; leave any other text unchanged."""
    return ENCODED.sub(lambda found: decoded(found[0]), words)


def decoded(letters: str) -> str:
    """The letter or sign whose bytes some letters are; the letters themselves if people do not write that letter or sign."""
    data = b"".join(c.encode("latin-1") if c in C1 else c.encode("cp1252", "replace") for c in letters)
    try:
        whole = data.decode("utf-8")
    except UnicodeError:
        return letters
    return whole if WRITTEN.fullmatch(whole) else letters


def is_encoded_twice(text: str) -> bool:
    """Whether all letters beyond ASCII in a text are UTF-8 that was decoded as Windows-1252."""
    text = text[:-3] if len(text) >= SAMPLE else text  # a sample may end within a letter
    mended = once(text)
    return mended != text and not ENCODED.search(mended) and not STRAY.search(ENCODED.sub("", text))


def kept(lines: Iterable[str], path: Path, raw: list[str]) -> Iterator[str]:
    """Yield the lines, and add each to `raw`. Raises ImportRefused if the lines of one row are too long."""
    size = 0
    for line in lines:
        size = size + len(line) if raw else len(line)
        if size > LONGEST_LINE:
            raise ImportRefused(f"{path.name} has a line of more than {LONGEST_LINE:,} characters; that is not a table")
        raw.append(line)
        yield line


def is_whole(lines: list[str], mark: str) -> bool:
    """Whether some lines are one row whose quotation marks all close at the end of a cell."""
    try:
        return len(list(csv.reader(lines, delimiter=mark, strict=True))) == 1
    except csv.Error:
        return False


def unswallowed(row: Row, mark: str, wide: int) -> list[Row]:
    """A row of several lines; its lines as separate rows, if a quotation mark never closes and each has all the cells."""
    lines = [line for line in mark.join(row).splitlines() if line]
    whole = wide > 1 and len(lines) > 1 and all(line.count(mark) == wide - 1 for line in lines)
    return [line.split(mark) for line in lines] if whole else [row]


def encoding_of(path: Path) -> str:
    """The encoding of a file, by its byte order mark; UTF-8 if the whole file is valid; else the one detected in a part."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        for bom, name in BOMS:
            if head.startswith(bom):
                return name
        zeros = (head[:200:2].count(0), head[1:200:2].count(0))
        if sum(zeros) > len(head[:200]) // 4:  # fewer are errors in a text of single bytes
            return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        decoder = codecs.getincrementaldecoder("utf-8")()
        strange = head
        try:
            decoder.decode(head)
            while part := file.read(1_000_000):
                strange = part
                decoder.decode(part)
            decoder.decode(b"", final=True)
            return "utf-8"
        except UnicodeDecodeError:
            if is_nearly_utf8(strange):
                return "utf-8"
    sample = b"".join(line for line in strange.splitlines(keepends=True) if max(line, default=0) > 127) or strange
    high = set(sample) - set(range(128))
    if high & ONLY_TURKISH and high <= TURKISH:
        return "cp1254"
    if len(MAC.findall(sample)) > 1 and max(high) < LAST:
        return older(sample)
    guessed = detected(sample)
    return by_headers(head, older(sample) if guessed in ("cp1252", *EAST_ASIAN) and is_old(sample) else guessed)


def is_old(sample: bytes) -> bool:
    """Whether single European letters have bytes that Windows programs do not write for letters."""
    runs = [len(run) for run in RUN.findall(sample)]
    return len(OLD.findall(sample)) > 1 and runs.count(1) > ALONE * len(runs)


def older(sample: bytes) -> str:
    """The encoding of old DOS or Mac programs in which more letters of a text are usual in western Europe."""

    def worth(name: str) -> int:
        text = sample.decode(name)
        return 2 * sum(text.count(letter) for letter in USUAL_LETTERS) + sum(c in "ùûôîïâåøæìòëõ" for c in text)

    return max(("mac_roman", "cp850"), key=worth)


def errors_of(encoding: str) -> str:
    """How to treat bytes that an encoding does not have: only UTF-8 is certain, so that they spoil just a few cells."""
    return "replace" if encoding.startswith("utf-8") else "strict"


def is_nearly_utf8(part: bytes) -> bool:
    """Whether a text is UTF-8 except for a few bytes, which spoil only their own cells."""
    text = part.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - spoilt >= RARELY * spoilt


def detected(sample: bytes) -> str:
    """The encoding that a detector reports for lines with bytes beyond ASCII."""
    found = from_bytes(sample[:SAMPLE], cp_isolation=list(CODE_PAGES)).best()
    if found is None or "cp1252" in (found.encoding, *found.could_be_from_charset):
        return "cp1252"
    if found.encoding in CENTRAL and not is_central(sample):
        return "cp1252"
    return found.encoding


def by_headers(head: bytes, guessed: str) -> str:
    """The encoding in which most headers are known: "País" in DOS means country, while "Pa¡s" means nothing."""
    cells = [cell for line in head.splitlines()[:LINES] for cell in re.split(rb"[,;\t|]", line) if not cell.isascii()]

    def known(name: str) -> int:
        words = (cell.decode(name, "replace").strip(' "') for cell in cells)
        return sum(all(c.isascii() or c.isalpha() for c in word) and means_something(word) for word in words)

    return max((guessed, *HEADER_PAGES), key=known)


def is_central(sample: bytes) -> bool:
    """Whether a text in a single-byte encoding is from central rather than western Europe."""
    return CENTRAL_BYTES.search(sample) is not None


def separator(lines: list[str]) -> str:
    """The mark that splits most lines into the same number of cells."""

    def worth(mark: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1]  # a title is one cell
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(SEPARATORS, key=worth)


def has_decimal_commas(lines: list[str], mark: str) -> bool:
    cells = [cell.strip() for row in csv.reader(lines, delimiter=mark) for cell in row]
    return sum(bool(DECIMAL_COMMA.fullmatch(cell)) for cell in cells) > sum(
        cell.count(".") == 1 and is_number(cell) for cell in cells
    )


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
