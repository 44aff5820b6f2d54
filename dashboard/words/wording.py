"""Incidents in words for the screen: figures keep their qualifiers, and unknown values are shown as unknown."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date
from enum import StrEnum

from geodata.reading.confidence import is_sure
from geodata.records import Figure, Geocode, Incident
from geodata.vocabulary import DatePrecision, GeoPrecision, Qualifier, Role
from geodata.words.catalogue import label, say
from geodata.words.figures import people_words

NOT_REPORTED = say("figure.not_reported")


def figure_words(figure: Figure | None) -> str:
    """ "at least 10", "dozens", "none" or "not reported"."""
    if figure is None:
        return say("figure.not_reported")
    return str(figure)


def casualty_line(incident: Incident) -> str:
    """ "at least 10 killed, more than 40 injured"; "no casualty figure reported" if the text gives none."""
    nobody = say("short_figure.none")
    parts = [people_words(nobody if f.qualifier is Qualifier.NONE else figure_words(f), f.kind) for f in incident.figures]
    return ", ".join(parts) or say("people.none")


def role_words(role: Role) -> str:
    """ "earlier event"; "" for the news of a report."""
    return "" if role is Role.MAIN else say(f"role.{role.value}")


class DateStyle(StrEnum):
    """The style of dates."""

    WORDS = "words"  # 27 Jun 2022
    ISO = "iso"  # 2022-06-27
    MONTH_FIRST = "month_first"  # Jun 27, 2022

    @classmethod
    def of(cls, word: str) -> DateStyle:
        return cls(word) if word in set(cls) else cls.WORDS


_style: ContextVar[DateStyle] = ContextVar("style", default=DateStyle.WORDS)


def within(name: str) -> str:
    """Return a claimant's name in mid-sentence: "the army" for "The army", "police in Kyiv" but "Doctors Without Borders"."""
    first, _, rest = name.partition(" ")
    is_common = first in say("list.speakers").split() and not rest[:1].isupper()
    return first.lower() + name[len(first) :] if is_common or first in say("list.articles").split() else name


def use_style(style: DateStyle) -> None:
    """Use this date style for the rest of this run of the page."""
    _style.set(style)


def day(value: date) -> str:
    style = _style.get()
    if style is DateStyle.ISO:
        return value.isoformat()
    if style is DateStyle.MONTH_FIRST:
        return say("written.month_first", day=value.day, month=short_month(value), year=str(value.year))
    return say("written.day_first", day=value.day, month=short_month(value), year=str(value.year))


def short_month(value: date) -> str:
    return say(f"short_month.m{value.month}")


def whole_month(value: date) -> str:
    """ "June 2022"."""
    return say("written.month", month=say(f"long_month.m{value.month}"), year=str(value.year))


def date_words(incident: Incident) -> str:
    """Return the date of an incident, as precisely as the text gives it."""
    return span_words(incident.start, incident.end, incident.date_precision)


def span_words(start: date | None, end: date | None, precision: str | None) -> str:
    if start is None or end is None:
        return say("said.no_date")
    if precision == DatePrecision.MONTH:
        return f"{start:%Y-%m}" if _style.get() is DateStyle.ISO else whole_month(start)
    if precision == DatePrecision.YEAR:
        return f"{start:%Y}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month) and _style.get() is DateStyle.WORDS:
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def place_words(incident: Incident) -> str:
    return incident.place or say("word.no_place")


def precision_words(geocode: Geocode | None) -> str:
    """ "town or city, within about 7 km"."""
    if geocode is None:
        return say("said.no_such_place")
    precision = label(geocode.precision)
    if geocode.precision in (GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADM1):
        return say("said.no_sharper", precision=precision)
    return say("said.within", precision=precision, km=f"{geocode.radius_km:.0f}")


def confidence_words(value: float) -> str:
    if not is_sure(value):
        return say("said.unsure")
    if value >= 0.8:
        return say("said.little_doubt")
    return say("said.some_doubt" if value >= 0.6 else "said.doubtful")
