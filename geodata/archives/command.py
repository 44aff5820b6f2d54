"""`geodata read --jsonl ARCHIVE --out-dir DIR`: an archive of any size into GeoParquet partitions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

from tqdm import tqdm

from geodata.archives.batches import SIZE, Batch, batches
from geodata.archives.running import FORMER, on_cluster, on_processes, partitions, set_aside
from geodata.errors import ServerError
from geodata.progress import open_gazetteer
from geodata.words.catalogue import say


def run(args: argparse.Namespace) -> int:
    """Read what is not read yet. What is done is kept whenever it is stopped."""
    try:
        import geopandas  # noqa: F401
    except ImportError as error:
        raise ServerError("GeoParquet needs the extra packages: pip install 'incident-atlas[archives]'") from error
    out = str(args.out_dir).rstrip("/")
    open_gazetteer()  # built once, here, before several workers would build it at the same time
    done = partitions(out)
    kept = 0
    named: set[str] = set()

    def wanted() -> Iterator[Batch]:
        nonlocal kept
        for batch in batches(str(args.jsonl), args.batch_size or SIZE):
            named.add(batch.name)
            if batch.name in done:
                kept += 1
            else:
                yield batch

    workers = args.processes or os.cpu_count() or 1
    results = on_cluster(wanted(), out, args.scheduler) if args.scheduler else on_processes(wanted(), out, workers)
    articles = incidents = rejected = 0
    with tqdm(unit=" articles", file=sys.stderr, mininterval=1.0) as bar:
        for one in results:
            articles, incidents, rejected = articles + one.articles, incidents + one.incidents, rejected + one.rejected
            bar.update(one.articles)
            bar.set_postfix_str(f"{say('count.incidents', n=incidents)}, {say('count.set_aside', n=rejected)}")
    former = set_aside(out, named)
    if former:
        print(say("command.former", n=former, folder=f"{out}/{FORMER}"), file=sys.stderr)
    counts = {"articles": articles, "incidents": incidents, "set_aside": rejected, "partitions": kept}
    print(", ".join(say(f"count.{name}", n=n) for name, n in counts.items()))
    return 0
