"""THE MAIN FLOW: a report goes in, its incidents come out, every figure tied to its words.

sentences      the text as sentences, with offsets                         language.py
findings       place names, times, numbers: what rules find                findings.py
pieces         the report as the networks see it                           pieces.py
linked         event words, which of them are one incident, what belongs   networks.py, linking.py
incidents      values read from those words                                assembling.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.reading import foreign, language
from geodata.reading.assembling import incidents_of
from geodata.reading.findings import Findings, find
from geodata.reading.identity import provenance
from geodata.reading.language import Sentence
from geodata.reading.linked import Linked
from geodata.reading.linking import link
from geodata.reading.networks import networks
from geodata.reading.pieces import cut
from geodata.reading.relevance import may_tell_of_harm
from geodata.reading.unread import unread_figures
from geodata.records import Place, Reading, Report
from geodata.vocabulary import ENGLISH

Stop = Callable[[], bool]


@cache
def default_gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read_report(report: Report, gazetteer: Gazetteer | None = None, stop: Stop | None = None) -> Reading:
    """Read one report. The first call loads the models, which takes seconds. `stop` is asked now and then whether to give
    up; then Cancelled is raised."""
    return next(read_reports([report], gazetteer, stop))


def read_reports(
    reports: Iterable[Report], gazetteer: Gazetteer | None = None, stop: Stop | None = None, incidents: bool = True
) -> Iterator[Reading]:
    """Read many reports, in order; faster than one by one. A reading never depends on its neighbours. `incidents`: False
    for the place names alone."""
    gazetteer = gazetteer or default_gazetteer()
    for report, sentences in language.parse(reports):
        yield read_sentences(report, sentences, gazetteer, stop, incidents)


def home_of(report: Report, gazetteer: Gazetteer) -> Place | None:
    """The place that a report gives as its home; None where it gives none or the gazetteer does not know it."""
    found = GazetteerGeocoder(gazetteer).resolve(report.home) if report.home else None
    return found.place if found else None


def read_sentences(
    report: Report, sentences: Sequence[Sentence], gazetteer: Gazetteer, stop: Stop | None = None, incidents: bool = True
) -> Reading:
    """Read a report whose sentences are parsed already. Of one that is not in English only the places are read."""
    if report.language != ENGLISH:
        note = (
            f"the built-in reader reads English only; of this text in another language ({report.language}) only places are read"
        )
        made = provenance(gazetteer.fingerprint)
        return Reading(
            report=report, toponyms=foreign.places_of(report, gazetteer), incidents=(), provenance=made, notes=(note,)
        )
    findings = find(report, sentences, gazetteer, home_of(report, gazetteer))
    linked = linked_of(findings, stop) if incidents and may_tell_of_harm(findings.full) else []
    return reading_of(findings, linked, gazetteer)


def reading_of(findings: Findings, linked: Sequence[Linked], gazetteer: Gazetteer) -> Reading:
    """The reading that words linked to their incidents come to."""
    return Reading(
        report=findings.report,
        toponyms=findings.toponyms(),
        incidents=tuple(incidents_of(findings, linked, gazetteer)),
        provenance=provenance(gazetteer.fingerprint),
        notes=tuple(f"figure not read: {findings.around(a, b)}" for a, b in unread_figures(findings, linked)) if linked else (),
    )


def linked_of(findings: Findings, stop: Stop | None = None) -> list[Linked]:
    """The incidents of a report as the networks see them, their values not yet read."""
    loaded = networks()
    found: list[Linked] = []
    for start, end, sentences in findings.segments():
        part = cut(
            loaded.tokenizer,
            findings.full[start:end],
            max(0, findings.body - 1 - start),
            sentences,
            findings.within(start, end),
        )
        found += [linked.moved(start) for linked in link(findings.full[start:end], part, loaded, loaded.thresholds, stop)]
    return found
