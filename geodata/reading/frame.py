"""One event as one sentence tells it, and how far its words stand apart in the parse."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from geodata.reading.attributions import Attribution
from geodata.reading.dates import DateMention
from geodata.reading.figures import FigureMention
from geodata.reading.language import Sentence
from geodata.reading.locations import Located
from geodata.reading.reality import Reality
from geodata.reading.tallies import ORDINALS
from geodata.reading.triggers import Trigger
from geodata.vocabulary import IncidentType

CLAUSES = frozenset({"advcl", "ccomp", "relcl", "parataxis", "conj"})
PAST_CUES = frozenset(
    """
        previous previously earlier history historic anniversary echo reminiscent commemorate recall past memory
    """.split()
)
FAR = 99


@dataclass(slots=True, eq=False)
class Frame:
    """One event as one sentence tells it."""

    sentence: Sentence
    triggers: list[Trigger]
    place: Located | None = None
    date: DateMention | None = None
    figures: list[FigureMention] = field(default_factory=list)
    attribution: Attribution | None = None
    aggregate: bool = False
    covers: list[Located] = field(default_factory=list)
    excludes: list[Located] = field(default_factory=list)

    @property
    def anchor(self) -> Token:
        return self.triggers[0].token

    @property
    def tokens(self) -> set[int]:
        return {t.token.i for t in self.triggers}

    @property
    def definite(self) -> bool:
        """Every word that names the event points back: "the blast", "the incident"."""
        named = [t for t in self.triggers if not t.harm]
        return bool(named) and all(t.definite for t in named)

    @property
    def harm_only(self) -> bool:
        return all(t.harm for t in self.triggers)

    @property
    def another(self) -> bool:
        return any(t.another for t in self.triggers)

    @property
    def ordinal(self) -> bool:
        """ "The second attack ... killing eight": one of several that the text tells apart."""
        counted = any({c.lower_ for c in t.token.children} & ORDINALS.keys() for t in self.triggers if not t.harm)
        return counted and not any(t.plural for t in self.triggers)

    @property
    def legal(self) -> bool:
        return all(t.reality is Reality.LEGAL for t in self.triggers)

    @property
    def types(self) -> list[IncidentType]:
        return [t.type for t in self.triggers if t.type is not None]

    @property
    def past_cue(self) -> bool:
        words = {t.lemma_.lower() for t in self.sentence.span}
        return bool(words & PAST_CUES)


def distance(a: Token, b: Token) -> int:
    """Steps between two tokens in the parse; FAR where they stand in different trees."""
    if a.i == b.i:
        return 0
    up = {a.i: 0} | {t.i: n for n, t in enumerate(a.ancestors, 1)}
    for n, token in enumerate((b, *b.ancestors)):
        if token.i in up:
            return up[token.i] + n
    return FAR


def clause_of(token: Token) -> Token:
    """The verb or root whose clause a token stands in."""
    node = token
    while node.head != node and not (node.pos_ in ("VERB", "AUX") and node.dep_ in CLAUSES):
        node = node.head
    return node
