"""Trim the names of claimants and actors to the words that belong to the name."""

from __future__ import annotations

import re

# the marks around a name, and the words that a name does not begin or end with
MARKS = ' \t\n,;:()[]“”"‘–—-'
FIRST = frozenset("by from of to and or that as with at in on for 's ’s".split())
LAST = frozenset(
    """
    who whom which that also was were is are has had have said of in at on and or with by from to for the a an its their his her
    about as
    """.split()
)
# words that are not a name alone, only what is left of one; pronouns are not among them, since they refer to a name
NO_NAME = frozenset("the a an its their his her some any of one two three at least alleged suspected".split())
WORD = re.compile(r"\w+")
# "No group has claimed responsibility", "none of the militants": no one is named
NO_ONE = re.compile(r"(?:no|nobody|none|neither)\b", re.IGNORECASE)
BEFORE_NO_ONE = re.compile(r"\b(?:no|neither|none of(?: the)?)\s+$", re.IGNORECASE)
NO_ONE_YES = (("No group has claimed it", 3, 8), ("No group has claimed it", 0, 8), ("but none of the militants", 16, 25))
NO_ONE_NO = (("The group claimed it", 4, 9), ("Norwegian police", 0, 16), ("No doubt, police", 10, 16))
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


# "Source: Sumy Oblast Military Administration on Telegram", a line near the beginning: who says all that follows
SOURCE = re.compile(
    r"^Sources?:[ \t]*(?P<name>(?!https?:)[^\s;:][^;:\n]{0,120}?)"
    r"(?=,? (?:on|in|during|citing|quoting|reporting|with reference to|referring to)\b|;|[ \t]*\n)",
    re.MULTILINE,
)
SOURCE_WITHIN = 1_500  # characters of the text
SOURCE_YES = (
    (
        "Shells fell.\nSource: Sumy Oblast Military Administration on Telegram\nDetails: Two died.",
        "Sumy Oblast Military Administration",
    ),
    ("Source: Jan Kowal, mayor of Wola, on Facebook\nA house burned.", "Jan Kowal, mayor of Wola"),
    ("Sources: TASS; residents\nA plant burned.", "TASS"),
    ("Source: the police\nDetails: Two died.", "the police"),
)
SOURCE_NO = (
    "The source: police in Wola.\nTwo died.", "Two died. (Source: Reuters)\n", "Two died.\nSource: Reuters",
    "Source: https://example.org\nTwo died.", "Source:\nTwo died.",
)  # fmt: skip


def source_line(text: str, start: int = 0) -> tuple[int, int] | None:
    """Return the bounds of the name in the source line of a text that begins at `start`; None if it has none. A line at the
    end is the credit of a picture or table."""
    match = SOURCE.search(text, start, start + SOURCE_WITHIN)
    return match.span("name") if match else None


def name_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds of the name in `text[start:end]`; None if there is none. Works word by word, since one pattern for it
    all takes quadratic time or more for a long row of marks."""
    words = text[start:end]
    if BEFORE_NO_ONE.search(text[max(0, start - 16) : start]) or NO_ONE.match(words):
        return None
    words = words.rstrip(MARKS)
    while len(parts := words.rsplit(None, 1)) == 2 and parts[1].lower() in LAST:
        words = parts[0].rstrip(MARKS)
    begin = len(words) - len(words.lstrip(MARKS))
    while (first := FIRST_WORD.match(words, begin)) and first[1].lower() in FIRST:
        begin = first.end()
    is_name = any(word.lower() not in NO_NAME for word in WORD.findall(words, begin))
    return (start + begin, start + len(words)) if is_name else None


FIRST_WORD = re.compile(rf"(['’]s|\w+)\s[{re.escape(MARKS)}]*")
