"""Online geocoders through geopy, for users who choose one: Nominatim and Photon.

Nothing here is called unless the user chose a service. Answers are kept on disk for 90 days, so that no name is asked
for twice; requests are a second apart, as the services require. If the network fails, the answer is None and `trouble`
gives the reason, so that the caller can use an offline answer.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geodata.errors import GeocoderError
from geodata.gazetteer.build import cache_folder
from geodata.version import VERSION

SERVICES: dict[str, type[Any]] = {"nominatim": Nominatim, "photon": Photon}
USER_AGENT = f"incident-atlas/{VERSION}"
TIMEOUT_S = 10.0
APART_S = 1.1
KEEP_S = 90 * 24 * 3600.0


class Answers:
    """Earlier answers of the services, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, asked REAL NOT NULL, body TEXT NOT NULL)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10)

    def get(self, key: str) -> list[dict[str, Any]] | None:
        with closing(self._open()) as db:
            row = db.execute("SELECT body FROM answers WHERE key = ? AND asked > ?", (key, time.time() - KEEP_S)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, body: list[dict[str, Any]]) -> None:
        with closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, time.time(), json.dumps(body)))


class OnlineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no type information
    """One service, with our User-Agent, a second between requests, timeouts and a cache on disk."""

    def __init__(
        self,
        service: str,
        *,
        domain: str | None = None,
        scheme: str = "https",
        timeout: float = TIMEOUT_S,
        apart_s: float = APART_S,
        answers: Path | None = None,
    ) -> None:
        if service not in SERVICES:
            raise GeocoderError(f"{service!r} is not a service; choose {' or '.join(SERVICES)}")
        super().__init__(scheme=scheme, timeout=timeout, user_agent=USER_AGENT)
        where = {"domain": domain} if domain else {}
        self.service = service
        self.trouble = ""
        self._peer = SERVICES[service](scheme=scheme, timeout=timeout, user_agent=USER_AGENT, **where)
        self._answers = Answers(answers or cache_folder() / "online-answers.sqlite")
        self._lock = threading.Lock()
        # Raise a failure at once: waiting and retrying would hold up the reading.
        once = {"min_delay_seconds": apart_s, "max_retries": 0, "swallow_exceptions": False}
        self._geocode = RateLimiter(self._peer.geocode, **once)
        self._reverse = RateLimiter(self._peer.reverse, **once)

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the service's answer for a name; None if it has none, or cannot be reached (then `trouble` is set)."""
        if not query.strip():
            return None
        return self._asked(f"geocode {query.strip().casefold()}", self._geocode, query, exactly_one, timeout)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the service's answer for a point; None as in `geocode`."""
        point = self._coerce_point_to_string(query)
        return self._asked(f"reverse {point}", self._reverse, point, exactly_one, timeout)

    def _asked(
        self, what: str, ask: Callable[..., Any], query: str, exactly_one: bool, timeout: Any
    ) -> Location | list[Location] | None:
        key = f"{self.service} {self._peer.domain} {what}"
        with self._lock:
            self.trouble = ""
            rows = self._answers.get(key)
            if rows is None:
                limit = {} if timeout is DEFAULT_SENTINEL else {"timeout": timeout}
                try:
                    found = ask(query, exactly_one=False, **limit) or []
                except GeopyError as error:
                    self.trouble = f"a request to {self.service} failed ({type(error).__name__})"
                    return None
                rows = [{"address": f.address, "lat": f.latitude, "lon": f.longitude} for f in found]
                self._answers.put(key, rows)
        places = [Location(r["address"], (r["lat"], r["lon"]), {"reason": f"found by {self.service}"}) for r in rows]
        return (places[0] if exactly_one else places) if places else None
