"""Convert readings to plain rows, for JSON Lines, CSV and other programs."""

from __future__ import annotations

from typing import Any

from geodata.fields import Told, exported
from geodata.reading.confidence import is_sure
from geodata.records import Figure, Incident, Reading, Toponym
from geodata.vocabulary import GeoPrecision

# The columns that every table has.
PLAIN = """
    id role type place lat lon in_country geo_precision radius_km date_start date_end date_precision
""".split()


def figure_row(figure: Figure | None) -> dict[str, Any] | None:
    """Return a figure with its range, hedge, claimant and quote; `start` and `end` are offsets into `field`."""
    if figure is None:
        return None
    return {
        "low": figure.low,
        "high": figure.high,
        "best": figure.best,
        "qualifier": figure.qualifier.value,
        "word": figure.word,
        "quote": figure.evidence.quote,
        "attribution": figure.attribution,
        "field": figure.evidence.field,
        "start": figure.evidence.start,
        "end": figure.evidence.end,
    }


def rounded(degrees: float | None) -> float | None:
    """Round to about a metre: nothing is known more precisely."""
    return None if degrees is None else round(degrees, 5)


def incident_row(incident: Incident) -> dict[str, Any]:
    """Return an incident with every field that `geodata read` promises; unknown values are None."""
    told = exported(Told(incident=incident))
    attackers = incident.attackers_killed
    return {
        **{name: told[name] for name in PLAIN},
        "lat": rounded(told["lat"]),
        "lon": rounded(told["lon"]),
        "killed": figure_row(incident.killed),
        "injured": figure_row(incident.injured),
        "missing": figure_row(incident.missing),
        "attackers_killed": attackers.best if attackers else None,
        "history": [{"kind": f.kind.value, **(figure_row(f) or {})} for f in incident.history],
        "attribution": told["attribution"],
        "actor": told["actor"],
        "actor_quote": incident.actor.evidence.quote if incident.actor else None,
        "actor_attribution": incident.actor.attribution if incident.actor else None,
        "covers": list(incident.covers),
        "excludes": list(incident.excludes),
        "evidence": incident.evidence.quote,
        "confidence": incident.confidence,
        "sure": is_sure(incident.confidence),
        "reasons": list(incident.reasons),
    }


def toponym_row(toponym: Toponym) -> dict[str, Any]:
    geocode = toponym.geocode
    return {
        "start": toponym.evidence.start,
        "end": toponym.evidence.end,
        "name": toponym.name,
        "lat": round(geocode.latitude, 5) if geocode else None,
        "lon": round(geocode.longitude, 5) if geocode else None,
        "geonameid": geocode.place.geonameid if geocode else None,
        "geo_precision": geocode.precision.value if geocode else None,
        "reason": geocode.reason if geocode else None,
    }


def toponym_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the toponyms of the text (not of the title), with offsets into it."""
    return [toponym_row(t) for t in reading.toponyms if t.evidence.field == "text"]


def is_area(incident: Incident) -> bool:
    """Whether to draw an incident as an outline, never as a point."""
    precision = incident.geocode.precision if incident.geocode else None
    return precision is not None and (precision.is_area or precision is GeoPrecision.ADM2)
