"""A text with marked words, and helpers for tests of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from geodata.records import Reading, Report
from geodata.workspace import Workspace

Read = Callable[..., Reading]
BOMB = "A car [event=explosion_device:bomb] [killed:killed nine people] in [where:Mosul] on [when:Sunday], [says:police] said. [killed2:Two people were [event2=shooting:shot dead]] in [where2:Basra] on [when2:Sunday]."


PLAIN = "A car bomb killed nine people in Mosul on Sunday, police said."


def sourced(reading: Reading, source: str, published: date | None = None) -> Reading:
    report = reading.report
    new = Report(text=report.text, title=report.title, published=published or report.published, source=source)
    return replace(reading, report=new)


def ids(workspace: Workspace) -> dict[str | None, str]:
    return {k.incident.place: k.incident.id for k in workspace.kept()}
