"""What of a reading a person should look at first: places far from all others, and numbers that no figure took up."""

from __future__ import annotations

import re
from collections import Counter

from geodata.columns.distant import FAR_KM, LEAST_OTHERS
from geodata.gazetteer.lookup import kilometres
from geodata.records import Evidence, Field, Incident, Reading, Report
from geodata.vocabulary import UNREAD

LEAST_QUOTED = 6  # words
FIELDS: tuple[Field, ...] = ("title", "text")


def far_places(reading: Reading) -> list[Incident]:
    """The incidents whose point lies far from every other place that the report names."""
    places = {t.geocode.place.id: t.geocode.place for t in reading.toponyms if t.geocode}
    far = []
    for incident in reading.incidents:
        if incident.geocode is None or incident.geocode.precision.is_area:
            continue
        own = incident.geocode
        others = [place for ident, place in places.items() if ident != own.place.id]
        away = [kilometres(own.latitude, own.longitude, place.latitude, place.longitude) for place in others]
        if len(others) >= LEAST_OTHERS and min(away) > FAR_KM:
            far.append(incident)
    return far


def unread_figures(reading: Reading) -> list[str]:
    """The words around each number of people that no incident has, also none that a person added from these words."""
    words = [note.removeprefix(UNREAD) for note in reading.notes if note.startswith(UNREAD)]
    taken = [joined(figure.evidence.quote) for incident in reading.incidents for figure in incident.figures]
    return [one for one in words if not any(is_from(quote, joined(one.strip("…"))) for quote in taken)]


def unread_at(report: Report, words: str) -> Evidence | None:
    """Where the report has the words of a number that was not read; None where it was changed since."""
    pattern = r"\s+".join(map(re.escape, words.strip("…").split()))
    places = ((field, re.search(pattern, report.part(field))) for field in FIELDS)
    return next((report.quote(field, *found.span()) for field, found in places if found and pattern), None)


def joined(text: str) -> str:
    return " ".join(text.split())


def is_from(quote: str, words: str) -> bool:
    """Whether a figure quotes so much of some words that it is of them. The reader quotes a few: "killed 13"."""
    return len(quote.split()) >= LEAST_QUOTED and (quote in words or words in quote)


def main_country(reading: Reading) -> str:
    """The code of the country that most places of a report lie in; "" for none."""
    counts = Counter(t.geocode.place.country for t in reading.toponyms if t.geocode and t.geocode.place.country)
    return max(counts, key=lambda country: counts[country], default="")


def unfound_names(reading: Reading) -> list[str]:
    """The names of places that no place is known for, without those of which a person chose the place."""
    placed = {i.toponym.evidence for i in reading.incidents if i.toponym and i.geocode}
    return sorted({t.name for t in reading.unresolved if t.evidence not in placed})
