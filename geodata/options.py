"""Options that several commands share, as keyword arguments of `add_argument`."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any


def positive(text: str) -> int:
    """Parse a whole number from 1, as the type of an option."""
    if not text.isdecimal() or len(text) > 9 or not (number := int(text)):
        raise ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return number


WORKSPACE: dict[str, Any] = {"type": Path, "help": "the workspace file; default: in your data folder"}
OUT: dict[str, Any] = {"type": Path, "help": "the output file; default: standard output"}
