"""Read numbers and days in languages other than English: digits in every script, and the number words and time words that
text2num and dateparser know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from geodata.llm.answers import SaidFigure
from geodata.llm.hedges import REACH, bound_of
from geodata.reading.values.counts import Count
from geodata.vocabulary import ENGLISH, Qualifier

GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)|\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(r"\s?(?:%|°|km\b|kg\b|cm\b|mm\b|m²|€|\$|:\d|[./]\d)|\s+(?:км|кг)\b", re.IGNORECASE)
MONEY = re.compile(r"[$€£¥#№.,:/]\s?$|\d$")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
BOUNDS = {
    Qualifier.EXACT: frozenset(["", "to", "over"]),
    Qualifier.AT_LEAST: frozenset(["at_least", "over"]),
    Qualifier.UP_TO: frozenset(["up_to", "to"]),
}


def is_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, a sum of money, a measure, or a part of a date or time."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 6]
    return bool(YEAR.fullmatch(match[0]) or UNIT.match(after) or MONEY.search(before))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Reads the numbers and days of one language. `words`: whether its number words are known."""

    language: str
    words: bool

    def values(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str | None]]:
        """Yield the complete numbers in `text[start:end]`, except years and measures, each with the bound that `bound_of` finds
        for it."""
        end = len(text) if end is None else end
        plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
        for match in GROUPED.finditer(plain):
            if start <= match.start() and match.end() <= end and not is_measure(plain, match):
                yield int(re.sub(r"\D", "", match[0])), bound_of(self.language, plain, *match.span())
        if self.words:
            from text_to_num import alpha2digit

            before = plain[max(0, start - REACH) : start]
            spelled = alpha2digit(re.sub(r"\d", "", plain[start:end]), self.language)
            around = before + spelled + plain[end : end + REACH]
            for match in GROUPED.finditer(around, len(before), len(before) + len(spelled)):
                yield int(re.sub(r"\D", "", match[0])), bound_of(self.language, around, *match.span())

    def can_tell(self, text: str, places: Sequence[tuple[int, int]]) -> bool:
        """Whether a number in some words can be read: the language's number words are known, or there are digits."""
        return self.words or any(c.isdigit() for a, b in places for c in text[a:b])

    def supported(self, figure: SaidFigure, text: str, places: Sequence[tuple[int, int]]) -> tuple[Count | None, bool]:
        """Return the figure, or None if the words at some places lack its numbers or hedge them differently; and whether the
        words there show the figure's hedge, if it has one."""
        there = [value for a, b in places for value in self.values(text, a, b)]
        wanted = [n for n in (figure.low, figure.high) if n is not None]
        if not set(wanted) <= {value for value, _ in there}:
            return None, True
        exact = figure.low == figure.high
        qualifier = (
            Qualifier.EXACT if exact
            else Qualifier.AT_LEAST if figure.high is None
            else Qualifier.UP_TO if figure.low is None
            else Qualifier.RANGE
        )  # fmt: skip
        best = figure.best if figure.best in {value for value, _ in there} else wanted[0] if len(set(wanted)) == 1 else None
        bounds = {bound for value, bound in there if value in wanted}
        own = BOUNDS.get(qualifier)
        if own is None or own & bounds or None in bounds:
            seen = True
        elif bounds == {""}:
            seen = False
        else:
            return None, True
        return Count(figure.low, figure.high, best, qualifier), seen

    def gives_days(self, quotes: Sequence[str], published: date | None, start: date, end: date) -> bool:
        """Whether time words name both the first and the last day, relative to the publication date."""
        if self.language == ENGLISH:
            return False  # our own rules have already checked
        days = [day for quote in quotes if (day := time_of(quote, self.language, published))]
        return start in days and end in days


@cache
def numbers_of(language: str) -> Numbers:
    if language == ENGLISH:
        return Numbers(ENGLISH, False)
    from text_to_num import alpha2digit

    try:
        alpha2digit("1", language)
    except ValueError:
        return Numbers(language, False)
    return Numbers(language, True)


# Words before a day that do not change it, and parts of a day after it: dateparser does not know them in every language.
LEADS = frozenset("el le il am im den no na u у в во на op yom يوم pada hari".split())
TAILS = frozenset(
    "soir matin noche tarde mañana noite manhã abend morgen nacht sera mattina avond ochtend вечером утром ночью".split()
)
# Words, their language, the publication date, and the day.
DAYS = (
    ("domingo", "es", "2022-06-27", "2022-06-26"),
    ("el domingo", "es", "2022-06-27", "2022-06-26"),
    ("el 26 de junio de 2022", "es", "2022-06-27", "2022-06-26"),
    ("am Sonntag", "de", "2022-06-27", "2022-06-26"),
    ("am 26. Juni", "de", "2022-06-27", "2022-06-26"),
    ("no domingo", "pt", "2022-06-27", "2022-06-26"),
    ("у неділю", "uk", "2022-06-27", "2022-06-26"),
    ("يوم الأحد", "ar", "2022-06-27", "2022-06-26"),
    ("hier soir", "fr", "2022-06-27", "2022-06-26"),
    ("в понедельник", "ru", "2022-06-27", "2022-06-27"),
    ("lunes", "es", "2022-06-27", "2022-06-27"),
    ("hace una semana", "es", "2022-06-27", "2022-06-20"),
)
NO_DAYS = (("antes del domingo", "es"), ("nach Sonntag", "de"), ("el mercado", "es"))


def time_of(words: str, language: str, published: date | None) -> date | None:
    """Return the day that some words name; None if dateparser does not know the words or the language. A weekday is the latest
    on or before the publication date."""
    parts = words.split()
    while len(parts) > 1 and parts[0].lower() in LEADS:
        del parts[0]
    while len(parts) > 1 and parts[-1].lower() in TAILS:
        del parts[-1]
    short = " ".join(parts)
    for some in dict.fromkeys((words, "" if short.isdigit() or short.lower() in TAILS else short)):
        if found := parsed(some, language, published):
            later = published and found == published - WEEK and parsed(some, language, published + DAY)
            return published if later == published else found
    return None


def parsed(words: str, language: str, base: date | None) -> date | None:
    import dateparser

    settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
    if base:
        settings["RELATIVE_BASE"] = datetime.combine(base, datetime.min.time())
    else:
        settings["REQUIRE_PARTS"] = ["year"]
    try:
        found = dateparser.parse(words, languages=[language], settings=settings)
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
