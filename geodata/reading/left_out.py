"""What a total leaves out: "31 were wounded, excluding the attack in Kremenchuk" does not count the wounded there."""

from __future__ import annotations

import re
from dataclasses import replace

from geodata.reading.findings import Findings
from geodata.reading.labels import COUNTED
from geodata.reading.linked import Linked, Mention

LEFT_OUT = re.compile(
    r"\b(?:excluding|excludes?|except(?:ing)?(?: for)?|apart from|other than|(?:not|without|n['’]t) (?:includ|count)\w+)\b",
    re.IGNORECASE,
)
# What is left out ends here: "to exclude Israel due to its attack", "evidence other than a video of the attack".
CLAUSE = re.compile(r"[,;.]|\b(?:due|because|videos?|footage|pictures?)\b", re.IGNORECASE)


def is_left_out(findings: Findings, mention: Mention) -> bool:
    """Whether the text excludes what a mention names: "The figures did not include the attack on Kremenchuk"."""
    start, _ = findings.sentence_at(mention.start)
    before = findings.full[start : mention.start]
    last = max((m.end() for m in LEFT_OUT.finditer(before)), default=None)
    return last is not None and CLAUSE.search(before[last:]) is None


def parted(findings: Findings, linked: Linked) -> Linked:
    """Return an incident without the words about others: the excluded places of a total, and for an event that the text
    excludes, the figures and places that it is excluded from."""
    excluded = {findings.sentence_at(e.start) for e in linked.events if is_left_out(findings, e)}

    def belongs(m: Mention) -> bool:
        return is_left_out(findings, m) is (findings.sentence_at(m.start) in excluded) or m.kind not in {*COUNTED, "where"}

    kept = tuple(m for m in linked.mentions if belongs(m))
    return linked if len(kept) == len(linked.mentions) else replace(linked, mentions=kept)
