"""What an export contains: incidents as they are in the workspace, and how they were chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from geodata.fields import EXPORTED, Told, exported
from geodata.records import Incident
from geodata.vocabulary import Role

ATTRIBUTIONS = ("Place names: GeoNames (CC BY 4.0)", "Areas: Natural Earth (public domain)")
KM_PER_DEGREE = 111.2
COLUMNS = [field.name for field in EXPORTED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Told):
    """One incident of an export. `extra`: an imported row's columns that fill no field of ours."""

    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents of an export, out of how many, by which filter, and the day of the export."""

    items: Sequence[Item]
    total: int
    filter: str = "no filter"  # as on the command line
    in_words: str | None = None  # the filter in plain words, without what the title says; None means `filter`
    title: str = ""  # of the report, if there is only one
    made: date
    attributions: Sequence[str] = ATTRIBUTIONS

    @property
    def note(self) -> str:
        chosen = f"{len(self.items):,} of {self.total:,} incidents; filter: {self.filter}"
        return f"Incident Atlas: {chosen}; exported {self.made.isoformat()}. {'. '.join(self.attributions)}"

    @property
    def extra_columns(self) -> list[str]:
        """Columns of imported rows that fill no field of ours, in order of first appearance."""
        return list(dict.fromkeys(name for item in self.items for name in item.extra))

    def rounded(self, degrees: float) -> Selection:
        """Return the selection with every point on a grid of `degrees`, and a note in the export about this."""
        items = [replace(item, incident=rounded(item.incident, degrees)) for item in self.items]
        return replace(self, items=items, attributions=(f"Positions rounded to {degrees:g} degrees", *self.attributions))

    def only(self, *roles: Role) -> Selection:
        """Return the selection with only these roles."""
        items = [item for item in self.items if item.incident.role in roles]
        return replace(self, items=items)


def rounded(incident: Incident, degrees: float) -> Incident:
    """Return an incident at the nearest point of a grid, with a radius that covers the rounding."""
    toponym, geocode = incident.toponym, incident.geocode
    if toponym is None or geocode is None:
        return incident
    latitude, longitude = (round(round(v / degrees) * degrees, 6) for v in (geocode.latitude, geocode.longitude))
    radius = max(geocode.radius_km, degrees * KM_PER_DEGREE / math.sqrt(2))
    place = replace(geocode.place, latitude=latitude, longitude=longitude, radius_km=radius)
    return replace(incident, toponym=replace(toponym, geocode=replace(geocode, place=place, radius_km=radius, alternatives=())))


def cells(item: Item) -> dict[str, Any]:
    """Return an incident as the columns of a table; unknown values are None."""
    return exported(item)
