"""Which new incidents raise an alarm, and where: a file, an address on this computer, the desktop."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import urllib3

from geodata.errors import LinkRefused
from geodata.exporting.rows import incident_row
from geodata.gazetteer.lookup import kilometres
from geodata.reading.confidence import is_sure
from geodata.records import Incident, Place, Reading
from geodata.visible import visible
from geodata.vocabulary import Role
from geodata.words.catalogue import say

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PATIENCE = 5.0  # seconds
MOST_LINES = 5  # of a notification


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The incidents that raise an alarm: new and sure ones, with at least `killed` killed, within `within_km` of a place."""

    killed: int = 0
    near: Place | None = None
    within_km: float = 0.0

    def holds(self, incident: Incident) -> bool:
        if incident.role is not Role.MAIN or not is_sure(incident.confidence):
            return False
        if self.killed and (incident.killed is None or (incident.killed.low or 0) < self.killed):
            return False
        if self.near is None:
            return True
        where = incident.geocode
        if where is None:
            return False
        return kilometres(self.near.latitude, self.near.longitude, where.latitude, where.longitude) <= self.within_km


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """Where to report the wanted incidents. Raises LinkRefused for an address that is not on this computer."""

    wanted: Wanted
    file: Path | None = None
    url: str = ""
    desktop: bool = False

    def __post_init__(self) -> None:
        if self.url and not is_here(self.url):
            raise LinkRefused(f"{self.url} is not on this computer; use an address like http://127.0.0.1:9000/alarm")

    def tell(self, reading: Reading) -> list[Incident]:
        """Report the wanted incidents of a reading, and return them."""
        found = [incident for incident in reading.incidents if self.wanted.holds(incident)]
        rows = [row_of(reading, incident) for incident in found]
        if rows and self.file:
            with self.file.open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        if rows and self.url:
            post(self.url, rows)
        if rows and self.desktop:
            notify(list(lines_of(found)))
        return found


def is_here(url: str) -> bool:
    """Whether an address is on this computer, as parsed by the library that sends the request."""
    try:
        found = urllib3.util.parse_url(url)
    except urllib3.exceptions.LocationParseError:
        return False
    return found.scheme == "http" and (found.host or "").strip("[]") in LOOPBACK and not found.auth and "\\" not in url


def row_of(reading: Reading, incident: Incident) -> dict[str, object]:
    report = reading.report
    return {"report": report.id, "title": report.title, "source": report.source, "url": report.url, **incident_row(incident)}


def lines_of(incidents: list[Incident]) -> Iterator[str]:
    for incident in incidents:
        killed = f", {incident.killed} killed" if incident.killed else ""
        yield visible(f"{incident.type.label}: {incident.place or 'no place'}{killed}")


def post(url: str, rows: list[dict[str, object]]) -> None:
    try:
        answer = urllib3.request("POST", url, json=rows, timeout=PATIENCE, retries=False, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise LinkRefused(f"{url}: no program accepts alarms there") from error
    if answer.status >= 300:
        raise LinkRefused(f"{url} refuses the alarm with error {answer.status}")


def notify(lines: list[str]) -> None:
    """Show a desktop notification. Raises LinkRefused if the desktop cannot show it."""
    try:
        from desktop_notifier.sync import DesktopNotifierSync

        message = "\n".join(lines[:MOST_LINES])
        body = escape(message, quote=False) if sys.platform == "linux" else message  # there it can contain links and pictures
        DesktopNotifierSync(app_name=say("app.name")).send(title=say("feeds.alarm", n=len(lines)), message=body)
    except Exception as error:  # each desktop fails in its own way
        raise LinkRefused("this desktop cannot show notifications; use --alarm-file instead") from error
