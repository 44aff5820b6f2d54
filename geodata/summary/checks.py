"""What of a reading a person should look at first: places far from all others, and numbers that no figure took up."""

from __future__ import annotations

from geodata.columns.distant import FAR_KM, LEAST_OTHERS
from geodata.gazetteer.lookup import kilometres
from geodata.records import Incident, Reading
from geodata.vocabulary import UNREAD


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
    """The words around each number of people that no incident has."""
    return [note.removeprefix(UNREAD) for note in reading.notes if note.startswith(UNREAD)]
