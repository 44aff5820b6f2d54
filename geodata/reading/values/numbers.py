"""Numbers as newspapers write them, with their qualifiers: "at least ten", "between 30 and 40", "dozens", "1.2 lakh".

`find_numbers` works on plain text, without a language model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from geodata.vocabulary import Qualifier

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split()
    )
}
TENS = {
    word: value
    for value, word in zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "lakh": 100_000, "lakhs": 100_000, "dozens": 12,
          "crore": 10_000_000, "crores": 10_000_000, "k": 1_000, "m": 1_000_000, "dozen": 12}  # fmt: skip
# Words instead of numbers, with the lowest number that they can mean.
VAGUE = {
    "tens of thousands": 20_000, "hundreds of thousands": 200_000, "scores": 40, "dozens": 24, "hundreds": 200,
    "thousands": 2_000, "tens": 20, "several": 3, "a few": 3, "a handful": 3, "handful": 3, "multiple": 2,
}  # fmt: skip
VAGUE |= {
    f"{few} {unit}{plural}": least * value
    for few, least in {"several": 3, "a few": 3, "few": 3, "a couple": 2, "couple": 2, "a couple of": 2, "couple of": 2}.items()
    for unit, value in (("dozen", 12), ("hundred", 100), ("thousand", 1_000))
    for plural in ("", "s")
}
FIXED = {"half a dozen": 6, "a half dozen": 6, "half-dozen": 6, "a dozen": 12, "one dozen": 12, "two dozen": 24, "three dozen": 36,
         "four dozen": 48, "five dozen": 60, "dozen": 12, "a couple": 2, "couple": 2, "a pair": 2, "both": 2}  # fmt: skip
QUALIFIERS_BEFORE = {
    Qualifier.AT_LEAST: ("at least", "at the very least", "no fewer than", "no less than", "not less than", "a minimum of", "minimum of",
                         "at minimum", "≥", ">="),
    Qualifier.MORE_THAN: ("more than", "over", "upwards of", "upward of", "in excess of", "well over", "above", "exceeding",
                          "tops", "topped", "topping", "surpassed", "surpassing", "exceeded", ">"),
    Qualifier.UP_TO: ("as many as", "up to", "at most", "no more than", "not more than", "fewer than", "less than", "under",
                      "a maximum of", "possibly as many as", "perhaps as many as", "≤", "<=", "<"),
    Qualifier.ABOUT: ("an estimated", "estimated", "about", "around", "roughly", "approximately", "approx", "some", "circa",
                      "an approximate", "an average of", "~", "≈"),
    Qualifier.ALMOST: ("nearly", "almost", "close to", "just under", "just short of", "nearing", "approaching"),
}  # fmt: skip
QUALIFIERS_AFTER = {
    Qualifier.AT_LEAST: ("or more", "and counting", "plus", "-plus", "+"),
    Qualifier.ABOUT: ("or so", "odd", "-odd", "-some"),
}
# Phrases with the range that they must be read as (low, high, best), and phrases that are not numbers.
YES: tuple[tuple[str, tuple[int | None, int | None, int | None]], ...] = (
    ("at least ten people", (10, None, 10)),
    ("more than 40", (40, None, 40)),
    ("up to 30", (None, 30, 30)),
    ("nearly 500", (None, 500, 500)),
    ("about 600", (600, 600, 600)),
    ("a hundred and twenty", (120, 120, 120)),
    ("26 271", (26_271, 26_271, 26_271)),
    ("1,200", (1_200, 1_200, 1_200)),
    ("1.2 lakh", (120_000, 120_000, 120_000)),
    ("twenty-six thousand", (26_000, 26_000, 26_000)),
    ("dozens", (24, None, None)),
    ("hundreds of thousands", (200_000, None, None)),
    ("several hundred", (300, None, None)),
    ("several dozens of people", (36, None, None)),
    ("few thousand", (3_000, None, None)),
    ("a couple of dozen people", (24, None, None)),
    ("a couple of people", (2, 2, 2)),
    ("from 10 to 15 people", (10, 15, None)),
    ("Tens of people", (20, None, None)),
    ("two dozen", (24, 24, 24)),
    ("half a dozen", (6, 6, 6)),
    ("between 30 and 40", (30, 40, None)),
    ("5–7", (5, 7, None)),
    ("between five and seven people", (5, 7, None)),
    ("three thousand and ten", (3_010, 3_010, 3_010)),
    ("two hundred \n and fifty", (250, 250, 250)),
    ("a hundred and five thousand", (105_000, 105_000, 105_000)),
    ("between one hundred and two hundred", (100, 200, None)),
    ("between five hundred\nand one thousand", (500, 1_000, None)),
    ("between two hundred thousand and three hundred thousand", (200_000, 300_000, None)),
    ("between a hundred and five and a hundred and ten", (105, 110, None)),
    ("between two and a half thousand and three thousand", (2_500, 3_000, None)),
    ("two thousand and two hundred", (2_200, 2_200, 2_200)),
    ("ten-twelve people", (10, 12, None)),
    ("two to three hundred", (200, 300, None)),
    ("900 to 1,000", (900, 1000, None)),
    ("two or three", (2, 3, None)),
    ("at least 10 and possibly as many as 15", (10, 15, None)),
    ("more than 10, perhaps as many as 15", (10, 15, None)),
    ("at least 30, possibly 40", (30, 40, None)),
    ("12 or more", (12, None, 12)),
    ("66 people or more", (66, None, 66)),
    ("ten dozen", (120, 120, 120)),
    ("150+", (150, None, 150)),
    ("~20", (20, 20, 20)),
    ("at least another six", (6, None, 6)),
    ("two and a half thousand", (2_500, 2_500, 2_500)),
    ("an hundred people", (100, 100, 100)),
    ("~ 20", (20, 20, 20)),
    ("A quarter of a million", (250_000, 250_000, 250_000)),
    ("a quarter million people", (250_000, 250_000, 250_000)),
    ("a six-member family", (6, 6, 6)),
    ("an eleven-man crew", (11, 11, 11)),
    ("a one hundred strong crowd", (100, 100, 100)),
    ("two to three dozens", (24, 36, None)),
    ("1-2 thousand", (1_000, 2_000, None)),
    ("20-odd people", (20, 20, 20)),
    ("another 20 and counting", (20, None, 20)),
    ("at least 10 but up to 15", (10, 15, None)),
    ("between half a million and a million people", (500_000, 1_000_000, None)),
    ("from about 1,200 to more than 1,800", (1_200, None, 1_200)),
    ("the war dead tops 70,000", (70_000, None, 70_000)),
    ("≥50 people", (50, None, 50)),
    ("> 50 people", (50, None, 50)),
    ("the toll -> 50 people", (50, 50, 50)),
    ("< 50 people", (None, 50, 50)),
    ("≈50 people", (50, 50, 50)),
    ("at minimum 7 people", (7, None, 7)),
    ("10-plus people", (10, None, 10)),
    ("fifty-some people", (50, 50, 50)),
    ("Hundred and twenty people", (120, 120, 120)),
    ("1,2 million people", (1_200_000, 1_200_000, 1_200_000)),
    ("3,75 million people", (3_750_000, 3_750_000, 3_750_000)),
)
NO = (
    "no one was hurt",
    "$50",
    "40%",
    "1.5 people",
    "F-16",
    "at 13:40",
    "tens",
    "The couple",
    "per dozen",
    "3.4.2",
    "a quarter of a mile",
)
PARTS = {"half": 0.5, "quarter": 0.25}  # of a scale
LONGEST = 15  # digits
BEYOND = 1e15  # number words in a text never mean more
LARGEST = 100_000_000  # no casualty figure in a report is larger; larger numbers are money or population

_words = sorted([*UNITS, *TENS], key=len, reverse=True)
_word = "|".join(_words)
_scale = "|".join(sorted((s for s in SCALES if len(s) > 1), key=len, reverse=True))
# One number: "a hundred and two", "a hundred and two thousand". Two: "five and seven", "one hundred and two hundred".
_again = {s: "|".join(t for t in SCALES if SCALES[t] == SCALES[s] or SCALES[t] > SCALES[s] > 100) for s in SCALES}
_scaled = "|".join(
    rf"{scale}(?:[\s-]+and(?=[\s-]+(?:{_word})\b)(?![\s-]+(?:(?:{_word})[\s-]+)+(?:{_again[scale]})\b))?"
    for scale in _scale.split("|")
)
_decimal_comma = r"(?P<whole>\d{1,3}),(?P<part>\d{1,2})(?=\s(?:million|billion|lakhs?|crores?)\b)"
_digits = (
    re.sub(r"\?P<\w+>", "", _decimal_comma)
    + r"|\d{1,3}(?:,\d{2,3})+(?!\d)|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
)
# one number, in digits or words
_plain = (
    rf"(?:{_digits})(?:\s?(?:{_scale})\b|(?<=\d)[km]\b)?"
    rf"|(?:half an?|(?:a )?quarter(?: of a)?|(?:an?|{_word}) and a half)[\s-](?:{_scale})\b"
    rf"|(?:an?(?=[\s-]+(?:{_scale})\b)|{_word})(?:[\s-]+(?:{_word}|{_scaled}))+"
    rf"|hundred and(?:[\s-](?:{_word})\b)+"
    rf"|(?:{_word})"
)
_fixed = "|".join(re.escape(w) for w in sorted(FIXED, key=len, reverse=True))
_vague = "|".join(re.escape(w) for w in sorted(VAGUE, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w.$£€#/-])(?P<vague>(?:{_vague})\b)|(?<![\w.$£€#/:-])(?P<fixed>(?:{_fixed})\b)|(?<![\w$£€#/:])(?<![\d][.,])(?<![A-Za-z]-)(?P<plain>(?:{_plain})(?![\w%]|[.:,]\d))",
    re.IGNORECASE,
)
_unit = "|".join(UNITS)
PAIR_OF_UNITS = re.compile(rf"({_unit})-({_unit})")  # "three-four": only units, no tens or hundreds
BETWEEN = re.compile(r"^\s?(?:-|–|—|to|or|and)\s?$", re.IGNORECASE)
_before = sorted(((q, w) for q, words in QUALIFIERS_BEFORE.items() for w in words), key=lambda pair: -len(pair[1]))
_after = [(q, w) for q, words in QUALIFIERS_AFTER.items() for w in words]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at characters `start` to `end`, qualifier included. The number itself begins at `core`."""

    start: int
    end: int
    core: int
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None = None

    @property
    def value(self) -> int:
        """The single number for calculations: the best, else the low, else the high."""
        return next(v for v in (self.best, self.low, self.high) if v is not None)


def find_numbers(text: str) -> list[Number]:
    """Return the numbers in a text, in order and without overlap."""
    return list(_numbers_of(text))


@lru_cache(64)  # called once for each mention in a sentence
def _numbers_of(text: str) -> tuple[Number, ...]:
    found = [number for match in NUMBER.finditer(text) if (number := read(match, text)) is not None]
    return tuple(joined([qualified(number, text) for number in found], text))


def read(match: re.Match[str], text: str) -> Number | None:
    words, (start, end) = match[0].lower(), match.span()
    words = re.sub(r"\s+", " ", words)
    if match["fixed"]:
        value = FIXED[words]
        if words in ("dozen", "couple", "both") and re.search(r"\b(?:per|the)\s$", text[max(0, start - 5) : start].lower()):
            return None
        return exact(start, end, value)
    if match["vague"]:
        if words == "tens" and not text[end:].lower().startswith(" of "):
            return None
        return Number(start, end, start, VAGUE[words], None, None, Qualifier.VAGUE, words)
    if (pair := PAIR_OF_UNITS.fullmatch(words)) and UNITS[pair[1]] < UNITS[pair[2]]:
        return Number(start, end, start, UNITS[pair[1]], UNITS[pair[2]], None, Qualifier.RANGE)
    ends = range_of(words) if text[max(0, start - 8) : start].lower() == "between " else None
    if ends:
        return Number(start - 8, end, start, *ends, None, Qualifier.RANGE)
    if words == "one" and re.search(r"\bno[\s-]$", text[max(0, start - 4) : start].lower()):
        return None
    plain = plain_value(words)
    return exact(start, end, plain) if plain is not None and plain <= LARGEST else None


def range_of(words: str) -> tuple[int, int] | None:
    """Split the words after "between" at their "and" into low and high: "five hundred and one thousand"; None if impossible."""
    for cut in reversed(list(re.finditer(" and (?!a half)", words))):
        low, high = plain_value(words[: cut.start()]), plain_value(words[cut.end() :])
        if low is not None and high is not None and low < high <= LARGEST:
            return low, high
    return None


def plain_value(words: str) -> int | None:
    """Convert "1,200", "a hundred and twenty", "twenty-six thousand", "1.2 lakh" or "3k" to a whole number; None if it is not
    one. `words`: in lower case."""
    total, group = 0.0, None
    words = re.sub(_decimal_comma, r"\g<whole>.\g<part>", re.sub("^a quarter(?: of)?", "quarter", words))
    for word in re.findall(r"\d[\d,.\s]*|[a-z]+", words):
        if word[0].isdigit():
            digits = re.sub(r"[,\s]", "", word)
            if len(digits) > LONGEST:
                return None
            group = float(digits)
        elif word in ("a", "an"):
            group = group or 1.0  # "an hundred", "half a million", "two and a half thousand"
        elif word in PARTS:
            group = (group or 0) + PARTS[word]
        elif word in UNITS:
            group = (group or 0) + UNITS[word]
        elif word in TENS:
            group = (group or 0) + TENS[word]
        elif word == "hundred":
            group = (group if group is not None else 1.0) * 100  # "hundred and twenty"
        elif word in SCALES and group is not None:
            total, group = total + group * SCALES[word], 0.0
        if total + (group or 0) > BEYOND:
            return None  # number words without end are not a number
    if group is None:
        return None
    value = total + group
    return round(value) if abs(value - round(value)) < 1e-6 else None


def exact(start: int, end: int, value: int) -> Number:
    return Number(start, end, start, value, value, value, Qualifier.EXACT)


def qualified(number: Number, text: str) -> Number:
    """Return the number with the qualifier before or after it."""
    begins = max(0, number.start - 34)
    before = FURTHER.sub("", text[begins : number.start].lower()).rstrip()
    for qualifier, words in _before:
        if before.endswith(words) and not (before[: -len(words)][-1:].isalnum() or ARROW.search(before)):
            return with_qualifier(replace(number, start=begins + len(before) - len(words)), qualifier)
    if MORE_BEHIND.match(text, number.end):
        return with_qualifier(number, Qualifier.AT_LEAST)
    after = text[number.end : number.end + 14].lower()
    for qualifier, words in _after:
        lead = "" if words[0] in "+-" else " "
        if after.startswith(lead + words) and not after[len(lead + words) :][:1].isalnum():
            return with_qualifier(replace(number, end=number.end + len(lead + words)), qualifier)
    return number


# "rose from 10 to 15" is not a range: it is 15 now
CHANGED = re.compile(
    r"\b(?:toll|number|figure|total|r[io]se\w*|climb\w*|increase[sd]?|increasing|up|down|jump\w*|gr[eo]w\w*|revis\w*|lower\w*|dropp?\w*|f[ae]ll\w*|"
    r"rais\w*|chang\w*|went|gone|go(?:es|ing)?|correct\w*|reduc\w*|update[sd]?|updating|cut)\b",
    re.IGNORECASE,
)
AND = re.compile(r",?\s?(?:and|but|or)?\s?")
PERHAPS = re.compile(r",?\s(?:and |but |or )?(?:possibly|perhaps|maybe)\s", re.IGNORECASE)
ARROW = re.compile(r"[-=–]>$|<[-–]$")  # "40 -> 50" is not more than 50
MORE_BEHIND = re.compile(r" (?:people|persons|civilians|victims|others|killed|dead|injured|wounded) or more\b", re.IGNORECASE)
FURTHER = re.compile(r"\b(?:another|an? (?:further|additional))\s*$")  # "at least another six"


def with_qualifier(number: Number, qualifier: Qualifier) -> Number:
    if number.qualifier is Qualifier.VAGUE:
        return number
    if qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        return replace(number, high=None, best=number.low, qualifier=qualifier)
    if qualifier in (Qualifier.UP_TO, Qualifier.ALMOST):
        return replace(number, low=None, best=number.high, qualifier=qualifier)
    return replace(number, qualifier=qualifier)


def shared_scale(last: Number, number: Number, text: str) -> int:
    """Return the unit that the start of a range shares with its end: 1,000 in "1-2 thousand", 1 in "900 to 1,000"."""
    unit = SCALES.get(text[number.core : number.end].split()[-1].lower().rstrip("s"), 1)
    alone = not any(word.rstrip("s") in SCALES for word in text[last.core : last.end].lower().split())
    return unit if alone and last.low is not None and number.high is not None and last.low < number.high / unit else 1


def is_open_range(low: Number, high: Number, text: str) -> bool:
    """Whether two numbers are the ends of "from about 1,200 to more than 1,800", of which the second is open."""
    is_from = text[: low.start].lower().endswith("from ") and text[low.end : high.start] == " to "
    is_open = high.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
    return is_from and is_open and CHANGED.search(text, max(0, low.start - 60), low.start) is None


def joined(numbers: list[Number], text: str) -> list[Number]:
    """Join the ends of a range into one number: "between 30 and 40", "30 to 40", "5–7", "two or three"."""
    result: list[Number] = []
    for number in numbers:
        last = result[-1] if result else None
        gap = text[last.end : number.core] if last else ""
        if (
            last
            and last.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
            and number.qualifier in (Qualifier.UP_TO, Qualifier.EXACT)
            and last.value < number.value
            and (AND if number.qualifier is Qualifier.UP_TO else PERHAPS).fullmatch(text[last.end : number.start])
        ):
            result[-1] = Number(last.start, number.end, last.core, last.low, number.high, None, Qualifier.RANGE)
            continue
        if last and last.low is not None and is_open_range(last, number, text):
            result[-1] = Number(last.start - 5, number.end, last.core, last.low, None, last.low, Qualifier.AT_LEAST)
            continue
        if last and last.low is not None and number.high is not None and BETWEEN.match(gap) and last.low < number.high:
            lead = text[max(0, last.start - 9) : last.start].lower()
            between = lead.endswith("between ")
            apart = gap.strip().lower() == "and" and not between
            changed = lead.endswith("from ") and CHANGED.search(text, max(0, last.start - 60), last.start)
            if not apart and not changed and number.qualifier is Qualifier.EXACT:
                start = last.start - (8 if between else 5 if lead.endswith("from ") else 0)
                low = last.low * shared_scale(last, number, text)
                result[-1] = Number(start, number.end, last.core, low, number.high, None, Qualifier.RANGE)
                continue
        result.append(number)
    return result
