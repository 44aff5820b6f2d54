"""Which place names say where something happened, and which only name people, governments or origins."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geodata.gazetteer.lookup import kilometres
from geodata.geocoding.resolver import holds
from geodata.reading.attributions import SPEECH_VERBS
from geodata.reading.casualty_words import is_person_noun
from geodata.reading.place_words import DIVISIONS, SETTLEMENTS
from geodata.reading.toponyms import PlaceMention
from geodata.reading.trigger_words import HARM_VERBS, NOUNS, VERBS
from geodata.records import Geocode
from geodata.vocabulary import GeoPrecision

WHERE = frozenset(
    """
        in at near on around outside inside across throughout off over within along between beside by into against above
        toward towards upon amid beyond under onto past through
    """.split()
)
PLACE_NOUNS = frozenset(
    """
        city town village capital port area region province district outskirts suburb suburbs neighborhood neighbourhood
        part parts north south east west center centre coast border side street streets road island county state town
        municipality department oblast locality stronghold hub home site scene middle heart edge corner section vicinity
        mile miles km kilometers kilometres
    """.split()
)
EVENT_NOUNS = frozenset(NOUNS)
NAMED_FOR = frozenset(
    """
        stadium airport hotel mosque church cathedral school university prison hospital station market club bar
    """.split()
)
STRIKES = frozenset("airstrike strike raid attack shelling bombardment offensive assault barrage".split())
GROUNDS = frozenset("base soil territory airspace water jail prison village airport waters airbase outpost".split())
SEEING = frozenset(["see", "suffer", "experience", "witness", "face", "endure"])
NEIGHBOURS_KM = 35.0
NAME_OF_BUILDING = 5  # tokens from a town in a building's name to the town that it stands in
EXPULSION = frozenset(
    ["expel", "drive", "oust", "withdraw", "retreat", "flee", "evacuate", "push", "repel", "force", "dislodge"]
)


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """A place that something may have happened at. `token` is where it stands in the sentence: the name, or
    the noun that takes it up ("the city")."""

    mention: PlaceMention
    geocode: Geocode | None
    token: Token
    taken_up: bool = False

    @property
    def key(self) -> str:
        return self.geocode.place.id if self.geocode else self.mention.key

    @property
    def settled(self) -> bool:
        """No area: a town, a district or a site."""
        return (
            self.geocode is not None and not self.geocode.precision.is_area and self.geocode.precision is not GeoPrecision.ADM2
        )


def narrower(a: Located, b: Located) -> bool:
    """Whether `a` lies in `b`."""
    if a.geocode is None or b.geocode is None or a.key == b.key:
        return False
    inner, outer = a.geocode.place, b.geocode.place
    return holds(outer, inner) or (
        outer.feature in ("ADM1", "REGION", "ADM2")
        and inner.feature in ("ADM2", "PPL", "SITE")
        and (outer.country in (None, inner.country))
        and kilometres(outer.latitude, outer.longitude, inner.latitude, inner.longitude) < outer.radius_km
    )


def near_each_other(a: Located, b: Located) -> bool:
    """Whether two places may be one in a report's loose words: the same, one in the other, or neighbours."""
    if a.key == b.key or narrower(a, b) or narrower(b, a):
        return True
    if a.geocode is None or b.geocode is None:
        known = a.geocode or b.geocode
        return a.mention.key == b.mention.key or (known is not None and known.precision.is_area)
    one, two = a.geocode, b.geocode
    if not (a.settled and b.settled):
        return False
    if GeoPrecision.NEAR_SETTLEMENT not in (one.precision, two.precision):
        return False
    return kilometres(one.latitude, one.longitude, two.latitude, two.longitude) <= NEIGHBOURS_KM


def locations(span: Span, mentions: Sequence[tuple[PlaceMention, Geocode | None]]) -> list[Located]:
    """The places of a sentence that an event may have happened at, in order."""
    found: list[Located] = []
    held = {id(outer) for outer in containers([m for m, _ in mentions])}
    for n, (mention, geocode) in enumerate(mentions):
        if mention.adjective or id(mention) in held:
            continue
        if mention.inner and stands_elsewhere(mention, mentions[n + 1 : n + 2]):
            continue
        if (spelled_out(geocode) or is_where(mention)) and not names_the_striker(mention, geocode):
            found.append(Located(mention, geocode, mention.root))
    found += [Located(m, g, m.root) for m, g in mentions if m.adjective and of_a_place(m, [p.token for p in found])]
    everything = [Located(m, g, m.root) for m, g in mentions if not m.adjective]
    for token in span:
        if token.lemma_.lower() in SETTLEMENTS and takes_up(token):
            before = [p for p in everything if p.token.i < token.i and p.geocode and p.geocode.place.feature == "PPL"]
            model = before[-1] if before else None
            if model is not None and not any(p.token.i == model.token.i and p.mention.doc is span.doc for p in found):
                found.append(Located(model.mention, model.geocode, token, taken_up=True))
    return sorted(found, key=lambda p: p.token.i)


def spelled_out(geocode: Geocode | None) -> bool:
    """Coordinates say where, wherever they stand."""
    return geocode is not None and geocode.place.id.startswith("point:")


def names_the_striker(mention: PlaceMention, geocode: Geocode | None) -> bool:
    """ "the US airstrike": a country before a deed of war is whose it was, not where."""
    root = mention.root
    return (
        geocode is not None
        and geocode.precision is GeoPrecision.COUNTRY
        and root.dep_ in ("compound", "nmod")
        and root.head.lemma_.lower() in STRIKES
    )


def of_a_place(mention: PlaceMention, found: Sequence[Token]) -> bool:
    """ "in Iraqi military bases": an adjective that says where, if no name behind it does."""
    noun = mention.root.head
    if mention.root.dep_ != "amod" or noun.dep_ != "pobj" or noun.head.lower_ not in WHERE:
        return False
    if noun.lemma_.lower() not in GROUNDS:
        return False
    return not any(token in noun.subtree for token in found)


def stands_elsewhere(mention: PlaceMention, following: Sequence[tuple[PlaceMention, Geocode | None]]) -> bool:
    """ "Bradley International Airport in Windsor Locks" lies in the second; "Jolo Cathedral in Mindanao" in the first."""
    return any(
        town.first - mention.last <= NAME_OF_BUILDING and geocode is not None and not geocode.precision.is_area
        for town, geocode in following
    )


def containers(mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Mentions that only say what the name before them lies in: "Kremenchuk, Ukraine"."""
    for inner, outer in itertools.pairwise(mentions):
        if (
            outer.first - inner.last == 1
            and inner.doc is outer.doc
            and inner.doc[inner.last].text in (",", "(")
            and (
                not outer.adjective
                and not inner.adjective
                and outer.root.dep_ != "conj"
                and any(c.place.feature != "PPL" for c in outer.candidates)
            )
        ):
            yield outer


def takes_up(token: Token) -> bool:
    """ "the city" with nothing that names it: it means one named before."""
    if not any(c.lower_ in ("the", "this", "that") for c in token.children if c.dep_ == "det"):
        return False
    if any(c.dep_ in ("prep", "appos", "compound", "poss", "relcl") for c in token.children) or (
        token.i + 1 < len(token.doc) and token.nbor().text == "'s"
    ):
        return False
    return token.dep_ in ("pobj", "dobj", "nsubjpass") and (token.dep_ != "pobj" or token.head.lower_ in WHERE)


def is_where(mention: PlaceMention) -> bool:
    """Whether a name stands where a place of action stands."""
    token = mention.root
    for _ in range(4):
        dep, head = token.dep_, token.head
        if dep == "ROOT":
            return mention.sentence.field == "title" or len(mention.sentence.span) < 12
        if dep == "pobj":
            return by_preposition(head)
        if dep in ("conj", "appos"):
            if head.pos_ == "NOUN" and is_person_noun(head):
                return False
            if dep == "conj" and head.pos_ in ("VERB", "AUX"):
                return False
            token = head
            continue
        if dep in ("dobj", "nsubjpass"):
            return head.lemma_.lower() in VERBS or head.lemma_.lower() in (
                "transit",
                "cross",
                "patrol",
                "traverse",
                "hit",
                "strike",
                "shake",
                "rock",
                "devastate",
                "ravage",
                "batter",
            )
        if dep == "nsubj":
            return head.lemma_.lower() in SEEING
        if dep in ("compound", "nmod", "amod", "poss", "nummod", "npadvmod"):
            if head.lemma_.lower() in EVENT_NOUNS or head.lower_ in EVENT_NOUNS or (dep == "poss" and head.lower_ == "toll"):
                return True
            if head.lemma_.lower() in PLACE_NOUNS or head.lemma_.lower() in NAMED_FOR or head.lemma_.lower() in DIVISIONS:
                token = head
                continue
            if head.ent_type_ in ("FAC", "LOC", "GPE") and head.pos_ == "PROPN":
                token = head
                continue
            if dep == "npadvmod":
                return True
            return bool(head.pos_ == "NOUN" and not is_person_noun(head) and mention.sentence.field == "title")
        return mention.sentence.field == "title" and dep != "nsubj"
    return False


def by_preposition(preposition: Token) -> bool:
    word, governor = preposition.lower_, preposition.head
    lemma = governor.lemma_.lower()
    harmed = governor.dep_ in ("dobj", "nsubjpass", "conj") and governor.head.lemma_.lower() in HARM_VERBS
    if (governor.ent_type_ == "PERSON" and not harmed) or (
        governor.dep_ == "nsubj" and governor.head.lemma_.lower() in SPEECH_VERBS
    ):
        return False  # "Dr Wolf at Saint Francis said"
    if word in WHERE:
        if word == "by":
            return False
        if word == "in" and governor.pos_ in ("NOUN", "PROPN") and lemma in ("embassy", "interest", "confidence", "investment"):
            return False
        return not (
            word in ("on", "against", "over")
            and governor.pos_ == "NOUN"
            and lemma in ("sanction", "pressure", "tariff", "report")
        )
    if word == "of":
        if lemma in PLACE_NOUNS or lemma in SETTLEMENTS or lemma in DIVISIONS or governor.pos_ in ("ADV", "ADP"):
            return True
        return (
            (lemma in EVENT_NOUNS and lemma != "attack")
            or governor.text in ("north", "south", "east", "west")
            or governor.lower_ in ("shelling", "bombing", "bombardment", "siege")
        )
    if word == "for":
        return lemma in ("battle", "fight", "fighting")
    if word in ("from", "out"):
        return lemma in EXPULSION or governor.lower_ in ("km", "kilometers", "kilometres", "miles", "minutes")
    if word == "to":
        return lemma in ("close", "near", "damage", "next", "adjacent", "destruction") or governor.lower_ in ("close", "next")
    return False


def is_plural_of_places(span: Span) -> bool:
    """ "several cities", "towns across the province", "other parts of the country"."""
    for token in span:
        if token.tag_ == "NNS" and token.lemma_.lower() in SETTLEMENTS | {
            "province",
            "region",
            "district",
            "state",
            "part",
            "area",
            "neighborhood",
            "location",
            "place",
        }:
            words = {c.lower_ for c in token.children}
            if words & {
                "several",
                "multiple",
                "various",
                "many",
                "different",
                "numerous",
                "other",
                "key",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
            }:
                return True
    return False
