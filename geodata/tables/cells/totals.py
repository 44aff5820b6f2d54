"""Patterns for rows that are the totals of others."""

from __future__ import annotations

import calendar
import re

SUMS = (
    r"totals?|ttl|sums?|gesamtergebnis|zwischensumme|eindtotaal|totalsumma|suma końcowa|итог"
    r"|averages?|mean|cumulative|итого|всего|всього|усього|разом|suma|razem|ogółem|summe|gesamt|insgesamt|totale|totaal"
    r"|totales|totaux|ensemble|cumul|combined|σ|promedio|moyenne|toplam|jumlah|ukupno|celkem|összesen|المجموع|مجموع|الإجمالي|اجمالي|الاجمالي|合计|合計|总计|總計|합계"
)
OF_ALL = "nationwide|national(?:e|ly)?|nacional"  # for a whole country
TOTALS = re.compile(
    rf"^(?:(?:grand|sub|sous|overall|all|genel|общий)[ -]?)?(?:{SUMS})\b|\btotals?:?$|\(total\)$|^(?:overall|{OF_ALL})$"
    r"|^all(?: (?:incidents|events|places|districts|provinces|regions|states))?$|^(?:world|worldwide|all countries)$",
    re.IGNORECASE,
)
NATION = re.compile("nationwide", re.IGNORECASE)  # in a row with a day, an incident of the whole country
PERIOD = "day|week|month|quarter|year|q[1-4]|" + "|".join((*calendar.month_name[1:], *calendar.month_abbr[1:]))
# "Monthly total" and "Northwest Region total", but not "Station Total", a petrol station.
TOTAL_OF = re.compile(
    rf"ensemble du pays|(?:(?:grand|sub|sous|overall|genel|общий)[ -]?)?(?:{SUMS}|world|worldwide|all countries):?"
    r"(?: (?:for|in|of))?(?: [A-Z][a-zé]+)?(?: \d{4})?"
    rf"|(?:(?:dai|week|month|quarter|year)ly|annual|running|{PERIOD}|\d{{4}}"
    r"|(?!near\b|opposite\b|at\b)[\w.,'’ -]{1,40} (?:region|province|district|state|county))"
    r"(?: \d{4})? totals?(?: (?:deaths|killed|injured))?:?"
    rf"|overall|{OF_ALL}|all(?: (?:districts|provinces|regions|states|places|locations|incidents|events))?"
    r"|(?:grand |overall )?totals? \(all [\w ]{1,30}\)"
    rf"|totals? (?:\((?:{PERIOD})(?: \d{{4}})?\)|(?:for|of|in) (?:the |this )?(?:{PERIOD})(?: \d{{4}})?)",
    re.IGNORECASE,
)
TOTAL_OF_YES = (
    "Gesamtergebnis", "Zwischensumme", "Total général", "Sous-total", "Genel Toplam", "Общий итог", "Eindtotaal",
    "Suma końcowa",
    "TTL", "Ensemble", "الإجمالي", "Σ", "Overall", "National", "TOTAL (all regions)", "Nationwide", "All districts",
    "All locations", "Cumul", "Combined", "Ensemble du pays", "All",
    "Total", "Total 2022", "Grand total", "Monthly total", "January total", "Total (January)", "2023 Total", "Running total",
    "Northwest Region Total", "Monthly total:", "Monthly total deaths", "Total (Jan)",
    "Q1 total", "St. Mary's County total", "Total for the month", "Year total",
)  # fmt: skip
TOTAL_OF_NO = (
    "Station Total",
    "Carrefour Total",
    "Near Lagos State Total",
    "Totality",
    "National City",
    "Total station, Lagos",
    "Sumy",
)
