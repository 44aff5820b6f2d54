"""The places that an incident's words name, each in the country or division that those words give for it."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geodata.gazetteer.lookup import ADJECTIVE, Gazetteer, kilometres
from geodata.geocoding.offsets import Offset, moved, offset_before
from geodata.geocoding.resolver import KNOWN_CITY, WEIGHTS, Query, holds, resolve
from geodata.reading.distances import distance_between, fits
from geodata.reading.findings import Findings
from geodata.reading.linked import Mention
from geodata.reading.place_words import ORGANISATION_WORDS
from geodata.records import Geocode, Place
from geodata.vocabulary import NAMED, GeoPrecision

P = GeoPrecision
SHARPNESS = {
    P.SITE: 4.0,
    P.DISTRICT: 4.0,
    P.SETTLEMENT: 4.0,
    P.NEAR_SETTLEMENT: 3.5,
    P.ADM2: 3.0,
    P.ADM1: 2.0,
    P.REGION: 1.5,
    P.COUNTRY: 1.0,
}
UNKNOWN_NAME = 3.5  # a capitalised name that the gazetteer does not know is usually a village, a district or a building
# "the village of X", "in downtown X", "X city centre": words to strip from a name
LEADS = re.compile(
    r"^(?:(?:the|a|an|in|at|on|near|off|outside|inside|around|from|of|to|across|over|into|some|several|remote|nearby|"
    r"north|south|east|west|northern|southern|eastern|western|central|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|"
    r"south-?west(?:ern)?|downtown|upstate|mid|greater|outskirts|suburbs?|towns?|cit(?:y|ies)|villages?|"
    r"districts?|provinces?|states?|regions?|governorates?|count(?:y|ies)|capital|port|coast|parts|area|neighbou?rhood|municipality|commune|island|islands|camp)\s+)+",
    re.IGNORECASE,
)
TAILS = re.compile(
    r"(?:['’]s)?(?:\s+(?:area|areas|city|town|village|district|province|region|county|state|governorate|city cent(?:er|re)|"
    r"hromada|raion|oblast|"
    r"neighbou?rhood|suburb|municipality|upazila|camp|coast|side|subdivision|resort))+$",
    re.IGNORECASE,
)
CALLED = re.compile(r"\b(?:city|town|village|port) of\s+$", re.IGNORECASE)  # "the city of Kherson" is not its province
# "West Virginia", "North Kivu", "Central African Republic": words that LEADS strips can be part of the name.
PART_OF_NAME = re.compile(r"\b(?:North|South|East|West|Central|Northern|Southern|Eastern|Western|Greater|Port)\s+$")
PART_YES = ("in West ", "the Central ", "North ")
PART_NO = ("in west ", "northern ", "the village of ")
# "The Indian consulate", "the Indonesian Hospital": named after a country, but not necessarily in it.
LENT = re.compile(
    r"\s+(?:embassy|consulate|mission|hospital|school|church|mosque|temple|restaurant|tanker|ship|vessel|airbase|base)\b",
    re.IGNORECASE,
)
LENT_YES = (" consulate", " Hospital", " embassy in Kabul")
LENT_NO = (" city", " side of the border", " schooner", "-held town")
# The road "U.S. 27A" is not the country; "in the U.S. 12 people died" is.
HIGHWAY = re.compile(
    r"(?:U\.S\.|US) \d{1,3}[A-Z]?(?=\s*$|[.,;)]| (?:in|near|at|and|on|north|south|east|west|between|outside)\b)"
)
HIGHWAY_YES = ("U.S. 27A, police said", "US 101 near Salinas", "U.S. 83 south of town")
HIGHWAY_NO = ("U.S. 12 people died", "U.S. 7th Fleet", "US, 12 in Canada")
SEAT = re.compile(r"sadar(?: (?:upazila|thana|subdivision))?", re.IGNORECASE)  # the seat of a district in South Asia
SEAT_YES = ("Sadar upazila", "Sadar")
SEAT_NO = ("Gopalganj Sadar", "Sadarghat")
CAPITAL = re.compile(r"[A-Z]")
MARKS = ' \n-–—:;,”“"'  # that the networks mark behind a name: "ROSWELL -"
LEAST_FUZZY = 7  # letters; shorter names must be spelt as in the gazetteer
ASKED = replace(WEIGHTS, thin=-math.inf)


@dataclass(frozen=True, slots=True)
class Named:
    """A place that the words name: its name, the position of the name in the text, and the place itself, if known."""

    name: str
    start: int
    end: int
    geocode: Geocode | None
    score: float
    adjective: bool = False
    away: bool = False  # somewhere around the town of that name, at a great distance
    whole: bool = False  # an adjective that is all that a mention names
    outer: bool = False  # shares its name with a division that contains another place of the incident

    @property
    def sharpness(self) -> float:
        if self.away:
            return SHARPNESS[P.NEAR_SETTLEMENT]
        if self.outer:
            return SHARPNESS[P.ADM1]
        if self.geocode is None:
            return UNKNOWN_NAME
        return SHARPNESS[self.geocode.precision] - (0.9 if self.adjective and not self.whole else 0)


def names_in(findings: Findings, mention: Mention, gazetteer: Gazetteer) -> list[Named]:
    """Return the place names in a mention; the mention itself, if it is a name that the toponym finder missed."""
    inside = [p for p in findings.places if p.start < mention.end and p.end > mention.start]
    known = [
        Named(p.name, p.start, p.end, p.geocode, mention.score, p.adjective)
        for p in inside
        if not (findings.full[p.end : p.end + 1] == "-" and not p.adjective)
        and findings.full[p.start - 1 : p.start] != "-"
        and not (p.adjective and LENT.match(findings.full, p.end))
        and not HIGHWAY.match(findings.full, p.start)
    ]
    mention = replace(mention, end=mention.start + len(findings.full[mention.start : mention.end].rstrip(MARKS)))
    words = findings.full[mention.start : mention.end]
    lead = LEADS.match(words)
    start = mention.start + (lead.end() if lead else 0)
    bare = findings.full[start : mention.end]
    tail = TAILS.search(bare)
    longest = max((len(n.name) for n in known if n.geocode is not None and not n.adjective), default=0)
    part = PART_OF_NAME.search(words[: lead.end()]) if lead else None
    starts = (mention.start + part.start() if part else start, start)
    comma = start + bare.find(", ")
    before = (start, comma) if comma > start and not any(n.start < comma for n in known) else None  # "Maiquetía, Venezuela"
    ends = (mention.end, start + tail.start() if tail else mention.end)
    for first, last in dict.fromkeys([*itertools.product(starts, ends), *([before] if before else [])]):
        name = findings.full[first:last]
        called = lead is not None and CALLED.search(lead[0]) is not None
        least = longest if (first, last) != before else 0
        if len(name) > least and len(name.split()) <= 4 and (geocode := look_up(name, findings, gazetteer, called)):
            if (away := away_from(findings, last)) and not fits(geocode.place, *away):
                continue
            return [*known, Named(name, first, last, geocode, mention.score)]
    settled = tail and longest != 0 and re.search(r"city|town|village", tail[0])
    if settled and any(n.geocode and n.geocode.precision.is_area for n in known):
        name = findings.full[start : start + tail.start()] if tail else ""
        if geocode := look_up(name, findings, gazetteer, settlement=True):
            return [Named(name, start, start + len(name), geocode, mention.score)]
    if in_pieces(findings, known):
        return in_one(findings, known)
    if len(known) == 1 and known[0].adjective and known[0].start == start and not CAPITAL.search(bare, len(known[0].name)):
        return [replace(known[0], name=bare, end=mention.end, whole=True)]  # "the Somali border", "Chilean"
    if not longest and bare and is_name(bare, findings) and not any(n.geocode is None for n in known):
        return [*known, Named(bare, start, mention.end, None, mention.score)]
    return known


def in_pieces(findings: Findings, known: Sequence[Named]) -> bool:
    """Whether names of different countries, with only spaces between, are the pieces of one unknown name: "Bukit Sama"."""
    close = [findings.full[a.end : b.start].isspace() for a, b in itertools.pairwise(known)]
    countries = {n.geocode.place.country if n.geocode else None for n in known}
    return bool(close) and all(close) and len(countries) == len(known) and not any(n.adjective for n in known)


def in_one(findings: Findings, pieces: Sequence[Named]) -> list[Named]:
    """Return the unknown name that pieces make up, with the last piece if it is an area: "Highland Papua" is in Papua."""
    first, last = pieces[0], pieces[-1]
    whole = Named(findings.full[first.start : last.end], first.start, last.end, None, last.score)
    return [whole, last] if last.geocode and last.geocode.precision.is_area else [whole]


def at_distance(findings: Findings, named: Named, mentions: Sequence[Mention]) -> Named:
    """Return a name with the place that an incident's words give by a distance from it: "170 km north of Stockholm"."""
    offset = offset_before(findings.full, named.start) if named.geocode and not named.adjective else None
    if named.geocode is None or offset is None or not any(offset.start < m.end and m.start < named.start for m in mentions):
        return named  # "arrested 220 miles north of Charleston, where it happened": it happened in Charleston
    geocode = moved(named.geocode, offset)
    return replace(named, geocode=geocode, away=geocode.precision is P.REGION)


def away_from(findings: Findings, end: int) -> tuple[Geocode, Offset] | None:
    """Return the town whose distance the text gives after a name that ends at `end`, and the distance, or else None."""
    place = next(findings.places_from(end), None)
    if place is None or place.geocode is None or place.geocode.precision.is_area:
        return None
    offset = distance_between(findings.full, end, place.start)
    return (place.geocode, offset) if offset else None


def is_name(words: str, findings: Findings) -> bool:
    return not LEADS.fullmatch(f"{words} ") and not SEAT.fullmatch(words) and is_written_as_name(words, findings)


def is_written_as_name(words: str, findings: Findings) -> bool:
    return words[:1].isupper() or lower_case(findings.report.text)


@lru_cache(maxsize=4)  # called for each place of a report, and each call scans the whole text
def lower_case(text: str) -> bool:
    """Whether a text is written almost without capitals, so that capitals do not mark names."""
    return text.islower() or sum(map(str.isupper, text)) < len(text) / 400


def look_up(name: str, findings: Findings, gazetteer: Gazetteer, settlement: bool = False) -> Geocode | None:
    """Look up a name that the networks mark as a place, preferably in a country or division of the report; None if unknown."""
    if len(name) < 3 or not is_name(name, findings) or name.lower() in ORGANISATION_WORDS:
        return None
    found = gazetteer.find(name)
    if any(c.rank == ADJECTIVE for c in found):
        return None  # "a Thai trawler" is not from a town called Thai
    known = found
    candidates = known or (gazetteer.find_like(name) if len(name) >= LEAST_FUZZY else ())
    outer = outer_places(findings) if candidates else []
    if candidates and not outer:
        countries = {p.geocode.place.country for p in findings.places if p.geocode}
        candidates = known or tuple(c for c in candidates if not countries or c.place.country in countries)
    if outer:
        inside = tuple(c for c in candidates if any(holds(place, c.place) or place.id == c.place.id for place in outer))
        candidates = inside or tuple(c for c in known if c.place.feature != "PPL" or c.place.population >= KNOWN_CITY)
    if not candidates:
        return None
    return resolve([Query(name=name, candidates=candidates, settlement=settlement)], weights=ASKED)[0]


def bound(n: Named, named: Sequence[Named], gazetteer: Gazetteer) -> Named:
    """Move a name to the country or division that the incident's words give for it ("Christchurch" with "New Zealand").
    A division moves only to one of another country right after it: "Durham, Ontario", but not "Borno, Adamawa"."""
    if n.geocode is None or n.adjective or n.geocode.place.feature == "COUNTRY":
        return n
    own = n.geocode.place
    found = gazetteer.find(n.name)
    guessed = all(c.place.id != own.id for c in found)  # from a name that is spelt differently
    outer = [o.geocode.place for o in named if o.geocode and o.name != n.name]
    countries = [p for p in outer if p.feature == "COUNTRY"]
    divisions = [
        o.geocode.place for o in named
        if o.geocode and o.name != n.name and (o.geocode.place.feature == "ADM1" or is_far_part(o.geocode.place, own))
        and (own.feature != "ADM1" or (follows(o, n) and o.geocode.place.country != own.country))
    ]  # fmt: skip
    for holders in (divisions, [*divisions, *countries]):
        if not holders or any(holds(p, own) or p.id == own.id for p in holders):
            continue
        inside = tuple(c for c in found if any(holds(p, c.place) for p in holders))
        moved_to = resolve([Query(name=n.name, candidates=inside)], weights=ASKED)[0] if inside else None
        if moved_to:
            return replace(n, geocode=replace(moved_to, reason=NAMED))
        if guessed:
            return replace(n, geocode=None)
        if own.population >= KNOWN_CITY and not any(follows(o, n) for o in named):
            return n  # a large city named along with a distant province is that city, not an unknown village
        here = {c.place.id for c in found if c.place.country == own.country}
        # the borders of divisions are only approximate, so a single place of this name nearby is still the one meant
        if len(here) > 1 or not any(is_close(own, p) for p in holders if p.country == own.country):
            return replace(n, geocode=None)  # no known place of this name lies where the text says, so it is unknown
    return n


def in_its_country(n: Named, named: Sequence[Named], gazetteer: Gazetteer) -> Named:
    """Move a town to the only country that the incident's words name, if that has a place of its name: Christchurch, with New
    Zealand in another sentence, is not the English one."""
    countries = {o.geocode.place.id: o.geocode.place for o in named if o.geocode and o.geocode.place.feature == "COUNTRY"}
    if len(countries) != 1 or n.geocode is None or n.geocode.place.feature != "PPL":
        return n
    (country,) = countries.values()
    if holds(country, n.geocode.place):
        return n
    inside = tuple(c for c in gazetteer.find(n.name) if holds(country, c.place))
    found = resolve([Query(name=n.name, candidates=inside)], weights=ASKED)[0] if inside else None
    return replace(n, geocode=found) if found else n


def is_far_part(region: Place, town: Place) -> bool:
    """Whether a region is a part of the country of a town, and far from it: "Southern California"."""
    part = region.feature == "REGION" and town.feature == "PPL" and region.country == town.country is not None
    return part and not is_close(town, region)


def follows(outer: Named, inner: Named) -> bool:
    """Whether one name directly follows the other, as in "Paris, Texas"."""
    return 0 < outer.start - inner.end <= len(", ")


def is_close(own: Place, holder: Place) -> bool:
    far = kilometres(own.latitude, own.longitude, holder.latitude, holder.longitude)
    return holder.feature == "COUNTRY" or far < 2 * holder.radius_km


def outer_places(findings: Findings) -> list[Place]:
    """Return the countries and divisions that the report names, adjectives included."""
    found: dict[str, Place] = {}
    for p in findings.places:
        if p.geocode is not None and p.geocode.place.feature in ("COUNTRY", "ADM1", "ADM2"):
            found[p.geocode.place.id] = p.geocode.place
    return list(found.values())
