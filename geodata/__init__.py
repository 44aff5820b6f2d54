"""Find incidents in news reports, place them offline, and tie every figure to its words.

from datetime import date
from geodata import Report, read_report

reading = read_report(Report(text=article, published=date(2022, 6, 27)))
for incident in reading.incidents:
    print(incident.type.label, incident.place, incident.killed, incident.evidence.quote)
"""

from __future__ import annotations

import os

from geodata.errors import GeodataError
from geodata.query import IncidentQuery
from geodata.records import Evidence, Figure, Geocode, Incident, Place, Provenance, Reading, Report, Toponym
from geodata.totals import totals
from geodata.version import VERSION

# By default, onnxruntime, which runs the networks, collects usage data and sends it to its makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
__version__ = VERSION

__all__ = [
    "Evidence",
    "Figure",
    "Geocode",
    "GeodataError",
    "Incident",
    "IncidentQuery",
    "Place",
    "Provenance",
    "Reading",
    "Report",
    "Toponym",
    "__version__",
    "read_report",
    "totals",
]


def read_report(report: Report) -> Reading:
    """Read one report with the gazetteer in the user's cache folder (built at the first call).

    Loads the language model at the first call, which takes seconds; importing this package does not.
    """
    from geodata.reading import pipeline

    return pipeline.read_report(report)
