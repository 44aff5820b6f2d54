"""One batch of an archive: its articles are read and written as one GeoParquet partition. The same function runs in this
process, in another, and on a cluster, and gives the same bytes everywhere."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geodata.archives.batches import Batch
from geodata.archives.memory import kept_memory
from geodata.errors import RowError
from geodata.fields import EXPORTED, Told, exported
from geodata.leftovers import SUFFIX
from geodata.records import Reading, Report
from geodata.sources.jsonl import Row, row_of
from geodata.vocabulary import ReviewState

DTYPES = {str: "string", int: "Int64", float: "float64"}
DOC_ID, GEOMETRY = "doc_id", "geometry"
REJECTED = "_rejected"  # the folder of lines that are not reports; "_": readers of the partitions pass by it


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch."""

    name: str
    articles: int = 0
    incidents: int = 0
    rejected: int = 0


def read_batch(batch: Batch, out: str) -> Done:
    """Read a batch into `out`, a folder or an address. A partition appears whole or not at all."""
    rows, rejected = taken_apart(batch)
    table: list[dict[str, Any]] = []
    for row, reading in readings(rows):
        if isinstance(reading, Reading):
            table += rows_of(row.doc_id, reading)
        else:
            rejected.append(
                {"file": batch.file, "line": 0, "reason": f"{row.doc_id}: {reading}", "text": row.report.text[:1_000]}
            )
    if rejected:
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rejected)
        put(f"{out}/{REJECTED}/{batch.name}.jsonl", lines.encode())
    put(f"{out}/{batch.name}.parquet", parquet(table))
    return Done(batch.name, len(rows), len(table), len(rejected))


def taken_apart(batch: Batch) -> tuple[list[Row], list[dict[str, Any]]]:
    """The reports of a batch, and the lines that are none with the reason."""
    rows: list[Row] = []
    rejected: list[dict[str, Any]] = []
    for line in batch.lines:
        try:
            rows.append(row_of(line, batch.file))
        except RowError as error:
            rejected.append({"file": batch.file, "line": line.number, "reason": str(error), "text": (line.text or "")[:1_000]})
    return rows, rejected


def readings(rows: list[Row]) -> Iterator[tuple[Row, Reading | Exception]]:
    """Each row with its reading, or with why it has none, which leaves the others."""
    from geodata.reading import networks, pipeline

    networks.use_threads(1)  # a worker has one processor, and the same sums everywhere
    try:
        with kept_memory():
            found = list(pipeline.read_reports([row.report for row in rows]))
        yield from zip(rows, found, strict=True)
    except Exception:  # one report must not take its neighbours with it
        for row in rows:
            yield row, one_reading(row.report)


def one_reading(report: Report) -> Reading | Exception:
    from geodata.reading import pipeline

    try:
        return pipeline.read_report(report)
    except Exception as error:  # it is set aside with this reason
        return error


def rows_of(doc_id: str, reading: Reading) -> Iterator[dict[str, Any]]:
    for incident in reading.incidents:
        told = Told(incident=incident, state=ReviewState.UNREVIEWED, source=doc_id, url=reading.report.url)
        yield {DOC_ID: doc_id, **exported(told)}


def parquet(rows: Iterable[dict[str, Any]]) -> bytes:
    """Rows as GeoParquet: the columns of our tables, typed alike in every partition, and a point."""
    import geopandas
    import pandas as pd

    names = [DOC_ID, *(field.name for field in EXPORTED)]
    kinds = {DOC_ID: "string", **{field.name: DTYPES[field.kind] for field in EXPORTED}}
    frame = pd.DataFrame(list(rows), columns=names).astype(kinds)
    points = geopandas.points_from_xy(frame["lon"], frame["lat"])
    points[frame["lat"].isna().to_numpy()] = None
    buffer = io.BytesIO()
    geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326").to_parquet(buffer, index=False)
    return buffer.getvalue()


def put(path: str, content: bytes) -> None:
    """Write a file so that no other program ever sees a part of it."""
    import fsspec

    system, where = fsspec.core.url_to_fs(path)
    system.makedirs(where.rpartition("/")[0], exist_ok=True)
    if "file" not in system.protocol:
        system.pipe_file(where, content)  # object stores show an object when all of it is there
        return
    folder, _, name = where.rpartition("/")
    aside = f"{folder}/_{name}.{os.getpid()}{SUFFIX}"
    with open(aside, "wb") as file:  # noqa: PTH123  (fsspec gives paths as strings)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, where)
