"""Merge two records of one incident."""

from __future__ import annotations

from dataclasses import replace

from geodata.records import Incident


def together(a: Incident, b: Incident) -> Incident:
    """Merge what two records know about one incident; where both have a value, take that of `a`."""
    sentences = tuple(sorted({*a.sentences, *b.sentences}, key=lambda e: (e.field == "text", e.start)))
    more = {
        name: getattr(a, name) or getattr(b, name)
        for name in ("killed", "injured", "missing", "attackers_killed", "attribution", "actor")
    }
    dated = a if a.start else b
    return replace(
        a, sentences=sentences, start=dated.start, end=dated.end, date_precision=dated.date_precision,
        confidence=min(a.confidence, b.confidence), reasons=tuple(dict.fromkeys((*a.reasons, *b.reasons))), **more,
    )  # fmt: skip
