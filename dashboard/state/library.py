"""What a session shows: the workspace, and one of its reports or tables, or all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import shorten

from dashboard.state.atlas import Atlas, atlas, atlas_at
from dashboard.words.wording import day
from geodata.columns.masks import Chosen
from geodata.feeds import kept as kept_feeds
from geodata.query import IncidentQuery
from geodata.records import Incident, Reading, Report
from geodata.visible import visible
from geodata.workspace import Workspace, database

ALL = "all"
LONGEST_NAME = 60  # characters of a report's first words, which replace a missing title
CUT = re.compile(r"[\s,;:–-]+ …$")
FEEDS_SEEN = "feeds_seen"  # a setting of the workspace: when the user last viewed the incidents from feeds


@dataclass(slots=True)
class Library:
    """The workspace and the id of the `current` report or table; ALL means all reports and tables."""

    atlas: Atlas
    current: str = ""
    datasets: dict[str, str] = field(default_factory=dict)  # the names of imported tables by id
    _reports: dict[str, Report] = field(default_factory=dict)
    _reading: Reading | None = None
    _seen: tuple[str, str] = ("?", "")

    @classmethod
    def open(cls, path: Path | None = None) -> Library:
        """Open the workspace at `path` (default: the user's own) and show the newest report."""
        library = cls(atlas_at(path) if path else atlas())
        library.refresh()
        return library

    @property
    def workspace(self) -> Workspace:
        return self.atlas.workspace

    def refresh(self) -> None:
        """Read the workspace again if this session or another program changed anything."""
        state = (self.workspace.stamp(), self.current)
        if state == self._seen:
            return
        self._reports = {report.id: report for report in self.workspace.reports()}
        self.datasets = self.workspace.datasets()
        if self.current not in (*self._reports, *self.datasets, ALL):
            sources = [*self._reports, *self.datasets]
            self.current = next(iter(self._reports), ALL if len(sources) > 1 else next(iter(sources), ""))
        self._reading = self.workspace.read_of(self.current) if self.current in self._reports else None
        self._seen = (state[0], self.current)

    @property
    def choices(self) -> list[str]:
        """The ids to choose from: each report, each table, and ALL if there is more than one of them."""
        sources = [*self._reports, *self.datasets]
        return [*sources, *([ALL] if len(sources) > 1 else [])]

    @property
    def is_report(self) -> bool:
        """Whether a single report is shown, with its words, its days and its order."""
        return self.current in self._reports

    @property
    def reports(self) -> list[Report]:
        return list(self._reports.values())

    @property
    def report(self) -> Report | None:
        return self._reports.get(self.current)

    @property
    def reading(self) -> Reading | None:
        """The reading of the current report with people's choices and corrections; None unless a single report is shown."""
        return self._reading

    def scoped(self, query: IncidentQuery) -> IncidentQuery:
        """Restrict a filter to the current report or table."""
        return query if self.current == ALL or not self.current else replace(query, sources=(self.current,))

    def chosen(self, query: IncidentQuery) -> Chosen:
        """Return the incidents of the current report or table that match a filter."""
        return self.atlas.chosen(self.scoped(query))

    def incident(self, ident: str) -> Incident | None:
        """Return an incident by its id, or None if it does not exist."""
        found = self.workspace.kept([ident]) if ident else []
        return found[0].incident if found else None

    def report_of(self, incident: Incident) -> Report | None:
        """Return the report of an incident, or None for an imported row."""
        return self._reports.get(incident.evidence.report_id)

    def add(self, reading: Reading) -> None:
        """Store a reading and show it."""
        self.workspace.add(reading)
        self.look_at(reading.report.id)

    def news(self) -> int:
        """Return the number of incidents from feeds since the user last viewed them."""
        watched = kept_feeds.watched(self.workspace)
        return kept_feeds.fresh(self.workspace, self.workspace.setting(FEEDS_SEEN)) if watched else 0

    def news_seen(self) -> None:
        """Record that the user has viewed the incidents from feeds."""
        self.workspace.set_setting(FEEDS_SEEN, database.now())

    def look_at(self, report_id: str) -> None:
        self.current = report_id
        self.refresh()

    def source_name(self, ident: str) -> str:
        """Return the name of a report or of an imported table."""
        return name_of(self._reports[ident]) if ident in self._reports else visible(self.datasets.get(ident, ident))


def name_of(report: Report) -> str:
    """Return a report's title, or its first words without one, with its date."""
    name = report.title or CUT.sub(" …", shorten(report.text, LONGEST_NAME, placeholder=" …"))
    return visible(f"{name} ({day(report.published)})" if report.published else name)
