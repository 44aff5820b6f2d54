"""Read kept reports again with the current reader. Corrections stay; those that fit no new claim go to review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.model import is_model
from geodata.reading.identity import HAND_MARKED, provenance
from geodata.records import Reading, Report
from geodata.workspace.store import Workspace


def read_again(workspace: Workspace, reports: Sequence[Report], read: Callable[[Report], Reading]) -> Iterator[Report]:
    """Read reports again, one after another, and keep each reading at once: stopping between two loses nothing."""
    for report in reports:
        workspace.add(replace(read(report), report=report))
        yield report


def by_built_in(gazetteer: Gazetteer, stop: Callable[[float], bool] | None = None) -> Callable[[Report], Reading]:
    """Return a function that reads with the built-in reader and calls `stop` while it reads a report."""
    from geodata.reading import pipeline  # imported late: finding out which reports are old doesn't need spaCy

    return lambda report: pipeline.read_report(report, gazetteer, stop)


def read_by_another(workspace: Workspace, fingerprint: str) -> list[Report]:
    """Return the reports that another version of the built-in reader read, or that were read with another gazetteer. Leave out
    those that a language model read or a person marked: reading them again here would lose that."""
    today = provenance(fingerprint).settings_hash
    made_with = workspace.read_with()
    older = {ident for ident, made in made_with.items() if made not in (today, HAND_MARKED) and not is_model(made)}
    return [report for report in workspace.reports() if report.id in older] if older else []
