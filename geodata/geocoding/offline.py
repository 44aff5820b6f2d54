"""The base of the geocoders that use no network."""

from __future__ import annotations

from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import Geocoder


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no type information
    """Makes no requests. geopy's own adapter first reads all the system's certificates, which takes a tenth of a second."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        del timeout, headers
        raise RuntimeError(f"an offline geocoder asked for {url}")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no type information
    """A geocoder that makes no network requests itself."""

    def __init__(self, timeout: Any) -> None:
        super().__init__(timeout=timeout, adapter_factory=NoNetwork)
