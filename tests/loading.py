"""Helpers for tests of tables: the type of a loader, and the figures and days of the loaded incidents."""

from __future__ import annotations

from collections.abc import Callable

from geodata.importing.outcome import Outcome
from geodata.records import Incident

Load = Callable[..., tuple[Outcome, list[Incident]]]


def killed(incident: Incident) -> tuple[int | None, int | None]:
    assert incident.killed is not None
    return incident.killed.low, incident.killed.high


def hurt(incident: Incident) -> tuple[int | None, int | None]:
    return (incident.killed.best if incident.killed else None, incident.injured.best if incident.injured else None)


def spans(found: list[Incident]) -> list[str]:
    return [f"{i.start}" if i.start == i.end else f"{i.start}..{i.end}" for i in found]
