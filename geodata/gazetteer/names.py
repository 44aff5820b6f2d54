"""Turn names into look-up keys, one for all the ways to write a name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

APOSTROPHES = re.compile(r"['’‘`´ʼʹʻ\"]")
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
SEPARATORS = re.compile(r"[^0-9a-z]+")
WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return the key of `name`: lower-case Latin letters and digits, with one space between words.

    Case, diacritics, apostrophes, hyphens and script do not matter: "Kyïv", "KYIV" and "Київ"
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
    """Return the name without a final 's: "Kharkiv's" is Kharkiv."""
    return POSSESSIVE.sub("", name)


def script_of(name: str) -> str:
    """Return the script of a name's letters: "LATIN", "CYRILLIC", "CJK"; "" for a mixture or no letters."""
    if name.isascii():
        return "LATIN"
    found = {unicodedata.name(letter, "?").split()[0].split("-")[0] for letter in name if letter.isalpha()}
    return found.pop() if len(found) == 1 else ""


# Scripts that write names without vowels, and the countries that use them.
WITHOUT_VOWELS = {
    "HEBREW": frozenset(("IL", "PS")),
    "ARABIC": frozenset(
        "AE AF BH DJ DZ EG EH ER IL IN IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SS SY TD TN TR YE CN".split()
    ),
}
FEW_LETTERS = 3


def home_of(name: str) -> frozenset[str] | None:
    """Return the countries that a name of a few consonants can be in, or None for any: "רעים" sounds like "Рим" (Rome)."""
    home = WITHOUT_VOWELS.get(script_of(name))
    return home if home is not None and len(fold(name)) <= FEW_LETTERS else None


def in_other_scripts(name: str, others: Iterable[str], most: int = 6, of_each: int = 2) -> list[str]:
    """Return a place's names in scripts other than Latin, a few in each, those that sound most like `name` first."""
    key = fold(name)
    foreign = [(other, script) for other in dict.fromkeys(others) if (script := script_of(other)) not in ("", "LATIN")]
    alike = sorted(foreign, key=lambda pair: (-fuzz.ratio(key, fold(pair[0])), pair[0]))
    seen: Counter[str] = Counter()
    kept = []
    for other, script in alike:
        seen[script] += 1
        if seen[script] <= of_each:
            kept.append(other)
    return kept[:most]
