"""Figures told without a parse that helps: headlines, fragments, tolls and "no casualties"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import (
    ATTACKERS,
    DIE_VERBS,
    HURT_NOUNS,
    INJURE_VERBS,
    KILL_VERBS,
    NOBODY,
    NOT_PEOPLE,
    STATE_WORDS,
    TOLL_NOUNS,
    is_person_noun,
)
from geodata.reading.language import Sentence
from geodata.reading.numbers import Number
from geodata.reading.predicates import INJURED, KILLED, is_unreal
from geodata.vocabulary import FigureKind, Qualifier

OLDER = frozenset("earlier previous previously initial initially originally".split())
NEWER = frozenset("to reached passed hit topped exceeded".split())
RISING = frozenset("rose rises risen rising climbed climbs climbing grew grown raised raising jumped increased now".split())
MINOR = frozenset("minor slight slightly light lightly moderate moderately".split())
SERIOUS = frozenset("serious seriously critical critically severe severely grave gravely badly".split())
PARTS = frozenset({"including", "among", "include"})


@dataclass(frozen=True, slots=True, eq=False)
class FigureMention:
    """A figure in a sentence. `first` and `last` are the quote's tokens (last exclusive), `anchor` its predicate."""

    sentence: Sentence
    kind: FigureKind
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None
    first: int
    last: int
    anchor: int
    victim: int
    attackers: bool = False
    part: bool = False  # "including two children": within a figure that stands elsewhere
    implied: bool = False  # one person, without a number
    hedged: bool = False
    updated: bool = False  # "the toll rose to 13"
    another: bool = False  # "another three": beside those counted before
    name: str | None = None
    definite: bool = False  # "the victim": somebody told of before
    shared: bool = False  # one of several figures that each have a place of their own
    each: bool = False  # "two each in A and B"
    summed: bool = False  # added up from parts of the sentence
    tally: bool = False  # a count over a period, "the fourth homicide of 2016"
    parts: tuple[FigureMention, ...] = ()  # figures of other sentences that this one is the sum of

    @property
    def severity(self) -> str | None:
        """ "minor" or "serious", where the words around an injured figure say so."""
        around = self.sentence.span.doc[max(self.sentence.span.start, self.first - 1) : self.last + 3]
        words = {t.lower_ for t in around if t.i < self.sentence.span.end}
        return "minor" if words & MINOR else "serious" if words & SERIOUS else None

    @property
    def superseded(self) -> bool:
        """ "an earlier toll of 27": the text itself has a newer figure."""
        before = self.sentence.span.doc[max(self.sentence.span.start, self.first - 4) : self.last]
        return any(t.lower_ in OLDER for t in before)


def by_surface(sentence: Sentence, number: Number) -> FigureMention | None:
    """Figures in headlines and fragments, where the parse helps little: "13 dead", "toll rises to 20"."""
    span, doc = sentence.span, sentence.span.doc
    if doc[number.core].head.lemma_.lower() in NOT_PEOPLE and doc[number.core].head.i - number.last < 3:
        return None
    after = [doc[i] for i in range(number.last, min(span.end, number.last + 7))]
    attackers = any(t.lemma_.lower() in ATTACKERS for t in after[:3])
    for n, token in enumerate(after):
        low = token.lower_
        if (
            token.is_punct
            or token.lemma_.lower() in NOT_PEOPLE
            or token.pos_ in ("SCONJ", "CCONJ")
            or (low in ("of", "by") and n > 2)
        ):
            break
        kind = STATE_WORDS.get(low)
        if kind is None and low in ("die", "died", "dies"):
            kind = KILLED
        if kind is not None and not is_unreal(token):
            return surface_figure(sentence, kind, number, token.i, attackers)
        if token.pos_ == "ADP" or (
            token.pos_ == "VERB" and low not in ("found", "left", "feared", "reported", "confirmed", "shot", "presumed")
        ):
            break
    before = [doc[i] for i in range(number.first - 1, max(span.start - 1, number.first - 4), -1)]
    for token in before:
        lemma = token.lemma_.lower()
        if (
            lemma in KILL_VERBS | INJURE_VERBS
            and token.tag_ in ("VB", "VBP", "VBZ", "VBD", "VBG", "NNS", "NN")
            and not is_unreal(token)
        ):
            follow = after[0] if after else None
            if follow is not None and follow.pos_ == "NOUN" and not is_person_noun(follow) and not follow.lower_.endswith("s"):
                return None
            return surface_figure(sentence, KILLED if lemma in KILL_VERBS else INJURED, number, token.i, attackers)
        if token.is_punct or token.pos_ in ("NOUN", "VERB", "ADP", "PROPN"):
            break
    return toll(sentence, number)


def toll(sentence: Sentence, number: Number) -> FigureMention | None:
    """ "the death toll stood at 20", "raising the number of dead to 13"."""
    span, doc = sentence.span, sentence.span.doc
    for i in range(number.first - 1, max(span.start - 1, number.first - 12), -1):
        token = doc[i]
        if token.lemma_.lower() in TOLL_NOUNS:
            words = [t.lower_ for t in doc[max(span.start, i - 3) : min(span.end, i + 6)]]
            dead = {"death", "dead", "deaths", "killed", "fatalities", "victims"} & set(words)
            hurt = {"injured", "wounded", "injuries", "hurt"} & set(words)
            if token.lemma_.lower() != "toll" and not dead and not hurt:
                return None
            joint = doc[number.first - 1].lower_
            if joint in (
                "to",
                "at",
                "of",
                "is",
                "was",
                "reached",
                "passed",
                "stands",
                "hit",
                "topped",
                "exceeded",
                "from",
                ":",
            ):
                if joint == "from":
                    return None
                figure = surface_figure(sentence, INJURED if hurt and not dead else KILLED, number, i, False)
                grown = joint in NEWER or bool(set(words) & RISING)
                return replace(figure, updated=grown) if figure else None
        if token.text in (";", "."):
            return None
    return None


def surface_figure(sentence: Sentence, kind: FigureKind, number: Number, anchor: int, attackers: bool) -> FigureMention:
    first, last = min(number.first, anchor), max(number.last, anchor + 1)
    part = is_part(sentence.span.doc[number.core], sentence.span)
    another = any(
        t.lower_ in ("another", "others", "more") for t in sentence.span.doc[max(sentence.span.start, first - 1) : last]
    )
    return FigureMention(
        sentence=sentence,
        kind=kind,
        low=number.low,
        high=number.high,
        best=number.best,
        qualifier=number.qualifier,
        word=number.word,
        first=first,
        last=last,
        anchor=anchor,
        victim=number.core,
        attackers=attackers,
        part=part,
        another=another,
    )


def nobody(sentence: Sentence) -> Iterator[FigureMention]:
    """ "no casualties were reported", "nobody was hurt"."""
    span, doc = sentence.span, sentence.span.doc
    for i in range(span.start, span.end):
        low = doc[i].lower_
        if low not in NOBODY:
            continue
        window = doc[i + 1 : min(span.end, i + (9 if low == "no" else 7))]
        ends = next((t.i for t in window if t.text in (",", ";", ".") or t.lower_ in ("but", "as", "before")), window.end)
        kinds: dict[FigureKind, int] = {}
        for token in doc[i + 1 : ends]:
            lemma = token.lemma_.lower()
            if lemma == "casualty":
                kinds.update({KILLED: token.i, INJURED: token.i})
            elif lemma in HURT_NOUNS and token.pos_ == "NOUN":
                kinds[HURT_NOUNS[lemma]] = token.i
            elif low in ("no", "nobody", "none") and (lemma in KILL_VERBS or lemma in DIE_VERBS):
                kinds[KILLED] = token.i
            elif low in ("no", "nobody", "none") and lemma in INJURE_VERBS:
                kinds[INJURED] = token.i
            elif token.pos_ == "VERB" and lemma not in ("report", "be", "cause", "claim"):
                break
        text = doc[i:ends].text.lower()
        if "confirm" in text or "word on" in text or "information" in text or ("immediate" in text and "report" in text):
            continue
        if low == "no" and (doc[i + 1].lower_ if i + 1 < span.end else "") not in (
            "one",
            "casualties",
            "injuries",
            "deaths",
            "fatalities",
            "reports",
            "people",
            "serious",
            "other",
            "civilian",
        ):
            continue
        for kind, anchor in kinds.items():
            last = max(anchor + 1, i + 1)
            yield FigureMention(sentence, kind, 0, 0, 0, Qualifier.NONE, None, i, last, anchor, anchor)


def is_part(head: Token, span: Span) -> bool:
    """Within "including ...", "among them ...", "two of them": no figure of its own."""
    token = head
    for _ in range(6):
        if token.lower_ in PARTS or token.lemma_.lower() == "include":
            return True
        if token.dep_ == "ROOT" or token.head == token or (token.pos_ in ("VERB", "AUX") and token.lemma_.lower() != "include"):
            break
        token = token.head
    doc = span.doc
    before = [doc[i].lower_ for i in range(max(span.start, head.i - 5), head.i)]
    if "including" in before or "among" in before[-3:]:
        return True
    after = [doc[i].lower_ for i in range(head.i + 1, min(span.end, head.i + 4))]
    return after[:2] in (["of", "them"], ["of", "whom"], ["of", "those"]) or after[:3] == ["of", "the", "victims"]
