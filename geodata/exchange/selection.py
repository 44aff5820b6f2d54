"""What is exported: incidents as they stand in the workspace, with how they were chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from geodata.records import Figure, Incident
from geodata.vocabulary import FigureKind, ReviewState, Role

ATTRIBUTIONS = ("Place names: GeoNames (CC BY 4.0)", "Areas: Natural Earth (public domain)")
KM_PER_DEGREE = 111.2
COLUMNS = """
    id type role state place latitude longitude country admin1 geo_precision radius_km date_start date_end date_precision
    killed_low killed_high killed_best killed_qualifier killed_words killed_quote killed_claimant injured_low injured_high
    injured_best injured_qualifier injured_words injured_quote injured_claimant missing_words attackers_killed_words
    attribution actor evidence source url claims confidence
""".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One incident of an export. `extra` holds an imported row's columns that have no field of ours."""

    incident: Incident
    state: ReviewState = ReviewState.UNREVIEWED
    source: str = ""
    claims: int = 1
    url: str | None = None  # of the report's page
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents of an export, of how many, by which filter, made when."""

    items: Sequence[Item]
    total: int
    filter: str = "no filter"
    title: str = ""  # of the one report that it is of
    made: date
    attributions: Sequence[str] = ATTRIBUTIONS

    @property
    def note(self) -> str:
        chosen = f"{len(self.items):,} of {self.total:,} incidents; filter: {self.filter}"
        return f"Incident Atlas: {chosen}; exported {self.made.isoformat()}. {'. '.join(self.attributions)}"

    @property
    def extra_columns(self) -> list[str]:
        """Columns of imported rows that have no field of ours, in the order they were met."""
        return list(dict.fromkeys(name for item in self.items for name in item.extra))

    def rounded(self, degrees: float) -> Selection:
        """The same with every point on a grid of `degrees`, which the export then says of itself."""
        items = [replace(item, incident=rounded(item.incident, degrees)) for item in self.items]
        return replace(self, items=items, attributions=(f"Positions rounded to {degrees:g} degrees", *self.attributions))

    def only(self, *roles: Role) -> Selection:
        """The same selection with these roles only."""
        items = [item for item in self.items if item.incident.role in roles]
        return Selection(
            items=items, total=self.total, filter=self.filter, title=self.title, made=self.made, attributions=self.attributions
        )


def rounded(incident: Incident, degrees: float) -> Incident:
    """An incident at the nearest point of a grid, and known no more sharply than that."""
    toponym, geocode = incident.toponym, incident.geocode
    if toponym is None or geocode is None:
        return incident
    latitude, longitude = (round(round(v / degrees) * degrees, 6) for v in (geocode.latitude, geocode.longitude))
    radius = max(geocode.radius_km, degrees * KM_PER_DEGREE / math.sqrt(2))
    place = replace(geocode.place, latitude=latitude, longitude=longitude, radius_km=radius)
    return replace(incident, toponym=replace(toponym, geocode=replace(geocode, place=place, radius_km=radius, alternatives=())))


def figure_cells(kind: str, figure: Figure | None) -> dict[str, Any]:
    """A figure's numbers, and the figure as it is said: "dozens" stays a word."""
    if figure is None:
        return dict.fromkeys(f"{kind}_{part}" for part in "low high best qualifier words quote claimant".split())
    return {
        f"{kind}_low": figure.low,
        f"{kind}_high": figure.high,
        f"{kind}_best": figure.best,
        f"{kind}_qualifier": figure.qualifier.value,
        f"{kind}_words": str(figure),
        f"{kind}_quote": figure.evidence.quote,
        f"{kind}_claimant": figure.attribution,
    }


def cells(item: Item) -> dict[str, Any]:
    """An incident as the columns of a table; unknown is None."""
    incident, geocode = item.incident, item.incident.geocode
    return {
        "id": incident.id,
        "type": incident.type.value,
        "role": incident.role.value,
        "state": item.state.value,
        "place": incident.place,
        "latitude": geocode.latitude if geocode else None,
        "longitude": geocode.longitude if geocode else None,
        "country": geocode.place.country if geocode else None,
        "admin1": geocode.place.admin1 if geocode else None,
        "geo_precision": geocode.precision.value if geocode else None,
        "radius_km": geocode.radius_km if geocode else None,
        "date_start": incident.start.isoformat() if incident.start else None,
        "date_end": incident.end.isoformat() if incident.end else None,
        "date_precision": incident.date_precision.value,
        **figure_cells("killed", incident.killed),
        **figure_cells("injured", incident.injured),
        "missing_words": str(incident.missing) if incident.missing else None,
        "attackers_killed_words": str(f) if (f := incident.figure(FigureKind.ATTACKERS_KILLED)) else None,
        "attribution": incident.attribution,
        "actor": incident.actor.name if incident.actor else None,
        "evidence": incident.evidence.quote,
        "source": item.source,
        "url": item.url,
        "claims": item.claims,
        "confidence": incident.confidence,
    }
