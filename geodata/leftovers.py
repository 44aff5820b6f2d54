"""What programs that were killed left behind: files that were never moved to their place."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SUFFIX = ".part"
OURS = "incident-atlas"  # how our folders among the computer's temporary files begin, with the process that made each
OF_PROCESS = re.compile(rf"{OURS}-(?P<process>\d{{1,10}})-\w+")
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


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for a file that is only looked at, such as an upload. `sweep_temporary` finds it if the program is killed."""
    return tempfile.TemporaryDirectory(prefix=prefix(), ignore_cleanup_errors=True)


def prefix() -> str:
    return f"{OURS}-{os.getpid()}-"


def sweep_temporary() -> None:
    """Delete the temporary folders of our processes that are gone, when a program starts."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{OURS}-*"):
            with suppress(OSError):
                found = OF_PROCESS.fullmatch(folder.name)
                is_old = time.time() - folder.lstat().st_mtime > LEFT_ALONE  # elsewhere a number may be another process's
                if found and is_old and not folder.is_symlink() and not is_running(int(found["process"])):
                    shutil.rmtree(folder, ignore_errors=True)


def is_running(process: int) -> bool:
    """Whether a process is there, or may be."""
    if os.name != "posix":  # there, the question would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # of another user
    return True
