"""How a written name becomes a look-up key: one key for every spelling people use of a place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

APOSTROPHES = re.compile(r"['’‘`´ʼʹʻ\"]")
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
SEPARATORS = re.compile(r"[^0-9a-z]+")
WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Key of `name`: lower case, Latin letters and digits, words parted by one space.

    Case, diacritics, apostrophes, hyphens and script do not count: "Kyïv", "KYIV" and "Київ"
    ("kiyiv") differ only as their transliterations do; "St. Petersburg" is "saint petersburg".
    """
    plain = unicodedata.normalize("NFKC", name)
    if not plain.isascii():
        plain = anyascii(plain)
    words = SEPARATORS.sub(" ", APOSTROPHES.sub("", plain).casefold()).split()
    if len(words) > 1:
        words = [WORDS.get(word, word) for word in words]
    return " ".join(words)


def without_possessive(name: str) -> str:
    """The name without a closing 's: "Kharkiv's" is Kharkiv."""
    return POSSESSIVE.sub("", name)
