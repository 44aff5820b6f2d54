"""Find places in texts in other languages, by their names in the gazetteer and the names of countries in that language.

Nothing else is read from such texts: the built-in reader reads only English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from geodata.gazetteer.lookup import Candidate, Gazetteer
from geodata.geocoding.resolver import Query, resolve
from geodata.records import Evidence, Field, Place, Report, Toponym

LONGEST = 4  # words in a name, or letters in a script without spaces
LEAST = 3  # letters in a name; one more where a capital does not mark it as a name
LEAST_POPULATION = 30_000  # least population of a town, if a capital marks its name
WELL_KNOWN = 200_000  # the same, if no capital marks it: in Arabic, for example, or at the start of a sentence
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
ENDS, GAP = '.!?…:»"”', 100  # marks that end a sentence, and how many characters to search before a word
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")  # Japanese and Chinese


def places_of(report: Report, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the place names of a report that is not in English, each with its place."""
    found = [(evidence, candidates) for field in ("title", "text") for evidence, candidates in names(report, field, gazetteer)]
    geocodes = resolve([Query(name=evidence.quote, candidates=candidates) for evidence, candidates in found])
    return tuple(
        Toponym(evidence=evidence, name=evidence.quote, geocode=geocode)
        for (evidence, _), geocode in zip(found, geocodes, strict=True)
        if geocode is not None
    )


def names(report: Report, field: Field, gazetteer: Gazetteer) -> Iterator[tuple[Evidence, tuple[Candidate, ...]]]:
    """Yield the longest known names, from left to right."""
    text, end = report.part(field), 0
    called = countries(report.language)
    places = {place.country: place for place in gazetteer.countries()}
    nations = {name: places[code] for name, code in called.items() if code in places}
    spans = list(words_of(text))
    for i, (start, _) in enumerate(spans):
        if start < end:
            continue
        for stop in reversed([b for _, b in spans[i : i + LONGEST]]):
            name = text[start:stop]
            if len(name) < least(name) or name[:1] != name[:1].upper():
                continue
            telling = name[:1] != name[:1].lower() and not begins_sentence(text, start)
            if not telling and len(name) == LEAST and not UNSPACED.match(name) and name.casefold() not in nations:
                continue
            if known := known_as(name, nations, gazetteer, LEAST_POPULATION if telling else WELL_KNOWN):
                yield report.quote(field, start, stop), known
                end = stop
                break


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word is the first of a sentence or line, so that its capital does not mark a name."""
    before = text[max(0, start - GAP) : start]
    bare = before.rstrip()
    gap = before[len(bare) :]
    return not bare or "\n" in gap or (bool(gap) and bare[-1] in ENDS)


def words_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the words, or of single letters in scripts without spaces between words."""
    for match in WORD.finditer(text):
        if UNSPACED.fullmatch(match[0]):
            yield from ((n, n + 1) for n in range(match.start(), match.end()))
        else:
            yield match.span()


def least(name: str) -> int:
    return 2 if UNSPACED.match(name) else LEAST


def known_as(name: str, nations: Mapping[str, Place], gazetteer: Gazetteer, population: int) -> tuple[Candidate, ...]:
    """Return the countries and provinces of a name, and its towns with at least `population` people."""
    if (country := nations.get(name.casefold())) is not None:
        return (Candidate(country, 0),)
    return tuple(c for c in gazetteer.find(name) if c.place.feature != "PPL" or c.place.population >= population)


@cache
def countries(language: str) -> dict[str, str]:
    """Return country codes by case-folded country name in a language, from Unicode's CLDR; empty for an unknown language."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {name.casefold(): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
