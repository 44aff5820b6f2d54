"""Find who says what: "according to the governor", "police said", "wrote on Facebook"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import HURT_NOUNS, TOLL_NOUNS
from geodata.reading.language import Sentence
from geodata.reading.trigger_words import NOUNS

SPEECH_VERBS = frozenset(
    """
        say tell report announce state confirm write post tweet describe indicate claim add note explain acknowledge
        declare estimate reveal disclose warn insist maintain assert allege testify recall believe suspect quote blame
        identify release inform witness count put cite record admit
    """.split()
)
NEED_A_CLAUSE = frozenset(
    """
        add note describe indicate put believe suspect count identify release claim record warn blame write post explain
        recall
    """.split()
)
NO_SPEAKERS = frozenset(
    ["it", "that", "this", "there", "he", "she", "they", "which", "who", "i", "we", "you", "one", "what", "those", "these"]
)
KEEP_RIGHT = frozenset({"of", "for", "at", "in"})
PAPERS = frozenset("data figure statistics statistic report record information account estimate document statement".split())
LONGEST = 14  # tokens of a claimant; what is longer is a misread clause


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """A claimant and what it speaks for. `clause` is the head of the words said; None: the whole sentence."""

    sentence: Sentence
    first: int
    last: int
    verb: Token | None
    clause: Token | None
    pronoun: bool = False

    @property
    def text(self) -> str:
        return self.sentence.span.doc[self.first : self.last].text

    def covers(self, token: Token) -> bool:
        """Whether the words said hold `token`."""
        if self.clause is None:
            return not self.first <= token.i < self.last
        if self.first <= token.i < self.last:
            return False
        heads = {self.clause.i, self.verb.i if self.verb is not None else -1}
        return token.i in heads or any(a.i in heads for a in token.ancestors)


def find_attributions(sentence: Sentence) -> list[Attribution]:
    """The claimants of a sentence, in order."""
    span = sentence.span
    return [a for token in span for a in at_token(sentence, token)]


def at_token(sentence: Sentence, token: Token) -> Iterator[Attribution]:
    span, doc = sentence.span, sentence.span.doc
    if token.lower_ == "according" and token.i + 2 < span.end and doc[token.i + 1].lower_ == "to":
        heads = [c for prep in (token, doc[token.i + 1]) for c in prep.children if c.dep_ == "pobj"]
        if heads:
            yield from claimant(sentence, heads[0], None, None)
        return
    seen = token.lemma_.lower() == "see" and any(c.dep_ == "dobj" and c.lemma_.lower() in HURT_NOUNS for c in token.children)
    if not (token.lemma_.lower() in SPEECH_VERBS or seen) or token.pos_ not in ("VERB", "AUX"):
        return
    agents = [g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in token.children)
    if passive or (token.tag_ == "VBN" and token.dep_ in ("acl", "amod")):
        if agents:
            yield from claimant(sentence, agents[0], token, None)
        return
    if token.tag_ == "VBN" and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children):
        return  # "the man, believed to be in his 40s" says nothing
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None and token.dep_ == "conj":
        subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
    if subject is None and token.tag_ == "VBG" and token.dep_ == "advcl":
        subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return
    if subject.lower_ in ("who", "which") and token.dep_ == "relcl":
        subject = token.head
    clause = next((c for c in token.children if c.dep_ in ("ccomp", "xcomp")), None)
    if (
        token.lemma_.lower() in NEED_A_CLAUSE
        and clause is None
        and not quoted(span)
        and not (token.lemma_ == "put" and any(c.dep_ == "dobj" and c.lemma_ in TOLL_NOUNS for c in token.children))
        and token.dep_ not in ("parataxis", "ROOT")
    ):
        return
    if token.lemma_ == "put" and clause is None and not quoted(span):
        clause = token
    inverted = clause is None or token.dep_ in ("parataxis", "ccomp")
    yield from claimant(sentence, subject, token, None if inverted else clause)


def quoted(span: Span) -> bool:
    return any(t.text in ('"', "“", "”", "``", "''") for t in span)


def claimant(sentence: Sentence, head: Token, verb: Token | None, clause: Token | None) -> Iterator[Attribution]:
    span = sentence.span
    pronoun = head.lower_ in ("he", "she", "they") and head.pos_ == "PRON"
    if (head.lower_ in NO_SPEAKERS and not pronoun) or not span.start <= head.i < span.end:
        return
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ") or head.lemma_.lower() in NOUNS:
        return
    first, last = head.i, head.i + 1
    for child in head.children:
        if child.i < head.i and child.dep_ in ("det", "amod", "compound", "poss", "nmod", "nummod", "case", "appos"):
            first = min(first, child.left_edge.i)
        elif (
            child.i > head.i
            and child.dep_ == "prep"
            and (child.lower_ in KEEP_RIGHT or (child.lower_ in ("from", "by") and head.lemma_.lower() in PAPERS))
            and child.i == last
        ):
            last = max(last, until_stop(child, span))
    first = max(first, span.start)
    if last - first <= LONGEST:
        while span.doc[first].text in ('"', "“", "'", ","):
            first += 1
        if first < last:
            yield Attribution(sentence, first, last, verb, clause, pronoun)


def until_stop(prep: Token, span: Span) -> int:
    """End of a prepositional phrase, before its first comma or verb."""
    end = prep.i + 1
    for token in span.doc[prep.i + 1 : min(prep.right_edge.i + 1, span.end)]:
        if (token.is_punct and token.text not in ("'", "-", "’")) or token.pos_ in ("VERB", "AUX", "SCONJ"):
            break
        end = token.i + 1
    return end
