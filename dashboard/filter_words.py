"""A filter for people: what is chosen, in the words of the screen."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.library import Library
from dashboard.map_feed import country_names
from dashboard.phrases import label, say
from dashboard.wording import day
from geodata.gazetteer import provinces
from geodata.query import Casualties, IncidentQuery


def described(query: IncidentQuery, source_name: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """Pairs of a label and what is chosen under it; empty for no filter."""
    lists: list[tuple[str, list[str]]] = [
        ("sources", [source_name(ident) for ident in query.sources]),
        ("types", [label(kind) for kind in query.types]),
        ("families", [label(family) for family in query.families]),
        ("acled", [say(f"acled.{group}") for group in query.acled]),
        ("roles", [label(role) for role in query.roles]),
        ("countries", [country_names().get(code, code) for code in query.countries]),
        ("provinces", [provinces.names().get(code, code) for code in query.provinces]),
        ("places", list(query.places)),
        ("claimants", list(query.claimants)),
        ("actors", list(query.actors)),
        ("states", [label(state) for state in query.states]),
        ("precisions", [label(precision) for precision in query.precisions]),
    ]
    words = [(say(f"filter.{name}"), ", ".join(values)) for name, values in lists if values]
    if query.start or query.end:
        ends = [day(end) if end else "…" for end in (query.start, query.end)]
        words.append((say("filter.when"), " – ".join(ends)))
    if query.dated:
        words.append((say("filter.when"), say("filter.dated_only")))
    if query.casualties is not Casualties.ANY or query.least:
        least = f" ≥ {query.least:,}" if query.least else ""
        words.append((say("filter.casualties"), f"{label(query.casualties)}{least}"))
    if query.near:
        where = query.near.name or f"{query.near.latitude:.2f}, {query.near.longitude:.2f}"
        words.append((say("filter.near"), say("filter.near_on", km=f"{query.near.km:g}", place=where)))
    if query.area:
        words.append((say("filter.area"), say("filter.area_on", n=len(query.area))))
    if query.confidence:
        words.append((say("filter.confidence"), f"{query.confidence:.0%}"))
    if query.text:
        words.append((say("filter.text"), f"“{query.text}”"))
    return words


def described_in(found: Library, query: IncidentQuery) -> str:
    """ "Type: Shelling · When: 1 Jun 2022 – …"."""
    return " · ".join(f"{label}: {value}" for label, value in described(query, found.source_name))
