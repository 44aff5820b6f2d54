"""Write a reading as text for people, JSON, GeoJSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from typing import Any

from geodata.exporting.rows import incident_row, toponym_row
from geodata.reading.confidence import is_sure
from geodata.records import Figure, Incident, Reading
from geodata.totals import headline, not_added, totals
from geodata.vocabulary import Role

RISKY = frozenset("=+-@＝＋－＠−")  # characters that start a formula in a spreadsheet, in half and full width
CSV_COLUMNS = """
    id role type place lat lon in_country geo_precision radius_km date_start date_end date_precision killed_low
    killed_high killed_best killed_words injured_low injured_high injured_best injured_words missing_low missing_high
    missing_best missing_words attackers_killed attribution actor evidence confidence sure reasons
""".split()


def as_text(reading: Reading) -> str:
    """Write the incidents for a person at a terminal."""
    t = totals(reading.incidents)
    lines = [headline(t)] + [f"Not added: {not_added(a)}." for a in reading.incidents if a.role is Role.AGGREGATE]
    if not reading.incidents:
        lines = ["No incident was found in this text."]
    for incident in reading.incidents:
        lines += [
            "",
            f"{incident.type.label} · {incident.place or 'no place'} · {dates(incident)} · {incident.role.label.lower()}",
        ]
        lines += [f"  {f.kind.label}: {f}{says(f)}  “{f.evidence.quote}”" for f in incident.figures]
        if incident.actor:
            by = f", says {incident.actor.attribution}" if incident.actor.attribution else ""
            lines.append(f"  done by: {incident.actor.name}{by}")
        lines.append(f"  “{incident.evidence.quote}”")
        lines.append(
            f"  confidence {incident.confidence:.2f}"
            + ("" if is_sure(incident.confidence) else ", not sure")
            + (f": {'; '.join(incident.reasons)}" if incident.reasons else "")
        )
    if reading.unresolved:
        names = sorted({t.name for t in reading.unresolved})
        lines += ["", f"Places that could not be found: {', '.join(names)}"]
    if reading.notes:
        lines += ["", *(note[:1].upper() + note[1:] for note in reading.notes)]
    return "\n".join(lines) + "\n"


def says(figure: Figure) -> str:
    return f", says {figure.attribution}" if figure.attribution else ""


def dates(incident: Incident) -> str:
    if incident.start is None or incident.end is None:
        return "no date"
    return (
        incident.start.isoformat()
        if incident.start == incident.end
        else f"{incident.start.isoformat()} to {incident.end.isoformat()}"
    )


def as_json(reading: Reading) -> str:
    body: dict[str, Any] = {
        "report": {
            "id": reading.report.id,
            "title": reading.report.title,
            "published": str(reading.report.published or "") or None,
        },
        "made_with": {
            "part": reading.provenance.part,
            "version": reading.provenance.version,
            "settings": reading.provenance.settings_hash,
            **({"at": reading.provenance.at} if reading.provenance.at else {}),
        },
        "incidents": [incident_row(i) for i in reading.incidents],
        "toponyms": [{"field": t.evidence.field, **toponym_row(t)} for t in reading.toponyms],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def as_geojson(reading: Reading) -> str:
    """Write GeoJSON (RFC 7946). An incident whose place is unknown has a null geometry; positions are longitude, latitude."""
    features = []
    for incident in reading.incidents:
        row = incident_row(incident)
        lat, lon = row.pop("lat"), row.pop("lon")
        geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row.pop("id"), "geometry": geometry, "properties": row})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2) + "\n"


def as_csv(reading: Reading) -> str:
    """Write one row per incident. Put an apostrophe before cells that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for incident in reading.incidents:
        row = incident_row(incident)
        for kind in ("killed", "injured", "missing"):
            figure = row[kind] or {}
            row |= {f"{kind}_{part}": figure.get(part) for part in ("low", "high", "best")}
            row[f"{kind}_words"] = figure.get("quote")
        row["reasons"] = "; ".join(row["reasons"])
        writer.writerow([safe_cell(row[column]) for column in CSV_COLUMNS])
    return out.getvalue()


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could run a cell; it ignores leading white space and invisible characters."""
    first = next((c for c in text if not c.isspace() and unicodedata.category(c) != "Cf"), " ")
    return first in RISKY or text[:1] in ("\t", "\r", "\n")


def guarded(text: str) -> str:
    """Escape a text so that a spreadsheet does not run it and an import, which removes one apostrophe, restores it."""
    return f"'{text}" if is_risky(text.lstrip("'")) else text


def bare(text: str) -> str:
    """Return the original of an escaped text."""
    return text[1:] if text.startswith("'") and is_risky(text.lstrip("'")) else text


def safe_cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace(
        "\r", "\n"
    )  # the CSV writer does not quote a lone "\r", but readers start a new row there
    return guarded(value)


WRITERS: dict[str, Callable[[Reading], str]] = {"text": as_text, "json": as_json, "geojson": as_geojson, "csv": as_csv}
