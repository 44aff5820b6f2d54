"""Compare read incidents with hand-marked ones: found, placed, type, role, date, figures, claimant, whole, quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.evaluation.matching import FIELDS, Row, agreement, bounds, pairs

WHOLE = ("placed", "type", "role", "date", "killed", "injured")


@dataclass(slots=True)
class Tally:
    """Counts over articles, for the scores."""

    gold: int = 0
    read: int = 0
    paired: int = 0
    whole: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    stated: dict[str, list[int]] = field(default_factory=lambda: {k: [0, 0, 0] for k in ("killed", "injured")})
    quotes: int = 0
    true_quotes: int = 0
    disagreements: list[str] = field(default_factory=list)

    def add(self, doc_id: str, gold: Sequence[Row], read: Sequence[Row], text: str) -> None:
        """Count one article; `text` is its title, a line break and its text."""
        self.gold += len(gold)
        self.read += len(read)
        for kind, counts in self.stated.items():
            counts[1] += sum(bool(row.get(kind)) for row in read)
            counts[2] += sum(bool(row.get(kind)) for row in gold)
        matched = pairs(gold, read)
        self.paired += len(matched)
        for i, j in matched:
            same = agreement(gold[i], read[j])
            self.agreed.update(name for name, right in same.items() if right)
            for kind, counts in self.stated.items():
                counts[0] += bool(gold[i].get(kind)) and same[kind]
            self.whole += all(same[name] for name in WHOLE)
            self.disagreements += list(differences(doc_id, gold[i], read[j], same))
        found, right = {i for i, _ in matched}, {j for _, j in matched}
        self.disagreements += [f"{doc_id}  missed: {told(row)}" for i, row in enumerate(gold) if i not in found]
        self.disagreements += [f"{doc_id}  not in the gold: {told(row)}" for j, row in enumerate(read) if j not in right]
        for row in read:
            for quote in quotes_of(row):
                self.quotes += 1
                self.true_quotes += quote in text

    def scores(self) -> dict[str, float]:
        """Return the table of scores, as shares from 0 to 1."""
        precision, recall, found = f1(self.paired, self.read, self.gold)
        table = {"found precision": precision, "found recall": recall, "found F1": found}
        of_pairs = max(1, self.paired)
        table |= {name: self.agreed[name] / of_pairs for name in FIELDS if name not in self.stated}
        table |= {f"{kind} F1": f1(*counts)[2] for kind, counts in self.stated.items()}
        table["whole F1"] = f1(self.whole, self.read, self.gold)[2]
        table["quotes"] = self.true_quotes / self.quotes if self.quotes else 0.0
        return table


def f1(right: int, read: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / read if read else 0.0, right / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def quotes_of(row: Row) -> Iterator[str]:
    yield row["evidence"]
    yield from (row[kind]["quote"] for kind in ("killed", "injured", "missing") if row.get(kind))


def told(row: Row) -> str:
    return f"{row['role']} {row['type']} at {row.get('place')}: {(row.get('evidence') or '')[:90]}"


def differences(doc_id: str, gold: Row, read: Row, same: Mapping[str, bool]) -> Iterator[str]:
    for name, right in same.items():
        if not right:
            yield f"{doc_id}  {gold['place']}  {name}: gold {shown(gold, name)}, read {shown(read, name)}"


def shown(row: Row, name: str) -> Any:
    if name == "placed":
        return row.get("place"), row.get("lat"), row.get("lon")
    if name == "date":
        return row.get("date_start"), row.get("date_end")
    return bounds(row, name) if name in ("killed", "injured") else row.get(name)
