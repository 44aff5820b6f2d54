"""Find casualty figures: who was killed, injured or is missing, how many, and in which words.

A figure needs a casualty predicate ("were killed", "claimed 12 lives", "13 dead") and a victim
phrase that counts. Numbers of anything else never become one.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import NOT_PEOPLE, STATE_WORDS
from geodata.reading.language import Sentence
from geodata.reading.numbers import Number, find_numbers
from geodata.reading.predicates import KILLED, predications
from geodata.reading.shares import with_shares
from geodata.reading.surface import FigureMention, by_surface, is_part, nobody
from geodata.reading.tallies import tallies
from geodata.reading.victims import Count, counted
from geodata.vocabulary import FigureKind, Qualifier

__all__ = ["FigureMention", "find_figures"]


def find_figures(sentence: Sentence) -> list[FigureMention]:
    """The casualty figures of a sentence, in order."""
    span = sentence.span
    numbers = [n for n in find_numbers(span) if not is_age_or_unit(span, n)]
    found: list[FigureMention] = []
    for token in span:
        for kind, victim in predications(token, span):
            counts = counted(victim, span, numbers)
            if counts:
                found.extend(figures_of(sentence, kind, token, counts))
    used = {i for f in found for i in range(f.first, f.last)}
    for number in numbers:
        if number.core not in used and (figure := by_surface(sentence, number)):
            found.append(figure)
            used.update(range(figure.first, figure.last))
    anchors = {f.anchor for f in found}
    found.extend(f for f in nobody(sentence) if f.anchor not in anchors)
    found.extend(tallies(sentence))
    found = with_shares(sentence, without_repeats(found), numbers)
    return sorted(found, key=lambda f: (f.first, f.last))


def is_age_or_unit(span: Span, number: Number) -> bool:
    """ "a 92-year-old", "aged 14", "Flight 610", "$5", "20 km", "20%", "13:40": no count of people."""
    doc = span.doc
    after = doc[number.last] if number.last < span.end else None
    before = doc[number.first - 1] if number.first > span.start else None
    core = doc[number.core]
    if after is not None and after.dep_ == "compound" and after.head.i > after.i:
        after = after.head  # "two truck drivers" are drivers
    if before is not None and (
        before.lower_ in ("aged", "age", "$", "£", "€", "#", "no.", "flight", "highway", "route", "us$")
    ):
        return True
    if after is not None and (after.lower_ in NOT_PEOPLE or after.lemma_.lower() in NOT_PEOPLE or after.text == "%"):
        return after.lower_ not in STATE_WORDS
    if after is not None and after.text == "-" and number.last + 1 < span.end:
        return doc[number.last + 1].lower_ not in ("person", "member")
    return core.ent_type_ in ("MONEY", "PERCENT", "ORDINAL") or (
        core.ent_type_ == "DATE" and doc[number.core].head.ent_type_ == "DATE"
    )


def figures_of(sentence: Sentence, kind: FigureKind, anchor: Token, counts: list[Count]) -> list[FigureMention]:
    """One figure for a victim phrase; several where the text gives each part its own place."""
    span = sentence.span
    groups = [counts]
    if len(counts) > 1 and sum(has_own_place(span, c) for c in counts) > 1:
        groups = [[c] for c in counts]
    people = [[c for c in members if not c.attackers] for members in groups]
    figures = []
    for group in people + [[c] for members in groups for c in members if c.attackers]:
        if not group:
            continue
        figure = added_up(sentence, kind, anchor, group, leads=group[0] in groups[0], shared=len(groups) > 1)
        if figure:
            figures.append(figure)
    return figures


def has_own_place(span: Span, count: Count) -> bool:
    doc = span.doc
    return (
        count.last + 1 < span.end and doc[count.last].lower_ in ("in", "at", "near") and doc[count.last + 1].text[0].isupper()
    )


def added_up(
    sentence: Sentence, kind: FigureKind, anchor: Token, group: list[Count], leads: bool, shared: bool
) -> FigureMention | None:
    """The sum of a group of counts. Its quote runs to the predicate, unless the share before it lies between."""
    span = sentence.span
    vague = [c for c in group if c.best is None and c.qualifier is Qualifier.VAGUE]
    if vague and len(group) > 1:
        group = vague
    lows, highs, bests = [c.low for c in group], [c.high for c in group], [c.best for c in group]
    low = None if None in lows else sum(x for x in lows if x is not None)
    high = None if None in highs else sum(x for x in highs if x is not None)
    best = None if None in bests else sum(x for x in bests if x is not None)
    if low is None and high is None:
        return None
    first, last = min(c.first for c in group), max(c.last for c in group)
    if anchor.i - last < 8:
        last = max(last, anchor.i + 1)
    if first - anchor.i < 8 and leads:
        first = min(first, anchor.i)
    open_ended = next((c.qualifier for c in group if c.qualifier is not Qualifier.EXACT), Qualifier.EXACT)
    first, last = max(first, span.start), min(last, span.end)
    lead = group[0]
    return FigureMention(
        sentence=sentence,
        kind=kind,
        low=low,
        high=high,
        best=best,
        qualifier=open_ended,
        word=lead.word if len(group) == 1 else None,
        first=first,
        last=last,
        anchor=anchor.i,
        victim=lead.head,
        attackers=lead.attackers,
        part=is_part(span.doc[lead.head], span),
        implied=all(c.implied for c in group),
        hedged=any(c.lower_ in ("may", "might") for c in anchor.children),
        another=lead.another,
        name=lead.name,
        definite=lead.implied and any(c.lower_ in ("the", "this", "that") for c in span.doc[lead.head].children),
        shared=shared and any(has_own_place(span, c) for c in group),
        each=any(c.lower_ == "each" for c in span.doc[lead.head].children),
    )


def without_repeats(found: list[FigureMention]) -> list[FigureMention]:
    """One figure for each victim phrase and kind; a death told of somebody hurt is the death."""
    kept: dict[tuple[FigureKind, int], FigureMention] = {}
    for figure in found:
        key = (figure.kind, figure.victim)
        if key not in kept or (figure.last - figure.first) > (kept[key].last - kept[key].first):
            kept[key] = figure
    dead = {f.victim for f in kept.values() if f.kind is KILLED}
    return [f for f in kept.values() if f.kind is KILLED or f.victim not in dead or f.qualifier is Qualifier.NONE]
