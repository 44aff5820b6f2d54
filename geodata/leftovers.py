"""What programs that were killed left behind: files that were never moved to their place."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

SUFFIX = ".part"
LEFT_ALONE = 3_600.0  # seconds; a younger one may still be written


def sweep(folder: Path, names: str = "*") -> None:
    """Delete the parts in a folder that no process is writing any more. In one that is not ours, such as that of a backup,
    `names` is a pattern that nothing else follows."""
    with suppress(OSError):
        for part in folder.glob(f"{names}{SUFFIX}"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > LEFT_ALONE:
                    part.unlink()


def sweep_all(folder: Path) -> None:
    """The same in a folder and those in it, when a program starts."""
    with suppress(OSError):
        for one in (folder, *(inner for inner in folder.iterdir() if inner.is_dir() and not inner.is_symlink())):
            sweep(one)
