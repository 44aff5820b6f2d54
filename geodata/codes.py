"""Codes for our incidents from ACLED's, UCDP's and PLOVER's codebooks.

Event and sub-event as in ACLED's export; UCDP's type of violence, precision of place and time;
PLOVER's event type with its modes. A type without an equivalent there (an accident, a hazard) has no codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from geodata.records import Incident
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType

T = IncidentType
REMOTE, BATTLES, CIVILIANS = "Explosions/Remote violence", "Battles", "Violence against civilians"


@dataclass(frozen=True, slots=True)
class Codes:
    """`ucdp_violence` contains every type that the words leave open: 1 state-based, 2 non-state, 3 one-sided."""

    acled_event: str
    acled_sub_event: str
    ucdp_violence: tuple[int, ...]
    plover_event: str
    plover_modes: tuple[str, ...]


def said(words: str) -> Callable[[str], bool]:
    pattern = re.compile(rf"\b(?:{words})", re.IGNORECASE)
    return lambda text: pattern.search(text) is not None


def always(text: str) -> bool:
    del text
    return True


BOMB = ("explosives",)
TABLE: dict[IncidentType, tuple[tuple[Callable[[str], bool], Codes], ...]] = {
    T.MISSILE_STRIKE: ((always, Codes(REMOTE, "Shelling/artillery/missile attack", (1, 3), "ASSAULT", ("heavy-weapons",))),),
    T.SHELLING: ((always, Codes(REMOTE, "Shelling/artillery/missile attack", (1, 3), "ASSAULT", ("heavy-weapons",))),),
    T.AIR_STRIKE: (
        (said("drone|unmanned"), Codes(REMOTE, "Air/drone strike", (1, 3), "ASSAULT", ("drone",))),
        (always, Codes(REMOTE, "Air/drone strike", (1, 3), "ASSAULT", ("aerial",))),
    ),
    T.EXPLOSION_DEVICE: (
        (said("suicide"), Codes(REMOTE, "Suicide bomb", (1, 3), "ASSAULT", ("suicide-attack",))),
        (said("grenade"), Codes(REMOTE, "Grenade", (1, 3), "ASSAULT", BOMB)),
        (always, Codes(REMOTE, "Remote explosive/landmine/IED", (1, 3), "ASSAULT", BOMB)),
    ),
    T.ARMED_CLASH: ((always, Codes(BATTLES, "Armed clash", (1, 2), "ASSAULT", ("firearms",))),),
    T.SHOOTING: ((always, Codes(CIVILIANS, "Attack", (3,), "ASSAULT", ("firearms",))),),
    T.STABBING: ((always, Codes(CIVILIANS, "Attack", (3,), "ASSAULT", ("primitive",))),),
    T.VEHICLE_RAMMING: ((always, Codes(CIVILIANS, "Attack", (3,), "ASSAULT", ("targeted",))),),
    T.ATTACK_OTHER: (
        (
            said("abduct|kidnap|hostage"),
            Codes(CIVILIANS, "Abduction/forced disappearance", (3,), "ASSAULT", ("abduct",)),
        ),
        (
            said("arson|torch|loot|set fire|vandal"),
            Codes("Strategic developments", "Looting/property destruction", (3,), "ASSAULT", ("destroy",)),
        ),
        (always, Codes(CIVILIANS, "Attack", (3,), "ASSAULT", ("targeted",))),
    ),
    T.PROTEST_RIOT: (
        (said("mob|lynch"), Codes("Riots", "Mob violence", (), "PROTEST", ("riot",))),
        (said("riot|clash|violen|loot|tear gas|stones"), Codes("Riots", "Violent demonstration", (), "PROTEST", ("riot",))),
        (always, Codes("Protests", "Peaceful protest", (), "PROTEST", ("demo",))),
    ),
}
ACLED_GEO = {
    GeoPrecision.SITE: 1, GeoPrecision.DISTRICT: 1, GeoPrecision.SETTLEMENT: 1, GeoPrecision.NEAR_SETTLEMENT: 2,
    GeoPrecision.ADM2: 2, GeoPrecision.ADM1: 3, GeoPrecision.REGION: 3,
}  # fmt: skip
UCDP_WHERE = {
    GeoPrecision.SITE: 1, GeoPrecision.DISTRICT: 1, GeoPrecision.SETTLEMENT: 1, GeoPrecision.NEAR_SETTLEMENT: 2,
    GeoPrecision.ADM2: 3, GeoPrecision.ADM1: 4, GeoPrecision.REGION: 5, GeoPrecision.COUNTRY: 6,
}  # fmt: skip
UCDP_DATE = {DatePrecision.DAY: 1, DatePrecision.DAYS: 2, DatePrecision.WEEK: 3, DatePrecision.MONTH: 4, DatePrecision.YEAR: 5}
ACLED_TIME = {DatePrecision.DAY: 1, DatePrecision.DAYS: 2, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3, DatePrecision.YEAR: 3}


def usual(kind: IncidentType) -> Codes | None:
    """Return the codes of a type if no words are more specific; None for what the codebooks leave out."""
    rows = TABLE.get(kind)
    return rows[-1][1] if rows else None


def codes(incident: Incident) -> Codes | None:
    """Return the codes of an incident's type, by the words of the report; None for what the codebooks leave out."""
    words = " ".join(sentence.quote for sentence in (incident.evidence, *incident.sentences))
    return next((found for fits, found in TABLE.get(incident.type, ()) if fits(words)), None)


def acled_geo_precision(precision: GeoPrecision) -> int | None:
    """1 the town itself, 2 near it or a part of a region, 3 a region; a country alone has no code."""
    return ACLED_GEO.get(precision)


def ucdp_where_prec(precision: GeoPrecision) -> int:
    """1 exact, 2 near, 3 district, 4 province, 5 region, 6 country."""
    return UCDP_WHERE[precision]


def acled_time_precision(precision: DatePrecision) -> int | None:
    """1 the day, 2 the week, 3 the month or longer."""
    return ACLED_TIME.get(precision)


def ucdp_date_prec(precision: DatePrecision) -> int | None:
    """1 the day, 2 some days, 3 the week, 4 the month, 5 the year."""
    return UCDP_DATE.get(precision)
