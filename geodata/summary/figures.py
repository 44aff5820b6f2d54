"""The counts and sums of a filter's incidents."""

from __future__ import annotations

import numpy as np

from geodata.columns.masks import Chosen
from geodata.columns.vectors import People
from geodata.reading.confidence import calibration
from geodata.summary.places import NEW, TOTAL, Box, PlaceIndex, Rows, within
from geodata.totals import Sum, Totals
from geodata.vocabulary import Qualifier

PLAIN = [list(Qualifier).index(q) for q in (Qualifier.EXACT, Qualifier.NONE)]


def counted(chosen: Chosen, index: PlaceIndex, box: Box | None = None) -> Totals:
    """Do the same as `geodata.totals.totals`, from columns: count aggregates, earlier events and uncertain incidents but never
    add up their figures. `box`: only include incidents whose place is in it."""
    snapshot = chosen.snapshot
    rows = np.flatnonzero(chosen.mask)
    if box is not None:
        rows = rows[index.of_row[rows] >= 0]
        rows = rows[within(index, box)[index.of_row[rows]]]
    roles = snapshot.roles.codes[rows]
    new, aggregates = rows[roles == NEW], int((roles == TOTAL).sum())
    sure = new[snapshot.confidences[new] >= calibration().floor]
    places = index.of_row[rows[roles != TOTAL]]
    seen = np.zeros(len(index), dtype=bool)
    seen[places[places >= 0]] = True
    return Totals(
        incidents=len(rows),
        new=len(new),
        earlier=len(rows) - len(new) - aggregates,
        aggregates=aggregates,
        places=int(seen.sum()),
        killed=summed(snapshot.killed, sure),
        injured=summed(snapshot.injured, sure),
        unsure=len(new) - len(sure),
    )


def summed(people: People, rows: Rows) -> Sum:
    low, high, hedges = people.low[rows], people.high[rows], people.qualifier.codes[rows]
    stated = ~(np.isnan(low) & np.isnan(high))
    plain = np.isin(hedges, PLAIN) & (low == high)
    return Sum(int(np.nansum(low)), bool(plain[stated].all()), int(stated.sum()), int((stated & np.isnan(low)).sum()))
