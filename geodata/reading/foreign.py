"""Places in texts of other languages, by their names in the gazetteer and the names of countries in that language.

Nothing else is read there: the built-in reader knows English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from geodata.gazetteer.lookup import Candidate, Gazetteer
from geodata.geocoding.resolver import Query, resolve
from geodata.records import Evidence, Field, Place, Report, Toponym

LONGEST = 4  # words, or letters of a script without spaces
LEAST = 3  # letters of a name; one more where a capital does not tell it
LEAST_POPULATION = 30_000  # of a town that is known by its name alone
WELL_KNOWN = 200_000  # where a capital does not tell a name: in Arabic, say, or at the start of a sentence
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
ENDS, GAP = '.!?…:»"”', 100  # what ends a sentence, and how many characters before a word are looked at
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")  # Japanese and Chinese


def places_of(report: Report, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The place names of a report that is not in English, each with its place."""
    found = [(evidence, candidates) for field in ("title", "text") for evidence, candidates in names(report, field, gazetteer)]
    geocodes = resolve([Query(name=evidence.quote, candidates=candidates) for evidence, candidates in found])
    return tuple(
        Toponym(evidence=evidence, name=evidence.quote, geocode=geocode)
        for (evidence, _), geocode in zip(found, geocodes, strict=True)
        if geocode is not None
    )


def names(report: Report, field: Field, gazetteer: Gazetteer) -> Iterator[tuple[Evidence, tuple[Candidate, ...]]]:
    """The longest known names, from left to right."""
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
    """Whether a word is the first of a sentence or line, whose capital says nothing of it."""
    before = text[max(0, start - GAP) : start]
    bare = before.rstrip()
    gap = before[len(bare) :]
    return not bare or "\n" in gap or (bool(gap) and bare[-1] in ENDS)


def words_of(text: str) -> Iterator[tuple[int, int]]:
    """Words; letters one by one in scripts that put no spaces between words."""
    for match in WORD.finditer(text):
        if UNSPACED.fullmatch(match[0]):
            yield from ((n, n + 1) for n in range(match.start(), match.end()))
        else:
            yield match.span()


def least(name: str) -> int:
    return 2 if UNSPACED.match(name) else LEAST


def known_as(name: str, nations: Mapping[str, Place], gazetteer: Gazetteer, population: int) -> tuple[Candidate, ...]:
    """The countries and provinces of a name, and the towns that are large enough to be known by it."""
    if (country := nations.get(name.casefold())) is not None:
        return (Candidate(country, 0),)
    return tuple(c for c in gazetteer.find(name) if c.place.feature != "PPL" or c.place.population >= population)


@cache
def countries(language: str) -> dict[str, str]:
    """Countries by their names in a language, as Unicode's CLDR has them."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {name.casefold(): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
