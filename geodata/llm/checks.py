"""Turn a model's answer into incidents, and keep only what the report's own words support.

- The place must be in the text. The gazetteer locates it, with the answer's country and province as context.
- The words quoted for a figure must state it; otherwise the figure is left out, and the incident is "not sure".
- A day must follow from the text's time words; otherwise it is marked as the model's own.
- The claimant and the actor must be in the text; otherwise they are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.answers import Said, SaidFigure
from geodata.llm.figures import Quoted, is_denied, supported
from geodata.llm.harm import is_stated
from geodata.llm.languages import Numbers, numbers_of
from geodata.llm.locating import Located
from geodata.llm.placer import UNSUPPORTED, Placer
from geodata.reading.figures import FIGURES
from geodata.reading.findings import Findings
from geodata.reading.linked import Linked, Mention
from geodata.reading.times import when
from geodata.reading.values.counts import Count
from geodata.reading.values.numbers import find_numbers
from geodata.records import Actor, Evidence, Figure, Incident
from geodata.vocabulary import ENGLISH, DatePrecision, FigureKind, Qualifier

OWN_DAY = 0.7  # confidence if the day is the model's own
Words = tuple[FigureKind, str, int]  # of a figure: its kind, the report's field, and the position of the number
EACH = re.compile(
    r"\b(?:each|apiece|respectively|as many|cada|chacune?|jeweils|ciascun[ao]|elk|кажд\w+|кожн\w+)\b", re.IGNORECASE
)
SIGNS, SIGN = re.compile(r"[.,;:!?]"), 100  # between a place and a figure, and how many characters each counts as
ELSEWHERE = 10**6  # characters between the title and the text
PRECISIONS = ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (7, DatePrecision.WEEK), (27, DatePrecision.DAYS),
              (31, DatePrecision.MONTH), (364, DatePrecision.DAYS), (366, DatePrecision.YEAR))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """The incidents that passed, and what was left out, with the reasons."""

    incidents: tuple[Incident, ...]
    left_out: tuple[str, ...]


class Checker:
    """Checks answers against one report."""

    def __init__(self, findings: Findings, gazetteer: Gazetteer) -> None:
        self.findings, self.gazetteer = findings, gazetteer
        self.located = Located(findings.full)
        self.placer = Placer(findings, gazetteer, self.located)
        self.numbers: Numbers = numbers_of(findings.report.language)
        self.sentences = [s for s in findings.sentences if s[0] >= findings.body]  # of the text, as a request numbers them

    def checked(self, answers: Sequence[Said]) -> Checked:
        found: dict[str, Incident] = {}  # by id: a model may give the same incident twice
        left_out: list[str] = []
        for said in answers:
            incident = self.incident(said)
            if isinstance(incident, Incident):
                found.setdefault(incident.id, incident)
            else:
                left_out.append(incident)
        return Checked(tuple(self.counted_once(list(found.values()))), tuple(left_out))

    def counted_once(self, incidents: Sequence[Incident]) -> Iterator[Incident]:
        """Yield the incidents so that each figure's words count for only one: the one whose place is nearest to the words."""
        nearest: dict[Words, Incident] = {}
        for incident in (one for one in incidents if one.confidence > UNSUPPORTED):  # the others count in no sum
            for words, figure in counting(incident):
                other = nearest.setdefault(words, incident)
                if self.distance(incident, figure) < self.distance(other, figure):
                    nearest[words] = incident
        for incident in incidents:
            others = [
                f for words, f in counting(incident) if nearest.get(words, incident) is not incident and not self.of_each(f)
            ]
            yield counted_twice(incident) if others else incident

    def distance(self, incident: Incident, figure: Figure) -> int:
        """Return the characters between a figure's words and its place's name; each punctuation mark there adds `SIGN`."""
        place, words = (incident.toponym or incident).evidence, figure.evidence
        if place.field != words.field:
            return ELSEWHERE
        a, b = (place.end, words.start) if place.start < words.start else (words.end, place.start)
        return max(0, b - a) + SIGN * len(SIGNS.findall(self.findings.report.part(words.field)[a:b]))

    def of_each(self, figure: Figure) -> bool:
        """Whether a figure's sentence gives the figure for each of several places."""
        words = figure.evidence
        a, b = self.findings.sentence_at(words.start + (self.findings.body if words.field == "text" else 0))
        return bool(EACH.search(self.findings.full[a:b]))

    def incident(self, said: Said) -> Incident | str:
        """Return the incident with what the text supports, or the reason why it is left out, in words."""
        spans = [s for n in dict.fromkeys((said.evidence, *said.sentences)) if (s := self.sentence(n))]
        at = self.located.find(said.place, spans)
        if not spans or at is None:
            missing = f"the place {said.place!r} is not in the text" if spans else "none of its sentences exist"
            return f"unsupported: {said.type.label} {said.place!r}: {missing}"
        reasons: list[str] = []
        toponym, confidence = self.placer.place(said, at, spans, reasons)
        days = self.days(said, spans)
        if said.start and not days:
            reasons.append("only the language model gives this date")
            confidence = min(confidence, OWN_DAY)
        figures: dict[FigureKind, Figure] = {}
        for name, figure in said.figures.items():
            kept, reason = self.figure(FIGURES[name], figure, spans, said.claimant)
            if kept is not None:
                figures[kept.kind] = kept
            if reason:
                reasons.append(reason)
                confidence = UNSUPPORTED
        claimant = self.words(said.claimant, spans, "claimant", reasons)
        actor = self.words(said.actor, spans, "actor", reasons)
        evidence = [self.findings.quote(a, b) for a, b in sorted(spans)]
        where_said = ",".join(f"{e.field}{e.start}" for e in evidence)
        key = f"{self.findings.report.id}|{where_said}|{said.type}|{said.role}|{toponym.name}|{said.start}|{said.end}"
        return Incident(
            id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12],
            type=said.type,
            role=said.role,
            toponym=toponym,
            start=said.start,
            end=said.end,
            date_precision=precision(said.start, said.end),
            evidence=self.findings.quote(*spans[0]),
            sentences=tuple(evidence),
            killed=figures.get(FigureKind.KILLED),
            injured=figures.get(FigureKind.INJURED),
            missing=figures.get(FigureKind.MISSING),
            attackers_killed=figures.get(FigureKind.ATTACKERS_KILLED),
            attribution=claimant.quote if claimant else None,
            actor=Actor(name=" ".join(actor.quote.split()), evidence=actor) if actor else None,
            confidence=confidence,
            reasons=tuple(reasons),
        )

    def sentence(self, number: int) -> tuple[int, int] | None:
        """Return the span of the sentence with this number in the request, 0 for the title; None if it does not exist."""
        if number == 0:
            return (0, self.findings.body - 1) if self.findings.body > 1 else None
        return self.sentences[number - 1] if 0 < number <= len(self.sentences) else None

    def words(self, quote: str | None, spans: Sequence[tuple[int, int]], what: str, reasons: list[str]) -> Evidence | None:
        if quote is None:
            return None
        at = self.located.find(quote, spans)
        if at is None:
            reasons.append(f"unsupported: the {what} {quote[:80]!r} is not in the text")
            return None
        return self.findings.quote(*at)

    # --- when ----------------------------------------------------------------------------------------------------------

    def days(self, said: Said, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether the text's time words give the days of an answer; true if it has none."""
        if said.start is None or said.end is None:
            return True
        found = [at for quote in said.when if (at := self.located.find(quote, spans))]
        mentions = tuple(Mention("when", a, b) for a, b in found)
        for some in (mentions, *((m,) for m in mentions)):
            linked = Linked((Mention("event", spans[0][0], spans[0][0] + 1),), some, {said.type: 1.0}, {said.role: 1.0})
            ours = when(self.findings, linked, said.role) if some else None
            if ours and (ours.start, ours.end) == (said.start, said.end):
                return True
        words = [self.findings.full[a:b] for a, b in found]
        return self.numbers.gives_days(words, self.findings.report.published, said.start, said.end)

    # --- how many ------------------------------------------------------------------------------------------------------

    def figure(
        self, kind: FigureKind, said: SaidFigure, spans: Sequence[tuple[int, int]], claimant: str | None
    ) -> tuple[Figure | None, str]:
        """Return the figure, or None if its words do not state it; and the reason for None or an unchecked figure, else ""."""
        places = [at for quote in said.quotes if (at := self.located.find(quote, spans)) and self.may_count(at, spans)]
        what = f"{said} {kind.label}"
        if not places:
            return None, f"unsupported: {what}: its words are not in the incident's sentences"
        count: Count | None
        reason = ""
        if self.findings.report.language == ENGLISH:
            quoted = [self.quoted(a, b) for a, b in places]
            count = supported(said, kind, quoted)
            if all(is_denied(one) for one in quoted):
                reason = f"unsupported: {what}: its sentence reports a denial"
        else:
            count, hedged = self.numbers.supported(said, self.findings.full, places)
            if not hedged:
                reason = f"not checked: {what}: no known words for it are next to the number"
            if count is None and not self.numbers.can_tell(self.findings.full, places):
                count = as_said(said)
                reason = f"not checked: {what}: numbers are not read in this language"
            about = is_stated(kind, self.findings.report.language, self.findings.full, places)
            if about is False:
                count = None
            elif about is None and count is not None:
                reason = reason or f"not checked: {what}: words for harm are not known in this language"
        if count is None:
            words = " … ".join(" ".join(self.findings.full[a:b].split())[:80] for a, b in places)
            return None, f"unsupported: {what}: “{words}” does not say so"
        says = self.located.find(said.claimant or claimant or "", spans)
        first, *others = places
        return (
            Figure(
                kind=kind,
                low=count.low,
                high=count.high,
                best=count.best,
                qualifier=count.qualifier,
                evidence=self.findings.quote(*first),
                attribution=self.findings.quote(*says).quote if says else None,
                word=count.word if count.qualifier is Qualifier.VAGUE else None,
                parts=tuple(self.findings.quote(a, b) for a, b in others),
            ),
            reason,
        )

    def may_count(self, at: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
        """Whether quoted words can state a figure of the incident: they are in its sentences, and are not a time or place."""
        a, b = at
        inside = any(first <= a and b <= last for first, last in spans)
        named = any(p.start <= a and b <= p.end for p in self.findings.places) or any(
            d.start <= a and b <= d.end for d in self.findings.dates
        )
        return inside and not named

    def quoted(self, start: int, end: int) -> Quoted:
        a, b = self.findings.sentence_at(start)
        b = max(b, end)
        return Quoted(self.findings.full[a:b], start - a, end - a)


def counting(incident: Incident) -> Iterator[tuple[Words, Figure]]:
    """Return the figures of an incident that count anyone, each with the words that give it."""
    return (((f.kind, f.evidence.field, number_at(f.evidence)), f) for f in incident.figures if f.low)


def number_at(words: Evidence) -> int:
    """Return where the number in some words is, so that "killing 12 people" and "12 people" can count as the same."""
    digit = re.search(r"\d", words.quote)
    spelled = next((n.core for n in find_numbers(words.quote)), 0)
    return words.start + (digit.start() if digit else spelled)


def counted_twice(incident: Incident) -> Incident:
    """Mark an incident as unsupported, so that it is in no sum: the words of its figure already count for another."""
    return replace(
        incident,
        confidence=UNSUPPORTED,
        reasons=(*incident.reasons, "unsupported: the words of its figure count for another incident"),
    )


def as_said(said: SaidFigure) -> Count:
    """Return an answer's figure unchecked, for a language whose numbers are not read."""
    exact = said.low is not None and said.low == said.high
    qualifier = Qualifier.EXACT if exact else Qualifier.AT_LEAST if said.high is None else Qualifier.UP_TO
    return Count(said.low, said.high, said.best, qualifier if None in (said.low, said.high) or exact else Qualifier.RANGE)


def precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None or end is None:
        return DatePrecision.UNKNOWN
    days = (end - start).days + 1
    return next((p for most, p in PRECISIONS if days <= most), DatePrecision.YEAR)
