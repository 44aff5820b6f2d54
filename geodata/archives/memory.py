"""Control how a worker's C library keeps freed memory. Dask starts its workers with MALLOC_TRIM_THRESHOLD_=65536, which returns
memory to the system after each computation of a network, and so takes a third of the reading's time."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

TRIM, MMAP = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of <malloc.h>
KEPT = {MMAP: 32 * 2**20, TRIM: 64 * 2**20}  # bytes: the highest values that glibc reaches without that variable
MMAP_BEFORE = 128 * 2**10  # glibc's default while the variable is set
VARIABLE = "MALLOC_TRIM_THRESHOLD_"


@contextmanager
def kept_memory() -> Iterator[None]:
    """Keep freed memory for the next computation while a batch is read, then restore the worker's settings. Does nothing if the
    variable is not set or the C library is not glibc."""
    before = os.environ.get(VARIABLE, "")
    library = ctypes.CDLL(None) if os.name == "posix" and before.isdecimal() else None
    if library is None or not hasattr(library, "mallopt"):
        yield
        return
    for setting, size in KEPT.items():
        library.mallopt(setting, size)
    try:
        yield
    finally:
        library.mallopt(MMAP, MMAP_BEFORE)
        library.mallopt(TRIM, int(before))
        library.malloc_trim(0)
