"""The names of the networks' outputs, in order."""

from __future__ import annotations

from geodata.vocabulary import IncidentType, Role

KINDS = ("event", "where", "when", "killed", "injured", "missing", "attackers_killed", "old", "says", "actor")
TYPES = tuple(IncidentType)
ROLES = tuple(Role)
HURT = ("killed", "injured")  # the kinds that count casualties who were found
COUNTED = frozenset({*HURT, "missing", "attackers_killed", "old"})  # every kind that counts people
EVENT = KINDS.index("event")
