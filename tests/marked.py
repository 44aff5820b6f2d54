"""Texts with marked words, read without the networks: later stages are tested on known words.

"A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul]" is one incident. A digit after a kind
names another incident ("[where2:Basra]"); "event=type/role" gives its type and role. "likely" is a time that the networks are
unsure of. Marks may be nested.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language
from geodata.reading.findings import Findings, find
from geodata.reading.linked import Linked, Mention
from geodata.reading.pipeline import reading_of
from geodata.records import Reading, Report
from geodata.vocabulary import IncidentType, Role

OPENS = re.compile(r"\[(?P<kind>[a-z_]+?)(?P<number>\d?)(?:=(?P<type>[a-z_]+)(?:/(?P<role>[a-z]+))?)?:")
SURE, LIKELY = 0.95, 0.5


def plain(text: str) -> tuple[str, dict[str, list[Mention]], dict[str, tuple[IncidentType, Role]]]:
    """Return the text without its marks, each incident's mentions as offsets into it, and each incident's type and role."""
    out, mentions = "", defaultdict[str, list[Mention]](list)
    kinds: dict[str, tuple[IncidentType, Role]] = {}
    opened: list[tuple[str, str, int]] = []
    i = 0
    while i < len(text):
        if match := OPENS.match(text, i):
            opened.append((match["kind"], match["number"], len(out)))
            if match["type"]:
                kinds[match["number"]] = IncidentType(match["type"]), Role(match["role"] or "main")
            i = match.end()
        elif text[i] == "]" and opened:
            kind, number, start = opened.pop()
            mentions[number].append(Mention(kind, start, len(out), SURE))
            i += 1
        else:
            out += text[i]
            i += 1
    return out, mentions, kinds


def is_marked(text: str) -> bool:
    return OPENS.search(text) is not None


def read_marked(text: str, gazetteer: Gazetteer, title: str = "", published: date | None = None) -> Reading:
    return reading_of(*linked_marks(text, gazetteer, title, published), gazetteer)


def linked_marks(
    text: str, gazetteer: Gazetteer, title: str = "", published: date | None = None
) -> tuple[Findings, list[Linked]]:
    """Return what the rules find in a text, and its marks in the form of the networks' output."""
    words, mentions, kinds = plain(text)
    report = Report(text=words, title=title, published=published)
    findings = find(report, language.sentences(report), gazetteer, None)
    linked = []
    for number, found in sorted(mentions.items()):
        kind, role = kinds.get(number, (IncidentType.OTHER, Role.MAIN))
        moved = [m.moved(findings.body) for m in found]
        events = tuple(sorted((m for m in moved if m.kind == "event"), key=lambda m: m.start))
        others = tuple(m for m in moved if m.kind not in ("event", "likely"))
        likely = tuple(replace(m, kind="when", score=LIKELY) for m in moved if m.kind == "likely")
        linked.append(Linked(events, others, {kind: SURE}, {role: SURE}, SURE, likely))
    return findings, linked
