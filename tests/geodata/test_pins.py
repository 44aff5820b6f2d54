"""The installed packages match `constraints.txt`, so that another project's release changes nothing here."""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"incident-atlas", "pip", "setuptools", "wheel"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_installed_package_is_pinned() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    pinned = {plain(name): version for name, _, version in (line.partition("==") for line in lines)}
    assert all(pinned.values()), "each line is name==version"
    installed = {plain(d.metadata["Name"]): d.version for d in distributions()}
    loose = {name: version for name, version in installed.items() if name not in OURS and pinned.get(name) != version}
    assert loose == {}
