"""Answers of a language model that never errs, made from annotators' marks: any loss in the scores is due to the checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geodata.evaluation import marks
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.definitions import FIGURES
from geodata.llm.model import Model
from geodata.llm.reading import reading_of
from geodata.reading import language
from geodata.reading.findings import Findings, find
from geodata.records import Reading, Report

TELLING = ("event", *FIGURES)  # kinds of marks whose sentences are about the incident
MARKS = Model(name="annotators' marks", where="this computer")


def readings(marked: Sequence[marks.Marked], gazetteer: Gazetteer) -> Iterator[tuple[marks.Marked, Reading]]:
    """Yield each marked article with its reading, as if its marks were a model's answer."""
    reports = [Report(text=a.full[len(a.title) + 1 :], title=a.title, published=a.published) for a in marked]
    for article, (report, sentences) in zip(marked, language.parse(reports), strict=True):
        findings = find(report, sentences, gazetteer, None)
        answer = json.dumps({"incidents": [said(article, n, findings) for n in range(len(article.incidents))]})
        yield article, reading_of(findings, MARKS, [answer], gazetteer)


def said(article: marks.Marked, number: int, findings: Findings) -> dict[str, Any]:
    """Return one marked incident in the form of a model's answer."""
    gold = article.incidents[number]
    own = [m for m in article.marks if number in m.incidents]
    words = {m: " ".join(article.full[m.start : m.end].split()) for m in own}
    told = [numbered_at(findings, m.start) for m in own if m.kind in TELLING] or [1]
    evidence = article.full.find(gold["evidence"])
    return {
        "sentences": list(dict.fromkeys(told)),
        "evidence": numbered_at(findings, evidence) if evidence >= 0 else told[0],
        **{key: gold.get(key) for key in ("type", "role", "place", "date_start", "date_end")},
        "within": [w for m, w in words.items() if m.kind == "where" and gold["place"] not in w],
        "country": gold.get("in_country"),
        "province": None,
        "when": [w for m, w in words.items() if m.kind == "when"],
        **{kind: figure(gold.get(kind), [w for m, w in words.items() if m.kind == kind]) for kind in FIGURES},
        "claimant": gold.get("attribution"),
        "actor": next((w for m, w in words.items() if m.kind == "actor"), None),
    }


def figure(gold: Mapping[str, Any] | int | None, words: list[str]) -> dict[str, Any] | None:
    if gold is None or isinstance(gold, int):
        return None if gold is None else {"low": gold, "high": gold, "best": gold, "quotes": words, "claimant": None}
    quotes = [*words, *([gold["quote"]] if gold.get("quote") and gold["quote"] not in words else [])]
    return {**{key: gold.get(key) for key in ("low", "high", "best")}, "quotes": quotes, "claimant": None}


def numbered_at(findings: Findings, position: int) -> int:
    """Return the number of the sentence that contains a character; 0 for the title."""
    if position < findings.body:
        return 0
    text = [s for s in findings.sentences if s[0] >= findings.body]
    return max((n for n, (a, _) in enumerate(text, 1) if a <= position), default=1)
