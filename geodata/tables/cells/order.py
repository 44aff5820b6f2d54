"""Whether day, month or year comes first in dates of numbers: decided once for a file, from all of its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from geodata.tables.cells.spans import is_year

NUMBERS = re.compile(r"(?<![\d./-])(?P<a>\d{1,2})\s*(?P<mark>[./-])\s*(?P<b>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4}|\d{2})(?!\d)")


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"  # of years in two digits; one of four digits says itself that it is first

    @property
    def first(self) -> str:
        """What comes first, in words."""
        return {Order.DMY: "day", Order.MDY: "month", Order.YMD: "year"}[self]


def order_of(cells: Iterable[str]) -> Order | None:
    """Whether day or month comes first, if any of a file's dates tells: one with a number above twelve in that place."""
    first = second = short = years_last = 0
    for cell in cells:
        for match in NUMBERS.finditer(cell):
            if match["mark"] == ".":
                continue  # "24.03.2022" is day and month in every country that writes it
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
            if len(match["year"]) == 2:
                short += int(match["a"]) > 12 >= int(match["b"])
                years_last += is_year(match["year"])
    if first == second:
        return None
    if first > second and short == first and years_last < short:
        return Order.YMD  # "22/03/24" and "22/03/28": there was no 2028 yet
    return Order.DMY if first > second else Order.MDY


def is_mixed(cells: Iterable[str]) -> tuple[str, str] | None:
    """Two dates of one column that have day and month in different order; None where none contradicts another."""
    found: dict[bool, str] = {}
    for cell in cells:
        match = NUMBERS.match(cell.strip())
        if match and match["mark"] != "." and max(int(match["a"]), int(match["b"])) > 12:
            found.setdefault(int(match["a"]) > 12, cell)
    return (found[True], found[False]) if len(found) == 2 else None


def is_open(cell: str) -> bool:
    """Whether a cell is a date that the order decides."""
    match = NUMBERS.match(cell.strip())
    return bool(match) and match["mark"] != "." and int(match["a"]) <= 12 and int(match["b"]) <= 12 and match["a"] != match["b"]  # type: ignore[index]
