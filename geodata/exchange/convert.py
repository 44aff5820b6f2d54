"""Columns of an imported table as our values, column by column. What cannot be understood is a reason, never a guess."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

import pandas as pd

from geodata.gazetteer.names import fold
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, ReviewState, Role

T = IncidentType
Texts = pd.Series  # of strings; what a cell lacks is ""
SUB_EVENTS = {
    "armed clash": T.ARMED_CLASH, "government regains territory": T.ARMED_CLASH,
    "non state actor overtakes territory": T.ARMED_CLASH, "chemical weapon": T.ATTACK_OTHER, "air drone strike": T.AIR_STRIKE,
    "suicide bomb": T.EXPLOSION_DEVICE, "shelling artillery missile attack": T.SHELLING,
    "remote explosive landmine ied": T.EXPLOSION_DEVICE, "grenade": T.EXPLOSION_DEVICE, "sexual violence": T.ATTACK_OTHER,
    "attack": T.ATTACK_OTHER, "abduction forced disappearance": T.ATTACK_OTHER, "peaceful protest": T.PROTEST_RIOT,
    "protest with intervention": T.PROTEST_RIOT, "excessive force against protesters": T.PROTEST_RIOT,
    "excessive force against protestors": T.PROTEST_RIOT, "violent demonstration": T.PROTEST_RIOT,
    "mob violence": T.PROTEST_RIOT,
    "looting property destruction": T.ATTACK_OTHER, "disrupted weapons use": T.OTHER,
}  # fmt: skip
UCDP_TYPES = {"1": T.ARMED_CLASH, "2": T.ARMED_CLASH, "3": T.ATTACK_OTHER}
WORDS_OF_TYPES = {
    r"missile": T.MISSILE_STRIKE, r"air.?(?:strike|raid)|drone|uav": T.AIR_STRIKE, r"shell|artillery|mortar|rocket": T.SHELLING,
    r"bomb|ied|mine|grenade|explosive": T.EXPLOSION_DEVICE, r"clash|battle|combat|fighting": T.ARMED_CLASH,
    r"shoot|gun|firearm": T.SHOOTING, r"stab|knife": T.STABBING, r"ramm": T.VEHICLE_RAMMING,
    r"protest|riot|demonstrat": T.PROTEST_RIOT,
    r"crash|collision|derail|capsiz|transport|traffic|road": T.TRANSPORT_ACCIDENT, r"fire|blaze": T.FIRE,
    r"explosion": T.EXPLOSION_ACCIDENT, r"collapse": T.STRUCTURE_COLLAPSE, r"stampede|crush": T.CROWD_CRUSH,
    r"earthquake|quake|tsunami": T.EARTHQUAKE, r"flood|storm|hurricane|cyclone|typhoon|landslide|tornado": T.STORM_FLOOD,
    r"epidemic|outbreak|disease": T.EPIDEMIC, r"attack|assault|murder|kill|abduct|kidnap": T.ATTACK_OTHER,
}  # fmt: skip
ACLED_GEO = {"1": GeoPrecision.SETTLEMENT, "2": GeoPrecision.NEAR_SETTLEMENT, "3": GeoPrecision.ADM1}
UCDP_GEO = {
    "1": GeoPrecision.SETTLEMENT, "2": GeoPrecision.NEAR_SETTLEMENT, "3": GeoPrecision.ADM2, "4": GeoPrecision.ADM1,
    "5": GeoPrecision.REGION, "6": GeoPrecision.COUNTRY, "7": GeoPrecision.REGION,
}  # fmt: skip
RADIUS_KM = {
    GeoPrecision.SITE: 0.3, GeoPrecision.DISTRICT: 2.0, GeoPrecision.SETTLEMENT: 5.0, GeoPrecision.NEAR_SETTLEMENT: 20.0,
    GeoPrecision.ADM2: 40.0, GeoPrecision.ADM1: 120.0, GeoPrecision.REGION: 200.0, GeoPrecision.COUNTRY: 400.0,
}  # fmt: skip
WRONG = -1  # what is written for a number of people and is none
MOST_PEOPLE = 1e9
UCDP_TIME = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
# Three parts at the least, one of them a year: "12:30", "2022" and "June 2022" name no day.
NAMES_A_DAY = re.compile(r"^(?=.*\b\d{4}\b)\w+[ ,./-]+\w+[ ,./-]+\w+")
DAY_FIRST = re.compile(r"^\d{1,2}[ ./-]")


@cache
def kind_of(word: str, format: str) -> str:
    """The type of a word in the format's vocabulary; "other" for a word that says nothing we know."""
    key = fold(word)
    if format == "acled":
        return SUB_EVENTS.get(key, T.OTHER).value
    if format == "ucdp":
        return UCDP_TYPES.get(word.strip(), T.OTHER).value
    plain = word.strip().lower().replace(" ", "_")
    if plain in set(T):
        return plain
    for kind in T:
        if fold(kind.label) == key:
            return kind.value
    if key in SUB_EVENTS:
        return SUB_EVENTS[key].value
    return next((kind.value for pattern, kind in WORDS_OF_TYPES.items() if re.search(pattern, word.lower())), T.OTHER.value)


@cache
def day_of(word: str, month_first: bool = False) -> str | None:
    """An ISO day of "2025-05-16", "16 May 2025", "16/05/2025", "2025-05-16 00:00:00.000"; None for what names no day."""
    text = word.strip()
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    if not NAMES_A_DAY.match(text):
        return None
    found = pd.to_datetime(text, errors="coerce", dayfirst=bool(DAY_FIRST.match(text)) and not month_first)
    return None if pd.isna(found) else found.date().isoformat()


def is_month_first(column: Texts) -> bool:
    """Whether a column writes "03/24/2022": one day after the twelfth in second place tells it of all."""
    found = (re.match(r"\s*\d{1,2}[/.-](\d{1,2})[/.-]\d{4}", value) for value in column.unique())
    return any(match and int(match[1]) > 12 for match in found)


@cache
def span_of(start: str, end: str, precision: str, format: str) -> tuple[str, str, str]:
    """First and last day with their precision, after the format's code of precision."""
    first = date.fromisoformat(start)
    if format == "acled" and precision == "2":
        return (first - timedelta(days=3)).isoformat(), (first + timedelta(days=3)).isoformat(), DatePrecision.WEEK
    if format == "acled" and precision == "3":
        last = calendar.monthrange(first.year, first.month)[1]
        return first.replace(day=1).isoformat(), first.replace(day=last).isoformat(), DatePrecision.MONTH
    if format == "ucdp" and precision in UCDP_TIME:
        return start, end, UCDP_TIME[precision]
    if precision in set(DatePrecision):
        return start, end, precision
    return start, end, DatePrecision.DAY if start == end else DatePrecision.DAYS


def precision_of(word: str, format: str) -> str:
    """Our precision for a format's code; a town where nothing is said."""
    table = {"acled": ACLED_GEO, "ucdp": UCDP_GEO}.get(format, {})
    if word in table:
        return table[word].value
    return coded(word, GeoPrecision) or GeoPrecision.SETTLEMENT.value


def role_of(word: str) -> str:
    return coded(word, Role) or Role.MAIN.value


def coded(word: str, enum: type[GeoPrecision | Role | ReviewState]) -> str | None:
    """The code of one of our own words, written as its code or, as in our workbooks, as its name; None for another."""
    plain = word.strip()
    return next((member.value for member in enum if plain in (member.value, member.label)), None)


def whole_number(word: str) -> int | None:
    """A number of people, None for an empty cell, WRONG for something else: words, fractions, less than none."""
    plain = word.strip().replace(",", "")
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        return WRONG
    whole = number >= 0 and number % 1 == 0 and "_" not in plain
    return int(number) if whole and number <= MOST_PEOPLE else WRONG
