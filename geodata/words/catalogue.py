"""The strings of the dashboard and the command line, from one catalogue for each language."""

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
LANGUAGE = "INCIDENT_ATLAS_LANGUAGE"  # the name of a file in the folder; English if it is not set
DEFAULT = "en"


def languages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the strings by their keys, "section.name"; a string that a language lacks is in English."""
    own = flat(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")))
    return own if language == DEFAULT else {**catalogue(DEFAULT), **own}


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    out: dict[str, str] = {}
    for key, value in table.items():
        out |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return out


@cache
def language() -> str:
    """Return the language in which the program was started."""
    wanted = os.environ.get(LANGUAGE, DEFAULT)
    return wanted if wanted in languages() else DEFAULT


def say(key: str, **values: object) -> str:
    """Return a string with its values filled in; whole numbers get separators. A key with plural forms, such as `.one` and
    `.other`, takes the form that the language's rules give for `n`."""
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
    """Format a day as "27 Jun 2022"."""
    return str(format_date(day, "d MMM y", locale_of(language())))


def form_of_number(language: str, n: object) -> str:
    """Return the form that a language's plural rules (CLDR) give for a number: "one", "few", "many", "other"."""
    return str(locale_of(language).plural_form(n)) if isinstance(n, int) else "other"


def section(name: str) -> dict[str, str]:
    """Return all strings of a section by their short names."""
    start = f"{name}."
    return {key.removeprefix(start): text for key, text in catalogue(language()).items() if key.startswith(start)}


def label(member: StrEnum) -> str:
    """Return the word for a member of an enumeration: from the language's catalogue, else its own English word."""
    of_enum, name = shelf(type(member)), member.value
    if f"label.{of_enum}.{name}" in catalogue(language()):
        return say(f"label.{of_enum}.{name}")
    words = getattr(member, "words", None)
    return str(words if words is not None else getattr(member, "label", "")) or name


@cache
def shelf(enum: type[StrEnum]) -> str:
    """Return the section of an enumeration's labels: "incident_type"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enum.__name__).lower()
