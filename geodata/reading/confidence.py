"""The confidence in a reading of an incident, from 0 to 1, and the reasons for doubt.

The score is the share of incidents with such signs that were right in place, type and role, in articles that were not used
for training. `geodata.training.reader` fits it and writes it into the model's settings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from geodata.reading.linked import Linked
from geodata.reading.model_files import FOLDER
from geodata.records import Toponym
from geodata.vocabulary import NOT_FOUND, SURROUNDINGS, GeoPrecision, Role

LEAST = 0.01  # probabilities are clipped to LEAST and 1 - LEAST, so that their log-odds are finite


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds of being right: `bias` and a weight for each sign. `floor`: the confidence below which an incident is "not
    sure"."""

    bias: float
    weights: Mapping[str, float]
    floor: float

    def probability(self, signs: Mapping[str, float]) -> float:
        odds = self.bias + sum(weight * signs.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def calibration() -> Calibration:
    """Return the shipped calibration, without loading the networks."""
    settings = json.loads((FOLDER / "settings.json").read_text("utf-8"))["confidence"]
    return Calibration(settings["bias"], settings["weights"], settings["floor"])


def is_sure(confidence: float) -> bool:
    """Whether an incident counts in sums; one below the floor is shown as "not sure"."""
    return confidence >= calibration().floor


def signs_of(linked: Linked, toponym: Toponym, role: Role, dated: bool) -> dict[str, float]:
    """Return the signs for and against a reading, as numbers by name."""
    geocode = toponym.geocode
    where = max((m.score for m in linked.of("where")), default=0.0)
    return {
        "real": logit(linked.real),
        "event": logit(max(m.score for m in linked.events)),
        "type": logit(max(linked.types.values())),
        "role": logit(max(linked.roles.values())),
        "where": where,
        "no_place_words": float(not linked.of("where")),
        "unknown_place": float(geocode is None or (geocode.precision.is_area and geocode.place.name != toponym.name)),
        "doubtful_place": 1 - (geocode.score if geocode else 0.0),
        "only_country": float(geocode is not None and geocode.precision is GeoPrecision.COUNTRY and role is not Role.AGGREGATE),
        "undated": float(not dated),
        "once": float(len(linked.events) == 1),
    }


def logit(p: float) -> float:
    p = min(1 - LEAST, max(LEAST, p))
    return math.log(p / (1 - p))


def reasons_of(linked: Linked, toponym: Toponym, role: Role, dated: bool, borrowed: bool) -> tuple[str, ...]:
    """Return the reasons to doubt a reading, in words for the user. `borrowed`: whether the place is not from its own words."""
    signs, geocode = signs_of(linked, toponym, role, dated), toponym.geocode
    found = (
        (signs["real"] < logit(0.7), "it may not be an incident"),
        (signs["type"] < logit(0.6), "the text does not clearly say which kind it was"),
        (signs["role"] < logit(0.6), "it may be an earlier event or a total"),
        (borrowed, "the place is taken from the sentences around it"),
        (geocode is None, NOT_FOUND),
        (bool(geocode) and signs["unknown_place"] > 0, SURROUNDINGS),
        (bool(geocode) and signs["doubtful_place"] > 0.4, f"the place is uncertain: {geocode.reason if geocode else ''}"),
        (signs["only_country"] > 0, "only a country is named"),
        (not dated, "no date is given"),
        (
            len(linked.events) == 1 and not any(linked.of(k) for k in ("killed", "injured")),
            "one mention only, without a figure",
        ),
    )
    return tuple(words for holds, words in found if holds)
