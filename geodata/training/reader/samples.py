"""Marked articles with what the rules find in them, the input of training and measuring. Kept on disk between runs."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer
from tqdm import tqdm

from geodata.evaluation.marks import Marked
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language
from geodata.reading.findings import Findings, find
from geodata.reading.pieces import Pieces, cut
from geodata.records import Report
from geodata.training.reader.sample import Sample, sample
from geodata.training.reader.spans import spans_of


def held_out(doc_id: str) -> bool:
    """Whether an article belongs to the tenth that is never used in training."""
    return hashlib.sha256(doc_id.encode()).digest()[0] % 10 == 0


def findings_of(articles: Sequence[Marked], cache: Path, gazetteer: Gazetteer) -> dict[str, Findings]:
    """Return what the rules find in each article. Reads `cache`, an earlier result of this function, if it has all articles."""
    if cache.exists():
        found: dict[str, Findings] = pickle.loads(cache.read_bytes())  # noqa: S301  (written below, on this machine)
        if found.keys() >= {a.doc_id for a in articles}:
            return found
    reports = [Report(text=a.full[len(a.title) + 1 :], title=a.title, published=a.published) for a in articles]
    parsed = tqdm(language.parse(reports), total=len(reports), unit=" articles", desc="Looking for names, times and numbers")
    found = {a.doc_id: find(r, s, gazetteer, None) for a, (r, s) in zip(articles, parsed, strict=True)}
    cache.write_bytes(pickle.dumps(found))
    return found


def pieces_of(findings: Findings, tokenizer: Tokenizer) -> Pieces:
    return cut(tokenizer, findings.full, findings.body - 1, findings.sentences, findings.signals)


def samples_of(articles: Sequence[Marked], findings: dict[str, Findings], tokenizer: Tokenizer) -> Iterator[Sample]:
    for article in articles:
        pieces = pieces_of(findings[article.doc_id], tokenizer)
        if len(pieces):
            yield sample(article.doc_id, pieces, spans_of(article, pieces), article.incidents)
