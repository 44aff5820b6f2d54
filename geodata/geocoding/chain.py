"""Ask several geocoders in turn: coordinates, the gazetteer on this machine, and an online one if both find nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.coordinates import CoordinatesGeocoder
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.geocoding.offline import OfflineGeocoder
from geodata.geocoding.online import OnlineGeocoder


class ChainGeocoder(OfflineGeocoder):
    """A geocoder that gives the first answer of several. `notes` lists those that could not be asked in the last call."""

    def __init__(self, geocoders: Sequence[Any], *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout)
        self.geocoders = tuple(geocoders)
        self.notes: tuple[str, ...] = ()

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the first answer for a name; None if no geocoder has one."""
        return self._first("geocode", query, exactly_one, timeout)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the first answer for a point, from the geocoders that know places (coordinates know only themselves)."""
        return self._first("reverse", query, exactly_one, timeout)

    def _first(self, method: str, query: Any, exactly_one: bool, timeout: Any) -> Location | list[Location] | None:
        notes: list[str] = []
        answer: Location | list[Location] | None = None
        for geocoder in self.geocoders:
            if method == "reverse" and isinstance(geocoder, CoordinatesGeocoder):
                continue
            answer = getattr(geocoder, method)(query, exactly_one=exactly_one, timeout=timeout)
            if trouble := getattr(geocoder, "trouble", ""):
                notes.append(trouble)
            if answer:
                break
        self.notes = tuple(notes)
        return answer or None


def default_chain(gazetteer: Gazetteer | None = None, online: str | None = None) -> ChainGeocoder:
    """Coordinates, then the gazetteer, then the online service that the user chose, if any."""
    parts: list[Any] = [CoordinatesGeocoder(), GazetteerGeocoder(gazetteer)]
    if online:
        parts.append(OnlineGeocoder(online))
    return ChainGeocoder(parts)
