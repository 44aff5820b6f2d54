"""How incidents are put into words on the screen: qualifiers stay with their figures, unknown is said so."""

from __future__ import annotations

from datetime import date

from geodata.records import Figure, Geocode, Incident
from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, Qualifier

NOT_REPORTED = "not reported"
VERBS = {FigureKind.KILLED: "killed", FigureKind.INJURED: "injured", FigureKind.MISSING: "missing",
         FigureKind.ATTACKERS_KILLED: "attackers killed"}  # fmt: skip


def figure_words(figure: Figure | None) -> str:
    """ "at least 10", "dozens", "none" or "not reported"."""
    return NOT_REPORTED if figure is None else str(figure)


def casualty_line(incident: Incident) -> str:
    """ "at least 10 killed, more than 40 injured"; "no casualties reported" where the text gives none."""
    parts = [f"{'nobody' if f.qualifier is Qualifier.NONE else f} {VERBS[f.kind]}" for f in incident.figures]
    return ", ".join(parts) if parts else "no casualty figure reported"


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def date_words(incident: Incident) -> str:
    """The time as sharply as the text gives it."""
    start, end, precision = incident.start, incident.end, incident.date_precision
    if start is None or end is None:
        return "date not reported"
    if precision is DatePrecision.MONTH:
        return f"{start:%B %Y}"
    if precision is DatePrecision.YEAR:
        return f"{start:%Y}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def place_words(incident: Incident) -> str:
    return incident.place or "place not reported"


def precision_words(geocode: Geocode | None) -> str:
    """ "town or city, within about 7 km"."""
    if geocode is None:
        return "place not found in the gazetteer"
    if geocode.precision in (GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADM1):
        return f"{geocode.precision.label}, no sharper place is named"
    return f"{geocode.precision.label}, within about {geocode.radius_km:.0f} km"


def confidence_words(value: float) -> str:
    if value >= 0.8:
        return "read with little doubt"
    return "some doubt" if value >= 0.6 else "doubtful, check the sentence"
