"""The columns of an incident, with the same names in the workspace, in exported tables, and in imported tables.

Each column is defined once, here. The workspace's table and its rows, exports, HXL tags, and the recognition of columns in
an imported table are derived from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.reading.values.remarks import combatants, combatants_among, is_unverified
from geodata.records import Evidence, Figure, Incident
from geodata.vocabulary import FigureKind, ReviewState
from geodata.words.catalogue import say
from geodata.words.figures import people_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An incident with what the workspace knows about it: its state, the names of its sources, and their web address."""

    incident: Incident
    state: ReviewState = ReviewState.UNREVIEWED
    source: str = ""
    claims: int = 1
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. `read` returns its value, None if unknown; `unit`: the unit of the value.

    `imports`: the name under which an imported column fills it, "" for none. `guess`: headers that mean it, as a regular
    expression over their lower-case words joined by "_"; of several expressions, an earlier one takes precedence.
    `formerly`: its name in the exports of earlier versions.
    """

    name: str
    kind: type[str | int | float]
    read: Callable[[Told], Any]
    unit: str = ""
    stored: bool = True
    required: bool = False
    exported: bool = True
    imports: str = ""
    hxl: str = ""
    acled: str = ""
    ucdp: str = ""
    guess: str | tuple[str, ...] = ""
    formerly: str = ""

    @property
    def heading(self) -> str:
        """The heading of the column in a table for people."""
        return say(f"column.{self.name}")


def of_geocode(name: str) -> Callable[[Told], Any]:
    return lambda told: getattr(told.incident.geocode, name) if told.incident.geocode else None


def of_place(name: str) -> Callable[[Told], Any]:
    """Return a function that reads a field of the place, or of the toponym if it has no geocode."""

    def read(told: Told) -> Any:
        incident = told.incident
        place = incident.geocode.place if incident.geocode else incident.toponym
        return getattr(place, name) if place else None

    return read


def iso(name: str) -> Callable[[Told], Any]:
    return lambda told: day.isoformat() if (day := getattr(told.incident, name)) else None


def figure(kind: FigureKind, read: Callable[[Figure], Any]) -> Callable[[Told], Any]:
    return lambda told: read(found) if (found := told.incident.figure(kind)) else None


def killed_combatants(told: Told) -> int | None:
    """Return how many of the killed the figure's own words call combatants; None for an imported figure."""
    killed = told.incident.killed
    is_imported = killed is not None and killed.combatants is None and killed.evidence == told.incident.evidence
    return None if killed is None or is_imported else combatants_of(killed, told.incident.sentences)


def combatants_of(figure: Figure, sentences: Sequence[Evidence] = ()) -> int | None:
    """Return the combatants by a figure's words and those after it in its sentence; None if the figure is smaller than that."""
    most = next((n for n in (figure.high, figure.best) if n is not None), None)
    if figure.combatants is not None and (most is None or figure.combatants <= most):
        return figure.combatants or None
    own = figure.evidence
    here = (s for s in sentences if (s.report_id, s.field) == (own.report_id, own.field))
    around = (s for s in here if s.start <= own.start < own.end <= s.end)
    found = combatants(own.quote) or next((n for s in around if (n := combatants_among(s.quote[own.end - s.start :]))), None)
    return found if found is not None and (most is None or found <= most) else None


def figure_line(figure: Figure, sentences: Sequence[Evidence] = ()) -> str:
    """Return words such as "4 killed, 3 of them combatants"."""
    said = people_words(str(figure), figure.kind)
    if figure.kind is FigureKind.KILLED and (n := combatants_of(figure, sentences)):
        return say("figure.with_combatants", figure=said, n=n)
    return said


def unverified(told: Told) -> int | None:
    """Return 1 if a person, or else a sentence about the incident, says that it could not be verified; None if not."""
    if told.incident.verified is not None:
        return None if told.incident.verified else 1
    return 1 if any(is_unverified(e.quote) for e in (told.incident.evidence, *told.incident.sentences)) else None


COUNT = (
    r"(?:casualties_)?(?:n_?|nb?_?(?:of_?)?|num_?|nr_|number_?(?:of_?)?|no_(?:of_?)?|no_?of_?|total_?|how_many_)?"
    r"(?:people_?|persons?_?)?(?:were_)?"
)
# Words of headers whose dates are not those of the incident.
NOT_WHEN = (
    r"(?!.*(?:publi|report|update|creat|modif|entr|record|birth|added|load|retrieve|access|verif|end|until|close|due|submi|source|articl"
    r"|issue|check|import|precision|type|format|approv|_to_date$|_e[._]c(?:$|_)|ethiop|hijri|jalali|shamsi|bikram|candidate))"
)
# Headers that name the incident's own day: they take precedence over a bare "date", which can be that of the report.
_WHAT = (
    r"(?:incident|event|attack|accident|occurrence|crash|shooting|(?:air_?)?strike|explosion|bombing|blast|collapse|sinking|shipwreck"
    r"|displacement|eruption|landslide|earthquake|flood|storm|violation|crime|offence|onset|abduction|assault|raid|clash|disaster"
    r"|collision|massacre|attaque|attentat|faits|drame|sinistre|survenue|evenement|naufrage|hechos|ataque|suceso|evento|incidente"
    r"|accidente|fato)s?"
)
# Harm to people, which can occur on a later day than the incident.
_HARM = r"(?:death|killing|murder|disappearance|injury|loss|deces|muerte|fallecimiento|defuncion|obito|morte)s?"
_OF = r"(?:of_?(?:the_?)?(?:alleged_)?|d[eu]_?(?:l_|la_|los_)?|des_|d_|do_|da_)"
OWN_DAY = (
    rf"{_WHAT}_?(?:dates?|day)(?:_?(?:start|from|time|and_time|utc|gmt|local|dd_mm_yyyy|mm_dd_yyyy|yyyy_mm_dd))?"
    rf"|(?:date|day|fecha|data)(?:_and_time)?_?{_OF}?{_WHAT}|date_?occ(?:urred)?|occurred(?:_on)?"
    rf"|{_WHAT}_begin_date|what_(?:is|was)_the_date_of_the_{_WHAT}"
    rf"|when_did_(?:it|the_{_WHAT})_(?:happen|occur|take_place)|when_was_the_{_WHAT}"
)
DAY_OF_HARM = (
    rf"{_HARM}_?(?:dates?|day)|(?:date|day|fecha|data)_?{_OF}?{_HARM}|(?:killed|died|decede|injured)_(?:on|le)"
    r"|date_(?:injured|killed|died)"
)
# Which point a column gives: the event's, or that of something else in the row.
OF_EVENT = (
    r"(?:(?:event|incident|attack|strike|target|action_?geo|site|place|location|loc|geo|gps|point|start|centroid|approx|decimal|map"
    r"|crash|accident)_?)*"
)
NOT_OF_EVENT = (
    r"(?!actor|origin|country|nearest|launch|birth|departure|residence|take_?off|hospital|capital|source|home|office|report|dest)"
    r"(?:\w+_)"
)
# Words next to "date" that do not say which day it is.
_PLAIN = (
    r"(?:the|of|on|and|utc|gmt|local|time|start|begin|beginning|began|from|first|day|month|year|full|exact|approx(?:imate)?|est(?:imated)?"
    r"|d{1,2}|m{1,2}|y{2,4}|ymd|dmy|mdy|iso|ev|formatted|str|text|string|parsed|clean|english|gregorian|en|eng|actual|original|orig|main|occ|occur\w*"
    r"|happened|took_place|sql|key|value|s|1|2|raw|std|standardi[sz]ed|field|column|col|when|it|what|is|was|this|did)"
)
PLAIN_DAY = rf"(?:{_PLAIN}_)*(?:sql)?dates?(?:{_PLAIN})?(?:_{_PLAIN})*"  # between marks, else a header matches in many ways
BEST = (
    r"(?:_?(?:best|total|count|number|n|no|persons|people|min_(?:and_)?max|low_(?:and_)?high|range|excl(?:uding)?_\w+"
    r"|approx(?:imately)?|est(?:imated?)?|\d))?"
)


def figure_fields(
    kind: FigureKind, words: str, least: str, *, some: str = "(?!)", acled: str = "", ucdp: tuple[str, str, str] = ("", "", "")
) -> tuple[Field, ...]:
    """Return the columns of one kind of figure: its numbers, its qualifier, and the words that give it. `words`: its names in
    headers; `least`: the names of its bounds; `some`: headers that count only a part, for tables without a total."""
    name = kind.value
    low, high, best = ucdp
    tag = f"#affected+{name}"
    return (
        Field(name=f"{name}_low", kind=int, unit="people", read=figure(kind, lambda f: f.low), imports=f"{name}_low",
              hxl=f"{tag}+min", ucdp=low, guess=rf"(?:min_?{least}|{least}_?(?:min|low))"),
        Field(name=f"{name}_high", kind=int, unit="people", read=figure(kind, lambda f: f.high), imports=f"{name}_high",
              hxl=f"{tag}+max", ucdp=high, guess=rf"(?:max_?{least}|{least}_?(?:max|high))"),
        Field(name=f"{name}_best", kind=int, unit="people", read=figure(kind, lambda f: f.best), imports=name, hxl=tag,
              acled=acled, ucdp=best,
              guess=(rf"(?:new|daily)_(?:{words})", rf"{COUNT}(?:{words}){BEST}", rf"{COUNT}(?:{some}){BEST}")),
        Field(name=f"{name}_qualifier", kind=str, read=figure(kind, lambda f: f.qualifier.value), imports=f"{name}_qualifier",
              hxl=f"#meta+{name}+qualifier"),
        Field(name=f"{name}_words", kind=str, read=figure(kind, str), stored=False, imports=f"{name}_words",
              hxl=f"#description+{name}"),
        Field(name=f"{name}_quote", kind=str, read=figure(kind, lambda f: f.evidence.quote), stored=False),
        Field(name=f"{name}_claimant", kind=str, read=figure(kind, lambda f: f.attribution), stored=False),
    )  # fmt: skip


FIELDS: tuple[Field, ...] = (
    Field(name="id", kind=str, required=True, read=lambda t: t.incident.id, imports="id", hxl="#event+id",
          acled="event_id_cnty", ucdp="id", guess=r"(?:event|incident|record)?_?(?:id|identifier|no|number|ref|reference)"),
    Field(name="type", kind=str, required=True, read=lambda t: t.incident.type.value, imports="type", hxl="#event+type",
          acled="sub_event_type", ucdp="type_of_violence",
          guess=(r"(?:sub_?)?(?:event|incident|attack)?_?(?:type|category|kind)|what|(?:type|kind)_of_(?:the_)?(?:incident|event|attack)",
                 "means_of_attack")),
    Field(name="role", kind=str, required=True, read=lambda t: t.incident.role.value, imports="role"),
    Field(name="state", kind=str, required=True, read=lambda t: t.state.value, imports="state", hxl="#status+review"),
    Field(name="place", kind=str, read=lambda t: t.incident.place, imports="place", hxl="#loc+name", acled="location",
          ucdp="where_coordinates",
          guess=(r"(?:place|city|town|settlement|village|locality|commune|municipality|community)(?:_?name)?|(?:city|town|village|municipality)_?(?:or_)?(?:city|town|village|municipality)",
                 r"(?:location|site|where)(?:_?(?:name|label))?|(?:incident|crash|accident|attack)_(?:place|location|site)|(?:location|place|site)_of_?(?:the_)?(?:incident|event|attack|accident|crash)"
                 r"|(?:location|place)_(?:city|town|village)|(?:location|place)_of_death"
                 r"|city_country|where_(?:did_)?it_happen(?:ed)?", "district", "county")),
    Field(name="lat", kind=float, unit="degrees north", read=of_geocode("latitude"), imports="lat", hxl="#geo+lat",
          acled="latitude", ucdp="latitude",
          guess=(rf"{OF_EVENT}(?:lat|latitude)(?:_(?:deg_?)?(?:[ns]|north|south)|_wgs_?84)?|y|lat_?dd|decimal_?lat(?:itude)?",
                 rf"{NOT_OF_EVENT}(?:lat|latitude)(?:_(?:deg_?)?[ns])?"),
          formerly="latitude"),
    Field(name="lon", kind=float, unit="degrees east", read=of_geocode("longitude"), imports="lon", hxl="#geo+lon",
          acled="longitude", ucdp="longitude",
          guess=(rf"{OF_EVENT}(?:lon|lng|long|longitude)(?:_(?:deg_?)?(?:[ew]|east|west)|_wgs_?84)?|x|lon_?dd|decimal_?lon(?:gitude)?",
                 rf"{NOT_OF_EVENT}(?:lon|lng|long|longitude)(?:_(?:deg_?)?[ew])?"),
          formerly="longitude"),
    Field(name="in_country", kind=str, unit="ISO 3166-1 alpha-2", read=of_place("country"), imports="in_country",
          hxl="#country+code+v_iso2", acled="country", ucdp="country",
          guess=r"(?:in_?)?country(?:_?(?:name|code|iso|iso[23]|code_?iso[23]?))?|iso[23]?(?:_?code)?|iso_?a[23]|nation"
                r"|country_(?:or_)?(?:region|territory)|country_of_(?:the_)?(?:incident|event|death)",
          formerly="country"),
    Field(name="admin1", kind=str, read=of_place("admin1"), imports="admin1", hxl="#adm1+name", acled="admin1", ucdp="adm_1",
          guess=(r"(?:admin|adm)_?1(?:_?name)?|province|state|governorate|oblast|departamento|departement|provincia|bundesland"
                 r"|state_(?:or_)?province|province_(?:or_)?state|state_?name", "region", "district", "distrito", "county")),
    Field(name="geo_precision", kind=str, read=lambda t: t.incident.geocode.precision.value if t.incident.geocode else None,
          imports="geo_precision", hxl="#meta+geo+precision", acled="geo_precision", ucdp="where_prec"),
    Field(name="radius_km", kind=float, unit="kilometres", read=of_geocode("radius_km"), imports="radius_km",
          hxl="#geo+radius+km"),
    Field(name="geocoder", kind=str, read=of_geocode("geocoder")),
    Field(name="geocode_score", kind=float, unit="0 to 1", read=of_geocode("score"), imports="geocode_score"),
    Field(name="date_start", kind=str, unit="ISO 8601 day", read=iso("start"), imports="date_start",
          hxl="#date+occurred+start", acled="event_date", ucdp="date_start",
          guess=(OWN_DAY,
                 r"(?:event_?|incident_?|start_?|begin_?|attack_?|occurrence_?)?date(?:_?(?:start|from|occ|occurred|time|and_time|utc|gmt"
                 r"|local|dd_mm_yyyy|mm_dd_yyyy|yyyy_mm_dd|of_?(?:the_?)?(?:incident|event|attack|accident)))?|occurred(?:_on)?",
                 DAY_OF_HARM,
                 rf"{NOT_WHEN}(?:{PLAIN_DAY}|point_?in_?time|occurred_from|event_start)",
                 "start|day|when|when_did_it_happen|from|dtg|date_time_group"),
          formerly="start"),
    Field(name="date_end", kind=str, unit="ISO 8601 day", read=iso("end"), imports="date_end", hxl="#date+occurred+end",
          ucdp="date_end", guess=r"(?:end_?date|date_?(?:end|to|until)|end)", formerly="end"),
    Field(name="date_precision", kind=str, required=True, read=lambda t: t.incident.date_precision.value,
          imports="date_precision", hxl="#meta+date+precision", acled="time_precision", ucdp="date_prec",
          guess="date_(?:accuracy|precision)|accuracy_of_(?:the_)?date"),
    *figure_fields(FigureKind.KILLED, "killed|(?:human_)?deaths?|dead|fatalit(?:y|ies)|kills?|death_toll|kia|lives_lost|fat"
                   "|fatal_injuries|fatals?|victims_killed|deathtoll|deceased|loss_of_life|died|fatal_casualties|perished|murdered",
                   "(?:killed|deaths|fatalities)",
                   some="(?:confirmed|reported)_deaths", acled="fatalities", ucdp=("low", "high", "best")),
    Field(name="killed_combatants", kind=int, unit="people", read=killed_combatants),
    Field(name="unverified", kind=int, unit="1 for yes", read=unverified),
    *figure_fields(FigureKind.INJURED, "injured|wound(?:ed)?|injuries|hurt|wia|victims_injured", "(?:injured|wounded)"),
    Field(name="missing_words", kind=str, read=figure(FigureKind.MISSING, str), stored=False),
    Field(name="attackers_killed_words", kind=str, read=figure(FigureKind.ATTACKERS_KILLED, str), stored=False),
    Field(name="attribution", kind=str, read=lambda t: t.incident.attribution, imports="attribution", hxl="#meta+claimant",
          ucdp="source_original", guess=r"(?:claimant|attribution|claimed_?by|reported_?by|according_?to|source_?original)"),
    Field(name="actor", kind=str, read=lambda t: t.incident.actor.name if t.incident.actor else None, imports="actor",
          hxl="#group+name+alleged", acled="actor1", ucdp="side_a",
          guess=r"(?:actor_?1?|perpetrator|group|belligerent|suspect|side_?a|attacker)(?:_?name)?"),
    Field(name="evidence", kind=str, required=True, read=lambda t: t.incident.evidence.quote, imports="evidence",
          hxl="#description+quote", acled="notes", ucdp="source_headline",
          guess=r"(?:notes?|(?:(?:event|incident|attack)_)?description|(?:(?:event|incident|attack)_)?summary|details?|text|evidence|quote|narrative|comments?|headline)"),
    Field(name="source", kind=str, read=lambda t: t.source, imports="source", hxl="#meta+source", acled="source",
          ucdp="source_office",
          guess=r"(?:news_?|media_?|data_?|information_?)?(?:sources?|outlets?|publishers?)(?:_?names?)?"),
    Field(name="url", kind=str, read=lambda t: t.url, stored=False, hxl="#meta+url"),
    Field(name="claims", kind=int, required=True, unit="reports", read=lambda t: t.claims),
    Field(name="confidence", kind=float, required=True, unit="0 to 1", read=lambda t: t.incident.confidence,
          imports="confidence"),
)  # fmt: skip
STORED = tuple(field for field in FIELDS if field.stored)
EXPORTED = tuple(field for field in FIELDS if field.exported)
IMPORTED = tuple(field for field in FIELDS if field.imports)
FORMER = {field.formerly: field.name for field in FIELDS if field.formerly}


def stored(told: Told) -> dict[str, Any]:
    """Return an incident as the columns of the workspace; unknown values are None."""
    return {field.name: field.read(told) for field in STORED}


def exported(told: Told) -> dict[str, Any]:
    """Return an incident as the columns of an exported table; unknown values are None."""
    return {field.name: field.read(told) for field in EXPORTED}
