"""Archives: articles per second with one and two processes and on a local Dask cluster, and the memory of one process."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from geodata.archives.batches import Batch, batches
from geodata.archives.running import on_cluster, on_processes
from geodata.archives.work import Done
from tests.bench.reading import shuffled

ARTICLES = 60
SIZE = 2  # articles per batch: with larger batches, waiting for the last worker would distort so short a run
WARM = 10  # articles read before the measurement starts, so that the models are loaded


def archive(path: Path, articles: int, paragraphs: int | None = None) -> Path:
    """Write articles made of the example's paragraphs, each with all or the first `paragraphs`; return the path."""
    with path.open("w", encoding="utf-8") as file:
        for n, report in enumerate(shuffled(articles)):
            row = {
                "doc_id": str(n),
                "date": "2022-06-28",
                "title": report.title,
                "text": "\n\n".join(report.text.split("\n\n")[:paragraphs]),
            }
            file.write(json.dumps(row) + "\n")
    return path


def rate(results: Iterator[Done]) -> float:
    """Return the articles per second, without the first ones."""
    done, start, counted = 0, 0.0, 0
    for one in results:
        done += one.articles
        if not start and done >= WARM:
            start, counted = time.perf_counter(), done
    return (done - counted) / (time.perf_counter() - start)


def bench() -> Iterator[str]:
    from distributed import LocalCluster

    with tempfile.TemporaryDirectory() as folder:
        path = archive(Path(folder) / "in.jsonl", ARTICLES)

        def run(name: str, read: Callable[[Iterator[Batch], str], Iterator[Done]]) -> float:
            return rate(read(batches(str(path), SIZE), f"{folder}/{name}"))

        one = run("one", lambda found, out: on_processes(found, out, 1))
        memory = psutil.Process().memory_info().rss / 1e6
        yield f"one process: {one:.1f} articles a second, {memory:,.0f} MB"
        two = run("two", lambda found, out: on_processes(found, out, 2))
        yield f"two processes: {two:.1f} a second, {two / one:.2f} times that"
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
            dask = run("dask", lambda found, out: on_cluster(found, out, cluster.scheduler_address))
        yield f"Dask with two workers: {dask:.1f} a second, {dask / two:.2f} of two processes (wanted: 0.85)"
