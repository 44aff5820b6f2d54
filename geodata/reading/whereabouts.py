"""Which place an incident is put at: the sharpest one that the text says it happened at."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from geodata.gazetteer.lookup import ADJECTIVE, Gazetteer
from geodata.gazetteer.parts import compass, part
from geodata.geocoding.resolver import NEAR_RADIUS_KM, WEIGHTS, Query, holds, resolve
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.linked import Linked, Mention
from geodata.records import Geocode, Place, Toponym
from geodata.vocabulary import NAMED, GeoPrecision, Role

P = GeoPrecision
SHARPNESS = {
    P.SITE: 4.0,
    P.DISTRICT: 4.0,
    P.SETTLEMENT: 4.0,
    P.NEAR_SETTLEMENT: 4.0,
    P.ADM2: 3.0,
    P.ADM1: 2.0,
    P.REGION: 1.5,
    P.COUNTRY: 1.0,
}
UNKNOWN_NAME = 3.5  # a capitalised name that no gazetteer knows is mostly a village, a district or a building
# "the village of X", "in downtown X", "X city centre": the name without what is said of it
LEADS = re.compile(
    r"^(?:(?:the|a|an|in|at|on|near|off|outside|inside|around|from|of|to|across|over|into|some|several|remote|nearby|"
    r"north|south|east|west|northern|southern|eastern|western|central|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|"
    r"south-?west(?:ern)?|downtown|upstate|mid|greater|outskirts|suburbs?|towns?|cit(?:y|ies)|villages?|"
    r"districts?|provinces?|states?|regions?|governorates?|count(?:y|ies)|capital|port|coast|parts|area|neighbou?rhood|municipality|commune|island|islands|camp)\s+)+",
    re.IGNORECASE,
)
TAILS = re.compile(
    r"(?:['’]s)?(?:\s+(?:area|areas|city|town|village|district|province|region|county|state|governorate|city cent(?:er|re)|hromada|raion|oblast|"
    r"neighbou?rhood|suburb|municipality|upazila|camp|coast|side|subdivision))+$",
    re.IGNORECASE,
)
LEAST_FUZZY = 7  # letters of a name that may be spelt differently from the gazetteer
CLOSE = 1_000  # characters to a place whose country is that of an unknown one
PART_WORDS = 30  # characters before a name in which a compass word can be
ASKED = replace(WEIGHTS, thin=-math.inf)


@dataclass(frozen=True, slots=True)
class Named:
    """A place that the words name: what it is called, where that is in the text, and where the place lies, if known."""

    name: str
    start: int
    end: int
    geocode: Geocode | None
    score: float
    adjective: bool = False
    outer: bool = False  # has the name of a division that holds another place of the incident

    @property
    def sharpness(self) -> float:
        if self.outer:
            return SHARPNESS[P.ADM1]
        if self.geocode is None:
            return UNKNOWN_NAME
        return SHARPNESS[self.geocode.precision] - (0.9 if self.adjective else 0)


def where(findings: Findings, linked: Linked, role: Role, gazetteer: Gazetteer) -> Toponym | None:
    """The place of an incident; None where the text names none at all."""
    mentions = [m for m in linked.of("where") if not is_left_out(findings, m)]
    named = [n for m in mentions for n in names_in(findings, m, gazetteer)]
    if not any(n.sharpness >= 1 for n in named):
        named = fallback(findings, linked) or named
    if not named:
        return None
    named = demoted(bound_in_sentences(findings, named, gazetteer), gazetteer)
    best = in_part(as_noun(choose(linked, named, role), findings), named, findings)
    geocode = best.geocode or container(named, findings)
    return Toponym(evidence=findings.quote(best.start, best.end), name=best.name, geocode=geocode, adjective=best.adjective)


LEFT_OUT = re.compile(
    r"\b(?:excluding|excludes?|except(?:ing)?(?: for)?|apart from|other than|(?:not|without|n['’]t) (?:includ|count)\w+)\b",
    re.IGNORECASE,
)


def is_left_out(findings: Findings, mention: Mention) -> bool:
    """ "The figures did not include the attack on Kremenchuk": what is reported happened elsewhere."""
    start, _ = findings.sentence_at(mention.start)
    before = findings.full[start : mention.start]
    last = max((m.end() for m in LEFT_OUT.finditer(before)), default=None)
    return last is not None and not re.search("[,;.]", before[last:])


def bound_in_sentences(findings: Findings, named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """Each name bound by the other names of its sentence."""
    sentences: dict[tuple[int, int], list[Named]] = defaultdict(list)
    for n in named:
        sentences[findings.sentence_at(n.start)].append(n)
    return [bound(n, sentences[findings.sentence_at(n.start)], gazetteer) for n in named]


def names_in(findings: Findings, mention: Mention, gazetteer: Gazetteer) -> list[Named]:
    """The place names that a mention holds; the mention itself where the toponym finder knows nothing of it."""
    inside = [p for p in findings.places if p.start < mention.end and p.end > mention.start]
    known = [
        Named(p.name, p.start, p.end, p.geocode, mention.score, p.adjective)
        for p in inside
        if not (findings.full[p.end : p.end + 1] == "-" and not p.adjective) and findings.full[p.start - 1 : p.start] != "-"
    ]
    words = findings.full[mention.start : mention.end]
    lead = LEADS.match(words)
    start = mention.start + (lead.end() if lead else 0)
    bare = findings.full[start : mention.end]
    tail = TAILS.search(bare)
    longest = max((len(n.name) for n in known if n.geocode is not None and not n.adjective), default=0)
    for end in dict.fromkeys((mention.end, start + tail.start() if tail else mention.end)):
        name = findings.full[start:end]
        if len(name) > longest and len(name.split()) <= 4 and (geocode := look_up(name, findings, gazetteer)):
            return [*known, Named(name, start, end, geocode, mention.score)]
    settled = tail and longest != 0 and re.search(r"city|town|village", tail[0])
    if settled and any(n.geocode and n.geocode.precision.is_area for n in known):
        name = findings.full[start : start + tail.start()] if tail else ""
        if geocode := look_up(name, findings, gazetteer, settlement=True):
            return [Named(name, start, start + len(name), geocode, mention.score)]
    if not longest and bare and is_name(bare, findings) and not any(n.geocode is None for n in known):
        return [*known, Named(bare, start, mention.end, None, mention.score)]
    return known


def is_name(words: str, findings: Findings) -> bool:
    return words[:1].isupper() or lower_case(findings.report.text)


@lru_cache(maxsize=4)  # asked of each place of a report, and counted over all its letters
def lower_case(text: str) -> bool:
    """Whether a text is written without capitals, so that capitals do not mark a name."""
    return text.islower() or sum(map(str.isupper, text)) < len(text) / 400


def look_up(name: str, findings: Findings, gazetteer: Gazetteer, settlement: bool = False) -> Geocode | None:
    """A name that the model takes for a place, by the gazetteer, in the company of the other places of the report."""
    if len(name) < 3 or not is_name(name, findings):
        return None
    candidates = tuple(c for c in gazetteer.find(name) if c.rank != ADJECTIVE)
    if not candidates and len(name) >= LEAST_FUZZY:
        outer = outer_places(findings)
        alike = gazetteer.find_like(name)
        candidates = tuple(c for c in alike if any(holds(place, c.place) for place in outer)) if outer else alike
    if not candidates:
        return None
    inside = [c for c in candidates if any(holds(place, c.place) for place in outer_places(findings))]
    return resolve([Query(name=name, candidates=tuple(inside) or candidates, settlement=settlement)], weights=ASKED)[0]


def bound(n: Named, named: Sequence[Named], gazetteer: Gazetteer) -> Named:
    """The name in the country or division that the words of the incident give for it: "Christchurch" with "New Zealand"."""
    outer = [
        o.geocode.place for o in named if o.geocode and o.geocode.place.feature in ("COUNTRY", "ADM1") and o.name != n.name
    ]
    if n.geocode is None or not outer or n.adjective or n.geocode.place.feature == "COUNTRY":
        return n
    sharp = [p for p in outer if p.feature == "ADM1"]
    for holders in (sharp, outer):
        if holders and not any(holds(p, n.geocode.place) or p.id == n.geocode.place.id for p in holders):
            inside = tuple(c for c in gazetteer.find(n.name) if any(holds(p, c.place) for p in holders))
            found = resolve([Query(name=n.name, candidates=inside)], weights=ASKED)[0] if inside else None
            if found:
                return replace(n, geocode=replace(found, reason=NAMED))
            if holders is sharp or n.geocode.place.country not in {p.country for p in holders}:
                return replace(n, geocode=None)  # none of this name lies where the text says: no gazetteer knows it
    return n


def demoted(named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """The names, where a town that shares its name with the division around another place of the incident stands for the
    division."""
    towns = {(n.name.casefold(), n.geocode.place.id): n.geocode.place for n in named if n.geocode}
    towns = {key: place for key, place in towns.items() if place.feature == "PPL"}

    @cache
    def names_division(name: str) -> bool:
        divisions = [c.place for c in gazetteer.find(name) if c.place.feature in ("ADM1", "ADM2")]
        return any(holds(d, town) for d in divisions for (other, _), town in towns.items() if other != name.casefold())

    def is_outer(n: Named) -> bool:
        return n.geocode is not None and not n.geocode.precision.is_area and names_division(n.name)

    return [replace(n, outer=True) if is_outer(n) else n for n in named]


def outer_places(findings: Findings) -> list[Place]:
    """The countries and divisions that the report names, adjectives included."""
    found: dict[str, Place] = {}
    for p in findings.places:
        if p.geocode is not None and p.geocode.place.feature in ("COUNTRY", "ADM1", "ADM2"):
            found[p.geocode.place.id] = p.geocode.place
    return list(found.values())


def choose(linked: Linked, named: Sequence[Named], role: Role) -> Named:
    """The place that is sharp, surely meant, often named and near the event words. A total is put at the widest, a country."""
    counts = Counter(n.name.casefold() for n in named)
    events = [e.start for e in linked.events]

    def weight(n: Named) -> float:
        sharp = -abs(n.sharpness - SHARPNESS[P.COUNTRY]) if role is Role.AGGREGATE else n.sharpness
        near = 1 / (1 + min(abs(n.start - e) for e in events) / 100)
        return sharp + 2 * n.score + 0.6 * min(3, counts[n.name.casefold()]) + near

    return max(named, key=weight)


def in_part(n: Named, named: Sequence[Named], findings: Findings) -> Named:
    """ "Eastern Ukraine", where the text names no more of Ukraine than that: the east of it, not its middle."""
    if n.geocode is None or n.geocode.place.feature not in ("COUNTRY", "ADM1"):
        return n
    for one in (n, *(o for o in named if o.geocode and o.geocode.place.id == n.geocode.place.id and not o.adjective)):
        before = findings.full[max(0, one.start - PART_WORDS) : one.start]
        words = compass(before)
        if words is not None and not one.adjective:
            start = one.start - len(before) + words.start
            name = findings.full[start : one.end]
            place = part(n.geocode.place, words.direction, name)
            if place is not None:
                geocode = replace(n.geocode, place=place, precision=P.REGION, radius_km=place.radius_km, alternatives=())
                return replace(one, name=name, start=start, geocode=geocode)
    return n


def as_noun(n: Named, findings: Findings) -> Named:
    """ "Ukraine" for "Ukrainian", where the text names the country itself."""
    if not n.adjective or n.geocode is None:
        return n
    wanted = n.geocode.place.id
    named = [p for p in findings.places if not p.adjective and p.geocode is not None and p.geocode.place.id == wanted]
    nearest = min(named, key=lambda p: abs(p.start - n.start), default=None)
    return (
        replace(n, name=nearest.name, start=nearest.start, end=nearest.end, geocode=nearest.geocode, adjective=False)
        if nearest
        else n
    )


def container(named: Sequence[Named], findings: Findings) -> Geocode | None:
    """Where a place lies that no gazetteer knows: in the sharpest known place of the same incident, else around the nearest
    place that its sentence names, else in the country of the nearest place before or behind, else in the country that the
    report names most."""
    known = [n for n in named if n.geocode is not None]
    if known:
        return max(known, key=lambda n: (n.sharpness, n.score)).geocode
    at = min(n.start for n in named)
    a, b = findings.sentence_at(at)
    nearest = sorted(((abs(p.start - at), p) for p in findings.places if p.geocode), key=lambda pair: pair[0])
    same = next((p.geocode for _, p in nearest if a <= p.start < b and not p.adjective), None)
    if same is not None:
        return around(same)
    countries = {p.geocode.place.country: p.geocode for _, p in nearest if p.geocode and p.geocode.precision is P.COUNTRY}
    close = (p.geocode.place.country for far, p in nearest if p.geocode and far <= CLOSE)
    counts = Counter(p.geocode.place.country for _, p in nearest if p.geocode and p.geocode.precision is P.COUNTRY)
    wanted = (*close, *(country for country, _ in counts.most_common(1)))
    return next((countries[country] for country in wanted if country in countries), None)


def around(geocode: Geocode) -> Geocode:
    """A place near a town is not in the town."""
    if geocode.precision.is_area:
        return geocode
    return replace(geocode, precision=P.NEAR_SETTLEMENT, radius_km=max(geocode.radius_km, NEAR_RADIUS_KM))


def fallback(findings: Findings, linked: Linked) -> list[Named]:
    """Where no words say it: the places of the sentences about the incident, else the one the report names most."""
    told = {findings.sentence_at(e.start) for e in linked.events}
    near = [p for p in findings.places if any(a <= p.start < b for a, b in told) and p.geocode is not None]
    near = [p for p in near if not p.adjective] or near
    if near:
        return [Named(p.name, p.start, p.end, p.geocode, 0.0, p.adjective) for p in near]
    return most_named(findings.places)


def most_named(places: Sequence[FoundPlace]) -> list[Named]:
    known = [p for p in places if p.geocode is not None and not p.adjective]
    if not known:
        return []
    counts = Counter(p.geocode.place.id for p in known if p.geocode)
    best = max(known, key=lambda p: (counts[p.geocode.place.id] if p.geocode else 0, -p.start))
    return [Named(best.name, best.start, best.end, best.geocode, 0.0)]
