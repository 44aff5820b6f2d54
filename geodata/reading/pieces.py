"""A report as wordpieces, the input of the networks.

The full text of a report is its title, a line break and its text. All offsets of the learned reader are character positions
in it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

WINDOW = 384  # pieces that the encoder reads at once, including CLS and SEP
OVERLAP = 64
CLS, SEP, PAD = 101, 102, 0

# What the rules and the language model find, one column each. The networks weigh these signals; none decides alone.
SIGNALS = (
    "adjective", "area", "town", "unknown_place", "recent", "old_date", "vague_date", "number", "ent_PERSON",
    "ent_ORG", "ent_NORP", "ent_FAC", "ent_CARDINAL", "ent_DATE", "title", "quoted", "first", "capital", "upper", "digit",
)  # fmt: skip
COLUMN = {name: i for i, name in enumerate(SIGNALS)}


class Signal(NamedTuple):
    """Characters `start` to `end` of the full text, and what was found there: a name from SIGNALS."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """`ids`, `starts`, `ends`, `sentence`: one number per piece. `signals`: pieces x SIGNALS, zeros and ones.
    `windows`: first and last (exclusive) piece of each. `owner`: for each piece the window in which it is most central."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentence: NDArray[np.int64]
    signals: NDArray[np.float32]
    windows: tuple[tuple[int, int], ...]
    owner: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def within(self, start: int, end: int) -> range:
        """Return the pieces that overlap characters `start` to `end`."""
        return range(int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left")))

    def batch(self) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
        """Return the windows as input for the encoder: ids, mask, signals."""
        width = max(b - a for a, b in self.windows) + 2
        ids = np.full((len(self.windows), width), PAD, np.int64)
        mask = np.zeros((len(self.windows), width), np.float32)
        signals = np.zeros((len(self.windows), width, len(SIGNALS)), np.float32)
        for w, (a, b) in enumerate(self.windows):
            ids[w, 0], ids[w, b - a + 1] = CLS, SEP
            ids[w, 1 : b - a + 1] = self.ids[a:b]
            mask[w, : b - a + 2] = 1
            signals[w, 1 : b - a + 1] = self.signals[a:b]
        return ids, mask, signals

    def at(self) -> NDArray[np.int64]:
        """Return the index of each piece in the flattened windows: window x width + position."""
        width = max(b - a for a, b in self.windows) + 2
        first = np.array([a for a, _ in self.windows])
        at: NDArray[np.int64] = self.owner * width + np.arange(len(self)) - first[self.owner] + 1
        return at


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut(
    tokenizer: Tokenizer, full: str, title_end: int, sentences: Sequence[tuple[int, int]], signals: Iterable[Signal]
) -> Pieces:
    """Cut a text into pieces. `sentences`: first and last (exclusive) character of each, in order."""
    encoded = tokenizer.encode(full, add_special_tokens=False)
    offsets = np.array(encoded.offsets, np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    heads = [a for a, _ in sentences]
    sentence = np.array([max(0, bisect.bisect_right(heads, a) - 1) for a in starts], np.int64)
    table = np.zeros((len(starts), len(SIGNALS)), np.float32)
    for signal in signals:
        first, last = np.searchsorted(ends, signal.start, "right"), np.searchsorted(starts, signal.end, "left")
        table[first:last, COLUMN[signal.kind]] = 1
    inside = False
    for i, (a, b) in enumerate(zip(starts, ends, strict=True)):
        word = full[a:b]
        inside = {"“": True, "”": False, '"': not inside}.get(word, inside)
        table[i, COLUMN["title"]] = a < title_end
        table[i, COLUMN["quoted"]] = inside
        table[i, COLUMN["first"]] = i == 0 or sentence[i] != sentence[i - 1]
        table[i, COLUMN["capital"]] = word[:1].isupper()
        table[i, COLUMN["upper"]] = len(word) > 1 and word.isupper()
        table[i, COLUMN["digit"]] = word[:1].isdigit()
    windows, owner = windows_of(len(starts))
    return Pieces(np.array(encoded.ids, np.int64), starts, ends, sentence, table, windows, owner)


def windows_of(n: int) -> tuple[tuple[tuple[int, int], ...], NDArray[np.int64]]:
    """Return overlapping windows of equal width over `n` pieces, and for each piece the window in which it is most central."""
    body = WINDOW - 2
    count = 1 if n <= body else -(-(n - OVERLAP) // (body - OVERLAP))
    width = n if count == 1 else -(-(n + (count - 1) * OVERLAP) // count)
    firsts = sorted({min(i * (width - OVERLAP), max(0, n - width)) for i in range(count)})
    windows = tuple((a, min(n, a + width)) for a in firsts)
    places = np.arange(n)
    room = np.stack([np.where((places >= a) & (places < b), np.minimum(places - a, b - 1 - places), -1) for a, b in windows])
    return windows, room.argmax(0)
