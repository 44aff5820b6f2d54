"""Turn clusters of frames into incident records: choose figures, claimant, time, role and confidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from geodata.reading.actors import VIOLENT, ActorMention
from geodata.reading.attributions import Attribution
from geodata.reading.confidence import confidence_of
from geodata.reading.discourse import RECENT, Cluster
from geodata.reading.figures import FigureMention
from geodata.reading.frame import Frame
from geodata.reading.language import Sentence
from geodata.reading.locations import Located
from geodata.reading.tolls import choose_figures
from geodata.records import Actor, Evidence, Figure, Incident, Report, Toponym
from geodata.vocabulary import DatePrecision, FigureKind, IncidentType, Qualifier, Role

T = IncidentType
K = FigureKind


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
        return self.at(figure.sentence, figure.sentence.span.doc[figure.anchor])

    def at(self, sentence: Sentence, token: Token) -> str | None:
        """Who says what stands at a token; the innermost, where several speak."""
        covering = [a for a in self.by_sentence.get(sentence.number, ()) if a.covers(token)]
        named = sorted(covering, key=lambda a: (a.pronoun, -(a.clause.i if a.clause is not None else -1)))
        return self.name(named[0]) if named else None


def actor_of(mentions: Sequence[ActorMention], report: Report, speakers: Speakers) -> Actor | None:
    """The actor that is named most plainly, and who says so."""
    if not mentions:
        return None
    best = max(mentions, key=lambda m: (m.weight, -m.sentence.number, -m.first))
    doc, sentence = best.sentence.span.doc, best.sentence
    says = doc[slice(*best.speaker)].text if best.speaker else speakers.at(sentence, doc[best.anchor])
    evidence = report.quote(sentence.field, *sentence.bounds(best.first, best.last))
    return Actor(name=" ".join(best.text.split()), evidence=evidence, attribution=says)


def to_incident(
    cluster: Cluster,
    report: Report,
    toponym: Toponym | None,
    speakers: Speakers,
    actors: Sequence[ActorMention] = (),
    alone: bool = False,
) -> Incident:
    """The record of one cluster."""
    kind = cluster.type or T.OTHER
    chosen, history = choose_figures(cluster, kind, speakers.of_figure)
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
        actor=actor_of(actors, report, speakers) if kind.family in VIOLENT else None,
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
        parts=tuple(report.quote(part.sentence.field, *part.sentence.bounds(part.first, part.last)) for part in figure.parts),
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
