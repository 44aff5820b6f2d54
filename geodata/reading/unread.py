"""Find numbers near a word of harm that no figure uses: a person should look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geodata.reading.figures import FIGURES, key_of, stated_by
from geodata.reading.findings import Findings
from geodata.reading.labels import COUNTED
from geodata.reading.linked import Linked
from geodata.reading.values.countable import counts_people
from geodata.reading.values.numbers import find_numbers
from geodata.records import Incident

HARM = re.compile(
    r"\b(?:kill(?:ed|s|ing)|dead|died|dies|dying|deaths?|fatalit\w+|injur\w+|wound(?:ed|s|ing)|hurt|casualt\w+|bodies|toll|missing|"
    r"victims?|treated (?:for|at|in|by)|hospitali[sz]ed)\b",
    re.IGNORECASE,
)
REACH = 40  # characters between a number and the word of harm, without a comma or semicolon


def unread_figures(findings: Findings, linked: Sequence[Linked], incidents: Sequence[Incident]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each such number in the full text, in order. An incident's words count as read only if a figure gives
    their count: if two different numbers are linked to one incident, its figure may keep only one of them."""
    figures = [f for incident in incidents for f in (*incident.figures, *incident.history)]
    said = {(kind, n) for f in figures for n in (f.low, f.high, f.best) for kind in (f.kind, None)}
    quoted = {f.evidence for f in figures}  # for a sum: the words of its first part
    told = [m for one in linked for m in one.mentions if m.kind in COUNTED]
    read = ((m, stated_by(findings, m)) for m in told)
    taken = [
        (m.start, m.end) for m, s in read
        if s is None or s.further or (FIGURES.get(m.kind), key_of(s.count)) in said or findings.quote(m.start, m.end) in quoted
    ]  # fmt: skip
    for a, b in findings.sentences:
        sentence = findings.full[a:b]
        harms = [m.span() for m in HARM.finditer(sentence)]
        for number in find_numbers(sentence) if harms else ():
            between = [sentence[min(number.end, harm_end) : max(number.start, harm)] for harm, harm_end in harms]
            near = any(len(gap) < REACH and not re.search("[,;]", gap) for gap in between)
            start, end = a + number.start, a + number.end
            if near and counts_people(sentence, number) and not any(s < end and e > start for s, e in taken):
                yield start, end
