"""What the linking needs from the networks, whether they run on ONNX, as in the program, or on torch, as in training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.reading import views
from geodata.reading.pieces import Pieces

Floats = NDArray[np.float32]


class Judgement(NamedTuple):
    """The networks' output for one incident: the probabilities of tags (pieces of its scene x KINDS x 3), types and roles, and
    `real`, that it is an incident. `same`: for each piece, whether it is about the same incident, before the sigmoid."""

    tags: Floats
    types: Floats
    roles: Floats
    real: float
    same: Floats


class Networks(Protocol):
    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Return vectors (pieces x hidden) and tags (pieces x KINDS x 3, probabilities)."""

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        """Return, for each pair, the probability that its two event mentions report one incident."""

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        """Judge the incident whose event words are marked."""
