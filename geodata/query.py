"""A user's filter. It round-trips through a URL; `geodata.columns.masks` decides which incidents match."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode

from geodata.errors import QueryError
from geodata.vocabulary import Family, GeoPrecision, IncidentType, Remark, ReviewState, Role

LONGEST_TEXT = 200
MOST_VALUES = 100  # of one parameter
MOST_CORNERS = 200
BEYOND = 540  # largest longitude of a corner, east or west: an area may cross the date line
MOST_KM = 20_040  # half way round the Earth
MOST_QUOTED = 60  # characters of a faulty value that its error repeats
NEAR = re.compile(r"(?P<point>[^,]*,[^,]*),(?P<km>[^,]*)(?:,(?P<name>.*))?", re.DOTALL)


class Casualties(StrEnum):
    """The casualties that `least` counts."""

    ANY = "any"
    REPORTED = "reported"
    KILLED = "killed"
    INJURED = "injured"

    @property
    def label(self) -> str:
        return {"any": "Any", "reported": "Killed or injured", "killed": "Killed", "injured": "Injured"}[self.value]


class AcledGroup(StrEnum):
    """ACLED's event types, as far as our types have equivalents there."""

    BATTLES = "battles"
    REMOTE = "remote"
    CIVILIANS = "civilians"
    PROTESTS = "protests"
    NONE = "none"

    @property
    def types(self) -> tuple[IncidentType, ...]:
        return tuple(kind for kind in IncidentType if ACLED_GROUPS.get(kind.family, AcledGroup.NONE) is self)


ACLED_GROUPS = {
    Family.BOMBARDMENT: AcledGroup.REMOTE,
    Family.BOMB: AcledGroup.REMOTE,
    Family.BATTLE: AcledGroup.BATTLES,
    Family.ATTACK: AcledGroup.CIVILIANS,
    Family.UNREST: AcledGroup.PROTESTS,
}


class Near(NamedTuple):
    """A circle, in degrees and kilometres; `name` is the user's name for its middle."""

    latitude: float
    longitude: float
    km: float
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentQuery:
    """A filter. Empty tuples, None, 0 and "" mean any value. Tuples of words are sorted.

    `types`, `families` and `acled` widen each other; every other field narrows. `least` is the minimum number of
    the people that `casualties` names. `area` is a polygon of (latitude, longitude), with longitudes beyond 180
    where it crosses the date line.
    """

    types: tuple[IncidentType, ...] = ()
    families: tuple[Family, ...] = ()
    acled: tuple[AcledGroup, ...] = ()
    roles: tuple[Role, ...] = ()
    start: date | None = None
    end: date | None = None
    dated: bool = False  # True leaves out incidents without a date
    casualties: Casualties = Casualties.ANY
    least: int = 0
    text: str = ""
    states: tuple[ReviewState, ...] = ()  # empty: all but the rejected
    countries: tuple[str, ...] = ()  # two-letter codes
    provinces: tuple[str, ...] = ()  # ISO 3166-2 codes
    places: tuple[str, ...] = ()  # as the reports write them
    near: Near | None = None
    area: tuple[tuple[float, float], ...] = ()
    claimants: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # the sources that reports and rows of tables name
    sources: tuple[str, ...] = ()  # ids of reports and of imported data sets
    precisions: tuple[GeoPrecision, ...] = ()
    remarks: tuple[Remark, ...] = ()  # any of them
    confidence: float = 0.0  # the least, 0 to 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", text_of(self.text))
        if self.start and self.end and self.start > self.end:
            raise QueryError(f"the filter starts on {self.start}, after its end on {self.end}")

    @property
    def is_empty(self) -> bool:
        return self == IncidentQuery()

    @property
    def kinds(self) -> tuple[IncidentType, ...]:
        """The types that `types`, `families` and `acled` select; empty: all."""
        grouped = {kind for group in self.acled for kind in group.types}
        return tuple(k for k in IncidentType if k in self.types or k.family in self.families or k in grouped)

    def encoded(self) -> str:
        """Return the filter as the query of a URL."""
        return urlencode(self.to_params())

    def to_params(self) -> dict[str, str]:
        """Return the filter as URL parameters, with only what is set."""
        empty = IncidentQuery()
        return {
            name: part.write(getattr(self, part.field))
            for name, part in PARTS.items()
            if getattr(self, part.field) != getattr(empty, part.field)
        }

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> IncidentQuery:
        """Read a filter from URL parameters. Raises QueryError, which names those that cannot be understood."""
        query, faults = cls.from_link(params)
        if faults:
            raise QueryError(f"the link's filter cannot be understood: {'; '.join(faults)}")
        return query

    @classmethod
    def from_link(cls, params: Mapping[str, str]) -> tuple[IncidentQuery, tuple[str, ...]]:
        """Read the filter of a link that may be wrong or hostile. Return what can be understood, and the faults of the rest."""
        values: dict[str, Any] = {}
        faults: list[str] = []
        for name, part in PARTS.items():
            if params.get(name):
                try:
                    values[part.field] = part.read(params[name])
                except ValueError as error:
                    faults.append(f"{name}: {error}")
        try:
            return cls(**values), tuple(faults)
        except QueryError as error:
            values = {k: v for k, v in values.items() if k not in ("start", "end")}
            return cls(**values), (*faults, str(error))

    @classmethod
    def from_words(cls, words: str) -> IncidentQuery:
        """Read the filter of a command line: `type=shelling,air_strike from=2022-06-01 q="railway station"`."""
        params: dict[str, str] = {}
        try:
            parts = shlex.split(words)
        except ValueError as error:
            raise not_understood(words, str(error)) from error
        for part in parts:
            key, mark, value = part.partition("=")
            if not mark or key not in PARTS:
                raise QueryError(f"{part!r} is not a filter; write {', '.join(f'{p}=...' for p in PARTS)}")
            params[key] = value
        query, faults = cls.from_link(params)
        if faults:
            raise not_understood(words, "; ".join(faults))
        return query

    @property
    def in_words(self) -> str:
        """The filter as words for people and for `from_words`; "no filter" if nothing is chosen."""
        return " ".join(f"{key}={shlex.quote(value)}" for key, value in self.to_params().items()) or "no filter"

    def without(self, *names: str) -> IncidentQuery:
        """Return the filter with nothing chosen in these fields."""
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in names}
        return IncidentQuery(**kept)


def not_understood(words: str, why: str) -> QueryError:
    return QueryError(f"the filter {words!r} cannot be understood: {why}")


class Part(NamedTuple):
    """One URL parameter: its field, and the functions that read and write its text."""

    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def packed(values: tuple[str, ...]) -> str:
    return ",".join(quote(str(value), safe=" ;:/()'-._") for value in values)


def unpacked(text: str) -> tuple[str, ...]:
    values = tuple(sorted({unquote(part)[:LONGEST_TEXT] for part in text.split(",") if part}))
    if len(values) > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")
    return values


def words_of(enum: type[StrEnum]) -> Callable[[str], tuple[Any, ...]]:
    def read(text: str) -> tuple[Any, ...]:
        values = unpacked(text)
        known = set(enum)
        strange = [value[:40] for value in values if value not in known]
        if strange:
            raise not_one_of(strange[0], enum)
        return tuple(enum(value) for value in values)

    return read


def not_one_of(text: str, enum: Iterable[str]) -> ValueError:
    quoted = repr(text)
    return ValueError(f"{quoted[:MOST_QUOTED]}{'…' * (len(quoted) > MOST_QUOTED)} is not one of {', '.join(enum)}")


def code_of(text: str) -> tuple[str, ...]:
    return tuple(sorted(code.upper()[:8] for code in unpacked(text)))


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is not a day like 2022-06-27") from None


def whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(f"{text[:40]!r} is not a number of people")
    return int(text)


def share(text: str) -> float:
    value = decimal(text)
    if not 0 <= value <= 1:
        raise ValueError(f"{text[:40]!r} is not between 0 and 1")
    return value


def decimal(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]!r} is not a number")
    return value


def point(text: str, widest: float = 180) -> tuple[float, float]:
    latitude, comma, longitude = text.partition(",")
    if not comma:
        raise ValueError(f"{text[:40]!r} is not latitude,longitude")
    lat, lon = decimal(latitude), decimal(longitude)
    if not (-90 <= lat <= 90 and -widest <= lon <= widest):
        raise ValueError(f"({lat:g}, {lon:g}) is not a point on the Earth")
    return lat, lon


def near_of(text: str) -> Near:
    middle = NEAR.fullmatch(text)
    if middle is None:
        raise ValueError(f"{text[:40]!r} is not latitude,longitude,kilometres")
    distance = decimal(middle["km"])
    if not 0 < distance <= MOST_KM:
        raise ValueError(f"{middle['km'][:40]!r} is not a distance from 0 to {MOST_KM} km")
    return Near(*point(middle["point"]), distance, unquote(middle["name"] or "")[:LONGEST_TEXT])


def near_words(near: Near) -> str:
    name = f",{quote(near.name, safe=' ')}" if near.name else ""
    return f"{near.latitude:g},{near.longitude:g},{near.km:g}{name}"


def area_of(text: str) -> tuple[tuple[float, float], ...]:
    corners = text.split(";")
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise ValueError(f"an area has 3 to {MOST_CORNERS} corners")
    return tuple(point(corner, BEYOND) for corner in corners)


def area_words(area: tuple[tuple[float, float], ...]) -> str:
    return ";".join(f"{lat:.4f},{lon:.4f}" for lat, lon in area)


def casualties_of(text: str) -> Casualties:
    found: tuple[Casualties, ...] = words_of(Casualties)(text)
    if len(found) != 1:
        raise not_one_of(text[:40], Casualties)
    return found[0]


def text_of(text: str) -> str:
    """Return the words to search for, with blanks instead of control characters, which no incident contains."""
    return "".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT])


def yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise not_one_of(text, ("yes", "no"))
    return text == "yes"


PARTS = {
    "type": Part("types", words_of(IncidentType), packed),
    "family": Part("families", words_of(Family), packed),
    "acled": Part("acled", words_of(AcledGroup), packed),
    "role": Part("roles", words_of(Role), packed),
    "from": Part("start", day_of, date.isoformat),
    "to": Part("end", day_of, date.isoformat),
    "dated": Part("dated", yes_or_no, lambda _: "yes"),
    "casualties": Part("casualties", casualties_of, str),
    "least": Part("least", whole, str),
    "q": Part("text", text_of, str),
    "state": Part("states", words_of(ReviewState), packed),
    "country": Part("countries", code_of, packed),
    "province": Part("provinces", code_of, packed),
    "place": Part("places", unpacked, packed),
    "near": Part("near", near_of, near_words),
    "area": Part("area", area_of, area_words),
    "claimant": Part("claimants", unpacked, packed),
    "actor": Part("actors", unpacked, packed),
    "outlet": Part("outlets", unpacked, packed),
    "source": Part("sources", unpacked, packed),
    "precision": Part("precisions", words_of(GeoPrecision), packed),
    "remark": Part("remarks", words_of(Remark), packed),
    "confidence": Part("confidence", share, lambda value: f"{value:g}"),
}
