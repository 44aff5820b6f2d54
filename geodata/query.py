"""What a user filters for."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.errors import QueryError
from geodata.gazetteer.names import fold
from geodata.records import Incident
from geodata.vocabulary import IncidentType, ReviewState, Role

PARAMETERS = ("type", "role", "from", "to", "casualties", "q", "state", "country")


class Casualties(StrEnum):
    """Filter by reported casualties."""

    ANY = "any"
    REPORTED = "reported"
    KILLED = "killed"
    INJURED = "injured"

    @property
    def label(self) -> str:
        return {"any": "Any", "reported": "Killed or injured", "killed": "Killed", "injured": "Injured"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentQuery:
    """A filter. Empty tuples, None and "" mean: no matter. `types` and `roles` are sorted tuples."""

    types: tuple[IncidentType, ...] = ()
    roles: tuple[Role, ...] = ()
    start: date | None = None
    end: date | None = None
    casualties: Casualties = Casualties.ANY
    text: str = ""
    states: tuple[ReviewState, ...] = ()  # of a workspace; a single reading has none
    countries: tuple[str, ...] = ()  # two-letter codes

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise QueryError(f"the filter begins on {self.start}, after its end on {self.end}")

    @property
    def is_empty(self) -> bool:
        return self == IncidentQuery()

    def matches(self, incident: Incident) -> bool:
        """Whether an incident passes. One without a date passes every date filter: it may lie within."""
        if self.types and incident.type not in self.types:
            return False
        if self.roles and incident.role not in self.roles:
            return False
        if self.countries and (incident.geocode is None or incident.geocode.place.country not in self.countries):
            return False
        if self.start and incident.end and incident.end < self.start:
            return False
        if self.end and incident.start and incident.start > self.end:
            return False
        if not self.has_casualties(incident):
            return False
        return not self.text.strip() or fold(self.text) in searchable(incident)

    def has_casualties(self, incident: Incident) -> bool:
        killed = bool(incident.killed and (incident.killed.low or incident.killed.high))
        injured = bool(incident.injured and (incident.injured.low or incident.injured.high))
        return {
            Casualties.ANY: True,
            Casualties.REPORTED: killed or injured,
            Casualties.KILLED: killed,
            Casualties.INJURED: injured,
        }[self.casualties]

    def apply(self, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
        return tuple(incident for incident in incidents if self.matches(incident))

    def to_params(self) -> dict[str, str]:
        """The filter as URL parameters; only what is set."""
        params = {
            "type": ",".join(self.types),
            "role": ",".join(self.roles),
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "casualties": "" if self.casualties is Casualties.ANY else self.casualties.value,
            "q": self.text,
            "state": ",".join(self.states),
            "country": ",".join(self.countries),
        }
        return {key: value for key, value in params.items() if value}

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> IncidentQuery:
        """The filter of a URL; QueryError names the parameter that cannot be understood."""
        try:
            return cls(
                types=tuple(sorted(IncidentType(t) for t in params.get("type", "").split(",") if t)),
                roles=tuple(sorted(Role(r) for r in params.get("role", "").split(",") if r)),
                start=date.fromisoformat(params["from"]) if params.get("from") else None,
                end=date.fromisoformat(params["to"]) if params.get("to") else None,
                casualties=Casualties(params.get("casualties") or "any"),
                text=params.get("q", "")[:200],
                states=tuple(sorted(ReviewState(s) for s in params.get("state", "").split(",") if s)),
                countries=tuple(sorted(c.upper() for c in params.get("country", "").split(",") if c)),
            )
        except ValueError as error:
            raise QueryError(f"the link's filter cannot be understood: {error}") from error

    @classmethod
    def from_words(cls, words: str) -> IncidentQuery:
        """The filter of a command line: `type=shelling,air_strike from=2022-06-01 q="railway station"`."""
        params: dict[str, str] = {}
        try:
            parts = shlex.split(words)
        except ValueError as error:
            raise QueryError(f"the filter {words!r} cannot be understood: {error}") from error
        for part in parts:
            key, mark, value = part.partition("=")
            if not mark or key not in PARAMETERS:
                raise QueryError(f"{part!r} is no filter; write {', '.join(f'{p}=...' for p in PARAMETERS)}")
            params[key] = value
        try:
            return cls.from_params(params)
        except QueryError as error:
            raise QueryError(f"the filter {words!r} cannot be understood: {error.__cause__ or error}") from error

    @property
    def in_words(self) -> str:
        """The filter for a person and for `from_words`; "no filter" where nothing is chosen."""
        return " ".join(f"{key}={shlex.quote(value)}" for key, value in self.to_params().items()) or "no filter"


def searchable(incident: Incident) -> str:
    """What the text search looks in: place, type, claimants and the sentences that tell of the incident."""
    parts = [incident.place, incident.type.label, incident.attribution, incident.actor.name if incident.actor else None]
    parts += [sentence.quote for sentence in incident.sentences] + [f.evidence.quote for f in incident.figures]
    return fold(" ".join(part for part in parts if part))
