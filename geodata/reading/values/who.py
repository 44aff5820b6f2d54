"""Names of who says or did something, without what is cut off around them."""

from __future__ import annotations

import re

# words and marks at which no name ends, and those with which none begins
TAIL = re.compile(
    r"(?:[\s,;:(\[“\"‘–—-]+|(?<=\s)(?:who|whom|which|that|also|was|were|is|are|has|had|have|said|of|in|at|on|and|or|with|by|from|"
    r"to|for|the|an?|its|their|his|her|about|as|known as))+$"
)
HEAD = re.compile(r"^(?:[\s,;:)\]”\"’–—-]+|['’]s\b|(?:by|from|of|to|and|or|that|as|with|at|in|on|for)\s)+", re.IGNORECASE)
# what is left of a name that was cut off; a pronoun points back to one
NO_NAME = re.compile(
    r"(?:the|an?|its|their|his|her|some|any|of|one|two|three|at|least|alleged|suspected|\W|\s)*", re.IGNORECASE
)
# "No group has claimed responsibility", "none of the militants": no one is named
NOBODY = re.compile(r"(?:no|nobody|none|neither)\b", re.IGNORECASE)
BEFORE_NOBODY = re.compile(r"\b(?:no|neither|none of(?: the)?)\s+$", re.IGNORECASE)
NOBODY_YES = (("No group has claimed it", 3, 8), ("No group has claimed it", 0, 8), ("but none of the militants", 16, 25))
NOBODY_NO = (("The group claimed it", 4, 9), ("Norwegian police", 0, 16), ("No doubt, police", 10, 16))
YES = (
    ("gunmen in", "gunmen"),
    ("the Israeli Mossad of", "the Israeli Mossad"),
    ("Qeezar, who", "Qeezar"),
    ("groups of men who also", "groups of men"),
    ("the Associated Press (", "the Associated Press"),
    ("'s main airport", "main airport"),
    ("by the army", "the army"),
    ("a suspected", ""),
    ("at least", ""),
    ("The", ""),
)
NO = ("the group", "They", "state police", "Dylann Roof, 22", "Doctors Without Borders", "a man in his 20s")


def name_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of `text[start:end]` that is a name, by its first and last character; None for what is none."""
    words = text[start:end]
    head, tail = HEAD.match(words), TAIL.search(words)
    if BEFORE_NOBODY.search(text[max(0, start - 16) : start]) or NOBODY.match(words):
        return None
    first, last = start + (head.end() if head else 0), start + (tail.start() if tail else len(words))
    return (first, last) if first < last and not NO_NAME.fullmatch(text, first, last) else None
