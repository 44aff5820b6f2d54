"""Keep readings on disk, so that a report is read only once."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from geodata.gazetteer import build
from geodata.leftovers import sweep
from geodata.reading.identity import provenance
from geodata.records import Reading, Report
from geodata.serial import from_plain, to_plain


def path_of(report: Report) -> Path:
    made_with = provenance(build.fingerprint()).settings_hash
    return build.cache_folder() / "readings" / f"{report.id}-{made_with}.json"


def load(report: Report) -> Reading | None:
    """Return the kept reading of a report; None if there is none that the current reader made."""
    try:
        reading = from_plain(Reading, json.loads(path_of(report).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return reading if reading.report == report else None


def keep(reading: Reading) -> None:
    """Keep a reading. If the folder is not writable, that only costs time at the next start."""
    target = path_of(reading.report)
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(to_plain(reading), file, ensure_ascii=False)
        os.replace(name, target)
