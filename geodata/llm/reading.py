"""Read a report with a language model: ask part by part, check each answer, and join the parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from geodata.errors import BadAnswer, GeodataError
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.answers import parsed
from geodata.llm.checks import Checker
from geodata.llm.definitions import body
from geodata.llm.model import Model
from geodata.llm.parts import contents, joined
from geodata.reading import language
from geodata.reading.findings import Findings, find
from geodata.reading.foreign import places_of
from geodata.reading.pipeline import home_of
from geodata.records import Incident, Reading, Report
from geodata.vocabulary import ENGLISH

Ask = Callable[[str], str]  # from the text of a request to the text of its answer


def findings_of(report: Report, gazetteer: Gazetteer) -> Findings:
    """Return what our own rules find in a report. A request numbers the sentences found here."""
    return find(report, language.sentences(report), gazetteer, home_of(report, gazetteer))


def read_with(report: Report, model: Model, ask: Ask, gazetteer: Gazetteer) -> Reading:
    """Read one report. Raises BadAnswer if no answer can be read, and what `ask` raises if the server fails."""
    findings = findings_of(report, gazetteer)
    return reading_of(findings, model, [ask(content) for content in contents(findings)], gazetteer)


def read_many(
    reports: Iterable[Report], model: Model, ask: Ask, gazetteer: Gazetteer, parallel: int = 1
) -> Iterator[Reading | GeodataError]:
    """Read many reports, in order, with up to `parallel` requests at once. For a report that fails, yield its error and
    continue."""
    waiting: deque[tuple[Findings, list[Future[str]]]] = deque()
    with ThreadPoolExecutor(parallel) as pool:

        def finished() -> Reading | GeodataError:
            findings, answers = waiting.popleft()
            try:
                return reading_of(findings, model, [answer.result() for answer in answers], gazetteer)
            except GeodataError as error:
                return error

        try:
            for report in reports:
                findings = findings_of(report, gazetteer)
                waiting.append((findings, [pool.submit(ask, content) for content in contents(findings)]))
                if len(waiting) > 2 * parallel:
                    yield finished()
            while waiting:
                yield finished()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def reading_of(findings: Findings, model: Model, answers: Sequence[str], gazetteer: Gazetteer) -> Reading:
    """Build a report's reading from the answers to all its parts. Raises BadAnswer if no answer can be read."""
    checker = Checker(findings, gazetteer)
    parts: list[Sequence[Incident]] = []
    notes: list[str] = []
    for number, content in enumerate(answers, 1):
        try:
            answer = parsed(content)
        except BadAnswer as error:
            if len(answers) == 1:
                raise
            notes.append(f"part {number} of {len(answers)} was not read: {error}")
            continue
        checked = checker.checked(answer.incidents)
        parts.append(checked.incidents)
        notes += [*answer.faults, *checked.left_out]
    if answers and not parts:
        raise BadAnswer("no answer could be read")
    incidents = joined(parts)
    notes += [reason for i in incidents for reason in i.reasons if reason.startswith(("unsupported", "not checked"))]
    return Reading(
        report=findings.report,
        toponyms=findings.toponyms() if findings.report.language == ENGLISH else places_of(findings.report, gazetteer),
        incidents=tuple(sorted(incidents, key=lambda i: (i.sentences[0].field == "text", i.sentences[0].start))),
        provenance=replace(model.provenance, at=datetime.now(UTC).isoformat(timespec="seconds")),
        notes=tuple(dict.fromkeys(notes)),
    )


def requests(findings: Findings, model: str) -> list[dict[str, object]]:
    """The bodies of a report's requests."""
    return [body(model, content) for content in contents(findings)]
