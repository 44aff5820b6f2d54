"""Compare two readings of one report, by the built-in reader and by a language model. Where they agree, the confidence rises;
where they differ, a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from geodata.gazetteer.lookup import kilometres
from geodata.llm.together import together
from geodata.reading.confidence import is_sure
from geodata.records import Figure, Incident, Reading
from geodata.vocabulary import FigureKind

NEAR_KM = 50.0  # two points this close can be the same place
UNSURE = 0.1  # confidence where the readers disagree: below the floor, so in no sum until a person confirms
ALONE = "only {reader} found this"
COUNTED = tuple(FigureKind)
DAY_FIELDS = ("start", "end", "date_precision")
WHOLE = "incident"  # the field name of a pair that only one reader found
Whose = Literal["one", "other"]  # the reader whose value counts
Kept = Mapping[tuple[int, str], Whose]


class Difference(NamedTuple):
    """A field that two readers read differently: its name in the record, and its name and both values in words."""

    field: str
    name: str
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.name}: {self.one} or {self.other}"


@dataclass(frozen=True, slots=True)
class Pair:
    """One incident as both readers read it; None for a reader that does not have it."""

    one: Incident | None
    other: Incident | None
    differences: tuple[Difference, ...] = ()


def compared(one: Reading, other: Reading) -> list[Pair]:
    """Pair the incidents of two readings, in the order of the report."""
    left = list(other.incidents)
    pairs = []
    for incident in one.incidents:
        rivals = [(likeness(incident, candidate), candidate) for candidate in left]
        worth, best = max(rivals, key=lambda rival: rival[0], default=(0, None))
        if best is None or not worth:
            pairs.append(Pair(incident, None))
            continue
        left.remove(best)
        pairs.append(Pair(incident, best, tuple(differences(incident, best))))
    pairs += [Pair(None, incident) for incident in left]
    return sorted(pairs, key=lambda pair: place_in_text(pair.one or pair.other))


def place_in_text(incident: Incident | None) -> tuple[bool, int]:
    first = incident.sentences[0] if incident else None
    return (first.field == "text", first.start) if first else (True, 0)


def likeness(a: Incident, b: Incident) -> int:
    """Score how likely two readings mean the same incident; 0 if the kind, place or days rule it out."""
    if a.type.family is not b.type.family or not is_same_place(a, b):
        return 0
    if a.start and b.start and a.end and b.end and (a.end < b.start or b.end < a.start):
        return 0
    shared = {(e.field, e.start) for e in a.sentences} & {(e.field, e.start) for e in b.sentences}
    return 1 + len(shared) + (a.role is b.role) + (a.type is b.type) + sum(same_figure(a, b, kind) for kind in COUNTED)


def is_same_place(a: Incident, b: Incident) -> bool:
    if a.place and b.place and a.place.casefold() == b.place.casefold():
        return True
    x, y = a.geocode, b.geocode
    return x is not None and y is not None and kilometres(x.latitude, x.longitude, y.latitude, y.longitude) <= NEAR_KM


def same_figure(a: Incident, b: Incident, kind: FigureKind) -> bool:
    return bounds(a.figure(kind)) == bounds(b.figure(kind))


def bounds(figure: Figure | None) -> tuple[int | None, int | None] | None:
    return (figure.low, figure.high) if figure else None


def differences(a: Incident, b: Incident) -> Iterator[Difference]:
    """Yield the fields that the two readers read differently."""
    values = [("type", "kind", a.type.label, b.type.label), ("role", "role", a.role.label, b.role.label)]
    values += [(kind.value, kind.label, str(a.figure(kind) or "no figure"), str(b.figure(kind) or "no figure"))
               for kind in COUNTED if not same_figure(a, b, kind)]  # fmt: skip
    values += [("days", "day", days_of(a), days_of(b))]
    yield from (Difference(*value) for value in values if value[2] != value[3])


def days_of(incident: Incident) -> str:
    if incident.start is None:
        return "no day"
    return f"{incident.start} to {incident.end}" if incident.end != incident.start else str(incident.start)


def merged(one: Reading, other: Reading, names: tuple[str, str], kept: Kept | None = None) -> Reading:
    """Merge two readings into one. `names`: what the readers are called. `kept`: how a person decided on differences, by the
    number of the pair in `compared` and the field. An open difference takes the second reader's value, and its incident is
    "not sure" until a person confirms it."""
    pairs, kept = compared(one, other), kept or {}
    undecided = [[d for d in pair.differences if (n, d.field) not in kept] for n, pair in enumerate(pairs)]
    notes = [*one.notes, *other.notes]
    notes += [
        f"{pair.one.place}: {', '.join(map(str, left))} ({names[0]} or {names[1]})"
        for pair, left in zip(pairs, undecided, strict=True)
        if pair.one and left
    ]
    part = f"{one.provenance.part}; {other.provenance.part}"
    made_with = f"{other.provenance.settings_hash}+{one.provenance.settings_hash}"
    incidents = (settled(pair, names, {f: who for (k, f), who in kept.items() if k == n}) for n, pair in enumerate(pairs))
    return replace(
        other,
        incidents=tuple(incident for incident in incidents if incident is not None),
        provenance=replace(other.provenance, part=part, settings_hash=made_with),
        notes=tuple(dict.fromkeys(notes)),
    )


def settled(pair: Pair, names: tuple[str, str], kept: Mapping[str, Whose]) -> Incident | None:
    """Return the incident of a pair; None if a person chose the reader that does not have it."""
    if pair.one is None or pair.other is None:
        return alone(pair, names, kept.get(WHOLE))
    both = together(pair.other, pair.one)
    for field, whose in kept.items():
        both = with_field(both, pair.one if whose == "one" else pair.other, field)
    surest = max(pair.one.confidence, pair.other.confidence)
    if left := [d for d in pair.differences if d.field not in kept]:
        reasons = (*both.reasons, *(f"the readers disagree on {difference}" for difference in left))
        return replace(both, confidence=UNSURE, reasons=reasons)
    if pair.differences:
        return replace(both, confidence=surest)  # a person decided every difference
    if not (is_sure(pair.one.confidence) and is_sure(pair.other.confidence)):
        return replace(both, confidence=min(pair.one.confidence, pair.other.confidence))
    return replace(both, confidence=round(1 - (1 - pair.one.confidence) * (1 - pair.other.confidence), 3))


def alone(pair: Pair, names: tuple[str, str], whose: Whose | None) -> Incident | None:
    """Return an incident that only one reader found. It is unsure unless a person keeps it; None if a person drops it."""
    incident = pair.one or pair.other
    assert incident is not None  # noqa: S101  (a pair is of at least one)
    reader: Whose = "one" if pair.one is not None else "other"
    if whose is not None:
        return incident if whose == reader else None
    name = names[0] if reader == "one" else names[1]
    reasons = (*incident.reasons, ALONE.format(reader=name))
    return replace(incident, confidence=min(incident.confidence, UNSURE), reasons=reasons)


def with_field(incident: Incident, source: Incident, field: str) -> Incident:
    """Replace one field of an incident with that of another."""
    changes: dict[str, Any] = {name: getattr(source, name) for name in (DAY_FIELDS if field == "days" else (field,))}
    return replace(incident, **changes)
