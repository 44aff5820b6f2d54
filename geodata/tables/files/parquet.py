"""Parquet and GeoParquet: one file, or a folder of partitions, such as an archive that was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geodata.errors import ImportRefused
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, check_width

MAGIC = b"PAR1"
BATCH = 500  # rows held at once
HEAVIEST = 100_000_000  # bytes of these rows: a file can write a long text once for all of them


def read(path: Path) -> list[Sheet]:
    """The columns that hold text and numbers; what has no text (geometries, lists, bytes) is left out."""
    import pyarrow as arrow
    import pyarrow.dataset

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise ImportRefused(f"{path.name} holds no Parquet files")
    names = [str(file) for file in files]
    try:
        schema = pyarrow.dataset.dataset(names, format="parquet").schema
        # a text that comes again and again is kept once, as in the file
        repeated = [field.name for field in schema if arrow.types.is_string(field.type)]
        found = pyarrow.dataset.dataset(names, format=pyarrow.dataset.ParquetFileFormat(dictionary_columns=repeated))
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
        for batch in found.to_batches(columns=wanted, batch_size=BATCH, batch_readahead=1, fragment_readahead=1):
            if max(batch.nbytes, sum(map(characters, batch.columns))) > HEAVIEST:
                raise ImportRefused(f"{path.name} has rows of more than {HEAVIEST // BATCH:,} bytes each. Save it as CSV")
            if all(column.null_count == len(column) for column in batch.columns):
                continue  # millions of empty rows take a few bytes
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield [cell_text(cell) for cell in cells]

    return [Sheet("", rows)]


def characters(column: Any) -> int:
    """How many bytes the texts of a column have, each counted as often as it comes."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    if not arrow.types.is_dictionary(column.type) or not arrow.types.is_string(column.type.value_type):
        return 0
    lengths = compute.binary_length(column.dictionary)
    return int(compute.sum(lengths.take(column.indices.drop_null())).as_py() or 0)


def cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LARGEST_CELL]
