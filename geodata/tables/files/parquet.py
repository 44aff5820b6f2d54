"""Read Parquet and GeoParquet: one file, or a folder of partitions, such as a processed archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely

from geodata.child import Child, Gone, Send
from geodata.errors import ImportRefused
from geodata.tables.cells.geometries import point_on
from geodata.tables.files.failing import in_one_line
from geodata.tables.files.grid import Row, Sheet
from geodata.tables.files.limits import LARGEST_CELL, MOST_CELLS, MOST_UNPACKED, check_width
from geodata.tables.files.records import words

MAGIC = b"PAR1"
BATCH, FEW = 500, 20  # rows held at once
UNREADABLE = "not a value that can be read"
MEMORY = 1_200_000_000  # bytes that the check of nested texts may take, most of them for libraries
PATIENCE = 120.0  # seconds
HEAVIEST = 100_000_000  # bytes of these rows: a file can store a long text once for all of them
MOST_LISTED = 20_000  # values of one list, on average
GEOMETRIES = ("geometry", "geom", "the_geom", "wkb_geometry", "shape")  # columns of bytes that hold a geometry
SIDES = ("lat", "lon")


def read(path: Path) -> list[Sheet]:
    """Read the columns of a file. A group becomes its columns by their paths, a list one text, and a geometry its point; other
    bytes are left out and named in a note."""
    import pyarrow as arrow
    import pyarrow.dataset

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise ImportRefused(f"{path.name} holds no Parquet files")
    names = [str(file) for file in files]
    try:
        schema = pyarrow.dataset.dataset(names, format="parquet").schema
        # a repeated text is kept once, as in the file
        repeated = [field.name for field in schema if is_text(field.type)]
        found = pyarrow.dataset.dataset(names, format=pyarrow.dataset.ParquetFileFormat(dictionary_columns=repeated))
    except (arrow.ArrowException, OSError) as error:
        raise ImportRefused(f"{path.name} is damaged, or is not Parquet: {in_one_line(error, path)}") from error
    for file in files:
        check_sizes(file, path)
    check_nested(path, names, [field.name for field in schema if arrow.types.is_nested(field.type)])
    fields = {field.name: field.type for field in schema}
    left_out = [name for name, kind in fields.items() if is_bytes(kind) and name.lower() not in GEOMETRIES]
    wanted = [name for name in fields if name not in left_out]
    with_point = any(is_bytes(fields[name]) for name in wanted) and not set(SIDES) & set(wanted)
    headers = [path for name in wanted for path in paths(name, fields[name], with_point)]
    check_width(path, len(headers))
    nested = any(arrow.types.is_nested(fields[name]) for name in wanted)
    size = FEW if nested else BATCH  # nested values are not kept once, as texts are
    notes = (f"binary columns are not read: {', '.join(left_out)}",) if left_out else ()

    def rows() -> Iterator[Row]:
        yield list(headers)
        for batch in found.to_batches(columns=wanted, batch_size=size, batch_readahead=1, fragment_readahead=1):
            if max(batch.nbytes, sum(map(characters, batch.columns))) > HEAVIEST:
                raise ImportRefused(f"{path.name} has rows of more than {HEAVIEST // BATCH:,} bytes each. Save it as CSV")
            if all(column.null_count == len(column) for column in batch.columns):
                continue  # millions of empty rows take only a few bytes in a file
            columns = [values(column) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield [
                    text
                    for name, cell in zip(wanted, cells, strict=True)
                    for text in texts(cell, fields[name], with_point)
                ]  # fmt: skip

    return [Sheet("", rows, notes=notes)]


def check_nested(path: Path, names: Sequence[str], columns: Sequence[str]) -> None:
    """Raise ImportRefused if nested columns have texts that take too much memory. A file stores a repeated text once, but a
    nested one is read each time that it occurs. The check runs in another process."""
    if not columns:
        return
    with Child(__name__, MEMORY) as child:
        try:
            child.send((names, columns))
            fits = child.receive(PATIENCE)
        except Gone:
            fits = False
    if not fits:
        raise ImportRefused(f"{path.name} has lists or groups that take too much memory or time to read. Save it as CSV")


def work(messages: Iterator[Any], send: Send) -> None:
    """Run in the other process: send whether each batch of a few rows of some columns is light enough."""
    import pyarrow as arrow
    import pyarrow.dataset

    for names, columns in messages:
        try:
            batches = pyarrow.dataset.dataset(names, format="parquet").to_batches(
                columns=columns, batch_size=FEW, batch_readahead=1, fragment_readahead=1, use_threads=False
            )
            send(all(batch.nbytes <= HEAVIEST for batch in batches))
        except (arrow.ArrowException, MemoryError, OSError):
            send(False)


def check_sizes(file: Path, path: Path) -> None:
    """Raise ImportRefused if a file has more cells than a table may have, or a group of rows, which is read whole, that is too
    large. A kilobyte of a file can hold either."""
    import pyarrow.parquet

    cells = 0
    with pyarrow.parquet.ParquetFile(file) as found:
        meta = found.metadata
        for group in range(meta.num_row_groups):
            bytes_of_all = 0
            for n in range(meta.num_columns):
                column = meta.row_group(group).column(n)
                cells += column.num_values
                bytes_of_all += column.total_uncompressed_size
                if cells > MOST_CELLS or bytes_of_all > MOST_UNPACKED:
                    raise ImportRefused(
                        f"{path.name} has more than {MOST_CELLS:,} cells, or a group of rows of more than {MOST_UNPACKED:,} "
                        "bytes. Split it, or save it as CSV"
                    )
                if meta.num_rows and column.num_values > MOST_LISTED * max(1, meta.row_group(group).num_rows):
                    raise ImportRefused(f"{path.name} has lists of more than {MOST_LISTED:,} values. Save it as CSV")


def is_text(kind: Any) -> bool:
    """Whether a column holds texts or bytes of any length, which a file can store once for millions of rows."""
    import pyarrow as arrow

    kinds = arrow.types
    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_binary(kind) or kinds.is_large_binary(kind))


def values(column: Any) -> list[object]:
    """The cells of a column. One without a valid value, such as a day outside the calendar, becomes `UNREADABLE`."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, OSError, LookupError):
        return [value(cell) for cell in column]


def value(cell: Any) -> object:
    try:
        return cell.as_py()
    except (ValueError, OverflowError, OSError, LookupError):
        return UNREADABLE


def is_bytes(kind: Any) -> bool:
    import pyarrow as arrow

    return bool(arrow.types.is_binary(kind) or arrow.types.is_large_binary(kind) or arrow.types.is_fixed_size_binary(kind))


def paths(name: str, kind: Any, with_point: bool) -> Sequence[str]:
    """The headers that a column gets."""
    import pyarrow as arrow

    if is_bytes(kind):
        return SIDES if with_point else ()
    if arrow.types.is_struct(kind):
        return [path for field in kind for path in paths(f"{name}.{field.name}", field.type, False)]
    return (name,)


def texts(cell: object, kind: Any, with_point: bool) -> Sequence[str]:
    """The texts of a cell under its column's headers."""
    import pyarrow as arrow

    if is_bytes(kind):
        return point(cell) if with_point else ()
    if arrow.types.is_struct(kind):
        inner = cell if isinstance(cell, dict) else {}
        return [text for field in kind for text in texts(inner.get(field.name), field.type, False)]
    return (words(cell) if isinstance(cell, list | dict) else cell_text(cell),)


def point(cell: object) -> tuple[str, str]:
    """Latitude and longitude of a geometry as bytes (WKB); two empty cells for any other value."""
    try:
        found = point_on(shapely.from_wkb(cell)) if isinstance(cell, bytes) else None
    except shapely.errors.ShapelyError:
        found = None
    return (repr(found.latitude), repr(found.longitude)) if found else ("", "")


def characters(column: Any) -> int:
    """The number of bytes in the texts of a column, each counted as often as it occurs."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    if not arrow.types.is_dictionary(column.type) or not is_text(column.type.value_type):
        return 0
    lengths = compute.binary_length(column.dictionary)
    return int(compute.sum(lengths.take(column.indices.drop_null())).as_py() or 0)


def cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LARGEST_CELL]
