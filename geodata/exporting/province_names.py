"""Give the provinces of an export their names where the workspace has a code or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.exporting.selection import Selection
from geodata.gazetteer import provinces
from geodata.records import Incident

LONGEST_CODE = 3  # characters of a province's code
INSIDE = ("PPL", "ADM2", "SITE")  # places that lie in one province


def with_province_names(selection: Selection) -> Selection:
    """Return the selection with each incident's province name, from the codes of its province and country or else from the
    point of its town. An incident without either stays as it is."""
    named = zip(selection.items, names_of([item.incident for item in selection.items]), strict=True)
    return replace(
        selection,
        items=[replace(item, incident=in_province(item.incident, name)) if name else item for item, name in named],
    )


def names_of(incidents: Sequence[Incident]) -> list[str | None]:
    """Return the name of each incident's province; None if the incident has it already or it is unknown."""
    points = [incident.geocode for incident in incidents]
    codes = [admin1_of(incident) for incident in incidents]
    codes = [(code.rstrip(".") if len(code) <= LONGEST_CODE + 1 else code, country) for code, country in codes]
    by_code = [provinces.name_of(*code) if all(code) else None for code in codes]
    spots = np.array([(g.latitude, g.longitude) if g else (0.0, 0.0) for g in points]).reshape(-1, 2)
    has_name = [len(code) > LONGEST_CODE or provinces.is_name(code, country) for code, country in codes]
    in_one = [g is not None and g.place.feature in INSIDE for g in points]
    (found, values), _ = provinces.provinces_of(spots[:, 0], spots[:, 1], np.array(in_one, bool))
    known = provinces.names()
    there = [values[n] if n >= 0 else "" for n in found.tolist()]
    # outlines are coarse at a border: ignore a province of another country
    by_point = [known.get(c) if c.startswith(f"{of}-") or not of else None for c, (_, of) in zip(there, codes, strict=True)]
    return [name or (None if own else there) for own, name, there in zip(has_name, by_code, by_point, strict=True)]


def admin1_of(incident: Incident) -> tuple[str, str]:
    """Return the province and the country of an incident as the workspace has them; "" for none."""
    place = incident.geocode.place if incident.geocode else incident.toponym
    found = (place.admin1, place.country) if place else ("", "")
    return found[0] if isinstance(found[0], str) else "", found[1] if isinstance(found[1], str) else ""


def in_province(incident: Incident, name: str) -> Incident:
    toponym, geocode = incident.toponym, incident.geocode
    if toponym is None:
        return incident
    if geocode is None:
        return replace(incident, toponym=replace(toponym, admin1=name))
    return replace(incident, toponym=replace(toponym, geocode=replace(geocode, place=replace(geocode.place, admin1=name))))
