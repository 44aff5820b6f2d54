"""From what a model said to incidents: only what the report's own words support is kept as read.

- The place has to be in the text. The gazetteer says where it lies, with country and province of the answer as context.
- A figure has to be stated by the words that are quoted for it; otherwise it is left out, and the incident is "not sure".
- A day has to follow from time words of the text; otherwise it is marked as the model's own.
- Claimant and actor have to be in the text; otherwise they are left out.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.lang.en.stop_words import STOP_WORDS

from geodata.gazetteer.lookup import Gazetteer, kilometres
from geodata.geocoding.gazetteer_geocoder import ASKED
from geodata.geocoding.named import as_area, divisions_of, in_country
from geodata.geocoding.resolver import Query, holds, resolve
from geodata.llm.answers import Said, SaidFigure
from geodata.llm.authorities import areas
from geodata.llm.figures import Quoted, supported
from geodata.llm.harm import is_stated
from geodata.llm.languages import Numbers, numbers_of
from geodata.llm.locating import Located
from geodata.reading.assembling import FIGURES
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.linked import Linked, Mention
from geodata.reading.named import SHARPNESS, is_name
from geodata.reading.times import when
from geodata.reading.unnamed import around
from geodata.reading.values.counts import Count
from geodata.reading.whereabouts import where
from geodata.records import Actor, Evidence, Figure, Geocode, Incident, Place, Toponym
from geodata.vocabulary import ENGLISH, NOT_FOUND, SURROUNDINGS, DatePrecision, FigureKind, GeoPrecision, Qualifier

SUPPORTED = 0.9  # confidence where every check holds
OWN_DAY = 0.7  # where the day is the model's own
ELSEWHERE = 0.6  # where the place is shown by its surroundings
UNSUPPORTED = 0.1  # where a figure is left out or could not be checked: below the floor, so in no sum
SURE_OF_PLACE = 0.8  # score from which a town is not looked for in the divisions that its sentences name
TOWNS_REACH_KM = 30.0  # around the town that a report is about
REACH = 2.0  # radii of a province or county in which a place can lie in it
NAMED_BY_MODEL = "the language model names it"
SLACK = timedelta(days=1)  # between the model's days and ours: papers and time zones differ by one
PRECISIONS = ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (7, DatePrecision.WEEK), (27, DatePrecision.DAYS),
              (31, DatePrecision.MONTH), (364, DatePrecision.DAYS), (366, DatePrecision.YEAR))  # fmt: skip


DAYS_AND_MONTHS = frozenset(name.casefold() for name in (*calendar.day_name, *calendar.month_name))


@dataclass(frozen=True, slots=True)
class Checked:
    """What came through: incidents, and what was left out with the reason."""

    incidents: tuple[Incident, ...]
    left_out: tuple[str, ...]


class Checker:
    """Checks answers against one report."""

    def __init__(self, findings: Findings, gazetteer: Gazetteer) -> None:
        self.findings, self.gazetteer = findings, gazetteer
        self.located = Located(findings.full)
        self.numbers: Numbers = numbers_of(findings.report.language)
        self.sentences = [s for s in findings.sentences if s[0] >= findings.body]  # of the text, as a request numbers them

    def checked(self, answers: Sequence[Said]) -> Checked:
        found: list[Incident] = []
        left_out: list[str] = []
        counted: set[tuple[object, ...]] = set()
        for said in answers:
            incident = self.incident(said)
            if not isinstance(incident, Incident):
                left_out.append(incident)
            elif incident.id not in {other.id for other in found}:  # a model may say the same twice
                words = {(incident.place, f.kind, f.evidence.field, f.evidence.start) for f in incident.figures if f.low}
                found.append(counted_twice(incident) if words & counted else incident)
                counted |= words
        return Checked(tuple(found), tuple(left_out))

    def incident(self, said: Said) -> Incident | str:
        """The incident with what is supported; or, where nothing is, why it is left out, in words."""
        spans = [s for n in dict.fromkeys((said.evidence, *said.sentences)) if (s := self.sentence(n))]
        at = self.located.find(said.place, spans)
        if not spans or at is None:
            missing = f"the place {said.place!r} is not in the text" if spans else "none of its sentences exist"
            return f"unsupported: {said.type.label} {said.place!r}: {missing}"
        reasons: list[str] = []
        toponym, confidence = self.place(said, at, spans, reasons)
        days = self.days(said, spans)
        if said.start and not days:
            reasons.append("the date is the language model's own")
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
        """Where the sentence with a number of the request is; 0 is the title."""
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

    # --- where ---------------------------------------------------------------------------------------------------------

    def place(
        self, said: Said, at: tuple[int, int], spans: Sequence[tuple[int, int]], reasons: list[str]
    ) -> tuple[Toponym, float]:
        """The name as the text writes it, placed by the gazetteer in the country and province of the answer; where no place
        of that name is known there, at the sharpest known place around it. And how sure that is."""
        confidence = SUPPORTED
        a, b = at
        name = " ".join(self.findings.full[a:b].split())
        if not any(is_name(word, self.findings) for word in re.findall(r"[^\W\d_]+", name)) or self.is_no_place(name, a):
            reasons.append(f"unsupported: {name!r} is not the name of a place")
            return Toponym(evidence=self.findings.quote(a, b), name=name, geocode=None), UNSUPPORTED
        country, province = (said.country or "").upper(), said.province or ""
        events = tuple(Mention("event", first, first + 1) for first, _ in spans)
        linked = Linked(events, (Mention("where", a, b),), {said.type: 1.0}, {said.role: 1.0})
        ours = where(self.findings, linked, said.role, self.gazetteer)
        geocode = ours.geocode if ours else None
        if geocode is not None and country not in ("", geocode.place.country) and geocode.place.country is not None:
            geocode = None  # seas and regions have no country
        if geocode is not None and geocode.precision is GeoPrecision.COUNTRY and not self.bears(geocode.place, name):
            geocode = None  # the country around an unknown place; a town around it may be known
        if geocode is None or province:
            geocode = in_country(name, province, country, self.gazetteer) or geocode
        if geocode is not None and not geocode.precision.is_area:
            geocode = self.inside(name, geocode, country, spans)
            geocode = geocode if fits(geocode.place, self.divisions(said, country)) else None
        if geocode is None and (geocode := self.around(said, country, province, spans if country else [at])):
            named = self.names(geocode.place)
            confidence = ELSEWHERE if named else UNSUPPORTED
            reasons.append(f"{SURROUNDINGS}{'' if named else ', as the language model alone says'}")
        if geocode is None:
            confidence = ELSEWHERE
            reasons.append(NOT_FOUND)
        return Toponym(evidence=self.findings.quote(a, b), name=name, geocode=geocode), confidence

    def is_no_place(self, name: str, at: int) -> bool:
        """Whether words are a day or month, or have their capital from the beginning of a sentence alone: "More", "A"."""
        if self.findings.report.language != ENGLISH or (name.isupper() and len(name) > 1):
            return False
        word = name.casefold()
        begins = any(first <= at <= first + 1 for first, _ in self.findings.sentences) or len(name) == 1
        return word in DAYS_AND_MONTHS or (begins and word in STOP_WORDS)

    def names(self, place: Place) -> bool:
        """Whether the report itself names a place, or one that lies in it."""
        found = [p.geocode.place for p in self.findings.places if p.geocode]
        return any(p.id == place.id or holds(place, p) for p in found)

    def bears(self, place: Place, name: str) -> bool:
        """Whether a place has a name, alone or with words such as "the" and "southern" before it."""
        words = name.split()
        return any(c.place.id == place.id for n in range(len(words)) for c in self.gazetteer.find(" ".join(words[n:])))

    def inside(self, name: str, geocode: Geocode, country: str, spans: Sequence[tuple[int, int]]) -> Geocode:
        """A doubtful town in the province or county that the incident's sentences name, where one of its name lies there."""
        places = [p.geocode.place for p in self.named(spans, country) if p.geocode]
        divisions = [place for place in places if place.feature in ("ADM1", "ADM2")]
        if geocode.score >= SURE_OF_PLACE or any(holds(division, geocode.place) for division in divisions):
            return geocode
        candidates = tuple(c for c in self.gazetteer.find(name) if any(holds(division, c.place) for division in divisions))
        found = resolve([Query(name=name, candidates=candidates)], weights=ASKED)[0] if candidates else None
        return found or geocode

    def divisions(self, said: Said, country: str) -> list[Place]:
        """The smallest province or county that the answer names around the place in the text's words: those of that name."""
        found = (divisions_of(quote, country, self.gazetteer) for quote in said.within if self.located.find(quote))
        return next((places for places in found if places), [])

    def named(self, spans: Sequence[tuple[int, int]], country: str) -> list[FoundPlace]:
        """The places that some sentences name in a country."""
        return [
            p for p in self.findings.places
            if p.geocode and not p.adjective and any(a <= p.start < b for a, b in spans)
            and p.geocode.place.country and country in ("", p.geocode.place.country)
        ]  # fmt: skip

    def around(self, said: Said, country: str, province: str, spans: Sequence[tuple[int, int]]) -> Geocode | None:
        """The sharpest known place that holds it by the answer's words, or that its sentences name in the country; else its
        province, else its country."""
        holders = (at for quote in said.within if (at := self.located.find(quote, spans)))
        named = [in_country(self.findings.full[a:b], province, country, self.gazetteer) for a, b in holders]
        divisions = self.divisions(said, country)
        near = [p.geocode for p in self.named(spans, country) if p.geocode and fits(p.geocode.place, divisions)]
        known = max((g for g in (*named, *near) if g), key=lambda g: SHARPNESS[g.precision], default=None)
        if known is not None and not known.precision.is_area:
            return known
        division = self.division(province, country)
        outer = [*divisions, *([division.place] if division else [])]
        if office := self.office(spans, country, province, outer):
            return office
        if known is not None and division is not None and holds(division.place, known.place):
            return known
        whole = next((place for place in self.gazetteer.countries() if place.country == country), None)
        larger = known if known is not None and known.precision is not GeoPrecision.COUNTRY else None
        return division or larger or self.main_town(country) or known or (as_whole(whole) if whole else None)

    def division(self, province: str, country: str) -> Geocode | None:
        """The province of an answer, not the city of its name."""
        places = divisions_of(province, country, self.gazetteer)
        return (
            as_area(places[0], NAMED_BY_MODEL)
            if places
            else in_country(province, "", country, self.gazetteer)
            if province
            else None
        )

    def office(self, spans: Sequence[tuple[int, int]], country: str, province: str, outer: Sequence[Place]) -> Geocode | None:
        """Around the town or county whose police or fire brigade the incident's sentences name."""
        for name in (name for a, b in spans for name in areas(self.findings.full[a:b])):
            found = in_country(name, province, country, self.gazetteer)
            if found and found.place.feature in ("PPL", "ADM2") and self.bears(found.place, name) and fits(found.place, outer):
                return around(found)
        return None

    def main_town(self, country: str) -> Geocode | None:
        """The town that the report is about: one that it names at least twice as often as any other of the country. What it
        names without saying more lies near there, within some tens of kilometres."""
        towns = Counter(
            p.geocode.place.id for p in self.named([(0, len(self.findings.full))], country)
            if p.geocode and p.geocode.place.feature == "PPL"
        )  # fmt: skip
        if not towns:
            return None
        (ident, count), *others = towns.most_common(2)
        if others and count < 2 * others[0][1]:
            return None
        found = next(p.geocode for p in self.findings.places if p.geocode and p.geocode.place.id == ident)
        return replace(found, precision=GeoPrecision.NEAR_SETTLEMENT, radius_km=max(found.radius_km, TOWNS_REACH_KM))

    # --- when ----------------------------------------------------------------------------------------------------------

    def days(self, said: Said, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether time words of the text give the days of an answer."""
        if said.start is None or said.end is None:
            return True
        found = [at for quote in said.when if (at := self.located.find(quote, spans))]
        mentions = tuple(Mention("when", a, b) for a, b in found)
        for some in (mentions, *((m,) for m in mentions)):
            linked = Linked((Mention("event", spans[0][0], spans[0][0] + 1),), some, {said.type: 1.0}, {said.role: 1.0})
            ours = when(self.findings, linked, said.role) if some else None
            if ours and ours.start and ours.end and abs(ours.start - said.start) <= SLACK and abs(ours.end - said.end) <= SLACK:
                return True
        words = [self.findings.full[a:b] for a, b in found]
        return self.numbers.gives_days(words, self.findings.report.published, said.start, said.end, SLACK)

    # --- how many ------------------------------------------------------------------------------------------------------

    def figure(
        self, kind: FigureKind, said: SaidFigure, spans: Sequence[tuple[int, int]], claimant: str | None
    ) -> tuple[Figure | None, str]:
        """The figure where its words state it; and why it does not count, in words, where they do not or it is not clear."""
        places = [at for quote in said.quotes if (at := self.located.find(quote, spans)) and self.may_count(at, spans)]
        what = f"{said} {kind.label}"
        if not places:
            return None, f"unsupported: {what}: its words are not in the incident's sentences"
        count: Count | None
        reason = ""
        if self.findings.report.language == ENGLISH:
            count = supported(said, kind, [self.quoted(a, b) for a, b in places])
        else:
            count = self.numbers.supported(said, self.findings.full, places)
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
            return None, f"unsupported: {what}: “{words}” does not say it"
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
        """Whether quoted words can state a figure of the incident: they are in its sentences and not a time or place."""
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


def counted_twice(incident: Incident) -> Incident:
    """An incident whose figure is in words that count for another incident at its place already: in no sum."""
    return replace(
        incident,
        confidence=UNSUPPORTED,
        reasons=(*incident.reasons, "unsupported: the words of its figure count for another incident at this place"),
    )


def fits(place: Place, divisions: Sequence[Place]) -> bool:
    """Whether a place lies in or near one of some provinces and counties; true where there are none."""
    return not divisions or any(d.id == place.id or holds(d, place) or is_near(d, place) for d in divisions)


def is_near(division: Place, place: Place) -> bool:
    """Whether a place can lie in a province or county by distance: a gazetteer's codes for the two can be of two systems."""
    far = kilometres(division.latitude, division.longitude, place.latitude, place.longitude)
    return far < REACH * division.radius_km


def as_whole(country: Place) -> Geocode:
    return Geocode(
        place=country,
        precision=GeoPrecision.COUNTRY,
        radius_km=country.radius_km,
        score=1.0,
        reason=NAMED_BY_MODEL,
    )


def as_said(said: SaidFigure) -> Count:
    """The figure of an answer unchanged, for words that no reader here knows."""
    exact = said.low is not None and said.low == said.high
    qualifier = Qualifier.EXACT if exact else Qualifier.AT_LEAST if said.high is None else Qualifier.UP_TO
    return Count(said.low, said.high, said.best, qualifier if None in (said.low, said.high) or exact else Qualifier.RANGE)


def precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None or end is None:
        return DatePrecision.UNKNOWN
    days = (end - start).days + 1
    return next((p for most, p in PRECISIONS if days <= most), DatePrecision.YEAR)
