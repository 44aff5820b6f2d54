"""Decide from the surrounding words and the model's labels whether words that can name a place do so in a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Span

from geodata.gazetteer.lookup import ABBREVIATION, Candidate
from geodata.gazetteer.names import fold
from geodata.reading.language import Sentence
from geodata.reading.place_mentions import PlaceMention, mention_of, trimmed
from geodata.reading.place_words import (
    BUILDINGS,
    COMPASS,
    DIVISIONS,
    FACILITIES,
    FACILITY_KINDS,
    INNER_WORDS,
    LOCATIVE,
    LONGEST_ACRONYM,
    NAMED_AFTER_TOWNS,
    ORGANISATION_WORDS,
    PLACE_LABELS,
    SETTLEMENTS,
    SHIPS,
    STREETS,
    TITLES,
    WATERS,
)

DISEASES = frozenset("virus viruses fever flu strain encephalitis ebolavirus disease".split())
PROPER = frozenset(["NNP", "NNPS"])  # tags of proper nouns


def called_a_settlement(span: Span, i: int) -> bool:
    """Whether the text itself calls the name a place, as in "the village of X", whatever label the model gives it."""
    return i - 2 >= span.start and span.doc[i - 1].lower_ == "of" and span.doc[i - 2].lower_ in SETTLEMENTS


def stands_for_place(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words around an unknown name show that it is a place."""
    doc, span = sentence.span.doc, sentence.span
    before = doc[first - 1].lower_ if first > span.start else ""
    after = doc[last].lower_ if last < span.end else ""
    governor = doc[first - 2].lower_ if before == "of" and first - 2 >= span.start else ""
    if before in LOCATIVE or before in COMPASS | SETTLEMENTS or after in DIVISIONS:
        return True
    if governor in SETTLEMENTS or governor in DIVISIONS or governor in COMPASS:
        return True
    return after == "," and last + 1 < span.end and doc[last + 1].ent_type_ == "GPE"


def is_acronym(words: Span) -> bool:
    return words.text.isupper() and words.text.isalpha() and 2 < len(words.text) <= LONGEST_ACRONYM


def well_known(candidate: Candidate) -> bool:
    """Whether a name in capitals may mean this place: a country, an abbreviated state, or a city by its main name ("LIMA")."""
    place, rank = candidate
    return place.feature == "COUNTRY" or rank == ABBREVIATION or (rank == 0 and place.population >= 100_000)


def is_great(candidate: Candidate) -> bool:
    """Whether a place is more than a small town: an area or a site, or a well-known city."""
    return candidate.place.feature != "PPL" or well_known(candidate)


def is_abbreviation(words: Span) -> bool:
    text = words.text
    return (text.isupper() and (len(text) > 1)) or "." in text


def part_of_longer_name(sentence: Sentence, words: Span, entity: Span | None, names: tuple[Candidate, ...]) -> bool:
    """Whether the words are only part of a longer name: Bank of England, Boston Marathon, New York Times."""
    doc, first, last = words.doc, words.start, words.end
    after = doc[last] if last < sentence.span.end else None
    before = doc[first - 1] if first > sentence.span.start else None
    if begins_a_water(sentence, first, last) or names_a_facility(sentence, last, names):
        return True
    if names_a_disease(sentence, first, last) or (before is not None and before.text in SHIPS):
        return True
    if after is not None and after.lower_ in STREETS and after.text[0].isupper() and not starts_a_name(sentence, last):
        return True  # "44 Hungerford St."
    if after is not None and after.text in ("-", "–") and last + 1 < sentence.span.end and not after.whitespace_:
        return not doc[last + 1].lower_.startswith(("based", "born", "led", "backed", "held", "controlled", "area"))
    if entity is not None:
        head, tail = trimmed(entity)
        extra = [t for i, t in enumerate(doc[head:tail], head) if not first <= i < last]
        if words[-1].lower_ in ("county", "parish") and len(words) > 1:
            return False  # "Walker County Sheriff's Office" still names the county
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


def starts_a_name(sentence: Sentence, i: int) -> bool:
    """Whether "St." begins a name, as in "St. Patrick", and does not end that of a street."""
    return i + 1 < sentence.span.end and sentence.span.doc[i + 1].text[0].isupper()


def begins_a_water(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a word begins the name of a bay, a cape or the like: "Bay of Campeche"."""
    doc, span = sentence.span.doc, sentence.span
    if last - first > 1 or doc[first].lower_ not in WATERS or last + 1 >= span.end:
        return False
    return doc[last].lower_ == "of" and doc[last + 1].text[0].isupper()


def names_a_facility(sentence: Sentence, last: int, names: tuple[Candidate, ...]) -> bool:
    """Whether a name that only small places have is that of a building: "the Westgate shopping mall"."""
    doc, span = sentence.span.doc, sentence.span
    kind = last < span.end and doc[last].text in FACILITY_KINDS
    words = [doc[i] for i in range(last + kind, min(span.end, last + kind + 3))]
    noun = words[0].text if words else ""
    elsewhere = len(words) == 3 and words[1].text == "in" and words[2].text[0].isupper()
    is_facility = noun in FACILITIES or (noun in NAMED_AFTER_TOWNS and elsewhere)
    return is_facility and not any(is_great(c) for c in names)


def names_a_disease(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the name belongs to a disease named after a place: "West Nile virus", "Lassa fever", "Ebola Reston"."""
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
    """Return the town in the name of one of its buildings: "Jolo Cathedral", "Kabul University"; None for other words."""
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
    """Whether a word is a person's name from the report ("Riva" after "Paul Riva"), unless it is well known or after "in"."""
    before = words.doc[words.start - 1].lower_ if words.start > 0 else ""
    return (
        len(words) == 1
        and people[fold(words.text)] > 0
        and before not in ("in", "near")
        and not any(is_great(c) for c in names)
    )


def backing(sentence: Sentence, words: Span, names: tuple[Candidate, ...]) -> int:
    """Score the evidence for a place that the model did not tag: 2 for each telling neighbour, +1 or -1 for other signs."""
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
    if all(t.tag_ in PROPER for t in words if t.text[0].isupper()):
        score += 1 if len(words) > 1 or first > sentence.span.start else 0
    else:
        score -= 1
    return score
