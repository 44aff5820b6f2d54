"""Numbers as newspapers write them, with their hedges: "at least ten", "between 30 and 40", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geodata.vocabulary import Qualifier

UNITS = dict(
    zip(
        """
            zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen
        """.split(),
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
# Words instead of numbers, with the least they can mean.
VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "several": 3, "tens": 20, "multiple": 2, "few": 3,
}  # fmt: skip
DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$")
RANGE_IN_ONE = re.compile(r"^(\d+)[-–](\d+)$")
BEFORE: tuple[tuple[tuple[str, ...], Qualifier], ...] = (
    (("at", "least"), Qualifier.AT_LEAST),
    (("at", "the", "very", "least"), Qualifier.AT_LEAST),
    (("no", "fewer", "than"), Qualifier.AT_LEAST),
    (("no", "less", "than"), Qualifier.AT_LEAST),
    (("not", "less", "than"), Qualifier.AT_LEAST),
    (("a", "minimum", "of"), Qualifier.AT_LEAST),
    (("more", "than"), Qualifier.MORE_THAN),
    (("over",), Qualifier.MORE_THAN),
    (("upwards", "of"), Qualifier.MORE_THAN),
    (("in", "excess", "of"), Qualifier.MORE_THAN),
    (("well", "over"), Qualifier.MORE_THAN),
    (("as", "many", "as"), Qualifier.UP_TO),
    (("up", "to"), Qualifier.UP_TO),
    (("at", "most"), Qualifier.UP_TO),
    (("no", "more", "than"), Qualifier.UP_TO),
    (("fewer", "than"), Qualifier.UP_TO),
    (("less", "than"), Qualifier.UP_TO),
    (("a", "maximum", "of"), Qualifier.UP_TO),
    (("an", "estimated"), Qualifier.ABOUT),
    (("estimated",), Qualifier.ABOUT),
    (("about",), Qualifier.ABOUT),
    (("around",), Qualifier.ABOUT),
    (("roughly",), Qualifier.ABOUT),
    (("approximately",), Qualifier.ABOUT),
    (("some",), Qualifier.ABOUT),
    (("circa",), Qualifier.ABOUT),
    (("nearly",), Qualifier.ALMOST),
    (("almost",), Qualifier.ALMOST),
    (("close", "to"), Qualifier.ALMOST),
)
AFTER: tuple[tuple[tuple[str, ...], Qualifier], ...] = (
    (("or", "more"), Qualifier.AT_LEAST),
    (("or", "so"), Qualifier.ABOUT),
)
LARGEST = 10_000_000  # no casualty figure of one report is larger; what is, is money or population


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its hedge. `first` and `last` are token positions (last exclusive), hedge included;
    `core` is the first token of the number itself."""

    first: int
    last: int
    core: int
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None = None


def find_numbers(span: Span) -> list[Number]:
    """The numbers of a sentence, in order, without overlap."""
    found: list[Number] = []
    i = span.start
    while i < span.end:
        number = read_number(span, i)
        if number is None:
            i += 1
            continue
        found.append(hedged(span, number))
        i = max(number.last, i + 1)
    return all_but(span, joined_ranges(span, found))


def all_but(span: Span, numbers: list[Number]) -> list[Number]:
    """ "all but one of the sixteen": fifteen."""
    doc, result = span.doc, list[Number]()
    for number in numbers:
        last = result[-1] if result else None
        if last is not None and last.best is not None and number.best is not None:
            gap = [t.lower_ for t in doc[last.last : number.first]]
            lead = [t.lower_ for t in doc[max(span.start, last.first - 2) : last.first]]
            if lead == ["all", "but"] and gap in (["of"], ["of", "the"]) and number.best > last.best:
                rest = number.best - last.best
                result[-1] = Number(last.first - 2, number.last, last.core, rest, rest, rest, Qualifier.EXACT)
                continue
        result.append(number)
    return result


def read_number(span: Span, i: int) -> Number | None:
    """The plain number that starts at token `i`."""
    doc, token = span.doc, span.doc[i]
    word = token.lower_
    if word == "one" and i > span.start and doc[i - 1].lower_ == "no":
        return None
    if match := RANGE_IN_ONE.match(token.text):
        low, high = int(match[1]), int(match[2])
        return Number(i, i + 1, i, low, high, None, Qualifier.RANGE) if low < high < low * 10 else None
    if word in VAGUE:
        if word == "few" and (i == span.start or doc[i - 1].lower_ != "a"):
            return None
        if word == "tens" and not (i + 2 < span.end and doc[i + 1].lower_ == "of"):
            return None
        least = VAGUE[word]
        last = i + 1
        if last + 1 < span.end and doc[last].lower_ == "of" and doc[last + 1].lower_ in ("thousands", "hundreds"):
            least *= SCALES[doc[last + 1].lower_[:-1]]
            last += 2
        elif last < span.end and doc[last].lower_ in SCALES:
            least *= SCALES[doc[last].lower_]
            last += 1
        return Number(i, last, i, least, None, None, Qualifier.VAGUE, doc[i:last].text.lower())
    if word == "half" and [t.lower_ for t in doc[i + 1 : min(i + 3, span.end)]] == ["a", "dozen"]:
        return exact(i, i + 3, 6)
    if word == "couple" or (
        word in ("dozen", "hundred", "thousand", "million") and i > span.start and doc[i - 1].lower_ in ("a", "an")
    ):
        first = i - 1 if i > span.start and doc[i - 1].lower_ == "a" else i
        return exact(first, i + 1, 2 if word == "couple" else SCALES[word], core=i)
    return cardinal(span, i)


def exact(first: int, last: int, value: int, core: int | None = None) -> Number:
    return Number(first, last, first if core is None else core, value, value, value, Qualifier.EXACT)


def cardinal(span: Span, i: int) -> Number | None:
    """Digits and number words from `i` on, as long as they make one number."""
    doc = span.doc
    total = 0.0
    group: float | None = None
    j = i
    while j < span.end:
        word = doc[j].lower_
        if DIGITS.match(word):
            if group is not None:
                break
            group = float(word.replace(",", ""))
        elif word in UNITS:
            if group is not None and not (group >= 20 and group % 10 == 0 and UNITS[word] < 10) and group % 100:
                break
            group = (group or 0) + UNITS[word]
        elif word in TENS:
            if group is not None and group % 100:
                break
            group = (group or 0) + TENS[word]
        elif word in SCALES and group is not None:
            if word == "hundred":
                group *= 100
            else:
                total, group = total + group * SCALES[word], 0.0
        elif word == "and" and group is not None and j + 1 < span.end and doc[j - 1].lower_ in SCALES:
            if doc[j + 1].lower_ not in UNITS and doc[j + 1].lower_ not in TENS:
                break
        elif word in ("-", "–") and group is not None and j + 1 < span.end and doc[j - 1].lower_ in TENS:
            if doc[j + 1].lower_ not in UNITS:
                break
        else:
            break
        j += 1
    if group is None:
        return None
    value = total + group
    return exact(i, j, int(value)) if value == int(value) and value <= LARGEST else None


def hedged(span: Span, number: Number) -> Number:
    """The number with the hedge before or after it."""
    doc = span.doc
    for words, qualifier in BEFORE:
        first = number.first - len(words)
        if first >= span.start and tuple(t.lower_ for t in doc[first : number.first]) == words:
            return with_qualifier(replace(number, first=first), qualifier)
    for words, qualifier in AFTER:
        last = number.last + len(words)
        if last <= span.end and tuple(t.lower_ for t in doc[number.last : last]) == words:
            return with_qualifier(replace(number, last=last), qualifier)
    return number


def with_qualifier(number: Number, qualifier: Qualifier) -> Number:
    if number.qualifier is Qualifier.VAGUE:
        return number
    if qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        return replace(number, high=None, best=number.low, qualifier=qualifier)
    if qualifier is Qualifier.UP_TO:
        return replace(number, low=None, best=number.high, qualifier=qualifier)
    return replace(number, qualifier=qualifier)


def joined_ranges(span: Span, numbers: list[Number]) -> list[Number]:
    """ "between 30 and 40", "30 to 40" and "two or three" as one number each."""
    doc, result = span.doc, list[Number]()
    for number in numbers:
        last = result[-1] if result else None
        if last is not None and last.low is not None and number.high is not None and number.low is not None:
            gap = [t.lower_ for t in doc[last.last : number.first]]
            before = doc[last.first - 1].lower_ if last.first > span.start else ""
            joined = (gap in (["to"], ["or"], ["-"], ["–"]) and before != "from") or (gap == ["and"] and before == "between")
            if joined and last.low < number.low and number.qualifier is Qualifier.EXACT:
                first = last.first - (before == "between")
                result[-1] = Number(first, number.last, last.core, last.low, number.high, None, Qualifier.RANGE)
                continue
        result.append(number)
    return result


def number_at(numbers: Sequence[Number], token: Token) -> Number | None:
    """The number that a token is part of."""
    return next((n for n in numbers if n.core <= token.i < n.last or n.first <= token.i < n.last), None)
