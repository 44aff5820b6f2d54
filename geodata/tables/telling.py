"""What only the values of a table tell: swapped coordinates, numbers with decimals, two figures in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.days import EXCEL
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.points import DECIMAL
from geodata.tables.cells.spans import ANY_YEAR, with_year
from geodata.tables.layout import OTHER, Layout, columns_of, key_of, layouts
from geodata.vocabulary import IncidentType

POLE = 90  # degrees
COUNTED = frozenset(f"{kind}{end}" for kind in ("killed", "injured") for end in ("", "_low", "_high", "_words"))
DAY_NUMBER = re.compile(r"[1-7]\d{4}")
FIRST_DAYS = {0: "1900, as a spreadsheet counts", 25_569: "1970", 21_916: "1960"}  # by the days after a spreadsheet's first one
SPREADSHEET_1970 = 25_569
FEW = 6  # figures from which all of them can be no chance
PLAIN_NUMBER = re.compile(r"[\d.,]+|\D+")
THREE_DIGITS = re.compile(r"-?\d{1,3}\.\d{3}")
CIVILIANS_KILLED = re.compile(r"civilians?_(?:killed|deaths?|dead|fatalities)|(?:killed|deaths?|fatalities)_(?:of_)?civilians?")
ANY_KILLED = re.compile(r"kill|dead|death|died|fatal|kia|slain|tues|mort|muert")
KIND_HEADER = re.compile(r"(?:^|_)(?:event|incident|hazard|disaster|cause|accident|nature|types?|tip[oi]|turu|vid|what)(?:_|$)")
LONGEST_KIND = 60  # characters
Values = Mapping[str, Sequence[str]]  # some cells of each column, by header
KILLED, INJURED = r"(?:killed|dead|deaths?|fatalities|kia|k)", r"(?:wounded|injured|injuries|hurt|wia|w|i)"
# Headers of columns that hold two figures in each cell: "Killed/Wounded" over "3/5".
PAIR_HEADER = re.compile(
    rf"(?:casualties_)?(?:(?P<killed>{KILLED})_(?:and_)?{INJURED}|(?P<injured>{INJURED})_(?:and_)?{KILLED})(?:_casualties)?"
)
PAIR = re.compile(r"\s*(?P<a>[^/|;]{1,20}?)\s*[/|;]\s*(?P<b>[^/|;]{1,20}?)\s*")


def swapped(columns: Mapping[str, str], values: Values) -> list[str]:
    """A doubt where a latitude lies beyond 90 degrees and every longitude within."""
    sides: dict[str, list[float]] = {"lat": [], "lon": []}
    for header, our in columns.items():
        for cell in values.get(header, ()) if our in sides else ():
            if DECIMAL.fullmatch(cell.strip()):
                sides[our].append(abs(float(cell.replace("−", "-"))))
    beyond = [n for n in sides["lat"] if POLE < n <= 2 * POLE]
    if not beyond or not sides["lon"] or max(sides["lon"]) > POLE:
        return []
    return [f"latitude and longitude look swapped: a latitude is {beyond[0]:g}, and no longitude is above {POLE}"]


def without_codes(
    layout: Layout, headers: Sequence[str], columns: Mapping[str, str], values: Values
) -> tuple[dict[str, str], list[str]]:
    """The columns without those of places and provinces that hold numbers alone, which are codes of a list, and with those of
    their names instead; and what was done, in words."""
    found, said = dict(columns), list[str]()
    for header, our in columns.items():
        cells = [c.strip() for c in values.get(header, ()) if not is_blank(c)] if our in ("place", "admin1") else []
        if not cells or not all(map(str.isdigit, cells)):
            continue
        del found[header]
        free = [h for h in headers if h != header and h not in found]
        named = next((h for h, meant in columns_of(layout, free).items() if meant == our), "")
        if named:
            found[named] = our
        said.append(f"{header} holds numbers, not names" + (f": {named} is the {our}" if named else ""))
    return found, said


def lacks_years(days: Sequence[str], years: Sequence[str]) -> bool:
    """Whether some date has no year and takes that of the column of years."""
    return any(with_year(day, year) != day.strip() for day, year in zip(days, years, strict=True))


def years_apart(days: Sequence[str], years: Sequence[str]) -> tuple[int, bool]:
    """In how many rows a date is of another year than the column of years says; and whether the year of the dates is only the
    one in which a spreadsheet was filled in: one and the same for all."""
    pairs = [(own[0], year.strip()[:4]) for day, year in zip(days, years, strict=True) if (own := ANY_YEAR.search(day))]
    apart = sum(own != year for own, year in pairs if len(year) == 4 and year.isdigit())
    return apart, len(pairs) > 1 and len({own for own, _ in pairs}) == 1 and apart > len(pairs) / 2


def day_zero(days: Mapping[str, Sequence[str]], years: Sequence[str], today: date) -> tuple[int, str]:
    """How many days after a spreadsheet's first day a table's day numbers begin, and that in words; 0 and "" where its dates
    are something else. `days`: the cells of its dates, by header; `years`: those of its column of years.

    R and pandas count from 1970, Stata from 1960. A column of years decides; else a spreadsheet's days, unless all of them lie
    before 1970, where the days of a program that counts from there have come already."""
    for header, cells in days.items():
        said = [(cell.strip(), year.strip()[:4]) for cell, year in zip(cells, years, strict=True) if not is_blank(cell)]
        if not said or not all(DAY_NUMBER.fullmatch(cell) for cell, _ in said):
            continue
        numbers = [(int(cell), year) for cell, year in said]
        fits = {
            later: sum(str(day_of(n + later).year) == year for n, year in numbers if day_of(n + later) <= today)
            for later in FIRST_DAYS
        }
        usual = max(n for n, _ in numbers) < SPREADSHEET_1970
        come = (later for later in FIRST_DAYS if later and usual and day_of(max(n for n, _ in numbers) + later) <= today)
        later = max(fits, key=lambda one: (fits[one], not one)) if max(fits.values()) else next(come, 0)
        if later == 0 and not any(day_of(n) <= today for n, _ in numbers):
            continue
        first = min(n for n, _ in numbers)
        return later, f"{header} holds numbers of days since {FIRST_DAYS[later]}: {first} is {day_of(first + later)}"
    return 0, ""


def day_of(number: int) -> date:
    return EXCEL + timedelta(days=number)


def has_decimals(columns: Mapping[str, str], values: Values, decimal_comma: bool = False) -> bool:
    """Whether "3.000" is three in a table: it writes "0.000", or all coordinates with just as many digits, or every figure of
    several like that. A table with decimal commas writes it "3,000"."""
    cells = {our: values[header] for header, our in columns.items() if header in values}
    counts = [cell.strip() for name in ("killed", "injured") for cell in cells.get(name, ()) if cell.strip()]
    if not all(PLAIN_NUMBER.fullmatch(cell) for cell in counts):
        return False  # "ca. 50.000"
    noughts = ",000" if decimal_comma else ".000"
    if f"0{noughts}" in counts or (len(counts) >= FEW and all(cell.endswith(noughts) for cell in counts)):
        return True
    degrees = [cell.strip() for name in ("lat", "lon") for cell in cells.get(name, ()) if cell.strip()]
    return bool(degrees) and all(THREE_DIGITS.fullmatch(cell) for cell in (*degrees, *counts))


def civilians_alone(headers: Sequence[str], columns: Mapping[str, str]) -> str:
    """The column of the civilians who were killed, if the table counts no others who were; "" for none."""
    harmed = [header for header in headers if header not in columns and ANY_KILLED.search(key_of(header))]
    return harmed[0] if len(harmed) == 1 and CIVILIANS_KILLED.fullmatch(key_of(harmed[0])) else ""


def holds_kinds(header: str, cells: Sequence[str]) -> bool:
    """Whether a column whose header may mean anything, "Event", holds types of incidents: short words, most of which are
    known as one."""
    said = {cell.strip() for cell in cells if not is_blank(cell)}
    if not said or not KIND_HEADER.search(key_of(header)) or max(map(len, said)) > LONGEST_KIND:
        return False
    known = [layouts()[OTHER].type_of(words) != IncidentType.OTHER for words in said]
    return sum(known) > len(known) / 2


def holds_pairs(header: str, cells: Sequence[str]) -> bool:
    """Whether a column holds the killed and the injured of each row as two figures. A column of their sum does not."""
    said = [cell for cell in cells if cell.strip()]
    return bool(PAIR_HEADER.fullmatch(key_of(header)) and said) and sum(is_pair(c) for c in said) > len(said) / 2


def is_pair(cell: str) -> bool:
    match = PAIR.fullmatch(cell)
    try:
        return match is not None and all(count_of(part) is not None for part in match.groups())
    except Unreadable:
        return False


def as_words(header: str, cell: str) -> str:
    """Two figures of one cell with what each counts: "3 killed, 5 injured" for "3/5" of "Killed/Wounded"."""
    order, pair = PAIR_HEADER.fullmatch(key_of(header)), PAIR.fullmatch(cell)
    if order is None or pair is None or not is_pair(cell):
        return cell
    first, second = ("killed", "injured") if order["killed"] else ("injured", "killed")
    return f"{pair['a']} {first}, {pair['b']} {second}"
