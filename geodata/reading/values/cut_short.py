"""Words that are marked without their number: "killed" of "killed 130 people", "children, were killed" of "at least 114
people, including some children, were killed". The networks cut some mentions short.
"""

from __future__ import annotations

import re

from geodata.reading.values.countable import counts_people
from geodata.reading.values.days import A_MONTH
from geodata.reading.values.numbers import FURTHER, find_numbers

# Sentences with marked words, and all the words that count; None if the marked words count no one by number.
YES = (
    ("landslide leaves dozens dead as storms batter the region", "dead", "dozens dead"),
    ("a blast left nine people injured", "injured", "nine people injured"),
    ("a blast left 20 dead", "dead", "20 dead"),
    ("bombers killed 130 people in Paris", "killed", "killed 130 people"),
    ("a strike killed 12 of his field commanders", "killed", "killed 12 of his field commanders"),
    ("then attacked a mosque, killing another seven people.", "killing", "killing another seven people"),
    ("It has killed and injured dozens of Palestinians", "killed", "killed and injured dozens of Palestinians"),
    ("an attack killing and wounding scores of people", "killing", "killing and wounding scores of people"),
    ("on the bus, and 21 others died in strikes", "died", "21 others died"),
    ("in which six people were injured, including an officer", "injured", "six people were injured"),
    (
        "Seven people, including a child, were reportedly killed",
        "killed",
        "Seven people, including a child, were reportedly killed",
    ),
    ("Three children were among those killed", "killed", "Three children were among those killed"),
    ("two of the victims were seriously wounded", "wounded", "two of the victims were seriously wounded"),
    ("settlers broke in, killing three sheep, and left", "killing", "killing three sheep"),
    ("She and her daughter are dead", "dead", None),
    ("Rebels there were killed", "were killed", None),
    ("His 12 dogs were killed", "were killed", None),
    ("the number of injured is unknown", "injured", None),
    ("several dozen dead and wounded", "wounded", None),
    # the number right before them
    ("a car bomb, wounding thousands of others", "others", "thousands of others"),
    ("Police said two people were shot", "people were", "two people were"),
    ("two people died and 28 others were injured", "others were injured", "28 others were injured"),
    # the subject before "were killed"
    (
        "At least 114 people, including some children, were killed",
        "children, were killed",
        "At least 114 people, including some children, were killed",
    ),
    (
        "31 civilians, including three children, were injured",
        "children, were injured",
        "31 civilians, including three children, were injured",
    ),
    (
        "Twelve people - including a girl and a boy - were killed",
        "- were killed",
        "Twelve people - including a girl and a boy - were killed",
    ),
    (
        "A further 546 people among them many children have been injured",
        "children have been injured",
        "A further 546 people among them many children have been injured",
    ),
    (
        "an estimate that 6,000 Christians in Nigeria have been murdered since",
        "have been murdered",
        "6,000 Christians in Nigeria have been murdered",
    ),
    ("SEATTLE: Five dead, including a suspect", "Five dead, including a", "Five dead"),
    # the number behind a toll
    (
        "The death toll in the Southeast linked to storms rose to 19 on Monday",
        "death toll in the",
        "death toll in the Southeast linked to storms rose to 19",
    ),
    (
        "brought the total number of people killed this month in Iraq to 441.",
        "number of people killed",
        "number of people killed this month in Iraq to 441",
    ),
    ("the death toll from the virus nearing 3,000, he said", "death toll from", "death toll from the virus nearing 3,000"),
)
# Sentences with marked words that are left as they are.
NO = (
    ("nine fled and a guard was left dead", "dead"),
    ("in 2019 killed", "killed"),
    ("On June 20 dead birds fell", "dead"),
    ("Omar Said was killed in 2019", "killed"),
    ("police killed Omar Said and two others", "killed"),
    ("two people were hurt. He died", "died"),
    ("Halimy was injured by debris", "injured"),
    ("Omar Said was killed 12 days later", "Omar Said was killed"),
    ("A man died two others said", "died"),
    ("A girl was hurt on the way to 10 pupils", "A girl was hurt"),
    ("The death toll at the town of 12 families is not known", "The death toll"),
    ("two officers said the man was killed", "killed"),
    ("In 2019 people were shot", "people were"),
    ("for the Oct. 13 gang killing of Omar Said", "gang killing of Omar Said"),
    ("Two men fled, and a girl was killed", "a girl was killed"),
    ("Ten fled. The mayor and his wife have been killed", "wife have been killed"),
    ("The death toll is not known. He went to 10 shops", "The death toll"),
    ("The death toll may rise, and 10 shops burned", "The death toll"),
)
LEADS = r"(?:(?:was|were|is|are|been|being|has|have|had|also|later|\w+ly)\s+)*"
DANGLING = re.compile(r",? including(?: an?| the)?$")
ALONE = re.compile(
    rf"{LEADS}(?:shot )?(?:and )?(?:kill(?:ed|ing|s)?|dead|die[ds]?|wound(?:ed|ing|s)|injur(?:ed|ing|es)|hurt(?:ing)?)",
    re.IGNORECASE,
)
TAKES_OBJECT = re.compile(r"(?:kill|wound|injur|hurt)\w*$", re.IGNORECASE)
# Words between such a verb and the number behind it.
OBJECT = re.compile(r"\s+(?:and (?:kill|wound|injur|hurt)\w* )?(?:another |an? further )?")
NOUN = re.compile(
    r"(?:\s+of(?: (?:the|his|her|their|its))?)?(?:\s+(?!(?:in|on|at|and|of|from|by|when|who|after|as|with|near|during|for|to)\b)[\w'’-]+){0,3}"
)
# Words between a number before the marked words and these.
SUBJECT = re.compile(
    r"(?:\s+of (?:the|his|her|their|its))?"
    r"(?:\s+(?!(?:in|on|at|and|of|from|by|when|who|that|after|as|said|was|were|had|has|have|fled|did|dead|killed|wounded|injured|hurt)\b)[\w'’-]+){0,3}"
    r"(?:, including [^,.;]{2,60},)?(?:\s+(?:were|are|was|is|been|being|have|has|had|left))*(?:\s+among (?:those|the))?"
    r"(?:\s+(?:also|later|\w+ly))*\s+"
)
RIGHT_BEFORE = re.compile(r"\s+(?:of (?:the |his |her |their |its )?)?")
PASSIVE = re.compile(r"(?:,\s|[–—-]\s|\s)?\b(?:were|have been|had been)\s(?:\w+ly )?(?:kill|injur|wound|murder|hurt)\w*$")
# Words between a number and "were killed".
WITH_ASIDE = re.compile(
    r"(?:\s+(?!(?:and|who|that|said|was|were|had|have|fled|died|after|when)\b)[\w'’-]+){1,4}"
    r"(?:(?:,| [–—-])? (?:including|among them|roughly|most of them) [^.;]{2,80}|,)?\s*"
)
TOLL = re.compile(
    r"\b(?:toll|(?:number|count) of (?:the )?(?:[\w-]+ ){0,2}?(?:dead|deaths|victims|killed|injured|wounded))\b", re.IGNORECASE
)
COMES_TO = re.compile(r"\b(?:to|at|reach(?:ed|es)|nearing|passed|exceed(?:s|ed))\s+")
CLAUSE_END = re.compile(r"[.;:](?:\s|$)")
PLURAL = re.compile(r"(?:were|are)\b")
NO_COUNT = re.compile(rf"\b(?:in|since|on|of|{A_MONTH}|aged)\s+$", re.IGNORECASE)
MANY = re.compile(
    r"\b(?:were|are|those|(?:number|some|many|most) of(?: the)?|(?:dead|killed|wounded|injured) and)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
BEFORE, BEHIND, TOLL_BEHIND = 120, 60, 120  # characters


def counted(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where all the words that count begin and end, if the words from `start` to `end` are cut short; else `start` and
    `end`. None if they are words of harm about several people, without a number."""
    if dangling := DANGLING.search(sentence, start, end):
        end = dangling.start()
    if find_numbers(sentence[start:end]):
        return start, end
    alone = ALONE.fullmatch(sentence, start, end)
    passive = PASSIVE.search(sentence, start, end)
    begins = number_before(sentence, passive.start(), end, WITH_ASIDE) if passive else None
    begins = number_before(sentence, start, end, SUBJECT if alone else RIGHT_BEFORE) if begins is None else begins
    if begins is not None:
        return begins, end
    ends = toll_behind(sentence, start, end) or (object_behind(sentence, end) if alone else None)
    if ends is not None:
        return start, ends
    return (
        None
        if alone and (MANY.search(sentence[max(0, start - BEFORE) : start]) or PLURAL.match(sentence, start))
        else (start, end)
    )


def number_before(sentence: str, start: int, end: int, between: re.Pattern[str]) -> int | None:
    """Return where the number before `start` begins, if it counts people and `between` matches the words after it. It is one of
    the last two: in "31 civilians, including three children, were injured" the first."""
    first = max(0, start - BEFORE)
    near = find_numbers(sentence[first:start])[-2:]
    number = next((n for n in near if between.fullmatch(sentence, first + n.end, start)), None)
    if number is None:
        return None
    if NO_COUNT.search(sentence[first : first + number.start]) or not counts_people(sentence[first:end], number):
        return None
    further = FURTHER.search(sentence[first : first + number.start].lower())
    return first + (further.start() if further else number.start)


def object_behind(sentence: str, end: int) -> int | None:
    """Return where the people that "killed" or "injuring" counts end: "killed [130 people]"."""
    behind = OBJECT.match(sentence, end) if TAKES_OBJECT.search(sentence[max(0, end - BEFORE) : end]) else None
    number = next(iter(find_numbers(sentence[behind.end() : behind.end() + BEHIND])), None) if behind else None
    if behind is None or number is None or number.start > 0:
        return None
    noun = NOUN.match(sentence, behind.end() + number.end)
    return noun.end() if noun else None


def toll_behind(sentence: str, start: int, end: int) -> int | None:
    """Return where the number that a toll comes to ends: "the death toll [in the region rose to 19]"."""
    if not TOLL.search(sentence, start, end):
        return None
    clause = CLAUSE_END.search(sentence, end, end + TOLL_BEHIND)
    for match in COMES_TO.finditer(sentence, end, clause.start() if clause else end + TOLL_BEHIND):
        number = next(iter(find_numbers(sentence[match.end() : match.end() + BEHIND])), None)
        if number and number.start == 0:
            return match.end() + number.end
    return None
