"""Fit what each doubt takes from an incident's confidence: `python -m geodata.training.confidence ARTICLES GOLD`.

ARTICLES and GOLD as for `geodata evaluate`. An incident counts as right when a person marked it too, with the same
place, kind and number of killed. The weights are log-odds, kept near the starting ones by a normal prior, since a
doubt that a hundred incidents show three times says little. Prints the table for `geodata/reading/confidence.py` and
how the fitted scores compare with the shares that were right, each article scored by weights fitted without it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.evaluation.command import marked
from geodata.evaluation.matching import agreement, pairs
from geodata.exchange.rows import incident_row
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language, pipeline
from geodata.reading.confidence import DOUBTS, SURE, doubts_of
from geodata.reading.incidents import toponym_of
from geodata.sources import jsonl

NAMES = ("sure", *DOUBTS)
STRENGTH = 1.5  # of the prior: how many incidents it is worth
Matrix = NDArray[np.float64]


def examples(articles: Path, gold: Path) -> tuple[Matrix, Matrix, list[str]]:
    """A row of doubts for every incident read, whether it is right, and its article."""
    gazetteer = Gazetteer.open()
    wanted = marked(gold, "incidents")
    features: list[list[float]] = []
    right: list[float] = []
    owners: list[str] = []
    for row in jsonl.read_rows(articles):
        sentences = language.sentences(row.report)
        _, clusters, _, _ = pipeline.tell_apart(row.report, sentences, gazetteer)
        reading = pipeline.read_sentences(row.report, sentences, gazetteer)
        read = [incident_row(incident) for incident in reading.incidents]
        marks = wanted[row.doc_id]["incidents"]
        answers = {j: agreement(marks[i], read[j]) for i, j in pairs(marks, read)}
        for j, (cluster, incident) in enumerate(zip(clusters, reading.incidents, strict=True)):
            names = {name for name, _ in doubts_of(cluster, incident.type, toponym_of(cluster.place, row.report))}
            features.append([1.0, *(float(name in names) for name in DOUBTS)])
            same = answers.get(j)
            right.append(float(same is not None and same["placed"] and same["type"] and same["killed"]))
            owners.append(row.doc_id)
    return np.array(features), np.array(right), owners


def fit(features: Matrix, right: Matrix, prior: Matrix) -> Matrix:
    """Log-odds of greatest posterior; a doubt never adds confidence."""
    weights = prior.copy()
    for _ in range(4000):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - chance) - STRENGTH * (weights - prior)
        weights += 0.01 * slope
        weights[1:] = np.minimum(weights[1:], 0)
    return weights


def main(arguments: Sequence[str]) -> int:
    articles, gold = map(Path, arguments)
    features, right, owners = examples(articles, gold)
    prior = np.array([SURE, *DOUBTS.values()])
    weights = fit(features, right, prior)
    for name, weight in zip(NAMES, weights, strict=True):
        count = int(features[:, NAMES.index(name)].sum())
        print(f"{name:<14} {weight:6.2f}   seen {count}")
    apart = np.zeros_like(right)
    for owner in set(owners):
        held = np.array([o == owner for o in owners])
        apart[held] = 1 / (1 + np.exp(-features[held] @ fit(features[~held], right[~held], prior)))
    print(f"\nBrier score, each article held out: {np.mean((apart - right) ** 2):.3f}; of the base rate: {right.var():.3f}")
    order = np.argsort(apart)
    for part in np.array_split(order, 4):
        print(f"said {apart[part].mean():.2f}  right {right[part].mean():.2f}  of {len(part)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
