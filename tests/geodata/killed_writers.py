"""Start writers and kill them, over and over: `python killed_writers.py FOLDER import|review KILLS`.

A separate program, so that it forks its children from a small process and not from pytest. It prints one line:
the number of kills, and how many of them hit a writer that was still at work.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from geodata.importing import converting, loading
from geodata.workspace import Workspace

ROWS = 3000
converting.CHUNK = 15


def table(folder: Path, rows: int) -> Path:
    path = folder / f"rows-{rows}.csv"
    body = (f"{n},2022-06-{n % 28 + 1:02},Town {n},48.{n % 100:02},37.5,Shots were heard in town {n}\n" for n in range(rows))
    path.write_text("id,date,place,latitude,longitude,notes\n" + "".join(body), "utf-8")
    return path


def work(kind: str, path: Path, rows: Path, told: int) -> None:
    """Write until killed or until the import ends; report each step once it is committed."""
    with Workspace.open(path) as workspace:
        if kind == "import":
            loading.load(workspace, rows, progress=lambda done: os.write(told, b"%d\n" % done) and None)
            return
        ids = [kept.incident.id for kept in workspace.kept()]
        done = int(workspace.info()["reviews"])
        while True:
            for ident in ids:
                workspace.edit(ident, "Ada", "attribution", f"words {done}")
                done += 1
                os.write(told, b"%d\n" % done)


def killed_once(kind: str, path: Path, rows: Path, delay: float) -> tuple[int, bool]:
    """Start a writer and kill it; return the last step that it reported, and whether it was still at work."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        work(kind, path, rows, writer)
        os._exit(0)
    os.close(writer)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    said = b""
    while part := os.read(reader, 65536):
        said += part
    os.close(reader)
    steps = said.decode().split("\n")[:-1]
    return int(steps[-1]) if steps else 0, os.WIFSIGNALED(status)


def main() -> None:
    folder, kind, kills = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    rng = random.Random(7)
    rows = table(folder, ROWS)
    path, hits, files = folder / "w-0.sqlite", 0, 0
    if kind == "review":
        with Workspace.open(path) as workspace:
            loading.load(workspace, table(folder, 5))
    for _ in range(kills):
        said, at_work = killed_once(kind, path, rows, rng.uniform(0.0, 0.12))
        hits += at_work
        with Workspace.open(path) as workspace:
            faults = workspace.check()
            assert not faults, faults
            info = workspace.info()
        kept = info["incidents"] if kind == "import" else info["reviews"]
        assert kept >= said, (kept, said)
        if info["incidents"] == ROWS:
            files += 1
            path = folder / f"w-{files}.sqlite"
    print(f"{kills} kills, {hits} at work")


if __name__ == "__main__":
    main()
