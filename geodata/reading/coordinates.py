"""Coordinates written in a text: they locate the name before them, or are a place without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import PRIMARY, Candidate
from geodata.geocoding.written import find_coordinates
from geodata.reading.language import Sentence
from geodata.reading.place_mentions import PlaceMention, mention_of
from geodata.records import Place

SHARP_KM = 0.3
BEHIND_NAME = 2  # tokens from a name to its coordinates: "Kherson (46.64, 32.61)"


def with_coordinates(mentions: list[PlaceMention], sentences: Sequence[Sentence]) -> list[PlaceMention]:
    """Add the coordinates in the sentences to the mentions. Return all mentions in order."""
    for sentence in sentences:
        for found in find_coordinates(sentence.span.text) if any(c.isdigit() for c in sentence.span.text) else ():
            words = sentence.span.char_span(found.start, found.end, alignment_mode="expand")
            if words is None:
                continue
            mentions = [m for m in mentions if m.doc is not words.doc or m.last <= words.start or m.first >= words.end]
            before = [
                m for m in mentions if m.doc is words.doc and 0 < words.start - m.last + 1 <= BEHIND_NAME and not m.adjective
            ]
            named = max(before, key=lambda m: m.last, default=None)
            point = Candidate(Place.at(named.name if named else words.text, found.latitude, found.longitude, SHARP_KM), PRIMARY)
            if named is not None:
                mentions = [replace(m, candidates=(point,)) if m is named else m for m in mentions]
            else:
                mentions = [*mentions, mention_of(sentence, words.start, words.end, "LOC", (point,))]
    return sorted(mentions, key=lambda m: (m.sentence.number, m.first))
