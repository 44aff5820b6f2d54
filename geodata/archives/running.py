"""Give batches to workers: processes of this computer, or those of a Dask cluster. If a worker is killed, another one reads its
batch. A batch whose partition exists is not read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from geodata.archives.batches import Batch
from geodata.archives.work import Done, read_batch
from geodata.errors import GeodataError, ServerError

AHEAD = 2  # batches per worker that are handed out at once
PATIENCE = 3  # workers that one batch may kill before the run gives up
CONNECT = 20  # seconds for a cluster to answer


def partitions(out: str) -> set[str]:
    """Return the names of the batches whose partitions exist. Raises ServerError if the address cannot be used."""
    import fsspec

    try:
        system, where = fsspec.core.url_to_fs(out)
        paths = system.ls(where, detail=False) if system.exists(where) else []
    except Exception as error:  # each storage raises different errors: no key, no such protocol, no answer
        raise ServerError(f"--out-dir {out}: {error}") from error
    names = (str(path).rpartition("/")[2] for path in paths)
    return {name.removesuffix(".parquet") for name in names if name.endswith(".parquet")}


FORMER = "_former"  # the folder of partitions that no longer belong to the archive; see `work.REJECTED`


def set_aside(out: str, names: set[str]) -> int:
    """Move the partitions that a finished run did not name to a separate folder, so that a reader of `out` gets each incident
    once. Return how many."""
    import fsspec

    system, where = fsspec.core.url_to_fs(out)
    stale = partitions(out) - names
    for name in stale:
        system.makedirs(f"{where}/{FORMER}", exist_ok=True)
        system.mv(f"{where}/{name}.parquet", f"{where}/{FORMER}/{name}.parquet")
    return len(stale)


def on_processes(batches: Iterable[Batch], out: str, workers: int) -> Iterator[Done]:
    """Read batches with several worker processes; with one worker, in this process."""
    if workers == 1:
        for batch in batches:
            yield read_batch(batch, out)
        return
    source, waiting, killed = iter(batches), list[Batch](), Counter[str]()
    while True:
        running: dict[Future[Done], Batch] = {}
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            try:
                while True:
                    while len(running) < workers * AHEAD and (more := next_of(waiting, source)) is not None:
                        try:
                            running[pool.submit(read_batch, more, out)] = more
                        except BrokenProcessPool:
                            waiting.insert(0, more)
                            raise
                    if not running:
                        return
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        done = future.result()
                        del running[future]
                        yield done
            except BrokenProcessPool as error:
                waiting = [*running.values(), *waiting]
                killed.update(batch.name for batch in running.values())
                lost = next((name for name, times in killed.items() if times > PATIENCE * AHEAD * workers), None)
                if lost:
                    raise ServerError(
                        f"{lost}: the workers that read it stop without an answer; is there enough memory?"
                    ) from error


def next_of(waiting: list[Batch], source: Iterator[Batch]) -> Batch | None:
    return waiting.pop(0) if waiting else next(source, None)


def on_cluster(batches: Iterable[Batch], out: str, scheduler: str) -> Iterator[Done]:
    """Read batches on the workers of a Dask cluster, which need this program and its models."""
    try:
        dask: Any = import_module("distributed")
    except ImportError as error:
        raise ServerError("a cluster needs the extra packages: pip install 'incident-atlas[archives]'") from error
    try:
        client = dask.Client(scheduler, timeout=CONNECT)
    except (OSError, ValueError, TimeoutError) as error:
        raise ServerError(f"no Dask scheduler answers at {scheduler}") from error
    with client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        source = iter(batches)

        def submitted() -> Any:
            batch = next(source, None)
            # a batch is named by its content, so the key contains `out`: Dask then reuses a result only within this run
            return batch and client.submit(read_batch, batch, out, key=f"{out}/{batch.name}", pure=False, retries=PATIENCE)

        running = dask.as_completed([f for _ in range(workers * AHEAD) if (f := submitted())])
        for future in running:
            try:
                yield future.result()
            except GeodataError:
                raise
            except Exception as error:
                raise ServerError(f"the cluster failed: {error}") from error
            future.release()
            if (more := submitted()) is not None:
                running.add(more)
