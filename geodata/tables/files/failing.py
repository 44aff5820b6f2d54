"""Refuse files that are broken or hostile, whatever their parsers raise."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geodata.errors import ImportRefused
from geodata.tables.files.limits import LARGEST_CELL, too_deep

FAILURES = (  # errors of lxml, which openpyxl uses if it is installed, are SyntaxErrors
    ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, ParseError,
    MemoryError, RuntimeError, SyntaxError, TypeError, ValueError, csv.Error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

DEFINES = "defines its own entities, which can harm this computer. Save it again in the program that made it"
CDATA = b"<![CDATA["
MOST_TAGS = 3_000_000  # in XML that is read whole: each takes about 170 bytes
MOST_POSITIONS = 1_500_000  # in its lines and areas: each has at least one comma and takes about 600 bytes
HEAVY = "takes too much time or memory to read. Save it as CSV"


def failures() -> tuple[type[Exception], ...]:
    from openpyxl.utils.exceptions import (
        InvalidFileException,
    )  # imported late: openpyxl takes 0.2 s, and the dashboard can start without it

    return (*FAILURES, InvalidFileException)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn what a parser raises into a refusal that names the file."""
    try:
        yield
    except ImportRefused:
        raise
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name} is not text in a known encoding; it may be a damaged workbook") from error
    except DefusedXmlException as error:
        raise ImportRefused(f"{path.name} {DEFINES}") from error
    except FileNotFoundError as error:
        raise ImportRefused(f"{path} does not exist") from error
    except RecursionError as error:
        raise too_deep(path) from error
    except csv.Error as error:
        reason = f"has a cell of more than {LARGEST_CELL:,} characters" if "limit" in str(error) else f"cannot be read: {error}"
        raise ImportRefused(f"{path.name} {reason}") from error
    except failures() as error:
        raise ImportRefused(
            f"{path.name} cannot be read as a table: {in_one_line(error, path) or type(error).__name__}"
        ) from error


def in_one_line(error: Exception, path: Path) -> str:
    """A library's message in one line, without the folder, which for a file from the page is one of ours."""
    return " ".join(str(error).replace(str(path), path.name).split())[:160]


def check_weight(bodies: Sequence[bytes], path: Path) -> None:
    """Raise ImportRefused if XML has more elements, attributes or positions than memory can hold."""
    if sum(body.count(b",") for body in bodies) > MOST_POSITIONS:
        raise ImportRefused(
            f"{path.name} has more than {MOST_POSITIONS:,} positions. Simplify its lines and areas, or split it"
        )
    if sum(map(weight, bodies)) > MOST_TAGS:
        raise ImportRefused(f"{path.name} has more than {MOST_TAGS:,} elements or values. Split it, or save it as CSV")


def weight(body: bytes) -> int:
    """The weight of XML in elements: an attribute weighs two, and the content of CDATA nothing. If comments or instructions can
    hide the beginning of CDATA, everything counts."""
    first, *rest = [body] if b"<!--" in body or body.count(b"<?") > 1 else body.split(CDATA)
    outside = (part.partition(b"]]>")[2] if b"]]>" in part else part for part in rest)
    return sum(part.count(b"<") + 2 * part.count(b"=") for part in (first, *outside))


def xml_root(body: bytes, path: Path, kind: str) -> Element:
    """The root of an XML file. `kind`: what the file should be, such as "KML"."""
    check_weight([body], path)
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise
    except LookupError as error:
        raise ImportRefused(f"{path.name} names an unknown encoding. Save it as UTF-8") from error
    except (ParseError, ValueError, RecursionError) as error:
        raise ImportRefused(f"{path.name} cannot be read as {kind}: {str(error)[:120]}") from error
    return root
