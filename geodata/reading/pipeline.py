"""THE MAIN FLOW: a report goes in, its incidents come out, every figure tied to its words.

sentences      the text as sentences, with offsets                        language.py
places         place names and where they lie                             toponyms.py, places.py
spans          incident words, figures, times, claimants                  triggers.py figures.py dates.py attributions.py
frames         what one sentence says of one event                        frames.py, locations.py
clusters       which frames tell of one event                             discourse.py
incidents      the record of each                                         incidents.py
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.reading import language
from geodata.reading.actors import ActorMention, find_actors
from geodata.reading.attributions import Attribution, find_attributions
from geodata.reading.dates import dateline_end, find_dates
from geodata.reading.discourse import Cluster, Discourse
from geodata.reading.figures import find_figures
from geodata.reading.frame import Frame
from geodata.reading.frames import build_frames
from geodata.reading.identity import provenance
from geodata.reading.incidents import Speakers, to_incident, toponym_of
from geodata.reading.language import Sentence
from geodata.reading.locations import Located, locations
from geodata.reading.places import place_mentions
from geodata.reading.reality import Reality
from geodata.reading.toponyms import PlaceMention
from geodata.reading.triggers import find_triggers
from geodata.records import Geocode, Place, Reading, Report, Toponym
from geodata.vocabulary import GeoPrecision

NEAR = 2  # sentences from an incident to "The group claimed responsibility"
Mentions = list[tuple[PlaceMention, Geocode | None]]


@cache
def default_gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read_report(report: Report, gazetteer: Gazetteer | None = None) -> Reading:
    """Read one report. The first call loads the language model, which takes seconds."""
    gazetteer = gazetteer or default_gazetteer()
    return read_sentences(report, language.sentences(report), gazetteer)


def read_reports(reports: Iterable[Report], gazetteer: Gazetteer | None = None) -> Iterator[Reading]:
    """Read many reports, in order; faster than one by one."""
    gazetteer = gazetteer or default_gazetteer()
    for report, sentences in language.parse(reports):
        yield read_sentences(report, sentences, gazetteer)


def home_of(report: Report, gazetteer: Gazetteer) -> Place | None:
    """The place that a report gives as its home; None where it gives none or nobody knows it."""
    found = GazetteerGeocoder(gazetteer).resolve(report.home) if report.home else None
    return found.place if found else None


def read_sentences(report: Report, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Reading:
    """Read a report whose sentences are parsed already."""
    mentions, clusters, speakers, actors = tell_apart(report, sentences, gazetteer)
    culprits = actors_by_cluster(clusters, actors)
    incidents = [
        to_incident(
            cluster, report, toponym_of(cluster.place, report), speakers, culprits[id(cluster)], alone=len(clusters) == 1
        )
        for cluster in clusters
    ]
    return Reading(
        report=report,
        toponyms=tuple(as_toponym(mention, geocode, report) for mention, geocode in mentions if not mention.inner),
        incidents=tuple(incidents),
        provenance=provenance(gazetteer.fingerprint),
    )


def tell_apart(
    report: Report, sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> tuple[Mentions, list[Cluster], Speakers, list[ActorMention]]:
    """The place names of a report, its incidents as clusters of frames, its claimants and its actors."""
    mentions = place_mentions(sentences, gazetteer, home_of(report, gazetteer))
    frames, attributions, actors = find_frames(report, sentences, mentions)
    clusters = Discourse(report.published).read(frames)
    body = dateline_end(report.text)
    clusters = placed(clusters, [(m, g) for m, g in mentions if m.sentence.field == "title" or m.start >= body])
    return mentions, clusters, Speakers(attributions), actors


def find_frames(
    report: Report, sentences: Sequence[Sentence], mentions: Mentions
) -> tuple[list[Frame], dict[int, list[Attribution]], list[ActorMention]]:
    """The frames of all sentences in order, the claimants by sentence, and the actors."""
    by_sentence: dict[int, Mentions] = {}
    for mention, geocode in mentions:
        by_sentence.setdefault(mention.sentence.number, []).append((mention, geocode))
    frames: list[Frame] = []
    attributions: dict[int, list[Attribution]] = {}
    actors: list[ActorMention] = []
    skip = dateline_end(report.text)
    for sentence in sentences:
        own = by_sentence.get(sentence.number, [])
        body = [(m, g) for m, g in own if sentence.field == "title" or m.start >= skip]
        places = locations(sentence.span, body)
        attributions[sentence.number] = find_attributions(sentence)
        triggers = find_triggers(sentence)
        actors += find_actors(sentence, [t for t in triggers if t.reality in (Reality.ASSERTED, Reality.LEGAL)])
        frames += build_frames(
            sentence,
            triggers,
            find_figures(sentence),
            places,
            find_dates(sentence, report.published, skip if sentence.field == "text" else 0),
            attributions[sentence.number],
            [Located(m, g, m.root) for m, g in body if not m.adjective],
        )
    return frames, attributions, actors


def actors_by_cluster(clusters: Sequence[Cluster], actors: Sequence[ActorMention]) -> dict[int, list[ActorMention]]:
    """Whose deed each incident is said to be: by the words of its deed, or by a claim of responsibility near them."""
    told: dict[int, list[ActorMention]] = {id(c): [] for c in clusters}
    for actor in actors:
        own = [c for c in clusters for f in c.frames if f.sentence is actor.sentence and actor.anchor in f.tokens]
        if not own and actor.weight > 2:
            own = [c for c in clusters if any(f.sentence is actor.sentence for f in c.frames)] or [
                c for c in clusters if any(0 < actor.sentence.number - f.sentence.number <= NEAR for f in c.frames)
            ][-1:]
        for cluster in own[:1]:
            told[id(cluster)].append(actor)
    return told


def placed(clusters: list[Cluster], mentions: Mentions) -> list[Cluster]:
    """Only incidents with a place; the first one's may come from the dateline or from what the report is most about."""
    for cluster in clusters:
        if cluster.aggregate and cluster.place is None:
            cluster.place = country_of(cluster, mentions)
    clusters = [c for c in clusters if tells_of_an_incident(c)]
    kept = [c for c in clusters if c.place is not None]
    homeless = [c for c in clusters if c.place is None]
    if homeless and all(c.aggregate or c.background for c in kept):
        first = next((c for c in homeless if any(f.figures for f in c.frames)), None)
        if first is None:
            return kept
        first.place = most_named(mentions)
        first.place_reason = "the place is the one that the report names most" if first.place else ""
        kept = [first, *kept]
    return kept


def tells_of_an_incident(cluster: Cluster) -> bool:
    """Whether more is told than that somebody died: a cause, a deed, or several victims."""
    if cluster.type is not None:
        return True
    deeds = {t.token.lemma_.lower() for f in cluster.frames for t in f.triggers}
    many = any((figure.low or 0) > 1 for f in cluster.frames for figure in f.figures)
    return any(f.figures for f in cluster.frames) and (many or bool(deeds & {"kill", "explosion", "blast", "explode"}))


def most_named(mentions: Mentions) -> Located | None:
    """The town, else the area, that a report names most often; of equals the first."""
    names = [(m, g) for m, g in mentions if not m.adjective and g is not None]
    if not names:
        return None
    counts = Counter(g.place.id for _, g in names if g is not None)

    def weight(pair: tuple[PlaceMention, Geocode | None]) -> tuple[bool, int]:
        geocode = pair[1]
        assert geocode is not None  # noqa: S101  (filtered above)
        return (not geocode.precision.is_area, counts[geocode.place.id])

    mention, geocode = max(names, key=weight)
    return Located(mention, geocode, mention.root)


def country_of(cluster: Cluster, mentions: Mentions) -> Located | None:
    """The country that an aggregate's sentence speaks of ("several Ukrainian cities"), else the report's."""
    number = cluster.frames[0].sentence.number
    plural = {t.i for t in cluster.frames[0].sentence.span if t.tag_ == "NNS"}
    adjectives = [(m, g) for m, g in mentions if m.adjective and g and m.sentence.number == number]
    direct = [(m, g) for m, g in adjectives if m.root.head.i in plural]
    chosen = (direct or adjectives)[:1]
    if not chosen:
        return most_named([(m, g) for m, g in mentions if g and g.precision is GeoPrecision.COUNTRY])
    mention, geocode = chosen[0]
    assert geocode is not None  # noqa: S101  (filtered above)
    named = next(((m, g) for m, g in mentions if not m.adjective and g and g.place.id == geocode.place.id), (mention, geocode))
    return Located(named[0], named[1], named[0].root)


def as_toponym(mention: PlaceMention, geocode: Geocode | None, report: Report) -> Toponym:
    return Toponym(
        evidence=report.quote(mention.sentence.field, mention.start, mention.end),
        name=mention.name,
        geocode=geocode,
        adjective=mention.adjective,
    )
