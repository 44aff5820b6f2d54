"""Attackers among the dead: they do not count as victims.

`people.py` has more examples.
"""

from __future__ import annotations

import re
from dataclasses import replace

from geodata.reading.values.counts import Count
from geodata.reading.values.numbers import find_numbers
from geodata.vocabulary import Qualifier

# Phrases in which only attackers died, and phrases in which others died, with or without attackers.
ONLY_ATTACKERS_YES = ("Attacker killed", "killed the suspected gunman", "All three gunmen died", "left the attacker dead")
ONLY_ATTACKERS_NO = ("gunmen killed three people", "killed two, including the gunman", "the attacker killed a woman")
ATTACKERS = re.compile(
    r"\b(?:attackers?|bombers?|gunm[ae]n|shooters?|assailants?|perpetrators?|hijackers?|himself|herself|the suspects?|the driver of the car bomb)\b",
    re.IGNORECASE,
)
ATTACKER = re.compile(
    r"\bincluding\s+(?:(?:[\w'’-]+\s+){1,5}and\s+)?(?P<who>(?:an?|the|his|its|both|\d+|[a-z]+(?:een|teen|ve|ght|ne|wo|ree|our|ix|even|en))?\s*(?:of (?:the|its) )?(?:alleged |suspected |suicide |lone |male |female )*"
    r"(?:attackers?|bombers?|gunm[ae]n|shooters?|assailants?|perpetrators?|suspects?|hijackers?|himself|herself|driver of the car bomb))\b",
    re.IGNORECASE,
)
# ", including the gunman", after the words of a count. The examples of ATTACKER need a count, so they are in `people.py`.
INCLUDING_NEXT = re.compile(rf"^,?\s+{ATTACKER.pattern}", re.IGNORECASE)
INCLUDING_NEXT_YES = (", including the gunman.", " including 12 attackers", ", including an officer and himself")
INCLUDING_NEXT_NO = (". Including the gunman", ", including two officers", " by the gunman")


_ATTACKER = (
    r"(?:(?:the|an?|one|two|three|four|five|\d+|both|all|suspected|alleged|lone|male|suicide|other|[\w-]+-[\w-]+)\s+)*"
    r"(?:attackers?|bombers?|gunm[ae]n|shooters?|assailants?|perpetrators?|hijackers?|knifem[ae]n)"
)
ATTACKERS_ALONE = re.compile(
    rf"\b(?:kill(?:ed|s|ing)|shot dead|left|leaving)\s+{_ATTACKER}(?:\s+dead)?$"
    rf"|^{_ATTACKER}(?:,? (?:was|were|had been|have been|has been|is|are|also|later|then))* (?:died|dead|killed|shot dead)$",
    re.IGNORECASE,
)


def only_attackers(phrase: str) -> bool:
    """Whether the only dead in a phrase are attackers, who do not count as victims."""
    return ATTACKERS_ALONE.search(phrase.strip()) is not None


def less_attackers(count: Count, phrase: str, behind: str = "") -> Count:
    """Subtract attackers from a count: "Five people, including the bomber" is four. `behind`: the words after the phrase."""
    match = ATTACKER.search(phrase) or INCLUDING_NEXT.search(behind)
    if not match or count.qualifier is Qualifier.VAGUE:
        return count
    numbers = find_numbers(match["who"])
    out = numbers[0].value if numbers else 1
    return without(count, out)


def without(count: Count, attackers: int) -> Count:
    """Return a count without some attackers; the count itself if only attackers would be left out."""
    low, high, best = (None if v is None else v - attackers for v in count.values)
    if any(v is not None and v < 1 for v in (low, high)):
        return count
    return replace(count, low=low, high=high, best=best, attackers=attackers)
