"""Numbers in an enumeration that are ages: "three children aged 5, 7 and 11", "two girls, 5 and 7, and a man"."""

from __future__ import annotations

import re

from geodata.reading.values.numbers import TENS, UNITS
from geodata.reading.values.person_words import MANY_WORDS, PEOPLE

# Phrases, each with the number of ages in it; a range counts as one.
YES = (
    ("two brothers aged five and seven", 2),
    ("three children, aged 5, 7 and 11, were killed", 3),
    ("a boy aged between two and ten", 1),
    ("children aged from six to twelve", 1),
    ("two men aged 20 and 20 others", 1),
    ("two girls, 5 and 7, and a man", 2),
    ("two girls, 5 and 7, were killed", 2),
    ("two brothers (5 and twenty-seven)", 2),
    ("Ann Lee (35) was killed", 1),
    ("two others - Sagor, 22 and Kamrul, 23 - were hurt", 2),
)
NO = (
    "three soldiers, five police and two guards",
    "In Kharkiv, five and in Odesa seven died",
    "in Kharkiv, 5 and 7 people",
    "In Kharkiv, 5 and Odesa, 7 people were killed",
    "in Kharkiv (5) and in New York (7)",
)
_n = rf"(?:\d{{1,3}}|(?:{'|'.join(TENS)})(?:-(?:{'|'.join(UNITS)}))?|{'|'.join(UNITS)})"
_between = r"(?:,\s?|,?\s+(?:and|to|or)\s+)"
AGED = re.compile(rf"\baged?\s+(?:between\s+|from\s+)?(?:{_n}{_between})*$", re.IGNORECASE)
IN_APPOSITION = re.compile(rf"[a-z]\s?(?:,\s|\()(?:{_n}{_between})*$", re.IGNORECASE)
COUNTING = re.compile(rf"\s+(?:[\w-]+\s+)?(?:others?|more|{PEOPLE}|{MANY_WORDS})\b", re.IGNORECASE)
# "Sagor, 22 and Kamrul, 23 - were hurt"
NAMED = re.compile(r"(?<!\b[Ii]n )(?<!\b[Aa]t )\b[A-Z]\w+,\s$")
NEXT_NAMED = re.compile(r"\s(?:and [A-Z]\w+, \d|[–—-]{1,2}\s)")
# What follows an age, and not a count: more ages, the end, or what happened to the people.
BARE = re.compile(rf"(?:{_between}{_n})*\s*(?:[,.;)–—]|$|(?:was|were|is|are|has|have|had|died)\b)", re.IGNORECASE)


# A full name before an age in brackets: "Ann Lee (35)", but not "in New York (7)".
IN_BRACKETS = re.compile(r"(?P<lead>\b[a-z]+\s+)?(?P<name>(?:[A-Z][\w.'’-]*\s+)+[A-Z][\w'’-]+)\s?\($")
LEADS_TO_A_PLACE = frozenset("in at near from to outside".split())
NAME_AND_AGE = re.compile(r"[A-Z][\w'’-]+(?:,\s|\s\()\d{1,2}(?=[.,;)]|$|\s+and\s)")


def names_with_ages(phrase: str) -> int:
    """Count the people in a phrase whose names have ages: two in "Ann Lee, 35, and Bob Ray (40) died"."""
    return sum(1 for _ in NAME_AND_AGE.finditer(phrase))


def is_an_age(before: str, after: str) -> bool:
    """Whether a number between `before` and `after` is the age of someone named in `before`."""
    if AGED.search(before):
        return COUNTING.match(after) is None
    name = IN_BRACKETS.search(before) if after.startswith(")") else None
    if name and not LEADS_TO_A_PLACE & {(name["lead"] or "").strip(), name["name"].split()[0].lower()}:
        return True
    if NAMED.search(before) and NEXT_NAMED.match(after):
        return True
    lead = IN_APPOSITION.search(before)
    several = lead is not None and (re.search(r"\w", lead[0][1:]) is not None or re.match(_between + _n, after, re.IGNORECASE))
    return bool(several) and BARE.match(after) is not None
