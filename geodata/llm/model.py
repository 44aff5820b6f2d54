"""The language model that made a reading, and how the reading's provenance records it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from geodata.llm.definitions import VERSION
from geodata.records import Provenance
from geodata.version import VERSION as PROGRAM

MODEL = "llm-"  # prefix of the settings hash of a language model's reading


def is_model(settings_hash: str) -> bool:
    """Whether readings with this settings hash come from a language model."""
    return settings_hash.startswith(MODEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The model that reads. `where`: "this computer", a host, or "a batch file"."""

    name: str
    where: str

    @property
    def provenance(self) -> Provenance:
        part = f"{self.name} on {self.where}, prompt {VERSION}, checked by geodata.llm"
        made_with = MODEL + hashlib.sha256(part.encode()).hexdigest()[:12]
        return Provenance(part=part, version=PROGRAM, settings_hash=made_with)
