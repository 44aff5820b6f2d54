"""Parse a language model's answer into records. A malformed incident does not affect the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.errors import BadAnswer
from geodata.llm.definitions import FIGURES
from geodata.vocabulary import IncidentType, Role

LONGEST_QUOTE = 2_000  # characters
MOST_QUOTES = 20
LARGEST = 100_000_000  # people
LONGEST_ANSWER = 2_000_000  # characters: a hundred times the length of a long answer
FENCE, THINK = "```", ("<think>", "</think>")  # some models print their reasoning first


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFigure:
    """A figure as the model gives it, not yet checked."""

    low: int | None
    high: int | None
    best: int | None
    quotes: tuple[str, ...]
    claimant: str | None

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return f"{self.low:,}"
        return f"{'?' if self.low is None else f'{self.low:,}'} to {'?' if self.high is None else f'{self.high:,}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An incident as the model gives it, not yet checked. `sentences` and `evidence` are sentence numbers."""

    sentences: tuple[int, ...]
    evidence: int
    type: IncidentType
    role: Role
    place: str
    within: tuple[str, ...]
    country: str | None
    province: str | None
    near_town: str | None
    start: date | None
    end: date | None
    when: tuple[str, ...]
    figures: Mapping[str, SaidFigure]
    claimant: str | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The incidents of one answer, and a message for each malformed one."""

    incidents: tuple[Said, ...]
    faults: tuple[str, ...] = ()


def parsed(content: str) -> Answer:
    """Parse the text of an answer: JSON, perhaps in a code fence or among other words. Raises BadAnswer if it has none."""
    rows = json_of(content).get("incidents")
    if not isinstance(rows, list):
        raise BadAnswer('the answer has no list "incidents"')
    found: list[Said] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(said(row))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            faults.append(f"incident {number} of the answer is malformed: {error}")
    return Answer(tuple(found), tuple(faults))


def json_of(content: str) -> dict[str, Any]:
    if len(content) > LONGEST_ANSWER:
        raise BadAnswer(f"the answer has {len(content):,} characters; the limit is {LONGEST_ANSWER:,}")
    if THINK[0] in content:
        before, _, after = content.partition(THINK[0])
        content = before + after.rpartition(THINK[1])[2]
    fenced = content.split(FENCE)[1].strip().removeprefix("json") if content.count(FENCE) > 1 else ""
    first, last = content.find("{"), content.rfind("}")
    for text in (content, fenced, content[first : last + 1] if first >= 0 else ""):
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(body, dict):
            return body
    raise BadAnswer("the answer is not a JSON object; it may be cut off")


def said(row: Any) -> Said:
    sentences = tuple(dict.fromkeys(whole(n, "sentences") for n in row["sentences"]))
    evidence = whole(row["evidence"] if row.get("evidence") is not None else sentences[0], "evidence")
    start, end = day(row.get("date_start")), day(row.get("date_end"))
    start, end = start or end, end or start
    if start and end and start > end:
        raise ValueError("it ends before it starts")
    figures = {name: figure(row[name], name) for name in FIGURES if row.get(name) is not None}
    return Said(
        sentences=sentences or (evidence,),
        evidence=evidence,
        type=IncidentType(row["type"]),
        role=Role(row["role"]),
        place=words(row["place"], "place") or "",
        within=quotes(row.get("within") or (), "within"),
        country=words(row.get("country"), "country"),
        province=words(row.get("province"), "province"),
        near_town=words(row.get("near_town"), "near_town"),
        start=start,
        end=end,
        when=quotes(row.get("when") or (), "when"),
        figures={name: f for name, f in figures.items() if f is not None},
        claimant=words(row.get("claimant"), "claimant"),
        actor=words(row.get("actor"), "actor"),
    )


def figure(row: Any, name: str) -> SaidFigure | None:
    low, high, best = (None if row.get(k) is None else whole(row[k], name) for k in ("low", "high", "best"))
    if low is None and high is None:
        low = best
    if low is None and high is None:
        return None
    if any(n is not None and not 0 <= n <= LARGEST for n in (low, high, best)) or (
        low is not None and high is not None and low > high
    ):
        raise ValueError(f"the numbers of {name} are inconsistent")
    return SaidFigure(
        low=low, high=high, best=best, quotes=quotes(row.get("quotes") or (), name), claimant=words(row.get("claimant"), name)
    )


def whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(f"{name} is not a whole number")
    return int(value)


def day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def words(value: Any, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text")
    return value.strip()[:LONGEST_QUOTE] or None


def quotes(value: Any, name: str) -> tuple[str, ...]:
    found = [words(one, name) for one in ([value] if isinstance(value, str) else value)]
    return tuple(dict.fromkeys(one for one in found if one))[:MOST_QUOTES]
