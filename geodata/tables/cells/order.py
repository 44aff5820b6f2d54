"""Decide once for a file, from all of its dates, whether day, month or year comes first in numeric dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from geodata.tables.cells.spans import is_year, year_of
from geodata.tables.cells.weekdays import day_first, without_weekday

NUMBERS = re.compile(r"(?<![\d./-])(?P<a>\d{1,2})\s*(?P<mark>[./-])\s*(?P<b>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4}|\d{2})(?!\d)")

YEAR_FIRST = re.compile(r"\d{4}[-/.](?P<a>\d{1,2})[-/.](?P<b>\d{1,2})(?!\d)")


LEAST_YDM = 0.25  # share of dates with a "month" above twelve if days are in its place; a single one is mistyped


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"  # with two-digit years; a four-digit year is clearly first
    YDM = "ydm"  # 2022-24-03

    @property
    def first(self) -> str:
        """The part that comes first, in words."""
        return {Order.DMY: "day", Order.MDY: "month"}.get(self, "year")

    @property
    def said(self) -> str:
        """The order as a statement."""
        return "the day comes after the year" if self is Order.YDM else f"the {self.first} comes first"


def order_of(cells: Iterable[str]) -> Order | None:
    """The order, if any of a file's dates decides it: one with a number above twelve, else one with its weekday; None
    otherwise."""
    first = second = short = years_first = years_last = isos = iso_day = iso_month = 0
    by_weekday: Counter[bool | None] = Counter()
    for cell in cells:
        by_weekday[by_its_weekday(cell)] += 1
        if iso := YEAR_FIRST.match(cell.strip()):
            isos += 1
            iso_day += int(iso["b"]) > 12
            iso_month += int(iso["a"]) > 12 >= int(iso["b"])
        for match in NUMBERS.finditer(cell):
            if match["mark"] == ".":
                continue  # "24.03.2022" has the day first in every country that writes it
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
            if len(match["year"]) == 2:
                short += int(match["a"]) > 12 >= int(match["b"])
                years_first += is_year(match["a"])
                years_last += is_year(match["year"])
    if iso_month and iso_month >= LEAST_YDM * isos and not (iso_day or first or second):
        return Order.YDM
    if not (first or second) and by_weekday[True] != by_weekday[False]:
        return Order.DMY if by_weekday[True] > by_weekday[False] else Order.MDY
    if first == second or (first == short == years_last == years_first and not second):
        return None  # "22-03-24" can be in 2022 or in 2024
    if first > second and short == first and years_last < short:
        return Order.YMD  # "22/03/24" and "22/03/28": there was no 2028 yet
    return Order.DMY if first > second else Order.MDY


def by_its_weekday(cell: str) -> bool | None:
    """Whether a date that names its weekday has its day first; None for any other cell."""
    days, text = without_weekday(cell)
    match = NUMBERS.match(text) if days else None
    if match is None or match["mark"] == "." or (len(match["year"]) == 2 and not is_year(match["year"])):
        return None
    return day_first(days, int(match["a"]), int(match["b"]), year_of(match["year"]))


def year_or_day(cells: Iterable[str]) -> str | None:
    """A date that can begin with the year or the day, if no date in its file decides; None otherwise."""
    found = [(cell, match) for cell in sorted(cells) if (match := NUMBERS.match(cell.strip())) and match["mark"] != "."]
    either = all(
        len(m["year"]) == 2 and int(m["a"]) > 12 >= int(m["b"]) and is_year(m["a"]) and is_year(m["year"]) for _, m in found
    )
    return found[0][0] if found and either else None


def is_mixed(cells: Iterable[str]) -> tuple[str, str] | None:
    """Two dates of one column with day and month in different orders; None if there are none."""
    found: dict[bool, str] = {}
    for cell in cells:
        match = NUMBERS.match(cell.strip())
        if match and match["mark"] != "." and max(int(match["a"]), int(match["b"])) > 12:
            found.setdefault(int(match["a"]) > 12, cell)
    return (found[True], found[False]) if len(found) == 2 else None


def is_open(cell: str) -> bool:
    """Whether a cell is a date that depends on the order."""
    match = NUMBERS.match(without_weekday(cell)[1])
    return bool(match) and match["mark"] != "." and int(match["a"]) <= 12 and int(match["b"]) <= 12 and match["a"] != match["b"]  # type: ignore[index]
