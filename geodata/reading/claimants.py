"""Who gives the figures of an incident, or says that it happened."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from geodata.reading.findings import Findings
from geodata.reading.labels import HURT
from geodata.reading.linked import Linked, Mention
from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.who import source_line
from geodata.records import Figure
from geodata.vocabulary import FigureKind, Role

POINTS_BACK = re.compile(r"(?:it|he|she|they)(?: (?:said|says|added|adds))?", re.IGNORECASE)
OFFICIAL = re.compile(
    r"\b(?:police|officials?|authorit\w+|ministr?\w*|governor|mayor|sheriff|spokes\w+|department|hospital|coroner|military|army|"
    r"chief|officer|president|commission\w*|service|fire|observatory|doctors?|medic\w*|health)\b",
    re.IGNORECASE,
)
OFFICIAL_YES = ("the police", "Health Ministry spokesman Omar Said", "Los Angeles County Sheriff Ann Lee")
OFFICIAL_NO = ("witnesses", "local media", "Omar Said", "a neighbour")
# What speaks for a claimant. The weights are those of a conditional logistic regression over the claimants of an incident, on
# the articles that the reader was trained on, rounded.
FIGURE_SAID = 2.0  # its sentence has a word that counts the dead or injured
NUMBER_SAID = 0.8  # its sentence has a number of the figures
AT_EVENT = 0.5  # its sentence has event words, and the incident no figures
EACH_BEFORE = -0.45  # for each claimant named before
EACH_NAMESAKE = 0.3  # for each mention with a word of the same name, itself included
IS_OFFICIAL = 0.7
IS_NAMED = 0.5  # by a name, not as "officials"
IN_TITLE = -1.7
SCORE = 3.3  # times the probability that it is one


def claimant(findings: Findings, linked: Linked, figures: Mapping[FigureKind, Figure], role: Role) -> str | None:
    """Return who gives the figures, or says that it happened: the likeliest of several claimants; without any, the source line
    of the report, except for earlier events. None without a claimant."""
    says = linked.of("says")
    if not says:
        line = source_line(findings.full, findings.body) if role is not Role.BACKGROUND else None
        return findings.full[slice(*line)] if line else None
    said = defaultdict[tuple[int, int], list[int]](list)  # the numbers of the words that count people, by sentence
    for m in linked.mentions if figures else ():
        if m.kind in HURT:
            said[findings.sentence_at(m.start)] += [n.value for n in find_numbers(m.words(findings.full))]
    numbers = {number for f in figures.values() for number in (f.low, f.high, f.best)}
    events = set() if figures else {findings.sentence_at(m.start) for m in linked.events}
    names = [frozenset(NAME_WORD.findall(m.words(findings.full).lower())) for m in says]
    counts = Counter(names)

    def weight(position: int) -> float:
        mention, sentence = says[position], findings.sentence_at(says[position].start)
        words = mention.words(findings.full)
        return (
            FIGURE_SAID * (sentence in said)
            + NUMBER_SAID * (not numbers.isdisjoint(said.get(sentence, ())))
            + AT_EVENT * (sentence in events)
            + EACH_BEFORE * position
            + EACH_NAMESAKE * sum(n for name, n in counts.items() if not names[position].isdisjoint(name))
            + IS_OFFICIAL * (OFFICIAL.search(words) is not None)
            + IS_NAMED * is_named(words, mention.start == sentence[0])
            + IN_TITLE * (mention.start < findings.body)
            + SCORE * mention.score
        )

    best = max(range(len(says)), key=weight)
    return meant_by(findings, says[best], says).words(findings.full)


NAME_WORD = re.compile(r"[a-z]{3,}")
CAPITAL = re.compile(r"\b[A-Z]")


def is_named(words: str, first: bool) -> bool:
    """Whether a claimant has a name. `first`: its first word begins a sentence, so that its capital letter says nothing."""
    return CAPITAL.search(words, 1 if first else 0) is not None


def meant_by(findings: Findings, mention: Mention, says: Sequence[Mention]) -> Mention:
    """Return the claimant that "he" or "it said" refers to: the one named last before it. Return other mentions unchanged."""
    if not POINTS_BACK.fullmatch(mention.words(findings.full)):
        return mention
    before = itertools.takewhile(lambda m: m.end <= mention.start, sorted(says, key=lambda m: m.start))
    return next((m for m in reversed(list(before)) if not POINTS_BACK.fullmatch(m.words(findings.full))), mention)
