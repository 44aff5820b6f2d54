"""THE MAIN FLOW: a report goes in, its incidents come out, every figure tied to its words.

sentences      the text as sentences, with offsets                         language.py
findings       place names, times, numbers: what the rules find            findings.py
pieces         the report as the networks see it                           pieces.py
linked         event words grouped by incident, and what belongs to each   networks.py, linking.py
incidents      values read from those words                                assembling.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from tokenizers import Tokenizer

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.reading import foreign, language
from geodata.reading.assembling import incidents_of
from geodata.reading.datelines import dateline
from geodata.reading.findings import Findings, Part, find
from geodata.reading.identity import provenance
from geodata.reading.language import Sentence
from geodata.reading.linked import Linked
from geodata.reading.linking import link
from geodata.reading.networks import networks, preload
from geodata.reading.own_places import with_own_places
from geodata.reading.pieces import Pieces, cut
from geodata.reading.relevance import may_tell_of_harm
from geodata.reading.unread import unread_figures
from geodata.records import Place, Reading, Report
from geodata.vocabulary import ENGLISH, UNREAD

Stop = Callable[[float], bool]  # gets the share of the text read so far; returns whether to stop
MOST_PIECES = 2_100  # pieces read at once, enough for the longest article; the networks' memory grows with their square
KNOWN_ALONE = 500_000  # least population of a city in a dateline without country or state: "AUBURN —" can be anywhere


@cache
def default_gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read_report(report: Report, gazetteer: Gazetteer | None = None, stop: Stop | None = None) -> Reading:
    """Read one report. The first call loads the models, which takes seconds. `stop` is called now and then; if it returns
    True, raise Cancelled."""
    if report.language == ENGLISH and may_tell_of_harm(report.text):
        preload()
    return next(read_reports([report], gazetteer, stop))


def read_reports(
    reports: Iterable[Report], gazetteer: Gazetteer | None = None, stop: Stop | None = None, incidents: bool = True
) -> Iterator[Reading]:
    """Read many reports, in order; faster than one by one. Each reading is independent of the others. `incidents`: False to
    read only place names."""
    gazetteer = gazetteer or default_gazetteer()
    for report, sentences in language.parse(reports):
        yield read_sentences(report, sentences, gazetteer, stop, incidents)


def home_of(report: Report, gazetteer: Gazetteer) -> Place | None:
    """Return the place that a person gave as a report's home, else the place in its dateline; None if it is not known."""
    if report.home:
        found = GazetteerGeocoder(gazetteer).resolve(report.home)
        return found.place if found else None
    name = dateline(report.text)
    found = GazetteerGeocoder(gazetteer).resolve(name.title() if name.isupper() else name) if name else None
    sure = found is not None and name is not None and ("," in name or found.place.population >= KNOWN_ALONE)
    return found.place if found is not None and sure else None


def read_sentences(
    report: Report, sentences: Sequence[Sentence], gazetteer: Gazetteer, stop: Stop | None = None, incidents: bool = True
) -> Reading:
    """Read a report whose sentences are already parsed. If it is not in English, read only its places."""
    if report.language != ENGLISH:
        note = f"the built-in reader reads only English; in this text (language: {report.language}) it finds only places"
        made = provenance(gazetteer.fingerprint)
        return Reading(
            report=report, toponyms=foreign.places_of(report, gazetteer), incidents=(), provenance=made, notes=(note,)
        )
    findings = find(report, sentences, gazetteer, home_of(report, gazetteer))
    linked = linked_of(findings, gazetteer, stop) if incidents and may_tell_of_harm(findings.full) else []
    return reading_of(findings, linked, gazetteer)


def reading_of(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> Reading:
    """Return the reading that follows from the words linked to each incident."""
    incidents = tuple(incidents_of(findings, linked, gazetteer))
    unread = unread_figures(findings, linked, incidents) if linked else ()
    return Reading(
        report=findings.report,
        toponyms=findings.toponyms(),
        incidents=incidents,
        provenance=provenance(gazetteer.fingerprint),
        notes=tuple(f"{UNREAD}{findings.around(a, b)}" for a, b in unread),
    )


def linked_of(findings: Findings, gazetteer: Gazetteer, stop: Stop | None = None) -> list[Linked]:
    """Return the incidents that the networks find in a report, without their values."""
    loaded = networks()
    found = [
        linked.moved(part.start)
        for part, pieces in parts_of(findings, loaded.tokenizer)
        for linked in link(
            findings.full[part.start : part.end],
            pieces,
            loaded,
            loaded.thresholds,
            partial(stop, part.start / len(findings.full)) if stop else None,
        )
    ]
    return with_own_places(findings, found, gazetteer)


def parts_of(findings: Findings, tokenizer: Tokenizer) -> Iterator[tuple[Part, Pieces]]:
    """Yield the parts of a text with their pieces. A part with more than MOST_PIECES is halved until its pieces fit."""
    waiting = list(findings.parts())[::-1]
    while waiting:
        part = waiting.pop()
        start, end, sentences = part
        title_end = max(0, findings.body - 1 - start)
        pieces = cut(tokenizer, findings.full[start:end], title_end, sentences, findings.within(start, end))
        if len(pieces) > MOST_PIECES:
            waiting += part.halves()[::-1]
        else:
            yield part, pieces
