"""Find the words that tell of an incident, and whether the text says that it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from geodata.reading.language import Sentence
from geodata.reading.reality import Reality, reality_of
from geodata.reading.senses import excluded, noun_fits, refine, verb_kind
from geodata.reading.trigger_words import GENERIC_NOUNS, HARM_VERBS, NOUNS, TWO_WORDS, VERBS
from geodata.vocabulary import IncidentType

T = IncidentType
GUNMEN = frozenset("gunman sniper shooter".split())
FIGHTERS = frozenset("insurgent militant rebel guerrilla fighter jihadist combatant".split())


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
        if self.token.pos_ == "VERB":
            return False
        words = {c.lower_ for c in self.token.children if c.i < self.token.i}
        return bool(
            words & {"another", "second", "third", "separate", "other", "similar", "previous", "earlier", "later", "different"}
        )


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
    return [replace(t, reality=reality_of(t.token)) for t in sorted(found, key=lambda t: t.token.i)]


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
            yield Trigger(
                sentence, after if after.pos_ in ("NOUN", "PROPN") else token, token.i + 2, kind, plural=after.tag_ == "NNS"
            )
            return
    if excluded(token, after, before):
        return
    gerund = token.pos_ == "VERB" and any(c.dep_ in ("dobj", "aux") for c in token.children)
    if not gerund and (
        token.pos_ in ("NOUN", "PROPN")
        or (token.pos_ in ("ADJ", "VERB") and low in NOUNS and token.tag_ in ("NN", "NNS", "VBG"))
    ):
        name = low if low in NOUNS else lemma
        if name in NOUNS and noun_fits(name, token, span):
            kind, generic, weak = NOUNS[name], name in GENERIC_NOUNS, False
            refined = refine(name, kind, token, span)
            yield Trigger(sentence, token, token.i + 1, refined, generic=generic, plural=token.tag_ == "NNS", weak=weak)
            return
    if token.pos_ in ("VERB", "AUX") and token.tag_.startswith("VB"):
        if lemma in HARM_VERBS:
            yield Trigger(sentence, token, token.i + 1, HARM_VERBS[lemma] or clash_of(token), harm=True)
        elif lemma in VERBS:
            kind, fits = verb_kind(lemma, token, span)
            if fits:
                yield Trigger(
                    sentence, token, token.i + 1, kind, generic=lemma in ("attack", "hit", "target", "damage", "destroy")
                )
    elif low in ("dead", "injured", "wounded", "hurt") and token.dep_ not in ("amod", "compound"):
        yield Trigger(sentence, token, token.i + 1, None, harm=True)
    elif lemma in ("fatality", "casualty") or (
        lemma in ("death", "injury") and any(c.dep_ == "nummod" for c in token.children)
    ):
        yield Trigger(sentence, token, token.i + 1, None, harm=True, weak=True)


def clash_of(verb: Token) -> IncidentType | None:
    """Fighters who are killed or wounded fell in a clash, unless other words tell of another kind."""
    done_to = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if any(c.lemma_.lower() in FIGHTERS for c in done_to):
        return T.ARMED_CLASH
    agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children]
    doing = {c.lemma_.lower() for c in (*verb.children, *agents) if c.dep_ in ("nsubj", "pobj") and c.i != verb.i}
    if doing & GUNMEN:
        return T.SHOOTING
    if any(t.ent_type_ in ("NORP", "ORG") for t in agents):
        return T.ATTACK_OTHER
    return T.ATTACK_OTHER if doing & FIGHTERS | (doing & {"attacker", "assailant", "mob", "terrorist"}) else None
