"""The names of what the networks give, in the order of their outputs."""

from __future__ import annotations

from geodata.vocabulary import IncidentType, Role

KINDS = ("event", "where", "when", "killed", "injured", "missing", "attackers_killed", "old", "says", "actor")
TYPES = tuple(IncidentType)
ROLES = tuple(Role)
EVENT = KINDS.index("event")
