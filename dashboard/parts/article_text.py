"""The article as runs of characters, each with what it is evidence for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from geodata.records import Evidence, Field, Incident, Reading

KEY = ("killed", "injured", "missing", "place", "named", "sentence")  # the kinds of marks, in the order of the legend


def article_runs(reading: Reading, incidents: Sequence[Incident], field: Field) -> list[dict[str, Any]]:
    """Return the runs `{"text", "kinds", "ids"}` of a field, in order; `ids` are the incidents that a run is about."""
    body = reading.report.part(field)

    def is_here(evidence: Evidence) -> bool:  # an incident from several reports also has evidence in the others
        return evidence.field == field and evidence.report_id == reading.report.id

    marks: list[tuple[int, int, str, str]] = []
    placed = set()
    where = {i.geocode.place.id: i.id for i in reversed(incidents) if i.geocode is not None}  # the first of several
    for incident in incidents:
        marks += [mark(sentence, "sentence", incident.id) for sentence in incident.sentences if is_here(sentence)]
        marks += [mark(f.evidence, kind_of(f.kind.value), incident.id) for f in incident.figures if is_here(f.evidence)]
        if incident.toponym and is_here(incident.toponym.evidence):
            marks.append(mark(incident.toponym.evidence, "place", incident.id))
            placed.add((incident.toponym.evidence.start, incident.toponym.evidence.end))
    for toponym in reading.toponyms:
        evidence = toponym.evidence
        if is_here(evidence) and (evidence.start, evidence.end) not in placed:
            of = where.get(toponym.geocode.place.id, "") if toponym.geocode is not None and not toponym.adjective else ""
            marks.append(mark(evidence, "place" if of else "named", of))
    return runs(body, marks)


def kind_of(kind: str) -> str:
    return "killed" if kind == "attackers_killed" else kind


def mark(evidence: Evidence, kind: str, incident_id: str) -> tuple[int, int, str, str]:
    return evidence.start, evidence.end, kind, incident_id


def runs(body: str, marks: Sequence[tuple[int, int, str, str]]) -> list[dict[str, Any]]:
    """Cut a text wherever a mark starts or ends."""
    starts: dict[int, list[tuple[str, str]]] = {}
    ends: dict[int, list[tuple[str, str]]] = {}
    for start, end, kind, incident_id in marks:
        starts.setdefault(start, []).append((kind, incident_id))
        ends.setdefault(end, []).append((kind, incident_id))
    cuts = sorted({0, len(body), *starts, *ends})
    open_marks: list[tuple[str, str]] = []
    result = []
    for left, right in itertools.pairwise(cuts):
        for closed in ends.get(left, ()):
            open_marks.remove(closed)
        open_marks += starts.get(left, ())
        kinds = list(dict.fromkeys(kind for kind, _ in open_marks))
        # The narrowest mark comes first: a figure's incident before that of the sentence around it.
        ids = list(dict.fromkeys(i for kind, i in reversed(open_marks) if i))
        result.append({"text": body[left:right], "kinds": kinds, "ids": ids})
    return result
