"""Long runs over archives, as a separate program: `python -m tests.bench.endurance [ARTICLES_KILLED] [ARTICLES_MEMORY]`.

Kills workers, as processes on this computer and on a local Dask cluster, and compares the result byte for byte with that of
an undisturbed run. Then shows the memory of one worker over many articles.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from geodata.archives.batches import Batch, batches
from geodata.archives.running import on_cluster, on_processes
from geodata.archives.work import Done
from tests.bench.archives import archive

SIZE, PARAGRAPHS = 5, 3  # articles per batch, and paragraphs per article
SHOWN = 10  # memory samples
WORKERS = 2
BETWEEN = (8.0, 16.0)  # seconds between two kills: longer than a worker takes to start and read a batch

Read = Callable[[Iterator[Batch], str], Iterator[Done]]


def results(source: Path, out: Path, read: Read) -> dict[str, bytes]:
    for _ in read(batches(str(source), SIZE), str(out)):
        pass
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.parquet"))}


def workers(of: str) -> list[psutil.Process]:
    """Find the worker processes by `of`, words in their command line."""

    def works(child: psutil.Process) -> bool:
        try:
            return of in " ".join(child.cmdline()) and child.num_threads() > 1
        except psutil.Error:
            return False  # it has ended

    return [child for child in psutil.Process().children(recursive=True) if works(child)]


@contextmanager
def kills(of: str) -> Iterator[list[int]]:
    """Kill one worker after another at random times while the block runs; yield the list of the process IDs killed."""
    over, killed, rng = threading.Event(), list[int](), random.Random(7)

    def run() -> None:
        while not over.wait(rng.uniform(*BETWEEN)):
            try:
                victim = rng.choice(workers(of))
                victim.kill()
                killed.append(victim.pid)
            except (IndexError, psutil.Error):
                continue

    killer = threading.Thread(target=run)
    killer.start()
    try:
        yield killed
    finally:
        over.set()
        killer.join()


def disturbed(folder: Path, articles: int) -> Iterator[str]:
    from distributed import LocalCluster

    source = archive(folder / "in.jsonl", articles, PARAGRAPHS)
    calm = results(source, folder / "calm", lambda found, out: on_processes(found, out, WORKERS))
    yield f"{articles:,} articles in {len(calm)} partitions, undisturbed"
    with kills("spawn_main") as killed:
        same = results(source, folder / "killed", lambda found, out: on_processes(found, out, WORKERS)) == calm
    yield f"{WORKERS} processes, {len(killed)} killed: {'the same bytes' if same else 'OTHER BYTES'}"
    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        address = cluster.scheduler_address
        with kills("dask worker") as killed:
            same = results(source, folder / "cluster", lambda found, out: on_cluster(found, out, address)) == calm
    yield f"Dask with {WORKERS} workers, {len(killed)} killed: {'the same bytes' if same else 'OTHER BYTES'}"


def memory(folder: Path, articles: int) -> Iterator[str]:
    source, process, done, shown = archive(folder / "many.jsonl", articles, PARAGRAPHS), psutil.Process(), 0, 0
    for one in on_processes(batches(str(source), SIZE), str(folder / "many"), 1):
        done += one.articles
        if done * SHOWN // articles > shown:
            shown = done * SHOWN // articles
            yield f"after {done:,} articles: {process.memory_info().rss / 2**20:,.0f} MiB"


def main(killed: int = 500, many: int = 2_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        for run, articles in ((disturbed, killed), (memory, many)):
            for line in run(Path(name), articles) if articles else ():
                print(line, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
