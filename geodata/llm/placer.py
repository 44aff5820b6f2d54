"""Place the incidents of an answer: by names in the report's text, with the model's knowledge of them as context."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from spacy.lang.en.stop_words import STOP_WORDS

from geodata.gazetteer.lookup import Gazetteer, kilometres
from geodata.gazetteer.names import fold
from geodata.geocoding.gazetteer_geocoder import ASKED
from geodata.geocoding.named import KIND_OF_AREA, SURE, as_area, divisions_of, in_country
from geodata.geocoding.resolver import Query, holds, resolve
from geodata.llm.answers import Said
from geodata.llm.authorities import areas
from geodata.llm.locating import Located
from geodata.reading.containers import around
from geodata.reading.findings import Findings, FoundPlace
from geodata.reading.linked import Linked, Mention
from geodata.reading.named import SHARPNESS, is_name
from geodata.reading.whereabouts import where
from geodata.records import Geocode, Place, Toponym
from geodata.vocabulary import ENGLISH, NOT_FOUND, SURROUNDINGS, GeoPrecision

SUPPORTED = 0.9  # confidence if every check passes
UNSUPPORTED = 0.1  # if part of an answer is left out or could not be checked: below the floor, so in no sum
ELSEWHERE = 0.6  # if the place is shown by its surroundings
TOWNS_REACH_KM = 30.0  # around the town that a report is about
LONGEST_NAME = 8  # words
ALIKE = 0.8  # least likeness of two spellings of one name, 0 to 1
NAMED_ALONE = ("COUNTRY", "ADM1", "ADM2", "PPL")  # features that a text means only if it gives their name
FAR_FROM_TOWN_KM = 100.0  # farther than any part of a town or of the district around it
REACH = 2.0  # within this many radii of a province or county, a place can lie in it
NAMED_BY_MODEL = "the language model names it"
# "Izu Peninsula" is around the town of Izu.
KIND_OF_LAND = re.compile(
    r"\s+(?:peninsula|valley|mountains|chiefdom|territory|municipality|township|area|air (?:force )?base|airport)$",
    re.IGNORECASE,
)
DAYS_AND_MONTHS = frozenset(name.casefold() for name in (*calendar.day_name, *calendar.month_name))


class Placer:
    """Places the names of answers about one report."""

    def __init__(self, findings: Findings, gazetteer: Gazetteer, located: Located) -> None:
        self.findings, self.gazetteer, self.located = findings, gazetteer, located

    def place(
        self, said: Said, at: tuple[int, int], spans: Sequence[tuple[int, int]], reasons: list[str]
    ) -> tuple[Toponym, float]:
        """Return the toponym, spelled as in the text, and its confidence; add doubts to `reasons`. The gazetteer places it in
        the answer's country and province or, if it is unknown there, gives the most precise known place around it."""
        confidence = SUPPORTED
        a, b = at
        name = " ".join(self.findings.full[a:b].split())
        if not any(is_name(word, self.findings) for word in re.findall(r"[^\W\d_]+", name)) or self.is_no_place(name, a):
            reasons.append(f"unsupported: {name!r} is not a place name")
            return Toponym(evidence=self.findings.quote(a, b), name=name, geocode=None), UNSUPPORTED
        country, province = (said.country or "").upper(), said.province or ""
        events = tuple(Mention("event", first, first + 1) for first, _ in spans)
        linked = Linked(events, (Mention("where", a, b),), {said.type: 1.0}, {said.role: 1.0})
        ours = where(self.findings, linked, said.role, self.gazetteer)
        geocode = ours.geocode if ours else None
        if geocode is not None and country not in ("", geocode.place.country) and geocode.place.country is not None:
            geocode = None  # seas and regions have no country
        near, area = None, None  # a town or an area around an unknown place
        if geocode is not None and geocode.place.feature in NAMED_ALONE and not self.bears(geocode.place, name):
            near = around(geocode) if geocode.place.feature == "PPL" else None
            area, geocode = None if near else geocode, None
        if geocode is None or province:
            geocode = in_country(name, province, country, self.gazetteer) or geocode
        if geocode is not None and not geocode.precision.is_area:
            geocode = self.near(name, self.inside(name, geocode, country, spans), said, province, country)
            if not fits(geocode.place, self.divisions(said, country)) or self.is_far(geocode.place, said, province, country):
                geocode = None
        if geocode is None and (geocode := near or self.around(said, country, province, spans if country else [at], area)):
            named = self.names(geocode.place)
            confidence = ELSEWHERE if named or self.is_in_named(geocode.place) else UNSUPPORTED
            reasons.append(f"{SURROUNDINGS}{'' if named else ', as the language model alone says'}")
        if geocode is None:
            confidence = ELSEWHERE
            reasons.append(NOT_FOUND)
        return Toponym(evidence=self.findings.quote(a, b), name=name, geocode=geocode), confidence

    def is_no_place(self, name: str, at: int) -> bool:
        """Whether words are a day or month, or a common word with a capital only because it begins a sentence: "More", "A"."""
        if self.findings.report.language != ENGLISH or (name.isupper() and len(name) > 1):
            return False
        word = name.casefold()
        begins = any(first <= at <= first + 1 for first, _ in self.findings.sentences) or len(name) == 1
        return word in DAYS_AND_MONTHS or (begins and word in STOP_WORDS)

    def names(self, place: Place) -> bool:
        """Whether the report itself names a place, or another place in it."""
        found = [p.geocode.place for p in self.findings.places if p.geocode]
        return any(p.id == place.id or holds(place, p) for p in found)

    def is_in_named(self, place: Place) -> bool:
        """Whether a place lies in a province or county that the report names."""
        found = [p.geocode.place for p in self.findings.places if p.geocode]
        return any(p.feature in ("ADM1", "ADM2") and holds(p, place) for p in found)

    def bears(self, place: Place, name: str) -> bool:
        """Whether a place has this name, or part of it: "the southern Kherson", "Kherson and Donetsk oblasts"."""
        words = name.split()[:LONGEST_NAME]
        some = [" ".join(words[a:b]) for a in range(len(words)) for b in range(len(words), a, -1)]
        forms = dict.fromkeys((*some, *(KIND_OF_AREA.sub("", one) for one in some)))
        if any(c.place.id == place.id for form in forms for c in self.gazetteer.find(form)):
            return True
        return any(SequenceMatcher(None, fold(form), fold(place.name)).ratio() >= ALIKE for form in forms)

    def inside(self, name: str, geocode: Geocode, country: str, spans: Sequence[tuple[int, int]]) -> Geocode:
        """If a town is doubtful, return its namesake in a division that the incident's sentences name; else the town."""
        places = [p.geocode.place for p in self.named(spans, country) if p.geocode]
        divisions = [place for place in places if place.feature in ("ADM1", "ADM2")]
        if geocode.score >= SURE or any(holds(division, geocode.place) for division in divisions):
            return geocode
        candidates = tuple(c for c in self.gazetteer.find(name) if any(holds(division, c.place) for division in divisions))
        found = resolve([Query(name=name, candidates=candidates)], weights=ASKED)[0] if candidates else None
        return found or geocode

    def near(self, name: str, geocode: Geocode, said: Said, province: str, country: str) -> Geocode:
        """Return the place, or its namesake in the province if the place is far from the town that the model names as the
        nearest and the namesake is near that town."""
        town = self.near_town(said, province, country, ())
        if town is None or apart(town.place, geocode.place) <= FAR_FROM_TOWN_KM:
            return geocode
        provinces = divisions_of(province, country, self.gazetteer)
        candidates = tuple(
            c for c in self.gazetteer.find(name)
            if apart(town.place, c.place) <= FAR_FROM_TOWN_KM and c.place.country == country and fits(c.place, provinces)
        )  # fmt: skip
        return (resolve([Query(name=name, candidates=candidates)], weights=ASKED)[0] if candidates else None) or geocode

    def divisions(self, said: Said, country: str) -> list[Place]:
        """Return the provinces or counties with the first known name of the answer's `within` that is also in the text."""
        found = (divisions_of(quote, country, self.gazetteer) for quote in said.within if self.located.find(quote))
        return next((places for places in found if places), [])

    def named(self, spans: Sequence[tuple[int, int]], country: str) -> list[FoundPlace]:
        """Return the places in a country that some sentences name."""
        return [
            p for p in self.findings.places
            if p.geocode and not p.adjective and any(a <= p.start < b for a, b in spans)
            and p.geocode.place.country and country in ("", p.geocode.place.country)
        ]  # fmt: skip

    def around(
        self, said: Said, country: str, province: str, spans: Sequence[tuple[int, int]], area: Geocode | None
    ) -> Geocode | None:
        """Return the most precise known place that the answer names around its place, or that its sentences name in the
        country; else its province, else its country. `area`: what our own reader found around the place."""
        held = sharpest([*self.holders(said, province, country, spans).values()])
        if held is not None and not held.precision.is_area:
            return held
        outer = [area.place] if area is not None and area.precision is not GeoPrecision.COUNTRY else []
        if by_model := self.near_town(said, province, country, outer):
            return by_model
        if area is not None and area.place.feature == "ADM2":
            return area
        bare = KIND_OF_LAND.sub("", said.place)
        if bare != said.place and (own := in_country(bare, province, country, self.gazetteer)) and self.bears(own.place, bare):
            return around(own)
        divisions = self.divisions(said, country)
        near = [p.geocode for p in self.named(spans, country) if p.geocode and fits(p.geocode.place, divisions)]
        known = sharpest([*([held] if held else []), *near])
        if known is not None and not known.precision.is_area:
            return known
        division = self.division(province, country)
        wider = [*divisions, *([division.place] if division else [])]
        if office := self.office(spans, country, province, wider):
            return office
        if held is not None and held.precision is not GeoPrecision.COUNTRY:
            return held  # the report's own words come before what the model knows
        if known is not None and division is not None and holds(division.place, known.place):
            return known
        whole = next((place for place in self.gazetteer.countries() if place.country == country), None)
        larger = known if known is not None and known.precision is not GeoPrecision.COUNTRY else None
        return division or larger or self.main_town(country) or known or (as_whole(whole) if whole else None)

    def near_town(self, said: Said, province: str, country: str, outer: Sequence[Place]) -> Geocode | None:
        """Return the surroundings of the town that the model names as nearest; None if it is not in the areas around it."""
        found = in_country(said.near_town, province, country, self.gazetteer) if said.near_town and country else None
        is_town = found is not None and found.place.feature == "PPL" and self.bears(found.place, said.near_town or "")
        if found is None or not is_town or not fits(found.place, self.divisions(said, country)) or not fits(found.place, outer):
            return None
        return replace(found, precision=GeoPrecision.NEAR_SETTLEMENT, radius_km=max(found.radius_km, TOWNS_REACH_KM))

    def holders(self, said: Said, province: str, country: str, spans: Sequence[tuple[int, int]] = ()) -> dict[str, Geocode]:
        """Return the larger places that the answer names around the place, by their names in the text. An unknown district
        becomes the surroundings of the town with its name."""
        found: dict[str, Geocode] = {}
        for a, b in (at for quote in said.within if (at := self.located.find(quote, spans))):
            name = " ".join(self.findings.full[a:b].split())
            place = in_country(name, province, country, self.gazetteer)
            bare = KIND_OF_AREA.sub("", name)
            named = [d for d in divisions_of(name, country, self.gazetteer) if fold(d.name) == fold(bare) or place is None]
            if named and (place is None or not fold(place.place.name).startswith(fold(name))):
                place = as_area(named[0], NAMED_BY_MODEL)  # Minnesota, not the town of Minneota in it
            elif place is None and bare != name and (town := in_country(bare, province, country, self.gazetteer)):
                place = around(town)
            found |= {name: place} if place else {}
        return found

    def is_far(self, place: Place, said: Said, province: str, country: str) -> bool:
        """Whether a place is far from the town that the answer names around it, and so is a namesake."""
        towns = [
            geocode for name, geocode in self.holders(said, province, country).items()
            if geocode.place.feature == "PPL" and not self.is_wide(name, country)  # "Washington" is also the state
        ]  # fmt: skip
        if (held := sharpest(towns)) is None:
            return False
        return apart(held.place, place) > FAR_FROM_TOWN_KM

    def is_wide(self, name: str, country: str) -> bool:
        """Whether a large province has this name."""
        return any(d.radius_km > FAR_FROM_TOWN_KM / 2 for d in divisions_of(name, country, self.gazetteer))

    def division(self, province: str, country: str) -> Geocode | None:
        """Return the province of an answer, rather than the city with its name; None if it is unknown."""
        places = divisions_of(province, country, self.gazetteer)
        return (
            as_area(places[0], NAMED_BY_MODEL)
            if places
            else in_country(province, "", country, self.gazetteer)
            if province
            else None
        )

    def office(self, spans: Sequence[tuple[int, int]], country: str, province: str, outer: Sequence[Place]) -> Geocode | None:
        """Return the surroundings of the town or county whose police or fire brigade the incident's sentences name."""
        for name in (name for a, b in spans for name in areas(self.findings.full[a:b])):
            found = in_country(name, province, country, self.gazetteer)
            if found and found.place.feature in ("PPL", "ADM2") and self.bears(found.place, name) and fits(found.place, outer):
                return around(found)
        return None

    def main_town(self, country: str) -> Geocode | None:
        """Return the surroundings of the town that the report is about, which it names at least twice as often as any other in
        the country. Places that it names without further detail lie within some tens of kilometres of that town."""
        towns = Counter(
            p.geocode.place.id for p in self.named([(0, len(self.findings.full))], country)
            if p.geocode and p.geocode.place.feature == "PPL"
        )  # fmt: skip
        if not towns:
            return None
        (ident, count), *others = towns.most_common(2)
        if others and count < 2 * others[0][1]:
            return None
        found = next(p.geocode for p in self.findings.places if p.geocode and p.geocode.place.id == ident)
        return replace(found, precision=GeoPrecision.NEAR_SETTLEMENT, radius_km=max(found.radius_km, TOWNS_REACH_KM))


def sharpest(geocodes: Sequence[Geocode]) -> Geocode | None:
    return max(geocodes, key=lambda g: SHARPNESS[g.precision], default=None)


def apart(one: Place, other: Place) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def fits(place: Place, divisions: Sequence[Place]) -> bool:
    """Whether a place lies in or near one of some provinces and counties; true if there are none."""
    return not divisions or any(d.id == place.id or holds(d, place) or is_near(d, place) for d in divisions)


def is_near(division: Place, place: Place) -> bool:
    """Whether a place is near enough to lie in a province or county, as their codes can come from different systems."""
    return apart(division, place) < REACH * division.radius_km


def as_whole(country: Place) -> Geocode:
    return Geocode(
        place=country,
        precision=GeoPrecision.COUNTRY,
        radius_km=country.radius_km,
        score=1.0,
        reason=NAMED_BY_MODEL,
    )
