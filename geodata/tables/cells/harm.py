"""Find the figure for one kind of harm in a cell that counts several: "3 killed, 5 wounded"."""

from __future__ import annotations

import re

WORDS = {
    "killed": re.compile(r"\b(?:killed|dead|deaths?|died|fatalit(?:y|ies)|murdered|martyr(?:s|ed)?|kia)\b", re.IGNORECASE),
    "injured": re.compile(r"\b(?:injur(?:y|ies|ed)|wounded|hurt|wia)\b", re.IGNORECASE),
}
BETWEEN = re.compile(
    r"\s*(?:,(?!\d{3}\b)|[;/&]|(?<!\d)\+|\+(?=\s*\d)|\band\b)\s*(?![^()]*\))|(?<=killed)\s+(?=\d)|(?<=dead)\s+(?=\d)|(?<=injured)\s+(?=\d)|(?<=wounded)\s+(?=\d)",
    re.IGNORECASE,
)
LONGEST = 1_000  # characters
ASIDE = re.compile(r"\([^()]*\)")  # "7 (2 dead)" counts what its column names
COUNTED_ASIDE = re.compile(
    r"\(\s*(?:and |with |plus |also |\+ ?)?(?P<said>\d[\d,]{0,8} (?:[a-z]+ ){0,2}(?:injured|wounded|hurt|killed|dead))\s*\)"
)
# A cell, and its parts for the killed and for the injured.
YES = (
    ("3 killed, 5 wounded", "3 killed", "5 wounded"),
    ("at least 10 killed and 40 injured", "at least 10 killed", "40 injured"),
    ("3 civilians and 2 soldiers dead; 5 hurt", "3 civilians and 2 soldiers dead", "5 hurt"),
    ("5 dead/7 injured", "5 dead", "7 injured"),
    ("7 injured", "", "7 injured"),
    ("two killed", "two killed", ""),
    ("Killed: 3, wounded: 5", "Killed: 3", "wounded: 5"),
    ("killed 5 and injured 12 others", "5 killed", "12 injured"),
    ("10+ killed, 30+ injured", "10+ killed", "30+ injured"),
    ("5 killed and 12 others injured", "5 killed", "12 others injured"),
    ("3 (2 killed, 1 injured)", "2 killed", "1 injured"),
    ("killed 1,200 and injured 3,000", "1,200 killed", "3,000 injured"),
    ("3 killed 5 injured", "3 killed", "5 injured"),
    ("7 killed (3 injured)", "7 killed (3 injured)", "3 injured"),
    ("7 killed (and 3 injured)", "7 killed (and 3 injured)", "3 injured"),
    ("7 killed (2 children)", "7 killed (2 children)", ""),
)
# Cells that count what their column names.
NO = (
    "10 (5 dead, 5 children)",
    "10 (2 killed, 8 arrested)",
    "12",
    "3/4",
    "1,200",
    "3 civilians and 2 soldiers",
    "10 (3 children)",
    "7 (2 dead)",
    "no casualties",
    "",
)


# "killed 5 and injured 12 others"
VERB_FIRST = re.compile(r"\b(?P<verb>killed|dead|injured|wounded|hurt) (?P<n>\d[\d,]{0,8})(?: others?)?\b", re.IGNORECASE)
BOTH_VERBS = re.compile(
    rf"{VERB_FIRST.pattern},? (?:and )?{VERB_FIRST.pattern.replace('<verb>', '<verb2>').replace('<n>', '<n2>')}"
)
# "3 (2 killed, 1 injured)": a sum and its parts
PARTED = re.compile(r"(?P<sum>\d{1,7}) \((?P<parts>(?P<a>\d{1,7}) [a-z]+,? (?:and )?(?P<b>\d{1,7}) [a-z]+)\)", re.IGNORECASE)


def plainly(cell: str) -> str:
    """Rewrite a cell in the usual form: "5 killed and 12 injured"; leave any other cell unchanged."""
    if BOTH_VERBS.fullmatch(cell.strip()):
        return VERB_FIRST.sub(r"\g<n> \g<verb>", cell)
    parted = PARTED.fullmatch(cell.strip())
    is_sum = parted is not None and int(parted["a"]) + int(parted["b"]) == int(parted["sum"])
    return parted["parts"] if parted and is_sum and all(words.search(parted["parts"]) for words in WORDS.values()) else cell


def says_kind(cell: str) -> bool:
    """Whether a cell itself says what it counts; False for a cell that is longer than any count."""
    return len(cell) <= LONGEST and any(words.search(ASIDE.sub("", plainly(cell))) for words in WORDS.values())


def aside_of(cell: str, kind: str) -> str:
    """The figure for one kind in brackets, "3 injured" of "7 (3 injured)"; "" if there is none."""
    asides = (match["said"] for match in COUNTED_ASIDE.finditer(cell))
    return next((said for said in asides if WORDS[kind].search(said)), "")


def part_of(cell: str, kind: str) -> str:
    """The parts of a cell that count one kind; "" if there are none. Words that name no kind belong to the next part."""
    cell = plainly(cell)
    outside = ASIDE.sub("", cell)
    if not WORDS[kind].search(outside):
        return aside_of(cell, kind)
    found: list[str] = []
    waiting: list[str] = []
    for part in BETWEEN.split(cell):
        waiting.append(part)
        of = next((name for name, words in WORDS.items() if words.search(ASIDE.sub("", part))), "")
        if of:
            found += waiting if of == kind else []
            waiting = []
    return " and ".join(part for part in found if part)
