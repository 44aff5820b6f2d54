"""Read articles with marks instead of mentions and links, so that only the reading of values is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geodata.evaluation import marks
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import identity, language
from geodata.reading.assembling import each
from geodata.reading.findings import find
from geodata.reading.pipeline import reading_of
from geodata.records import Incident, Provenance, Reading, Report
from geodata.sources.example import example_report
from geodata.version import VERSION

BY_HAND = "words marked by hand, values read by geodata.reading"


def read_example(gazetteer: Gazetteer) -> Reading:
    """Read the example report from its marks: the result of the reader if the networks make no mistake. The provenance says
    so."""
    report = example_report()
    findings = find(report, language.sentences(report), gazetteer, None)
    reading = reading_of(findings, marks.linked(marks.example()), gazetteer)
    return replace(reading, provenance=Provenance(part=BY_HAND, version=VERSION, settings_hash=identity.HAND_MARKED))


def readings(marked: Sequence[marks.Marked], gazetteer: Gazetteer) -> Iterator[tuple[marks.Marked, list[Incident]]]:
    """Yield each marked article with the incidents that follow from its marks. None are joined: the marks say which words
    belong together."""
    reports = [Report(text=a.full[len(a.title) + 1 :], title=a.title, published=a.published) for a in marked]
    for article, (report, sentences) in zip(marked, language.parse(reports), strict=True):
        findings = find(report, sentences, gazetteer, None)
        yield article, [incident for _, incident in each(findings, marks.linked(article), gazetteer)]
