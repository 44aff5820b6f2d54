"""Numbers and days in languages that our own readers do not know: digits in every script, number words and time words as far
as text2num and dateparser know the language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from geodata.llm.answers import SaidFigure
from geodata.reading.values.counts import Count
from geodata.vocabulary import ENGLISH, Qualifier

GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)|\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(r"\s?(?:%|°|km\b|kg\b|cm\b|mm\b|m²|€|\$|:\d|[./]\d)|\s+(?:км|кг)\b", re.IGNORECASE)
MONEY = re.compile(r"[$€£¥#№.,:/]\s?$|\d$")


def is_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, a sum of money, a measure, or a part of a date or time."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 6]
    return bool(YEAR.fullmatch(match[0]) or UNIT.match(after) or MONEY.search(before))


@dataclass(frozen=True, slots=True)
class Numbers:
    """What can be read in one language. `words`: whether its number words are known."""

    language: str
    words: bool

    def values(self, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """The numbers that are whole in `text[start:end]`: no part of a longer one, no year, nothing that is measured."""
        end = len(text) if end is None else end
        plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
        for match in GROUPED.finditer(plain):
            if start <= match.start() and match.end() <= end and not is_measure(plain, match):
                yield int(re.sub(r"\D", "", match[0]))
        if self.words:
            from text_to_num import alpha2digit

            for match in GROUPED.finditer(alpha2digit(re.sub(r"\d", "", plain[start:end]), self.language)):
                yield int(re.sub(r"\D", "", match[0]))

    def can_tell(self, text: str, places: Sequence[tuple[int, int]]) -> bool:
        """Whether a number could be seen in some words if it were there."""
        return self.words or any(c.isdigit() for a, b in places for c in text[a:b])

    def supported(self, figure: SaidFigure, text: str, places: Sequence[tuple[int, int]]) -> Count | None:
        """The figure, where its numbers are in the words at some places; how it is hedged is as the model says."""
        there = {value for a, b in places for value in self.values(text, a, b)}
        wanted = [n for n in (figure.low, figure.high) if n is not None]
        if not all(n in there for n in wanted):
            return None
        exact = figure.low == figure.high
        qualifier = (
            Qualifier.EXACT if exact
            else Qualifier.AT_LEAST if figure.high is None
            else Qualifier.UP_TO if figure.low is None
            else Qualifier.RANGE
        )  # fmt: skip
        best = figure.best if figure.best in there else wanted[0] if len(set(wanted)) == 1 else None
        return Count(figure.low, figure.high, best, qualifier)

    def gives_days(self, quotes: Sequence[str], published: date | None, start: date, end: date) -> bool:
        """Whether time words name the first and the last day, counted from the publication date."""
        if self.language == ENGLISH:
            return False  # our own rules have looked already
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


def time_of(words: str, language: str, published: date | None) -> date | None:
    """The day that some words name; None where dateparser knows neither the words nor the language."""
    import dateparser

    base = datetime.combine(published, datetime.min.time()) if published else None
    settings = {"PREFER_DATES_FROM": "past", **({"RELATIVE_BASE": base} if base else {"REQUIRE_PARTS": ["year"]})}
    try:
        found = dateparser.parse(words, languages=[language], settings=settings)
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
