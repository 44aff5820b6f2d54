"""A marked text in the form that training uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geodata.reading.labels import EVENT, ROLES, TYPES
from geodata.reading.pieces import Pieces
from geodata.training.reader.spans import Span


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """`types`, `roles`: one for each incident; a role is None if the text does not show it."""

    doc_id: str
    pieces: Pieces
    spans: list[Span]
    types: list[int]
    roles: list[int | None]

    @property
    def events(self) -> list[Span]:
        return [s for s in self.spans if s.kind == EVENT]


def sample(doc_id: str, pieces: Pieces, spans: list[Span], incidents: Sequence[dict[str, Any]]) -> Sample:
    return Sample(
        doc_id, pieces, spans, [TYPES.index(i["type"]) for i in incidents], [ROLES.index(i["role"]) for i in incidents]
    )
