"""Decide whether two claims report one event, by place, time, kind, figures and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from geodata.gazetteer.lookup import kilometres
from geodata.geocoding.resolver import holds
from geodata.records import Figure, Geocode, Incident
from geodata.vocabulary import DatePrecision, Family, GeoPrecision, IncidentType, Role
from geodata.workspace.merging import Claim

SURE = 0.62  # joined without asking
DOUBTFUL = 0.45  # proposed for review
SAME_TOWN_KM = 20.0
HAZARD_KM = 250.0
TOLD_WITHIN = timedelta(days=5)  # an undated event is assumed to have happened within this time before its report
SLACK = timedelta(days=1)  # time zones and "overnight"
VIOLENT = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK})
LIGHTING = frozenset(
    {
        IncidentType.EXPLOSION_DEVICE,
        IncidentType.ATTACK_OTHER,
        IncidentType.AIR_STRIKE,
        IncidentType.SHELLING,
        IncidentType.MISSILE_STRIKE,
    }
)
SITES = frozenset(
    """
        market mosque school hospital church station checkpoint hotel bank restaurant bus cathedral base factory airport
        park mall cinema university bazaar office embassy stadium cafe nightclub theatre theater supermarket shop prison
        barracks synagogue temple library bridge port warehouse hall bakery clinic kindergarten courthouse pub bar casino
    """.split()
)
UNTOLD = frozenset({IncidentType.OTHER, IncidentType.ATTACK_OTHER})


@dataclass(frozen=True, slots=True)
class Match:
    """How well a claim fits: 0 to 1, with the reasons in words; 0 if something contradicts it."""

    score: float
    reasons: tuple[str, ...]


NO_MATCH = Match(0.0, ())


def match(one: Claim, other: Claim) -> Match:
    """Compare two claims of different reports."""
    a, b = one.incident, other.incident
    if (a.role is Role.AGGREGATE) != (b.role is Role.AGGREGATE):
        return NO_MATCH
    kind = kind_score(a.type, b.type)
    place = place_score(a.geocode, b.geocode) or wide_place_score(a, b)
    time = time_score(one, other)
    if kind is None or place is None or time is None:
        return NO_MATCH
    figures = figure_score(a, b)
    sites = site_score(a, b)
    words = fuzz.token_set_ratio(a.evidence.quote, b.evidence.quote) / 100
    score = kind[0] + place[0] + time[0] + figures[0] + sites[0] + 0.15 * max(0.0, words - 0.3) / 0.7
    reasons = [part[1] for part in (place, time, kind, figures, sites) if part[1]]
    if words > 0.75:
        reasons.append("described in similar words")
    return Match(round(min(1.0, max(0.0, score)), 3), tuple(reasons))


def best_match(claim: Claim, claims: Sequence[Claim]) -> Match:
    """Return how well a claim fits an incident: its match with the best fitting claim, or 0 if any claim contradicts it."""
    matches = [match(claim, other) for other in claims]
    if not matches or any(m.score == 0.0 for m in matches):
        return NO_MATCH
    return max(matches, key=lambda m: m.score)


def kind_score(a: IncidentType, b: IncidentType) -> tuple[float, str] | None:
    if a is b:
        return 0.15, "the same type" if a not in UNTOLD else ""
    if a.family is b.family:
        return 0.08, "types of one family"
    if a in UNTOLD or b in UNTOLD or (a.family in VIOLENT and b.family in VIOLENT):
        return 0.03, ""
    if IncidentType.FIRE in (a, b) and {a, b} & LIGHTING:
        return -0.05, ""  # a firebomb and the fire it lit
    if Family.UNREST in (a.family, b.family) and (a.family in VIOLENT or b.family in VIOLENT):
        return -0.1, ""
    if a.family in (Family.ACCIDENT, Family.HAZARD) and b.family in (Family.ACCIDENT, Family.HAZARD):
        return 0.02, ""
    return None


def place_score(a: Geocode | None, b: Geocode | None) -> tuple[float, str] | None:
    if a is None or b is None:
        return 0.05, ""
    km = kilometres(a.latitude, a.longitude, b.latitude, b.longitude)
    settled = not (a.precision.is_area or b.precision.is_area)
    if a.place.id == b.place.id:
        return (0.1, "the same country") if a.precision is GeoPrecision.COUNTRY else (0.32, "the same place")
    if settled and km <= max(SAME_TOWN_KM, a.radius_km, b.radius_km):
        return 0.28, f"places {km:.0f} km apart"
    if holds(a.place, b.place) or holds(b.place, a.place):
        wide = GeoPrecision.COUNTRY in (a.precision, b.precision)
        return (0.1 if wide else 0.2), "one place is in the other"
    if not settled and km <= max(a.radius_km, b.radius_km) and a.place.country == b.place.country:
        return 0.12, "one place is near the other"
    return None


def wide_place_score(a: Incident, b: Incident) -> tuple[float, str] | None:
    """Score distant places of one type of natural hazard: many towns report an earthquake or a storm at once."""
    if a.geocode is None or b.geocode is None or a.type is not b.type or a.type.family is not Family.HAZARD:
        return None
    km = kilometres(a.geocode.latitude, a.geocode.longitude, b.geocode.latitude, b.geocode.longitude)
    return (0.18, f"{km:.0f} km apart, within reach of such an event") if km <= HAZARD_KM else None


def span_of(claim: Claim) -> tuple[date, date, bool] | None:
    """Return when an event may have happened, and whether its own words say so; None if the time is unknown."""
    incident = claim.incident
    if incident.start and incident.end:
        return incident.start, incident.end, True
    if claim.told and incident.role is Role.MAIN:
        return claim.told - TOLD_WITHIN, claim.told, False
    return None


def time_score(one: Claim, other: Claim) -> tuple[float, str] | None:
    a, b = span_of(one), span_of(other)
    if a is None or b is None:
        return 0.0, ""
    if a[0] - SLACK > b[1] or b[0] - SLACK > a[1]:
        return None
    days = (DatePrecision.DAY, DatePrecision.DAYS)
    sharp = one.incident.date_precision in days and other.incident.date_precision in days
    if a[2] and b[2] and sharp:
        return (0.3, "the same day") if a[0] == b[0] else (0.22, "neighbouring days")
    if a[2] or b[2]:
        return 0.2, "times that may match"
    return 0.16, "reported at about the same time"


def figure_score(a: Incident, b: Incident) -> tuple[float, str]:
    pairs = [(x, y) for x, y in ((a.killed, b.killed), (a.injured, b.injured)) if x and y]
    if not pairs:
        return 0.0, ""
    if any(bounds(x) == bounds(y) and (x.low or 0) > 1 for x, y in pairs):
        return 0.12, "the same figure"
    if all(near(x, y) for x, y in pairs):
        return 0.05, "figures that agree"
    far = any(max(size(x), size(y)) > 6 * max(1, min(size(x), size(y))) for x, y in pairs)
    return (-0.35, "figures far apart") if far else (-0.15, "figures that differ")


def site_score(a: Incident, b: Incident) -> tuple[float, str]:
    """Score the sites: a bomb in a market and one in a mosque are two events, however near in place and time."""
    one, two = (sites_of(incident) for incident in (a, b))
    if not one or not two:
        return 0.0, ""
    if one & two:
        return 0.05, f"both at a {min(one & two)}"
    return -0.4, f"one at a {min(one)}, the other at a {min(two)}"


def sites_of(incident: Incident) -> set[str]:
    words = re.findall(r"[a-z]+", " ".join(e.quote for e in (incident.evidence, *incident.sentences)).lower())
    return {singular for word in words if (singular := word if word in SITES else word.removesuffix("s")) in SITES}


def bounds(figure: Figure) -> tuple[int | None, int | None]:
    return figure.low, figure.high


def size(figure: Figure) -> int:
    return figure.best or figure.low or figure.high or 0


def near(a: Figure, b: Figure) -> bool:
    """Whether two figures may be one toll at two times: tolls grow, but rarely more than threefold in the first days."""
    x, y = size(a), size(b)
    exact = a.low == a.high and b.low == b.high
    return min(x, y) * (1.5 if exact else 3) + 2 >= max(x, y)
