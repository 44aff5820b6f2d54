"""What the geocoders share that ask no other computer."""

from __future__ import annotations

from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import Geocoder


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no type information
    """Asks nothing. The usual adapter reads all of the system's certificates first, which takes a tenth of a second."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        del timeout, headers
        raise RuntimeError(f"an offline geocoder asked for {url}")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no type information
    """A geocoder that asks no other computer itself."""

    def __init__(self, timeout: Any) -> None:
        super().__init__(timeout=timeout, adapter_factory=NoNetwork)
