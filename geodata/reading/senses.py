"""Which sense a word of the incident vocabulary has where it stands: a strike of workers is none."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from geodata.reading.trigger_words import (
    AIRCRAFT,
    ARTILLERY,
    BUILDINGS,
    CONTEXT_WORDS,
    LABOUR,
    MISSILES,
    NO_EVENT_AFTER,
    NO_EVENT_BEFORE,
    VEHICLES,
    VERBS,
)
from geodata.vocabulary import IncidentType

T = IncidentType
POLICE = frozenset("police officer deputy trooper policeman cop guard".split())
STRIKERS = (
    (frozenset("earthquake quake tremor".split()), T.EARTHQUAKE),
    (frozenset("storm hurricane typhoon cyclone tornado flood".split()), T.STORM_FLOOD),
    (MISSILES, T.MISSILE_STRIKE),
    (ARTILLERY, T.SHELLING),
    (AIRCRAFT, T.AIR_STRIKE),
)


def excluded(token: Token, after: Token | None, before: Token | None) -> bool:
    lemma = token.lemma_.lower()
    if after is not None and (lemma, after.lemma_.lower()) in NO_EVENT_AFTER:
        return True
    if before is not None and (lemma, before.lemma_.lower()) in NO_EVENT_BEFORE:
        return True
    if before is not None and before.text == "-" and not before.whitespace_ and token.i > 1:
        head = token.doc[token.i - 2]
        if (lemma, head.lemma_.lower()) in NO_EVENT_BEFORE:
            return True  # "cease-fire"
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
        return before not in (
            "opened",
            "open",
            "under",
            "return",
            "returned",
            "of",
            "friendly",
            "hold",
            "exchanged",
            "artillery",
            "mortar",
            "gun",
            "pouring",
        ) and (token.dep_ not in ("compound", "amod"))
    if name in ("crash", "collapse", "crush"):
        return not near & CONTEXT_WORDS["economy"]
    if name in ("blast", "storm", "flood", "wave", "explosion", "outbreak"):
        return not near & CONTEXT_WORDS["figurative"] and not any(
            c.lower_ == "of"
            and [
                g
                for g in c.children
                if g.lemma_
                in ("cold", "air", "heat", "criticism", "protest", "protests", "tears", "applause", "rhetoric", "energy")
            ]
            for c in token.children
        )
    if name == "accident":
        return token.dep_ != "pobj" or token.head.lower_ != "by"
    if name in ("demonstration", "rally", "protest", "march", "protests"):
        return bool(near & CONTEXT_WORDS["violence"])
    if name == "shot":
        return False
    if name in ("battle", "fight", "war", "campaign", "offensive", "raid", "siege"):
        return not near & CONTEXT_WORDS["contest"]
    return token.dep_ != "compound" or token.head.lemma_.lower() in (
        "scene",
        "victim",
        "site",
        "toll",
        "survivor",
        "death",
    )


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
    if lemma in (
        "crash",
        "collide",
        "overturn",
        "capsize",
        "sink",
        "derail",
        "plunge",
        "plow",
        "plough",
        "veer",
        "skid",
        "run",
        "drive",
        "hit",
    ):
        if lemma in ("plow", "plough", "drive", "run"):
            into = any(c.lower_ in ("into", "over", "through", "down") for c in token.children)
            crowd = bool(near & {"crowd", "pedestrian", "people", "shopper", "group", "cyclist", "market", "protester"})
            return T.VEHICLE_RAMMING, into and crowd and bool(near & VEHICLES)
        if lemma == "hit":
            if (what := striker(near)) is not None:
                return what, True
            if near & VEHICLES and any(c.dep_ in ("dobj", "nsubjpass") for c in token.children):
                return T.TRANSPORT_ACCIDENT, True
            return None, False
        if lemma in ("collide", "capsize", "derail", "overturn"):
            return kind, not near & CONTEXT_WORDS["economy"]
        moving = {t.lemma_.lower() for t in span} if lemma == "crash" else near
        return kind, bool(moving & (VEHICLES | AIRCRAFT)) and not near & CONTEXT_WORDS["economy"]
    if lemma == "strike":
        if (what := striker(near)) is not None:
            return what, True
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
    if lemma in ("repulse", "repel", "ward", "fend", "foil", "thwart"):
        deeds = {"attack", "assault", "raid", "piracy", "hijack", "hijacking", "offensive", "advance", "incursion"}
        return (T.ARMED_CLASH if lemma == "repel" else T.ATTACK_OTHER), bool(near & deeds)
    if lemma in ("hijack", "commandeer"):
        return kind, any(c.dep_ in ("dobj", "nsubjpass") for c in token.children) or token.dep_ in ("acl", "relcl")
    if lemma in ("expel", "drive", "capture", "seize", "storm", "overrun", "retake", "repel"):
        return kind, bool(
            near
            & {
                "troop",
                "force",
                "rebel",
                "army",
                "militant",
                "fighter",
                "soldier",
                "militia",
                "guerrilla",
                "insurgent",
                "separatist",
            }
        )
    if lemma == "riddle":
        return kind, bool(near & {"bullet"})
    if lemma == "bomb":
        return (T.AIR_STRIKE if near & AIRCRAFT else T.EXPLOSION_DEVICE), True
    if lemma in ("clash", "battle", "fight"):
        if near & {"protester", "demonstrator", "rioter", "police"} and not near & {"rebel", "militant", "soldier", "troop"}:
            return T.PROTEST_RIOT, lemma == "clash"
        return kind, bool(near & CONTEXT_WORDS["armed"])
    if lemma in ("throw", "hurl", "lob", "toss", "plant", "place", "put"):
        explosive = bool(args & {"bomb", "grenade", "explosive", "dynamite", "molotov", "cocktail", "device"})
        effect = {"destroy", "damage", "kill", "injure", "wound", "explode", "blow", "detonate"}
        left = lemma in ("plant", "place", "put")
        return T.EXPLOSION_DEVICE, explosive and (not left or bool(effect & {t.lemma_.lower() for t in span}))
    if lemma in ("shoot", "down", "bring") and args & AIRCRAFT:
        return T.MISSILE_STRIKE, lemma == "down" or "down" in {t.lower_ for t in span.doc[token.i : token.i + 8]}
    if lemma in ("down", "bring"):
        return None, False
    if lemma == "shoot" and any(c.dep_ == "nsubj" and c.lemma_.lower() in POLICE for c in token.children):
        return None, True  # officers who shoot answer an attack more often than they begin one
    if lemma == "shoot":
        return kind, not near & {"film", "photo", "video", "goal", "scene", "basket", "movie", "footage"} or bool(
            near & {"dead", "police", "gunman"}
        )
    if lemma in ("target", "attack", "assault", "raid", "ambush", "storm"):
        return kind, any(c.dep_ in ("dobj", "nsubjpass", "agent") for c in token.children) or token.dep_ in ("acl", "relcl")
    return kind, True


def striker(near: set[str]) -> IncidentType | None:
    """What hit or struck, by the words around the verb."""
    for words, kind in STRIKERS:
        if near & words:
            return kind
    return None


def words_near(token: Token, span: Span, reach: int) -> set[str]:
    window = span.doc[max(span.start, token.i - reach) : min(span.end, token.i + reach + 1)]
    return {t.lemma_.lower() for t in window if t.i != token.i}
