"""Find where an incident is if its words name no place, or none that the gazetteer knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geodata.gazetteer.lookup import PRIMARY, Gazetteer
from geodata.geocoding.offsets import Offset, moved
from geodata.geocoding.resolver import NEAR_RADIUS_KM, Query, holds, resolve
from geodata.reading.distances import fits
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.labels import HURT
from geodata.reading.linked import Linked, Mention
from geodata.reading.named import Named, away_from
from geodata.records import Geocode
from geodata.vocabulary import GeoPrecision

P = GeoPrecision
A_CITY = 100_000  # least population; names of smaller places are the start of too many other names
SURE = 0.95  # score of a place that grammar gives
CLOSE = 1_000  # characters within which a known place gives its country to an unknown one


# "The country", "the same district": the last place of that kind in the report. Each example has the kind it refers to.
_kinds = {
    "country|nation|kingdom": ("COUNTRY",),
    "region|province|state|governorate|oblast|territory": ("ADM1", "REGION", "ADM2"),
    "district|county": ("ADM2", "ADM1"),
    "city|town|village|capital": ("PPL",),
}
KINDS = {word: features for words, features in _kinds.items() for word in words.split("|")}
POINTS_BACK = re.compile(rf"\b(?:the|this|that)\s+(?:(?-i:[a-z]+)\s+)?({'|'.join(KINDS)})\b(?![-’']?\w)", re.IGNORECASE)
YES = (
    ("across the country", "COUNTRY"),
    ("the same district", "ADM2"),
    ("in that city", "PPL"),
    ("the northern region", "ADM1"),
)
NO = ("three villages", "the countryside", "a nearby town", "the Venezuelan capital", "the state-run hospital")


def fallback(findings: Findings, linked: Linked, mentions: Iterable[Mention], named: Sequence[Named]) -> list[Named]:
    """Return what replaces a missing name: the places that words such as "the city" refer to, else those in the sentences
    about the incident, else the adjectives in its words, else the place that the report names most."""
    return points_back(findings, mentions) or in_sentences(findings, linked) or list(named) or most_named(findings.places)


def points_back(findings: Findings, mentions: Iterable[Mention]) -> list[Named]:
    """Return the places that words in the mentions, such as "the country", refer to."""
    found = []
    for m in mentions:
        words = POINTS_BACK.search(findings.full[m.start : m.end])
        features = KINDS[words[1].lower()] if words else ()
        last = None
        for p in findings.places:
            if p.start < m.start and p.geocode is not None and not p.adjective and p.geocode.place.feature in features:
                last = p
        if last is not None:
            found.append(Named(last.name, last.start, last.end, last.geocode, m.score))
    return found


# "The attack there": the last place that the text named.
THERE = re.compile(r"(?:\s+(?!from\b)\w+)?\s+there\b(?! (?:is|are|was|were|has|have|had|will|would|may|might|could)\b)")
THERE_YES = (" there", " attack there on Monday", " people there")
THERE_NO = (" and there were fears", " heard from there", " in the town", " there was no comment")


def over_there(findings: Findings, linked: Linked) -> Iterator[Named]:
    """Yield the places that "there" after the words of an incident refers to: the last known one, in the same sentence or the
    one before."""
    for m in (*linked.events, *(m for kind in HURT for m in linked.of(kind))):
        if THERE.match(findings.full, m.end):
            first, _ = findings.sentence_at(findings.sentence_at(m.start)[0] - 1)
            near = [p for p in findings.places if first <= p.start and p.end <= m.start and p.geocode and not p.adjective]
            if near:
                yield Named(near[-1].name, near[-1].start, near[-1].end, near[-1].geocode, SURE)


def in_sentences(findings: Findings, linked: Linked) -> list[Named]:
    told = {findings.sentence_at(e.start) for e in linked.events}
    near = [p for p in findings.places if p.geocode is not None and any(a <= p.start < b for a, b in told)]
    return [Named(p.name, p.start, p.end, p.geocode, 0.0) for p in near if not p.adjective]


def most_named(places: Sequence[FoundPlace]) -> list[Named]:
    known = [p for p in places if p.geocode is not None and not p.adjective]
    if not known:
        return []
    counts = Counter(p.geocode.place.id for p in known if p.geocode)
    best = max(known, key=lambda p: (counts[p.geocode.place.id] if p.geocode else 0, -p.start))
    return [Named(best.name, best.start, best.end, best.geocode, 0.0)]


def container(named: Sequence[Named], findings: Findings, gazetteer: Gazetteer) -> Geocode | None:
    """Return where an unknown place lies: at the distance that the text gives, unless the incident names a known town there;
    else in the most precise known place of the same incident, else in the city that its name begins with, else around the
    nearest place in its sentence, else in the country of the nearest place within CLOSE characters, else in the country that
    the report names most. The report has to name that country."""
    known = [n for n in named if n.geocode is not None]
    unknown = [n for n in named if n.geocode is None and not any(n.start <= k.start and k.end <= n.end for k in known)]
    away = next((found for n in unknown if (found := away_from(findings, n.end))), None)
    if away and not any(is_there(n, *away) for n in known):
        return moved(*away)
    if known:
        best = max(known, key=lambda n: (n.sharpness, n.score)).geocode
        return (best and town_of(named, best, gazetteer)) or best
    own = next((city for n in named if (city := city_of(n.name, gazetteer)) is not None), None)
    if own is not None:
        return own
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


def is_there(named: Named, base: Geocode, offset: Offset) -> bool:
    """Whether a known town, other than the one that a distance counts from, lies at that distance."""
    place = named.geocode.place if named.geocode else None
    return place is not None and place.feature == "PPL" and place.id != base.place.id and fits(place, base, offset)


# facilities that are named after their town
NAMED_AFTER_A_TOWN = re.compile(
    r"(?P<town>(?-i:[A-Z]).+?)(?: (?:regional|international|municipal|county|central|state|military|refugee))? "
    r"(?:airport|airfield|air ?base|base|barracks|dam|port|harbou?r|prison|jail|refinery|power (?:plant|station)|camp|axis|"
    r"crossing|mine|bus station|railway station|train station|zoo|university|hospital)\b",
    re.IGNORECASE,
)
NAMED_AFTER_YES = ("Telluride Regional Airport", "Hodeidah port", "Miringa axis of Biu", "Dasu dam")
NAMED_AFTER_NO = ("Washington Terrace", "Park Road", "Camp Lemonnier", "the airport road")


def town_of(named: Sequence[Named], outer: Geocode, gazetteer: Gazetteer) -> Geocode | None:
    """Return the surroundings of the town that an unknown name in a known division begins with, if any: an airport's, say."""
    if outer.place.feature not in ("ADM1", "ADM2"):
        return None
    for name in (n.name for n in named if n.geocode is None):
        words = NAMED_AFTER_A_TOWN.match(name)
        if words:
            found = gazetteer.find(words["town"])
            towns = tuple(c for c in found if c.place.feature == "PPL" and c.rank <= PRIMARY and holds(outer.place, c.place))
            if towns:
                geocode = resolve([Query(name=name, candidates=towns)])[0]
                return around(geocode) if geocode else None
    return None


def city_of(name: str, gazetteer: Gazetteer) -> Geocode | None:
    """Return the city that a name begins with, as in "Seoul Western District Court"; None if there is none."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        found = [c for c in gazetteer.find(" ".join(words[:size])) if c.rank == PRIMARY and c.place.feature == "PPL"]
        cities = tuple(c for c in found if c.place.population >= A_CITY)
        if cities:
            return resolve([Query(name=name, candidates=cities)])[0]
    return None


def around(geocode: Geocode) -> Geocode:
    """Lower the precision of a town to "near" it; return an area unchanged."""
    if geocode.precision.is_area:
        return geocode
    return replace(geocode, precision=P.NEAR_SETTLEMENT, radius_km=max(geocode.radius_km, NEAR_RADIUS_KM))
