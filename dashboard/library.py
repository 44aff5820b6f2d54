"""What a session looks at: the workspace, and one of its reports or all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from geodata.records import Incident, Reading, Report
from geodata.workspace import Workspace
from geodata.workspace.filing import Kept

ALL = "all"
MOST_DRAWN = 1_500  # incidents that a map of every report draws one by one
MOST_LISTED = 5_000  # of them that are looked at at all: the newest


@dataclass(slots=True)
class Library:
    """The workspace with which report is looked at; ALL stands for every report and import."""

    workspace: Workspace
    current: str = ""
    total: int = 0  # incidents of the workspace, where all of them are looked at
    _reports: dict[str, Report] = field(default_factory=dict)
    _reading: Reading | None = None
    _kept: tuple[Kept, ...] = ()
    _several: bool = False  # more than one report, or an import
    _seen: tuple[int, str] = (-1, "")

    @classmethod
    def open(cls, path: Path | None = None) -> Library:
        """The workspace at `path` (default: the user's own), with the newest report looked at."""
        library = cls(Workspace.open(path))
        library.refresh()
        library.current = next(iter(library._reports), ALL if library.workspace.info()["incidents"] else "")
        library.refresh()
        return library

    def refresh(self) -> None:
        """Look again, if anything changed, by this session or by another program."""
        state = (self.workspace.version(), self.current)
        if state == self._seen:
            return
        self._reports = {report.id: report for report in self.workspace.reports()}
        if self.current not in (*self._reports, ALL):
            self.current = next(iter(self._reports), "")
        self._reading = self.workspace.read_of(self.current) if self.current in self._reports else None
        self._kept = tuple(self.workspace.newest(MOST_LISTED)) if self.current == ALL else ()
        info = self.workspace.info()
        self.total = info["incidents"] if self.current == ALL else 0
        self._several = len(self._reports) > 1 or info["datasets"] > 0
        self._seen = (state[0], self.current)

    @property
    def choices(self) -> list[str]:
        """What can be looked at: each report, and all of them where there is more than one source."""
        return [*self._reports, *([ALL] if self._several else [])]

    @property
    def report(self) -> Report | None:
        return self._reports.get(self.current)

    @property
    def reading(self) -> Reading | None:
        """The report looked at as it was read, with what people chose and corrected; None for all of them."""
        return self._reading

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents looked at, rejected ones left out."""
        if self._reading is not None:
            return self._reading.incidents
        return tuple(k.incident for k in self._kept)

    def add(self, reading: Reading) -> None:
        """Keep a reading and look at it."""
        self.workspace.add(reading)
        self.look_at(reading.report.id)

    def look_at(self, report_id: str) -> None:
        self.current = report_id
        self.refresh()

    def name_of(self, report_id: str) -> str:
        if report_id == ALL:
            return "All reports and imports"
        return name_of(self._reports[report_id])


def name_of(report: Report) -> str:
    """A report's title, else its first words, with its day."""
    words = " ".join(report.text.split())
    name = report.title or (words if len(words) <= 60 else words[:60] + " …")
    return f"{name} ({report.published.isoformat()})" if report.published else name
