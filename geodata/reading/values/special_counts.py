"""Count people without a number before them: shares, the rest, "the seventh death", tolls, lists of names.

The examples are in `people.py`.
"""

from __future__ import annotations

import re

from geodata.reading.values.countable import NOT_AFTER
from geodata.reading.values.counts import Count, exactly, of, plus
from geodata.reading.values.numbers import exact, find_numbers, qualified
from geodata.reading.values.person_words import AGE, PEOPLE
from geodata.vocabulary import Qualifier

SHARE = re.compile(
    r"\b(?P<share>half|(?:an?|one|two|three|four)[- ](?:third|quarter|fifth)s?|most|the majority) of (?:the |its |their )?(?P<n>[\w,]+)",
    re.IGNORECASE,
)


PARTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5}


PERCENT = re.compile(
    r"\b(?P<share>\d+(?:\.\d+)?) ?(?:%|percent|per cent) of (?:the )?(?:[\w'’]+ ){0,2}?(?P<n>\d[\d,]*)", re.IGNORECASE
)


ONE_IN = re.compile(
    r"\b(?P<few>[\w-]+) (?:in|out of) (?:every )?(?P<many>[\w-]+) of (?:the |its |their )(?P<n>[\w,]+)", re.IGNORECASE
)


ALL_BUT = re.compile(r"\ball but (?P<a>\w+) of (?:the |its |their )?(?P<b>\w+)", re.IGNORECASE)


SHARE_BEFORE = 50  # characters before a phrase to search for its share: "80 percent of the village's 200 residents"


def by_share(phrase: str, begins: int = 0) -> Count | None:
    """Count a share of a number in a phrase, which begins at `begins`; the share may be before that. None for other words."""
    match = ALL_BUT.search(phrase)
    if match and match.end() > begins:
        few, all_of = find_numbers(match["a"]), find_numbers(match["b"])
        if few and all_of and all_of[0].value > few[0].value:
            return exactly(all_of[0].value - few[0].value)
    match = ONE_IN.search(phrase)
    if match and match.end() > begins and not NOT_AFTER.match(phrase[match.end() :]):
        read = (find_numbers(match[part]) for part in ("few", "many", "n"))
        one, in_many, whole = (numbers[0].value if numbers else 0 for numbers in read)
        if 0 < one < in_many < whole:
            value = round(whole * one / in_many)
            return Count(value, value, value, Qualifier.ABOUT)
    match = PERCENT.search(phrase)
    if match and match.end() > begins:
        number = find_numbers(match["n"])
        if number:
            value = round(number[0].value * float(match["share"]) / 100)
            stated = qualified(exact(*match.span(), value), phrase)
            return Count(value, value, value, Qualifier.ABOUT) if stated.qualifier is Qualifier.EXACT else of(stated)
    match = SHARE.search(phrase)
    if match and match.end() > begins:
        number = find_numbers(match["n"])
        if number:
            return share_of(number[0].value, match["share"].lower(), phrase, match.span())
    return None


def share_of(whole: int, share: str, phrase: str, span: tuple[int, int]) -> Count:
    """Return the share of a number that words name: "half", "one-third", "most"."""
    if share in ("most", "the majority"):
        return Count(whole // 2, None, whole // 2, Qualifier.MORE_THAN)
    few, _, part = share.replace(" ", "-").partition("-")
    value = whole / 2 if share == "half" else whole * PARTS[few] * PARTS[part.removesuffix("s")]
    return of(qualified(exact(*span, round(value)), phrase))


REST = re.compile(r"\bthe (?:rest|others|remaining(?: \w+)?|remainder)\b", re.IGNORECASE)


PART_OF_WHOLE = re.compile(r"\b(?P<part>[\w,-]+) (?:out )?of (?:the |its |their |her )?(?P<whole>[\w,-]+)\b", re.IGNORECASE)


def by_rest(sentence: str, phrase: str) -> Count | None:
    """Count the rest: 28 in "Twelve of 40 passengers were killed and the rest injured". None for other words."""
    if not REST.search(phrase):
        return None
    for match in PART_OF_WHOLE.finditer(sentence):
        part, whole = find_numbers(match["part"]), find_numbers(match["whole"])
        if part and whole and whole[0].value > part[0].value:
            return exactly(whole[0].value - part[0].value)
    return None


ORDINALS = {
    word: n
    for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)
}


ORDER = re.compile(
    rf"\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))\s+(?:killed|to die"
    r"|(?:[\w-]+\s+){0,2}?(?:deaths?|fatalit(?:y|ies)|homicides?|murders?|killings?|victim|person to (?:have )?(?:died?|be killed)"
    rf"|(?:person|{PEOPLE}) (?:killed|dies|died)))\b",
    re.IGNORECASE,
)


def by_order(phrase: str) -> Count | None:
    """Count by an ordinal: 7 for "the seventh fatality", 11 for "the 11th person to have died". None for other words."""
    match = ORDER.search(phrase)
    return exactly(ORDINALS[match["word"].lower()] if match["word"] else int(match["digits"])) if match else None


PRONOUN = re.compile(
    r"\b(?:killed|kills|killing|shot (?:and (?:killed|wounded|injured)|dead)|stabbed|wounded|injured) (?:him|her)\b(?! \w+s\b)",
    re.IGNORECASE,
)


def by_pronoun(phrase: str) -> Count | None:
    """Count by a pronoun: 1 in "Police killed him in a shootout", 3 in "killed him and two others". None for other words."""
    one = PRONOUN.search(phrase)
    if one is None:
        return None
    numbers = find_numbers(phrase)
    if not numbers:
        return exactly(1, stated=False)
    joined = re.fullmatch(r"\s+and (?:his |her )?", phrase[one.end() : numbers[0].start])
    return plus(exactly(1), of(numbers[0])) if joined else None


GROUPS = {"duo": 2, "pair": 2, "trio": 3, "triplets": 3, "quartet": 4}
GROUP = re.compile(rf"\b(?P<group>{'|'.join(GROUPS)})\b", re.IGNORECASE)


def by_group(phrase: str) -> Count | None:
    """Count by the word for a group, if no number follows: 3 for "a trio of fishermen". None for other words."""
    match = GROUP.search(phrase)
    return exactly(GROUPS[match["group"].lower()]) if match and not find_numbers(phrase) else None


MULTIPLE = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
MURDERS = re.compile(
    rf"\b(?P<n>{'|'.join(MULTIPLE)})[ -](?:murder(?:er|ers)?|homicide|killing|slaying|execution)\b", re.IGNORECASE
)


def by_murders(phrase: str) -> Count | None:
    """Count by the word for a murder: 3 for "A triple murder". None for other words."""
    match = MURDERS.search(phrase)
    return exactly(MULTIPLE[match["n"].lower()]) if match else None


TOLL_OF = re.compile(
    r"\b(?:toll|(?:number|count|total) of (?:(?:the )?(?:deaths?|dead|fatalities|victims)|(?:those|people|civilians) killed))\b",
    re.IGNORECASE,
)


COMES_TO = re.compile(r"\b(?:to|at|(?P<over>(?:pass|exceed|surpass|topp?)(?:es|s|ed|ing)?))\s+", re.IGNORECASE)


def by_toll(phrase: str) -> Count | None:
    """Count by the toll that is reached: "The death toll from the fire rises to 14", "the toll passed 40,000", else None."""
    toll = TOLL_OF.search(phrase)
    for match in COMES_TO.finditer(phrase, toll.end()) if toll else ():
        for number in find_numbers(phrase[match.end() :])[:1]:
            if number.start == 0 and match["over"] and number.qualifier is Qualifier.EXACT:
                return Count(number.low, None, number.best, Qualifier.MORE_THAN)
            if number.start == 0:
                return of(number)
    return None


FULL_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sgt|Capt|Lt|Pvt|Cpl)\.? [A-Z][\w'’-]+|(?:[A-Z][\w'’.-]+ ){1,4}[A-Z][\w'’-]+)(?:,? \(?\d{1,2}\)?)?"
)


SAID_OF_ALL = re.compile(
    r",?\s+(?:(?:have|had|has|were|was|are|also|all|both) )*(?:been )?(?:\w+ and )?"
    r"(?:died|killed|dead|murdered|injured|wounded|hurt|gunned down|shot|stabbed)\b.*$"
)


WHO = re.compile(r"^(?:\w+ ){0,3}(?:victims|dead|injured|wounded|killed): ")


def by_names(phrase: str) -> Count | None:
    """Count a list of three or more full names, with or without ages: "Anna King, six, Eva Brown, seven, and Tim Hill died"."""
    bare = WHO.sub("", " ".join(phrase.split()))  # the patterns need quadratic time for a long row of spaces
    bare = SAID_OF_ALL.sub("", bare)
    parts = [m for p in re.split(r",\s+(?:and\s+)?|\s+and\s+", bare) if (m := p.strip(" ,")) and not is_age(m)]
    if len(parts) < 3 or not re.search(r"\band\b", bare) or not all(FULL_NAME.fullmatch(p) for p in parts):
        return None
    return exactly(len(parts), stated=False)


def is_age(words: str) -> bool:
    numbers = find_numbers(words)
    return (len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(words))) or AGE.fullmatch(words) is not None


def without_number(sentence: str, start: int, end: int) -> Count | None:
    """Return how many people the phrase `sentence[start:end]` counts without a number before them; None for other phrases."""
    phrase = sentence[start:end]
    return (
        by_share(sentence[max(0, start - SHARE_BEFORE) : end], min(start, SHARE_BEFORE))
        or by_order(phrase)
        or by_toll(phrase)
        or by_names(phrase)
        or by_rest(sentence, phrase)
        or by_pronoun(phrase)
        or by_murders(phrase)
        or by_group(phrase)
    )
