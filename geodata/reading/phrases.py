"""Where the words that state a figure end: the networks cut some enumerations short."""

from __future__ import annotations

import re

from geodata.reading.linked import Mention
from geodata.reading.values.counts import Count, exactly
from geodata.reading.values.numbers import UNITS, find_numbers
from geodata.reading.values.person_words import MANY_WORDS, PEOPLE

A_FEW = rf"(?:\d{{1,2}}|{'|'.join(UNITS)})"
CUT = re.compile(r"\band(?: an?| the| his| her)?$")  # words that end within "a police officer and a bomb technician"
ONE_MORE = re.compile(rf"\band an?\s+(?:[\w.'’-]+\s+){{0,4}}?(?:{PEOPLE})\b", re.IGNORECASE)
# ", six others" after "killing the minister"
LISTED = re.compile(
    rf",\s+{A_FEW}\s+(?:[\w-]+\s+)?(?:others?|{MANY_WORDS}|(?:{PEOPLE})s)\b(?!\s+(?:were|was|are|have|had|has|who|of|from|in|sa\w+|told)\b)",
    re.IGNORECASE,
)
HARMS = re.compile(r"(?:\w+ly )?(?:and )?(?:kill|wound|injur|murder|shot|shoot|stab)\w*", re.IGNORECASE)
LISTED_YES = (", six others and wounding four more", ", five employees and", ", 12 soldiers.")
LISTED_NO = (", six others were hurt", ", two officers said", ", who had five children", " and six others")
FATALLY = re.compile(rf",\s+(?P<n>{A_FEW})(?: of (?:them|whom))? fatally\b", re.IGNORECASE)
FATALLY_YES = (", four of them fatally", ", 3 fatally.")
FATALLY_NO = (", fatally", " and four fatally shot", ", four of them seriously")


def whole_phrase(full: str, mention: Mention, last: int) -> int:
    """Return where the phrase of a mention ends, at the latest at `last`."""
    if (cut := CUT.search(full, mention.start, mention.end)) and (rest := ONE_MORE.match(full, cut.start(), last)):
        return rest.end()
    if not HARMS.match(full, mention.start, mention.end) or find_numbers(full[mention.start : mention.end]):
        return mention.end
    more = LISTED.match(full, mention.end, last)
    return more.end() if more else mention.end


def of_those_shot(full: str, mention: Mention, count: Count, last: int) -> Count:
    """Return the dead or the injured of a count that "fatally" divides: "shot eleven people, four of them fatally"."""
    match = FATALLY.match(full, mention.end, last)
    if match is None or count.best is None or count.low != count.high:
        return count
    dead = find_numbers(match["n"])[0].value
    return exactly(dead if mention.kind == "killed" else count.best - dead) if dead < count.best else count
