"""The words of a report that a marker's popup shows."""

from __future__ import annotations

from geodata.records import Incident

LONGEST_QUOTE = 220


def telling_words(incident: Incident) -> str:
    """The incident's sentence, cut around its first figure (or its place) where it is long."""
    sentence = incident.evidence
    spans = [f.evidence for f in incident.figures] + ([incident.toponym.evidence] if incident.toponym else [])
    inside = [e.start for e in spans if e.field == sentence.field and sentence.start <= e.start < sentence.end]
    if len(sentence.quote) <= LONGEST_QUOTE:
        return " ".join(sentence.quote.split())
    at = inside[0] - sentence.start if inside else 0
    first = max(0, min(at - LONGEST_QUOTE // 2, len(sentence.quote) - LONGEST_QUOTE))
    words = sentence.quote[first : first + LONGEST_QUOTE].split()
    before = first > 0
    after = first + LONGEST_QUOTE < len(sentence.quote)
    return " ".join((["…", *words[1:]] if before else words)[: None if not after else -1] + (["…"] if after else []))
