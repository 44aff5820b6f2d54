"""Figures that lean on the one before them: "three in Kharkiv and two in Odesa", "as were seventeen soldiers"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import is_person_noun
from geodata.reading.language import Sentence
from geodata.reading.numbers import Number
from geodata.reading.surface import FigureMention

REACH = 16  # tokens from a figure to one that leans on it
PLACING = frozenset(["in", "at", "near", "outside"])
BELONGING = frozenset(["from", "of", "among"])
JOINTS = frozenset([",", "and", ";", "plus"])


def with_shares(sentence: Sentence, found: Sequence[FigureMention], numbers: Sequence[Number]) -> list[FigureMention]:
    """The figures of a sentence with those that leave their predicate to the figure before."""
    span = sentence.span
    result = sorted(found, key=lambda f: (f.first, f.last))
    if any(t.lower_ == "respectively" for t in span):
        result = [share for figure in result for share in taken_apart(figure, numbers)]
    used = {i for f in result for i in range(f.first, f.last)}
    for number in numbers:
        if number.core in used:
            continue
        before = [f for f in result if f.last <= number.first and not f.attackers]
        model = before[-1] if before else None
        if model is None or model.low is None or number.first - model.last > REACH:
            continue
        between = [t.lower_ for t in span.doc[model.last : number.first]]
        end, each, preposition = counted_phrase(number, span)
        if preposition is None:
            continue
        joined = bool(between) and between[-1] in JOINTS
        if preposition.lower_ in PLACING and joined and set(between) & PLACING and named_next(preposition, span):
            share = replace(
                model,
                low=number.low,
                high=number.high,
                best=number.best,
                qualifier=number.qualifier,
                word=number.word,
                first=number.first,
                last=end,
                victim=number.core,
                shared=True,
                each=each,
            )
            result[result.index(model)] = replace(model, shared=True)
            result.append(share)
            used.update(range(number.first, end))
        elif preposition.lower_ in BELONGING and (
            between[:3] in ([",", "as", "were"], [",", "as", "was"]) or (model.summed and joined)
        ):
            times = 1 + len(pobj_conjuncts(preposition)) if each else 1
            result[result.index(model)] = replace(
                model,
                low=plus(model.low, number.low, times),
                high=plus(model.high, number.high, times),
                best=plus(model.best, number.best, times),
                last=max(end, preposition.right_edge.i + 1),
                summed=True,
            )
            used.update(range(number.first, end))
    return result


def taken_apart(figure: FigureMention, numbers: Sequence[Number]) -> list[FigureMention]:
    """ "three and two people ... respectively": a figure for each number."""
    inside = [n for n in numbers if figure.first <= n.core < figure.last]
    if len(inside) < 2:
        return [figure]
    ends = [n.first for n in inside[1:]] + [figure.last]
    return [
        replace(
            figure,
            low=n.low,
            high=n.high,
            best=n.best,
            qualifier=n.qualifier,
            word=n.word,
            first=figure.first if k == 0 else n.first,
            last=n.last if k + 1 < len(inside) else end,
            victim=n.core,
            shared=True,
        )
        for k, (n, end) in enumerate(zip(inside, ends, strict=True))
    ]


def counted_phrase(number: Number, span: Span) -> tuple[int, bool, Token | None]:
    """Where "two other people each" ends, whether it says "each", and the preposition behind it."""
    end, each = number.last, False
    while end < span.end and end - number.last < 4:
        token = span.doc[end]
        if token.lower_ == "each":
            each = True
        elif not (token.lower_ in ("others", "other", "more", "deaths", "fatalities") or is_person_noun(token)):
            break
        end += 1
    following = span.doc[end] if end < span.end else None
    return end, each, following if following is not None and following.pos_ in ("ADP", "SCONJ") else None


def named_next(preposition: Token, span: Span) -> bool:
    """ "in Odesa", "near the Polish border": a name follows, not "in hospital"."""
    after = span.doc[preposition.i + 1 : min(span.end, preposition.i + 4)]
    return any(t.text[:1].isupper() for t in after)


def pobj_conjuncts(preposition: Token) -> list[Token]:
    return [c for thing in preposition.children if thing.dep_ == "pobj" for c in thing.conjuncts]


def plus(total: int | None, more: int | None, times: int) -> int | None:
    return None if total is None or more is None else total + more * times
