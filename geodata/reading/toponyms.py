"""Find place names: those that the model tags and the gazetteer supports, without people and companies.

This is only recognition; `geodata.geocoding.resolver` decides which place a name means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from geodata.gazetteer.lookup import ABBREVIATION, ADJECTIVE, Candidate, Gazetteer
from geodata.gazetteer.names import fold
from geodata.reading.language import Sentence
from geodata.reading.place_context import (
    backing,
    bears_a_name_of_the_report,
    called_a_settlement,
    inner_place,
    is_abbreviation,
    is_acronym,
    is_great,
    is_person,
    part_of_longer_name,
    stands_for_place,
    well_known,
)
from geodata.reading.place_mentions import PlaceMention, mention_of, trimmed, with_context
from geodata.reading.place_words import (
    ARTICLES,
    BROADCASTERS,
    COMPASS,
    DIVISIONS,
    DOUBTFUL_LABELS,
    INNER_WORDS,
    LONGEST_ACRONYM,
    LONGEST_NAME,
    MONTHS,
    PLACE_LABELS,
    TITLES,
)

OFTEN = 2  # labels of a name that are more than one slip of the model
ELISIONS = ("d'", "d’", "l'", "l’")


def find_toponyms(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Return every place name in the sentences, adjectives included, in order and without overlap."""
    people = names_of_people(sentences)
    mentions = [m for sentence in sentences for m in in_sentence(sentence, gazetteer, people)]
    found = sorted(with_repeats(mentions, sentences, people), key=lambda m: (m.sentence.number, m.first))
    others = mostly_others(found, sentences)
    return [m for m in found if m.adjective or m.key not in others]


def mostly_others(found: Sequence[PlaceMention], sentences: Iterable[Sentence]) -> set[str]:
    """Return the names that the report mostly uses for an organisation or a person and that only small places have: "Hamas"
    is also a name of Hamm."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for entity in sentence.ents:
            first, last = trimmed(entity)
            labels[fold(entity.doc[first:last].text)][entity.label_] += 1
    located = Counter(m.key for m in found if stands_for_place(m.sentence, m.first, m.last))
    small = {m.key for m in found if m.candidates and not any(is_great(c) for c in m.candidates)}

    def is_other(key: str) -> bool:
        count = labels[key]
        others = count["ORG"] + count["PERSON"]
        return others >= OFTEN and others > count["GPE"] + count["LOC"] and others >= 2 * located[key]

    return {key for key in small if is_other(key)}


def names_of_people(sentences: Iterable[Sentence]) -> Counter[str]:
    """Count the parts of people's names in this text: both parts of "Oleh Zhdanov"."""
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
    """Whether a name may begin at token `i`: with a capital, or with an Arabic article before one ("al-Hasakah")."""
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
        a, b = trimmed(entity)
        is_side = doc[a].lower_ in COMPASS and gazetteer.find(doc[a + 1 : b].text)
        return None if is_side else unknown_place(sentence, entity)  # "Northern Mali" is found as "Mali"
    if called_a_settlement(span, i):
        head = i if doc[i].text[0].isupper() else i + 2  # after an Arabic article
        last = next((t.i for t in doc[head : span.end] if not is_name_word(t) or t.text[0].isdigit()), span.end)
        towns = tuple(c for c in gazetteer.find(doc[i:last].text) if c.place.feature == "PPL")
        return with_context(mention_of(sentence, i, last, "GPE", towns), None)
    return None


def unknown_place(sentence: Sentence, entity: Span) -> PlaceMention | None:
    """Return a mention for a name that the model tags as a place and the gazetteer does not know; None if it is not a place."""
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


def accept(
    sentence: Sentence, words: Span, candidates: tuple[Candidate, ...], people: Counter[str], shouting: bool
) -> PlaceMention | None:
    """Return the words as a place mention, or None if their context speaks against it."""
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
    if label == "NORP" and words[-1].tag_ == "JJ" and not is_a_division(sentence, words):
        return None  # "Jewish" is a people, and not the oblast
    if names_nothing_alone(sentence, words):
        return None
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


def names_nothing_alone(sentence: Sentence, words: Span) -> bool:
    """Whether words with the name of a place are a direction, a month or a broadcaster: "Western", "Nov. 3", Al Jazeera."""
    if words.text.lower().rstrip(".") not in COMPASS | MONTHS | BROADCASTERS:
        return False
    return not is_a_division(sentence, words)


def is_a_division(sentence: Sentence, words: Span) -> bool:
    """Whether the text calls what words name a province or district."""
    last = words.end < sentence.span.end and words.doc[words.end].lower_ in DIVISIONS
    return last or words[-1].lower_ in DIVISIONS


def is_function_word(words: Span) -> bool:
    """Whether a word is a function word, such as "The", "Most" or "But" at the start of a sentence, but not "US"."""
    return len(words) == 1 and words[0].is_stop and not words.text.isupper()


def usable(candidates: tuple[Candidate, ...], words: Span, label: str) -> tuple[Candidate, ...]:
    """Drop state abbreviations, except after a comma ("Waco, Tex.") or spelled like "NSW"; two letters alone mean a country."""
    after_comma = words.start > 0 and words.doc[words.start - 1].text in (",", "(")
    spelled = label in PLACE_LABELS | {"ORG"} and (words.text.count(".") > 1 or (len(words.text) > 2 and words.text.isupper()))
    plain = after_comma or spelled  # "NSW" and "B.C." occur alone, "Miss" and "PA" only after a town
    kept = tuple(c for c in candidates if c.rank != ABBREVIATION or (plain and label != "PERSON"))
    return kept if len(words.text) > 2 or after_comma else tuple(c for c in kept if c.place.feature == "COUNTRY")


def with_repeats(mentions: list[PlaceMention], sentences: Sequence[Sentence], people: Counter[str]) -> list[PlaceMention]:
    """Add the other occurrences of recognised names: a name that is a place once is a place throughout the report."""
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
