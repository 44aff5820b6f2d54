"""Requests as a file, in the batch format that OpenAI and other services accept, and their results.

A request's `custom_id` is the report's id, "#", and the number of the part from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geodata.errors import RowError
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm.reading import findings_of, requests
from geodata.records import Report

URL = "/v1/chat/completions"


def rows(reports: Iterable[tuple[str, Report]], model: str, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """Yield the requests for many reports, given with their ids. Raises RowError if an id occurs twice."""
    known: set[str] = set()
    for ident, report in reports:
        if ident in known:
            raise RowError(f"{ident} occurs twice; a batch needs a different id for each report")
        known.add(ident)
        for part, request in enumerate(requests(findings_of(report, gazetteer), model), 1):
            yield {"custom_id": f"{ident}#{part}", "method": "POST", "url": URL, "body": request}


class Results:
    """The answers in a results file, by the ids of their requests. A request that failed has no answer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers: dict[str, str] = {}
        self.failed: dict[str, str] = {}
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    self._add(line, f"{path}:{number}")

    def _add(self, line: str, place: str) -> None:
        try:
            row = json.loads(line)
            ident = str(row["custom_id"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RowError(f'{place}: not an object with "custom_id" and "response"') from error
        try:
            self.answers[ident] = str(row["response"]["body"]["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError):
            self.failed[ident] = str(row.get("error") or "result without an answer")[:200]

    def of(self, ident: str, parts: int) -> list[str]:
        """Return the answers to all parts of a report. Raises RowError if one is missing."""
        found = []
        for part in range(1, parts + 1):
            name = f"{ident}#{part}"
            if name not in self.answers:
                raise RowError(f"{self.path}: no answer for {name}{f' ({self.failed[name]})' if name in self.failed else ''}")
            found.append(self.answers[name])
        return found
