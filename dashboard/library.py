"""The reports that are open in a session."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.records import Reading


@dataclass(slots=True)
class Library:
    """Readings by report id, in the order they were opened, and which one is looked at."""

    readings: dict[str, Reading] = field(default_factory=dict)
    current: str = ""

    def open(self, reading: Reading) -> None:
        """Add a reading and look at it. The same report read again replaces its old reading."""
        self.readings[reading.report.id] = reading
        self.current = reading.report.id

    @property
    def reading(self) -> Reading | None:
        return self.readings.get(self.current)

    def name_of(self, report_id: str) -> str:
        report = self.readings[report_id].report
        name = report.title or " ".join(report.text.split())[:60] + " …"
        return f"{name} ({report.published.isoformat()})" if report.published else name
