"""Options that several commands share, as the keywords of `add_argument`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORKSPACE: dict[str, Any] = {"type": Path, "help": "the workspace's file; default: in your data folder"}
OUT: dict[str, Any] = {"type": Path, "help": "where the rows go; default: standard output"}
