"""A filter in the words of the screen: each part with the change that removes it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.map.map_feed import country_names
from dashboard.state.library import Library
from dashboard.words.wording import day
from geodata.gazetteer import provinces
from geodata.query import Casualties, IncidentQuery
from geodata.words.catalogue import label, say


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a filter. `without`: the changed fields of the filter when the part is removed."""

    label: str
    value: str
    without: Mapping[str, Any]


def parts(query: IncidentQuery, source_name: Callable[[str], str] = str) -> Iterator[Part]:
    """Yield the parts of a filter, one value at a time; none for an empty filter."""
    names: dict[str, Callable[[Any], str]] = {
        "sources": source_name,
        "types": label,
        "families": label,
        "acled": lambda group: say(f"acled.{group}"),
        "roles": label,
        "countries": lambda code: country_names().get(code, code),
        "provinces": lambda code: provinces.names().get(code, code),
        "places": str,
        "claimants": str,
        "actors": str,
        "outlets": str,
        "states": label,
        "precisions": label,
        "remarks": label,
    }
    for name, worded in names.items():
        chosen = getattr(query, name)
        for value in chosen:
            yield Part(say(f"filter.{name}"), worded(value), {name: tuple(v for v in chosen if v != value)})
    if query.start or query.end:
        yield Part(say("filter.when"), between(query.start, query.end), {"start": None, "end": None})
    if query.dated:
        yield Part(say("filter.when"), say("filter.dated_only"), {"dated": False})
    if query.casualties is not Casualties.ANY or query.least:
        whose = label(query.casualties) if query.casualties is not Casualties.ANY else say("filter.least_of_any")
        least = f" ≥ {query.least:,}" if query.least else ""
        yield Part(say("filter.casualties"), f"{whose}{least}", {"casualties": Casualties.ANY, "least": 0})
    if query.near:
        where = query.near.name or f"{query.near.latitude:.2f}, {query.near.longitude:.2f}"
        yield Part(say("filter.near"), say("filter.near_on", km=f"{query.near.km:g}", place=where), {"near": None})
    if query.area:
        yield Part(say("filter.area"), say("filter.area_on", n=len(query.area)), {"area": ()})
    if query.confidence:
        yield Part(say("filter.confidence"), say("filter.confidence_on", share=f"{query.confidence:.0%}"), {"confidence": 0.0})
    if query.text:
        yield Part(say("filter.text"), f"“{query.text}”", {"text": ""})


def between(start: date | None, end: date | None) -> str:
    """ "27 Jun 2022", "26 Jun 2022 – 27 Jun 2022", "From 27 Jun 2022"."""
    if start and end:
        return " – ".join(dict.fromkeys((day(start), day(end))))
    if start:
        return say("filter.from_on", day=day(start))
    return say("filter.until_on", day=day(end)) if end else ""


def described(query: IncidentQuery, source_name: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """Return pairs of a label and its chosen values, or an empty list without a filter."""
    grouped = itertools.groupby(parts(query, source_name), key=lambda part: part.label)
    return [(name, ", ".join(part.value for part in group)) for name, group in grouped]


def described_in(found: Library, query: IncidentQuery) -> str:
    """ "Type: Shelling · When: 1 Jun 2022 – …"."""
    return " · ".join(f"{label}: {value}" for label, value in described(query, found.source_name))
