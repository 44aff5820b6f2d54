"""Turn clusters of frames into incident records: choose figures, claimant, time, role and confidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geodata.reading.attributions import Attribution
from geodata.reading.discourse import RECENT, Cluster
from geodata.reading.figures import FigureMention
from geodata.reading.frames import Frame
from geodata.reading.locations import Located
from geodata.records import Evidence, Figure, Incident, Report, Toponym
from geodata.vocabulary import DatePrecision, Family, FigureKind, GeoPrecision, IncidentType, Qualifier, Role

T = IncidentType
K = FigureKind
BOTH_SIDES = frozenset({T.ARMED_CLASH, T.AIR_STRIKE, T.SHELLING, T.MISSILE_STRIKE})


@dataclass(frozen=True, slots=True)
class Speakers:
    """The claimants of the report, so that "he said" can be told."""

    by_sentence: dict[int, list[Attribution]]

    def name(self, attribution: Attribution | None) -> str | None:
        if attribution is None:
            return None
        if not attribution.pronoun:
            return attribution.text
        for number in range(attribution.sentence.number - 1, max(-1, attribution.sentence.number - 4), -1):
            named = [a for a in self.by_sentence.get(number, ()) if not a.pronoun]
            if named:
                return named[-1].text
        return None

    def of_figure(self, figure: FigureMention) -> str | None:
        token = figure.sentence.span.doc[figure.anchor]
        covering = [a for a in self.by_sentence.get(figure.sentence.number, ()) if a.covers(token)]
        named = sorted(covering, key=lambda a: (a.pronoun, -(a.clause.i if a.clause is not None else -1)))
        return self.name(named[0]) if named else None


def to_incident(cluster: Cluster, report: Report, toponym: Toponym | None, speakers: Speakers, alone: bool) -> Incident:
    """The record of one cluster."""
    kind = cluster.type or T.OTHER
    chosen, history = choose_figures(cluster, kind)
    figures = {k: record(figure, report, speakers) for k, figure in chosen.items()}
    start, end, precision = when(cluster)
    sentences = tuple(dict.fromkeys(sentence_of(frame, report) for frame in cluster.frames))
    lead = leading(cluster)
    attribution = next((f.attribution for f in figures.values() if f.attribution), None)
    if attribution is None:
        telling = [lead, *(f for f in cluster.frames if f.place is not None), *cluster.frames]
        attribution = next((name for f in telling if (name := speakers.name(f.attribution))), None)
    covers = tuple(dict.fromkeys(p.mention.name for f in cluster.frames for p in f.covers))
    excludes = tuple(dict.fromkeys(p.mention.name for f in cluster.frames for p in f.excludes))
    confidence, reasons = confidence_of(cluster, kind, toponym)
    key = f"{report.id}|{sentences[0].field}|{sentences[0].start}|{kind}|{toponym.name if toponym else ''}|{start}"
    return Incident(
        id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        type=kind,
        role=role_of(cluster, report.published, alone),
        toponym=toponym,
        start=start,
        end=end,
        date_precision=precision,
        evidence=sentence_of(lead, report),
        sentences=sentences,
        killed=figures.get(K.KILLED),
        injured=figures.get(K.INJURED),
        missing=figures.get(K.MISSING),
        attackers_killed=figures.get(K.ATTACKERS_KILLED),
        history=tuple(record(f, report, speakers) for f in history),
        attribution=attribution,
        covers=covers,
        excludes=excludes,
        confidence=confidence,
        reasons=reasons,
    )


def sentence_of(frame: Frame, report: Report) -> Evidence:
    sentence = frame.sentence
    return report.quote(sentence.field, sentence.start, sentence.end)


def leading(cluster: Cluster) -> Frame:
    """The frame whose sentence shows the incident best: place and figures, else place, else the first; text before title."""
    return max(
        cluster.frames,
        key=lambda f: (
            2 * (f.place is not None) + bool(f.figures) + (f.sentence.field == "text"),
            -f.sentence.number,
        ),
    )


def choose_figures(cluster: Cluster, kind: IncidentType) -> tuple[dict[FigureKind, FigureMention], list[FigureMention]]:
    """One figure of each kind, and those that it replaces or that rival it."""
    by_kind: dict[FigureKind, list[FigureMention]] = {}
    for frame in cluster.frames:
        for figure in frame.figures:
            which = figure.kind
            if figure.attackers:
                which = K.ATTACKERS_KILLED if kind not in BOTH_SIDES else which
                if which is K.ATTACKERS_KILLED and figure.kind is not K.KILLED:
                    continue
            by_kind.setdefault(which, []).append(figure)
    chosen, history = {}, []
    for which, figures in by_kind.items():
        best = pick([f for f in figures if not f.part or f.updated] or figures)
        if best is None:
            continue
        chosen[which] = best if which is best.kind else replace(best, kind=which)
        history += [f for f in figures if f is not best and not f.implied and value(f) != value(best) and f.kind is which]
    return chosen, history


def value(figure: FigureMention) -> tuple[int | None, int | None]:
    return figure.low, figure.high


def size(figure: FigureMention) -> int:
    return figure.low if figure.low is not None else figure.high or 0


def pick(figures: Sequence[FigureMention]) -> FigureMention | None:
    """The figure to show: the latest update, else the largest that is told as a number; parts are smaller than wholes."""
    updates = [f for f in figures if f.updated]
    if updates:
        return updates[-1]
    counted = [f for f in figures if not f.implied]
    if counted:
        counted = [f for f in counted if not f.superseded] or counted
        counted = [f for f in counted if f.qualifier is not Qualifier.VAGUE] or counted
        whole = [f for f in counted if not f.another] or counted
        largest = max(size(f) for f in whole)
        return next(f for f in whole if size(f) == largest)
    named = {f.name: f for f in figures if f.name}
    if len(named) > 1 and len(named) == len(figures):
        first = figures[0]
        total = len(named)
        same = {f.sentence.number for f in figures} == {first.sentence.number}
        if same:
            return replace(first, low=total, high=total, best=total, last=max(f.last for f in figures))
    return figures[0] if figures else None


def record(figure: FigureMention, report: Report, speakers: Speakers) -> Figure:
    start, end = figure.sentence.bounds(figure.first, figure.last)
    return Figure(
        kind=figure.kind,
        low=figure.low,
        high=figure.high,
        best=figure.best,
        qualifier=figure.qualifier,
        evidence=report.quote(figure.sentence.field, start, end),
        attribution=speakers.of_figure(figure),
        word=figure.word if figure.qualifier is Qualifier.VAGUE else None,
    )


def when(cluster: Cluster) -> tuple[date | None, date | None, DatePrecision]:
    interval = cluster.interval
    if interval is None or interval.start is None or interval.end is None:
        return None, None, DatePrecision.UNKNOWN
    return interval.start, interval.end, interval.precision


def role_of(cluster: Cluster, published: date | None, alone: bool) -> Role:
    if cluster.aggregate:
        return Role.AGGREGATE
    end = cluster.interval.end if cluster.interval else None
    if cluster.background or (end is not None and published is not None and end < published - RECENT):
        return Role.BACKGROUND
    if alone and all(frame.legal for frame in cluster.frames):
        return Role.BACKGROUND
    return Role.MAIN


def confidence_of(cluster: Cluster, kind: IncidentType, toponym: Toponym | None) -> tuple[float, tuple[str, ...]]:
    """A score from 0 to 1 with the doubts that lower it, in words."""
    score, reasons = 0.95, []
    if cluster.place_reason:
        score -= 0.2
        reasons.append(cluster.place_reason)
    elif cluster.place is not None and cluster.place.taken_up:
        score -= 0.1
        reasons.append("the place is taken up from an earlier name")
    if toponym is None or toponym.geocode is None:
        score -= 0.3
        reasons.append("the place was not found" if toponym else "the text names no place for it")
    elif toponym.geocode.score < 0.6:
        score -= 0.15
        reasons.append(f"the place could be another: {toponym.geocode.reason}")
    elif toponym.geocode.precision is GeoPrecision.COUNTRY and not cluster.aggregate:
        score -= 0.15
        reasons.append("only a country is named")
    if cluster.interval is None or cluster.interval.start is None:
        score -= 0.08
        reasons.append("no date is given")
    elif cluster.interval_inherited:
        score -= 0.08
        reasons.append("the date is that of the sentence before")
    if cluster.inherited_type is not None and not any(f.types for f in cluster.frames):
        score -= 0.15
        reasons.append("the kind is that of the event told before")
    elif kind.family is Family.OTHER or kind is T.ATTACK_OTHER:
        score -= 0.08
        reasons.append("the words do not say which kind it was")
    if len(cluster.frames) == 1 and not cluster.frames[0].figures:
        score -= 0.15
        reasons.append("told in one sentence only, without a figure")
    if any(figure.hedged for frame in cluster.frames for figure in frame.figures):
        reasons.append("a figure is told as possible only")
    return round(max(0.05, score), 2), tuple(reasons)


def toponym_of(located: Located | None, report: Report) -> Toponym | None:
    if located is None:
        return None
    mention = located.mention
    return Toponym(
        evidence=report.quote(mention.sentence.field, mention.start, mention.end),
        name=mention.name,
        geocode=located.geocode,
        adjective=mention.adjective,
    )
