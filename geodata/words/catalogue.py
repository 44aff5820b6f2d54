"""Every string that people read, from one catalogue for each language: the dashboard's and the command line's."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

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
    """A string with its values put in; whole numbers get separators. A key with forms of number, such as `.one` and `.other`,
    takes the one that the language's rules give for `n`."""
    strings = catalogue(language())
    if key not in strings:
        form = f"{key}.{form_of_number(language(), values.get('n'))}"
        key = form if form in strings else f"{key}.other"
    return strings[key].format(**{k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()})


@cache
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return Locale.parse(DEFAULT)


def long_day(day: date) -> str:
    """ "27 Jun 2022"."""
    return str(format_date(day, "d MMM y", locale_of(language())))


def form_of_number(language: str, n: object) -> str:
    """The form that a language's plural rules (CLDR) give for a number: "one", "few", "many", "other"."""
    return str(locale_of(language).plural_form(n)) if isinstance(n, int) else "other"


def section(name: str) -> dict[str, str]:
    """All strings of a section by their short names."""
    start = f"{name}."
    return {key.removeprefix(start): text for key, text in catalogue(language()).items() if key.startswith(start)}


def label(member: StrEnum) -> str:
    """The word for a member of an enumeration: its own in English, and what another language's catalogue has for it."""
    of_enum, name = shelf(type(member)), member.value
    if f"label.{of_enum}.{name}" in catalogue(language()):
        return say(f"label.{of_enum}.{name}")
    words = getattr(member, "words", None)
    return str(words if words is not None else getattr(member, "label", "")) or name


@cache
def shelf(enum: type[StrEnum]) -> str:
    """The section of an enumeration's labels: "incident_type"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enum.__name__).lower()
