"""Which language model reads, and how a reading says so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from geodata.llm.definitions import VERSION
from geodata.records import Provenance
from geodata.version import VERSION as PROGRAM

MODEL = "llm-"  # how the settings of a language model's reading begin


def is_model(settings_hash: str) -> bool:
    """Whether a language model made the readings with these settings."""
    return settings_hash.startswith(MODEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Which model reads. `where`: "this computer", a host, or "a batch file"."""

    name: str
    where: str

    @property
    def provenance(self) -> Provenance:
        part = f"{self.name} on {self.where}, prompt {VERSION}, checked by geodata.llm"
        made_with = MODEL + hashlib.sha256(part.encode()).hexdigest()[:12]
        return Provenance(part=part, version=PROGRAM, settings_hash=made_with)
