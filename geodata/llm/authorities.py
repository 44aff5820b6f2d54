"""Find the towns and counties whose police, fire brigade or council a sentence names: "San Francisco Fire Department".

What such an office reports lies in its area or close to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OFFICE = re.compile(
    r"(?P<area>(?:[^\W\d_a-z][\w’'.-]* ){1,4})"
    r"(?=(?:Police|Sheriff|Fire (?:Department|Brigade|Service|and Rescue)|City Council|County Council|Mayor|Coroner)\b"
    r"|(?:police|fire department|fire brigade|fire service|city council)\b)"
)
LEADING = frozenset("The A An And But In At On For Local State National Federal Royal".split())

# Sentences with the areas that they name, longest first, and sentences that name no office's area.
YES = (
    ("San Francisco Fire Department received a report.", ("San Francisco", "Francisco")),
    ("The Boston Police Department said so.", ("Boston",)),
    ("A fire was seen, Leeds City Council said.", ("Leeds",)),
    ("In Glasgow police found him.", ("Glasgow",)),
)
NO = ("The police said so.", "Police in San Francisco said so.", "the fire department", "Local police said so.")


def areas(sentence: str) -> Iterator[str]:
    """Yield the possible names of an office's area: all capitalized words before its kind, then one word fewer each time."""
    for match in OFFICE.finditer(sentence):
        words = match["area"].split()
        while words and words[0] in LEADING:
            words = words[1:]
        for first in range(len(words)):
            yield " ".join(words[first:]).removesuffix("’s").removesuffix("'s")
