"""Find the year, or the month and year, of days that lack it: in a heading between the rows, a title, the sheet's name or the
file's name."""

from __future__ import annotations

import calendar
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from geodata.tables.cells.days import known_span
from geodata.tables.cells.months import languages_of
from geodata.tables.cells.spans import ANY_YEAR, month_of, with_year
from geodata.tables.files.grid import Sheet
from geodata.tables.filling import Texts
from geodata.tables.layout import COUNTY, YEARS, key_of
from geodata.tables.replaced import are_first_days, serial_years
from geodata.vocabulary import DatePrecision


class Period(NamedTuple):
    """A year, or a month of it. `month`: 1 to 12; 0 for the whole year."""

    year: str
    month: int = 0

    def __str__(self) -> str:
        return f"{calendar.month_name[self.month]} {self.year}".strip()


ANY = Period("2000", 1)  # any period will do
LONGEST, LONGEST_TITLE = 40, 200  # characters of a heading between rows, and of a title above them
DAY_ALONE = re.compile(r"(?P<weekday>[^\W\d_]{2,10}\.?,?\s+)?(?P<days>\d{1,2}(?:\s*[-–]\s*\d{1,2})?)(?:st|nd|rd|th|er|º|\.)?")
DAY_AND_MONTH = re.compile(r"\d{1,2}(?:\.|er|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?")  # in any language
IN_WORDS = re.compile(r"[^\W\d_]{3,}\.?,?\s+(?:del?\s+)?(?:19|20)\d\d(?!\d)")
# Lines that give the day when a table was made, not the period it covers.
OF_THE_FILE = re.compile(
    r"update|as of|as at|generated|download|retrieved|export|printed|created|published|prepared|accessed|mise à jour",
    re.IGNORECASE,
)

TWO_YEARS = re.compile(r"(?:19|20)\d\d ?[/–—-] ?\d\d(?!\d)(?!-\d)")  # "2021/22"

# A heading, then cells below it, each with its value.
YES = (
    ("January 2023", ("3", "3 January 2023"), ("14th", "14 January 2023"), ("3 Jan", "3 Jan 2023"),
     ("Tue 3", "3 January 2023")),
    ("2021", ("3 January", "3 January 2021"), ("14.03.", "14.03.2021"), ("3 janvier", "3 janvier 2021"), ("3", "3")),
    ("enero de 2022", ("3-5", "3-5 January 2022"), ("March 3", "March 3 2022"), ("3/4/21", "3/4/21")),
)  # fmt: skip
# Lines that are not headings of a period.
NO = ("Mali 2021", "3 January 2023", "2020-2021", "January", "Q1 2022", "Spring 2023", "")


def period_of(heading: str) -> Period | None:
    """The month or year that a heading names; None for any other heading."""
    text = heading.strip()
    if not text or len(text) > LONGEST:
        return None
    if ANY_YEAR.fullmatch(text):
        return Period(text)
    span = known_span(text) if ANY_YEAR.search(text) and IN_WORDS.fullmatch(text) else None
    is_month = span is not None and span.precision is DatePrecision.MONTH and span.start[:7] == span.end[:7]
    return Period(span.start[:4], int(span.start[5:7])) if span and is_month else None


def in_period(cell: str, period: Period) -> str:
    """Add the year, or the month and year, that a day lacks; return any other cell unchanged."""
    text = cell.strip()
    lone = DAY_ALONE.fullmatch(text) if period.month else None
    if lone and not (lone["weekday"] and month_of(lone["weekday"].strip(" .,"))):
        return f"{lone['days']} {period}"
    if (dated := with_year(cell, period.year)) != text:
        return dated
    found = DAY_AND_MONTH.fullmatch(text)
    return f"{text} {period.year}" if found and languages_of(found["month"]) else cell


def lone_period(row: Sequence[str]) -> Period | None:
    """The period of a row that holds nothing else, in its first cell or merged over all of them; None for any other row."""
    said = {cell.strip() for cell in row if cell.strip()}
    return period_of(row[0]) if len(said) == 1 and row[0].strip() else None


class Above(NamedTuple):
    """The period of the rows before the first heading, None if there is none; and what was found, in words."""

    first: Period | None
    said: str


def said_above(chunk: Texts, header: str, sheet: Sheet, before: int, file: str) -> Above | None:
    """Find the period of days that lack a year; None if no line gives it. `before`: how many lines precede the first row."""
    if period := period_above(chunk, header):
        kind = "month and year" if period.month else "year"
        return Above(None, f"days without a year take the {kind} from a row above them, such as {period}")
    if found := titled(sheet, before, file, chunk.columns.get(header, ())):
        return Above(found[0], f"days without a year take {found[0]} from {found[1]}")
    return None


def period_above(chunk: Texts, header: str) -> Period | None:
    """The first period that is alone in a row, if some days lack it; else None."""
    rows = [*zip(*chunk.columns.values(), strict=True), *(tuple(row.values()) for _, _, row in chunk.misfits)]
    found = next((period for row in rows if (period := lone_period(row))), None)
    return found if found and any(in_period(cell, found) != cell for cell in chunk.columns.get(header, ())) else None


def titled(sheet: Sheet, before: int, file: str, days: Sequence[str]) -> tuple[Period, str] | None:
    """The one period that the title, the sheet's name or the file's name gives, and which of them gives it; None if they give
    none or several, or if at least half of the days have a year."""
    lacking = [cell for cell in days if cell.strip() and in_period(cell, ANY) != cell]
    if len(lacking) * 2 <= sum(1 for cell in days if cell.strip()):
        return None
    lines = [" ".join(cell[:LONGEST_TITLE] for cell in row if cell) for row in islice(sheet.rows(), max(0, before - 1))]
    if any(map(TWO_YEARS.search, (*lines, sheet.name, file))):
        return None
    for words, where in ((lines, "the title"), ([sheet.name], "the name of the sheet"), ([file], "the name of the file")):
        said = [line.replace("_", " ") for line in words if not OF_THE_FILE.search(line)]
        years = {year for line in said for year in ANY_YEAR.findall(line)}
        if len(years) > 1:
            return None
        if years:
            months = {found for line in said for one in IN_WORDS.finditer(line) if (found := period_of(one[0]))}
            period = months.pop() if len(months) == 1 else Period(years.pop())
            return (period, where) if any(in_period(cell, period) != cell for cell in lacking) else None
    return None


def under_periods(chunks: Iterable[Texts], header: str, first: Period | None) -> Generator[Texts, None, None]:
    """Yield the rows, with each day of a column in the period of the last heading above it. `first`: the period before the
    first heading."""
    period = first
    for chunk in chunks:
        heads = {number: found for number, _, row in chunk.misfits if (found := lone_period(tuple(row.values())))}
        rows = zip(*chunk.columns.values(), strict=True)
        heads |= {n: found for n, row in zip(chunk.positions, rows, strict=True) if (found := lone_period(row))}
        waiting, cells = sorted(heads), list(chunk.columns[header])
        for k, number in enumerate(chunk.positions):
            while waiting and waiting[0] <= number:
                period = heads[waiting.pop(0)]
            cells[k] = in_period(cells[k], period) if period and number not in heads else cells[k]
        for number in waiting:
            period = heads[number]
        yield chunk._replace(columns={**chunk.columns, header: cells})


def found_above(
    first: Texts, columns: Mapping[str, str], sheet: Sheet, before: int, file: str
) -> tuple[dict[str, Any], list[str]]:
    """Fields of `Table` for years above or shown as days, and for counties; also described. `columns`: our field by header."""
    changes, said = dict[str, Any](), list[str]()
    if years := serial_years(first.columns):
        changes["as_days"] = years
        said.append(f"the days in {', '.join(years)} are years that a spreadsheet shows as days")
    dated = next((h for h, our in columns.items() if our == "date_start"), "")
    if are_first_days(dated, first.columns.get(dated, ())):
        changes["as_days"] = (*years, dated)
        said.append(f"the days in {dated} mean whole months")
    has_years = any(key_of(h) in YEARS for h in first.columns if h != dated)  # a year in the row wins over one above it
    if dated and not has_years and (above := said_above(first, dated, sheet, before, file)):
        changes |= {"under": dated, "period": above.first}
        said.append(above.said)
    spot = next((h for h, our in columns.items() if our == "place" and key_of(h) == COUNTY), "")
    if spot and "admin1" in columns.values():
        changes["counties"] = spot
        said.append(f"{spot} holds names of counties")
    return changes, said
