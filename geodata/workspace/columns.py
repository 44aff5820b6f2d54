"""Convert incident records to rows of the workspace and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from geodata.errors import WorkspaceDamaged
from geodata.fields import Told, stored
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Place, Toponym
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, IncidentType, Qualifier, ReviewState, Role

FEATURES = {
    GeoPrecision.SITE: "SITE", GeoPrecision.DISTRICT: "PPL", GeoPrecision.SETTLEMENT: "PPL",
    GeoPrecision.NEAR_SETTLEMENT: "PPL",
    GeoPrecision.ADM2: "ADM2", GeoPrecision.ADM1: "ADM1", GeoPrecision.REGION: "REGION", GeoPrecision.COUNTRY: "COUNTRY",
}  # fmt: skip

UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
IMPORT, GAZETTEER = "import", "gazetteer"  # how an imported row got its point
LOOKED_UP = "looked up by name: the imported row gives no coordinates"


def row_of(incident: Incident, state: ReviewState, source: str, claims: int, body: bool = True) -> dict[str, Any]:
    """Return the columns of an incident. `body`: keep the whole record as well."""
    told = Told(incident=incident, state=state, source=source, claims=claims)
    return {**stored(told), "body": json.dumps(to_plain(incident), ensure_ascii=False) if body else None}


def incident_of(row: Mapping[str, Any]) -> Incident:
    """Return the record of a row, from its body or else its columns. Raise WorkspaceDamaged for unreadable values."""
    try:
        return record_of(row)
    except UNREADABLE as error:
        raise unreadable("incident", row["id"], error) from error


def unreadable(what: str, ident: Any, error: Exception) -> WorkspaceDamaged:
    """Return the error for a row with a value that our program did not write."""
    return WorkspaceDamaged(
        f"{what} {str(ident)[:40]!r} holds a value that cannot be read ({str(error)[:120]}); "
        "`geodata workspace check` lists all such rows"
    )


def record_of(row: Mapping[str, Any]) -> Incident:
    texts = (row["place"], row["evidence"], row["attribution"], row["actor"], row["in_country"])
    if not all(isinstance(text, str | None) for text in texts):
        raise TypeError("bytes instead of text")
    if row["body"]:
        return from_plain(Incident, json.loads(row["body"]))
    evidence = Evidence(report_id=row["id"], field="text", start=0, end=len(row["evidence"]), quote=row["evidence"])
    return Incident(
        id=row["id"],
        type=IncidentType(row["type"]),
        role=Role(row["role"]),
        toponym=toponym_of(row, evidence),
        start=date.fromisoformat(row["date_start"]) if row["date_start"] else None,
        end=date.fromisoformat(row["date_end"]) if row["date_end"] else None,
        date_precision=DatePrecision(row["date_precision"]),
        evidence=evidence,
        sentences=(evidence,),
        killed=figure_of(row, FigureKind.KILLED, evidence),
        injured=figure_of(row, FigureKind.INJURED, evidence),
        attribution=row["attribution"],
        actor=Actor(name=row["actor"], evidence=evidence) if row["actor"] else None,
        confidence=row["confidence"],
    )


def toponym_of(row: Mapping[str, Any], evidence: Evidence) -> Toponym | None:
    if row["place"] is None:
        return None
    if row["lat"] is None:
        return Toponym(evidence=evidence, name=row["place"], geocode=None, country=row["in_country"], admin1=row["admin1"])
    precision = GeoPrecision(row["geo_precision"])
    place = Place(
        id=f"point:{row['lat']},{row['lon']}",
        name=row["place"],
        latitude=row["lat"],
        longitude=row["lon"],
        feature=FEATURES[precision],  # type: ignore[arg-type]  # the table holds the six words that Place takes
        country=row["in_country"],
        admin1=row["admin1"],
        population=0,
        radius_km=row["radius_km"] or 0.0,
    )
    geocode = Geocode(
        place=place,
        precision=precision,
        radius_km=place.radius_km,
        score=row["geocode_score"] or 1.0,
        reason=LOOKED_UP if row["geocoder"] == GAZETTEER else "the imported row gives the coordinates",
        geocoder=row["geocoder"] or IMPORT,
    )
    return Toponym(evidence=evidence, name=row["place"], geocode=geocode)


def figure_of(row: Mapping[str, Any], kind: FigureKind, evidence: Evidence) -> Figure | None:
    low, high = row[f"{kind.value}_low"], row[f"{kind.value}_high"]
    if low is None and high is None:
        return None
    return Figure(
        kind=kind,
        low=low,
        high=high,
        best=row[f"{kind.value}_best"],
        qualifier=Qualifier(row[f"{kind.value}_qualifier"]),
        evidence=evidence,
        attribution=row["attribution"],  # an imported row has one claimant for everything in it
    )


def words_of(row: Mapping[str, Any], incident: Incident | None = None, outlets: Sequence[str] = ()) -> str:
    """Return the text for full-text search: place, type, who did it, who says so, its sources, every sentence about it."""
    parts = [row["place"], type_words(row["type"]), row["actor"], row["attribution"], *outlets, row["evidence"]]
    if incident is not None:
        parts += dict.fromkeys(e.quote for e in (*incident.sentences, *(f.evidence for f in incident.figures)))
    return " ".join(part for part in parts if part)


@cache
def type_words(kind: str) -> str:
    return f"{kind.replace('_', ' ')} {IncidentType(kind).label}"
