"""Dates in other languages, by dateparser. To ask it about a word takes 20 ms, so a month has to be there."""

from __future__ import annotations

import calendar
import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

WORD = re.compile(r"[^\W\d_]+")
# Syria, Lebanon, Iraq, Jordan and Palestine name the months in their own way, which dateparser does not know.
LEVANTINE = {
    "كانون الثاني": "January", "شباط": "February", "آذار": "March", "اذار": "March", "نيسان": "April", "أيار": "May",
    "ايار": "May",
    "حزيران": "June", "تموز": "July", "آب": "August", "اب": "August", "أيلول": "September", "ايلول": "September",
    "تشرين الأول": "October", "تشرين الاول": "October", "تشرين الثاني": "November", "كانون الأول": "December",
    "كانون الاول": "December",
}  # fmt: skip
IN_LEVANT = re.compile(rf"(?<!\w)(?:{'|'.join(LEVANTINE)})(?!\w)")
YES = ("24 марта 2022", "1er août 2022", "1 fevrier 2024", "jueves, 24 de marzo de 2022", "15 ago 2022")
NO = ("24 qwaaa 2024", "2024", "24 persons 2022")


# "13.IV.2021": the months of Poland, Hungary and Italy as Roman numbers
ROMAN = {name: number for number, name in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
IN_ROMAN = re.compile(r"(?<!\w)(\d{1,2})[. /-]+([IVX]{1,4})[. /-]+(?=\d{4}(?!\d))")


def in_english(text: str) -> str:
    """A text with the months of the Levant, and those that are Roman numbers, in English."""
    text = IN_ROMAN.sub(lambda found: f"{found[1]} {calendar.month_name[ROMAN.get(found[2], 0)]} ", text)
    return IN_LEVANT.sub(lambda found: LEVANTINE[found[0]], text)


def names_month(text: str) -> bool:
    """Whether some word of a text is the name of a month."""
    return any(bare(word) in month_names() for word in WORD.findall(text))


def bare(word: str) -> str:
    """A word in lower case without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@cache
def month_names() -> frozenset[str]:
    from dateparser.data.languages_info import language_order

    infos = (import_module(f"dateparser.data.date_translation_data.{language}").info for language in language_order)
    named = (name for info in infos for month in calendar.month_name[1:] for name in info.get(month.lower(), ()))
    return frozenset(bare(word) for name in named for word in WORD.findall(name))


@cache
def other_languages() -> DateDataParser:
    """It tries the language of the last date first: a file keeps to one."""
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
    return DateDataParser(settings=settings, try_previous_locales=True)
