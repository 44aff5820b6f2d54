"""Load geoparsing corpora and parse them once for a training script.

Rows: `{"doc_id","title","text","toponyms":[{start,end,lat,lon}]}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geodata.reading import language
from geodata.reading.language import Sentence
from geodata.sources import jsonl

Marked = tuple[dict[str, Any], list[Sentence]]


def parsed(paths: Sequence[Path]) -> Iterator[tuple[Path, list[Marked]]]:
    """Yield each corpus with its articles and their sentences, in order."""
    for path in paths:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        reports = [row.report for row in jsonl.read_rows(path)]
        yield path, [(row, list(sentences)) for row, (_, sentences) in zip(rows, language.parse(reports), strict=True)]


def halves(articles: Sequence[Marked]) -> tuple[list[Marked], list[Marked]]:
    """Split the articles into every second one for learning, and the others, which are held out."""
    return list(articles[::2]), list(articles[1::2])
