"""What a person should check first in a reading: places far from all others, and numbers that no figure uses."""

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
    """Return the incidents whose point is far from every other place that the report names."""
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
    """Return the words around each number of people that no incident uses, not even one that a person added from them."""
    words = [note.removeprefix(UNREAD) for note in reading.notes if note.startswith(UNREAD)]
    taken = [joined(figure.evidence.quote) for incident in reading.incidents for figure in incident.figures]
    return [one for one in words if not any(is_from(quote, joined(one.strip("…"))) for quote in taken)]


def unread_at(report: Report, words: str) -> Evidence | None:
    """Return where the report has the words of an unread number; None if the text has changed since."""
    pattern = r"\s+".join(map(re.escape, words.strip("…").split()))
    places = ((field, re.search(pattern, report.part(field))) for field in FIELDS)
    return next((report.quote(field, *found.span()) for field, found in places if found and pattern), None)


def joined(text: str) -> str:
    return " ".join(text.split())


def is_from(quote: str, words: str) -> bool:
    """Whether a long quote of a figure contains these words or is part of them. The reader only quotes a few: "killed 13"."""
    return len(quote.split()) >= LEAST_QUOTED and (quote in words or words in quote)


def main_country(reading: Reading) -> str:
    """Return the code of the country with the most places in a report; "" if there is none."""
    counts = Counter(t.geocode.place.country for t in reading.toponyms if t.geocode and t.geocode.place.country)
    return max(counts, key=lambda country: counts[country], default="")


def unfound_names(reading: Reading) -> list[str]:
    """Return the names of places that were not found, except those for which a person chose the place."""
    placed = {i.toponym.evidence for i in reading.incidents if i.toponym and i.geocode}
    return sorted({t.name for t in reading.unresolved if t.evidence not in placed})
