"""What the rules and the language model find in a report, as input for the networks."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading.foreign_sentences import sentences_of
from geodata.reading.language import Sentence
from geodata.reading.pieces import COLUMN, Signal
from geodata.reading.places import place_mentions
from geodata.reading.values.dates import find_dates
from geodata.reading.values.days import DateMention
from geodata.reading.values.numbers import find_numbers
from geodata.records import Evidence, Field, Geocode, Place, Report, Toponym
from geodata.vocabulary import ENGLISH

FORTNIGHT = timedelta(days=14)
LONGEST_PART = 9_000  # characters; about the length of the longest article in the training data
USUAL_PART = 6_000  # characters of a part of a longer text: takes half the memory, and the parts are even


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place name: characters `start` to `end` of the full text."""

    start: int
    end: int
    name: str
    geocode: Geocode | None
    adjective: bool
    inner: bool  # part of a building's name ("Jolo Cathedral"): gives the location, but is not a toponym itself


class Part(NamedTuple):
    """Characters `start` to `end` of the full text, and the bounds of its sentences, counted from `start`."""

    start: int
    end: int
    sentences: list[tuple[int, int]]

    def halves(self) -> tuple[Part, Part]:
        """Cut the part where its middle sentence begins, or halfway if it has only one sentence."""
        own, size = self.sentences, self.end - self.start
        if len(own) > 1:
            first, cut = own[: len(own) // 2], own[len(own) // 2][0]
            second = own[len(own) // 2 :]
        else:
            cut = size // 2
            first, second = [(0, cut)], [(cut, size)]
        return (
            Part(self.start, self.start + cut, first),
            Part(self.start + cut, self.end, [(a - cut, b - cut) for a, b in second]),
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """`full`: title, line break, text. All offsets are character positions in it."""

    report: Report
    full: str
    body: int  # where the text begins in it
    sentences: tuple[tuple[int, int], ...]
    places: tuple[FoundPlace, ...]
    dates: tuple[DateMention, ...]
    signals: tuple[Signal, ...]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Return the bounds of the sentence that contains a character, or of the nearest one before it."""
        return self.sentences[self.number_at(position)]

    def number_at(self, position: int) -> int:
        """Return the number of the sentence that contains a character, from 0."""
        return max(0, bisect.bisect_right(self.sentences, position, key=lambda s: s[0]) - 1)

    def places_from(self, position: int) -> Iterator[FoundPlace]:
        """Yield the places that begin at a character or after it, in order."""
        first = bisect.bisect_left(self.places, position, key=lambda p: p.start)
        return (self.places[i] for i in range(first, len(self.places)))

    def place_of(self, start: int) -> tuple[Field, int]:
        """Convert a position in the full text to a field and a position in that field."""
        return ("text", start - self.body) if start >= self.body else ("title", start)

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the text that the networks read separately. A text of usual length is one part; a longer one is
        cut between sentences into parts of about the same length."""
        size = len(self.full)
        count = 1 if size <= LONGEST_PART else math.ceil(size / USUAL_PART)
        start, number, own = 0, 1, list[tuple[int, int]]()
        for a, b in self.sentences:
            if own and a >= size * number / count:
                yield Part(start, own[-1][1] + start, own)
                start, number, own = a, number + 1, []
            own.append((a - start, b - start))
        if own:
            yield Part(start, size, own)

    def within(self, start: int, end: int) -> Iterator[Signal]:
        """Yield the signals that begin in a part, with offsets from its start."""
        first = bisect.bisect_left(self.signals, start, key=lambda s: s.start)
        for signal in self.signals[first:]:
            if signal.start >= end:
                break
            yield signal._replace(start=signal.start - start, end=signal.end - start)

    def quote(self, start: int, end: int) -> Evidence:
        """Return the words of the full text from `start` to `end` as evidence, cut at the break between title and text."""
        if start < self.body < end:
            end = self.body - 1
        name, first = self.place_of(start)
        return self.report.quote(name, first, first + end - start)

    def around(self, start: int, end: int, reach: int = 60) -> str:
        """Return some words of the full text with up to `reach` characters of their sentence on each side."""
        a, b = self.sentence_at(start)
        first, last = max(a, start - reach), min(b, end + reach)
        before, after = self.full[first:start], self.full[end:last]
        if first > a:
            before = before.partition(" ")[2]  # do not cut a word
        if last < b:
            after = after.rpartition(" ")[0]
        words = " ".join(f"{before}{self.full[start:end]}{after}".split())
        return f"{'…' if first > a else ''}{words}{'…' if last < b else ''}"

    def toponyms(self) -> tuple[Toponym, ...]:
        return tuple(
            Toponym(evidence=self.quote(p.start, p.end), name=p.name, geocode=p.geocode, adjective=p.adjective)
            for p in self.places
            if not p.inner
        )


def find(report: Report, sentences: Sequence[Sentence], gazetteer: Gazetteer, home: Place | None) -> Findings:
    full, body = f"{report.title}\n{report.text}", len(report.title) + 1
    shift = {"title": 0, "text": body}
    bounds = tuple((s.start + shift[s.field], s.end + shift[s.field]) for s in sentences)
    places = tuple(
        FoundPlace(m.start + shift[m.sentence.field], m.end + shift[m.sentence.field], m.name, geocode, m.adjective, m.inner)
        for m, geocode in place_mentions(sentences, gazetteer, home)
    )
    dates = tuple(
        DateMention(d.start + start, d.end + start, d.interval)
        for start, end in bounds
        for d in find_dates(full[start:end], report.published)
    )
    signals = tuple(sorted(signals_of(report, full, sentences, bounds, places, dates), key=lambda s: s.start))
    if report.language != ENGLISH:
        bounds = (*sentences_of(full, 0, body - 1), *sentences_of(full, body, len(full)))
    return Findings(report, full, body, bounds, places, dates, signals)


def signals_of(
    report: Report,
    full: str,
    sentences: Sequence[Sentence],
    bounds: Sequence[tuple[int, int]],
    places: Sequence[FoundPlace],
    dates: Sequence[DateMention],
) -> Iterator[Signal]:
    for place in places:
        known = place.geocode is not None
        area = known and place.geocode is not None and place.geocode.precision.is_area
        kind = "adjective" if place.adjective else "area" if area else "town" if known else "unknown_place"
        yield Signal(kind, place.start, place.end)
    for found in dates:
        day = found.interval.start
        recent = day is not None and report.published is not None and report.published - day <= FORTNIGHT
        yield Signal("recent" if recent else "old_date" if day else "vague_date", found.start, found.end)
    for start, end in bounds:
        for number in find_numbers(full[start:end]):
            yield Signal("number", start + number.start, start + number.end)
    for sentence, (start, _) in zip(sentences, bounds, strict=True):
        for entity in sentence.ents:
            if (name := f"ent_{entity.label_}") in COLUMN:
                first, last = sentence.bounds(entity.start, entity.end)
                yield Signal(name, first + start - sentence.start, last + start - sentence.start)
