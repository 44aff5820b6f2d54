"""Find what only a table's values show: swapped coordinates, misleading headers, numbers with decimals, day numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from geodata.fields import OWN_DAY
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.days import EXCEL, known_span
from geodata.tables.cells.order import NUMBERS
from geodata.tables.cells.points import DECIMAL
from geodata.tables.cells.spans import ANY_YEAR, is_year, with_year, year_of
from geodata.tables.layout import Layout, columns_of, key_of
from geodata.vocabulary import DatePrecision

POLE = 90  # degrees
ANSWERED = ("killed", "injured", "actor")  # fields whose header can be over a column of yes and no
YES, NO = frozenset("yes y true sí si oui ja да".split()), frozenset("no n false non nein нет".split())
SURELY = YES | {"n", "false"}  # "no" alone can be a figure
SHARE = re.compile(r"(?:0?\.\d+|[01](?:\.0*)?)")
DAY_NUMBER = re.compile(r"[1-7]\d{4}")
FIRST_DAYS = {0: "1900, as in a spreadsheet", 25_569: "1970", 21_916: "1960"}  # by days after a spreadsheet's first day
SPREADSHEET_1970 = 25_569
FEW = 6  # figures: so many alike are not a coincidence
PLAIN_NUMBER = re.compile(r"[\d.,]+|\D+")
THREE_DIGITS = re.compile(r"-?\d{1,3}[.,]\d{3}")
POINT_IN_THREES = re.compile(r"\d{1,3}\.\d{3}")
TWO_DIGITS = re.compile(r"\d{1,2}[./-](?:\d{1,2}|[A-Za-z]{3})[./-](\d\d)")
HALF_CIRCLE, PLAIN_DEGREES = 180, re.compile(r"-?\d{1,3}(?:\.\d{1,15})?")
Values = Mapping[str, Sequence[str]]  # some cells of each column, by header


def swapped(columns: Mapping[str, str], values: Values) -> list[str]:
    """Warn of swapped coordinates if a latitude is beyond 90 degrees and no longitude is."""
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
    """Replace the columns whose values do not fit their header: places and provinces as bare numbers, which are codes of a
    list, figures and names as yes and no, confidence in words. If another column means the field, use it instead. Also describe
    the changes."""
    found, said = dict(columns), list[str]()
    for header, our in columns.items():
        cells = [c.strip() for c in values.get(header, ()) if not is_blank(c)]
        if our == "date_start":
            if other := other_day(header, layout, headers, found, values):
                found = {h: f for h, f in found.items() if h != header} | {other: our}
                said.append(f"{header} holds no dates: {other} is used as date_start")
            continue
        if not cells or not (holds := misfit(our, cells)):
            continue
        del found[header]
        free = [h for h in headers if h != header and h not in found]
        named = next((h for h, meant in columns_of(layout, free).items() if meant == our), "")
        if named:
            found[named] = our
        said.append(f"{header} holds {holds}" + (f": {named} is used as {our}" if named else ""))
    return found, said


def other_day(header: str, layout: Layout, headers: Sequence[str], columns: Mapping[str, str], values: Values) -> str:
    """Another column of days, if this one has the name of one but holds none: "Occurred" over "Yes"; "" if there is none."""
    said = [cell for cell in values.get(header, ()) if not is_blank(cell)]
    if not said or not re.fullmatch(OWN_DAY, key_of(header)) or any(known_span(c) or NUMBERS.match(c.strip()) for c in said):
        return ""
    free = [h for h in headers if h != header and h not in columns]
    named = next((h for h, meant in columns_of(layout, free).items() if meant == "date_start"), "")
    spans = [span for span in map(known_span, values.get(named, ())) if span]
    return named if any(span.precision is DatePrecision.DAY for span in spans) else ""


def misfit(our: str, cells: Sequence[str]) -> str:
    """Describe what the cells of a column hold instead of values of a field; "" if they fit."""
    if our in ("place", "admin1") and all(map(str.isdigit, cells)):
        return "numbers, not names"
    if our in ANSWERED and SURELY & (said := {cell.casefold() for cell in cells}) and said <= YES | NO:
        return "yes and no"
    if our == "confidence" and not any(SHARE.fullmatch(cell) for cell in cells):
        return "no numbers from 0 to 1"
    return ""


def lacks_years(days: Sequence[str], years: Sequence[str]) -> bool:
    """Whether some date has no year and gets one from the column of years."""
    return any(with_year(day, year) != day.strip() for day, year in zip(days, years, strict=True))


def years_apart(days: Sequence[str], years: Sequence[str]) -> tuple[int, bool]:
    """Count the rows in which the year of a date differs from the column of years; also return whether the year of the dates is
    only the one in which a spreadsheet was filled in: the same for all."""
    pairs = [(own[0], year.strip()[:4]) for day, year in zip(days, years, strict=True) if (own := ANY_YEAR.search(day))]
    apart = sum(own != year for own, year in pairs if len(year) == 4 and year.isdigit())
    return apart, len(pairs) > 1 and len({own for own, _ in pairs}) == 1 and apart > len(pairs) / 2


def put_together(headers: Sequence[str], parts: Sequence[str], columns: Values) -> tuple[list[str], bool]:
    """Describe how dates are made of several columns; also return whether the column of years wins over the year in a date."""
    names = {key_of(header): header for header in headers}
    *first, last = (names.get(part, part) for part in parts if part in names or len(parts) == 2)
    if len(parts) != 2:
        return [f"dates are combined from {', '.join(first)} and {last}"], False
    days, years = columns.get(last, []), columns.get(first[0], [])
    apart, is_added = years_apart(days, years)
    if is_added:
        return [f"all dates have the same year, unlike {first[0]}: the year comes from {first[0]}"], True
    said = ["a date without a year takes it from the column of years"] if lacks_years(days, years) else []
    if apart:
        said.append(f"{last} has another year than {first[0]} ({apart:,} of the first {len(days):,} rows): {last} is used")
    return said, False


def repeated(headers: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Warn of figures in several columns with one name, such as those that a line above divides into civilians and soldiers."""
    firsts = [
        h for h, our in columns.items() if our in ("killed", "injured") and f"{h} 2" in headers and f"{h} 2" not in columns
    ]
    return [f"{first} is the name of several columns: only the first one is read" for first in firsts]


def short_years(columns: Mapping[str, str], values: Values) -> list[str]:
    """Describe how years of two digits are read; empty if there are none."""
    cells = (cell.strip() for h, our in columns.items() if our == "date_start" for cell in values.get(h, ()))
    found = next((match[1] for cell in cells if (match := TWO_DIGITS.fullmatch(cell))), "")
    return [f"a year such as {found} is read as {year_of(found)}"] if found and is_year(found) else []


def is_full_circle(columns: Mapping[str, str], values: Values) -> bool:
    """Whether longitudes count from 0 to 360: some are above 180, and none is negative."""
    cells = [cell.strip() for h, our in columns.items() if our == "lon" for cell in values.get(h, ()) if not is_blank(cell)]
    if not cells or not all(map(PLAIN_DEGREES.fullmatch, cells)):
        return False
    return min(map(float, cells)) >= 0 and HALF_CIRCLE < max(map(float, cells)) <= 2 * HALF_CIRCLE


def day_zero(days: Mapping[str, Sequence[str]], years: Sequence[str], today: date) -> tuple[int, str]:
    """The number of days from a spreadsheet's first day to the day from which a table counts, and its description; 0 and "" if
    its dates are not day numbers. `days`: the cells of its dates, by header; `years`: the cells of its column of years.

    R and pandas count from 1970, Stata from 1960. A column of years decides. Without one, the table counts as a spreadsheet
    does, unless that puts all days before 1970 and another count does not put any in the future."""
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
    """Whether "3.000" means three: the table writes "0.000", gives all coordinates three decimals too, or ends each of several
    figures in ".000". With decimal commas, it is "3,000"."""
    cells = {our: values[header] for header, our in columns.items() if header in values}
    counts = [cell.strip() for name in ("killed", "injured") for cell in cells.get(name, ()) if cell.strip()]
    if not all(PLAIN_NUMBER.fullmatch(cell) for cell in counts):
        return False  # "ca. 50.000"
    point, noughts = (",", ",000") if decimal_comma else (".", ".000")
    if f"0{noughts}" in counts or (len(counts) >= FEW and all(cell.endswith(noughts) for cell in counts)):
        return True
    degrees = [cell.strip() for name in ("lat", "lon") for cell in cells.get(name, ()) if cell.strip()]
    is_whole = all(cell.endswith(noughts) for cell in counts)  # counts of people are whole numbers
    return bool(degrees) and is_whole and all(THREE_DIGITS.fullmatch(c) and point in c for c in (*degrees, *counts))


def of_points(decimals: bool, columns: Mapping[str, str], values: Values) -> list[str]:
    """Describe how figures such as "3.000" are read; empty if there are none."""
    if decimals:
        return ["figures such as 3.000 are read as 3, since the table writes decimals"]
    headers = [header for header, our in columns.items() if our in ("killed", "injured")]
    cells = (cell.strip() for header in headers for cell in values.get(header, ()))
    found = next((cell for cell in cells if POINT_IN_THREES.fullmatch(cell)), "")
    return [f"figures such as {found} are read as {found.replace('.', ',')}: their points mark thousands"] if found else []
