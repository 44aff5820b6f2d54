"""Find who is said to have done it: "gunmen opened fire", "killed by the Taliban", "Russian shelling"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geodata.reading.attributions import until_stop
from geodata.reading.casualty_words import ATTACKERS, KILL_VERBS, is_person_noun
from geodata.reading.language import Sentence
from geodata.reading.trigger_words import HARM_VERBS, NOUNS, VERBS
from geodata.reading.triggers import Trigger
from geodata.vocabulary import Family

VIOLENT = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK, Family.UNREST})
# What harms without meaning to, or is only the means: no actor.
MEANS = frozenset(
    """
        missile rocket shell bomb mine device drone explosion blast attack strike shooting fire bullet shrapnel clash
        car truck vehicle bus train quake earthquake storm flood airstrike round gas debris collapse crash violence toll
        incident battle raid assault bombing people civilian victim resident woman child boy girl student passenger
        shelling bombardment fighting stabbing wave series spate string warplane jet helicopter aircraft plane gunfire
    """.split()
)
GROUPS = frozenset(
    """
        force troop army militia group gang military police government guard unit command movement front party faction
        cell organization organisation network navy airforce mob crowd rioter protester loyalist separatist commando
    """.split()
)
FIRST_HAND = frozenset("claim admit accept".split())
BLAME = frozenset("blame accuse suspect".split())
DEEDS = (VERBS.keys() | HARM_VERBS.keys()) - {"run", "set", "place", "put", "open", "bring", "drive", "target", "catch"}
NOBODY = frozenset("no nobody none neither".split())
LONGEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class ActorMention:
    """Words that name an actor. `anchor` is the token of the deed; `speaker` the tokens of who says so, if told here."""

    sentence: Sentence
    first: int
    last: int
    anchor: int
    weight: int  # a claim of responsibility counts more than the subject of a deed, and that more than an adjective
    speaker: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return self.sentence.span.doc[self.first : self.last].text


def find_actors(sentence: Sentence, triggers: Sequence[Trigger]) -> list[ActorMention]:
    """The actors that a sentence names for its deeds, and for the report's."""
    span = sentence.span
    found = [a for token in span for a in responsibility(sentence, token)]
    for trigger in triggers:
        token = trigger.token
        if trigger.harm and token.lemma_.lower() not in KILL_VERBS and token.lemma_.lower() not in ("injure", "wound"):
            continue
        if trigger.type is not None and trigger.type.family not in VIOLENT:
            continue
        found += [a for head, weight in doers(token) if (a := mention(sentence, head, token.i, weight, span))]
    return found


def responsibility(sentence: Sentence, token: Token) -> Iterator[ActorMention]:
    """ "The group claimed responsibility", "officials blamed the PKK", "blamed on militants"."""
    lemma, span = token.lemma_.lower(), sentence.span
    if token.pos_ != "VERB":
        return
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    objects = [c for c in token.children if c.dep_ == "dobj"]
    if lemma in FIRST_HAND and any(c.lower_ in ("responsibility", "credit") for c in objects) and subject is not None:
        made = mention(sentence, subject, token.i, 4, span)
        if made:
            yield ActorMention(sentence, made.first, made.last, token.i, 4, (made.first, made.last))
    elif lemma in BLAME:
        if lemma == "accuse" and not accused_of_a_deed(token):
            return  # "accused Moscow of trying to keep people from an ordinary life"
        by = next((g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
        passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        on = next((g for c in token.children if c.lower_ == "on" for g in c.children if g.dep_ == "pobj"), None)
        blamed, speaker = (on or passive, by) if passive is not None else (on or next(iter(objects), None), subject)
        made = mention(sentence, blamed, token.i, 3, span) if blamed is not None else None
        said = mention(sentence, speaker, token.i, 3, span, speaker=True) if speaker is not None else None
        if made:
            yield ActorMention(sentence, made.first, made.last, token.i, 3, (said.first, said.last) if said else None)


def accused_of_a_deed(verb: Token) -> bool:
    """ "accused the rebels of shelling the town": what stands behind "of" is a deed that somebody suffers from."""
    near = [*verb.children, *(g for c in verb.children if c.dep_ == "dobj" for g in c.children)]
    told = [g for c in near if c.lower_ == "of" for g in c.children]
    return any(g.lemma_.lower() in NOUNS or g.lower_ in NOUNS or g.lemma_.lower() in DEEDS for g in told)


def doers(token: Token) -> Iterator[tuple[Token, int]]:
    """Who does the deed of a word, by its grammar."""
    for child in token.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            yield from ((g, 3) for g in child.children if g.dep_ == "pobj")
    if token.pos_ in ("VERB", "AUX"):
        yield from ((subject, 2) for subject in acting(token))
    else:
        for child in token.children:
            named = child.ent_type_ in ("NORP", "ORG") or (child.ent_type_ == "GPE" and child.dep_ != "poss")
            if named and child.i < token.i and child.dep_ in ("amod", "compound", "poss", "nmod"):
                yield child, 1
        verb = token.head
        if token.dep_ == "dobj" and verb.lemma_.lower() in ("launch", "carry", "stage", "mount", "conduct", "commit"):
            yield from ((subject, 2) for subject in acting(verb))


def acting(verb: Token) -> list[Token]:
    """The subject of an active verb, through "and", "-ing" and "who"."""
    for _ in range(4):
        if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
            return []
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        if own:
            return [verb.head] if own[0].tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else own
        if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
            continue
        return []
    return []


def mention(
    sentence: Sentence, head: Token, anchor: int, weight: int, span: Span, speaker: bool = False
) -> ActorMention | None:
    """The noun phrase of an actor; None where it names the means, a victim, a pronoun or nobody."""
    lemma = head.lemma_.lower()
    if not span.start <= head.i < span.end or head.pos_ not in ("NOUN", "PROPN", "ADJ") or (lemma in MEANS and not speaker):
        return None
    if any(c.lower_ in NOBODY for c in head.children):
        return None
    named = head.ent_type_ in ("NORP", "ORG", "PERSON", "GPE")
    if not (named or lemma in ATTACKERS or lemma in GROUPS or is_person_noun(head)):
        return None
    first = min([head.i, *(c.left_edge.i for c in head.children if c.i < head.i and c.dep_ not in ("punct", "cc", "advmod"))])
    last = head.i + 1
    if weight == 1:
        first = min(t.i for t in head.subtree if t.i <= head.i)
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from") and child.i == last:
            end = until_stop(child, span)
            last = end if end > child.i + 1 else last  # not "the rebels of" before a verb
    first = max(first, span.start)
    if last - first > LONGEST:
        return None
    return ActorMention(sentence, first, last, anchor, weight)
