"""Read from a dateline where a report was written: "GLASGOW, Ky. (AP) —", "RAJSHAHI, Sept 8:"."""

from __future__ import annotations

import re

AGENCIES = r"AP|Reuters|AFP|UPI|dpa|EFE|ANSA|Xinhua|TASS|Interfax|IRIN|CNN"
MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
_capitals = r"[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,3}"
_name = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
DATELINE = re.compile(
    rf"\s*(?:(?P<shouted>{_capitals}(?:, (?!{MONTHS})[A-Z][\w.'’ ]{{1,25}}?)?)(?:, {MONTHS})?(?:\s*\((?:{AGENCIES})\))?"
    rf"|(?P<plain>{_name}(?:, [A-Z][\w.'’ ]{{1,25}}?)?)\s*\((?:{AGENCIES})\))\s*(?:—|–|--|-|:)\s*(?=[A-Z“\"'‘])"
)
LEAST_LETTERS = 4  # "US - " is not a dateline
NO_PLACES = frozenset(
    ("FILE", "FILE PHOTO", "UPDATE", "UPDATED", "WARNING", "BREAKING", "BREAKING NEWS", "WATCH", "LIVE", "EXCLUSIVE")
)
# Datelines with their places, and first lines without a dateline.
YES = (
    ("GLASGOW, Ky. (AP) — Gunmen opened fire.", "GLASGOW, Ky."),
    ("KABUL, Oct. 2 (Xinhua) -- A bomb went off.", "KABUL"),
    ("RAJSHAHI, Sept 8: Two died.", "RAJSHAHI"),
    ("MATAMOROS, Mexico (Reuters) - Police said.", "MATAMOROS, Mexico"),
    ("Beijing (AFP) – A fire killed two.", "Beijing"),
    ("NEW ORLEANS -- The flood rose.", "NEW ORLEANS"),
)
NO = (
    "FILE - A house burns.", "BREAKING NEWS – A blast.", "UPDATED: Two dead.", "Two dead - police", "The USA: A history",
    "US - A",
)  # fmt: skip


def dateline(text: str) -> str | None:
    """Return the place in the text's dateline, as written; None if the text has no dateline."""
    match = DATELINE.match(text)
    place = (match["shouted"] or match["plain"]) if match else None
    if not place or len(place) < LEAST_LETTERS or place in NO_PLACES:
        return None
    return place
