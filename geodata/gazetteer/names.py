"""How a written name becomes a look-up key: one key for each spelling people use of a place."""

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


def script_of(name: str) -> str:
    """The script that a name's letters are of: "LATIN", "CYRILLIC", "CJK"; "" for a mixture or none."""
    if name.isascii():
        return "LATIN"
    found = {unicodedata.name(letter, "?").split()[0].split("-")[0] for letter in name if letter.isalpha()}
    return found.pop() if len(found) == 1 else ""


# Where names are written without vowels, and in which countries those scripts are at home.
WITHOUT_VOWELS = {
    "HEBREW": frozenset(("IL", "PS")),
    "ARABIC": frozenset(
        "AE AF BH DJ DZ EG EH ER IL IN IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SS SY TD TN TR YE CN".split()
    ),
}
FEW_LETTERS = 3


def home_of(name: str) -> frozenset[str] | None:
    """The countries that a name of a few consonants can be in: "רעים" sounds like "Рим", which is Rome. None: in any."""
    home = WITHOUT_VOWELS.get(script_of(name))
    return home if home is not None and len(fold(name)) <= FEW_LETTERS else None


def in_other_scripts(name: str, others: Iterable[str], most: int = 6, of_each: int = 2) -> list[str]:
    """A place's names in letters other than Latin: some of each script, those that sound most like `name` first."""
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
