"""Read the point that a link to a map on the web shows."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

YES = (
    ("https://www.google.com/maps/@49.9935,36.2304,15z", (49.9935, 36.2304)),
    ("https://maps.google.com/?q=49.9935,36.2304", (49.9935, 36.2304)),
    ("https://www.google.com/maps?q=49.9935%2C36.2304", (49.9935, 36.2304)),
    ("https://www.google.com/maps/search/49.9935,+36.2304", (49.9935, 36.2304)),
    ("https://www.google.com/maps/place/X/@49.9,36.2,15z/data=!3m1!4b1!3d49.9935!4d36.2304", (49.9935, 36.2304)),
    ("https://maps.apple.com/?ll=49.9935,36.2304", (49.9935, 36.2304)),
    ("https://www.openstreetmap.org/?mlat=49.9935&mlon=36.2304#map=12/50.0/36.0", (49.9935, 36.2304)),
    ("https://www.openstreetmap.org/#map=12/49.9935/36.2304", (49.9935, 36.2304)),
    ("http://wikimapia.org/#lang=en&lat=49.9935&lon=36.2304&z=12", (49.9935, 36.2304)),
    ("https://www.bing.com/maps?cp=49.9935~36.2304&lvl=12", (49.9935, 36.2304)),
    ("https://yandex.ru/maps/?ll=36.2304,49.9935&z=12", (49.9935, 36.2304)),
    ("https://yandex.com/maps/?ll=36.0%2C50.0&pt=36.2304%2C49.9935", (49.9935, 36.2304)),
    ("https://2gis.ru/moscow?m=36.2304%2C49.9935%2F11", (49.9935, 36.2304)),
)  # fmt: skip
NO = (
    "https://example.org/news/2022,30", "https://yandex.com/maps/-/CCU1", "https://example.org/a?q=1,2", "49.9935, 36.2304",
    "https://maps.app.goo.gl/x",
)  # fmt: skip

LAT, LON = r"(?P<lat>-?\d{1,2}\.\d+)", r"(?P<lon>-?\d{1,3}\.\d+)"
LONGITUDE_FIRST = re.compile(r"https?://(?:[\w-]+\.)*(?:yandex|2gis)\.\w+/", re.IGNORECASE)
LONGITUDE_LATITUDE = (
    re.compile(rf"[?&](?:pt|whatshere\[point\])={LON},{LAT}"), re.compile(rf"(?:[?&](?:ll|m)=|/geo/(?:\d+/)?){LON},{LAT}"),
)  # fmt: skip
# The position of a marker comes before the centre of the map.
LATITUDE_LONGITUDE = (
    re.compile(rf"!3d{LAT}!4d{LON}"),
    re.compile(rf"[?&]mlat={LAT}&mlon={LON}"),
    re.compile(rf"(?:@|[?&](?:q|ll|query|center|daddr|destination)=(?:loc:)?|/(?:place|search|dir)/){LAT},\s?{LON}"),
    re.compile(rf"[?&]cp={LAT}~{LON}"),
    re.compile(rf"#map=\d+(?:\.\d+)?/{LAT}/{LON}"),
    re.compile(rf"[?&#]lat(?:itude)?={LAT}&lo?ng?(?:itude)?={LON}"),
)


def point_in_link(link: str) -> tuple[float, float] | None:
    """Latitude and longitude, in degrees, of the point that a link shows on a map; None for any other link."""
    if not link.startswith(("http://", "https://")):
        return None
    plain = unquote_plus(link)
    patterns = LONGITUDE_LATITUDE if LONGITUDE_FIRST.match(plain) else LATITUDE_LONGITUDE
    found = next((match for pattern in patterns if (match := pattern.search(plain))), None)
    return (float(found["lat"]), float(found["lon"])) if found else None
