"""Delete what killed programs leave behind: files that were never moved into place."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SUFFIX = ".part"
OURS = "incident-atlas"  # prefix of our temporary folders, before the id of the process that made each
OF_PROCESS = re.compile(rf"{OURS}-(?P<process>\d{{1,10}})-\w+")
LEFT_ALONE = 3_600.0  # seconds; a younger file may still be in use


def sweep(folder: Path, names: str = "*") -> None:
    """Delete the unfinished files in a folder that no process is writing any more. In a folder that is not ours, such as that
    of a backup, `names` must be a pattern that no other file matches."""
    with suppress(OSError):
        for part in folder.glob(f"{names}{SUFFIX}"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > LEFT_ALONE:
                    part.unlink()


def sweep_all(folder: Path) -> None:
    """Sweep a folder and the folders in it, when a program starts."""
    with suppress(OSError):
        for one in (folder, *(inner for inner in folder.iterdir() if inner.is_dir() and not inner.is_symlink())):
            sweep(one)


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for a short-lived file, such as an upload. If the program is killed, `sweep_temporary` deletes it."""
    return tempfile.TemporaryDirectory(prefix=prefix(), ignore_cleanup_errors=True)


def prefix() -> str:
    return f"{OURS}-{os.getpid()}-"


def sweep_temporary() -> None:
    """Delete the temporary folders of our processes that have ended, when a program starts."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{OURS}-*"):
            with suppress(OSError):
                found = OF_PROCESS.fullmatch(folder.name)
                is_old = time.time() - folder.lstat().st_mtime > LEFT_ALONE  # a container or another machine may have made it
                if found and is_old and not folder.is_symlink() and not is_running(int(found["process"])):
                    shutil.rmtree(folder, ignore_errors=True)


def is_running(process: int) -> bool:
    """Whether a process is running, or may be."""
    if os.name != "posix":  # on Windows, `os.kill` would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # a process of another user
    return True
