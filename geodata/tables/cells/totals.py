"""Rows that are the sum of others, by what is in the column of places."""

from __future__ import annotations

import re

SUMS = (
    r"totals?|sums?|averages?|mean|cumulative|итого|всего|всього|усього|разом|suma|razem|ogółem|summe|gesamt|insgesamt|totale|totaal"
    r"|totales|totaux|promedio|moyenne|toplam|jumlah|ukupno|celkem|összesen|المجموع|مجموع|合计|合計|总计|總計|합계"
)
TOTALS = re.compile(
    rf"^(?:(?:grand|sub|sous|overall|all)[ -]?)?(?:{SUMS})\b|\btotals?:?$|\(total\)$|^overall$"
    r"|^all(?: (?:incidents|events|places))?$|^(?:world|worldwide|all countries)$",
    re.IGNORECASE,
)
TOTAL_OF = re.compile(
    rf"(?:(?:grand|sub|overall)[ -]?)?(?:{SUMS}|world|worldwide|all countries):?(?: (?:for|in|of))?(?: [A-Z][a-z]+)?"
    r"(?: \d{4})?",
    re.IGNORECASE,
)
