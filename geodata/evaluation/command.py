"""`geodata evaluate`: read marked articles and print how near the reading comes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from geodata.errors import RowError
from geodata.evaluation import answered, counts, incidents, oracle, toponyms
from geodata.evaluation.marks import Marked
from geodata.exporting.rows import incident_row, toponym_rows
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import pipeline
from geodata.records import Incident, Reading
from geodata.sources import jsonl


def readings(path: Path, gazetteer: Gazetteer, with_incidents: bool = True) -> Iterator[tuple[jsonl.Row, Reading]]:
    rows: list[jsonl.Row] = []

    def reports() -> Iterator[Any]:
        for row in jsonl.read_rows(path):
            rows.append(row)
            yield row.report

    bar = tqdm(
        pipeline.read_reports(reports(), gazetteer, incidents=with_incidents), unit=" reports", file=sys.stderr, mininterval=1.0
    )
    for number, reading in enumerate(bar):
        yield rows[number], reading


def marked(path: Path, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a file by their id; each must have `key`."""
    found: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                doc_id = str(row.get("doc_id") or row["id"])
            except (ValueError, KeyError, AttributeError) as error:
                raise RowError(f"{path}:{number}: a row is an object with an id") from error
            if key not in row:
                raise RowError(f'{path}:{number}: {doc_id} has no "{key}"')
            if doc_id in found:
                raise RowError(f"{path}:{number}: {doc_id} occurs twice")
            found[doc_id] = row
    return found


def run(args: argparse.Namespace, open_gazetteer: Callable[[], Gazetteer]) -> int:
    if args.counts:
        table = evaluate_counts(args.counts, open_gazetteer())
    elif args.toponyms:
        table = evaluate_toponyms(args.toponyms, open_gazetteer())
    elif args.articles and args.gold:
        score = evaluate_oracle if args.oracle else evaluate_checks if args.checks else evaluate_incidents
        table = score(args.articles, args.gold, open_gazetteer(), args.show)
    else:
        raise RowError("give --articles with --gold, or --counts, or --toponyms")
    if args.json:
        print(json.dumps({name: round(value, 3) for name, value in table.items()}))
    else:
        width = max(len(name) for name in table)
        for name, value in table.items():
            print(f"{name:<{width}}  {value:.3f}" if value < 10 else f"{name:<{width}}  {value:,.0f}")
    return 0


def evaluate_incidents(articles: Path, gold: Path, gazetteer: Gazetteer, show: bool) -> dict[str, float]:
    """The scores of a hand-marked set; with `show`, every disagreement on standard output first."""
    wanted = marked(gold, "incidents")
    tally = incidents.Tally()
    for row, reading in readings(articles, gazetteer):
        if row.doc_id in wanted:
            text = f"{row.report.title}\n{row.report.text}"
            read = [incident_row(incident) for incident in reading.incidents]
            tally.add(row.doc_id, wanted.pop(row.doc_id)["incidents"], read, text)
    if wanted:
        raise RowError(f"{articles}: {len(wanted)} articles of the gold are absent: {', '.join(sorted(wanted)[:5])}")
    if show:
        print("\n".join(tally.disagreements))
    return {"articles' incidents": float(tally.gold), "read": float(tally.read)} | tally.scores()


def evaluate_oracle(articles: Path, gold: Path, gazetteer: Gazetteer, show: bool) -> dict[str, float]:
    """The scores of the values alone: the marked words and links of the gold are taken for read."""
    return tallied(oracle.readings(articles, gold, gazetteer), show)


def evaluate_checks(articles: Path, gold: Path, gazetteer: Gazetteer, show: bool) -> dict[str, float]:
    """The scores of a language model that answers as the annotators marked: what is lost, its checks lose."""
    return tallied(((article, r.incidents) for article, r in answered.readings(articles, gold, gazetteer)), show)


def tallied(read: Iterable[tuple[Marked, Sequence[Incident]]], show: bool) -> dict[str, float]:
    tally = incidents.Tally()
    for article, found in tqdm(read, unit=" reports", file=sys.stderr, mininterval=1.0):
        tally.add(article.doc_id, article.incidents, [incident_row(incident) for incident in found], article.full)
    if show:
        print("\n".join(tally.disagreements))
    return {"articles' incidents": float(tally.gold), "read": float(tally.read)} | tally.scores()


def evaluate_counts(path: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """The share of texts whose number of killed is exact."""
    gold = marked(path, "text")
    right = scored = 0
    for row, reading in readings(path, gazetteer):
        if figures := counts.wanted(gold[row.doc_id]):
            scored += 1
            right += counts.read_killed([incident_row(incident) for incident in reading.incidents]) in figures
    return {"texts": float(scored), "killed exact": right / max(1, scored)}


def evaluate_toponyms(path: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """Recognition and resolution of a geoparsing corpus, by exact spans and by overlapping ones."""
    gold = marked(path, "toponyms")
    exact, loose = toponyms.Tally(), toponyms.Tally(overlapping=True)
    for row, reading in readings(path, gazetteer, with_incidents=False):
        for tally in (exact, loose):
            tally.add(gold[row.doc_id]["toponyms"], toponym_rows(reading))
    return exact.scores() | {"overlap F1": loose.scores()["F1"]}
