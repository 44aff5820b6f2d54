"""Keep snapshots on disk between starts: making one of 300,000 incidents takes seconds, reading it back a moment."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import People, Words
from geodata.gazetteer.build import cache_folder
from geodata.leftovers import sweep

FORMAT = 2  # increase it when the contents of a snapshot change
WORTH_KEEPING = 20_000  # rows


def file_of(workspace: Path) -> Path:
    name = hashlib.sha256(str(workspace.absolute()).encode()).hexdigest()[:16]
    return cache_folder() / f"columns-{FORMAT}-{name}.npz"


def keep(snapshot: Snapshot, workspace: Path) -> None:
    """Save a large snapshot. If the cache cannot be written, this only costs time later."""
    if len(snapshot) < WORTH_KEEPING:
        return
    target = file_of(workspace)
    with suppress(OSError):
        sweep(target.parent)
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=target.stem, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **columns_of(snapshot))
        os.replace(partial, target)


def kept(workspace: Path) -> Snapshot | None:
    """Return the snapshot saved for a workspace, possibly of an older state; None if there is none or it is broken."""
    try:
        with np.load(file_of(workspace), allow_pickle=False) as columns:
            return snapshot_of(dict(columns))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def packed(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def unpacked(column: NDArray[np.uint8]) -> Any:
    return json.loads(column.tobytes().decode("utf-8", "surrogatepass"))


def columns_of(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    out: dict[str, NDArray[Any]] = {}
    for name, value in ((f.name, getattr(snapshot, f.name)) for f in fields(Snapshot)):
        if isinstance(value, Words):
            out |= {f"{name}.codes": value.codes, f"{name}.values": packed(value.values)}
        elif isinstance(value, People):
            out |= {f"{name}.{part}": getattr(value, part) for part in ("low", "high", "best")}
            out |= {f"{name}.qualifier": value.qualifier.codes, f"{name}.hedges": packed(value.qualifier.values)}
            out[f"{name}.words"] = packed(list(value.words.items()))
        elif isinstance(value, np.ndarray):
            out[name] = value
        elif isinstance(value, dict):
            out[name] = packed(list(value.items()))
        else:
            out[name] = packed(value)
    return out


def snapshot_of(columns: dict[str, NDArray[Any]]) -> Snapshot:
    out: dict[str, Any] = {}
    for name in (f.name for f in fields(Snapshot)):
        if f"{name}.codes" in columns:
            out[name] = Words(columns[f"{name}.codes"], tuple(unpacked(columns[f"{name}.values"])))
        elif f"{name}.low" in columns:
            low, high, best = (columns[f"{name}.{part}"] for part in ("low", "high", "best"))
            qualifier = Words(columns[f"{name}.qualifier"], tuple(unpacked(columns[f"{name}.hedges"])))
            out[name] = People(low, high, best, qualifier, by_row(unpacked(columns[f"{name}.words"])))
        elif columns[name].dtype != np.uint8:
            out[name] = columns[name]
        else:
            value = unpacked(columns[name])
            out[name] = tuple(value) if name == "ids" else by_row(value) if name == "outlines" else value
    return Snapshot(**out)


def by_row(pairs: list[tuple[int, str]]) -> dict[int, str]:
    return {int(row): str(word) for row, word in pairs}
