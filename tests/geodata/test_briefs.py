"""Short texts put together from marked articles, for training."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from geodata.reading.labels import EVENT, KINDS, ROLES, TYPES
from geodata.reading.model_files import FOLDER
from geodata.reading.pieces import COLUMN, cut, load_tokenizer
from geodata.training.reader.briefs import brief, item, joined
from geodata.training.reader.sample import Sample
from geodata.training.reader.spans import Span
from geodata.vocabulary import IncidentType, Role

TEXT = "Blast in Mosul\nA bomb killed nine. A train crashed in Pune. It recalled a fire in 1990."
SENTENCES = [(0, 14), (15, 34), (35, 58), (59, 84)]


@pytest.fixture(scope="module")
def sample() -> Sample:
    tokenizer: Tokenizer = load_tokenizer(FOLDER / "tokenizer.json")
    pieces = cut(tokenizer, TEXT, 14, SENTENCES, [])

    def span(kind: str, words: str, *incidents: int) -> Span:
        inside = pieces.within(TEXT.index(words), TEXT.index(words) + len(words))
        return Span(KINDS.index(kind), inside.start, inside.stop, frozenset(incidents))

    spans = [span("event", "bomb", 0), span("killed", "killed nine", 0), span("event", "crashed", 1), span("where", "Pune", 1),
             span("event", "fire", 2)]  # fmt: skip
    types = [TYPES.index(t) for t in (IncidentType.EXPLOSION_DEVICE, IncidentType.TRANSPORT_ACCIDENT, IncidentType.FIRE)]
    roles: list[int | None] = [ROLES.index(Role.MAIN), ROLES.index(Role.MAIN), ROLES.index(Role.BACKGROUND)]
    return Sample("a", pieces, spans, types, roles)


def words(sample: Sample, span: Span) -> str:
    ids = sample.pieces.ids[span.first : span.last]
    return load_tokenizer(FOLDER / "tokenizer.json").decode(ids.tolist())


@pytest.mark.slow
def test_an_item_holds_whole_sentences_and_only_what_is_told_in_them(sample: Sample) -> None:
    for seed in range(20):
        found = item(sample, random.Random(seed))
        assert found is not None
        assert {words(found, e) for e in found.events} <= {"bomb", "crashed", "fire"}
        assert all(0 <= i < len(found.types) for s in found.spans for i in s.incidents)
        assert len(set(found.pieces.sentence.tolist())) <= 3
        assert not found.pieces.signals[:, COLUMN["title"]].any()
        fires = [found.roles[i] for e in found.events if words(found, e) == "fire" for i in e.incidents]
        assert set(fires) <= {None}, "whether it is an earlier event stands elsewhere in the article"


def test_joined_items_keep_their_marks_and_their_incidents_apart(sample: Sample) -> None:
    one, two = item(sample, random.Random(1)), item(sample, random.Random(2))
    assert one is not None
    assert two is not None
    whole = joined([one, two])
    assert len(whole.pieces) == len(one.pieces) + len(two.pieces)
    assert [words(whole, s) for s in whole.spans] == [words(text, s) for text in (one, two) for s in text.spans]
    first = {i for s in whole.spans[: len(one.spans)] for i in s.incidents}
    second = {i for s in whole.spans[len(one.spans) :] for i in s.incidents}
    assert not first & second
    assert len(whole.types) == len(whole.roles) == len(one.types) + len(two.types)
    assert (np.diff(whole.pieces.sentence) >= 0).all()
    assert EVENT in {s.kind for s in whole.spans}


def test_a_text_is_always_had(sample: Sample) -> None:
    nothing = Sample("b", sample.pieces, [], [], [])
    assert brief([nothing], random.Random(0)) is nothing
    assert len(brief([sample, nothing], random.Random(3)).pieces) > 0
