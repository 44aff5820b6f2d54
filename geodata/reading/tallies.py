"""Counts over a period rather than of one event: "the fourth homicide of 2016", "the road toll has risen to eight"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from spacy.tokens import Span, Token

from geodata.reading.language import Sentence
from geodata.reading.numbers import TENS, UNITS
from geodata.reading.predicates import KILLED
from geodata.reading.surface import FigureMention
from geodata.vocabulary import Qualifier

ORDINALS = dict(
    zip(
        """
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
            fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        """.split(),
        range(1, 21),
        strict=True,
    )
)
COUNTED = frozenset("homicide murder fatality death killing drowning slaying".split())
PERIODS = frozenset("year month season summer winter decade holiday weekend".split())
ROADS = frozenset("road traffic highway motorway".split())
TOLLS = frozenset("toll deaths fatalities death fatality".split())


def tallies(sentence: Sentence) -> Iterator[FigureMention]:
    """ "the city's 12th homicide of the year": twelve killed, over the year."""
    span = sentence.span
    for noun in span:
        if noun.lemma_.lower() not in COUNTED or noun.tag_ not in ("NN", "NNP"):
            continue
        place = next((c for c in noun.children if c.i < noun.i and ordinal(c) is not None), None)
        value = ordinal(place) if place is not None else None
        if place is None or not value or not over_a_period(noun, span):
            continue
        yield FigureMention(
            sentence,
            KILLED,
            value,
            value,
            value,
            Qualifier.EXACT,
            None,
            place.i,
            noun.i + 1,
            noun.i,
            noun.i,
            tally=True,
        )


def ordinal(token: Token) -> int | None:
    word = token.lower_
    if word in ORDINALS:
        return ORDINALS[word]
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return int(word[:-2])
    tens, _, unit = word.partition("-")
    if tens in TENS and unit in ORDINALS and ORDINALS[unit] in UNITS.values():
        return TENS[tens] + ORDINALS[unit]
    return None


def over_a_period(noun: Token, span: Span) -> bool:
    after = span.doc[noun.i + 1 : min(span.end, noun.i + 6)]
    return any(t.lemma_.lower() in PERIODS or (t.text.isdigit() and len(t.text) == 4) for t in after)


def is_road_toll(span: Span) -> bool:
    """ "the holiday road toll", "traffic deaths": many crashes, not one."""
    words = [t.lower_ for t in span]
    return any(a in ROADS and b in TOLLS for a, b in itertools.pairwise(words)) and "toll" in words
