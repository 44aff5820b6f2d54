"""Articles in which an annotator marked words, each with its kind and the incidents that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geodata.evaluation.rows import as_marked, marked, rows
from geodata.reading.linked import Linked, Mention
from geodata.sources.example import example_marks, example_report
from geodata.vocabulary import IncidentType, Role


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the full text that an annotator marked, with the numbers of the incidents that they belong to."""

    kind: str
    start: int
    end: int
    incidents: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """One marked article. `full`: title, line break, text; `title` without white space around it."""

    doc_id: str
    title: str
    full: str
    published: date | None
    incidents: list[dict[str, Any]]
    marks: tuple[Mark, ...]


def load(articles: Path, incidents: Path) -> list[Marked]:
    """Return every article that has marks, with its marks."""
    gold = {doc_id: row["incidents"] for doc_id, row in marked(incidents, "incidents").items()}
    found = []
    for where, doc_id, article in rows(articles):
        if doc_id in gold:
            with as_marked(f"{where}, or {incidents}", doc_id):
                found.append(marked_article(article, gold[doc_id]))
                for incident in found[-1].incidents:
                    IncidentType(incident["type"]), Role(incident["role"]), len(incident["evidence"])
    return found


def marked_article(article: dict[str, Any], incidents: list[dict[str, Any]]) -> Marked:
    raw = article.get("title") or ""
    title = raw.strip()
    shift = {"title": -raw.find(title) if title else 0, "text": len(title) + 1}
    spans: dict[tuple[str, int, int], set[int]] = {}
    for number, incident in enumerate(incidents):
        for kind, found in (incident.get("spans") or {}).items():
            for span in found:
                moved = shift[span["field"]]
                spans.setdefault((kind, span["start"] + moved, span["end"] + moved), set()).add(number)
    marks = tuple(Mark(k, a, b, frozenset(v)) for (k, a, b), v in sorted(spans.items(), key=lambda item: item[0][1:]))
    published = date.fromisoformat(article["date"][:10]) if article.get("date") else None
    return Marked(article["doc_id"], title, title + "\n" + article["text"], published, incidents, marks)


def example() -> Marked:
    """Return the example report with its marks."""
    report = example_report()
    published = report.published.isoformat() if report.published else None
    row = {"doc_id": "example-1", "title": report.title, "text": report.text, "date": published}
    return marked_article(row, example_marks())


def linked(article: Marked) -> list[Linked]:
    """Return the marks in the form of error-free output of the networks, so that only the values are judged."""
    found = []
    for number, incident in enumerate(article.incidents):
        own = [m for m in article.marks if number in m.incidents]
        events = tuple(Mention(m.kind, m.start, m.end) for m in own if m.kind == "event")
        others = tuple(Mention(m.kind, m.start, m.end) for m in own if m.kind != "event")
        if events:
            found.append(Linked(events, others, {IncidentType(incident["type"]): 1.0}, {Role(incident["role"]): 1.0}))
    return found
