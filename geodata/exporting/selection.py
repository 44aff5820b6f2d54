"""What is exported: incidents as they are in the workspace, with how they were chosen."""

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
    """One incident of an export. `extra` holds an imported row's columns that have no field of ours."""

    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents of an export, of how many, by which filter, made when."""

    items: Sequence[Item]
    total: int
    filter: str = "no filter"  # as the command line takes it
    in_words: str | None = None  # the filter without what the title says, as people read it; None for `filter`
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
        return replace(self, items=items)


def rounded(incident: Incident, degrees: float) -> Incident:
    """An incident at the nearest point of a grid, and known no more precisely than that."""
    toponym, geocode = incident.toponym, incident.geocode
    if toponym is None or geocode is None:
        return incident
    latitude, longitude = (round(round(v / degrees) * degrees, 6) for v in (geocode.latitude, geocode.longitude))
    radius = max(geocode.radius_km, degrees * KM_PER_DEGREE / math.sqrt(2))
    place = replace(geocode.place, latitude=latitude, longitude=longitude, radius_km=radius)
    return replace(incident, toponym=replace(toponym, geocode=replace(geocode, place=place, radius_km=radius, alternatives=())))


def cells(item: Item) -> dict[str, Any]:
    """An incident as the columns of a table; unknown is None."""
    return exported(item)
