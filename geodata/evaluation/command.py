"""`geodata evaluate`: read marked articles and print how well the readings agree with the marks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from geodata.errors import RowError
from geodata.evaluation import answered, counts, incidents, marks, oracle, toponyms
from geodata.evaluation.marks import Marked
from geodata.evaluation.rows import as_marked, marked
from geodata.exporting.rows import incident_row, toponym_rows
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import pipeline
from geodata.records import Incident, Reading
from geodata.sources import jsonl

PUBLIC = Path(__file__).parent / "public"


def readings(
    path: Path, gazetteer: Gazetteer, with_incidents: bool = True, only: Container[str] | None = None
) -> Iterator[tuple[jsonl.Row, Reading]]:
    """Read the articles of a file and yield each row with its reading; `only`: read just those with these ids."""
    rows: list[jsonl.Row] = []

    def reports() -> Iterator[Any]:
        for row in jsonl.read_rows(path):
            if only is None or row.doc_id in only:
                rows.append(row)
                yield row.report

    bar = tqdm(
        pipeline.read_reports(reports(), gazetteer, incidents=with_incidents), unit=" reports", file=sys.stderr, mininterval=1.0
    )
    for number, reading in enumerate(bar):
        yield rows[number], reading


def run(args: argparse.Namespace, open_gazetteer: Callable[[], Gazetteer]) -> int:
    if args.counts:
        table = evaluate_counts(args.counts, open_gazetteer())
    elif args.toponyms:
        table = evaluate_toponyms(args.toponyms, open_gazetteer())
    elif args.public or (args.articles and args.gold):
        articles, gold = (PUBLIC / "articles.jsonl", PUBLIC / "incidents.jsonl") if args.public else (args.articles, args.gold)
        only = held_out(articles) if args.held_out else None
        if args.oracle or args.checks:
            found = [one for one in marks.load(articles, gold) if only is None or one.doc_id in only]
            table = (evaluate_oracle if args.oracle else evaluate_checks)(found, open_gazetteer(), args.show)
        elif args.read:
            table = evaluate_rows(articles, gold, args.read, args.show, only)
        else:
            table = evaluate_incidents(articles, gold, open_gazetteer(), args.show, only)
    else:
        raise RowError("give --public, or --articles with --gold, or --counts, or --toponyms")
    if args.json:
        print(json.dumps({name: round(value, 3) for name, value in table.items()}))
    else:
        width = max(len(name) for name in table)
        for name, value in table.items():
            print(f"{name:<{width}}  {value:.3f}" if value < 10 else f"{name:<{width}}  {value:,.0f}")
    return 0


def held_out(articles: Path) -> set[str]:
    """Return the ids of the articles that are marked as not used in training the built-in reader."""
    found = {doc_id for doc_id, row in marked(articles, "text").items() if row.get("held_out")}
    if not found:
        raise RowError(f'{articles}: no row has "held_out": true')
    return found


def evaluate_incidents(
    articles: Path, gold: Path, gazetteer: Gazetteer, show: bool, only: Container[str] | None = None
) -> dict[str, float]:
    """Return the scores for a hand-marked set; with `show`, print every disagreement first."""
    found = readings(articles, gazetteer, only=only)
    read = ((row, [incident_row(incident) for incident in reading.incidents]) for row, reading in found)
    return scored(articles, gold, read, show, only)


def evaluate_rows(articles: Path, gold: Path, read: Path, show: bool, only: Container[str] | None = None) -> dict[str, float]:
    """Score any reader's rows, in the format of `geodata read --jsonl`. An article without a row has no incidents."""
    rows = marked(read, "incidents")
    found = (row for row in jsonl.read_rows(articles) if only is None or row.doc_id in only)
    return scored(articles, gold, ((row, rows.get(row.doc_id, {}).get("incidents", ())) for row in found), show, only)


def scored(
    articles: Path,
    gold: Path,
    read: Iterable[tuple[jsonl.Row, Sequence[Mapping[str, Any]]]],
    show: bool,
    only: Container[str] | None,
) -> dict[str, float]:
    wanted = {doc_id: row for doc_id, row in marked(gold, "incidents").items() if only is None or doc_id in only}
    tally = incidents.Tally()
    for row, found in read:
        if row.doc_id in wanted:
            text = f"{row.report.title}\n{row.report.text}"
            with as_marked(f"{gold}, or its reading", row.doc_id):
                tally.add(row.doc_id, wanted.pop(row.doc_id)["incidents"], found, text)
    if wanted:
        raise RowError(f"{articles} lacks {len(wanted)} articles of the gold set: {', '.join(sorted(wanted)[:5])}")
    return table_of(tally, show)


def evaluate_oracle(found: Sequence[Marked], gazetteer: Gazetteer, show: bool) -> dict[str, float]:
    """Return the scores of the values alone: the marked words and links replace those of the networks."""
    return tallied(oracle.readings(found, gazetteer), show)


def evaluate_checks(found: Sequence[Marked], gazetteer: Gazetteer, show: bool) -> dict[str, float]:
    """Return the scores of a model that answers as the annotators marked: any loss is due to its checks."""
    return tallied(((article, r.incidents) for article, r in answered.readings(found, gazetteer)), show)


def tallied(read: Iterable[tuple[Marked, Sequence[Incident]]], show: bool) -> dict[str, float]:
    tally = incidents.Tally()
    for article, found in tqdm(read, unit=" reports", file=sys.stderr, mininterval=1.0):
        with as_marked("--gold", article.doc_id):
            tally.add(article.doc_id, article.incidents, [incident_row(incident) for incident in found], article.full)
    return table_of(tally, show)


def table_of(tally: incidents.Tally, show: bool) -> dict[str, float]:
    if show:
        print("\n".join(tally.disagreements))
    return {"articles' incidents": float(tally.gold), "read": float(tally.read)} | tally.scores()


def evaluate_counts(path: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """Return the number of scored texts, and the share of them whose number of killed is exact."""
    gold = marked(path, "text")
    right = scored = 0
    for row, reading in readings(path, gazetteer):
        with as_marked(path, row.doc_id):
            figures = counts.wanted(gold[row.doc_id])
        if figures:
            scored += 1
            right += counts.read_killed([incident_row(incident) for incident in reading.incidents]) in figures
    return {"texts": float(scored), "killed exact": right / max(1, scored)}


def evaluate_toponyms(path: Path, gazetteer: Gazetteer) -> dict[str, float]:
    """Return the scores of recognition and resolution on a geoparsing corpus, by exact spans and by overlapping ones."""
    gold = marked(path, "toponyms")
    exact, loose = toponyms.Tally(), toponyms.Tally(overlapping=True)
    for row, reading in readings(path, gazetteer, with_incidents=False):
        for tally in (exact, loose):
            with as_marked(path, row.doc_id):
                tally.add(gold[row.doc_id]["toponyms"], toponym_rows(reading))
    return exact.scores() | {"overlap F1": loose.scores()["F1"]}
