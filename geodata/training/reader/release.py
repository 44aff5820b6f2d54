"""Choose a trained reader's thresholds, fit its confidence, and measure it, all on articles that were not used in training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from geodata.evaluation.incidents import Tally
from geodata.evaluation.marks import Marked
from geodata.evaluation.matching import agreement, pairs
from geodata.exporting.rows import incident_row
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import confidence
from geodata.reading.assembling import assemble
from geodata.reading.confidence import Calibration
from geodata.reading.findings import Findings
from geodata.reading.judgement import Floats, Judgement, Networks
from geodata.reading.linked import Linked
from geodata.reading.linking import Thresholds, link
from geodata.reading.own_places import with_own_places
from geodata.reading.pieces import Pieces
from geodata.reading.views import Bounds

# Values to try for each threshold, one after another; the one with the best score is kept.
TRIED: dict[str, tuple[float, ...]] = {
    "event": (0.35, 0.4, 0.45, 0.5, 0.55, 0.6),
    "same": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
    "real": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "where": (0.2, 0.3, 0.4, 0.5),
    "when": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "likely_when": (0.15, 0.2, 0.25, 0.3, 0.4),
    "figure": (0.3, 0.4, 0.5, 0.6),
    "says": (0.2, 0.3, 0.4, 0.5),
}
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Article:
    marked: Marked
    findings: Findings
    pieces: Pieces


class Remembered:
    """Networks with a memory: trying many thresholds asks them the same questions again and again."""

    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self.known: dict[tuple[object, ...], Any] = {}
        self.current: bytes = b""

    def encode(self, pieces: Pieces) -> tuple[Floats, Floats]:
        self.current = pieces.ids.tobytes() + pieces.signals.tobytes()
        return self._ask(("encode",), lambda: self.networks.encode(pieces))

    def pairs(self, vectors: Floats, pieces: Pieces, mentions: Sequence[Bounds], asked: Sequence[tuple[int, int]]) -> Floats:
        return self._ask(("pairs", *mentions), lambda: self.networks.pairs(vectors, pieces, mentions, asked))

    def incident(
        self, vectors: Floats, inside: NDArray[np.int64], marks: NDArray[np.int64], reach: NDArray[np.int64]
    ) -> Judgement:
        return self._ask((inside.tobytes(), marks.tobytes()), lambda: self.networks.incident(vectors, inside, marks, reach))

    def _ask(self, key: tuple[object, ...], ask: Any) -> Any:
        full = (self.current, *key)
        if full not in self.known:
            self.known[full] = ask()
        return self.known[full]


def read(
    article: Article, networks: Networks, thresholds: Thresholds, gazetteer: Gazetteer
) -> Iterator[tuple[Linked, dict[str, Any]]]:
    """Yield the incidents of an article, each with what the networks found for it."""
    for linked in linked_of(article, networks, thresholds, gazetteer):
        if incident := assemble(article.findings, linked, gazetteer):
            yield linked, incident_row(incident)


def linked_of(article: Article, networks: Networks, thresholds: Thresholds, gazetteer: Gazetteer) -> list[Linked]:
    linked = link(article.findings.full, article.pieces, networks, thresholds)
    return with_own_places(article.findings, linked, gazetteer)


def measure(articles: Sequence[Article], networks: Networks, thresholds: Thresholds, gazetteer: Gazetteer) -> dict[str, float]:
    tally = Tally()
    for article in articles:
        rows = [row for _, row in read(article, networks, thresholds, gazetteer)]
        tally.add(article.marked.doc_id, article.marked.incidents, rows, article.marked.full)
    return tally.scores()


def worth(scores: Mapping[str, float]) -> float:
    """Return the score that the thresholds maximize: incidents found, and incidents that are right in everything."""
    return (
        scores["found F1"] + 2 * scores["whole F1"] + 0.3 * (scores["killed F1"] + scores["injured F1"] + scores["attribution"])
    )


def chosen_thresholds(articles: Sequence[Article], networks: Networks, gazetteer: Gazetteer) -> Thresholds:
    """Choose one threshold after another, in two rounds."""
    memory, best = Remembered(networks), Thresholds()
    top = worth(measure(articles, memory, best, gazetteer))
    for _ in range(2):
        for name, values in TRIED.items():
            for value in values:
                tried = replace(best, **{name: value})
                score = worth(measure(articles, memory, tried, gazetteer))
                if score > top + 1e-9:
                    best, top = tried, score
    return best


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and its quality on articles that were left out of the fit, in turn for each of FOLDS parts."""

    calibration: Calibration
    brier: float
    brier_of_base_rate: float
    reliability: tuple[tuple[float, float, int], ...]  # mean confidence, share right, incidents, for each fifth
    above_floor_right: float
    right_below_floor: float


def fit_confidence(articles: Sequence[Article], networks: Networks, thresholds: Thresholds, gazetteer: Gazetteer) -> Fit:
    """Fit a logistic regression of "right in place, type and role" on the signs of `confidence.signs_of`."""
    signs, right, group, marked = [], [], [], 0
    for number, article in enumerate(articles):
        found = []
        for linked in linked_of(article, networks, thresholds, gazetteer):
            if incident := assemble(article.findings, linked, gazetteer):
                assert incident.toponym is not None  # noqa: S101  (assemble places every incident)
                found.append(
                    (
                        confidence.signs_of(linked, incident.toponym, incident.role, incident.start is not None),
                        incident_row(incident),
                    )
                )
        rows = [row for _, row in found]
        matched = {j: agreement(article.marked.incidents[i], rows[j]) for i, j in pairs(article.marked.incidents, rows)}
        marked += len(article.marked.incidents)
        for j, (sign, _) in enumerate(found):
            ok = matched.get(j)
            signs.append(sign)
            right.append(float(bool(ok and ok["placed"] and ok["type"] and ok["role"])))
            group.append(number % FOLDS)
    names = list(signs[0])
    x = np.array([[s[n] for n in names] for s in signs])
    y, fold = np.array(right), np.array(group)
    left_out = np.zeros(len(y))
    for k in range(FOLDS):
        bias, weights = logistic(x[fold != k], y[fold != k])
        left_out[fold == k] = 1 / (1 + np.exp(-(bias + x[fold == k] @ weights)))
    bias, weights = logistic(x, y)
    floor = best_floor(left_out, y, marked)
    above = left_out >= floor
    order = np.argsort(left_out)
    fifths = tuple((float(left_out[part].mean()), float(y[part].mean()), len(part)) for part in np.array_split(order, FOLDS))
    return Fit(
        Calibration(round(float(bias), 4), {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}, floor),
        float(((left_out - y) ** 2).mean()),
        float(((y.mean() - y) ** 2).mean()),
        fifths,
        float(y[above].mean()),
        float(y[~above].sum() / max(1.0, y.sum())),
    )


def best_floor(confidences: NDArray[np.float64], right: NDArray[np.float64], marked: int) -> float:
    """Return the floor that gives the highest F1 of incidents that are right in place, type and role."""

    def f1(floor: float) -> float:
        kept = confidences >= floor
        return float(2 * right[kept].sum() / (kept.sum() + marked))

    return max((round(0.02 * k, 2) for k in range(40)), key=lambda floor: (round(f1(floor), 6), -floor))


def logistic(x: NDArray[np.float64], y: NDArray[np.float64], penalty: float = 0.02) -> tuple[float, NDArray[np.float64]]:
    """Return the bias and weights of a logistic regression with an L2 penalty."""
    a, b = torch.tensor(x), torch.tensor(y)
    weights, bias = (
        torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True),
        torch.zeros(1, dtype=torch.float64, requires_grad=True),
    )
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(a @ weights + bias, b) + penalty * weights.pow(2).sum() / 2
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return float(bias), weights.detach().numpy()
