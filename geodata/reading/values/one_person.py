"""Whether words without a number name one person: "a 92-year-old man", "Ivan Petrov, 34", "his wife".

The examples are in `people.py`.
"""

from __future__ import annotations

import re

from geodata.reading.values.counts import Count, exactly
from geodata.reading.values.person_words import AGE, KIN, MANY_WORDS, PEOPLE

ONE = re.compile(
    rf"\b(?:an?|another|one|the|his|her|their|its|my|our|[A-Z][\w.'’-]+['’]s)\s+(?:(?:[\w'’-]+|U\.S\.|U\.N\.|St\.)\s+){{0,6}}?(?:ex-|co-|great-|step)?(?:{PEOPLE})(?:-of-\w+)?\b(?!['’]s\s+(?:{PEOPLE}))",
    re.IGNORECASE,
)
OF_AN_AGE = re.compile(r"an? [\w-]+[ -]years?[ -]old\b", re.IGNORECASE)
MANY = re.compile(rf"\b(?:{MANY_WORDS}|were|are|have|many|more|some|all)\b", re.IGNORECASE)
MANY_NOUN = re.compile(rf"(?:[\w'’-]+\s+){{0,4}}?(?:{MANY_WORDS})\b", re.IGNORECASE)
NATIONAL = r"(?-i:an? [A-Z]\w+(?:ian|can|ese|i|ish)\b)(?=\s*(?:$|[,.;]|(?:and|who|was|were|has|had|died)\b))"
ANOTHER = re.compile(r"(?:another|the other)\b(?! \w+s\b)", re.IGNORECASE)
ONE_DEATH = re.compile(r"\b(?:another|one more|(?:a|one) further) (?:death|fatality)\b", re.IGNORECASE)
TOLL = re.compile(
    r"\b(?:toll|deaths|(?<!to )(?<!['’]s )death|number|total|count|figure|attack|blast|crash|fire|flood)\b", re.IGNORECASE
)


def one_person(words: str, lead: str, first: bool, counted: bool, listed: bool = False) -> Count | None:
    """Return a count of one if the words name one person; None for an age, an apposition, or other words.
    `counted`: whether the phrase has a number, so that bare names only identify the people counted. `listed`: whether the
    member before is a person with "a", so that "a soldier" is one more person and not an apposition to a name."""
    words = words.strip()
    if AGE.fullmatch(words) or ORGANISATION.search(words) or (SAME_PERSON.match(words) and not first) or MANY_OF.search(words):
        return None
    if first:
        one = (
            ONE.search(words)
            or OF_AN_AGE.match(words)
            or ONE_DEATH.search(words)
            or KILLS_ONE.fullmatch(words)
            or HARMS_ANOTHER.fullmatch(words)
            or (names_one(words) and not MANY.search(SUFFERED.split(words, maxsplit=1)[0]))
        )
        return exactly(1, stated=False) if one else None
    national = re.match(NATIONAL, words)
    if (MANY_NOUN.match(SUFFERED.split(words, maxsplit=1)[0]) and not national) or CLAUSE.match(words):
        return None
    named = re.match(r"[A-Z]", words) and not counted
    introduced = ANOTHER.match(words) or (
        re.match(r"(?:an?|his|her|their|its|the)\b", words) and (not counted or ONE.match(words) or national)
    )
    if lead == "and":
        bare = not counted and (BARE.match(words) or ONE_OF_TWO.match(words))
        return exactly(1, stated=False) if named or introduced or bare else None
    words = HARM_BEHIND.sub("", words)
    theirs = re.match(r"(?:his|her|their)\b", words) and not DOES.search(words) and (not counted or THEIR_KIN.fullmatch(words))
    one_more = listed and re.match(r"an? ", words) and ONE.fullmatch(words)
    return exactly(1, stated=False) if theirs or one_more or re.fullmatch(KIN, words, re.IGNORECASE) else None


def names_one(words: str) -> bool:
    """Whether a phrase without a number can mean one person: a name, a word for a person, "he was killed", "was killed"."""
    if NOT_PEOPLE.search(words) or TOLL.search(DEATH_OF.sub("", words)):
        return False
    return bool(NAME.search(words) or re.search(rf"\b(?:{PEOPLE})\b", words, re.IGNORECASE) or SINGULAR.search(words))


THEIR_KIN = re.compile(rf"(?:his|her|their) (?:{KIN})", re.IGNORECASE)
MANY_OF = re.compile(
    r"\bof (?:people|personnel|troops)\b|\b(?:large|great|unknown) number\b", re.IGNORECASE
)  # "an unknown number of people"
DEATH_OF = re.compile(
    rf"\bdeath of (?=(?:an? |the )?(?:\d{{1,2}}-year-old\b|[\w-]+-year-old\b|(?-i:[A-Z][\w’'-]+(?: [a-z]+){{0,3}} [A-Z]|[A-Z][\w’'-]+(?:$|[.,;]| (?:on|in|at|by|last|following|after|was|has)\b)))"
    rf"|{NATIONAL})",
    re.IGNORECASE,
)
NOT_PEOPLE = re.compile(
    r"\b(?:pets?|dogs?|cats?|cattle|cows?|sheep|goats?|horses?|livestock|animals?|birds?|damages?|houses?|homes?|buildings?|vehicles?|cars?|trees?|"
    r"every(?:one|body)|alive|survived?(?! (?:[\w ]+ )?with\b)|survivors?|safe(?:ly)?|unhurt)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"(?:^|[\s“\"'‘])[A-Z][\w’'-]+")
SINGULAR = re.compile(
    r"\b(?:was|is|has been|had been|he|she|him|her|his|herself|himself|body|death|corpse|murder|killing|assassination|slaying|someone|somebody)\b"
    r"|-year-old\b|^(?:fatally|dead|dies|died|kills|killed|killing|wounded|injured|hurt|shot|stabbed)\b",
    re.IGNORECASE,
)
HARM_BEHIND = re.compile(r"\s+(?:(?:were|are|is|was) )?(?:killed|dead|died|die|injured|wounded|hurt)$", re.IGNORECASE)
ORGANISATION = re.compile(
    r"^[A-Z][\w ]* (?:Corps|Force|Council|Ministry|Agency|Department|Commission|Authority|Service|Bureau)\b"
)
# "a priest and leader of the movement", "Ivan, son of the founder", "a lawyer and father-of-two": the same person again
SAME_PERSON = re.compile(rf"(?:(?!an?\b|the\b)[\w-]+ )?(?:{PEOPLE})(?: of\b|-of-)|the (?:most|first|last)\b", re.IGNORECASE)
DOES = re.compile(r"\b(?:could|would|should|will|can|did|does|has|had|told|said|says)\b", re.IGNORECASE)
KILLS_ONE = re.compile(
    rf"(?:kill(?:s|ed|ing)?|assassinat(?:es?|ed|ing)|behead(?:s|ed|ing)?|murder(?:s|ed|ing)?|leaving|left)\s+(?:the|an?|his|her)\s+(?!(?:[\w'’-]+\s+)*(?:{MANY_WORDS}|crew|family|couple|group)\b)"
    r"(?:[\w'’-]+\s+){0,3}[\w'’-]+(?<!s)(?:\s+dead)?",
    re.IGNORECASE,
)
HARMS_ANOTHER = re.compile(
    r"(?:\w+ly )?(?:kill|murder|injur|wound|hurt|shoot|stabb)\w* (?:another|the other|one|a (?:second|third|fourth))(?: person)?"
    r"|another(?: person)? \w+(?: \w+)?",
    re.IGNORECASE,
)
SUFFERED = re.compile(r"\b(?:received|suffered|sustained|lost|sacrificed|with)\b", re.IGNORECASE)
# "a husband and seven-year-old daughter"; "a teacher and young activist" can be one person
BARE = re.compile(
    rf"(?:step|half-)?(?:{PEOPLE})\b|(?:[\w-]+-year-old|young|infant|baby|pregnant|teenage|elder|younger|older) (?:{KIN})\b",
    re.IGNORECASE,
)
# "an officer and bomb technician were killed"; with "was killed", it is one person
ONE_OF_TWO = re.compile(rf"(?:[\w.'’-]+ ){{0,5}}?(?:{PEOPLE}) (?:were|are|have)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r"(?:he|she|they|it|the (?:other|rest|attack|blast|explosion|fire|injured|wounded|dead|death|toll|number|crash|incident|area|building|house|government|police))\b",
    re.IGNORECASE,
)
