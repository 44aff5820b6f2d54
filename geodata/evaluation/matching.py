"""Pair the incidents of a reading with the marked ones: as many pairs as possible, then as much agreement as possible."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geodata.gazetteer.lookup import kilometres
from geodata.gazetteer.names import fold

Row = Mapping[str, Any]
TOLERANCE_KM = 50.0
GROUPS = {
    "missile_strike": "remote", "shelling": "remote", "air_strike": "remote", "explosion_device": "attack",
    "armed_clash": "clash", "shooting": "attack", "stabbing": "attack", "vehicle_ramming": "attack", "attack_other": "attack",
    "protest_riot": "unrest", "transport_accident": "accident", "fire": "accident", "explosion_accident": "accident",
    "structure_collapse": "accident", "crowd_crush": "accident", "earthquake": "hazard", "storm_flood": "hazard",
    "epidemic": "hazard", "other": "other",
}  # fmt: skip
AKIN = frozenset(
    frozenset(pair) for pair in (("remote", "attack"), ("remote", "clash"), ("attack", "clash"), ("attack", "unrest"))
)
FIELDS = ("placed", "type", "role", "date", "killed", "injured", "attribution")


def is_placed(gold: Row, read: Row) -> bool:
    """Whether a reading lies within the tolerance of the marked place."""
    if gold.get("lat") is None or read.get("lat") is None:
        return False
    distance = kilometres(gold["lat"], gold["lon"], read["lat"], read["lon"])
    return distance <= float(gold.get("tolerance_km") or TOLERANCE_KM)


def may_pair(gold: Row, read: Row) -> bool:
    one, two = GROUPS[gold["type"]], GROUPS[read["type"]]
    if one != two and frozenset((one, two)) not in AKIN:
        return False
    return is_placed(gold, read) or (bool(gold.get("place")) and fold(gold["place"]) == fold(read.get("place") or ""))


def bounds(row: Row, kind: str) -> tuple[int | None, int | None] | None:
    figure = row.get(kind)
    return (figure["low"], figure["high"]) if figure else None


def same_days(gold: Row, read: Row) -> bool:
    """Whether start and end each agree within a day, or are unknown in both."""
    for key in ("date_start", "date_end"):
        a, b = gold.get(key), read.get(key)
        if (a is None) != (b is None) or (a and b and abs((date.fromisoformat(a) - date.fromisoformat(b)).days) > 1):
            return False
    return True


def same_claimant(gold: Row, read: Row) -> bool:
    """Whether half of the words of the shorter name are in both names, or both have no name."""
    one, two = (set(fold(row.get("attribution") or "").split()) - {"the", "a", "of", "s"} for row in (gold, read))
    return one == two if not one or not two else 2 * len(one & two) >= min(len(one), len(two))


def agreement(gold: Row, read: Row) -> dict[str, bool]:
    """Return, for each field, whether a pair agrees."""
    return {
        "placed": is_placed(gold, read),
        "type": gold["type"] == read["type"],
        "role": gold["role"] == read["role"],
        "date": same_days(gold, read),
        "killed": bounds(gold, "killed") == bounds(read, "killed"),
        "injured": bounds(gold, "injured") == bounds(read, "injured"),
        "attribution": same_claimant(gold, read),
    }


def pairs(gold: Sequence[Row], read: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the positions of the incidents that form pairs."""
    worth = [[100 + sum(agreement(g, r).values()) if may_pair(g, r) else 0 for r in read] for g in gold]
    return [(i, j) for i, j in best_assignment(worth) if worth[i][j]]


def best_assignment(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the assignment of rows to columns with the greatest worth (shortest augmenting paths, after Kuhn and Munkres)."""
    rows, columns = len(worth), max((len(row) for row in worth), default=0)
    size = max(rows, columns)
    if not rows or not columns:
        return []
    cost = [[-(worth[i][j] if i < rows and j < columns else 0) for j in range(size)] for i in range(size)]
    row_price, column_price, owner = [0.0] * size, [0.0] * (size + 1), [-1] * (size + 1)
    for start in range(size):
        owner[size], column = start, size
        distance, came_from, done = [math.inf] * size, [size] * size, [False] * (size + 1)
        while owner[column] != -1:
            done[column] = True
            row, nearest, step = owner[column], -1, math.inf
            for j in range(size):
                if done[j]:
                    continue
                reach = cost[row][j] - row_price[row] - column_price[j]
                if reach < distance[j]:
                    distance[j], came_from[j] = reach, column
                if distance[j] < step:
                    step, nearest = distance[j], j
            for j in range(size + 1):
                if done[j]:
                    row_price[owner[j]] += step
                    column_price[j] -= step
                elif j < size:
                    distance[j] -= step
            column = nearest
        while column != size:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return [(owner[j], j) for j in range(columns) if 0 <= owner[j] < rows]
