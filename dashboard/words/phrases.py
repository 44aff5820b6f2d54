"""Every string of the interface, from one catalogue for each language."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("locale")
LANGUAGE = "INCIDENT_ATLAS_LANGUAGE"  # a file of the folder; English where it is not set
DEFAULT = "en"


def languages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The strings by their keys, "section.name"; what a language lacks is said in English."""
    own = flat(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")))
    return own if language == DEFAULT else {**catalogue(DEFAULT), **own}


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    out: dict[str, str] = {}
    for key, value in table.items():
        out |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return out


@cache
def language() -> str:
    """The language that this server was started in."""
    wanted = os.environ.get(LANGUAGE, DEFAULT)
    return wanted if wanted in languages() else DEFAULT


def say(key: str, **values: object) -> str:
    """A string with its values put in. A key with `.one` and `.other` is told apart by `n`; whole numbers get separators."""
    strings = catalogue(language())
    if key not in strings:
        key = f"{key}.one" if values.get("n") == 1 else f"{key}.other"
    return strings[key].format(**{k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()})


def section(name: str) -> dict[str, str]:
    """All strings of a section by their short names."""
    start = f"{name}."
    return {key.removeprefix(start): text for key, text in catalogue(language()).items() if key.startswith(start)}


def label(member: StrEnum) -> str:
    """The word for a member of an enumeration."""
    return say(f"label.{shelf(type(member))}.{member.value}")


@cache
def shelf(enum: type[StrEnum]) -> str:
    """The section of an enumeration's labels: "incident_type"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enum.__name__).lower()
