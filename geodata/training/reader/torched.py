"""The networks on torch, with the interface that `linking` needs, to measure them during training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from geodata.reading import views
from geodata.reading.judgement import Floats, Judgement
from geodata.reading.pieces import Pieces
from geodata.training.reader.network import Reader
from geodata.training.reader.train import encode


class Torched:
    def __init__(self, net: Reader) -> None:
        self.net = net.eval()

    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        with torch.no_grad():
            x = encode(self.net, pieces)
            return x.numpy(), self.net.tags(x).softmax(-1).numpy()

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        with torch.no_grad():
            spans = self.net.mentions(torch.from_numpy(vectors), torch.from_numpy(views.pool(pieces, mentions)))
            i, j = (torch.tensor([p[k] for p in pairs]) for k in (0, 1))
            signs = torch.from_numpy(views.pair_signs(pieces, mentions, pairs))
            scores: Floats = self.net.pairs(spans[i], spans[j], signs).sigmoid().numpy()
            return scores

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        with torch.no_grad():
            x = torch.from_numpy(vectors)[torch.from_numpy(inside)]
            tags, types, roles, real, same = self.net.incident(x, torch.from_numpy(marks), torch.from_numpy(reach))
            return Judgement(
                tags.softmax(-1).numpy(),
                types.softmax(-1).numpy(),
                roles.softmax(-1).numpy(),
                float(real.sigmoid()),
                same.float().numpy(),
            )
