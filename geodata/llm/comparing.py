"""Two readings of one report, by the built-in reader and by a language model: where they agree they are surer together, and
where they do not a person has to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geodata.gazetteer.lookup import kilometres
from geodata.llm.parts import together
from geodata.reading.confidence import is_sure
from geodata.records import Figure, Incident, Provenance, Reading
from geodata.vocabulary import FigureKind

NEAR_KM = 50.0  # two points of one place
UNSURE = 0.1  # confidence where the readers disagree: below the floor, so in no sum until somebody confirms
ALONE = "only {reader} reads this"
COUNTED = tuple(FigureKind)


@dataclass(frozen=True, slots=True)
class Pair:
    """What both readers make of one incident; None where one reads none. `differences` in words."""

    one: Incident | None
    other: Incident | None
    differences: tuple[str, ...] = ()


def compared(one: Reading, other: Reading) -> list[Pair]:
    """The incidents of two readings side by side, in the order of the report."""
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
    """How much speaks for one incident in two readings; 0 where its place or kind cannot be the same."""
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


def differences(a: Incident, b: Incident) -> Iterator[str]:
    """What the second reader reads otherwise, in words: "killed: at least 10 or 12"."""
    values = [("kind", a.type.label, b.type.label), ("role", a.role.label, b.role.label)]
    values += [(kind.label, str(a.figure(kind) or "no figure"), str(b.figure(kind) or "no figure"))
               for kind in COUNTED if not same_figure(a, b, kind)]  # fmt: skip
    values += [("day", f"{a.start} to {a.end}" if a.start else "no day", f"{b.start} to {b.end}" if b.start else "no day")]
    for name, first, second in values:
        if first != second:
            yield f"{name}: {first} or {second}"


def merged(one: Reading, other: Reading, names: tuple[str, str]) -> Reading:
    """One reading of both. `names`: what the readers are called. The second reader's values are kept where they differ, and the
    incident is "not sure" until somebody confirms it."""
    pairs = compared(one, other)
    notes = [*one.notes, *other.notes]
    notes += [
        f"{pair.one.place}: {', '.join(pair.differences)} ({names[0]} or {names[1]})"
        for pair in pairs
        if pair.one and pair.differences
    ]
    part = f"{one.provenance.part}; {other.provenance.part}"
    made_with = f"{other.provenance.settings_hash}+{one.provenance.settings_hash}"
    return replace(
        other,
        incidents=tuple(incidents_of(pairs, names)),
        provenance=Provenance(part=part, version=other.provenance.version, settings_hash=made_with),
        notes=tuple(dict.fromkeys(notes)),
    )


def incidents_of(pairs: Sequence[Pair], names: tuple[str, str]) -> Iterator[Incident]:
    for pair in pairs:
        if pair.one is not None and pair.other is not None:
            both = together(pair.other, pair.one)
            if pair.differences:
                reasons = (*both.reasons, *(f"the readers differ in {words}" for words in pair.differences))
                yield replace(both, confidence=UNSURE, reasons=reasons)
            elif not (is_sure(pair.one.confidence) and is_sure(pair.other.confidence)):
                yield replace(both, confidence=min(pair.one.confidence, pair.other.confidence))
            else:
                apart = (1 - pair.one.confidence) * (1 - pair.other.confidence)
                yield replace(both, confidence=round(1 - apart, 3))
        elif (alone := pair.one or pair.other) is not None:
            reader = names[0] if pair.one is not None else names[1]
            yield replace(
                alone, confidence=min(alone.confidence, UNSURE), reasons=(*alone.reasons, ALONE.format(reader=reader))
            )
