"""Parquet and GeoParquet: one file, or a folder of partitions, such as an archive that was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geodata.errors import ImportRefused
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, check_width

MAGIC = b"PAR1"
BATCH = 5_000  # rows held at once


def read(path: Path) -> list[Sheet]:
    """The columns that hold text and numbers; what has no text (geometries, lists, bytes) is left out."""
    import pyarrow as arrow
    import pyarrow.dataset

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise ImportRefused(f"{path.name} holds no Parquet files")
    try:
        found = pyarrow.dataset.dataset([str(file) for file in files], format="parquet")
    except (arrow.ArrowException, OSError) as error:
        raise ImportRefused(f"{path.name} is damaged, or is not Parquet: {str(error)[:120]}") from error
    kinds = arrow.types
    wanted = [
        field.name for field in found.schema
        if not (kinds.is_nested(field.type) or kinds.is_binary(field.type) or kinds.is_large_binary(field.type))
    ]  # fmt: skip
    check_width(path, len(found.schema))

    def rows() -> Iterator[Row]:
        yield list(wanted)
        for batch in found.to_batches(columns=wanted, batch_size=BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield [cell_text(cell) for cell in cells]

    return [Sheet("", rows)]


def cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LARGEST_CELL]
