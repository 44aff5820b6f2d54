"""The records that flow through the project, from a report to its incidents on the map.

All are frozen. Offsets are half-open ranges of characters in the field that is named with them, and
`field[start:end] == quote` always holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geodata.vocabulary import DatePrecision, FigureKind, GeoPrecision, IncidentType, Qualifier, Role
from geodata.words.figures import figure_text

Field = Literal["title", "text"]
SPARSE = {"sparse": True}  # for a field that few records have: plain JSON leaves it out if it is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article. Relative dates are resolved against `published`; None leaves them open."""

    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str | None = None
    language: str = "en"
    note: str = ""
    home: str = ""  # where its readers live ("Glasgow, Kentucky"): places that it names without further detail lie near there

    id: str = field(init=False)  # twelve hexadecimal digits: a hash of title, text, source and date, whatever the white space

    def __post_init__(self) -> None:
        parts = [" ".join(part.split()) for part in (self.title, self.text, self.source)]
        parts.append(self.published.isoformat() if self.published else "")
        digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:12])

    def part(self, name: Field) -> str:
        """The title or the text."""
        return self.title if name == "title" else self.text

    def same_words(self, other: Report) -> bool:
        """Whether everything that a reader uses is the same: title, text, day, and where the outlet is based."""
        mine, theirs = ((r.title, r.text, r.published, r.home) for r in (self, other))
        return mine == theirs

    def quote(self, name: Field, start: int, end: int) -> Evidence:
        """Return the words of one field from `start` to `end`, as evidence."""
        return Evidence(report_id=self.id, field=name, start=start, end=end, quote=self.part(name)[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a report, and where they are. Empty for an imported row without words."""

    report_id: str
    field: Field
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}:{self.end} does not match {self.quote!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of the gazetteer, or a point. `id` is like "geonames:706369", "iso:UA-09", "region:donbas" or "point:48.0,37.0"."""

    id: str
    name: str
    latitude: float
    longitude: float
    feature: Literal["PPL", "ADM1", "ADM2", "COUNTRY", "REGION", "SITE"]
    country: str | None
    admin1: str | None
    population: int
    radius_km: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.id}: ({self.latitude}, {self.longitude}) is not a point on the Earth")

    @classmethod
    def at(cls, name: str, latitude: float, longitude: float, radius_km: float) -> Place:
        """Make a place of a point that a text or a person gives, and that no gazetteer knows."""
        return cls(
            id=f"point:{latitude},{longitude}",
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature="SITE",
            country=None,
            admin1=None,
            population=0,
            radius_km=radius_km,
        )

    @property
    def geonameid(self) -> int | None:
        kind, _, number = self.id.partition(":")
        return int(number) if kind == "geonames" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocode:
    """Where a toponym probably lies. `score` is 0 to 1; `alternatives` are the runners-up, best first."""

    place: Place
    precision: GeoPrecision
    radius_km: float
    score: float
    reason: str
    alternatives: tuple[Place, ...] = ()
    geocoder: str = "gazetteer"

    @property
    def latitude(self) -> float:
        return self.place.latitude

    @property
    def longitude(self) -> float:
        return self.place.longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name in the text. `geocode` is None if no place was found; `country` and `admin1` are then those that a table
    gives for it."""

    evidence: Evidence
    name: str
    geocode: Geocode | None
    adjective: bool = False  # "Ukrainian": names a country, but is not a location
    country: str | None = None
    admin1: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A casualty figure as one speaker gives it.

    "at least ten": low 10, best 10, high None. "up to 30": low None, best 30, high 30. "dozens":
    low 24, best and high None, and shown as the word.
    """

    kind: FigureKind
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    evidence: Evidence
    attribution: str | None = None
    word: str | None = None
    parts: tuple[Evidence, ...] = ()  # for a sum over sentences: the words of the other figures
    combatants: int | None = field(default=None, metadata=SPARSE)  # among the killed, set by a person; None: by the words

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a figure needs a low or a high; write None for no figure")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")

    def __str__(self) -> str:
        return figure_text(self.low, self.high, self.best, self.qualifier, self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is said to have done it, in which words, and who says so."""

    name: str
    evidence: Evidence
    attribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a record, so that a reading can be repeated and two readings compared."""

    part: str
    version: str
    settings_hash: str
    at: str | None = field(default=None, metadata=SPARSE)  # UTC, in ISO 8601: for a language model, whose answers may vary


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What one report says about one incident. Every figure is tied to its words."""

    id: str
    type: IncidentType
    role: Role
    toponym: Toponym | None
    start: date | None
    end: date | None
    date_precision: DatePrecision
    evidence: Evidence
    sentences: tuple[Evidence, ...]
    killed: Figure | None = None
    injured: Figure | None = None
    missing: Figure | None = None
    attackers_killed: Figure | None = None
    history: tuple[Figure, ...] = ()  # figures that a later one in the same report replaced, and rival ones
    attribution: str | None = None
    actor: Actor | None = None
    covers: tuple[str, ...] = ()  # for an aggregate: the places that it names as included
    excludes: tuple[str, ...] = ()  # for an aggregate: the places that it names as left out
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    verified: bool | None = field(default=None, metadata=SPARSE)  # set by a person; None: read from its sentences

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("an incident has both a start and an end, or neither")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"start {self.start} is after end {self.end}")

    @property
    def place(self) -> str | None:
        """The place name as the report writes it."""
        return self.toponym.name if self.toponym else None

    @property
    def geocode(self) -> Geocode | None:
        return self.toponym.geocode if self.toponym else None

    @property
    def figures(self) -> tuple[Figure, ...]:
        every = (self.killed, self.injured, self.missing, self.attackers_killed)
        return tuple(figure for figure in every if figure)

    def figure(self, kind: FigureKind) -> Figure | None:
        return next((figure for figure in self.figures if figure.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read out of one report."""

    report: Report
    toponyms: tuple[Toponym, ...]
    incidents: tuple[Incident, ...]
    provenance: Provenance
    notes: tuple[str, ...] = field(default=())

    @property
    def unresolved(self) -> tuple[Toponym, ...]:
        """The toponyms for which no place was found."""
        return tuple(toponym for toponym in self.toponyms if toponym.geocode is None)
