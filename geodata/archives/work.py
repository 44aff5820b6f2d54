"""Read one batch of an archive, and write it as one GeoParquet partition. The same function runs in this process, in another,
and on a cluster, and gives the same bytes everywhere."""

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
REJECTED = "_rejected"  # the folder of lines that are not reports; readers of the partitions skip a name with "_"


@dataclass(frozen=True, slots=True)
class Done:
    """The counts of a batch that was read."""

    name: str
    articles: int = 0
    incidents: int = 0
    rejected: int = 0


def read_batch(batch: Batch, out: str) -> Done:
    """Read a batch, and write it to `out`, a folder or an address. A partition appears complete or not at all."""
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
    """Split a batch into its reports and the lines that are not reports, with the reasons."""
    rows: list[Row] = []
    rejected: list[dict[str, Any]] = []
    for line in batch.lines:
        try:
            rows.append(row_of(line, batch.file))
        except RowError as error:
            rejected.append({"file": batch.file, "line": line.number, "reason": str(error), "text": (line.text or "")[:1_000]})
    return rows, rejected


def readings(rows: list[Row]) -> Iterator[tuple[Row, Reading | Exception]]:
    """Yield each row with its reading, or with the error that it raised, which does not affect the other rows."""
    from geodata.reading import networks, pipeline

    networks.use_threads(1)  # a worker has one processor, and its results must be the same everywhere
    try:
        with kept_memory():
            found = list(pipeline.read_reports([row.report for row in rows]))
        yield from zip(rows, found, strict=True)
    except Exception:  # one report must not make its neighbours fail
        for row in rows:
            yield row, one_reading(row.report)


def one_reading(report: Report) -> Reading | Exception:
    from geodata.reading import pipeline

    try:
        return pipeline.read_report(report)
    except Exception as error:  # the report is set aside with this reason
        return error


def rows_of(doc_id: str, reading: Reading) -> Iterator[dict[str, Any]]:
    for incident in reading.incidents:
        told = Told(incident=incident, state=ReviewState.UNREVIEWED, source=doc_id, url=reading.report.url)
        yield {DOC_ID: doc_id, **exported(told)}


def parquet(rows: Iterable[dict[str, Any]]) -> bytes:
    """Encode rows as GeoParquet: the columns of our tables, with the same types in every partition, and a point."""
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
    """Write a file so that no other program ever sees it incomplete."""
    import fsspec

    system, where = fsspec.core.url_to_fs(path)
    system.makedirs(where.rpartition("/")[0], exist_ok=True)
    if "file" not in system.protocol:
        system.pipe_file(where, content)  # object stores show an object only when it is complete
        return
    folder, _, name = where.rpartition("/")
    aside = f"{folder}/_{name}.{os.getpid()}{SUFFIX}"
    with open(aside, "wb") as file:  # noqa: PTH123  (fsspec gives paths as strings)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, where)
