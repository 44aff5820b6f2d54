"""Columns of points: which column holds them, and which of their two numbers is the longitude."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geodata.tables.cells.points import longitude_first, looks_like_points
from geodata.tables.filling import Texts
from geodata.tables.layout import POINT, Layout, columns_of, key_of


def with_points(
    layout: Layout, headers: Sequence[str], known: Mapping[str, str], first: Texts, is_open: bool
) -> tuple[dict[str, str], bool | None, list[str]]:
    """Return the columns, with one of points if its values show it and nothing else is chosen (`is_open`); whether the first of
    its numbers is the longitude, None if that is not certain or there is none; and what to tell about it."""
    columns = dict(known)
    guesses: list[str] = []
    if is_open and not {"lat", POINT} & set(columns.values()):
        for header, cells in first.columns.items():
            if columns.get(header) in (None, "place") and looks_like_points(cells):
                columns[header] = POINT
                guesses.append(f"{header} holds latitude and longitude")
                break
    lon_first = None
    if both := next((header for header, our in columns.items() if our == POINT), None):
        lon_first = longitude_first(key_of(both), first.columns.get(both, []))
        if lon_first is not False:
            guesses.append(f"the first of the two numbers of {both} is the {'longitude' if lon_first else 'latitude'}")
        if "place" not in columns.values():
            again = columns_of(layout, [h for h in headers if columns.get(h) != POINT])
            columns |= {h: f for h, f in again.items() if f == "place" and h not in columns}
    return columns, lon_first, guesses
