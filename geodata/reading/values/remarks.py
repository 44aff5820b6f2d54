"""Find what the words and the sentence of a figure say about it: how many of the killed were combatants, and whether it
could not be verified."""

from __future__ import annotations

import re

from geodata.reading.values.numbers import find_numbers

COMBATANTS = (
    r"(?:fighters?|combatants?|militants?|soldiers?|troops|servicem[ae]n|servicewom[ae]n|insurgents?|rebels?|gunm[ae]n|"
    r"guerrillas?|paramilitar(?:y|ies)|jihad(?:i|ist)s?|terrorists?|militiam[ae]n|commandos?|paratroopers?|marines?)"
)
# after a number: "48 RSF fighters", "3 of them soldiers", "three were militants"
COUNTED = re.compile(
    rf"(?:[-\s]+(?!and\b|or\b|people\b|civilians\b|others\b)[\w’'.-]+){{0,3}}?[-\s]+{COMBATANTS}\b", re.IGNORECASE
)
ONE = re.compile(
    rf"\b(?:a|an|one)(?:\s+[\w’'-]+){{0,2}}?\s+{COMBATANTS.replace('s?', '')}\b"
    r"(?=\s*(?:$|[.,;:)]|\b(?:was|were|is|has|had|died|dead|killed|wounded|injured|in|at|near|on|during|who)\b))",
    re.IGNORECASE,
)
INJURED = re.compile(r"\b(?:wound|injur|hurt)", re.IGNORECASE)  # the words after it count other people
UNVERIFIED = re.compile(
    r"\b(?:could|can|did|was|were|have|has|had|been|be|is|are)\s*(?:not|n[’']t|never)\s+(?:yet\s+)?(?:been\s+|be\s+|immediately\s+)?(?:independently\s+)?"
    r"(?:verif(?:y|ied)|confirm(?:ed)?)\b|\b(?:unverified|unconfirmed)\b|\bno independent (?:confirmation|verification)\b|"
    r"\bimpossible to (?:independently )?(?:verify|confirm)\b",
    re.IGNORECASE,
)
COMBATANT_EXAMPLES: dict[str, int | None] = {
    "killed 48 RSF fighters": 48,
    "4 killed, 3 of them fighters": 3,
    "killed nine people, including three soldiers": 3,
    "killed two Ukrainian servicemen": 2,
    "a soldier was killed": 1,
    "20 militants and five soldiers": 25,
    "killed 12 people and wounded three soldiers": None,
    "killed nine people": None,
    "12 civilians and a nurse were killed": None,
    "killed by soldiers": None,
    "two people were killed by militants": None,
    "a former rebel town lost 40": None,
}
UNVERIFIED_EXAMPLES = {
    "The claim could not be verified.": True,
    "The army's figure has not been independently confirmed.": True,
    "The unverified toll stands at 48.": True,
    "The mayor confirmed that nine people died.": False,
    "Officials verified the claim.": False,
}


def combatants(words: str) -> int | None:
    """Return how many combatants a figure's words count; None if they name none."""
    words = INJURED.split(words)[0]
    found = [n for n in find_numbers(words) if (match := COUNTED.match(words, n.end)) and " by " not in f" {match[0]} "]
    if found:
        return sum(next(v for v in (n.best, n.low, n.high, 0) if v is not None) for n in found) or None
    return 1 if ONE.search(words) else None


OF_THEM = re.compile(
    rf"\s+(?:of (?:them|whom|the (?:dead|killed|victims)))(?: (?:were|was|are|being))?(?: [\w’'.-]+){{0,2}}? {COMBATANTS}\b",
    re.IGNORECASE,
)
INCLUDING = re.compile(r"\b(?:including|among them|among the dead|of whom)(?: at least)? $", re.IGNORECASE)
# Words after a figure of the killed in its sentence, and how many of the killed they call combatants.
AMONG_EXAMPLES: dict[str, int | None] = {
    " were killed in Nyala on Sunday, three of them fighters, the governor said.": 3,
    ", including six soldiers, were killed.": 6,
    " died. Five of the dead were Sudanese fighters.": 5,
    ", among them at least two RSF fighters": 2,
    " were killed and 20 wounded, including five soldiers.": None,
    ", including six children, were killed by 40 soldiers.": None,
    " were killed, three of them in a camp of fighters": None,
}


def combatants_among(rest: str) -> int | None:
    """Return how many of the killed the words after their figure call combatants; None if they mention none. Skip words after
    a count of the injured, since combatants "included" there may be injured."""
    rest = INJURED.split(rest)[0]
    found = [
        n
        for n in find_numbers(rest)
        if OF_THEM.match(rest, n.end) or (INCLUDING.search(rest[: n.start]) and COUNTED.match(rest, n.end))
    ]
    return next((v for n in found for v in (n.best, n.low, n.high) if v), None)


def is_unverified(sentence: str) -> bool:
    """Whether a sentence says that its content could not be verified."""
    return UNVERIFIED.search(sentence) is not None
