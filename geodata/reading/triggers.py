"""Find the words that tell of an incident, and whether the text says that it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from spacy.tokens import Span, Token

from geodata.reading.language import Sentence
from geodata.reading.trigger_words import (
    AIRCRAFT, ARTILLERY, BUILDINGS, CONTEXT_WORDS, GENERIC_NOUNS, HARM_VERBS, LABOUR, MISSILES, NO_EVENT_AFTER, NO_EVENT_BEFORE,
    NOUNS, PLOTS, TWO_WORDS, UNREAL_VERBS, VEHICLES, VERBS,
)  # fmt: skip
from geodata.vocabulary import IncidentType

T = IncidentType


class Reality(StrEnum):
    """Whether the text says that a thing happened."""

    ASSERTED = "asserted"
    UNREAL = "unreal"  # planned, threatened, feared, denied, rehearsed
    LEGAL = "legal"  # told because of a trial, an arrest or an inquiry
    HABITUAL = "habitual"  # "attacks are common"


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A word that tells of an incident. `type` is None where the word does not say which kind."""

    sentence: Sentence
    token: Token
    last: int
    type: IncidentType | None
    harm: bool = False  # "killed", "died": tells of casualties, not of their cause
    generic: bool = False  # "the attack", "the incident": may point back
    reality: Reality = Reality.ASSERTED
    plural: bool = False
    weak: bool = False  # alone, without place or casualties, no incident
    stand_in: bool = False  # "one in March, another in April"

    @property
    def definite(self) -> bool:
        """ "the blast", "this attack", "its crash": an event that the reader knows already."""
        return any(
            c.dep_ in ("det", "poss") and (c.lower_ in ("the", "this", "that", "these", "those") or c.dep_ == "poss")
            for c in self.token.children
        )

    @property
    def another(self) -> bool:
        """ "a second fire", "another attack": not the event told before."""
        words = {c.lower_ for c in self.token.children if c.i < self.token.i}
        return bool(words & {"another", "second", "third", "separate", "other", "similar", "previous", "earlier", "later", "different"})


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """The incident words of a sentence, in order."""
    span = sentence.span
    found: list[Trigger] = []
    taken: set[int] = set()
    for token in span:
        if token.i in taken:
            continue
        for trigger in at_token(sentence, token):
            found.append(trigger)
            taken.update(range(token.i, trigger.last))
            break
    found += stand_ins(sentence, found)
    return [replace(t, reality=reality_of(t.token, span)) for t in sorted(found, key=lambda t: t.token.i)]


def stand_ins(sentence: Sentence, found: list[Trigger]) -> list[Trigger]:
    """ "attacks such as one in March on a theatre, and another in April": each stands for an event of the kind."""
    kinds = [t for t in found if t.plural and not t.harm]
    result = []
    for token in sentence.span:
        if token.lower_ not in ("one", "another", "those") or not kinds or token.i < kinds[0].token.i:
            continue
        after = sentence.span.doc[token.i + 1].lower_ if token.i + 1 < sentence.span.end else ""
        if after in ("in", "on", "at", "near", "against", "last", "earlier"):
            model = max((k for k in kinds if k.token.i < token.i), key=lambda k: k.token.i)
            result.append(Trigger(sentence, token, token.i + 1, model.type, stand_in=True))
    return result


def at_token(sentence: Sentence, token: Token) -> Iterator[Trigger]:
    span, doc, lemma, low = sentence.span, sentence.span.doc, token.lemma_.lower(), token.lower_
    after = doc[token.i + 1] if token.i + 1 < span.end else None
    before = doc[token.i - 1] if token.i > span.start else None
    if after is not None:
        pair = f"{lemma} {after.lemma_.lower()}"
        if pair in TWO_WORDS and not excluded(token, after, before):
            kind = TWO_WORDS[pair]
            yield Trigger(sentence, after if after.pos_ in ("NOUN", "PROPN") else token, token.i + 2, kind, plural=after.tag_ == "NNS")
            return
    if excluded(token, after, before):
        return
    gerund = token.pos_ == "VERB" and any(c.dep_ in ("dobj", "aux") for c in token.children)
    if not gerund and (token.pos_ in ("NOUN", "PROPN") or (token.pos_ in ("ADJ", "VERB") and low in NOUNS and token.tag_ in ("NN", "NNS", "VBG"))):
        name = low if low in NOUNS else lemma
        if name in NOUNS and noun_fits(name, token, span):
            kind, generic, weak = NOUNS[name], name in GENERIC_NOUNS, False
            refined = refine(name, kind, token, span)
            yield Trigger(sentence, token, token.i + 1, refined, generic=generic, plural=token.tag_ == "NNS", weak=weak)
            return
    if token.pos_ in ("VERB", "AUX") and token.tag_.startswith("VB"):
        if lemma in HARM_VERBS:
            yield Trigger(sentence, token, token.i + 1, HARM_VERBS[lemma] if murder_like(lemma) else None, harm=True)
        elif lemma in VERBS:
            kind, fits = verb_kind(lemma, token, span)
            if fits:
                yield Trigger(sentence, token, token.i + 1, kind, generic=lemma in ("attack", "hit", "target", "damage", "destroy"))
    elif low in ("dead", "injured", "wounded", "hurt") and token.dep_ not in ("amod", "compound"):
        yield Trigger(sentence, token, token.i + 1, None, harm=True)
    elif lemma in ("fatality", "casualty") or (lemma in ("death", "injury") and any(c.dep_ == "nummod" for c in token.children)):
        yield Trigger(sentence, token, token.i + 1, None, harm=True, weak=True)


def murder_like(lemma: str) -> bool:
    return HARM_VERBS[lemma] is not None


def excluded(token: Token, after: Token | None, before: Token | None) -> bool:
    lemma = token.lemma_.lower()
    if after is not None and (lemma, after.lemma_.lower()) in NO_EVENT_AFTER:
        return True
    if before is not None and (lemma, before.lemma_.lower()) in NO_EVENT_BEFORE:
        return True
    if after is not None and after.text == "-" and not after.whitespace_ and not token.whitespace_:
        return True  # "fire-resistant", "crash-landed" is rare enough
    return token.ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "LAW") and token.text[0].isupper() and token.i > 0


def noun_fits(name: str, token: Token, span: Span) -> bool:
    """Whether a word with several senses stands in the sense of an incident."""
    near = words_near(token, span, 6)
    if name == "strike":
        return not near & LABOUR
    if name in ("fire", "fires"):
        before = span.doc[token.i - 1].lower_ if token.i > span.start else ""
        return before not in ("opened", "open", "under", "return", "returned", "of", "friendly", "hold", "exchanged", "artillery", "mortar", "gun", "pouring") and (
            token.dep_ not in ("compound", "amod")
        )
    if name in ("crash", "collapse", "crush"):
        return not near & CONTEXT_WORDS["economy"]
    if name in ("blast", "storm", "flood", "wave", "explosion", "outbreak"):
        return not near & CONTEXT_WORDS["figurative"] and not any(c.lower_ == "of" and [g for g in c.children if g.lemma_ in
                                                                    ("cold", "air", "heat", "criticism", "protest", "protests", "tears", "applause", "rhetoric", "energy")] for c in token.children)
    if name == "accident":
        return token.dep_ != "pobj" or token.head.lower_ != "by"
    if name in ("demonstration", "rally", "protest", "march", "protests"):
        return bool(near & CONTEXT_WORDS["violence"])
    if name == "shot":
        return False
    if name in ("battle", "fight", "war", "campaign", "offensive", "raid", "siege"):
        return not near & CONTEXT_WORDS["contest"]
    return token.dep_ not in ("compound",) or token.head.lemma_.lower() in ("scene", "victim", "site", "toll", "survivor", "death")


def refine(name: str, kind: IncidentType | None, token: Token, span: Span) -> IncidentType | None:
    """The type that the words around a noun tell: a "drone attack", a "gas explosion", "bombing by warplanes"."""
    own = {t.lemma_.lower() for t in phrase_of(token, span)}
    if name in ("attack", "strike", "assault", "raid", "bombing", "bombardment", "barrage", "salvo"):
        if own & AIRCRAFT:
            return T.AIR_STRIKE
        if own & MISSILES and name != "bombing":
            return T.MISSILE_STRIKE
        if own & ARTILLERY:
            return T.SHELLING
    if name in ("attack", "assault"):
        for words, type_ in (
            ({"knife", "stabbing", "machete"}, T.STABBING),
            ({"gun", "shooting", "firearm", "rifle"}, T.SHOOTING),
            ({"bomb", "suicide", "grenade", "explosive", "ied"}, T.EXPLOSION_DEVICE),
            ({"arson"}, T.ATTACK_OTHER),
            ({"vehicle", "ramming"}, T.VEHICLE_RAMMING),
        ):
            if own & words:
                return type_
    if name in ("explosion", "blast"):
        near = words_near(token, span, 25) | own
        if near & CONTEXT_WORDS["bomb"]:
            return T.EXPLOSION_DEVICE
        if near & CONTEXT_WORDS["industry"]:
            return T.EXPLOSION_ACCIDENT
    return kind


def phrase_of(token: Token, span: Span) -> Iterator[Token]:
    """The words before a noun in its phrase, and those that its prepositions bring."""
    i = token.i - 1
    while i >= span.start and (span.doc[i].pos_ in ("NOUN", "ADJ", "PROPN") or span.doc[i].text == "-"):
        yield span.doc[i]
        i -= 1
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "with", "from", "of", "using"):
            for inner in child.children:
                yield inner
                yield from inner.children


def verb_kind(lemma: str, token: Token, span: Span) -> tuple[IncidentType | None, bool]:
    """The type of a verb with its objects, and whether it stands in the sense of an incident at all."""
    kind = VERBS[lemma]
    near = words_near(token, span, 9)
    args = {t.lemma_.lower() for c in token.children for t in (c, *c.children)}
    if lemma in ("fire", "launch", "rain", "pour"):
        if args & MISSILES:
            return T.MISSILE_STRIKE, True
        if near & ARTILLERY | (near & {"round", "cluster", "munition"}):
            return T.SHELLING, True
        if lemma == "fire":
            aims = [c for c in token.children if c.lower_ in ("on", "at", "upon", "into", "toward", "towards")]
            if any(g.ent_type_ not in ("DATE", "TIME") for c in aims for g in c.children if g.dep_ == "pobj"):
                return T.SHOOTING, True
            return T.SHOOTING, bool(args & {"shot", "bullet", "gun", "gunman", "weapon", "rifle", "pistol"})
        if lemma == "pour" and "fire" in args:
            return T.SHELLING, True
        return None, False
    if lemma == "open":
        return T.SHOOTING, "fire" in args
    if lemma == "catch":
        return T.FIRE, "fire" in args
    if lemma == "set":
        return T.ATTACK_OTHER, "fire" in near and bool(args & (BUILDINGS | VEHICLES | {"fire", "ablaze"}))
    if lemma in ("crash", "collide", "overturn", "capsize", "sink", "derail", "plunge", "plow", "plough", "veer", "skid", "run", "drive", "hit"):
        if lemma in ("plow", "plough", "drive", "run") :
            into = any(c.lower_ in ("into", "over", "through", "down") for c in token.children)
            crowd = bool(near & {"crowd", "pedestrian", "people", "shopper", "group", "cyclist", "market", "protester"})
            return T.VEHICLE_RAMMING, into and crowd and bool(near & VEHICLES)
        if lemma == "hit":
            if near & {"earthquake", "quake", "tremor"}:
                return T.EARTHQUAKE, True
            if near & {"storm", "hurricane", "typhoon", "cyclone", "tornado", "flood"}:
                return T.STORM_FLOOD, True
            if near & MISSILES:
                return T.MISSILE_STRIKE, True
            if near & ARTILLERY:
                return T.SHELLING, True
            if near & AIRCRAFT:
                return T.AIR_STRIKE, True
            if near & VEHICLES and any(c.dep_ in ("dobj", "nsubjpass") for c in token.children):
                return T.TRANSPORT_ACCIDENT, True
            return None, False
        return kind, bool(near & (VEHICLES | AIRCRAFT)) and not near & CONTEXT_WORDS["economy"]
    if lemma == "strike":
        if near & {"earthquake", "quake", "tremor"}:
            return T.EARTHQUAKE, True
        if near & {"storm", "hurricane", "typhoon", "cyclone", "tornado", "flood"}:
            return T.STORM_FLOOD, True
        if near & MISSILES:
            return T.MISSILE_STRIKE, True
        if near & ARTILLERY:
            return T.SHELLING, True
        if near & AIRCRAFT:
            return T.AIR_STRIKE, True
        return None, bool(near & {"bomb", "bombing", "twin", "attack"})
    if lemma == "collapse":
        return kind, bool(near & BUILDINGS) and not near & CONTEXT_WORDS["economy"]
    if lemma in ("explode", "detonate"):
        if near & CONTEXT_WORDS["bomb"]:
            return T.EXPLOSION_DEVICE, True
        if near & CONTEXT_WORDS["industry"]:
            return T.EXPLOSION_ACCIDENT, True
        return (T.EXPLOSION_DEVICE if lemma == "detonate" else None), True
    if lemma in ("damage", "destroy", "shatter", "obliterate", "level", "burn", "torch", "ransack"):
        things = near & (BUILDINGS | VEHICLES)
        return (T.FIRE if lemma == "burn" else T.ATTACK_OTHER if lemma in ("torch", "ransack") else None), bool(things)
    if lemma in ("expel", "drive", "capture", "seize", "storm", "overrun", "retake", "repel"):
        return kind, bool(near & {"troop", "force", "rebel", "army", "militant", "fighter", "soldier", "militia", "guerrilla", "insurgent", "separatist"})
    if lemma == "bomb":
        return (T.AIR_STRIKE if near & AIRCRAFT else T.EXPLOSION_DEVICE), True
    if lemma in ("clash", "battle", "fight"):
        if near & {"protester", "demonstrator", "rioter", "police"} and not near & {"rebel", "militant", "soldier", "troop"}:
            return T.PROTEST_RIOT, lemma == "clash"
        return kind, bool(near & CONTEXT_WORDS["armed"])
    if lemma == "shoot":
        return kind, not near & {"film", "photo", "video", "goal", "scene", "basket", "movie", "footage"} or bool(near & {"dead", "police", "gunman"})
    if lemma in ("target", "attack", "assault", "raid", "ambush", "storm"):
        return kind, any(c.dep_ in ("dobj", "nsubjpass", "agent") for c in token.children) or token.dep_ in ("acl", "relcl")
    return kind, True


def words_near(token: Token, span: Span, reach: int) -> set[str]:
    window = span.doc[max(span.start, token.i - reach) : min(span.end, token.i + reach + 1)]
    return {t.lemma_.lower() for t in window if t.i != token.i}


def reality_of(token: Token, span: Span) -> Reality:
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
            if node != token and node.lemma_.lower() in UNREAL_VERBS and not asserted_cause(node, token):
                return Reality.UNREAL
            if node != token and node.lemma_.lower() in ("charge", "convict", "sentence", "try", "accuse", "arrest", "indict", "acquit"):
                return Reality.LEGAL
            if any(c.lower_ in ("often", "regularly", "frequently", "usually", "commonly", "typically") for c in node.children) or (
                node.lemma_ == "be" and any(c.lower_ in ("common", "frequent", "rare", "routine") for c in node.children)
            ):
                return Reality.HABITUAL
        elif node != token and node.lemma_.lower() in ("week", "month", "day", "year") and any(
            c.lower_ in ("following", "coming", "next", "ahead") for c in node.children
        ):
            return Reality.UNREAL
        elif node.lemma_.lower() in PLOTS and node != token:
            return Reality.UNREAL
        elif node == token and any(c.lower_ in ("no", "any", "every", "possible", "potential", "future", "planned", "foiled", "alleged plot")
                                   for c in node.children):
            return Reality.UNREAL
        elif node.lemma_.lower() in ("trial", "charge", "count", "conviction", "case", "suspicion", "investigation") and node != token:
            return Reality.LEGAL
        if node.dep_ == "ROOT" or node.head == node:
            break
        if node.dep_ == "ccomp" and node.head.lemma_.lower() not in UNREAL_VERBS:
            break  # what somebody says that happened is what the report tells
        if node.dep_ in ("advcl", "relcl", "acl", "conj", "parataxis") and node.pos_ in ("VERB", "AUX"):
            break  # a clause of its own
        node = node.head
    return Reality.ASSERTED


def asserted_cause(node: Token, token: Token) -> bool:
    """ "prevented by the blast", "warned after the attack": what stands behind by or after happened."""
    return any(t.lower_ in ("by", "after", "following", "since", "despite", "during") for t in (token.head, token.head.head)
               if t.pos_ in ("ADP", "VERB", "SCONJ") and t != node)
