"""The trained networks, run by onnxruntime: loaded once, when first needed, and only if the hashes of their files match."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.errors import ModelError
from geodata.reading import views
from geodata.reading.judgement import Floats, Judgement
from geodata.reading.linking import Thresholds
from geodata.reading.model_files import FOLDER, check_files
from geodata.reading.pieces import Pieces, load_tokenizer

BATCH = 2_000  # pairs scored at once
_lock = threading.Lock()


class OnnxNetworks:
    """`Networks` on ONNX graphs. Safe to share between threads."""

    def __init__(self, folder: Path = FOLDER, threads: int = 0) -> None:
        import onnxruntime  # imported late: it takes half a second, and viewing a workspace doesn't need it

        check_files(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # threads that wait for work in a loop take a fifth more processor time, and slow down the one that works
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # the arena keeps its largest block: 300 MB without any gain in speed
        options.enable_cpu_mem_arena = False
        self.sessions: dict[str, Any] = {
            name: onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in ("encoder", "pairs", "incident")
        }
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        self.thresholds = Thresholds(**json.loads((folder / "settings.json").read_text("utf-8"))["thresholds"])

    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        ids, mask, signals = pieces.batch()
        vectors, tags = self.sessions["encoder"].run(
            None, {"ids": ids, "mask": mask, "signals": signals, "at": pieces.at(), "depth": views.depth(pieces)}
        )
        return vectors, tags

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        spans = (views.pool(pieces, mentions) @ vectors).reshape(len(mentions), -1)
        signs = views.pair_signs(pieces, mentions, pairs)
        i, j = (np.array([p[k] for p in pairs]) for k in (0, 1))
        same: Floats = np.concatenate(
            [
                self.sessions["pairs"].run(
                    None, {"a": spans[i[k : k + BATCH]], "b": spans[j[k : k + BATCH]], "signs": signs[k : k + BATCH]}
                )[0]
                for k in range(0, len(pairs), BATCH)
            ]
        )
        return same

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        tags, types, roles, real, same = self.sessions["incident"].run(
            None, {"x": vectors[inside], "marks": marks, "reach": reach}
        )
        return Judgement(tags, types, roles, float(real[0]), same)


_threads = 0  # per network; 0: one per processor core


def use_threads(count: int) -> None:
    """Set the number of threads for networks that are not loaded yet. A program with several processes uses one in each."""
    global _threads
    _threads = count


@cache
def _load() -> OnnxNetworks:
    return OnnxNetworks(threads=_threads)


def networks() -> OnnxNetworks:
    """Return the shipped networks. The first call takes about a second."""
    with _lock:
        return _load()


def preload() -> None:
    """Load the networks in another thread, so that the language model can load at the same time."""

    def load() -> None:
        with suppress(ModelError):  # the reading that needs them raises it again
            networks()

    if not _load.cache_info().currsize:
        threading.Thread(target=load, name="networks").start()
