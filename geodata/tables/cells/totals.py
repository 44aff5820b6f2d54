"""Rows that are the sum of others, by what is in the column of places."""

from __future__ import annotations

import re

SUMS = r"totals?|sums?|averages?|mean|итого|всего|suma|summe|gesamt|insgesamt|totale|totaal|toplam|المجموع"
TOTALS = re.compile(
    rf"^(?:(?:grand|sub|overall|all)[ -]?)?(?:{SUMS})\b|\btotals?:?$|\(total\)$|^overall$"
    r"|^all (?:incidents|events|places)$|^(?:world|worldwide|all countries)$",
    re.IGNORECASE,
)
TOTAL_OF = re.compile(
    rf"(?:(?:grand|sub|overall)[ -]?)?(?:{SUMS}|world|worldwide|all countries):?(?: (?:for|in|of))?(?: [A-Z][a-z]+)?"
    r"(?: \d{4})?",
    re.IGNORECASE,
)
