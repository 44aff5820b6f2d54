"""What the linking asks of the networks, however they run: on ONNX in the program, on torch in training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.reading import views
from geodata.reading.pieces import Pieces

Floats = NDArray[np.float32]


class Judgement(NamedTuple):
    """For one incident: tags (pieces of its scene x KINDS x 3), types, roles, and whether it is one, as probabilities; and
    for each piece whether it is about it too, before the sigmoid."""

    tags: Floats
    types: Floats
    roles: Floats
    real: float
    same: Floats


class Networks(Protocol):
    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Vectors (pieces x hidden) and tags (pieces x KINDS x 3, probabilities)."""

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        """The probability that two event mentions report one incident, for each pair."""

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        """What belongs to the incident whose words are marked."""
