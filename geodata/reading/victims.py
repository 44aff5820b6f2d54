"""How many people a victim phrase names: by its number, its article, or its being a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import ATTACKERS, HURT_NOUNS, NOT_PEOPLE, STATE_WORDS, is_person_noun
from geodata.reading.numbers import Number, number_at
from geodata.reading.predicates import has_number
from geodata.vocabulary import Qualifier


@dataclass(frozen=True, slots=True)
class Count:
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None
    first: int
    last: int
    implied: bool
    attackers: bool
    head: int
    another: bool = False
    name: str | None = None


def counted(head: Token, span: Span, numbers: Sequence[Number]) -> list[Count]:
    """The counts of a victim phrase and of those joined to it by "and"."""
    first = count_of(head, span, numbers)
    counts = [first] if first else []
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON") and child.i > head.i:
            counts.extend(counted(child, span, numbers))
    if first and not first.implied and head.dep_ == "dobj":
        counts.extend(n for stray in strays(head) if (n := count_of(stray, span, numbers)))
    return counts


def strays(head: Token) -> Iterator[Token]:
    """Victims that the parser joins to a thing: "five children in a bus and two drivers"."""
    for prep in (*head.children, *head.head.children):
        if prep.dep_ == "prep" and prep.i > head.i and prep.lower_ in ("in", "on", "at", "aboard", "from"):
            for thing in prep.children:
                if thing.dep_ == "pobj" and not is_person_noun(thing):
                    yield from (c for c in thing.children if c.dep_ == "conj" and is_person_noun(c) and has_number(c))


def count_of(head: Token, span: Span, numbers: Sequence[Number]) -> Count | None:
    """How many people a phrase names, by its number, its article or its being a name."""
    if not span.start <= head.i < span.end:
        return None
    attackers = head.lemma_.lower() in ATTACKERS
    another = (
        any(c.lower_ in ("another", "more", "other", "others", "further", "additional") for c in head.children)
        or head.lower_ == "others"
    )
    number = number_at(numbers, head)
    carrier = next(
        (
            c
            for c in head.children
            if number_at(numbers, c) and c.dep_ in ("nummod", "amod", "det", "compound", "quantmod", "predet", "nmod", "poss")
        ),
        None,
    )
    if number is None and carrier is not None:
        number = number_at(numbers, carrier)
    if number is None and head.lower_ in ("number", "total", "average", "estimated", "group"):
        inner = [g for c in head.children if c.lower_ == "of" for g in c.children if c.dep_ == "prep"]
        number = next(
            (
                n
                for g in inner
                if (
                    n := number_at(numbers, g)
                    or next((number_at(numbers, x) for x in g.children if number_at(numbers, x)), None)
                )
            ),
            None,
        )
    lemma = head.lemma_.lower()
    if lemma in NOT_PEOPLE and head.lower_ not in STATE_WORDS:
        return None
    if number is not None:
        of = [g for c in head.children if c.lower_ == "of" for g in c.children]
        if of and of[0].lemma_.lower() in NOT_PEOPLE and lemma not in HURT_NOUNS:
            return None
        if of and not attackers:
            attackers = of[0].lemma_.lower() in ATTACKERS
        last = max(number.last, head.i + 1, *(g.i + 1 for g in of if g.i - head.i < 5))
        total = total_before(number, span)
        return Count(
            number.low,
            number.high,
            number.best,
            number.qualifier,
            number.word,
            total or number.first,
            last,
            False,
            attackers,
            head.i,
            another,
        )
    return implied_one(head, span, attackers, another)


def total_before(number: Number, span: Span) -> int | None:
    before = number.first - 1
    return before if before >= span.start and span.doc[before].lower_ == "all" else None


def implied_one(head: Token, span: Span, attackers: bool, another: bool) -> Count | None:
    """One person: a name, or a singular noun for a person."""
    left = min(
        (t.i for t in head.children if t.i < head.i and t.dep_ in ("det", "amod", "compound", "poss", "nummod", "nmod")),
        default=head.i,
    )
    if head.i > span.start and span.doc[head.i - 1].lower_ == "no":
        return None
    if head.lower_ in ("one", "someone", "somebody") and head.pos_ in ("NUM", "PRON", "NOUN"):
        return Count(1, 1, 1, Qualifier.EXACT, None, head.i, head.i + 1, True, attackers, head.i, another)
    if head.ent_type_ == "PERSON" and head.pos_ == "PROPN":
        first = head.i
        while first > span.start and span.doc[first - 1].ent_type_ == "PERSON":
            first -= 1
        return Count(1, 1, 1, Qualifier.EXACT, None, min(first, left), head.i + 1, True, False, head.i, False, head.text)
    if head.pos_ != "NOUN" or head.tag_ != "NN" or not is_person_noun(head):
        return None
    article = next((c.lower_ for c in head.children if c.dep_ in ("det", "poss")), None)
    if article in ("no", "any", "each", "every", "this", "that"):
        return None
    if (
        article is None
        and not any(c.dep_ == "poss" for c in head.children)
        and not any(c.dep_ == "appos" for c in head.children)
    ):
        return None
    return Count(1, 1, 1, Qualifier.EXACT, None, left, head.i + 1, True, attackers, head.i, another)
