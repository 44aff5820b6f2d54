"""Compose short texts about several incidents from marked articles, like news in brief.

Long articles about one subject teach that event words close together report one incident. In a digest they do not, and too
few of the marked articles are digests.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.reading.labels import ROLES
from geodata.reading.pieces import COLUMN, Pieces, windows_of
from geodata.training.reader.sample import Sample
from geodata.training.reader.spans import Span
from geodata.vocabulary import Role

ITEMS = (2, 4)
SENTENCES = (1, 3)
PIECES = 160  # greatest number in one item
NEW = ROLES.index(Role.MAIN)


def brief(samples: Sequence[Sample], rng: random.Random) -> Sample:
    """Return two to four items, each one to three sentences of an article. Incidents that are not new in the article have no
    role, because what makes them earlier or a total is elsewhere in it."""
    tried = (item(rng.choice(samples), rng) for _ in range(rng.randint(*ITEMS)))
    items = [text for text in tried if text is not None]
    return joined(items) if items else rng.choice(samples)


def item(source: Sample, rng: random.Random) -> Sample | None:
    """Return some sentences from an event word of a new incident on, with their marks."""
    told = [e for e in source.events if any(source.roles[i] == NEW for i in e.incidents)]
    if not told:
        return None
    first = int(source.pieces.sentence[rng.choice(told).first])
    last = first + rng.randint(*SENTENCES) - 1
    inside = np.flatnonzero((source.pieces.sentence >= first) & (source.pieces.sentence <= last))
    if not 0 < len(inside) <= PIECES:
        return None
    a, b = int(inside[0]), int(inside[-1]) + 1
    kept = sorted({i for e in source.events if a <= e.first and e.last <= b for i in e.incidents})
    number = {incident: k for k, incident in enumerate(kept)}
    spans = [
        Span(s.kind, s.first - a, s.last - a, frozenset(number[i] for i in s.incidents if i in number))
        for s in source.spans
        if a <= s.first and s.last <= b
    ]
    roles = [source.roles[i] if source.roles[i] == NEW else None for i in kept]
    return Sample(source.doc_id, part(source.pieces, a, b), spans, [source.types[i] for i in kept], roles)


def part(pieces: Pieces, a: int, b: int) -> Pieces:
    windows, owner = windows_of(b - a)
    signals = pieces.signals[a:b].copy()
    signals[:, COLUMN["title"]] = 0
    return Pieces(pieces.ids[a:b], pieces.starts[a:b], pieces.ends[a:b], pieces.sentence[a:b], signals, windows, owner)


def joined(items: Sequence[Sample]) -> Sample:
    """Join several texts. Their offsets into the full texts are lost, but training does not use them."""
    spans: list[Span] = []
    types: list[int] = []
    roles: list[int | None] = []
    sentences, start, sentence = [], 0, 0
    for text in items:
        for s in text.spans:
            told = frozenset(i + len(types) for i in s.incidents)
            spans.append(replace(s, first=s.first + start, last=s.last + start, incidents=told))
        numbers = text.pieces.sentence - text.pieces.sentence[0] + sentence
        sentences.append(numbers)
        types += text.types
        roles += text.roles
        start, sentence = start + len(text.pieces), int(numbers[-1]) + 1
    windows, owner = windows_of(start)
    parts = [text.pieces for text in items]
    pieces = Pieces(
        np.concatenate([p.ids for p in parts]),
        np.concatenate([p.starts for p in parts]),
        np.concatenate([p.ends for p in parts]),
        np.concatenate(sentences),
        np.concatenate([p.signals for p in parts]),
        windows,
        owner,
    )
    return Sample("+".join(text.doc_id for text in items), pieces, spans, types, roles)
