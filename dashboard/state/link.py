"""The screen as a link: its report, filter, selection and way of drawing. A wrong or hostile link does no harm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from geodata.query import IncidentQuery
from geodata.summary.density import Weight
from geodata.summary.shading import Level

IDENT = re.compile(r"[0-9A-Za-z:_.|-]{1,80}")
LONGEST = 8_000  # characters of one parameter


class Draw(StrEnum):
    """How the incidents are drawn."""

    MARKERS = "markers"
    HEAT = "heat"
    AREAS = "areas"


class Tab(StrEnum):
    """The open tab of the panel next to the map."""

    INCIDENTS = "incidents"
    ARTICLE = "article"
    CHARTS = "charts"
    REPORTS = "reports"


CHOICES: dict[str, type[StrEnum]] = {"draw": Draw, "weigh": Weight, "level": Level, "tab": Tab}


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The content of a link. `report` is a report's id, "all", or "" for the newest. `versus` is a second filter to compare."""

    report: str = ""
    query: IncidentQuery = field(default_factory=IncidentQuery)
    selected: str = ""
    draw: Draw = Draw.MARKERS
    weigh: Weight = Weight.INCIDENTS
    level: Level = Level.COUNTRY
    tab: Tab = Tab.INCIDENTS
    versus: IncidentQuery | None = None

    def to_params(self) -> dict[str, str]:
        """Return the URL parameters that differ from an empty screen."""
        params = {"report": self.report, **self.query.to_params(), "at": self.selected}
        for name in CHOICES:
            value = getattr(self, name)
            params[name] = "" if value == getattr(EMPTY, name) else value.value
        if self.versus is not None:
            params["versus"] = urlencode(self.versus.to_params()) or "all"
        return {name: value for name, value in params.items() if value}

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> tuple[Screen, tuple[str, ...]]:
        """Return the screen from the valid parts of a link, and what is wrong with the rest."""
        short = {name: value for name, value in params.items() if len(value) <= LONGEST}
        faults = [f"{name[:20]}: too long" for name in params if name not in short]
        query, wrong = IncidentQuery.from_link(short)
        faults += wrong
        values: dict[str, Any] = {"query": query}
        for name, parameter in (("report", "report"), ("selected", "at")):
            if short.get(parameter):
                if IDENT.fullmatch(short[parameter]):
                    values[name] = short[parameter]
                else:
                    faults.append(f"{parameter}: not an id")
        for name, enum in CHOICES.items():
            if short.get(name):
                try:
                    values[name] = enum(short[name])
                except ValueError:
                    faults.append(f"{name}: not one of {', '.join(enum)}")
        if short.get("versus"):
            other = {} if short["versus"] == "all" else dict(parse_qsl(short["versus"]))
            values["versus"], wrong = IncidentQuery.from_link(other)
            faults += [f"versus {fault}" for fault in wrong]
        return cls(**values), tuple(faults)


EMPTY = Screen()
