"""Find quoted words in a text.

A model sometimes copies words with different quotation marks, dashes, spaces or capitals. Such a quote still matches; one
with any other change does not. What is kept is always the text's own spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

SAME = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")})
EDGES = "'\"…. ,;:"

# Quotes that match a text, with the text's words for them, and quotes that do not match.
YES = (
    ("at least  ten", "It killed at least\nten people.", "at least\nten"),
    ("the governor's office", "said the governor’s office.", "the governor’s office"),
    ("Ten people", "killing ten people", "ten people"),
    ("“six dead”", "There were six dead.", "six dead"),
    ("Sievierodonetsk.", "in Sievierodonetsk on Monday", "Sievierodonetsk"),
)
NO = (("900 dead", "There were 9 dead."), ("ten people", "It killed eleven people."), ("in", "Berlin"), ("", "anything"))


class Located:
    """A text to search for quotes."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self._places: list[int] = []
        for place, letter in enumerate(text):
            plain = unicodedata.normalize("NFKC", letter).translate(SAME).casefold()
            for one in plain:
                if one.isspace() and (not letters or letters[-1] == " "):
                    continue
                letters.append(" " if one.isspace() else one)
                self._places.append(place)
        self._plain = "".join(letters)

    def find(self, quote: str, near: Sequence[tuple[int, int]] = ()) -> tuple[int, int] | None:
        """Return the start and end (exclusive) of a quote: in one of the spans `near`, else the first in the text; or None."""
        plain = " ".join(unicodedata.normalize("NFKC", quote).translate(SAME).casefold().split())
        for wanted in (plain, plain.strip(EDGES)):
            found = list(self._all(wanted)) if wanted else []
            inside = [(a, b) for a, b in found if any(first <= a and b <= last for first, last in near)]
            if found:
                return (inside or found)[0]
        return None

    def _all(self, wanted: str) -> Iterable[tuple[int, int]]:
        at = self._plain.find(wanted)
        while at >= 0:
            stop = at + len(wanted)
            if self._is_bounded(at, stop):
                yield self._places[at], self._places[stop - 1] + 1
            at = self._plain.find(wanted, at + 1)

    def _is_bounded(self, at: int, stop: int) -> bool:
        """Whether a match cuts no word: "in" is not a word of "Berlin"."""
        before, first = self._plain[at - 1 : at], self._plain[at]
        last, after = self._plain[stop - 1], self._plain[stop : stop + 1]
        return not (before.isalnum() and first.isalnum() and is_spaced(before)) and not (
            last.isalnum() and after.isalnum() and is_spaced(after)
        )


def is_spaced(letter: str) -> bool:
    """Whether a letter's script puts spaces between words."""
    return not any(
        name in unicodedata.name(letter, "") for name in ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
    )
