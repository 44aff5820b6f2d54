"""How incidents are put into words on the screen: qualifiers stay with their figures, unknown is said so."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date
from enum import StrEnum

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


class DateStyle(StrEnum):
    """How days are written."""

    WORDS = "words"  # 27 Jun 2022
    ISO = "iso"  # 2022-06-27
    MONTH_FIRST = "month_first"  # Jun 27, 2022

    @classmethod
    def of(cls, word: str) -> DateStyle:
        return cls(word) if word in set(cls) else cls.WORDS


_style: ContextVar[DateStyle] = ContextVar("style", default=DateStyle.WORDS)


def use_style(style: DateStyle) -> None:
    """Write days in this style from now on, in this run of the page."""
    _style.set(style)


def day(value: date) -> str:
    style = _style.get()
    if style is DateStyle.ISO:
        return value.isoformat()
    return f"{value:%b} {value.day}, {value.year}" if style is DateStyle.MONTH_FIRST else f"{value.day} {value:%b %Y}"


def date_words(incident: Incident) -> str:
    """The time as sharply as the text gives it."""
    return span_words(incident.start, incident.end, incident.date_precision)


def span_words(start: date | None, end: date | None, precision: str | None) -> str:
    if start is None or end is None:
        return "date not reported"
    if precision == DatePrecision.MONTH:
        return f"{start:%Y-%m}" if _style.get() is DateStyle.ISO else f"{start:%B %Y}"
    if precision == DatePrecision.YEAR:
        return f"{start:%Y}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month) and _style.get() is DateStyle.WORDS:
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
