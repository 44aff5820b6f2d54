"""Importing and filtering 300,000 rows, compared with pandas."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
import pandas as pd
import psutil

from geodata.columns.masks import chosen
from geodata.columns.snapshot import Snapshot
from geodata.exporting.exports import ACLED_COLUMNS
from geodata.importing import loading
from geodata.query import Casualties, IncidentQuery
from geodata.vocabulary import IncidentType
from geodata.workspace import Workspace

ROWS = 300_000
ROUNDS = 3
T = TypeVar("T")
KINDS = ("Armed clash", "Air/drone strike", "Shelling/artillery/missile attack", "Attack", "Peaceful protest")


def table(path: Path, rows: int) -> None:
    """Write a seeded file in ACLED's columns."""
    rng = np.random.default_rng(1)
    days = pd.date_range("2015-01-01", periods=3000).strftime("%Y-%m-%d").to_numpy()
    town = rng.integers(0, 5000, rows)
    columns = dict.fromkeys(ACLED_COLUMNS, np.full(rows, "", dtype=object)) | {
        "event_id_cnty": [f"UKR{n}" for n in range(rows)],
        "event_date": rng.choice(days, rows),
        "time_precision": rng.choice(["1", "2", "3"], rows),
        "event_type": ["Battles"] * rows,
        "sub_event_type": rng.choice(KINDS, rows),
        "actor1": rng.choice(["Military Forces of X", "Unidentified Armed Group"], rows),
        "country": ["Ukraine"] * rows,
        "admin1": rng.choice(["Donetsk", "Kharkiv"], rows),
        "location": [f"Town {n}" for n in town],
        "latitude": np.round(45 + town / 700, 4).astype(str),
        "longitude": np.round(22 + town / 280, 4).astype(str),
        "geo_precision": rng.choice(["1", "2", "3"], rows),
        "source": ["Some paper; another"] * rows,
        "notes": [f"Shots were heard near town {n}; officials spoke of {n % 7} dead." for n in town],
        "fatalities": rng.integers(0, 12, rows).astype(str),
    }
    pd.DataFrame(columns)[list(ACLED_COLUMNS)].to_csv(path, index=False)


def seconds(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def pandas_own(file: Path) -> float:
    """Return the seconds that pandas takes to load the table into SQLite."""
    start = time.perf_counter()
    with closing(sqlite3.connect(file.with_name("peer.sqlite"))) as peer:
        pd.read_csv(file, low_memory=False).to_sql("events", peer, index=False, if_exists="replace")
        peer.commit()
    return time.perf_counter() - start


def apart(work: Callable[..., T], *arguments: object) -> T:
    """Run `work` in a separate process, so that the memory measured here is the import's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as peer:
        return peer.submit(work, *arguments).result()


@contextmanager
def highest_memory() -> Iterator[list[float]]:
    """Yield a list of one: the peak memory of this process and its children during the block, in MB."""
    me, most, over = psutil.Process(), [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            with suppress(psutil.NoSuchProcess):
                most[0] = max(most[0], sum(one.memory_info().rss for one in (me, *me.children())) / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def bench() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        apart(table, file, ROWS)
        floors, times, most = [], [], 0.0
        for n in range(ROUNDS):
            floors.append(apart(pandas_own, file))
            with Workspace.open(Path(folder) / f"{n}.sqlite") as workspace, highest_memory() as memory:
                start = time.perf_counter()
                outcome = loading.load(workspace, file)
                times.append(time.perf_counter() - start)
            most = max(most, memory[0])
        floor, ours = median(floors), median(times)
        yield f"pandas' read_csv and to_sql of {ROWS:,} rows: {floor:.1f} s"
        yield f"import of {outcome.new:,} rows: {ours:.1f} s, {floor / ours:.2f} of that rate (wanted: 0.4), {most:,.0f} MB with its process"
        with Workspace.open(Path(folder) / "0.sqlite") as workspace:
            yield from filters(workspace)


def filters(workspace: Workspace) -> Iterator[str]:
    start = time.perf_counter()
    snapshot = Snapshot.of(workspace)
    yield f"columns of them in memory, once for each change: {time.perf_counter() - start:.1f} s"
    kinds = (IncidentType.SHELLING, IncidentType.AIR_STRIKE)
    words = [kind.value for kind in kinds]
    with closing(sqlite3.connect(workspace.path)) as db:
        frame = pd.read_sql(
            "SELECT type, date_start, date_end, killed_low FROM incidents", db, parse_dates=["date_start", "date_end"]
        )
    frame["type"] = frame["type"].astype("category")
    low, high = pd.Timestamp(2020, 1, 1), pd.Timestamp(2020, 6, 30)

    def bare() -> object:
        return (
            frame["type"].isin(words) & (frame["date_end"] >= low) & (frame["date_start"] <= high) & (frame["killed_low"] > 0)
        )

    query = IncidentQuery(types=kinds, start=date(2020, 1, 1), end=date(2020, 6, 30), casualties=Casualties.KILLED)
    floor = seconds(bare)
    ours = seconds(lambda: chosen(snapshot, query))
    text = IncidentQuery(types=kinds, text="town 4321")
    searched = seconds(lambda: chosen(snapshot, text, workspace.search(text.text)))
    yield f"a bare pandas mask {1000 * floor:.1f} ms"
    yield f"a filter {1000 * ours:.1f} ms, {ours / floor:.1f} times that; a full-text search {1000 * searched:.1f} ms, {searched / floor:.1f} times (wanted: 5)"
