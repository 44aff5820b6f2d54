"""Casualty predicates: which words say that somebody was killed, hurt or is missing, and of whom they say it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import (
    BODY_VERBS,
    DEATH_NOUNS,
    DIE_VERBS,
    HOSPITAL_WORDS,
    HURT_NOUNS,
    INJURE_VERBS,
    INJURY_NOUNS,
    KILL_VERBS,
    LIFE_VERBS,
    STATE_WORDS,
    is_person_noun,
)
from geodata.vocabulary import FigureKind

KILLED, INJURED, MISSING = FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING
UNREAL_MODALS = frozenset({"could", "can", "would", "will", "'ll", "shall", "might", "may", "should", "must", "wo"})
SUBJECTS = ("nsubj", "nsubjpass")


def predications(token: Token, span: Span) -> Iterator[tuple[FigureKind, Token]]:
    """The casualty predicates at a token with the heads of their victim phrases."""
    lemma, low = token.lemma_.lower(), token.lower_
    if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
        if is_unreal(token):
            return
        kind = verb_kind(token, span)
        if kind is not None and lemma not in DIE_VERBS:
            yield from ((kind, victim) for victim in objects(token, lemma))
        elif kind is not None:
            yield from ((kind, victim) for victim in subjects(token))
        if lemma in LIFE_VERBS:
            for child in token.children:
                if child.lemma_.lower() == "life" and child.dep_ in ("dobj", "nsubjpass"):
                    yield from (
                        (KILLED, v)
                        for v in (
                            [child] if lemma != "lose" or child.dep_ == "nsubjpass" or has_number(child) else subjects(token)
                        )
                    )
        if lemma in ("suffer", "sustain", "receive", "treat", "hospitalize", "hospitalise") or (
            lemma in ("take", "rush", "admit", "airlift", "evacuate") and hospital(token)
        ):
            passive = is_passive(token) or token.dep_ in ("acl", "relcl")
            if lemma in ("suffer", "sustain", "receive"):
                if any(c.dep_ == "dobj" and c.lemma_.lower() in INJURY_NOUNS for c in token.children):
                    yield from ((INJURED, v) for v in subjects(token))
            elif passive and (lemma != "treat" or treated_for_wounds(token)):
                yield from ((INJURED, v) for v in objects(token, lemma))
        if lemma in ("recover", "recuperate") and hospital(token):
            yield from ((INJURED, v) for v in subjects(token))
        if lemma in BODY_VERBS:
            for child in token.children:
                if child.lemma_.lower() in ("body", "corpse") and child.dep_ in ("dobj", "nsubjpass"):
                    yield KILLED, child
    if low in STATE_WORDS and (token.pos_ in ("ADJ", "VERB", "NOUN", "ADV", "PROPN")):
        kind = STATE_WORDS[low]
        if not is_unreal(token):
            yield from ((kind, victim) for victim in bearers(token))
    if lemma in DEATH_NOUNS and token.pos_ in ("NOUN", "PROPN"):
        own = [c for c in token.children if c.lower_ == "of"]
        for prep in own or [t for t in distant_of(token, span) if t.head.head.head == token]:
            yield from ((KILLED, child) for child in prep.children if child.dep_ == "pobj" and is_victim(child))
    if lemma in HURT_NOUNS and token.pos_ == "NOUN":
        yield HURT_NOUNS[lemma], token
    if lemma in INJURY_NOUNS and token.dep_ == "pobj" and token.head.lower_ == "with":
        bearer = token.head.head  # "13 students with minor injuries"
        if is_person_noun(bearer) and has_number(bearer):
            yield INJURED, bearer


def is_unreal(token: Token) -> bool:
    """Denied, feared for the future, or only possible: "could kill", "did not die", "threatened to kill"."""
    verb = token
    for _ in range(3):
        words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg")}
        if words & {"not", "n't", "never"} and verb.pos_ in ("VERB", "AUX"):
            return True
        if words & UNREAL_MODALS and not (words & {"have", "'ve"} and not words & {"could", "would", "should"}):
            return True
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in verb.children):
            return True
        if verb.dep_ in ("xcomp", "acomp", "attr", "conj", "oprd", "ccomp") and verb.head != verb:
            if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in (
                "threaten",
                "plan",
                "try",
                "attempt",
                "vow",
                "want",
                "plot",
                "intend",
            ):
                return True
            if verb.dep_ == "conj" and any(c.dep_ in SUBJECTS for c in verb.children):
                return False
            if verb.dep_ == "ccomp":
                return False
            verb = verb.head
        else:
            return False
    return False


def verb_kind(token: Token, span: Span) -> FigureKind | None:
    lemma = token.lemma_.lower()
    if lemma in ("shoot", "stab", "beat", "hack", "burn", "crush", "trample", "gun", "mow"):
        after = [t.lower_ for t in span.doc[token.i + 1 : min(token.i + 9, span.end)]]
        fatal = (
            ("death" in after[:8] and "to" in after) or "dead" in after[:6] or "fatally" in [c.lower_ for c in token.children]
        )
        if fatal or (lemma in ("gun", "mow") and "down" in after[:2]):
            return KILLED
        if any(c.dep_ == "conj" and c.lemma_.lower() in KILL_VERBS | DIE_VERBS for c in token.children):
            return None  # "was shot and killed": the second verb says it
        return INJURED if lemma in ("shoot", "stab") and (is_passive(token) or has_number_object(token)) else None
    if lemma == "riddle":
        return KILLED if "bullets" in [t.lower_ for t in span] else None
    if lemma in KILL_VERBS or lemma in DIE_VERBS:
        others = [c for c in token.children if c.dep_ == "conj" and c.lemma_.lower() in INJURE_VERBS]
        if any(not any(g.dep_ in (*SUBJECTS, "dobj") for g in c.children) for c in others):
            return None  # "20 were killed or injured" gives neither figure
        return KILLED
    if lemma in INJURE_VERBS:
        head = token.head
        shared = token.dep_ == "conj" and head.lemma_.lower() in KILL_VERBS | DIE_VERBS
        if shared and not any(g.dep_ in (*SUBJECTS, "dobj") for g in token.children):
            return None
        return INJURED
    return None


def distant_of(token: Token, span: Span) -> Iterator[Token]:
    """ "the murder in La Paz, Bolivia, of the attache": "of" behind the place that the parser joins it to."""
    for i in range(token.i + 1, min(span.end, token.i + 9)):
        if span.doc[i].lower_ == "of" and span.doc[i - 1].text == ",":
            yield span.doc[i]


def has_number(token: Token) -> bool:
    return any(c.dep_ == "nummod" for c in token.children)


def has_number_object(token: Token) -> bool:
    return any(
        c.dep_ == "dobj" and (has_number(c) or c.pos_ == "NUM" or is_person_noun(c) or c.ent_type_ == "PERSON")
        for c in token.children
    )


def hospital(token: Token) -> bool:
    return any(t.lower_ in HOSPITAL_WORDS for c in token.children if c.dep_ == "prep" for t in c.subtree)


def treated_for_wounds(token: Token) -> bool:
    return any(
        t.lemma_.lower() in INJURY_NOUNS | HOSPITAL_WORDS | {"scene"}
        for c in token.children
        if c.dep_ in ("prep", "advmod")
        for t in c.subtree
    )


def is_passive(token: Token) -> bool:
    return token.tag_ == "VBN" and any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children)


def subjects(verb: Token) -> list[Token]:
    """The subject of a verb, through relative clauses and shared subjects."""
    for _ in range(4):
        own = [c for c in verb.children if c.dep_ in SUBJECTS]
        if own:
            if own[0].tag_ in ("WDT", "WP", "WP$") and verb.dep_ == "relcl":
                return [verb.head]
            return own
        if verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBN", "VBG", "VBD"):
            return [verb.head]
        if verb.dep_ in ("conj", "xcomp", "advcl", "acomp", "oprd"):
            verb = verb.head
            continue
        return []
    return []


def objects(verb: Token, lemma: str) -> list[Token]:
    """Those a transitive verb is done to, in either voice."""
    own = [
        c
        for c in verb.children
        if c.dep_ in ("dobj", "nsubjpass", "dative", "oprd") and not (c.dep_ == "oprd" and c.pos_ == "ADJ")
    ]
    if own:
        relative = own[0].tag_ in ("WDT", "WP", "WP$") and verb.dep_ == "relcl"
        return [verb.head] if relative else own
    if verb.tag_ == "VBN":
        if verb.dep_ in ("acl", "relcl", "amod"):
            return [verb.head]
        subject = [c for c in verb.children if c.dep_ == "nsubj"]
        if subject and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
            return subject
        if verb.dep_ == "conj" and verb.head.tag_ in ("VBN", "VBD"):
            return list(subjects(verb.head)) if is_passive(verb.head) or verb.head.tag_ == "VBN" else objects(verb.head, lemma)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ != "VBN":
        return [c for c in verb.head.children if c.dep_ in ("dobj", "nsubjpass")]  # "shot and killed two men"
    children = [c for c in verb.children if c.dep_ in ("npadvmod", "ccomp") and c.pos_ in ("NUM", "NOUN")]
    return children[:1] if verb.tag_ != "VBN" else []


def bearers(token: Token) -> list[Token]:
    """Who a state word is said of: "13 dead", "left ten people dead", "were reported missing"."""
    if token.dep_ in ("amod", "compound") and token.head.pos_ in ("NOUN", "PROPN"):
        return []  # "the dead man" and "injured people" count nothing by themselves
    if any(c.dep_ in SUBJECTS and c.tag_ not in ("WDT", "WP") for c in token.children):
        return [c for c in token.children if c.dep_ in SUBJECTS]
    if any(
        (c.dep_ in ("nummod", "quantmod", "det") and c.pos_ == "NUM") or c.lower_ in ("dozens", "hundreds")
        for c in token.children
    ):
        return [token]
    left = token.nbor(-1) if token.i > token.sent.start else None
    if left is not None and left.pos_ == "NOUN" and is_person_noun(left) and left.head == token.head and token.dep_ == "acl":
        return [left]  # "Dozens injured, child dead"
    head = token.head
    if token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp", "advmod", "advcl", "dobj", "prt") and head.pos_ in (
        "VERB",
        "AUX",
    ):
        if head.lemma_.lower() in ("leave", "find", "shoot", "strike", "report", "confirm", "declare", "pronounce", "believe"):
            passive = is_passive(head)
            return (
                subjects(head)
                if passive
                else [
                    c
                    for c in head.children
                    if c.dep_ in ("dobj", "nsubjpass", "nsubj") and c != token and (c.dep_ == "dobj" or c.pos_ == "NUM")
                ]
            )
        return subjects(head)
    if token.dep_ in ("acl", "amod", "appos", "relcl") and head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        return [head]
    return []


def is_victim(token: Token) -> bool:
    return (
        token.pos_ == "NUM"
        or is_person_noun(token)
        or token.ent_type_ == "PERSON"
        or any(c.dep_ == "nummod" for c in token.children)
        or token.lower_ in ("dozens", "hundreds", "scores", "thousands", "tens")
    )
