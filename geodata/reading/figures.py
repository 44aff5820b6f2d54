"""Find casualty figures: who was killed, injured or is missing, how many, and in which words.

A figure needs a casualty predicate ("were killed", "claimed 12 lives", "13 dead") and a victim
phrase that counts. Numbers of anything else never become one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geodata.reading.casualty_words import (
    ATTACKERS, BODY_VERBS, DEATH_NOUNS, DIE_VERBS, HOSPITAL_WORDS, HURT_NOUNS, INJURE_VERBS, INJURY_NOUNS, KILL_VERBS,
    LIFE_VERBS, NOBODY, NOT_PEOPLE, STATE_WORDS, TOLL_NOUNS, is_person_noun,
)  # fmt: skip
from geodata.reading.language import Sentence
from geodata.reading.numbers import Number, find_numbers, number_at
from geodata.vocabulary import FigureKind, Qualifier

KILLED, INJURED, MISSING = FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING
UNREAL_MODALS = frozenset({"could", "can", "would", "will", "'ll", "shall", "might", "may", "should", "must", "wo"})
SUBJECTS = ("nsubj", "nsubjpass")
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


@dataclass(frozen=True, slots=True)
class Count:
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None
    first: int
    last: int
    implied: bool
    attackers: bool
    head: int
    another: bool = False
    name: str | None = None


def find_figures(sentence: Sentence) -> list[FigureMention]:
    """The casualty figures of a sentence, in order."""
    span = sentence.span
    numbers = [n for n in find_numbers(span) if not is_age_or_unit(span, n)]
    found: list[FigureMention] = []
    for token in span:
        for kind, victim in predications(token, span):
            counts = counted(victim, span, numbers)
            if counts:
                found.extend(figures_of(sentence, kind, token, counts))
    used = {i for f in found for i in range(f.first, f.last)}
    for number in numbers:
        if number.core not in used and (figure := by_surface(sentence, number)):
            found.append(figure)
            used.update(range(figure.first, figure.last))
    anchors = {f.anchor for f in found}
    found.extend(f for f in nobody(sentence) if f.anchor not in anchors)
    return sorted(without_repeats(found), key=lambda f: (f.first, f.last))


def is_age_or_unit(span: Span, number: Number) -> bool:
    """ "a 92-year-old", "aged 14", "Flight 610", "$5", "20 km", "20%", "13:40": no count of people."""
    doc = span.doc
    after = doc[number.last] if number.last < span.end else None
    before = doc[number.first - 1] if number.first > span.start else None
    core = doc[number.core]
    if before is not None and (before.lower_ in ("aged", "age", "$", "£", "€", "#", "no.", "flight", "highway", "route", "us$")):
        return True
    if after is not None and (after.lower_ in NOT_PEOPLE or after.lemma_.lower() in NOT_PEOPLE or after.text == "%"):
        return after.lower_ not in STATE_WORDS
    if after is not None and after.text == "-" and number.last + 1 < span.end:
        return doc[number.last + 1].lower_ not in ("person", "member")
    return core.ent_type_ in ("MONEY", "PERCENT", "ORDINAL") or (core.ent_type_ == "DATE" and doc[number.core].head.ent_type_ == "DATE")


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
                    yield from ((KILLED, v) for v in ([child] if lemma != "lose" or child.dep_ == "nsubjpass" or
                                                      has_number(child) else subjects(token)))
        if lemma in ("suffer", "sustain", "receive", "treat", "hospitalize", "hospitalise") or (
            lemma in ("take", "rush", "admit", "airlift", "evacuate") and hospital(token)
        ):
            passive = is_passive(token) or token.dep_ in ("acl", "relcl")
            if lemma in ("suffer", "sustain", "receive"):
                if any(c.dep_ == "dobj" and c.lemma_.lower() in INJURY_NOUNS for c in token.children):
                    yield from ((INJURED, v) for v in subjects(token))
            elif passive and (lemma != "treat" or treated_for_wounds(token)):
                yield from ((INJURED, v) for v in objects(token, lemma))
        if lemma in BODY_VERBS:
            for child in token.children:
                if child.lemma_.lower() in ("body", "corpse") and child.dep_ in ("dobj", "nsubjpass"):
                    yield KILLED, child
    if low in STATE_WORDS and (token.pos_ in ("ADJ", "VERB", "NOUN", "ADV", "PROPN")):
        kind = STATE_WORDS[low]
        if not is_unreal(token):
            yield from ((kind, victim) for victim in bearers(token))
    if lemma in DEATH_NOUNS and token.pos_ in ("NOUN", "PROPN"):
        for prep in token.children:
            if prep.lower_ == "of":
                yield from ((KILLED, child) for child in prep.children if child.dep_ == "pobj" and is_victim(child))
    if lemma in HURT_NOUNS and token.pos_ == "NOUN":
        yield HURT_NOUNS[lemma], token


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
            if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in ("threaten", "plan", "try", "attempt", "vow", "want", "plot", "intend"):
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
        fatal = "death" in after[:8] and "to" in after or "dead" in after[:6] or "fatally" in [c.lower_ for c in token.children]
        if fatal or lemma in ("gun", "mow") and "down" in after[:2]:
            return KILLED
        if any(c.dep_ == "conj" and c.lemma_.lower() in KILL_VERBS | DIE_VERBS for c in token.children):
            return None  # "was shot and killed": the second verb says it
        return INJURED if lemma in ("shoot", "stab") and (is_passive(token) or has_number_object(token)) else None
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


def has_number(token: Token) -> bool:
    return any(c.dep_ == "nummod" for c in token.children)


def has_number_object(token: Token) -> bool:
    return any(c.dep_ == "dobj" and (has_number(c) or c.pos_ == "NUM" or is_person_noun(c) or c.ent_type_ == "PERSON") for c in token.children)


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
    own = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "dative", "oprd") and not (c.dep_ == "oprd" and c.pos_ == "ADJ")]
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
            return [v for v in subjects(verb.head)] if is_passive(verb.head) or verb.head.tag_ == "VBN" else objects(verb.head, lemma)
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
    if any(c.dep_ in ("nummod", "quantmod", "det") and c.pos_ == "NUM" or c.lower_ in ("dozens", "hundreds") for c in token.children):
        return [token]
    head = token.head
    if token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp", "advmod", "advcl", "dobj", "prt") and head.pos_ in ("VERB", "AUX"):
        if head.lemma_.lower() in ("leave", "find", "shoot", "strike", "report", "confirm", "declare", "pronounce", "believe"):
            passive = is_passive(head)
            given = subjects(head) if passive else [c for c in head.children if c.dep_ in ("dobj", "nsubjpass", "nsubj") and c != token
                                                     and (c.dep_ == "dobj" or c.pos_ == "NUM")]
            return given
        return subjects(head)
    if token.dep_ in ("acl", "amod", "appos", "relcl") and head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        return [head]
    return []


def is_victim(token: Token) -> bool:
    return token.pos_ == "NUM" or is_person_noun(token) or token.ent_type_ == "PERSON" or any(
        c.dep_ == "nummod" for c in token.children) or token.lower_ in ("dozens", "hundreds", "scores", "thousands", "tens")


def counted(head: Token, span: Span, numbers: Sequence[Number]) -> list[Count]:
    """The counts of a victim phrase and of those joined to it by "and"."""
    first = count_of(head, span, numbers)
    counts = [first] if first else []
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "PRON") and child.i > head.i:
            counts.extend(counted(child, span, numbers))
    if first and not first.implied and head.dep_ == "dobj":
        counts.extend(n for stray in strays(head) if (n := count_of(stray, span, numbers)))
    return counts


def strays(head: Token) -> Iterator[Token]:
    """Victims that the parser joins to a thing: "five children in a bus and two drivers"."""
    for prep in (*head.children, *head.head.children):
        if prep.dep_ == "prep" and prep.i > head.i and prep.lower_ in ("in", "on", "at", "aboard", "from"):
            for thing in prep.children:
                if thing.dep_ == "pobj" and not is_person_noun(thing):
                    yield from (c for c in thing.children if c.dep_ == "conj" and is_person_noun(c) and has_number(c))


def count_of(head: Token, span: Span, numbers: Sequence[Number]) -> Count | None:
    """How many people a phrase names, by its number, its article or its being a name."""
    if not span.start <= head.i < span.end:
        return None
    doc = span.doc
    attackers = head.lemma_.lower() in ATTACKERS
    another = any(c.lower_ in ("another", "more", "other", "others", "further", "additional") for c in head.children) or head.lower_ == "others"
    number = number_at(numbers, head)
    carrier = next((c for c in head.children if number_at(numbers, c) and c.dep_ in ("nummod", "amod", "det", "compound", "quantmod", "predet", "nmod", "poss")), None)
    if number is None and carrier is not None:
        number = number_at(numbers, carrier)
    if number is None and head.lower_ in ("number", "total", "average", "estimated", "group"):
        inner = [g for c in head.children if c.lower_ == "of" for g in c.children if c.dep_ == "prep"]
        number = next((n for g in inner if (n := number_at(numbers, g) or next((number_at(numbers, x) for x in g.children if number_at(numbers, x)), None))), None)
    lemma = head.lemma_.lower()
    if lemma in NOT_PEOPLE and head.lower_ not in STATE_WORDS:
        return None
    if number is not None:
        of = [g for c in head.children if c.lower_ == "of" for g in c.children]
        if of and of[0].lemma_.lower() in NOT_PEOPLE and lemma not in HURT_NOUNS:
            return None
        if of and not attackers:
            attackers = of[0].lemma_.lower() in ATTACKERS
        last = max(number.last, head.i + 1, *(g.i + 1 for g in of if g.i - head.i < 5))
        total = total_before(head, number, span)
        return Count(number.low, number.high, number.best, number.qualifier, number.word, total or number.first, last, False, attackers, head.i, another)
    return implied_one(head, span, attackers, another)


def total_before(head: Token, number: Number, span: Span) -> int | None:
    before = number.first - 1
    return before if before >= span.start and span.doc[before].lower_ == "all" else None


def implied_one(head: Token, span: Span, attackers: bool, another: bool) -> Count | None:
    """One person: a name, or a singular noun for a person."""
    left = min((t.i for t in head.children if t.i < head.i and t.dep_ in ("det", "amod", "compound", "poss", "nummod", "nmod")), default=head.i)
    if head.lower_ in ("one", "someone", "somebody") and head.pos_ in ("NUM", "PRON", "NOUN"):
        return Count(1, 1, 1, Qualifier.EXACT, None, head.i, head.i + 1, True, attackers, head.i, another)
    if head.ent_type_ == "PERSON" and head.pos_ == "PROPN":
        first = head.i
        while first > span.start and span.doc[first - 1].ent_type_ == "PERSON":
            first -= 1
        return Count(1, 1, 1, Qualifier.EXACT, None, min(first, left), head.i + 1, True, False, head.i, False, head.text)
    if head.pos_ != "NOUN" or head.tag_ != "NN" or not is_person_noun(head):
        return None
    article = next((c.lower_ for c in head.children if c.dep_ in ("det", "poss")), None)
    if article in ("no", "any", "each", "every", "this", "that"):
        return None
    if article is None and not any(c.dep_ == "poss" for c in head.children) and not any(c.dep_ == "appos" for c in head.children):
        return None
    return Count(1, 1, 1, Qualifier.EXACT, None, left, head.i + 1, True, attackers, head.i, another)


def figures_of(sentence: Sentence, kind: FigureKind, anchor: Token, counts: list[Count]) -> list[FigureMention]:
    """One figure for a victim phrase; several where the text gives each part its own place."""
    span = sentence.span
    groups = [counts]
    if len(counts) > 1 and sum(has_own_place(span, c) for c in counts) > 1:
        groups = [[c] for c in counts]
    people = [[c for c in group if not c.attackers] for group in groups]
    figures = []
    for group in people + [[c] for group in groups for c in group if c.attackers]:
        if not group:
            continue
        figure = added_up(sentence, kind, anchor, group)
        if figure:
            figures.append(figure)
    return figures


def has_own_place(span: Span, count: Count) -> bool:
    doc = span.doc
    return count.last + 1 < span.end and doc[count.last].lower_ in ("in", "at", "near") and doc[count.last + 1].text[0].isupper()


def added_up(sentence: Sentence, kind: FigureKind, anchor: Token, group: list[Count]) -> FigureMention | None:
    span = sentence.span
    vague = [c for c in group if c.best is None and c.qualifier is Qualifier.VAGUE]
    if vague and len(group) > 1:
        group = vague
    lows, highs, bests = [c.low for c in group], [c.high for c in group], [c.best for c in group]
    low = None if None in lows else sum(x for x in lows if x is not None)
    high = None if None in highs else sum(x for x in highs if x is not None)
    best = None if None in bests else sum(x for x in bests if x is not None)
    if low is None and high is None:
        return None
    first, last = min(c.first for c in group), max(c.last for c in group)
    if anchor.i - last < 8:
        last = max(last, anchor.i + 1)
    if first - anchor.i < 8:
        first = min(first, anchor.i)
    open_ended = next((c.qualifier for c in group if c.qualifier is not Qualifier.EXACT), Qualifier.EXACT)
    first, last = max(first, span.start), min(last, span.end)
    return FigureMention(
        sentence, kind, low, high, best, open_ended, group[0].word if len(group) == 1 else None, first, last, anchor.i, group[0].head,
        attackers=group[0].attackers, part=is_part(span.doc[group[0].head], span), implied=all(c.implied for c in group),
        hedged=any(c.lower_ in ("may", "might") for c in anchor.children), another=group[0].another, name=group[0].name,
    )  # fmt: skip


def is_part(head: Token, span: Span) -> bool:
    """Within "including ...", "among them ...", "two of them": no figure of its own."""
    token = head
    for _ in range(6):
        if token.lower_ in PARTS or token.lemma_.lower() == "include":
            return True
        if token.dep_ == "ROOT" or token.head == token or token.pos_ in ("VERB", "AUX") and token.lemma_.lower() != "include":
            break
        token = token.head
    doc = span.doc
    before = [doc[i].lower_ for i in range(max(span.start, head.i - 5), head.i)]
    if "including" in before or "among" in before[-3:]:
        return True
    after = [doc[i].lower_ for i in range(head.i + 1, min(span.end, head.i + 4))]
    return after[:2] in (["of", "them"], ["of", "whom"], ["of", "those"]) or after[:3] == ["of", "the", "victims"]


def by_surface(sentence: Sentence, number: Number) -> FigureMention | None:
    """Figures in headlines and fragments, where the parse helps little: "13 dead", "toll rises to 20"."""
    span, doc = sentence.span, sentence.span.doc
    if doc[number.core].head.lemma_.lower() in NOT_PEOPLE and doc[number.core].head.i - number.last < 3:
        return None
    after = [doc[i] for i in range(number.last, min(span.end, number.last + 7))]
    attackers = any(t.lemma_.lower() in ATTACKERS for t in after[:3])
    for n, token in enumerate(after):
        low = token.lower_
        if token.is_punct or token.lemma_.lower() in NOT_PEOPLE or token.pos_ in ("SCONJ", "CCONJ") or low in ("of", "by") and n > 2:
            break
        kind = STATE_WORDS.get(low)
        if kind is None and low in ("die", "died", "dies"):
            kind = KILLED
        if kind is not None and not is_unreal(token):
            return surface_figure(sentence, kind, number, token.i, attackers)
        if token.pos_ == "ADP" or (token.pos_ == "VERB" and low not in ("found", "left", "feared", "reported", "confirmed", "shot", "presumed")):
            break
    before = [doc[i] for i in range(number.first - 1, max(span.start - 1, number.first - 4), -1)]
    for token in before:
        lemma = token.lemma_.lower()
        if lemma in KILL_VERBS | INJURE_VERBS and token.tag_ in ("VB", "VBP", "VBZ", "VBD", "VBG", "NNS", "NN") and not is_unreal(token):
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
            if joint in ("to", "at", "of", "is", "was", "reached", "passed", "stands", "hit", "topped", "exceeded", "from", ":"):
                if joint == "from":
                    return None
                figure = surface_figure(sentence, INJURED if hurt and not dead else KILLED, number, i, False)
                return replace(figure, updated=True) if figure else None
        if token.text in (";", "."):
            return None
    return None


def surface_figure(sentence: Sentence, kind: FigureKind, number: Number, anchor: int, attackers: bool) -> FigureMention:
    first, last = min(number.first, anchor), max(number.last, anchor + 1)
    part = is_part(sentence.span.doc[number.core], sentence.span)
    another = any(t.lower_ in ("another", "others", "more") for t in sentence.span.doc[max(sentence.span.start, first - 1) : last])
    return FigureMention(sentence, kind, number.low, number.high, number.best, number.qualifier, number.word, first, last, anchor,
                         number.core, attackers=attackers, part=part, another=another)  # fmt: skip


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
            if lemma in ("casualty",):
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
        if "confirm" in text or "word on" in text or "information" in text or "immediate" in text and "report" in text:
            continue
        if low == "no" and doc[i + 1].lower_ not in ("one", "casualties", "injuries", "deaths", "fatalities", "reports", "people", "serious", "other", "civilian"):
            continue
        for kind, anchor in kinds.items():
            last = max(anchor + 1, i + 1)
            yield FigureMention(sentence, kind, 0, 0, 0, Qualifier.NONE, None, i, last, anchor, anchor)


def without_repeats(found: list[FigureMention]) -> list[FigureMention]:
    """One figure for each victim phrase and kind; a death told of somebody hurt is the death."""
    kept: dict[tuple[FigureKind, int], FigureMention] = {}
    for figure in found:
        key = (figure.kind, figure.victim)
        if key not in kept or (figure.last - figure.first) > (kept[key].last - kept[key].first):
            kept[key] = figure
    dead = {f.victim for f in kept.values() if f.kind is KILLED}
    return [f for f in kept.values() if f.kind is KILLED or f.victim not in dead or f.qualifier is Qualifier.NONE]
