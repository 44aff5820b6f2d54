"""Find place names: what the model tags, backed by the gazetteer, and no people or companies.

Recognition only. Which place a name means is `geodata.geocoding.resolver`'s to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from geodata.gazetteer.lookup import ABBREVIATION, ADJECTIVE, Candidate, Gazetteer
from geodata.gazetteer.names import fold
from geodata.reading.language import Sentence
from geodata.reading.place_words import (
    ARTICLES,
    BUILDINGS,
    COMPASS,
    DIVISIONS,
    DOUBTFUL_LABELS,
    INNER_WORDS,
    LOCATIVE,
    LONGEST_ACRONYM,
    LONGEST_NAME,
    NEARNESS,
    ORGANISATION_WORDS,
    PLACE_LABELS,
    SETTLEMENTS,
    TITLES,
)

ELISIONS = ("d'", "d’", "l'", "l’")
DISEASES = frozenset("virus viruses fever flu strain encephalitis ebolavirus disease".split())


@dataclass(frozen=True, slots=True, eq=False)
class PlaceMention:
    """A place name in a sentence. `first` and `last` are token positions of its block, `last` exclusive."""

    sentence: Sentence
    first: int
    last: int
    start: int
    end: int
    name: str
    label: str
    candidates: tuple[Candidate, ...]
    adjective: bool = False
    division: str | None = None  # ADM1 or ADM2, where the text says province, county ...
    settlement: bool = False  # "the city of X"
    near: bool = False
    inner: bool = False  # part of a building's name ("Jolo Cathedral"): says where, but is not a toponym itself

    @property
    def key(self) -> str:
        return fold(self.name)

    @property
    def doc(self) -> Doc:
        return self.sentence.span.doc

    @property
    def root(self) -> Token:
        return self.doc[self.first : self.last].root


def find_toponyms(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Every place name of the sentences, adjectives included, in order and without overlap."""
    people = names_of_people(sentences)
    mentions = [m for sentence in sentences for m in in_sentence(sentence, gazetteer, people)]
    return sorted(with_repeats(mentions, sentences, people), key=lambda m: (m.sentence.number, m.first))


def names_of_people(sentences: Iterable[Sentence]) -> Counter[str]:
    """Single names that belong to people in this text: of "Oleh Zhdanov" both parts."""
    people: Counter[str] = Counter()
    for sentence in sentences:
        for entity in sentence.ents:
            if entity.label_ == "PERSON" and len(entity) > 1:
                people.update(fold(token.text) for token in entity if token.text[0].isupper())
    return people


def is_name_word(token: Token) -> bool:
    return (
        token.text[0].isupper()
        or token.text[0].isdigit()
        or (not token.text.isascii() and not token.is_punct)
        or (token.text[:2] in ELISIONS and token.text[2:3].isupper())
    )


def begins_name(span: Span, i: int) -> bool:
    """Whether a name may begin at token `i`: a capital, or an Arabic article before one ("al-Hasakah")."""
    doc, token = span.doc, span.doc[i]
    if token.text[0].isupper():
        return token.lower_ != "the"
    return token.lower_ in ARTICLES and i + 2 < span.end and doc[i + 1].text == "-" and doc[i + 2].text[0].isupper()


def in_sentence(sentence: Sentence, gazetteer: Gazetteer, people: Counter[str]) -> list[PlaceMention]:
    span = sentence.span
    i, found = span.start, []
    shouting = sum(t.text.isupper() and len(t) > 3 for t in span) > len(span) * 0.4
    while i < span.end:
        if not begins_name(span, i):
            i += 1
            continue
        mention = longest_from(sentence, i, gazetteer, people, shouting)
        if mention:
            found.append(mention)
            i = mention.last
        else:
            i += 1
    return found


def longest_from(sentence: Sentence, i: int, gazetteer: Gazetteer, people: Counter[str], shouting: bool) -> PlaceMention | None:
    span = sentence.span
    doc = span.doc
    for last in range(min(i + LONGEST_NAME, span.end), i, -1):
        end = doc[last - 1]
        if not is_name_word(end) or not all(is_name_word(t) or t.lower_ in INNER_WORDS for t in doc[i:last]):
            continue
        words = doc[i:last]
        candidates = gazetteer.find(words.text)
        division = None
        if not candidates and last - i > 1 and end.lower_ in DIVISIONS:
            candidates = tuple(c for c in gazetteer.find(doc[i : last - 1].text) if c.rank < ABBREVIATION)
            division = DIVISIONS[end.lower_]
            fitting = tuple(c for c in candidates if c.place.feature in ("ADM1", "ADM2"))
            candidates = fitting or candidates
        mention = accept(sentence, words, candidates, people, shouting)
        if mention:
            return with_context(mention, division)
    entity = next((e for e in sentence.ents if e.start <= i < e.end), None)
    if entity is not None and trimmed(entity)[0] == i and entity.label_ in PLACE_LABELS - {"FAC"}:
        return unknown_place(sentence, entity)
    if called_a_settlement(span, i):
        head = i if doc[i].text[0].isupper() else i + 2  # behind an Arabic article
        last = next((t.i for t in doc[head : span.end] if not is_name_word(t)), span.end)
        return with_context(mention_of(sentence, i, last, "GPE", ()), None)
    return None


def called_a_settlement(span: Span, i: int) -> bool:
    """ "the village of X": the text itself says that X is a place, whatever the model takes it for."""
    return i - 2 >= span.start and span.doc[i - 1].lower_ == "of" and span.doc[i - 2].lower_ in SETTLEMENTS


def unknown_place(sentence: Sentence, entity: Span) -> PlaceMention | None:
    """A name that the model takes for a place and the gazetteer does not know."""
    first, last = trimmed(entity)
    words = entity.doc[first:last]
    if first >= last or not words[0].text[0].isupper() or is_function_word(words) or words.text.lower() in TITLES:
        return None
    if words.text.isupper() and len(words.text) <= LONGEST_ACRONYM:
        return None  # an agency or a company, not a town
    return (
        with_context(mention_of(sentence, first, last, entity.label_, ()), None)
        if stands_for_place(sentence, first, last)
        else None
    )


def stands_for_place(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an unknown name is where the name of a place would be."""
    doc, span = sentence.span.doc, sentence.span
    before = doc[first - 1].lower_ if first > span.start else ""
    after = doc[last].lower_ if last < span.end else ""
    governor = doc[first - 2].lower_ if before == "of" and first - 2 >= span.start else ""
    if before in LOCATIVE or before in COMPASS | SETTLEMENTS or after in DIVISIONS:
        return True
    if governor in SETTLEMENTS or governor in DIVISIONS or governor in COMPASS:
        return True
    return after == "," and last + 1 < span.end and doc[last + 1].ent_type_ == "GPE"


def trimmed(entity: Span) -> tuple[int, int]:
    """The entity's tokens without a leading article and a closing possessive."""
    first, last = entity.start, entity.end
    while first < last and (entity.doc[first].lower_ in ("the", "of") or entity.doc[first].is_punct):
        first += 1
    while last > first and (entity.doc[last - 1].text in ("'s", "’s", "'", "’") or entity.doc[last - 1].is_punct):
        last -= 1
    return first, last


def mention_of(
    sentence: Sentence, first: int, last: int, label: str, candidates: tuple[Candidate, ...], adjective: bool = False
) -> PlaceMention:
    start, end = sentence.bounds(first, last)
    name = sentence.span.doc[first:last].text
    if name.endswith(("’s", "'s")):
        name, end = name[:-2], end - 2
    elif (
        "." in name
        and last < sentence.span.end
        and sentence.span.doc[last - 1 : last + 1].text == f"{sentence.span.doc[last - 1].text}."
    ):
        name, end, last = name + ".", end + 1, last + 1  # the tokenizer cuts the point off "W.Va."
    return PlaceMention(sentence, first, last, start, end, name, label, candidates, adjective)


def accept(
    sentence: Sentence, words: Span, candidates: tuple[Candidate, ...], people: Counter[str], shouting: bool
) -> PlaceMention | None:
    """The words as a place mention, if their surroundings allow it."""
    doc, first, last = words.doc, words.start, words.end
    if not candidates:
        return None
    key = fold(words.text)
    entity = next((e for e in sentence.ents if e.start < last and first < e.end), None)
    label = entity.label_ if entity is not None else ""
    whole = entity is not None and trimmed(entity) == (first, last)
    adjectives = tuple(c for c in candidates if c.rank == ADJECTIVE)
    names = tuple(c for c in candidates if c.rank < ADJECTIVE)
    if adjectives and (label in ("NORP", "LANGUAGE", "") or not names):
        if (first > sentence.span.start and doc[first - 1].lower_ == "new") or label in ("PERSON", "DATE"):
            return None
        return mention_of(sentence, first, last, label, adjectives, adjective=True)
    names = usable(names, words, label)
    if words.text.lower() in TITLES or (is_acronym(words) and not any(well_known(c) for c in names)):
        return None
    if not names or is_function_word(words) or (len(key) < 3 and not is_abbreviation(words)):
        return None
    if part_of_longer_name(sentence, words, entity, names):
        return inner_place(sentence, words, entity, names)
    if is_person(words, label, people) or bears_a_name_of_the_report(words, names, people):
        return None
    if len(key) <= 3 and all(c.rank > 0 for c in names) and not is_abbreviation(words):
        return None  # "Ben" is some town's second name
    if label in PLACE_LABELS or all(c.rank == ABBREVIATION for c in names):
        return mention_of(sentence, first, last, label, names)
    evidence = backing(sentence, words, names)
    if words[-1].lower_ in ("county", "parish") and len(words) > 1:
        return mention_of(sentence, first, last, "GPE", names)
    if label in DOUBTFUL_LABELS:
        if not whole:
            return None
        needed = 2 if label in ("PERSON", "NORP", "ORG") else 1
    elif label:
        return None
    else:
        needed = 1 if len(words) > 1 else 2
    return mention_of(sentence, first, last, label, names) if evidence >= needed and not shouting else None


def is_function_word(words: Span) -> bool:
    """ "The", "Most", "But" at the head of a sentence; "US" is none."""
    return len(words) == 1 and words[0].is_stop and not words.text.isupper()


def is_acronym(words: Span) -> bool:
    return words.text.isupper() and words.text.isalpha() and 2 < len(words.text) <= LONGEST_ACRONYM


def well_known(candidate: Candidate) -> bool:
    """A country, an abbreviated state, or a city under its own name: what capitals may stand for ("USA", "LIMA")."""
    place, rank = candidate
    return place.feature == "COUNTRY" or rank == ABBREVIATION or (rank == 0 and place.population >= 100_000)


def is_abbreviation(words: Span) -> bool:
    text = words.text
    return (text.isupper() and (len(text) > 1)) or "." in text


def usable(candidates: tuple[Candidate, ...], words: Span, label: str) -> tuple[Candidate, ...]:
    """Without state abbreviations, unless they follow a comma ("Waco, Tex.")."""
    after_comma = words.start > 0 and words.doc[words.start - 1].text in (",", "(")
    spelled = label in PLACE_LABELS | {"ORG"} and (words.text.count(".") > 1 or (len(words.text) > 2 and words.text.isupper()))
    plain = after_comma or spelled  # "NSW" and "B.C." occur alone, "Miss" and "PA" only behind a town
    kept = tuple(c for c in candidates if c.rank != ABBREVIATION or (plain and label != "PERSON"))
    return kept if len(words.text) > 2 or after_comma else tuple(c for c in kept if c.place.feature == "COUNTRY")


def part_of_longer_name(sentence: Sentence, words: Span, entity: Span | None, names: tuple[Candidate, ...]) -> bool:
    """True where the words are only a piece of a name: Bank of England, Boston Marathon, New York Times."""
    doc, first, last = words.doc, words.start, words.end
    after = doc[last] if last < sentence.span.end else None
    before = doc[first - 1] if first > sentence.span.start else None
    if names_a_disease(sentence, first, last):
        return True
    if after is not None and after.text in ("-", "–") and last + 1 < sentence.span.end and not after.whitespace_:
        return not doc[last + 1].lower_.startswith(("based", "born", "led", "backed", "held", "controlled", "area"))
    if entity is not None:
        head, tail = trimmed(entity)
        extra = [t for i, t in enumerate(doc[head:tail], head) if not first <= i < last]
        if words[-1].lower_ in ("county", "parish") and len(words) > 1:
            return False  # "Walker County Sheriff's Office" names the county all the same
        if entity.label_ in ("ORG", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "PERSON", "MONEY", "QUANTITY") and extra:
            return True
        if entity.label_ in ("GPE", "LOC") and extra:
            rest = [t for t in extra if t.lower_ not in COMPASS and t.lower_ not in INNER_WORDS and not t.is_punct]
            known = all(c.place.feature == "COUNTRY" for c in names) or any(t.text == "," for t in extra)
            return bool([t for t in rest if t.text[0].isupper()]) and not known
    if after is not None and after.text[0].isupper() and after.lower_ in ORGANISATION_WORDS:
        return True
    after_possessive = (
        before is not None and before.text in ("'", "’", "'s", "’s") and before.whitespace_ != "" and len(words) == 1
    )
    if after_possessive and words.text.lower() in ORGANISATION_WORDS and first - 2 >= sentence.span.start:
        return doc[first - 2].text[0].isupper()  # "Fishmongers' Hall"
    return (
        before is not None
        and before.lower_ == "of"
        and first - 2 >= sentence.span.start
        and (doc[first - 2].text[0].isupper() and doc[first - 2].lower_ in ORGANISATION_WORDS)
    )


def names_a_disease(sentence: Sentence, first: int, last: int) -> bool:
    """ "West Nile virus", "Lassa fever", "Ebola Reston": called after a place, and not there."""
    doc, span = sentence.span.doc, sentence.span
    after = [doc[i].lower_ for i in range(last, min(span.end, last + 2))]
    before = [doc[i].lower_ for i in range(max(span.start, first - 2), first)]
    return (
        bool(DISEASES & set(after[:1]))
        or after == ["hemorrhagic", "fever"]
        or before[-1:] == ["ebola"]
        or before == ["ebola", "-"]
    )


def inner_place(sentence: Sentence, words: Span, entity: Span | None, names: tuple[Candidate, ...]) -> PlaceMention | None:
    """The town in the name of one of its buildings: "Jolo Cathedral", "Kabul University"."""
    after = words.doc[words.end].lower_ if words.end < sentence.span.end else ""
    if entity is None or entity.label_ not in ("FAC", "ORG") or trimmed(entity)[0] != words.start or after not in BUILDINGS:
        return None
    towns = tuple(c for c in names if c.place.feature == "PPL" and c.place.population >= 10_000)
    if not towns:
        return None
    return replace(mention_of(sentence, words.start, words.end, "GPE", towns), inner=True)


def is_person(words: Span, label: str, people: Counter[str]) -> bool:
    doc, first = words.doc, words.start
    if first > 0 and doc[first - 1].lower_ in TITLES and doc[first - 1].text[0].isupper():
        return True
    if len(words) == 1 and people[fold(words.text)] and label not in PLACE_LABELS:
        return True
    return len(words) == 1 and label not in PLACE_LABELS and first > 0 and doc[first - 1].ent_type_ == "PERSON"


def bears_a_name_of_the_report(words: Span, names: tuple[Candidate, ...], people: Counter[str]) -> bool:
    """ "Riva" after "Paul Riva": a person, unless it is a great city or follows "in"."""
    before = words.doc[words.start - 1].lower_ if words.start > 0 else ""
    return (
        len(words) == 1
        and people[fold(words.text)] > 0
        and before not in ("in", "near")
        and not any(well_known(c) or c.place.feature != "PPL" for c in names)
    )


def backing(sentence: Sentence, words: Span, names: tuple[Candidate, ...]) -> int:
    """How much speaks for a place that the model did not tag: 2 a preposition of place, 1 each other sign."""
    doc, first, last = words.doc, words.start, words.end
    before = doc[first - 1] if first > sentence.span.start else None
    after = doc[last] if last < sentence.span.end else None
    score = 0
    if before is not None and before.lower_ in LOCATIVE:
        score += 2
    if before is not None and before.lower_ == "of" and first - 2 >= sentence.span.start:
        governor = doc[first - 2].lower_
        score += 2 if governor in SETTLEMENTS or governor in DIVISIONS or governor in COMPASS else 0
    if before is not None and before.lower_ in COMPASS | SETTLEMENTS:
        score += 2
    if after is not None and (
        after.lower_ in DIVISIONS or (after.text == "," and last + 1 < sentence.span.end and doc[last + 1].ent_type_ == "GPE")
    ):
        score += 2
    if any(c.place.feature != "PPL" or c.place.population >= 100_000 for c in names):
        score += 1
    if all(t.pos_ == "PROPN" for t in words if t.text[0].isupper()):
        score += 1 if len(words) > 1 or first > sentence.span.start else 0
    else:
        score -= 1
    return score


def with_context(mention: PlaceMention, division: str | None) -> PlaceMention:
    """Note what the words around a mention say of its kind: "Luhansk province", "the city of X", "near X"."""
    doc, span = mention.doc, mention.sentence.span
    before = [doc[i].lower_ for i in range(max(span.start, mention.first - 3), mention.first)]
    after = doc[mention.last].lower_ if mention.last < span.end else ""
    if division is None and after in DIVISIONS:
        division = DIVISIONS[after]
    if division is None and before[-1:] == ["of"] and before[-2:-1] and before[-2] in DIVISIONS:
        division = DIVISIONS[before[-2]]
    if mention.name.split()[-1].lower() in DIVISIONS and division is None and len(mention.name.split()) > 1:
        division = DIVISIONS[mention.name.split()[-1].lower()]
    settlement = (before[-1:] == ["of"] and bool(before[-2:-1]) and before[-2] in SETTLEMENTS) or bool(
        before[-1:] and before[-1] in SETTLEMENTS
    )
    near = bool(before[-1:]) and (
        before[-1] in NEARNESS or (before[-1] == "of" and before[-2:-1] != [] and before[-2] in COMPASS)
    )
    return replace(mention, division=division, settlement=settlement, near=near)


def with_repeats(mentions: list[PlaceMention], sentences: Sequence[Sentence], people: Counter[str]) -> list[PlaceMention]:
    """Add the other occurrences of names that were recognised once: a name stays a place through the report."""
    known = {m.key: m for m in mentions if not m.adjective and m.candidates and len(m.key) > 3}
    taken = {(id(m.doc), i) for m in mentions for i in range(m.first, m.last)}
    longest = max((len(m.name.split()) for m in known.values()), default=0)
    added = []
    for sentence in sentences:
        doc = sentence.span.doc
        for i in range(sentence.span.start, sentence.span.end):
            if not doc[i].text[0].isupper() or (id(doc), i) in taken:
                continue
            for last in range(min(i + longest + 1, sentence.span.end), i, -1):
                words = doc[i:last]
                model = known.get(fold(words.text))
                if model is None or any((id(doc), j) in taken for j in range(i, last)):
                    continue
                entity = next((e for e in sentence.ents if e.start < last and i < e.end), None)
                if people[fold(words.text)] or part_of_longer_name(sentence, words, entity, model.candidates):
                    break
                added.append(with_context(mention_of(sentence, i, last, model.label, model.candidates), None))
                taken.update((id(doc), j) for j in range(i, last))
                break
    return mentions + added
