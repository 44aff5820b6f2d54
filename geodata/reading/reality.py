"""Whether the text says that a thing happened, or only plans, fears, denies or tries it."""

from __future__ import annotations

from enum import StrEnum

from spacy.tokens import Token

from geodata.reading.trigger_words import PLOTS, UNREAL_VERBS

ONLY_PLANNED = frozenset("planned possible potential terror terrorist suicide alleged major would-be plot bomb".split())


class Reality(StrEnum):
    """Whether the text says that a thing happened."""

    ASSERTED = "asserted"
    UNREAL = "unreal"  # planned, threatened, feared, denied, rehearsed
    LEGAL = "legal"  # told because of a trial, an arrest or an inquiry
    HABITUAL = "habitual"  # "attacks are common"


def reality_of(token: Token) -> Reality:
    """Whether the clause of a trigger says that it happened, up to the verb that governs it."""
    node, steps = token, 0
    while steps < 6:
        steps += 1
        if node.pos_ in ("VERB", "AUX"):
            auxiliaries = {c.lower_ for c in node.children if c.dep_ in ("aux", "neg")}
            if auxiliaries & {"not", "n't", "never"}:
                return Reality.UNREAL
            if auxiliaries & {"will", "would", "could", "can", "should", "'ll", "might", "may", "must", "shall"}:
                real = {"have", "'ve"} & auxiliaries or ("could" in auxiliaries and node.lemma_ in ("hear", "see"))
                if not real and not (auxiliaries & {"may", "might"} and "been" in auxiliaries):
                    return Reality.UNREAL
            if auxiliaries & {"not", "n't", "never"}:
                return Reality.UNREAL
            if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in node.children):
                return Reality.UNREAL
            unreal = node != token and node.lemma_.lower() in UNREAL_VERBS
            if unreal and not asserted_cause(node, token) and not beaten_off(node, token):
                return Reality.UNREAL
            if node != token and node.lemma_.lower() in (
                "charge",
                "convict",
                "sentence",
                "try",
                "accuse",
                "arrest",
                "indict",
                "acquit",
            ):
                return Reality.LEGAL
            if any(
                c.lower_ in ("often", "regularly", "frequently", "usually", "commonly", "typically") for c in node.children
            ) or (node.lemma_ == "be" and any(c.lower_ in ("common", "frequent", "rare", "routine") for c in node.children)):
                return Reality.HABITUAL
        elif (
            (
                node != token
                and node.lemma_.lower() in ("week", "month", "day", "year")
                and any(c.lower_ in ("following", "coming", "next", "ahead") for c in node.children)
            )
            or (node.lemma_.lower() in PLOTS and node != token)
            or (
                node == token
                and any(
                    c.lower_ in ("no", "any", "every", "possible", "potential", "future", "planned", "foiled", "alleged plot")
                    for c in node.children
                )
            )
        ):
            return Reality.UNREAL
        elif (
            node.lemma_.lower() in ("trial", "charge", "count", "conviction", "case", "suspicion", "investigation")
            and node != token
        ):
            return Reality.LEGAL
        if node.dep_ == "ROOT" or node.head == node:
            break
        if node.dep_ == "ccomp" and node.head.lemma_.lower() not in UNREAL_VERBS:
            break  # what somebody says that happened is what the report tells
        if node.dep_ in ("advcl", "relcl", "acl", "conj", "parataxis") and node.pos_ in ("VERB", "AUX"):
            break  # a clause of its own
        node = node.head
    return Reality.ASSERTED


def beaten_off(verb: Token, deed: Token) -> bool:
    """ "The ship thwarted a pirate attack": begun and beaten off, unlike a plot that was foiled."""
    if verb.lemma_.lower() not in ("foil", "thwart") or verb.tag_ not in ("VBD", "VBN", "VBZ", "VBG"):
        return False
    about = {t.lower_ for t in deed.subtree if t.i <= deed.i}
    return deed.dep_ in ("dobj", "nsubjpass", "compound") and not about & ONLY_PLANNED


def asserted_cause(node: Token, token: Token) -> bool:
    """ "prevented by the blast", "warned after the attack": what stands behind by or after happened."""
    return any(
        t.lower_ in ("by", "after", "following", "since", "despite", "during")
        for t in (token.head, token.head.head)
        if t.pos_ in ("ADP", "VERB", "SCONJ") and t != node
    )
