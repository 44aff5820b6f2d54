"""A place name in a sentence, and what the words around it show about its kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from geodata.gazetteer.lookup import Candidate
from geodata.gazetteer.names import fold
from geodata.reading.language import Sentence
from geodata.reading.place_words import (
    COMPASS,
    DIVISIONS,
    NEARNESS,
    SETTLEMENTS,
)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceMention:
    """A place name in a sentence. `first` and `last` (exclusive) are token positions in its block."""

    sentence: Sentence
    first: int
    last: int
    start: int
    end: int
    name: str
    label: str
    candidates: tuple[Candidate, ...]
    adjective: bool = False
    division: str | None = None  # ADM1 or ADM2, if the text calls it a province, county ...
    settlement: bool = False  # "the city of X"
    near: bool = False
    inner: bool = False  # part of a building's name ("Jolo Cathedral"): gives the location, but is not a toponym itself

    @property
    def key(self) -> str:
        return fold(self.name)

    @property
    def doc(self) -> Doc:
        return self.sentence.span.doc

    @property
    def root(self) -> Token:
        return self.doc[self.first : self.last].root


def trimmed(entity: Span) -> tuple[int, int]:
    """Return the bounds of an entity's tokens without a leading "the" or "of", a final possessive, or outer punctuation."""
    first, last = entity.start, entity.end
    while first < last and (entity.doc[first].lower_ in ("the", "of") or entity.doc[first].is_punct):
        first += 1
    while last > first and (is_mark(entity.doc[last - 1]) or entity.doc[last - 1].is_space):
        last -= 1
    return first, last


def is_mark(token: Token) -> bool:
    return token.is_punct or token.text in ("'s", "’s", "'", "’")


def mention_of(
    sentence: Sentence, first: int, last: int, label: str, candidates: tuple[Candidate, ...], adjective: bool = False
) -> PlaceMention:
    start, end = sentence.bounds(first, last)
    name = sentence.span.doc[first:last].text
    if name.endswith(("’s", "'s")):
        name, end = name[:-2], end - 2
    elif (
        "." in name
        and last < sentence.span.end
        and sentence.span.doc[last - 1 : last + 1].text == f"{sentence.span.doc[last - 1].text}."
    ):
        name, end, last = name + ".", end + 1, last + 1  # the tokenizer splits the full stop off "W.Va."
    return PlaceMention(sentence, first, last, start, end, name, label, candidates, adjective)


def with_context(mention: PlaceMention, division: str | None) -> PlaceMention:
    """Note what the words around a mention show about its kind: "Luhansk province", "the city of X", "near X"."""
    doc, span = mention.doc, mention.sentence.span
    before = [doc[i].lower_ for i in range(max(span.start, mention.first - 3), mention.first)]
    after = doc[mention.last].lower_ if mention.last < span.end else ""
    if division is None and after in DIVISIONS:
        division = DIVISIONS[after]
    if division is None and before[-1:] == ["of"] and before[-2:-1] and before[-2] in DIVISIONS:
        division = DIVISIONS[before[-2]]
    if mention.name.split()[-1].lower() in DIVISIONS and division is None and len(mention.name.split()) > 1:
        division = DIVISIONS[mention.name.split()[-1].lower()]
    settlement = (before[-1:] == ["of"] and bool(before[-2:-1]) and before[-2] in SETTLEMENTS) or bool(
        before[-1:] and before[-1] in SETTLEMENTS
    )
    near = bool(before[-1:]) and (
        before[-1] in NEARNESS or (before[-1] == "of" and before[-2:-1] != [] and before[-2] in COMPASS)
    )
    return replace(mention, division=division, settlement=settlement, near=near)
