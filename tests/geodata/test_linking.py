"""From scores to incidents, with networks whose answers are written down here."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from geodata.errors import Cancelled
from geodata.reading import coreference, views
from geodata.reading.coreference import by_other_means, clusters, likeness
from geodata.reading.judgement import Floats, Judgement
from geodata.reading.labels import KINDS, ROLES, TYPES
from geodata.reading.linked import Linked, Mention
from geodata.reading.linking import Thresholds, link, runs, tagged, unlinked, with_neighbours
from geodata.reading.model_files import FOLDER
from geodata.reading.pieces import OVERLAP, WINDOW, Pieces, Signal, cut, load_tokenizer, windows_of
from geodata.reading.values import who
from geodata.vocabulary import IncidentType, Role

TEXT = "A bomb killed nine in Mosul. The blast hurt six.\nA train crashed in Pune, killing four."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(FOLDER / "tokenizer.json")


@pytest.fixture(scope="module")
def pieces(tokenizer: Tokenizer) -> Pieces:
    return cut(tokenizer, TEXT, 0, [(0, 28), (29, 48), (49, len(TEXT))], [Signal("number", 14, 18)])


class Written:
    """Networks that take `events` for event words, join those of one number, and give each its `figures`."""

    events: ClassVar = {"bomb": 1, "blast": 1, "crashed": 2}
    figures: ClassVar = {
        1: {"killed": "killed nine", "where": "Mosul", "injured": "hurt six"},
        2: {"killed": "killing four", "where": "Pune"},
    }

    def __init__(self, pieces: Pieces, same: dict[frozenset[str], float] | None = None, real: float = 0.9) -> None:
        self.pieces, self.same, self.real = pieces, same or {}, real

    def word(self, bounds: views.Bounds) -> str:
        return TEXT[self.pieces.starts[bounds[0]] : self.pieces.ends[bounds[1] - 1]]

    def tags(self, words: dict[str, str]) -> Floats:
        table = np.zeros((len(self.pieces), len(KINDS), 3), np.float32)
        table[:, :, 0] = 1
        for word, kind in words.items():
            inside = self.pieces.within(TEXT.index(word), TEXT.index(word) + len(word))
            table[inside.start, KINDS.index(kind)] = (0.1, 0.9, 0)
            table[inside.start + 1 : inside.stop, KINDS.index(kind)] = (0.1, 0, 0.9)
        return table

    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        return np.zeros((len(pieces), 4), np.float32), self.tags(dict.fromkeys(self.events, "event"))

    def pairs(
        self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
    ) -> Floats:
        del vectors, pieces
        words = [self.word(b) for b in mentions]
        return np.array([self.alike(words[i], words[j]) for i, j in pairs], np.float32)

    def alike(self, one: str, other: str) -> float:
        return self.same.get(frozenset((one, other)), float(self.events[one] == self.events[other]))

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        del vectors, reach
        at = {w: np.isin(inside, self.pieces.within(TEXT.index(w), TEXT.index(w) + len(w))) for w in self.events}
        own = [w for w, where in at.items() if (marks[where] == 1).any()]
        number = min(self.events[w] for w in own)
        same = np.zeros(len(inside), np.float32)
        for word, where in at.items():
            if (marks[where] == 3).any():  # it is asked whether it tells of the same
                same[where] = 20 * self.alike(own[0], word) - 10
        words = {w: k for k, w in self.figures[number].items()} | {w: "event" for w, n in self.events.items() if n == number}
        types, roles = np.zeros(len(TYPES), np.float32), np.zeros(len(ROLES), np.float32)
        types[TYPES.index(IncidentType.EXPLOSION_DEVICE if number == 1 else IncidentType.TRANSPORT_ACCIDENT)] = 1
        roles[0] = 1
        return Judgement(self.tags(words)[inside], types, roles, self.real, same)


def test_two_incidents_with_what_belongs_to_each(pieces: Pieces) -> None:
    first, second = link(TEXT, pieces, Written(pieces), Thresholds())
    assert [TEXT[m.start : m.end] for m in first.events] == ["bomb", "blast"]
    assert {(m.kind, TEXT[m.start : m.end]) for m in first.mentions} == {
        ("killed", "killed nine"),
        ("where", "Mosul"),
        ("injured", "hurt six"),
    }
    assert max(second.types, key=lambda t: second.types[t]) is IncidentType.TRANSPORT_ACCIDENT
    assert max(first.roles, key=lambda r: first.roles[r]) is Role.MAIN


class Tagged(Written):
    """Networks that are sure of figures in the whole text."""

    sure: ClassVar = {"killed nine": "killed", "hurt six": "injured"}

    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        vectors, tags = super().encode(pieces)
        figures = self.tags(self.sure)
        return vectors, np.where(figures[:, :, :1] < 1, figures, tags)


def test_a_figure_that_no_incident_has_goes_with_the_one_that_and_joins_to_it() -> None:
    full = "two were killed and five were injured in a blast; one was killed"
    spans = {words: Mention("killed" if "killed" in words else "injured", full.index(words), full.index(words) + len(words))
             for words in ("two were killed", "five were injured", "one was killed")}  # fmt: skip
    one = Linked((Mention("event", 43, 48),), (spans["five were injured"],), {}, {})
    joined = with_neighbours(full, one, [spans["two were killed"], spans["one was killed"]])
    assert joined.mentions == (spans["five were injured"], spans["two were killed"])
    assert with_neighbours(full, one, [spans["one was killed"]]) is one
    two = Linked((Mention("event", 43, 48),), (spans["two were killed"],), {}, {})
    assert with_neighbours(full, two, [replace(spans["five were injured"], kind="killed")]) is two


def test_what_no_incident_has(pieces: Pieces) -> None:
    networks = Tagged(pieces)
    _, tags = networks.encode(pieces)
    (blast,) = (one for one in link(TEXT, pieces, networks, Thresholds()) if len(one.events) == 2)
    assert [m.words(TEXT) for m in unlinked(TEXT, pieces, tags, [])] == ["killed nine", "hurt six"]
    assert unlinked(TEXT, pieces, tags, [blast]) == []


def test_what_the_pairs_leave_apart_stays_apart(pieces: Pieces) -> None:
    assert len(link(TEXT, pieces, Written(pieces, {frozenset(("bomb", "blast")): 0.1}), Thresholds())) == 3


def test_words_too_far_apart_for_one_scene_are_told_by_the_pairs(tokenizer: Tokenizer) -> None:
    text = "word0 fell. " + "Nothing else. " * 20 + "word1 fell. " + "Nothing else. " * 20 + "word2 fell."
    sentences = [m.span() for m in re.finditer(r"[^.]+\.", text)]
    long = cut(tokenizer, text, 0, sentences, [])
    bounds = [(w.start, w.stop) for i in range(3) for w in (long.within(text.index(f"word{i}"), text.index(f"word{i}") + 5),)]
    asked: list[tuple[int, int]] = []

    class Far:
        def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
            raise NotImplementedError

        def pairs(
            self, vectors: Floats, pieces: Pieces, mentions: Sequence[views.Bounds], pairs: Sequence[tuple[int, int]]
        ) -> Floats:
            del vectors, pieces, mentions
            asked.extend(pairs)
            return np.full(len(pairs), 0.25, np.float32)

        def incident(
            self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
        ) -> Judgement:
            del vectors, reach
            none = np.zeros((len(inside), len(KINDS), 3), np.float32)
            return Judgement(
                none,
                np.eye(1, len(TYPES), dtype=np.float32)[0],
                np.zeros(1, np.float32),
                1.0,
                np.where(marks == 3, 10.0, -10.0),
            )

    found = likeness(np.zeros((len(long), 4), np.float32), long, bounds, Far(), lambda: None)
    assert asked == [(1, 2)], "the first sentences are in every scene"
    assert found[1, 2] == found[2, 1] == np.float32(0.25)
    assert found[0, 1] > 0.99
    assert clusters(found, 0.7) == [[0, 1], [2]]


def test_mentions_of_unlike_kinds_are_two(pieces: Pieces) -> None:
    joined = Written(pieces, {frozenset((one, "crashed")): 0.99 for one in ("bomb", "blast")})
    assert len(link(TEXT, pieces, joined, Thresholds())) == 2, "a bomb and a train crash, whatever the scores say"


def test_what_is_no_incident_is_left_out(pieces: Pieces) -> None:
    assert link(TEXT, pieces, Written(pieces, real=0.2), Thresholds(real=0.5)) == []


def test_a_reading_can_be_stopped(pieces: Pieces) -> None:
    with pytest.raises(Cancelled):
        link(TEXT, pieces, Written(pieces), Thresholds(), stop=lambda: True)


def test_an_empty_text_has_no_incident(tokenizer: Tokenizer) -> None:
    assert link("", cut(tokenizer, "", 0, [], []), Written(cut(tokenizer, TEXT, 0, [(0, len(TEXT))], [])), Thresholds()) == []


def test_runs_are_cut_where_one_begins() -> None:
    tags = np.array([[1, 0, 0], [0.1, 0.9, 0], [0.1, 0, 0.9], [0.2, 0.8, 0], [0.9, 0.1, 0]], np.float32)
    assert [(a, b) for a, b, _ in runs(tags, 0.5)] == [(1, 3), (3, 4)]


def test_a_run_takes_in_what_is_likely_next_to_it() -> None:
    tags = np.array([[1, 0, 0], [0.6, 0, 0.4], [0.4, 0.2, 0.4], [0.7, 0, 0.3], [0.7, 0.3, 0], [0.9, 0.1, 0]], np.float32)
    assert [(a, b) for a, b, _ in runs(tags, 0.5)] == [(2, 3)]
    assert [(a, b) for a, b, _ in runs(tags, 0.5, 0.5)] == [(1, 4)]  # up to where another one begins
    split = np.array([[1, 0, 0], [0.4, 0.6, 0], [0.6, 0, 0.4], [0.4, 0, 0.6]], np.float32)
    assert [(a, b) for a, b, _ in runs(split, 0.5)] == [(1, 2), (3, 4)]
    assert [(a, b) for a, b, _ in runs(split, 0.5, 0.5)] == [(1, 4)]  # two that meet are one


@pytest.mark.parametrize(("words", "wanted"), [*who.YES, *((words, words) for words in who.NO)])
def test_a_name_is_not_cut_off(words: str, wanted: str) -> None:
    found = who.name_in(f"“{words}”", 1, 1 + len(words))
    assert (f"“{words}”"[slice(*found)] if found else "") == wanted


def test_no_one_has_no_name() -> None:
    assert not any(who.name_in(*example) for example in who.NO_ONE_YES)
    assert all(who.name_in(*example) for example in who.NO_ONE_NO)


@pytest.mark.parametrize(("text", "name"), who.SOURCE_YES)
def test_a_source_line_names_a_claimant(text: str, name: str) -> None:
    assert (found := who.source_line(text))
    assert text[slice(*found)] == name


@pytest.mark.parametrize("text", who.SOURCE_NO)
def test_no_source_line(text: str) -> None:
    assert who.source_line(text) is None


@pytest.mark.parametrize("mark", [" ", ",", "- ", "the ", "of "])
def test_many_marks_in_a_row_take_the_time_of_their_length(mark: str) -> None:
    for text in (f"police{mark * 20_000}x", f"the{mark * 20_000}x", f"x{mark * 20_000}", mark * 20_000):
        before = time.process_time()
        who.name_in(text, 0, len(text))
        assert time.process_time() - before < 5


@pytest.mark.parametrize("n", [1, WINDOW - 2, WINDOW - 1, 1_000, 5_000])
def test_windows_hold_every_piece_once_as_its_owner(n: int) -> None:
    windows, owner = windows_of(n)
    assert len(owner) == n
    assert all(windows[w][0] <= i < windows[w][1] for i, w in enumerate(owner))
    assert max(b - a for a, b in windows) <= WINDOW - 2
    assert all(b - c >= OVERLAP // 2 for (_, b), (c, _) in pairwise(windows))


def test_a_signal_marks_the_pieces_it_touches(pieces: Pieces) -> None:
    from geodata.reading.pieces import COLUMN

    marked = np.flatnonzero(pieces.signals[:, COLUMN["number"]])
    assert TEXT[pieces.starts[marked[0]] : pieces.ends[marked[-1]]] == "nine"


def test_a_scene_holds_the_sentences_around_its_words(tokenizer: Tokenizer) -> None:
    text = ". ".join(f"word{i}" for i in range(20)) + "."
    bounds = [(m, m + text[m:].index(".") + 1) for m in (text.index(f"word{i}.") for i in range(20))]
    long = cut(tokenizer, text, 0, bounds, [])
    own = long.within(*bounds[10])
    inside, marks, reach = views.scene(long, [(own.start, own.stop)], [])
    assert set(long.sentence[inside].tolist()) == {0, 1, 2, 7, 8, 9, 10, 11, 12, 13}
    assert set(inside[marks == 1].tolist()) == set(own)
    assert reach.min() == 0


def test_a_scene_of_a_text_without_full_stops_has_its_bounds(tokenizer: Tokenizer) -> None:
    text = "word " * 2000
    long = cut(tokenizer, text, 0, [(0, len(text))], [])
    inside, marks, _ = views.scene(long, [(1000, 1001)])
    assert set(inside.tolist()) == {*range(views.NARROW), *range(1000 - views.NARROW, 1001 + views.NARROW)}
    assert inside[marks == 1].tolist() == [1000]
    several, _, _ = views.scene(long, [(1000 + n, 1001 + n) for n in range(0, 20, 5)])  # an incident of many words may be wide
    assert set(several.tolist()) == {*range(views.FARTHEST), *range(1000 - views.FARTHEST, 1016 + views.FARTHEST)}


def test_a_missile_strike_and_shelling_are_two_incidents() -> None:
    words = ["missile attack", "became impassable by shelling", "an airstrike", "the attack", "missiles and mortars"]
    assert by_other_means(words).astype(int).tolist() == [
        [0, 1, 1, 0, 0],
        [1, 0, 1, 0, 0],
        [1, 1, 0, 0, 1],
        [0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],
    ]
    assert by_other_means([]).shape == (0, 0)


def test_event_words_of_other_means_are_not_joined(pieces: Pieces, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(link(TEXT, pieces, Written(pieces), Thresholds())) == 2
    monkeypatch.setattr(coreference, "MEANS", (re.compile("bomb"), re.compile("blast")))
    assert len(link(TEXT, pieces, Written(pieces), Thresholds())) == 3


@pytest.mark.parametrize(("share", "words"), [(0.7, "killed nine"), (0.5, "nine")])
def test_a_figure_extends_over_its_less_likely_words(pieces: Pieces, share: float, words: str) -> None:
    tags = np.zeros((len(pieces), len(KINDS), 3), np.float32)
    tags[:, :, 0] = 1
    for word, score in (("killed", share * Thresholds().figure), ("nine", 0.9)):
        (i,) = pieces.within(TEXT.index(word), TEXT.index(word) + len(word))
        tags[i, KINDS.index("killed")] = (1 - score, 0, score)
    found = list(tagged(TEXT, pieces, np.arange(len(pieces)), tags, "killed", Thresholds().figure))
    assert [m.words(TEXT) for m in found] == [words]
