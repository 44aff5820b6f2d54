"""Split a long report into parts that a model can read, and join the incidents of the parts. Each part begins with the last
sentences of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geodata.llm.definitions import numbered
from geodata.llm.together import together
from geodata.reading.assembling import nothing_tells_apart
from geodata.reading.findings import Findings
from geodata.records import Incident

LONGEST = 12_000  # characters per request; most articles have fewer
OVERLAP = 3  # sentences


def contents(findings: Findings) -> Iterator[str]:
    """Yield the text of each request, in order. Sentence numbers run through all parts."""
    title = " ".join(findings.report.title.split())
    text = [s for s in findings.sentences if s[0] >= findings.body]
    lines = [(n, " ".join(findings.full[a:b].split())) for n, (a, b) in enumerate(text, 1)]
    start = 0
    while start < len(lines) or (start == 0 and title):
        size, stop = 0, start
        while stop < len(lines) and (size + len(lines[stop][1]) <= LONGEST or stop == start):
            size += len(lines[stop][1])
            stop += 1
        yield numbered(findings.report, lines[start:stop], title)
        if stop >= len(lines):
            return
        start = max(stop - OVERLAP, start + 1)


def joined(parts: Sequence[Sequence[Incident]]) -> list[Incident]:
    """Join the incidents of all parts; merge an incident that two parts report."""
    found: list[Incident] = []
    for part in parts:
        before = list(found)
        for incident in part:
            same = next((k for k, other in enumerate(before) if is_same(other, incident)), None)
            if same is None:
                found.append(incident)
            else:
                found[same] = together(found[same], incident)
    return found


def is_same(a: Incident, b: Incident) -> bool:
    """Whether two parts report one incident: nothing tells the two apart, or they share a sentence, type, role and place."""
    shared = {e.start for e in a.sentences} & {e.start for e in b.sentences}
    return nothing_tells_apart(a, b) or (bool(shared) and a.type is b.type and a.role is b.role and a.place == b.place)
