"""The controlled vocabulary of the project: the values that describe an incident, and their labels."""

from __future__ import annotations

from enum import StrEnum

from geodata.look import COLOURS

ENGLISH = "en"  # the language that the built-in reader reads


class Family(StrEnum):
    """Groups of incident types that share a colour."""

    BOMBARDMENT = "bombardment"
    BOMB = "bomb"
    BATTLE = "battle"
    ATTACK = "attack"
    UNREST = "unrest"
    ACCIDENT = "accident"
    HAZARD = "hazard"
    OTHER = "other"

    @property
    def label(self) -> str:
        return FAMILY_LABELS[self]

    @property
    def colour(self) -> str:
        """One of a set of colours that colour-blind people can tell apart (Okabe and Ito)."""
        return COLOURS[self.value]


class IncidentType(StrEnum):
    """What happened: nineteen kinds."""

    MISSILE_STRIKE = "missile_strike"
    SHELLING = "shelling"
    AIR_STRIKE = "air_strike"
    EXPLOSION_DEVICE = "explosion_device"
    ARMED_CLASH = "armed_clash"
    SHOOTING = "shooting"
    STABBING = "stabbing"
    VEHICLE_RAMMING = "vehicle_ramming"
    ATTACK_OTHER = "attack_other"
    PROTEST_RIOT = "protest_riot"
    TRANSPORT_ACCIDENT = "transport_accident"
    FIRE = "fire"
    EXPLOSION_ACCIDENT = "explosion_accident"
    STRUCTURE_COLLAPSE = "structure_collapse"
    CROWD_CRUSH = "crowd_crush"
    EARTHQUAKE = "earthquake"
    STORM_FLOOD = "storm_flood"
    EPIDEMIC = "epidemic"
    OTHER = "other"

    @property
    def family(self) -> Family:
        return FAMILIES[self]

    @property
    def label(self) -> str:
        return TYPE_LABELS[self]


class Role(StrEnum):
    """How a report uses an incident."""

    MAIN = "main"  # what the report newly reports
    BACKGROUND = "background"  # an earlier event, mentioned for comparison or history
    AGGREGATE = "aggregate"  # a total over several places or incidents; never added to its parts

    @property
    def label(self) -> str:
        return {"main": "New", "background": "Earlier", "aggregate": "Total"}[self.value]


UNREAD = "figure not read: "  # prefix of a reading's note about such a figure
# Why a place was chosen or is doubted, as readings store it.
COORDINATES = "the text gives the coordinates"
NAMED = "the text names the area around it"
NOT_FOUND = "the place was not found"
SURROUNDINGS = "the place is shown where its surroundings are"
NOT_IN_DIVISION = "no place of that name is known in its province"
SPELLED_DIVISION = "its province is spelled almost like this"
UNKNOWN_DIVISION = "its province is not known, only its country"
SEVERAL = "several places in one cell"


class Remark(StrEnum):
    """What a report's own words say about a figure."""

    COMBATANTS = "combatants"  # some of the killed, or all, were combatants
    UNVERIFIED = "unverified"  # it could not be verified


class FigureKind(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ATTACKERS_KILLED = "attackers_killed"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Qualifier(StrEnum):
    """How the report hedges a figure."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    ABOUT = "about"
    ALMOST = "almost"
    RANGE = "range"
    VAGUE = "vague"  # a word instead of a number: dozens, several
    NONE = "none"  # the report says that there are none

    @property
    def words(self) -> str:
        return QUALIFIER_WORDS[self]


class GeoPrecision(StrEnum):
    """How precisely a place is known, most precise first."""

    SITE = "site"
    DISTRICT = "district"
    SETTLEMENT = "settlement"
    NEAR_SETTLEMENT = "near_settlement"
    ADM2 = "adm2"
    ADM1 = "adm1"
    REGION = "region"
    COUNTRY = "country"

    @property
    def label(self) -> str:
        return PRECISION_LABELS[self]

    @property
    def is_area(self) -> bool:
        """Whether a place is too large to be drawn as a point."""
        return self in (GeoPrecision.ADM1, GeoPrecision.REGION, GeoPrecision.COUNTRY)


class DatePrecision(StrEnum):
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class ReviewState(StrEnum):
    """What people have decided about an incident."""

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"  # changed by a person, not yet confirmed
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return self.value.capitalize()


FAMILY_LABELS = {
    Family.BOMBARDMENT: "Missiles, shelling, air strikes",
    Family.BOMB: "Bombs and mines",
    Family.BATTLE: "Battles",
    Family.ATTACK: "Attacks on people",
    Family.UNREST: "Unrest",
    Family.ACCIDENT: "Accidents",
    Family.HAZARD: "Natural hazards",
    Family.OTHER: "Other",
}
_T = IncidentType
FAMILIES = {
    _T.MISSILE_STRIKE: Family.BOMBARDMENT,
    _T.SHELLING: Family.BOMBARDMENT,
    _T.AIR_STRIKE: Family.BOMBARDMENT,
    _T.EXPLOSION_DEVICE: Family.BOMB,
    _T.ARMED_CLASH: Family.BATTLE,
    _T.SHOOTING: Family.ATTACK,
    _T.STABBING: Family.ATTACK,
    _T.VEHICLE_RAMMING: Family.ATTACK,
    _T.ATTACK_OTHER: Family.ATTACK,
    _T.PROTEST_RIOT: Family.UNREST,
    _T.TRANSPORT_ACCIDENT: Family.ACCIDENT,
    _T.FIRE: Family.ACCIDENT,
    _T.EXPLOSION_ACCIDENT: Family.ACCIDENT,
    _T.STRUCTURE_COLLAPSE: Family.ACCIDENT,
    _T.CROWD_CRUSH: Family.ACCIDENT,
    _T.EARTHQUAKE: Family.HAZARD,
    _T.STORM_FLOOD: Family.HAZARD,
    _T.EPIDEMIC: Family.HAZARD,
    _T.OTHER: Family.OTHER,
}
TYPE_LABELS = {
    _T.MISSILE_STRIKE: "Missile strike",
    _T.SHELLING: "Shelling",
    _T.AIR_STRIKE: "Air or drone strike",
    _T.EXPLOSION_DEVICE: "Bomb or mine",
    _T.ARMED_CLASH: "Armed clash",
    _T.SHOOTING: "Shooting",
    _T.STABBING: "Stabbing",
    _T.VEHICLE_RAMMING: "Vehicle ramming",
    _T.ATTACK_OTHER: "Other attack",
    _T.PROTEST_RIOT: "Protest or riot",
    _T.TRANSPORT_ACCIDENT: "Transport accident",
    _T.FIRE: "Fire",
    _T.EXPLOSION_ACCIDENT: "Accidental explosion",
    _T.STRUCTURE_COLLAPSE: "Structure collapse",
    _T.CROWD_CRUSH: "Crowd crush",
    _T.EARTHQUAKE: "Earthquake",
    _T.STORM_FLOOD: "Storm, flood or landslide",
    _T.EPIDEMIC: "Epidemic",
    _T.OTHER: "Other incident",
}
QUALIFIER_WORDS = {
    Qualifier.EXACT: "",
    Qualifier.AT_LEAST: "at least",
    Qualifier.MORE_THAN: "more than",
    Qualifier.UP_TO: "up to",
    Qualifier.ABOUT: "about",
    Qualifier.ALMOST: "almost",
    Qualifier.RANGE: "",
    Qualifier.VAGUE: "",
    Qualifier.NONE: "",
}
PRECISION_LABELS = {
    GeoPrecision.SITE: "exact site",
    GeoPrecision.DISTRICT: "district of a town",
    GeoPrecision.SETTLEMENT: "town or city",
    GeoPrecision.NEAR_SETTLEMENT: "near a town",
    GeoPrecision.ADM2: "district or county",
    GeoPrecision.ADM1: "province",
    GeoPrecision.REGION: "region",
    GeoPrecision.COUNTRY: "country",
}
