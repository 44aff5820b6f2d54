"""Remove the quarters of cities, which the gazetteer lists as towns; a base map names only the city."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from geodata.records import Place

REACH_KM = 8.0
KM_OF_A_DEGREE = 111.2
CELLS = 8  # per degree: about 14 km each
LEAST_SHARE = 0.25  # of the quarter's people: a city counted within its old limits can have fewer people than its quarter
BETTER_KNOWN = 3  # times as many characters in its names in other scripts
LITTLE = 10  # characters in other scripts that any town may have


def without_quarters(towns: Sequence[tuple[Place, int]]) -> list[Place]:
    """Return the towns, in order, without those close to a far better known one in their country. Each town comes with the
    number of characters in its names in other scripts, which distinguishes a city from a part of it."""
    cells: dict[tuple[int, int], list[tuple[Place, int]]] = defaultdict(list)
    for place, known in towns:
        cells[round(place.latitude * CELLS), round(place.longitude * CELLS)].append((place, known))
    for cell in cells.values():
        cell.sort(key=lambda one: -one[1])  # best known first, so that most searches end early

    def is_quarter(place: Place, known: int) -> bool:
        y, x = round(place.latitude * CELLS), round(place.longitude * CELLS)
        least = BETTER_KNOWN * max(LITTLE, known)
        return any(
            other.country == place.country
            and other.population >= LEAST_SHARE * place.population
            and apart(place, other) < REACH_KM
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for other, _ in takewhile(lambda one: one[1] > least, cells.get((y + dy, x + dx), ()))
        )

    return [place for place, known in towns if not is_quarter(place, known)]


def apart(a: Place, b: Place) -> float:
    """Return the kilometres between two places that are near each other, on a flat map."""
    east = (a.longitude - b.longitude) * math.cos(math.radians(a.latitude))
    return math.hypot(a.latitude - b.latitude, east) * KM_OF_A_DEGREE
