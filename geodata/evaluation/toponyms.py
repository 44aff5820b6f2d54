"""Compare found and located place names with marked ones, by the measures of the geoparsing literature."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.evaluation.incidents import f1
from geodata.gazetteer.lookup import kilometres

Row = Mapping[str, Any]
NEAR_KM = 161.0  # a hundred miles
FARTHEST_KM = 20_039.0


@dataclass(slots=True)
class Tally:
    """Counts over articles. Marked names without a point are left out, and so are predictions on their spans."""

    overlapping: bool = False
    found: int = 0
    read: int = 0
    gold: int = 0
    errors: list[float] = field(default_factory=list)

    def add(self, gold: Sequence[Row], read: Sequence[Row]) -> None:
        pointless = [g for g in gold if g.get("lat") is None]
        marked = [g for g in gold if g.get("lat") is not None]
        left = [r for r in read if not any(overlap(r, g) for g in pointless)]
        self.gold += len(marked)
        self.read += len(left)
        for name in marked:
            hit = next((r for r in left if (overlap(r, name) if self.overlapping else same_span(r, name))), None)
            if hit is None:
                continue
            left.remove(hit)
            self.found += 1
            if hit.get("lat") is not None:
                self.errors.append(kilometres(name["lat"], name["lon"], hit["lat"], hit["lon"]))

    def scores(self) -> dict[str, float]:
        """Return shares from 0 to 1, distances in kilometres, and AUC as in Gritta et al. 2018 (lower is better)."""
        precision, recall, both = f1(self.found, self.read, self.gold)
        near = sum(error <= NEAR_KM for error in self.errors)
        errors = self.errors or [FARTHEST_KM]
        return {
            "precision": precision,
            "recall": recall,
            "F1": both,
            "located F1": f1(near, self.read, self.gold)[2],
            "found and placed": near / max(1, self.gold),
            "acc@161 km": near / max(1, len(self.errors)),
            "mean km": statistics.mean(errors),
            "median km": statistics.median(errors),
            "AUC": auc(errors),
        }


def overlap(a: Row, b: Row) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_span(a: Row, b: Row) -> bool:
    return (a["start"], a["end"]) == (b["start"], b["end"])


def auc(errors: Sequence[float]) -> float:
    """Return the area under the sorted curve of ln(1 + error), as a share of the largest possible area."""
    logs = sorted(math.log(1 + error) for error in errors)
    if len(logs) < 2:
        return logs[0] / math.log(FARTHEST_KM)
    area = sum((a + b) / 2 for a, b in itertools.pairwise(logs))
    return area / (math.log(FARTHEST_KM) * (len(logs) - 1))
