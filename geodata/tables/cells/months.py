"""Parse dates in other languages with dateparser. Trying all of its 200 languages takes seconds, so the month selects them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser
    from dateparser.languages.locale import Locale

WORD = re.compile(r"[^\W\d_]+")
# The month names of Syria, Lebanon, Iraq, Jordan and Palestine, which dateparser does not know.
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


# "13.IV.2021": months as Roman numerals, in Poland, Hungary and Italy
ROMAN = {name: number for number, name in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
IN_ROMAN = re.compile(r"(?<!\w)(\d{1,2})[. /-]+([IVX]{1,4})[. /-]+(?=\d{4}(?!\d))")


def in_english(text: str) -> str:
    """Replace Levantine month names, and months as Roman numerals, with English names."""
    text = IN_ROMAN.sub(lambda found: f"{found[1]} {calendar.month_name[ROMAN.get(found[2], 0)]} ", text)
    return IN_LEVANT.sub(lambda found: LEVANTINE[found[0]], text)


def named_day(text: str) -> date | None:
    """The day in a text whose month is named in another language; None for any other text. Languages of earlier dates come
    first, since a file keeps to one."""
    languages = languages_of(text)
    found = parser_of(languages).get_date_data(text).date_obj if languages else None
    return found.date() if found else None


def languages_of(text: str) -> tuple[str, ...]:
    """The languages in which some word of a text is the name of a month, by dateparser's codes."""
    return tuple(sorted({one for word in WORD.findall(text) for one in month_names().get(bare(word), ())}))


def bare(word: str) -> str:
    """A word in lower case without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@cache
def month_names() -> Mapping[str, frozenset[str]]:
    """The words that name a month, each with its languages."""
    from dateparser.data.languages_info import language_order

    found = defaultdict(set)
    for language in language_order:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
        for name in (name for month in calendar.month_name[1:] for name in info.get(month.lower(), ())):
            for word in WORD.findall(name):
                found[bare(word)].add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


@cache
def parser_of(languages: tuple[str, ...]) -> DateDataParser:
    from dateparser.date import DateDataParser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}
    parser = DateDataParser(languages, settings=settings, try_previous_locales=True)
    parser.previous_locales = earlier_languages()
    return parser


@cache
def earlier_languages() -> OrderedDict[Locale, None]:
    """The languages of earlier dates, which all parsers share."""
    return OrderedDict()
