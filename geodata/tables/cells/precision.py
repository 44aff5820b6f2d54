"""The precision of a place or time, from the codes of a layout or from words."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.spans import Span, around, month_around, of_parts
from geodata.tables.layout import Layout
from geodata.vocabulary import DatePrecision, GeoPrecision, ReviewState, Role

RADIUS_KM = {
    GeoPrecision.SITE: 0.3, GeoPrecision.DISTRICT: 2.0, GeoPrecision.SETTLEMENT: 5.0, GeoPrecision.NEAR_SETTLEMENT: 20.0,
    GeoPrecision.ADM2: 40.0, GeoPrecision.ADM1: 120.0, GeoPrecision.REGION: 200.0, GeoPrecision.COUNTRY: 400.0,
}  # fmt: skip
# Other people's words for the precision of a place, with ours; None if the words give no precision.
SHARPNESS_EXAMPLES = (
    ("Admin1 centroid", GeoPrecision.ADM1), ("(2) 25 km precision", GeoPrecision.NEAR_SETTLEMENT),
    ("country level", GeoPrecision.COUNTRY), ("raion", GeoPrecision.ADM2), ("region of the Sahel", GeoPrecision.REGION),
    ("GPS", GeoPrecision.SITE), ("neighbourhood", GeoPrecision.DISTRICT), ("high", None), ("3", None), ("nearly", None),
)  # fmt: skip
SHARPNESS = (
    (re.compile(r"\bcountry|\bnational", re.IGNORECASE), GeoPrecision.COUNTRY),
    (re.compile(r"\badm(?:in)?[ _-]?1|province|governorate|oblast|\bstate\b", re.IGNORECASE), GeoPrecision.ADM1),
    (re.compile(r"\badm(?:in)?[ _-]?[234]|county|raion|subdistrict", re.IGNORECASE), GeoPrecision.ADM2),
    (re.compile(r"\bregion", re.IGNORECASE), GeoPrecision.REGION),
    (re.compile(r"\b\d+ ?km\b|\bnear\b|approx", re.IGNORECASE), GeoPrecision.NEAR_SETTLEMENT),
    (re.compile(r"\bexact|\bgps\b|\bbuilding|\bstreet|address", re.IGNORECASE), GeoPrecision.SITE),
    (re.compile(r"neighbou?rhood|district|quarter", re.IGNORECASE), GeoPrecision.DISTRICT),
)
FARTHEST = 20_100.0  # kilometres: half the circumference of the earth
AROUND = "around"  # a layout's word for a day that is known to within a few days


def coded(word: str, enum: type[GeoPrecision | Role | ReviewState]) -> str | None:
    """The code of a member of `enum`, given as its code or, as in our workbooks, as its name; None for any other word."""
    plain = word.strip()
    return next((member.value for member in enum if plain in (member.value, member.label)), None)


def geo_precision(word: str, layout: Layout) -> str:
    """Our precision for a layout's code or for words; if they give none, the layout's default or else a settlement."""
    usual = layout.constants.get("geo_precision", GeoPrecision.SETTLEMENT.value)
    known = layout.geo_precision.get(whole(word)) or coded(word, GeoPrecision)
    return known or next((sharp.value for pattern, sharp in SHARPNESS if pattern.search(word)), usual)


def whole(word: str) -> str:
    return word.strip().removesuffix(".0")


def kilometres(word: str) -> float | None:
    """Read a distance in kilometres: "10km", "250", "exact"; None for any other word."""
    if word.strip().lower() == "exact":
        return RADIUS_KM[GeoPrecision.SITE]
    match = re.match(r"\s*(\d+(?:\.\d+)?)\s*(?:km)?\s*$", word, re.IGNORECASE)
    return float(match[1]) if match and not is_blank(word) and float(match[1]) <= FARTHEST else None


@lru_cache(100_000)
def sharpened(span: Span, code: str, layout_code: str, has_end: bool) -> Span:
    """A time with the precision that its row gives it. `code`: the cell; `layout_code`: its meaning in the layout."""
    if layout_code == AROUND and not has_end:
        return around(span._replace(precision=DatePrecision.DAY))
    if layout_code == DatePrecision.MONTH and not has_end:
        return month_around(span)
    word = layout_code or code.strip().lower()
    if word in (DatePrecision.YEAR, DatePrecision.MONTH) and not layout_code and not has_end and span.start == span.end:
        month = int(span.start[5:7]) if word == DatePrecision.MONTH else 0
        return of_parts(int(span.start[:4]), month, 0)  # a table without end dates gives the first day
    return span._replace(precision=DatePrecision(word)) if word in set(DatePrecision) else span


def share(cell: str) -> float | None:
    """A number, limited to the range from 0 to 1; None for any other cell."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return None if math.isnan(number) else min(1.0, max(0.0, number))
