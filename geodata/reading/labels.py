"""The names of the networks' outputs, in order."""

from __future__ import annotations

from geodata.vocabulary import IncidentType, Role

KINDS = ("event", "where", "when", "killed", "injured", "missing", "attackers_killed", "old", "says", "actor")
TYPES = tuple(IncidentType)
ROLES = tuple(Role)
EVENT = KINDS.index("event")
