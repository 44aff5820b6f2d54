"""`geodata read --jsonl ARCHIVE --out-dir DIR`: read an archive of any size into GeoParquet partitions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from geodata.archives.batches import SIZE, Batch, batches
from geodata.archives.running import FORMER, on_cluster, on_processes, partitions, set_aside
from geodata.archives.work import REJECTED
from geodata.errors import ServerError
from geodata.leftovers import sweep
from geodata.progress import open_gazetteer
from geodata.words.catalogue import say


def run(args: argparse.Namespace) -> int:
    """Read the batches that are not read yet. A run that is stopped keeps what is done."""
    try:
        import geopandas  # noqa: F401
    except ImportError as error:
        raise ServerError("GeoParquet needs the extra packages: pip install 'incident-atlas[archives]'") from error
    out = str(args.out_dir).rstrip("/")
    open_gazetteer()  # build it once here, before several workers build it at the same time
    done = partitions(out)
    for folder in (out, f"{out}/{REJECTED}"):
        sweep(Path(folder), "_part-*")
    kept = copies = 0
    named: set[str] = set()
    articles = incidents = rejected = 0
    with tqdm(unit=" articles", file=sys.stderr, mininterval=1.0) as bar:

        def wanted() -> Iterator[Batch]:
            nonlocal kept, copies
            seen = given = 0
            for batch in batches(str(args.jsonl), args.batch_size or SIZE):
                is_copy, is_done = batch.name in named, batch.name in done
                named.add(batch.name)
                copies += is_copy
                kept += is_done and not is_copy
                seen += len(batch.lines)
                given += 0 if is_copy or is_done else len(batch.lines)
                if batch.share:  # estimate the remaining articles from their share of the bytes
                    bar.total = round(given + seen / batch.share - seen)
                if not (is_copy or is_done):
                    yield batch

        workers = args.processes or os.cpu_count() or 1
        results = on_cluster(wanted(), out, args.scheduler) if args.scheduler else on_processes(wanted(), out, workers)
        for one in results:
            articles, incidents, rejected = articles + one.articles, incidents + one.incidents, rejected + one.rejected
            bar.update(one.articles)
            bar.set_postfix_str(f"{say('count.incidents', n=incidents)}, {say('count.set_aside', n=rejected)}")
    former = set_aside(out, named)
    if former:
        print(say("command.former", n=former, folder=f"{out}/{FORMER}"), file=sys.stderr)
    if copies:
        print(say("command.copies", n=copies), file=sys.stderr)
    counts = {"articles": articles, "incidents": incidents, "set_aside": rejected, "partitions": kept}
    print(", ".join(say(f"count.{name}", n=n) for name, n in counts.items()))
    return 0
